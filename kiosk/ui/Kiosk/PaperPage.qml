pragma ComponentBehavior: Bound
import QtQuick

// One paper: scan it, see it, take it again, or bring it to the counter. In landscape the page is on the right.
Page {
    id: screen

    readonly property int side: Theme.portrait ? width - Theme.marginLeft - Theme.marginRail : Theme.leftWidth

    Column {
        id: top

        spacing: Theme.mm(4)
        width: screen.side
        x: Theme.marginLeft
        y: Theme.topMargin

        Heading {
            section: Words.of.paperSection
            text: Theme.large ? "" : screen.shown.detail
            title: screen.shown.name
            width: parent.width
        }

        Badge {
            text: screen.shown.condition
            tone: "amber"
            visible: screen.shown.condition !== "" && !Theme.large
        }

        Failure {
            shown: screen.shown
            width: parent.width
        }
    }

    PaperView {
        height: (Theme.portrait ? below.y - Theme.mm(5) : screen.height - Theme.mm(5)) - y
        page: screen.page
        shown: screen.shown
        visible: height > Theme.mm(30)
        width: Theme.portrait ? screen.side : Theme.rightWidth
        x: Theme.portrait ? Theme.marginLeft : Theme.rightColumn
        y: Theme.portrait ? top.y + top.height + Theme.mm(5) : Theme.topMargin
    }

    PaperActions {
        id: below

        page: screen.page
        shown: screen.shown
        width: screen.side
        x: Theme.marginLeft
        y: screen.height - height - Theme.mm(Theme.portrait ? 7 : 5)
    }
}
