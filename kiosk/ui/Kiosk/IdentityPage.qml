pragma ComponentBehavior: Bound
import QtQuick

// What the card said, locked; the number masked until asked for.
Page {
    id: screen

    Heading {
        id: heading

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.topMargin
        section: Words.of.applicant
        text: Theme.large ? "" : Words.of.identityLead
        title: Words.of.identityTitle
    }

    Leaves {
        id: list

        readonly property real half: Theme.large || Theme.compact ? columnWidth : (columnWidth - Theme.mm(4)) / 2

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 7 : 4)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        spacing: Theme.mm(Theme.portrait && !Theme.large ? 8 : 6)
        watch: [screen.shown.name, screen.shown.number]

        LockedField {
            readonly property bool off: value === ""

            label: Words.of.fullName
            value: screen.shown.name
            width: parent.width
        }

        Notice {
            readonly property bool off: screen.shown.zoneName === ""

            text: Words.of.noFullNameText.replace("%1", screen.shown.zoneName)
            title: Words.of.noFullName
            tone: "amber"
            width: parent.width
        }

        Grid {
            readonly property bool off: screen.shown.born === "" && screen.shown.issued === ""

            columnSpacing: Theme.mm(4)
            columns: Theme.large || Theme.compact ? 1 : 2
            rowSpacing: list.spacing
            width: parent.width

            LockedField {
                label: Words.of.birthDate
                value: screen.shown.born
                width: list.half
            }

            LockedField {
                label: Words.of.issueDate
                value: screen.shown.issued
                width: list.half
            }
        }

        LockedField {
            readonly property bool off: value === ""

            action: screen.shown.numberOpen ? Words.of.hideNumber : Words.of.showNumber
            actionName: "show-number"
            label: Words.of.personalNumber
            value: screen.shown.number
            width: parent.width
            onActed: screen.page.turnNumber()
        }

        LockedField {
            readonly property bool off: value === ""

            label: Words.of.residence
            value: screen.shown.residence
            width: parent.width
        }

        Notice {
            readonly property bool off: text === ""

            objectName: "qr-disagrees"
            text: screen.shown.disagrees
            title: Words.of.qrDisagrees
            tone: "amber"
            width: parent.width
        }

        Notice {
            text: screen.shown.verdictText
            title: screen.shown.verdict
            tone: screen.shown.genuine ? "ok" : "amber"
            width: parent.width
        }

        Panel {
            implicitHeight: wrong.implicitHeight + Theme.mm(10)
            width: parent.width

            TextBlock {
                id: wrong

                text: Words.of.somethingWrongText
                title: Words.of.somethingWrong
                width: parent.width - Theme.mm(10)
                x: Theme.mm(5)
                y: Theme.mm(5)
            }
        }
    }
}
