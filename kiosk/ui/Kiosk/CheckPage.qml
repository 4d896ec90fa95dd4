pragma ComponentBehavior: Bound
import QtQuick

// Check your answers: by section, each with Sửa or a lock.
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
        text: Theme.large ? "" : screen.shown.lead
        title: Words.of.checkTitle
    }

    Leaves {
        id: list

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 7 : 4)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        spacing: 0
        watch: [screen.shown.rows, screen.shown.what]
        onLastSeenChanged: screen.page.see(lastSeen)
        Component.onCompleted: screen.page.see(lastSeen)

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
                width: list.columnWidth
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
