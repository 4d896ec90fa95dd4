pragma ComponentBehavior: Bound
import QtQuick

// What is at hand on every screen. What can't apply leaves its place empty.
Rectangle {
    id: rail

    required property var screens
    required property var shown
    readonly property int itemHeight: Theme.mm(Theme.compact ? 15 : Theme.large ? 39 : Theme.portrait ? 33 : 27)
    signal wipeAsked

    color: Theme.surface
    width: Theme.railWidth

    Rectangle {
        color: Theme.hairline
        height: parent.height
        width: Theme.contrast ? Theme.borderPx : 1
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap
        topPadding: Theme.mm(Theme.compact ? 2 : Theme.large ? 4 : 5)

        RailItem {
            height: rail.itemHeight
            icon: "size"
            label: Words.of.railSize
            note: Words.of["size" + (rail.screens.frame.sizeStep + 1)]
            objectName: "rail-size"
            onTapped: rail.screens.nextSize()
        }

        RailItem {
            height: rail.itemHeight
            icon: "contrast"
            label: Words.of.railContrast
            objectName: "rail-contrast"
            onTapped: rail.screens.turnContrast()
        }

        RailItem {
            height: rail.itemHeight
            icon: "globe"
            label: Words.of.railLanguage
            objectName: "rail-language"
            onTapped: rail.screens.turnLanguage()
        }

        RailItem {
            height: rail.itemHeight
            icon: "exit"
            label: Words.of.railWipe.replace("\n", " ")
            lines: Words.of.railWipe
            objectName: "rail-wipe"
            tone: Theme.lacquer
            visible: rail.shown.wipes
            onTapped: rail.wipeAsked()
        }
    }
}
