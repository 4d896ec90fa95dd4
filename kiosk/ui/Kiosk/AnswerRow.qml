pragma ComponentBehavior: Bound
import QtQuick

// One answer: what was asked, what was answered, Sửa or a lock.
Item {
    id: answer

    required property var row
    readonly property bool stacked: Theme.large || Theme.compact
    readonly property real room: width - tail.width - Theme.gap
    readonly property real column: Math.round(width * 0.33)
    signal editAsked

    implicitHeight: stacked ? label.implicitHeight + value.implicitHeight + (wrong.visible ? wrong.implicitHeight : 0)
        : Math.max(label.implicitHeight, value.implicitHeight + (wrong.visible ? wrong.implicitHeight : 0))

    Line {
        id: label

        secondary: true
        text: answer.row.label ?? ""
        width: answer.stacked ? answer.room : answer.column - Theme.mm(3)
        y: answer.stacked ? 0 : (answer.height - height) / 2
    }

    Line {
        id: value

        font.weight: answer.row.answered ? Font.DemiBold : Font.Normal
        secondary: !answer.row.answered
        text: answer.row.value ?? ""
        width: answer.stacked ? answer.room : answer.room - answer.column
        x: answer.stacked ? 0 : answer.column
        y: answer.stacked ? label.implicitHeight : (answer.height - height - (wrong.visible ? wrong.implicitHeight : 0)) / 2
    }

    Line {
        id: wrong

        color: Theme.lacquer
        font.pixelSize: Theme.caption
        font.weight: Font.DemiBold
        text: answer.row.wrong ?? ""
        visible: text !== ""
        width: value.width
        x: value.x
        y: value.y + value.implicitHeight
    }

    Item {
        id: tail

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.mm(15)
        width: answer.row.locked ? source.implicitWidth + Theme.mm(11) : edit.implicitWidth

        Icon {
            anchors.right: source.left
            anchors.rightMargin: Theme.mm(1.5)
            anchors.verticalCenter: parent.verticalCenter
            colour: Theme.ok
            name: "lock"
            size: Math.round(Theme.caption * 1.2)
            visible: source.text !== ""
        }

        Line {
            id: source

            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(3)
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.ok
            font.pixelSize: Theme.caption
            font.weight: Font.DemiBold
            text: answer.row.locked ? (answer.row.source ?? "") : ""
            wrapMode: Text.NoWrap
        }

        BigButton {
            id: edit

            anchors.fill: parent
            icon: "pen"
            iconSize: Theme.mm(5 * Theme.frameScale)
            kind: "quiet"
            label: Words.of.edit
            letters: Theme.frameBody
            note: answer.row.label ?? ""
            objectName: "edit-" + answer.row.key
            visible: !answer.row.locked && !answer.row.heads
            onTapped: answer.editAsked()
        }
    }
}
