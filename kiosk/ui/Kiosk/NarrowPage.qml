pragma ComponentBehavior: Bound
import QtQuick

// Which one is mine? One question; a touch on its answer leads on.
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
        text: Theme.compact ? "" : screen.shown.family
        title: screen.shown.question
    }

    Leaves {
        id: list

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(5)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(6)
        columns: 1
        spacing: Theme.mm(4)
        watch: screen.shown.choices

        Repeater {
            model: screen.shown.choices

            WayRow {
                required property int index
                required property var modelData

                name: "way-" + index
                note: modelData.leads === "" ? "" : Words.of.leadsTo + " " + modelData.leads
                title: modelData.text
                width: list.columnWidth
                onTapped: screen.page.choose(index)
            }
        }
    }
}
