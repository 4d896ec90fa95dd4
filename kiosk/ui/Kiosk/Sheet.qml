pragma ComponentBehavior: Bound
import QtQuick

// Something over the page, on 72 % ink. Touches outside don't reach the page.
FocusScope {
    id: sheet

    default property alias content: column.data
    property string name: ""
    property color edge: Theme.action
    property bool centred: false
    signal touchedInside
    signal touchedOutside

    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        color: "#1D1B17"
        opacity: 0.72

        MouseArea {
            anchors.fill: parent
            onClicked: sheet.touchedOutside()
        }
    }

    Rectangle {
        Accessible.name: sheet.name
        Accessible.role: Accessible.Dialog
        anchors.centerIn: parent
        border.color: sheet.edge
        border.width: Theme.borderPx
        color: Theme.surface
        height: column.implicitHeight + Theme.mm(Theme.portrait ? 22 : 12)
        radius: Theme.radiusCard
        width: Math.min(parent.width - Theme.mm(36), Theme.mm(Theme.large && !Theme.portrait ? 400 : 232))

        MouseArea {
            anchors.fill: parent
            onClicked: sheet.touchedInside()
        }

        Column {
            id: column

            anchors.centerIn: parent
            spacing: Theme.mm(Theme.portrait ? 6 : 4)
            width: parent.width - Theme.mm(20)
        }
    }
}
