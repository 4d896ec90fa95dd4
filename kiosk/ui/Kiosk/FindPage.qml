pragma ComponentBehavior: Bound
import QtQuick

// Finding a procedure: results at each keystroke.
Page {
    id: screen

    first: field

    Heading {
        id: heading

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.topMargin
        text: Theme.large || !Theme.portrait ? "" : Words.of.findLead
        title: Words.of.findTitle
        visible: !Theme.compact
    }

    Field {
        id: field

        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: Theme.compact ? parent.top : heading.bottom
        anchors.topMargin: Theme.mm(Theme.compact ? 3 : 6)
        entry: screen.page.entry
        example: Words.of.findExample
        icon: "search"
        spoken: Words.of.findTitle
        onTouched: screen.keyboardWanted()
    }

    Leaves {
        id: list

        columns: 1
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.compact ? 2 : 5)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: field.bottom
        anchors.topMargin: Theme.mm(Theme.compact ? 3 : 6)
        spacing: Theme.mm(4)
        watch: [screen.shown.results, screen.shown.family, screen.shown.nothing, screen.shown.blank, screen.shown.heading]

        Line {
            readonly property bool off: text === "" || Theme.compact || Theme.large

            text: screen.shown.heading
            width: parent.width
        }

        WayRow {
            readonly property bool off: screen.shown.family === ""

            asks: true
            name: "which-one"
            note: Words.of.whichOneText
            title: screen.shown.family
            width: parent.width
            onTapped: screen.page.narrow()
        }

        Repeater {
            model: screen.shown.results

            SearchRow {
                required property var modelData

                result: modelData
                width: list.columnWidth
                onTapped: screen.page.choose(modelData.code)
            }
        }

        Notice {
            readonly property bool off: !screen.shown.nothing

            text: Words.of.findNothingText
            title: Words.of.findNothing
            width: parent.width
        }

        Notice {
            readonly property bool off: !screen.shown.blank || Theme.compact

            text: Words.of.findHintText
            title: Words.of.findHint
            width: parent.width
        }

        Occasions {
            readonly property bool off: !screen.shown.blank || Theme.compact

            occasions: screen.shown.occasions
            width: parent.width
            onChosen: words => screen.page.suggest(words)
        }
    }
}
