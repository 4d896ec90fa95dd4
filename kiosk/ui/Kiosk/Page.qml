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

    // Positioners and leaves wait for a frame; a page has everything in its place in its first one.
    function layOut(item: var) {
        for (let i = 0; i < item.children.length; i++)
            layOut(item.children[i])
        if (item["forceLayout"] !== undefined)
            item["forceLayout"]()
        if (item["arrange"] !== undefined)
            item["arrange"]()
    }

    Component.onCompleted: layOut(screen)
}
