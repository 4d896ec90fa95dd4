pragma ComponentBehavior: Bound
import QtQuick

// A value from the chip: sunken, locked, its source named. `action` is a touch beside it, such as *Hiện số*.
Column {
    id: field

    property string label: ""
    property string value: ""
    property string action: ""
    property string actionName: ""
    signal acted

    spacing: Theme.mm(1.5)
    visible: value !== ""

    Item {
        height: Math.max(caption.implicitHeight, tag.implicitHeight)
        width: parent.width

        Line {
            id: caption

            anchors.verticalCenter: parent.verticalCenter
            font.weight: Font.DemiBold
            text: field.label
        }

        Badge {
            id: tag

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            icon: "lock"
            text: Theme.large ? Words.of.fromChip : Words.of.fromChipLocked
            tone: "ok"
        }
    }

    Rectangle {
        border.color: Theme.hairline
        border.width: Theme.contrast ? Theme.borderPx : 1
        color: Theme.sunken
        height: Math.max(Theme.mm(Theme.portrait && !Theme.large ? 21 : 18), text.implicitHeight + Theme.mm(7))
        radius: Theme.radiusControl
        width: parent.width

        Line {
            id: text

            Accessible.name: field.label + ": " + field.value
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(4)
            anchors.right: show.left
            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Theme.value
            font.weight: Font.DemiBold
            text: field.value
        }

        BigButton {
            id: show

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            height: Theme.mm(15)
            kind: "quiet"
            label: field.action
            letters: Theme.frameBody
            objectName: field.actionName
            visible: field.action !== ""
            width: visible ? implicitWidth : 0
            onTapped: field.acted()
        }
    }
}
