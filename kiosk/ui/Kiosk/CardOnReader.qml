pragma ComponentBehavior: Bound
import QtQuick

// A drawing: the card on the reader. `marked` shows where the six digits are.
Panel {
    id: panel

    property bool marked: false
    readonly property real unit: Math.min(width / 215, height / 128)

    Accessible.ignored: true
    clip: true

    Item {
        anchors.centerIn: parent
        height: 112 * panel.unit
        width: 188 * panel.unit

        Rectangle {
            border.color: Theme.line
            border.width: Theme.borderPx
            color: Theme.sunken
            height: 94 * panel.unit
            radius: 8 * panel.unit
            width: parent.width
            y: 18 * panel.unit

            Rectangle {
                anchors.fill: parent
                anchors.margins: 15 * panel.unit
                anchors.topMargin: 12 * panel.unit
                border.color: Theme.line
                border.width: Theme.borderPx
                color: "transparent"
                radius: 5 * panel.unit
            }

            Repeater {
                model: [70, 50, 30]

                Rectangle {
                    required property int index
                    required property int modelData

                    anchors.horizontalCenter: parent?.horizontalCenter
                    color: Theme.action
                    height: 2 * panel.unit
                    radius: height / 2
                    visible: !panel.marked
                    width: modelData * panel.unit
                    y: (64 + 8 * index) * panel.unit
                }
            }
        }

        Rectangle {
            id: card

            anchors.horizontalCenter: parent.horizontalCenter
            border.color: Theme.action
            border.width: Math.max(2, 1.2 * panel.unit)
            color: Theme.surface
            height: 79 * panel.unit
            radius: 5 * panel.unit
            width: 125 * panel.unit

            Rectangle {
                color: Theme.lacquer
                height: 2.4 * panel.unit
                width: parent.width - 18 * panel.unit
                x: 9 * panel.unit
                y: 11 * panel.unit
            }

            Rectangle {
                color: Theme.actionTint
                height: 38 * panel.unit
                radius: 2 * panel.unit
                width: 30 * panel.unit
                x: 9 * panel.unit
                y: 21 * panel.unit

                Icon {
                    anchors.centerIn: parent
                    colour: Theme.action
                    name: "person"
                    size: Math.round(26 * panel.unit)
                }
            }

            Repeater {
                model: [62, 50, 57, 34]

                Rectangle {
                    required property int index
                    required property int modelData

                    color: Theme.track
                    height: 3.6 * panel.unit
                    visible: !panel.marked || index !== 0
                    width: modelData * panel.unit
                    x: 46 * panel.unit
                    y: (24 + 10 * index) * panel.unit
                }
            }

            Row {
                spacing: 0.8 * panel.unit
                visible: panel.marked
                x: 46 * panel.unit
                y: 21 * panel.unit

                Repeater {
                    model: 12

                    Rectangle {
                        required property int index

                        border.color: index > 5 ? Theme.lacquer : "transparent"
                        border.width: Math.max(1, 0.8 * panel.unit)
                        color: index > 5 ? Theme.lacquerTint : Theme.track
                        height: 8 * panel.unit
                        radius: panel.unit
                        width: 5 * panel.unit
                    }
                }
            }

            Rectangle {
                border.color: Theme.amberBar
                border.width: Math.max(1, 0.6 * panel.unit)
                color: Theme.contrast ? Theme.paper : "#F1DDA3"
                height: 16 * panel.unit
                radius: 2 * panel.unit
                width: 21 * panel.unit
                x: 93 * panel.unit
                y: 52 * panel.unit

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.amberBar
                    height: Math.max(1, 0.6 * panel.unit)
                    width: parent.width
                }

                Rectangle {
                    color: Theme.amberBar
                    height: parent.height
                    width: Math.max(1, 0.6 * panel.unit)
                    x: parent.width / 3
                }

                Rectangle {
                    color: Theme.amberBar
                    height: parent.height
                    width: Math.max(1, 0.6 * panel.unit)
                    x: parent.width * 2 / 3
                }
            }
        }
    }
}
