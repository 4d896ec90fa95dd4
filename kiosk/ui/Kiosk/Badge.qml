pragma ComponentBehavior: Bound
import QtQuick

// A few words on a tint. `tone`: ok, amber, action, plain.
Rectangle {
    id: badge

    property string tone: "plain"
    property string icon: ""
    property string text: ""
    property int letters: Theme.caption
    readonly property color front: tone === "ok" ? Theme.ok : tone === "amber" ? Theme.amber
        : tone === "action" ? Theme.action : Theme.ink2

    border.color: Theme.contrast ? front : tone === "amber" ? Theme.amberBar : "transparent"
    border.width: Theme.contrast ? Theme.borderPx : 0
    color: tone === "ok" ? Theme.okTint : tone === "amber" ? Theme.amberTint
        : tone === "action" ? Theme.actionTint : Theme.sunken
    implicitHeight: row.implicitHeight + Theme.mm(2)
    implicitWidth: row.implicitWidth + Theme.mm(5)
    radius: Theme.radiusBadge

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.mm(1.5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            colour: badge.front
            name: badge.icon
            size: Math.round(badge.letters * 1.15)
            visible: badge.icon !== ""
        }

        Line {
            anchors.verticalCenter: parent.verticalCenter
            color: badge.front
            font.pixelSize: badge.letters
            font.weight: Font.DemiBold
            text: badge.text
            wrapMode: Text.NoWrap
        }
    }
}
