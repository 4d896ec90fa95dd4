pragma ComponentBehavior: Bound
import QtQuick

// Before you start: days, fee, result; who may file; papers; what happens where.
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

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 7 : 4)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        spacing: Theme.mm(5)
        watch: [screen.shown.papers, screen.shown.warnings]

        Facts {
            shown: screen.shown
            width: parent.width
        }

        TextBlock {
            text: screen.shown.who
            title: Words.of.whoMayFile
            width: parent.width
        }

        Line {
            readonly property bool heads: true
            readonly property bool off: screen.shown.papers.length === 0

            Accessible.role: Accessible.Heading
            font.pixelSize: Theme.strong
            font.weight: Font.Bold
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
                tone: "amber"
                width: list.columnWidth
            }
        }

        Notice {
            readonly property bool off: screen.shown.fillable

            text: Words.of.notFillableText
            title: Words.of.notFillable
            width: parent.width
        }
    }
}
