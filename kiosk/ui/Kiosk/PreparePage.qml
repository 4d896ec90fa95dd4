pragma ComponentBehavior: Bound
import QtQuick

// Before you start: days, fee, result; who may file; papers; what happens where; or that nobody has gathered it.
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
        text: Theme.large ? "" : screen.shown.facts
        title: screen.shown.name
    }

    Leaves {
        id: list

        readonly property bool listed: screen.shown.listed.length > 0

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 7 : 4)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        spacing: Theme.mm(5)
        watch: [screen.shown.papers, screen.shown.warnings, screen.shown.listed, screen.shown.prose, screen.shown.print, screen.shown.what]

        Repeater {
            model: screen.shown.notes

            Notice {
                required property var modelData

                text: modelData.text
                title: modelData.title
                tone: modelData.tone
                width: list.columnWidth
            }
        }

        Facts {
            readonly property bool off: list.listed

            shown: screen.shown
            width: parent.width
        }

        Sheets {
            page: screen.page
            shown: screen.shown
            width: parent.width
        }

        BlockTitle {
            off: !list.listed
            text: Words.of.listedTitle
            width: parent.width
        }

        Repeater {
            model: screen.shown.listed

            StatedLine {
                required property int index
                required property var modelData
                readonly property bool joins: index > 0

                fact: modelData
                first: index === 0
                last: index === screen.shown.listed.length - 1
                width: list.columnWidth
            }
        }

        TextBlock {
            text: screen.shown.received
            title: Words.of.receivedAt
            width: parent.width
        }

        TextBlock {
            text: screen.shown.who
            title: Words.of.whoMayFile
            width: parent.width
        }

        BlockTitle {
            off: screen.shown.papers.length === 0
            text: Words.of.papersNeeded
            width: parent.width
        }

        Repeater {
            model: screen.shown.papers

            PaperLine {
                required property int index
                required property var modelData
                readonly property bool joins: index > 0

                first: index === 0
                last: index === screen.shown.papers.length - 1
                paper: modelData
                width: list.columnWidth
            }
        }

        WhereBlock {
            readonly property bool off: screen.shown.here === ""

            shown: screen.shown
            width: parent.width
        }

        Repeater {
            model: screen.shown.warnings

            Notice {
                required property var modelData

                text: modelData.text
                title: modelData.title
                tone: modelData.tone
                width: list.columnWidth
            }
        }

        Repeater {
            model: screen.shown.prose

            TextBlock {
                required property var modelData
                readonly property bool joins: title === ""

                text: modelData.text
                title: modelData.title
                width: list.columnWidth
            }
        }
    }
}
