pragma ComponentBehavior: Bound
import QtQuick

// Day, month, year. A touch on a column begins it anew.
FocusScope {
    id: columns

    required property var date
    property bool wrong: false
    signal touched

    Accessible.focusable: true
    Accessible.name: Words.of.dateColumns
    Accessible.role: Accessible.Grouping
    Keys.onPressed: event => {
        event.accepted = columns.date.key(event.key, event.text)
    }
    activeFocusOnTab: true
    implicitHeight: row.implicitHeight

    Row {
        id: row

        spacing: Theme.mm(4)

        Repeater {
            model: [[Words.of.day, 1], [Words.of.month, 1], [Words.of.year, 1.6]]

            Column {
                id: column

                required property int index
                required property var modelData
                readonly property bool active: columns.date.part === index
                readonly property string digits: columns.date.parts[index]

                spacing: Theme.mm(2)
                width: (columns.width - 2 * row.spacing) / 3.6 * modelData[1]

                Line {
                    Accessible.ignored: true
                    font.weight: Font.DemiBold
                    text: column.modelData[0]
                }

                Tap {
                    Accessible.description: column.digits
                    Accessible.role: Accessible.EditableText
                    activeFocusOnTab: false
                    height: Theme.mm(23)
                    label: column.modelData[0]
                    objectName: "date-" + column.index
                    width: parent.width
                    onTapped: {
                        columns.forceActiveFocus()
                        columns.date.goTo(column.index)
                        columns.touched()
                    }

                    Rectangle {
                        id: box

                        anchors.fill: parent
                        border.color: columns.wrong ? Theme.lacquer : column.active ? Theme.action : Theme.line
                        border.width: column.active || columns.wrong ? Theme.selectedPx : Theme.borderPx
                        color: Theme.surface
                        radius: Theme.radiusControl

                        FocusRing {
                            shown: column.active && columns.activeFocus
                        }

                        Line {
                            id: text

                            Accessible.ignored: true
                            anchors.left: parent.left
                            anchors.leftMargin: Theme.mm(4)
                            anchors.verticalCenter: parent.verticalCenter
                            font.pixelSize: Theme.type(7.2, Math.min(Theme.textScale, 1.45))
                            font.weight: Font.Medium
                            lineHeight: 1
                            text: column.digits
                        }

                        Rectangle {
                            anchors.left: text.right
                            anchors.leftMargin: Theme.mm(0.8)
                            anchors.verticalCenter: parent.verticalCenter
                            color: Theme.action
                            height: text.font.pixelSize * 1.2
                            visible: column.active && columns.activeFocus
                            width: Math.max(2, Theme.mm(0.6))
                        }
                    }
                }
            }
        }
    }
}
