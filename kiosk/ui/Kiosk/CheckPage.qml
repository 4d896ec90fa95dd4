pragma ComponentBehavior: Bound
import QtQuick

// Check your answers: by section, each with Sửa or a lock.
Page {
    id: screen

    Leaves {
        id: list

        anchors.fill: parent
        anchors.bottomMargin: Theme.mm(7)
        anchors.leftMargin: Theme.marginLeft
        anchors.rightMargin: Theme.marginRail
        anchors.topMargin: Theme.mm(8)
        spacing: 0
        watch: [screen.shown.rows, screen.shown.what]

        Heading {
            bottomPadding: Theme.mm(2)
            text: Theme.large ? "" : screen.shown.lead
            title: Words.of.checkTitle
            width: parent.width
        }

        Failure {
            readonly property bool off: screen.shown.what === ""

            shown: screen.shown
            width: parent.width
        }

        Repeater {
            model: screen.shown.rows

            CheckLine {
                required property var modelData
                readonly property bool heads: modelData.heads

                line: modelData
                width: list.width
                onEditAsked: modelData.paper ? screen.page.editPaper(modelData.key) : screen.page.edit(modelData.key)
            }
        }

        Line {
            secondary: true
            text: Words.of.checkPromise
            topPadding: Theme.mm(5)
            width: parent.width
        }
    }
}
