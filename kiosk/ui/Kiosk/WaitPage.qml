pragma ComponentBehavior: Bound
import QtQuick

// The machine works for a moment.
Page {
    id: screen

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(8)
        width: parent.width - Theme.marginLeft - Theme.marginRail

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            border.color: Theme.action
            border.width: Theme.contrast ? Theme.borderPx : 0
            color: Theme.actionTint
            height: Theme.mm(60)
            radius: height / 2
            width: height

            Icon {
                anchors.centerIn: parent
                colour: Theme.action
                name: screen.shown.icon
                size: Theme.mm(30)
            }
        }

        Heading {
            anchors.horizontalCenter: parent.horizontalCenter
            centred: true
            text: screen.shown.text
            title: screen.shown.title
            width: Math.min(parent.width, Theme.mm(180))
        }
    }
}
