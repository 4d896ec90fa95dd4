pragma ComponentBehavior: Bound
import QtQuick

// The frame that never moves: top bar, page, rail, keyboard, bottom bar, and what stands over them.
Rectangle {
    id: root

    required property var screens
    readonly property var page: screens.page
    readonly property var shown: page.shown
    readonly property bool typing: shown.keyboard !== "" && keyboardOpen
    readonly property bool below: Theme.portrait || Theme.compact && shown.keyboard === "letters"
    property bool keyboardOpen: true
    property string over: ""

    function focusPage() {
        if (loader.item)
            (loader.item as Page).takeFocus()
    }

    color: Theme.paper

    Keys.onEnterPressed: page.goOn()
    Keys.onReturnPressed: page.goOn()

    Binding { property: "of"; target: Words; value: root.screens.words }
    Binding { property: "pxPerMm"; target: Theme; value: root.screens.frame.pxPerMm }
    Binding { property: "sizeStep"; target: Theme; value: root.screens.frame.sizeStep }
    Binding { property: "contrast"; target: Theme; value: root.screens.frame.contrast }
    Binding { property: "keysUsed"; target: Theme; value: root.screens.frame.keysUsed }
    Binding { property: "screenWidth"; target: Theme; value: root.width }
    Binding { property: "screenHeight"; target: Theme; value: root.height }

    TopBar {
        id: top

        frame: root.screens.frame
        shown: root.shown
        width: parent.width
    }

    Loader {
        id: loader

        function open() {
            root.over = ""
            root.keyboardOpen = true
            setSource(root.screens.qml + ".qml", { "page": root.page, "objectName": root.screens.name })
        }

        anchors.bottom: keyboard.active && root.below ? keyboard.top : bottom.top
        anchors.left: parent.left
        anchors.right: keyboard.active && !root.below ? keyboard.left : rail.left
        anchors.top: top.bottom
        focus: true
        onLoaded: root.focusPage()
        Component.onCompleted: open()

        Connections {
            target: loader.item

            function onKeyboardWanted() {
                root.keyboardOpen = true
            }
        }

        Connections {
            target: root.screens

            function onPageChanged() {
                loader.open()
            }
        }
    }

    Rail {
        id: rail

        anchors.bottom: keyboard.active && root.below ? keyboard.top : bottom.top
        anchors.right: parent.right
        anchors.top: top.bottom
        screens: root.screens
        shown: root.shown
        onWipeAsked: {
            if (root.screens.frame.askWipe)
                root.over = "wipe"
            else
                root.screens.abandon()
        }
    }

    Keyboards {
        id: keyboard

        active: root.typing
        height: !root.below ? bottom.y - top.height : Theme.mm(Theme.portrait ? 145 : 108)
        kind: root.shown.keyboard
        page: root.page
        width: root.below ? root.width : Theme.keyboardWidth
        x: root.below ? 0 : rail.x - width
        y: bottom.y - height
        onHidden: root.keyboardOpen = false
    }

    BottomBar {
        id: bottom

        anchors.bottom: parent.bottom
        page: root.page
        shown: root.shown
        width: parent.width
        onHelpAsked: root.over = "help"
    }

    Loader {
        active: root.over === "help"
        anchors.fill: parent
        focus: active
        sourceComponent: HelpSheet {
            text: root.shown.helpText
            onClosed: root.over = ""
        }
        onActiveChanged: if (!active) root.focusPage()
        onLoaded: (item as Item).forceActiveFocus()
    }

    Loader {
        active: root.over === "wipe"
        anchors.fill: parent
        sourceComponent: WipeSheet {
            onConfirmed: root.screens.abandon()
            onKept: root.over = ""
        }
        onActiveChanged: if (!active) root.focusPage()
        onLoaded: (item as Item).forceActiveFocus()
    }

    Loader {
        active: root.screens.frame.warned
        anchors.fill: parent
        sourceComponent: StillHere {
            screens: root.screens
        }
        onActiveChanged: if (!active) root.focusPage()
        onLoaded: (item as Item).forceActiveFocus()
    }
}
