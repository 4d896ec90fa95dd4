pragma ComponentBehavior: Bound
import QtQuick

// Nobody is here: what this machine does, its door, and that nothing stays.
Page {
    id: screen

    readonly property int side: Theme.portrait || Theme.large ? width - Theme.marginLeft - Theme.marginRail : Theme.leftWidth

    first: door

    Column {
        id: top

        spacing: Theme.mm(Theme.portrait ? 8 : 5)
        width: screen.side
        x: Theme.marginLeft
        y: Theme.topMargin

        Heading {
            letters: Theme.display
            text: Theme.large || Theme.compact ? "" : Words.of.idleLead
            title: Words.of.idleTitle
            width: parent.width
        }

        Door {
            id: door

            height: Theme.mm(!Theme.portrait ? (Theme.compact ? 34 : reopen.visible ? 40 : 60) : reopen.visible ? 56 : 72)
            icon: "file"
            label: Words.of.doorFile
            main: true
            note: Words.of.doorFileText
            objectName: "door-file"
            width: parent.width
            onTapped: screen.page.file()
        }

        Door {
            id: reopen

            height: Theme.mm(Theme.portrait ? 48 : Theme.compact ? 30 : 38)
            icon: "refresh"
            label: Words.of.doorReopen
            note: Words.of.doorReopenText
            objectName: "door-reopen"
            visible: screen.shown.unfinished > 0
            width: parent.width
            onTapped: screen.page.reopen()
        }
    }

    HowPanel {
        height: (Theme.portrait ? below.y - Theme.mm(7) : screen.height - Theme.mm(5)) - y
        width: Theme.portrait ? screen.side : Theme.rightWidth
        x: Theme.portrait ? Theme.marginLeft : Theme.rightColumn
        y: Theme.portrait ? top.y + top.height + Theme.mm(8) : Theme.topMargin
        visible: height >= wanted && !Theme.large
    }

    Column {
        id: below

        spacing: Theme.mm(5)
        width: screen.side
        x: Theme.marginLeft
        y: screen.height - height - Theme.mm(Theme.portrait ? 7 : 5)

        LanguageRow {
            language: screen.shown.language
            visible: Theme.portrait
            width: parent.width
            onChosen: language => screen.page.speak(language)
        }

        Notice {
            icon: "lock"
            text: Theme.large ? "" : Words.of.nothingStaysText
            title: Words.of.nothingStays
            visible: Theme.portrait || top.y + top.height + implicitHeight + Theme.mm(8) < screen.height
            width: parent.width
        }
    }
}
