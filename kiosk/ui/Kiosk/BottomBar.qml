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

        anchors.left: Theme.portrait ? (back.visible ? back.right : parent.left) : undefined
        anchors.leftMargin: Theme.portrait && back.visible ? Theme.mm(4) : Theme.marginLeft
        anchors.right: help.visible ? help.left : parent.right
        anchors.rightMargin: Theme.mm(help.visible ? 4 : 11)
        anchors.verticalCenter: parent.verticalCenter
        enabled: bar.shown.mainOn
        height: bar.buttonHeight
        icon: bar.shown.mainIcon
        iconLast: true
        kind: "primary"
        label: bar.shown.mainText
        objectName: "main"
        visible: label !== ""
        width: parent.width / 2 - Theme.mm(40)
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
