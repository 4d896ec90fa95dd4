pragma ComponentBehavior: Bound
import QtQuick

// The machine can't keep its promises now, and says so.
Page {
    id: screen

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(Theme.portrait ? 9 : 5)
        width: parent.width - Theme.marginLeft - Theme.marginRail

        Rectangle {
            border.color: Theme.amberBar
            border.width: Theme.contrast ? Theme.borderPx : 0
            color: Theme.amberTint
            height: Theme.mm(54)
            visible: Theme.portrait || !Theme.large && !Theme.compact
            radius: height / 2
            width: height

            Icon {
                anchors.centerIn: parent
                colour: Theme.amber
                name: "wrench"
                size: Theme.mm(28)
            }
        }

        Heading {
            letters: Theme.portrait ? Theme.display : Theme.title
            text: Words.of.outText
            title: Words.of.outTitle
            width: parent.width
        }

        Notice {
            code: screen.shown.code
            objectName: "failure"
            text: screen.shown.todo
            title: screen.shown.what
            tone: "amber"
            width: parent.width
        }

        Notice {
            icon: "pin"
            text: screen.shown.counter
            title: Words.of.outCounter
            width: parent.width
        }
    }
}
