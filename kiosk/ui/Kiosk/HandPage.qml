pragma ComponentBehavior: Bound
import QtQuick

// By hand: the six digits that open this dossier again when the machine stops half-way.
Page {
    id: screen

    Column {
        anchors.fill: parent
        anchors.leftMargin: Theme.marginLeft
        anchors.rightMargin: Theme.marginRail
        anchors.topMargin: Theme.topMargin
        spacing: Theme.mm(7)

        Heading {
            text: Words.of.handLead
            title: Words.of.handTitle
            width: parent.width
        }

        Panel {
            height: Theme.mm(58)
            width: parent.width

            Row {
                Accessible.name: screen.shown.code
                Accessible.role: Accessible.StaticText
                anchors.centerIn: parent
                objectName: "reopening-code"
                spacing: Theme.mm(3)

                Repeater {
                    model: screen.shown.code.length

                    Rectangle {
                        id: cell

                        required property int index

                        border.color: Theme.action
                        border.width: Theme.borderPx
                        color: Theme.actionTint
                        height: Theme.mm(36)
                        radius: Theme.radiusControl
                        width: Theme.mm(27)

                        Line {
                            anchors.centerIn: parent
                            color: Theme.action
                            font.pixelSize: Theme.type(13, 1)
                            font.weight: Font.Bold
                            text: screen.shown.code.charAt(cell.index)
                        }
                    }
                }
            }
        }

        Notice {
            icon: "pen"
            text: Words.of.handNoteText
            title: Words.of.handNote
            tone: "amber"
            width: parent.width
        }

        Notice {
            text: Words.of.handPapersText
            title: Words.of.handPapers
            width: parent.width
        }
    }
}
