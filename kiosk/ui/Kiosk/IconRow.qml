pragma ComponentBehavior: Bound
import QtQuick

// An icon on a tile, a title and a text beside it.
Item {
    id: row

    property string icon: ""
    property string title: ""
    property string text: ""
    property bool muted: false

    implicitHeight: Math.max(tile.height, words.implicitHeight)

    Rectangle {
        id: tile

        border.color: row.muted ? Theme.line : Theme.action
        border.width: Theme.contrast ? Theme.borderPx : 0
        color: row.muted ? Theme.sunken : Theme.actionTint
        height: Theme.mm(17)
        radius: Theme.radiusControl
        width: height

        Icon {
            anchors.centerIn: parent
            colour: row.muted ? Theme.ink2 : Theme.action
            name: row.icon
            size: Theme.mm(9)
        }
    }

    Column {
        id: words

        anchors.left: tile.right
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter

        Line {
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            text: row.title
            width: parent.width
        }

        Line {
            secondary: true
            text: row.text
            width: parent.width
        }
    }
}
