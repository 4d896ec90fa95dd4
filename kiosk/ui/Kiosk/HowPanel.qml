pragma ComponentBehavior: Bound
import QtQuick

// The four steps of a visit, spread over the height that there is.
Panel {
    id: panel

    readonly property real wanted: title.implicitHeight + 4 * Theme.mm(Theme.compact ? 19 : 20) + Theme.mm(14)
    readonly property real part: (height - title.height - title.y - Theme.mm(4)) / 4

    Line {
        id: title

        Accessible.role: Accessible.Heading
        font.pixelSize: Theme.strong
        font.weight: Font.Bold
        text: Words.of.howTitle
        width: parent.width - Theme.mm(14)
        x: Theme.mm(7)
        y: Theme.mm(6)
    }

    Repeater {
        model: [["search", Words.of.how1, Words.of.how1Text], ["card", Words.of.how2, Words.of.how2Text],
            ["pen", Words.of.how3, Words.of.how3Text], ["print", Words.of.how4, Words.of.how4Text]]

        IconRow {
            required property int index
            required property var modelData

            icon: modelData[0]
            text: Theme.compact ? "" : modelData[2]
            title: modelData[1]
            width: panel.width - Theme.mm(14)
            x: Theme.mm(7)
            y: title.y + title.height + panel.part * index + (panel.part - height) / 2
            height: implicitHeight
        }
    }
}
