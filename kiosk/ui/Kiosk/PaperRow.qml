pragma ComponentBehavior: Bound
import QtQuick

// One paper in the list before starting, with when it is needed.
Item {
    id: row

    required property var paper

    implicitHeight: words.implicitHeight + Theme.mm(6)

    Icon {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        colour: row.paper.conditional ? Theme.amber : Theme.action
        name: row.paper.icon
        size: Theme.mm(9)
    }

    Column {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(0.5)

        Item {
            height: Math.max(name.implicitHeight, tag.implicitHeight) + (name.below ? tag.implicitHeight : 0)
            width: parent.width

            Line {
                id: name

                readonly property bool below: Theme.large

                font.pixelSize: Theme.strong
                font.weight: Font.DemiBold
                text: row.paper.name
                width: parent.width - (below ? 0 : tag.width + Theme.gap)
            }

            Badge {
                id: tag

                text: row.paper.badge
                tone: row.paper.conditional ? "amber" : "action"
                x: name.below ? 0 : parent.width - width
                y: name.below ? name.implicitHeight : 0
            }
        }

        Line {
            secondary: true
            text: row.paper.note
            visible: text !== "" && !Theme.large
            width: parent.width
        }
    }
}
