pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes

// Nobody touched for a while: the countdown, and 30 mm to stop it.
Sheet {
    id: warning

    required property var screens
    readonly property int leftover: screens.frame.secondsLeft
    readonly property bool tight: !Theme.portrait && (Theme.large || Theme.compact)
    readonly property int size: Theme.mm(tight ? 40 : 66)

    name: Words.of.stillHere
    onTouchedInside: screens.stay()

    Line {
        Accessible.role: Accessible.AlertMessage
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        horizontalAlignment: Text.AlignHCenter
        text: Words.of.stillHere
        width: parent.width
    }

    Item {
        height: warning.size
        width: parent.width

        Shape {
            anchors.horizontalCenter: parent.horizontalCenter
            height: warning.size
            width: warning.size

            ShapePath {
                fillColor: "transparent"
                strokeColor: Theme.track
                strokeWidth: Theme.mm(4)

                PathAngleArc {
                    centerX: warning.size / 2
                    centerY: warning.size / 2
                    radiusX: warning.size / 2 - Theme.mm(2)
                    radiusY: radiusX
                    startAngle: 0
                    sweepAngle: 360
                }
            }

            ShapePath {
                capStyle: ShapePath.FlatCap
                fillColor: "transparent"
                strokeColor: Theme.action
                strokeWidth: Theme.mm(4)

                PathAngleArc {
                    centerX: warning.size / 2
                    centerY: warning.size / 2
                    radiusX: warning.size / 2 - Theme.mm(2)
                    radiusY: radiusX
                    startAngle: -90
                    sweepAngle: 360 * warning.leftover / warning.screens.frame.secondsOf
                }
            }
        }

        Column {
            anchors.centerIn: parent

            Line {
                anchors.horizontalCenter: parent.horizontalCenter
                font.pixelSize: Theme.type(warning.tight ? 10 : 17, 1)
                font.weight: Font.Bold
                lineHeight: 0.95
                objectName: "seconds"
                text: warning.leftover
            }

            Line {
                anchors.horizontalCenter: parent.horizontalCenter
                lineHeight: 1
                secondary: true
                text: Words.of.seconds
            }
        }
    }

    Line {
        font.pixelSize: Theme.strong
        horizontalAlignment: Text.AlignHCenter
        text: Words.of.stillHereText
        width: parent.width
    }

    BigButton {
        focus: true
        height: Theme.mm(warning.tight && Theme.compact ? 22 : 30)
        icon: "check"
        kind: "primary"
        label: Words.of.imHere
        letters: Theme.type(6.2, Theme.frameScale)
        objectName: "stay"
        width: parent.width
        onTapped: warning.screens.stay()
    }

    BigButton {
        icon: "exit"
        kind: "danger"
        label: Words.of.wipeNow
        objectName: "wipe-now"
        width: parent.width
        onTapped: warning.screens.abandon()
    }

    Line {
        font.pixelSize: Theme.caption
        horizontalAlignment: Text.AlignHCenter
        secondary: true
        text: Words.of.stillHereHow
        visible: !warning.tight
        width: parent.width
    }
}
