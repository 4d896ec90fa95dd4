pragma ComponentBehavior: Bound
import QtQuick

// A page's section, title and one sentence under it.
Column {
    id: heading

    property string section: ""
    property string title: ""
    property string text: ""
    property int letters: Theme.title
    property bool centred: false
    readonly property int side: centred ? Text.AlignHCenter : Text.AlignLeft

    spacing: Theme.mm(2)

    Line {
        font.weight: Font.DemiBold
        secondary: true
        text: heading.section
        visible: text !== "" && !Theme.large
        horizontalAlignment: heading.side
        width: parent.width
    }

    Line {
        Accessible.role: Accessible.Heading
        font.pixelSize: heading.letters
        font.weight: Font.Bold
        lineHeight: 1.05
        text: heading.title
        horizontalAlignment: heading.side
        width: parent.width
    }

    Line {
        secondary: true
        text: heading.text
        visible: text !== ""
        horizontalAlignment: heading.side
        width: parent.width
    }
}
