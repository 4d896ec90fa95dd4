pragma ComponentBehavior: Bound
import QtQuick

// One station of a dossier's way, with the line to the next.
Item {
    id: row

    required property var event
    property bool last: false

    implicitHeight: Math.max(mark.height + Theme.mm(2), words.implicitHeight)

    Rectangle {
        color: row.event.mark === "done" ? Theme.ok : Theme.track
        height: parent.height + Theme.mm(2) - mark.height / 2
        visible: !row.last
        width: Theme.mm(0.8)
        x: mark.width / 2 - width / 2
        y: mark.height / 2
    }

    Mark {
        id: mark

        kind: row.event.mark
    }

    Column {
        id: words

        anchors.left: mark.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right

        Line {
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            lineHeight: 1
            secondary: row.event.mark === "open"
            text: row.event.title
            width: parent.width
        }

        Line {
            lineHeight: 1
            secondary: true
            text: row.event.text
            visible: text !== ""
            width: parent.width
        }
    }
}
