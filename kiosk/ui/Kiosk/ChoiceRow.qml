pragma ComponentBehavior: Bound
import QtQuick

// One choice, or two beside each other.
Row {
    id: row

    required property var choices
    required property var selection
    property bool many: false
    property bool pairs: false
    property real stretch: 0
    readonly property real tall: Math.max(Math.floor(stretch), cards.count > 0 ? cards.itemAt(0).implicitHeight : 0,
        cards.count > 1 ? cards.itemAt(1).implicitHeight : 0)

    spacing: Theme.mm(3)

    Repeater {
        id: cards

        model: row.choices

        Choice {
            required property var modelData

            box: row.many
            letters: row.pairs || Theme.large || Theme.compact ? Theme.strong : Theme.value
            height: row.tall
            objectName: "choice-" + modelData.value
            text: modelData.label
            ticked: row.selection.ticked.indexOf(modelData.value) >= 0
            width: row.pairs ? (row.width - row.spacing) / 2 : row.width
            onTapped: row.selection.touch(modelData.value)
        }
    }
}
