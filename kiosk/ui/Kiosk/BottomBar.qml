pragma ComponentBehavior: Bound
import QtQuick

// Back · main action · help.
Rectangle {
    id: bar

    required property var page
    required property var shown
    readonly property int buttonHeight: Theme.mm(Theme.portrait ? 22 : 19)
    signal helpAsked

    color: Theme.surface
    height: Theme.mm(Theme.portrait ? 30 : 26)

    Rectangle {
        color: Theme.hairline
        height: Theme.contrast ? Theme.borderPx : 1
        width: parent.width
    }

    BigButton {
        id: back

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.verticalCenter: parent.verticalCenter
        height: bar.buttonHeight
        icon: bar.shown.backIcon
        label: bar.shown.backText
        objectName: "back"
        visible: label !== ""
        onTapped: bar.page.back()
    }

    BigButton {
        id: main

        anchors.verticalCenter: parent.verticalCenter
        enabled: bar.shown.mainOn
        height: bar.buttonHeight
        icon: bar.shown.mainOn ? bar.shown.mainIcon : ""
        iconLast: true
        kind: "primary"
        label: bar.shown.mainText
        objectName: "main"
        visible: label !== ""
        width: (help.visible ? help.x - Theme.mm(4) : parent.width - Theme.marginLeft) - x
        x: Theme.portrait ? (back.visible ? back.x + back.width + Theme.mm(4) : Theme.marginLeft) : Theme.rightColumn
        onTapped: bar.page.goOn()
    }

    BigButton {
        id: help

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        height: bar.buttonHeight
        icon: "help"
        kind: "quiet"
        label: Words.of.help
        objectName: "help"
        visible: bar.shown.helpText !== ""
        onTapped: bar.helpAsked()
    }
}
