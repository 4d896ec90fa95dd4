pragma ComponentBehavior: Bound
import QtQuick

// A section's title, or one answer on its card; cards are made of their rows, so that a page may end between.
Item {
    id: row

    required property var line
    property bool opens: false
    property bool closes: false
    signal editAsked

    implicitHeight: Math.ceil(line.heads ? title.implicitHeight + Theme.mm(7)
        : Math.max(Theme.mm(15), words.implicitHeight + Theme.mm(4.5)) + (line.first ? Theme.mm(1) : 0) + (line.last ? Theme.mm(1) : 0))

    Line {
        id: title

        Accessible.role: Accessible.Heading
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(2)
        font.pixelSize: Theme.strong
        font.weight: Font.Bold
        text: row.line.heads ? row.line.title : ""
        visible: row.line.heads
        width: parent.width
    }

    CardPart {
        anchors.fill: parent
        first: row.line.first || row.opens
        last: row.line.last || row.closes
        visible: !row.line.heads
    }

    AnswerRow {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(2)
        anchors.verticalCenter: parent.verticalCenter
        row: row.line
        visible: !row.line.heads
        onEditAsked: row.editAsked()
    }
}
