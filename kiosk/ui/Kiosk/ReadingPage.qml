pragma ComponentBehavior: Bound
import QtQuick

// The card is being read: four named steps and a bar; in landscape beside the drawing.
Page {
    id: screen

    Heading {
        id: heading

        text: Theme.large ? "" : screen.shown.waiting ? Words.of.readingPut : Words.of.readingLead
        title: screen.shown.waiting ? Words.of.readingPutTitle : Words.of.readingTitle
        width: screen.width - x - Theme.marginRail
        x: Theme.marginLeft
        y: Theme.topMargin
    }

    CardOnReader {
        height: (Theme.portrait ? below.y - Theme.mm(6) : screen.height - Theme.mm(7)) - y
        visible: height > Theme.mm(50)
        width: Theme.portrait ? heading.width : Theme.leftWidth
        x: Theme.marginLeft
        y: heading.y + heading.height + Theme.mm(6)
    }

    Column {
        id: below

        spacing: Theme.mm(5)
        width: Theme.portrait ? heading.width : Theme.rightWidth
        x: Theme.portrait ? Theme.marginLeft : Theme.rightColumn
        y: Theme.portrait ? screen.height - height - Theme.mm(7) : heading.y + heading.height + Theme.mm(6)

        ReadingBar {
            shown: screen.shown
            width: parent.width
        }

        Panel {
            height: steps.implicitHeight + Theme.mm(10)
            width: parent.width

            Column {
                id: steps

                spacing: Theme.mm(3.5)
                width: parent.width - Theme.mm(10)
                x: Theme.mm(5)
                y: Theme.mm(5)

                Repeater {
                    model: screen.shown.steps

                    ReadingStep {
                        required property var modelData

                        step: modelData
                        width: steps.width
                    }
                }
            }
        }

        Notice {
            text: Words.of.readingCalmText
            title: Words.of.readingCalm
            visible: !Theme.large && !Theme.compact
            width: parent.width
        }
    }
}
