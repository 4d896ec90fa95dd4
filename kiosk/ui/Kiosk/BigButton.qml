pragma ComponentBehavior: Bound
import QtQuick

// A button. `kind`: primary (one a screen), secondary, quiet, danger.
Tap {
    id: button

    property string kind: "secondary"
    property string icon: ""
    property bool iconLast: false
    property int letters: Theme.frameStrong
    property int iconSize: Theme.mm(8 * Theme.frameScale)
    readonly property int iconRoom: icon ? iconSize + row.spacing : 0
    readonly property bool filled: kind === "primary" && enabled
    readonly property color ground: !enabled ? Theme.sunken
        : kind === "primary" ? (pressed ? Theme.actionDown : Theme.action)
        : pressed ? (kind === "danger" ? Theme.lacquerTint : Theme.actionTint)
        : kind === "quiet" ? "transparent" : Theme.surface
    readonly property color front: !enabled ? Theme.ink2
        : kind === "primary" ? Theme.onaction : kind === "danger" ? Theme.lacquer : Theme.action
    readonly property color edge: !enabled ? Theme.line : kind === "quiet" ? "transparent" : front

    implicitHeight: Math.max(Theme.mm(20), words.implicitHeight + 2 * Theme.gap)
    implicitWidth: Math.ceil(natural.advanceWidth) + 1 + iconRoom + Theme.mm(kind === "quiet" ? 6 : 13)

    Rectangle {
        anchors.fill: parent
        border.color: button.edge
        border.width: button.filled || button.kind === "quiet" && button.enabled ? 0 : Theme.borderPx
        color: button.ground
        radius: Theme.radiusControl
    }

    TextMetrics {
        id: natural

        font.family: words.font.family
        font.pixelSize: button.letters
        font.weight: Font.DemiBold
        text: button.label
    }

    Row {
        id: row

        anchors.centerIn: parent
        layoutDirection: button.iconLast ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Theme.mm(2.5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            colour: button.front
            name: button.icon
            size: button.iconSize
            visible: button.icon !== ""
        }

        Text {
            id: words

            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
            color: button.front
            font.pixelSize: natural.advanceWidth > width + 1 ? Math.min(button.letters, Theme.frameBody) : button.letters
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            text: button.label
            textFormat: Text.PlainText
            width: Math.min(Math.ceil(natural.advanceWidth) + 1, button.width - button.iconRoom - Theme.mm(4))
            wrapMode: natural.advanceWidth > width + 1 ? Text.Wrap : Text.NoWrap
        }
    }
}
