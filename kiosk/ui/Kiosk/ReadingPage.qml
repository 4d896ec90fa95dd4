pragma ComponentBehavior: Bound
import QtQuick

// The card is being read: four named steps and a bar.
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
        spacing: Theme.mm(6)

        Heading {
            text: Theme.large ? "" : screen.shown.waiting ? Words.of.readingPut : Words.of.readingLead
            title: screen.shown.waiting ? Words.of.readingPutTitle : Words.of.readingTitle
            width: parent.width
        }

        CardOnReader {
            height: screen.height - y - Theme.mm(15) - below.height - Theme.mm(12)
            visible: height > Theme.mm(50)
            width: parent.width
        }
    }

    Column {
        id: below

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(7)
        anchors.left: top.left
        anchors.right: top.right
        spacing: Theme.mm(5)

        Column {
            Accessible.name: now.text
            Accessible.role: Accessible.ProgressBar
            spacing: Theme.mm(2)
            width: parent.width

            Item {
                height: now.implicitHeight
                width: parent.width

                Line {
                    id: now

                    font.pixelSize: Theme.strong
                    font.weight: Font.DemiBold
                    text: screen.shown.now
                    width: parent.width - left.width
                }

                Line {
                    id: left

                    anchors.right: parent.right
                    font.pixelSize: Theme.strong
                    secondary: true
                    text: screen.shown.waiting ? "" : screen.shown.seconds
                }
            }

            Rectangle {
                border.color: Theme.line
                border.width: Theme.contrast ? 2 : 0
                color: Theme.track
                height: Theme.mm(4.5)
                radius: Theme.mm(0.8)
                width: parent.width

                Rectangle {
                    color: Theme.action
                    height: parent.height
                    radius: parent.radius
                    width: parent.width * screen.shown.part
                }
            }
        }

        Panel {
            height: steps.implicitHeight + Theme.mm(10)
            width: parent.width

            Column {
                id: steps

                spacing: Theme.mm(3.5)
                width: parent.width - Theme.mm(10)
                x: Theme.mm(5)
                y: Theme.mm(5)

                Repeater {
                    model: screen.shown.steps

                    ReadingStep {
                        required property var modelData

                        step: modelData
                        width: steps.width
                    }
                }
            }
        }

        Notice {
            text: Words.of.readingCalmText
            title: Words.of.readingCalm
            visible: !Theme.large
            width: parent.width
        }
    }
}
