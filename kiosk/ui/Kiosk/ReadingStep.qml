pragma ComponentBehavior: Bound
import QtQuick

// One named step of a read.
Item {
    id: row

    required property var step

    implicitHeight: Math.max(mark.height, title.implicitHeight)

    Mark {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        kind: row.step.done ? "done" : row.step.doing ? "now" : "open"
    }

    Line {
        id: title

        anchors.left: mark.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: state.left
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.strong
        font.weight: row.step.done || row.step.doing ? Font.DemiBold : Font.Normal
        secondary: !row.step.done && !row.step.doing
        text: row.step.title
    }

    Line {
        id: state

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: row.step.done ? Theme.ok : Theme.ink2
        font.weight: row.step.done ? Font.DemiBold : Font.Normal
        text: row.step.state
    }
}
