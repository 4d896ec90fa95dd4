pragma ComponentBehavior: Bound
import QtQuick

// Where I am: the centre, the network in words, the clock, the steps.
Rectangle {
    id: bar

    required property var frame
    required property var shown
    readonly property bool stepped: shown.step > 0
    readonly property int identityHeight: Theme.mm(Theme.large ? 19 : 18)
    readonly property int stepHeight: Theme.mm(Theme.large ? 21 : 16)

    color: Theme.surface
    height: Theme.portrait ? Theme.mm(2) + identityHeight + (stepped ? stepHeight : Theme.mm(2)) : Theme.mm(22)

    Weave {
        id: weave

        height: Theme.mm(2)
        width: parent.width
    }

    Item {
        id: identity

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: Theme.portrait ? parent.right : undefined
        anchors.rightMargin: Theme.mm(6)
        anchors.top: weave.bottom
        height: Theme.portrait ? bar.identityHeight : parent.height - weave.height
        width: Theme.mm(Theme.compact ? 98 : 108)

        Image {
            id: flag

            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
            height: Theme.mm(7)
            source: "image://icon/flag/000000"
            sourceSize: Qt.size(width, height)
            width: Theme.mm(10.5)
        }

        Column {
            anchors.left: flag.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: Theme.portrait ? state.left : parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter

            Line {
                elide: Text.ElideRight
                font.pixelSize: Theme.type(Theme.compact ? 3.5 : 3.9, Theme.compact ? 1 : Math.min(Theme.textScale, 1.2))
                font.weight: Font.DemiBold
                lineHeight: 1
                text: bar.frame.centre
                width: parent.width
                wrapMode: Text.NoWrap
            }

            Line {
                elide: Text.ElideRight
                font.pixelSize: Theme.type(3.5, Theme.compact ? 1 : Math.min(Theme.textScale, 1.2))
                lineHeight: 1
                secondary: true
                text: bar.frame.place
                width: parent.width
                wrapMode: Text.NoWrap
            }
        }

        NetworkBadge {
            id: state

            anchors.right: time.left
            anchors.rightMargin: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter
            online: bar.frame.online
            parent: Theme.portrait ? identity : bar
        }

        Line {
            id: time

            anchors.right: parent.right
            anchors.rightMargin: Theme.portrait ? 0 : Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Theme.type(5.6, Math.min(Theme.textScale, 1.2))
            font.weight: Font.DemiBold
            lineHeight: 1
            parent: Theme.portrait ? identity : bar
            text: bar.frame.clock
            wrapMode: Text.NoWrap
        }
    }

    Steps {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 2.2 : 3)
        anchors.left: parent.left
        anchors.leftMargin: Theme.portrait ? Theme.marginLeft : Theme.mm(Theme.compact ? 114 : 150)
        anchors.right: parent.right
        anchors.rightMargin: Theme.portrait ? Theme.mm(6) : Theme.mm(Theme.compact ? 62 : 116)
        shown: bar.shown
        visible: bar.stepped
    }

    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.hairline
        height: Theme.contrast ? Theme.borderPx : 1
        width: parent.width
    }
}
