pragma ComponentBehavior: Bound
import QtQuick

// What the machine reads, why, who sees it, how long it is kept, rights.
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
        text: screen.shown.lead
        title: Words.of.noticeTitle
    }

    Leaves {
        id: list

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.portrait ? 7 : 4)
        anchors.left: heading.left
        anchors.right: heading.right
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(5)
        spacing: Theme.mm(6)
        watch: screen.shown.rows

        Repeater {
            model: screen.shown.rows

            NoticeRow {
                required property int index
                required property var modelData

                row: modelData
                width: list.columnWidth
            }
        }

        Line {
            text: Words.of.noticeLaw
            width: parent.width
        }
    }
}
