pragma ComponentBehavior: Bound
import QtQuick

// What is done at this machine and what elsewhere.
Column {
    id: where

    required property var shown
    readonly property real part: Theme.large ? width : (width - Theme.gap) / 2
    readonly property real tall: Math.max(here.implicitHeight, there.implicitHeight) + Theme.mm(8)

    spacing: Theme.mm(2.5)

    Line {
        Accessible.role: Accessible.Heading
        font.pixelSize: Theme.strong
        font.weight: Font.Bold
        text: Words.of.whatWhere
        width: parent.width
    }

    Grid {
        columns: Theme.large ? 1 : 2
        spacing: Theme.gap
        width: parent.width

        Rectangle {
            border.color: Theme.ok
            border.width: Theme.contrast ? Theme.borderPx : 0
            color: Theme.okTint
            height: Theme.large ? here.implicitHeight + Theme.mm(8) : where.tall
            radius: Theme.radiusControl
            width: where.part

            TitledText {
                id: here

                colour: Theme.ok
                icon: "check"
                text: where.shown.here
                title: Words.of.atThisMachine
                width: parent.width - Theme.mm(8)
                x: Theme.mm(4)
                y: Theme.mm(4)
            }
        }

        Rectangle {
            border.color: Theme.line
            border.width: Theme.contrast ? Theme.borderPx : 0
            color: Theme.sunken
            height: Theme.large ? there.implicitHeight + Theme.mm(8) : where.tall
            radius: Theme.radiusControl
            visible: where.shown.elsewhere !== ""
            width: where.part

            TitledText {
                id: there

                colour: Theme.ink
                icon: "pin"
                text: where.shown.elsewhere
                title: where.shown.elsewhereTitle
                width: parent.width - Theme.mm(8)
                x: Theme.mm(4)
                y: Theme.mm(4)
            }
        }
    }
}
