pragma ComponentBehavior: Bound
import QtQuick

// One paper: scan it, see it, take it again, or bring it to the counter.
Page {
    id: screen

    Column {
        id: top

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(8)
        spacing: Theme.mm(4)

        Heading {
            section: Words.of.paperSection
            text: Theme.large ? "" : screen.shown.detail
            title: screen.shown.name
            width: parent.width
        }

        Badge {
            text: screen.shown.condition
            tone: "amber"
            visible: text !== ""
        }

        Failure {
            shown: screen.shown
            width: parent.width
        }
    }

    PaperView {
        anchors.bottom: below.top
        anchors.bottomMargin: Theme.mm(5)
        anchors.left: top.left
        anchors.right: top.right
        anchors.top: top.bottom
        anchors.topMargin: Theme.mm(5)
        page: screen.page
        shown: screen.shown
        visible: height > Theme.mm(30)
    }

    Column {
        id: below

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(7)
        anchors.left: top.left
        anchors.right: top.right
        spacing: Theme.mm(4)

        Row {
            spacing: Theme.mm(4)
            visible: screen.shown.pages > 0
            width: parent.width

            BigButton {
                enabled: !screen.shown.busy
                height: Theme.mm(17)
                icon: "plus"
                label: Words.of.scanMore
                objectName: "scan-more"
                width: (parent.width - parent.spacing) / 2
                onTapped: screen.page.scan()
            }

            BigButton {
                enabled: !screen.shown.busy
                height: Theme.mm(17)
                icon: "refresh"
                label: Words.of.retake
                objectName: "retake"
                width: (parent.width - parent.spacing) / 2
                onTapped: screen.page.retake()
            }
        }

        BigButton {
            enabled: !screen.shown.busy
            height: Theme.mm(17)
            icon: "person"
            label: Words.of.paperLater
            objectName: "paper-later"
            visible: screen.shown.scannable
            width: parent.width
            onTapped: screen.page.later()
        }
    }
}
