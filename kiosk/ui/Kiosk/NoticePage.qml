pragma ComponentBehavior: Bound
import QtQuick

// What the machine reads, why, who sees it, how long it is kept, rights.
Page {
    id: screen

    Leaves {
        id: list

        anchors.fill: parent
        anchors.bottomMargin: Theme.mm(7)
        anchors.leftMargin: Theme.marginLeft
        anchors.rightMargin: Theme.marginRail
        anchors.topMargin: Theme.mm(8)
        spacing: Theme.mm(6)
        watch: screen.shown.rows

        Heading {
            text: screen.shown.lead
            title: Words.of.noticeTitle
            width: parent.width
        }

        Repeater {
            model: screen.shown.rows

            NoticeRow {
                required property int index
                required property var modelData

                row: modelData
                width: list.width
            }
        }

        Line {
            text: Words.of.noticeLaw
            width: parent.width
        }
    }
}
