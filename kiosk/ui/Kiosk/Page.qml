pragma ComponentBehavior: Bound
import QtQuick

// The root of every screen.
FocusScope {
    id: screen

    required property var page
    readonly property var shown: page.shown
    property Item first: null
    signal keyboardWanted

    function takeFocus() {
        if (first)
            first.forceActiveFocus()
        else
            screen.forceActiveFocus()
    }
}
