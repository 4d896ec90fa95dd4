pragma ComponentBehavior: Bound
import QtQuick

// A text, a name, a number: the field, its mend, suggestions.
FocusScope {
    id: answer

    required property var page
    required property var shown
    signal keyboardWanted

    Column {
        id: column

        anchors.fill: parent
        spacing: Theme.mm(3)

        Field {
            badge: answer.shown.optional ? Words.of.optional : ""
            entry: answer.page.entry
            example: answer.shown.example
            focus: true
            label: Theme.compact ? "" : Words.of.yourAnswer
            lines: answer.shown.lines
            width: parent.width
            wrong: answer.shown.error !== ""
            onTouched: answer.keyboardWanted()
        }

        Mend {
            text: answer.shown.error
            width: parent.width
        }

        Line {
            font.weight: Font.DemiBold
            secondary: true
            text: Words.of.touchToFill
            topPadding: Theme.mm(2)
            visible: answer.shown.suggestions.length > 0 && !Theme.large && !Theme.compact
            width: parent.width
        }

        Repeater {
            model: answer.shown.suggestions

            BigButton {
                required property int index
                required property string modelData

                height: Theme.mm(17)
                icon: "plus"
                label: modelData
                objectName: "suggestion-" + index
                visible: y + height <= answer.height
                width: column.width
                onTapped: answer.page.suggest(modelData)
            }
        }
    }
}
