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

    Icon {
        id: picture

        colour: item.tone === Theme.ink ? Theme.action : item.tone
        name: item.icon
        size: Theme.mm(Theme.compact ? 6.5 : Theme.large ? 10.5 : 9)
        x: Theme.compact ? Theme.mm(1) : (item.width - width) / 2
        y: Theme.compact ? (item.height - height) / 2 : (item.height - height - words.height - Theme.mm(1.5)) / 2
    }

    Line {
        id: words

        Accessible.ignored: true
        color: item.tone
        font.pixelSize: Theme.type(3.5, Theme.compact ? Math.min(Theme.textScale, 1.2) : Math.min(Theme.textScale, 1.45))
        font.weight: Font.DemiBold
        horizontalAlignment: Theme.compact ? Text.AlignLeft : Text.AlignHCenter
        lineHeight: 1
        text: item.lines || item.label
        width: item.width - x - Theme.mm(0.5)
        x: Theme.compact ? picture.width + Theme.mm(2) : Theme.mm(0.5)
        y: Theme.compact ? (item.height - height) / 2 : picture.y + picture.height + Theme.mm(1.5)
    }
}
