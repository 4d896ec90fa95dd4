pragma ComponentBehavior: Bound
import QtQuick

// One thing on the rail: an icon over its words.
Tap {
    id: item

    property string icon: ""
    property string lines: ""
    property color tone: Theme.ink

    width: Theme.mm(Theme.large ? 41 : 31)

    Rectangle {
        anchors.fill: parent
        border.color: item.tone
        border.width: Theme.contrast ? Math.max(2, Theme.mm(0.5)) : 0
        color: item.pressed ? Theme.actionTint : "transparent"
        radius: Theme.radiusControl
    }

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(1.5)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            colour: item.tone === Theme.ink ? Theme.action : item.tone
            name: item.icon
            size: Theme.mm(Theme.large ? 10.5 : 9)
        }

        Line {
            Accessible.ignored: true
            color: item.tone
            font.pixelSize: Theme.type(3.5, Math.min(Theme.textScale, 1.45))
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 1
            text: item.lines || item.label
            width: item.width - Theme.mm(1)
        }
    }
}
