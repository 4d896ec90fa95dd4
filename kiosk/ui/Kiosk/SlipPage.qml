pragma ComponentBehavior: Bound
import QtQuick

// Filed: what has happened and what hasn't, and the slip.
Page {
    id: screen

    Column {
        id: top

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(8)
        spacing: Theme.mm(5)

        Item {
            height: Math.max(sign.height, headline.implicitHeight)
            width: parent.width

            Rectangle {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                color: Theme.ok
                height: Theme.mm(Theme.large ? 18 : 24)
                radius: height / 2
                width: height

                Icon {
                    anchors.centerIn: parent
                    colour: Theme.surface
                    name: "check"
                    size: Math.round(parent.height * 0.62)
                }
            }

            Line {
                id: headline

                Accessible.role: Accessible.Heading
                anchors.left: sign.right
                anchors.leftMargin: Theme.mm(5)
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                font.pixelSize: Theme.title
                font.weight: Font.Bold
                objectName: "submitted-title"
                text: screen.shown.title
            }
        }

        Notice {
            icon: "offline"
            text: Words.of.offlineCalm
            title: screen.shown.offline
            tone: "amber"
            visible: screen.shown.offline !== "" && !Theme.large
            width: parent.width
        }

        Panel {
            height: events.implicitHeight + Theme.mm(9)
            visible: !Theme.large
            width: parent.width

            Column {
                id: events

                spacing: Theme.mm(2)
                width: parent.width - Theme.mm(10)
                x: Theme.mm(5)
                y: Theme.mm(4.5)

                Repeater {
                    model: screen.shown.events

                    EventRow {
                        required property int index
                        required property var modelData

                        event: modelData
                        last: index === 2
                        width: events.width
                    }
                }
            }
        }

        PrintState {
            shown: screen.shown
            width: parent.width
        }
    }

    SlipView {
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.mm(3)
        anchors.left: top.left
        anchors.right: top.right
        anchors.top: top.bottom
        anchors.topMargin: Theme.mm(5)
        shown: screen.shown
    }

    Line {
        id: foot

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(5)
        anchors.left: top.left
        anchors.right: top.right
        font.pixelSize: Theme.caption
        secondary: true
        text: screen.shown.printing ? "" : screen.shown.wipes
    }
}
