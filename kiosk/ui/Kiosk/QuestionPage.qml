pragma ComponentBehavior: Bound
import QtQuick

// One question a screen.
Page {
    id: screen

    readonly property string kind: shown.kind

    first: editor.item as Item

    Column {
        id: top

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.topMargin
        spacing: Theme.mm(5)

        Notice {
            objectName: "error-summary"
            text: screen.shown.label
            title: Words.of.oneToMend
            tone: "error"
            visible: screen.shown.error !== "" && !Theme.large && !Theme.compact
            width: parent.width
        }

        Heading {
            section: Theme.compact ? "" : screen.shown.section
            text: Theme.large || Theme.compact && screen.shown.keyboard !== "" ? "" : screen.shown.hint
            title: screen.shown.label
            width: parent.width
        }
    }

    Loader {
        id: editor

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(5)
        anchors.left: top.left
        anchors.right: top.right
        anchors.top: top.bottom
        anchors.topMargin: Theme.mm(Theme.compact ? 3 : 5)
        focus: true
        sourceComponent: screen.shown.locked ? locked : screen.kind === "typed" ? typed
            : screen.kind === "date" ? dated : screen.kind === "note" ? null : chosen
    }

    Component {
        id: typed

        TypedAnswer {
            page: screen.page
            shown: screen.shown
            onKeyboardWanted: screen.keyboardWanted()
        }
    }

    Component {
        id: dated

        DateAnswer {
            page: screen.page
            shown: screen.shown
            onKeyboardWanted: screen.keyboardWanted()
        }
    }

    Component {
        id: chosen

        ChoiceAnswer {
            page: screen.page
            shown: screen.shown
            onKeyboardWanted: screen.keyboardWanted()
        }
    }

    Component {
        id: locked

        LockedField {
            label: screen.shown.label
            value: screen.shown.value
        }
    }
}
