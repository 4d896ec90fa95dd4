pragma ComponentBehavior: Bound
import QtQuick

// Where the slip is: printing, printed, or why not and what then.
Column {
    id: state

    required property var shown

    spacing: Theme.mm(3)

    Item {
        height: Math.max(sign.height, line.implicitHeight)
        visible: state.shown.what === ""
        width: parent.width

        Icon {
            id: sign

            anchors.verticalCenter: parent.verticalCenter

            colour: state.shown.printed ? Theme.ok : Theme.action
            name: state.shown.printed ? "check" : "print"
            size: Theme.mm(9)
        }

        Line {
            id: line

            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            objectName: "print-state"
            text: state.shown.print
            width: state.width - x
            x: sign.width + Theme.mm(4)
        }
    }

    Notice {
        code: Theme.large || Theme.compact ? "" : state.shown.failureCode
        objectName: "print-failure"
        text: state.shown.todo + " " + Words.of.slipPhoto
        title: state.shown.what
        tone: "amber"
        visible: state.shown.what !== ""
        width: parent.width
    }
}
