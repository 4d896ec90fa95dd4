pragma ComponentBehavior: Bound
import QtQuick

// Nobody is here: what this machine does, its door, and that nothing stays.
Page {
    id: screen

    first: door

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(9)
        spacing: Theme.mm(8)

        Heading {
            letters: Theme.display
            text: Theme.large ? "" : Words.of.idleLead
            title: Words.of.idleTitle
            width: parent.width
        }

        Door {
            id: door

            height: Theme.mm(Theme.portrait ? 58 : 48)
            icon: "file"
            label: Words.of.doorFile
            main: true
            note: Words.of.doorFileText
            objectName: "door-file"
            width: parent.width
            onTapped: screen.page.file()
        }

        Door {
            height: Theme.mm(42)
            icon: "refresh"
            label: Words.of.doorReopen
            note: Words.of.doorReopenText
            objectName: "door-reopen"
            visible: screen.shown.unfinished > 0
            width: parent.width
            onTapped: screen.page.reopen()
        }

        Panel {
            implicitHeight: how.implicitHeight + Theme.mm(14)
            visible: Theme.portrait && !Theme.large
            width: parent.width

            Column {
                id: how

                spacing: Theme.mm(6)
                width: parent.width - Theme.mm(14)
                x: Theme.mm(7)
                y: Theme.mm(7)

                Line {
                    font.pixelSize: Theme.strong
                    font.weight: Font.Bold
                    text: Words.of.howTitle
                    width: parent.width
                }

                Repeater {
                    model: [["search", Words.of.how1, Words.of.how1Text], ["card", Words.of.how2, Words.of.how2Text],
                        ["pen", Words.of.how3, Words.of.how3Text], ["print", Words.of.how4, Words.of.how4Text]]

                    IconRow {
                        required property var modelData

                        icon: modelData[0]
                        text: modelData[2]
                        title: modelData[1]
                        width: how.width
                    }
                }
            }
        }
    }

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(7)
        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        spacing: Theme.mm(6)

        Notice {
            icon: "lock"
            text: Theme.large ? "" : Words.of.nothingStaysText
            title: Words.of.nothingStays
            width: parent.width
        }
    }
}
