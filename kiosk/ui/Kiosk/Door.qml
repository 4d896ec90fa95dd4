pragma ComponentBehavior: Bound
import QtQuick

// A big door of the home screen.
Tap {
    id: door

    property string icon: ""
    property bool main: false
    readonly property color front: main ? Theme.onaction : Theme.ink

    corner: Theme.radiusCard

    Rectangle {
        anchors.fill: parent
        border.color: Theme.action
        border.width: door.main ? 0 : Theme.borderPx
        color: door.main ? (door.pressed ? Theme.actionDown : Theme.action) : door.pressed ? Theme.actionTint : Theme.surface
        radius: Theme.radiusCard
    }

    Rectangle {
        id: tile

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(7)
        anchors.verticalCenter: parent.verticalCenter
        border.color: Theme.onaction
        border.width: Theme.contrast && door.main ? Theme.borderPx : 0
        color: door.main ? (Theme.contrast ? Theme.action : Theme.actionDown) : Theme.actionTint
        height: Math.min(Theme.mm(41), door.height - Theme.mm(14))
        radius: Theme.radiusControl
        width: height

        Icon {
            anchors.centerIn: parent
            colour: door.main ? Theme.onaction : Theme.action
            name: door.icon
            size: Math.round(parent.height * 0.6)
        }
    }

    Column {
        anchors.left: tile.right
        anchors.leftMargin: Theme.mm(6)
        anchors.right: arrow.left
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1.5)

        Line {
            Accessible.ignored: true
            color: door.front
            font.pixelSize: Theme.type(Theme.compact ? 6.2 : 8.6, Theme.titleScale)
            font.weight: Font.Bold
            lineHeight: 1
            text: door.label
            width: parent.width
        }

        Line {
            Accessible.ignored: true
            color: door.main ? Theme.onaction : Theme.ink2
            font.pixelSize: Theme.strong
            text: door.note
            visible: !Theme.large && !Theme.compact
            width: parent.width
        }
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        colour: door.main ? Theme.onaction : Theme.action
        name: "next"
        size: Theme.mm(9)
    }
}
