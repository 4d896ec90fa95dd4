pragma ComponentBehavior: Bound
import QtQuick

// One procedure found: name, everyday reason, badges, code.
Tap {
    id: row

    required property var result

    corner: Theme.radiusCard
    implicitHeight: words.implicitHeight + Theme.mm(7)
    label: result.name
    note: result.reason
    objectName: "result-" + result.code

    Rectangle {
        anchors.fill: parent
        border.color: Theme.line
        border.width: Theme.borderPx
        color: row.pressed ? Theme.actionTint : Theme.surface
        radius: Theme.radiusCard
    }

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: arrow.left
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1)

        Line {
            Accessible.ignored: true
            elide: Text.ElideRight
            font.pixelSize: Theme.strong
            font.weight: Font.Bold
            maximumLineCount: 2
            text: row.result.name
            width: parent.width
        }

        Line {
            Accessible.ignored: true
            elide: Text.ElideRight
            maximumLineCount: Theme.large ? 2 : 1
            secondary: true
            text: row.result.reason
            visible: text !== "" && !Theme.compact
            width: parent.width
        }

        Flow {
            spacing: Theme.mm(2)
            visible: !Theme.compact || !Theme.large
            width: parent.width

            Badge {
                icon: row.result.badgeIcon
                text: row.result.badge
                tone: row.result.here ? "ok" : "plain"
            }

            Badge {
                icon: "clock"
                text: row.result.days
                visible: row.result.days !== "" && !Theme.compact
            }

            Line {
                font.pixelSize: Theme.caption
                height: Theme.mm(7)
                secondary: true
                text: row.result.codeText
                verticalAlignment: Text.AlignVCenter
                visible: !Theme.large
                wrapMode: Text.NoWrap
            }
        }
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        colour: Theme.action
        name: "next"
        size: Theme.mm(8)
    }
}
