pragma ComponentBehavior: Bound
import QtQuick

// One fact: an icon and its name, the value, a note.
Panel {
    id: fact

    property string icon: ""
    property string title: ""
    property string value: ""
    property string note: ""
    readonly property real wanted: words.implicitHeight + Theme.mm(8)

    Column {
        id: words

        spacing: Theme.mm(1)
        width: parent.width - Theme.mm(8)
        x: Theme.mm(4)
        y: Theme.mm(4)

        Row {
            spacing: Theme.mm(2)

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                colour: Theme.action
                name: fact.icon
                size: Math.round(Theme.body * 1.25)
            }

            Line {
                anchors.verticalCenter: parent.verticalCenter
                secondary: true
                text: fact.title
                wrapMode: Text.NoWrap
            }
        }

        Line {
            font.pixelSize: Theme.strong
            font.weight: Font.Bold
            text: fact.value
            width: parent.width
        }

        Line {
            font.pixelSize: Theme.caption
            secondary: true
            text: fact.note
            visible: text !== ""
            width: parent.width
        }
    }
}
