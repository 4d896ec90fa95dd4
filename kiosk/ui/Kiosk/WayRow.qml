pragma ComponentBehavior: Bound
import QtQuick

// A card that leads on: a title, what it leads to, an arrow. `asks` marks the one that asks back.
Tap {
    id: row

    property string title: ""
    property string name: ""
    property bool asks: false

    corner: Theme.radiusCard
    implicitHeight: Math.max(Theme.mm(20), words.implicitHeight + Theme.mm(8))
    label: title
    objectName: name

    Rectangle {
        anchors.fill: parent
        border.color: row.asks ? Theme.action : Theme.line
        border.width: Theme.borderPx
        color: row.pressed || row.asks ? Theme.actionTint : Theme.surface
        radius: Theme.radiusCard
    }

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: arrow.left
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1)

        Line {
            Accessible.ignored: true
            color: row.asks ? Theme.action : Theme.ink
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            text: row.title
            width: parent.width
        }

        Line {
            Accessible.ignored: true
            elide: Text.ElideRight
            maximumLineCount: 2
            secondary: true
            text: row.note
            visible: text !== "" && !Theme.compact
            width: parent.width
        }
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        colour: Theme.action
        name: row.asks ? "help" : "next"
        size: Theme.mm(8)
    }
}
