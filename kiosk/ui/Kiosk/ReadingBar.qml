import QtQuick

// What the reader is doing, for how long yet, and a bar.
Column {
    id: bar

    required property var shown

    Accessible.name: now.text
    Accessible.role: Accessible.ProgressBar
    spacing: Theme.mm(2)

    Item {
        height: now.implicitHeight
        width: parent.width

        Line {
            id: now

            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            text: bar.shown.now
            width: parent.width - left.width
        }

        Line {
            id: left

            anchors.right: parent.right
            font.pixelSize: Theme.strong
            secondary: true
            text: bar.shown.waiting || Theme.large ? "" : bar.shown.seconds
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
            width: parent.width * bar.shown.part
        }
    }
}
