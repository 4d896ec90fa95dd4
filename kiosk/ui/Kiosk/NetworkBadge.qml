pragma ComponentBehavior: Bound
import QtQuick

// The network in words; amber without it, and saying that filing still works.
Rectangle {
    id: badge

    property bool online: true
    readonly property color front: online ? Theme.ink2 : Theme.amber

    border.color: Theme.contrast ? Theme.line : Theme.amberBar
    border.width: online && !Theme.contrast ? 0 : Math.max(1, Theme.mm(0.3))
    color: online ? "transparent" : Theme.amberTint
    implicitHeight: Theme.mm(9)
    implicitWidth: row.implicitWidth + (online && !Theme.contrast ? 0 : Theme.mm(4))
    radius: Theme.radiusBadge

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.mm(1.2)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            colour: badge.front
            name: badge.online ? "online" : "offline"
            size: Theme.mm(6)
        }

        Line {
            anchors.verticalCenter: parent.verticalCenter
            color: badge.front
            font.pixelSize: Theme.type(3.5, Math.min(Theme.textScale, 1.2))
            font.weight: Font.DemiBold
            lineHeight: 1
            text: badge.online ? Words.of.online : Theme.large ? Words.of.offlineShort : Words.of.offline
            wrapMode: Text.NoWrap
        }
    }
}
