pragma ComponentBehavior: Bound
import QtQuick

// One paper on its part of the card, so that a page may end between two.
Item {
    id: line

    required property var paper
    property bool first: false
    property bool last: false
    property bool opens: false
    property bool closes: false

    implicitHeight: Math.ceil(row.implicitHeight)

    CardPart {
        anchors.fill: parent
        first: line.first || line.opens
        last: line.last || line.closes
    }

    PaperRow {
        id: row

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        paper: line.paper
    }
}
