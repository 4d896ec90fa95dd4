pragma ComponentBehavior: Bound
import QtQuick

// An icon and a title over a text.
Column {
    id: titled

    property string icon: ""
    property string title: ""
    property string text: ""
    property color colour: Theme.ink

    spacing: Theme.mm(1)

    Row {
        spacing: Theme.mm(2)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            colour: titled.colour
            name: titled.icon
            size: Math.round(Theme.strong * 1.05)
        }

        Line {
            color: titled.colour
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            text: titled.title
            width: titled.width - Theme.mm(9)
        }
    }

    Line {
        text: titled.text
        width: parent.width
    }
}
