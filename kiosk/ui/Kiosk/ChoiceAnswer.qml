pragma ComponentBehavior: Bound
import QtQuick

// One of, or some of; a long list is narrowed by typing.
FocusScope {
    id: answer

    required property var page
    required property var shown
    readonly property int longest: {
        let most = 0
        for (const choice of shown.choices)
            most = Math.max(most, choice.label.length)
        return most
    }
    readonly property int rows: pairs ? Math.ceil(shown.choices.length / 2) : shown.choices.length
    readonly property real stretch: Math.min(Theme.mm(pairs ? 44 : 54), (list.height - (rows - 1) * list.spacing) / Math.max(1, rows))
    readonly property bool pairs: shown.choices.length > 4 && longest <= (Theme.sizeStep === 0 ? 32 : 18) && !Theme.large
    signal keyboardWanted

    Column {
        id: top

        spacing: Theme.mm(3)
        width: parent.width

        Field {
            entry: answer.page.entry
            example: Words.of.narrowExample
            focus: answer.shown.narrows
            icon: "search"
            spoken: Words.of.narrowExample
            visible: answer.shown.narrows
            width: parent.width
            onTouched: answer.keyboardWanted()
        }

        Mend {
            text: answer.shown.error
            width: parent.width
        }

        Badge {
            text: Words.of.optional
            visible: answer.shown.optional
        }

        Notice {
            objectName: "no-such-choice"
            text: Theme.compact ? "" : Words.of.noSuchChoiceText
            title: answer.shown.noSuch
            visible: title !== ""
            width: parent.width
        }
    }

    Leaves {
        id: list

        columns: 1
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: top.bottom
        anchors.topMargin: top.height > 0 ? Theme.mm(4) : 0
        spacing: Theme.mm(3)
        watch: [answer.shown.choices, answer.pairs]

        Repeater {
            model: answer.rows

            ChoiceRow {
                required property int index

                choices: answer.pairs ? answer.shown.choices.slice(2 * index, 2 * index + 2) : [answer.shown.choices[index]]
                many: answer.shown.many
                pairs: answer.pairs
                stretch: answer.stretch
                selection: answer.page.selection
                width: list.columnWidth
            }
        }
    }
}
