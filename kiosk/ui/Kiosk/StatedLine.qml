pragma ComponentBehavior: Bound
import QtQuick

// One fact that a list states, its name small over its words, on its part of the card: a page may end between two.
Item {
    id: line

    required property var fact
    property bool first: false
    property bool last: false
    property bool opens: false
    property bool closes: false

    implicitHeight: Math.ceil(words.implicitHeight + Theme.mm(4))

    CardPart {
        anchors.fill: parent
        first: line.first || line.opens
        last: line.last || line.closes
    }

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter

        Line {
            font.pixelSize: Theme.caption
            secondary: true
            text: line.fact.label
            width: parent.width
        }

        Line {
            font.weight: Font.DemiBold
            text: line.fact.value
            width: parent.width
        }
    }
}
