pragma ComponentBehavior: Bound
import QtQuick

// Step 3/5, its name, how long it still takes, and a bar of five.
Item {
    id: steps

    required property var shown
    readonly property int letters: Theme.type(Theme.compact ? 3.7 : 4.4, Theme.compact ? Math.min(Theme.frameScale, 1.1) : Theme.frameScale)

    Accessible.name: where.text + " " + title.text + " " + left.text
    Accessible.role: Accessible.ProgressBar
    implicitHeight: where.implicitHeight + Theme.mm(3)

    Line {
        id: where

        color: Theme.action
        font.pixelSize: steps.letters
        font.weight: Font.Bold
        lineHeight: 1
        text: Words.of.step.replace("%1", steps.shown.step)
        wrapMode: Text.NoWrap
    }

    Line {
        id: title

        anchors.left: where.right
        anchors.leftMargin: Theme.mm(2)
        anchors.right: clock.left
        elide: Text.ElideRight
        font.pixelSize: steps.letters
        lineHeight: 1
        text: steps.shown.stepTitle
        wrapMode: Text.NoWrap
    }

    Icon {
        id: clock

        anchors.right: left.left
        anchors.rightMargin: Theme.mm(1.5)
        anchors.verticalCenter: left.verticalCenter
        colour: Theme.ink2
        name: "clock"
        size: visible ? Math.round(steps.letters * 0.95) : 0
        visible: left.text !== ""
    }

    Line {
        id: left

        anchors.right: parent.right
        font.pixelSize: steps.letters
        lineHeight: 1
        secondary: true
        text: Theme.large || Theme.compact ? steps.shown.minutesShort : steps.shown.minutes
        wrapMode: Text.NoWrap
    }

    Row {
        id: bars

        anchors.bottom: parent.bottom
        spacing: Theme.mm(1.2)

        Repeater {
            model: 5

            Rectangle {
                id: part

                required property int index
                readonly property real share: index + 1 < steps.shown.step ? 1 : index + 1 === steps.shown.step ? 0.55 : 0

                border.color: Theme.line
                border.width: Theme.contrast ? 2 : 0
                color: Theme.track
                height: Theme.mm(Theme.contrast ? 2.2 : 1.6)
                width: (steps.width - 4 * bars.spacing) / 5

                Rectangle {
                    color: Theme.action
                    height: parent.height
                    width: parent.width * part.share
                }
            }
        }
    }
}
