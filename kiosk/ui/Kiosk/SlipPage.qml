pragma ComponentBehavior: Bound
import QtQuick

// Filed: what has happened and what hasn't, and the slip; in landscape beside each other.
Page {
    id: screen

    readonly property int side: Theme.portrait ? width - Theme.marginLeft - Theme.marginRail : Theme.leftWidth

    Column {
        id: top

        spacing: Theme.mm(Theme.compact ? 3 : 5)
        width: screen.side
        x: Theme.marginLeft
        y: Theme.topMargin

        DoneTitle {
            text: screen.shown.title
            width: parent.width
        }

        Notice {
            icon: "offline"
            text: Words.of.offlineCalm
            title: screen.shown.offline
            tone: "amber"
            visible: screen.shown.offline !== "" && !Theme.large
            width: parent.width
        }

        Panel {
            height: events.implicitHeight + Theme.mm(9)
            visible: !Theme.large && !(Theme.compact && screen.shown.what + screen.shown.offline !== "")
            width: parent.width

            Column {
                id: events

                spacing: Theme.mm(2)
                width: parent.width - Theme.mm(10)
                x: Theme.mm(5)
                y: Theme.mm(4.5)

                Repeater {
                    model: screen.shown.events

                    EventRow {
                        required property int index
                        required property var modelData

                        event: modelData
                        last: index === 2
                        width: events.width
                    }
                }
            }
        }

        PrintState {
            shown: screen.shown
            width: parent.width
        }
    }

    SlipView {
        height: (Theme.portrait ? foot.y - Theme.mm(3) : screen.height - Theme.mm(5)) - y
        shown: screen.shown
        width: Theme.portrait ? screen.side : Theme.rightWidth
        x: Theme.portrait ? Theme.marginLeft : Theme.rightColumn
        y: Theme.portrait ? top.y + top.height + Theme.mm(5) : Theme.topMargin
    }

    Line {
        id: foot

        font.pixelSize: Theme.caption
        secondary: true
        text: screen.shown.printing ? "" : screen.shown.wipes
        visible: !(Theme.compact && Theme.sizeStep > 0 && screen.shown.what !== "")
        width: screen.side
        x: Theme.marginLeft
        y: screen.height - height - Theme.mm(5)
    }
}
