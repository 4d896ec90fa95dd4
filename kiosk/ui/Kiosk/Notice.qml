pragma ComponentBehavior: Bound
import QtQuick

// A tint with a bar and an icon; the title says it all. `tone`: info, ok, amber, error.
Rectangle {
    id: notice

    property string tone: "info"
    property string icon: tone === "ok" ? "check" : tone === "amber" ? "warn" : tone === "error" ? "error" : "info"
    property string title: ""
    property string text: ""
    property string code: ""
    readonly property color front: tone === "ok" ? Theme.ok : tone === "amber" ? Theme.amber
        : tone === "error" ? Theme.lacquer : Theme.action
    default property alias more: column.data

    Accessible.description: text
    Accessible.name: title
    Accessible.role: tone === "error" ? Accessible.AlertMessage : Accessible.Note
    border.color: Theme.contrast ? front : "transparent"
    border.width: Theme.contrast ? Theme.borderPx : 0
    color: tone === "ok" ? Theme.okTint : tone === "amber" ? Theme.amberTint
        : tone === "error" ? Theme.lacquerTint : Theme.actionTint
    implicitHeight: column.implicitHeight + Theme.mm(8)
    radius: Theme.radiusBadge

    Rectangle {
        color: notice.tone === "amber" ? Theme.amberBar : notice.front
        height: parent.height
        width: Theme.mm(1.75)
    }

    Icon {
        colour: notice.front
        name: notice.icon
        size: Math.round(Theme.strong * 1.25)
        x: Theme.mm(6)
        y: Theme.mm(4)
    }

    Column {
        id: column

        spacing: Theme.mm(1)
        width: parent.width - x - Theme.mm(5)
        x: Theme.mm(9) + Math.round(Theme.strong * 1.25)
        y: Theme.mm(4)

        Line {
            color: notice.front
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            text: notice.title
            width: parent.width
        }

        Line {
            text: notice.text
            visible: text !== ""
            width: parent.width
        }

        Line {
            font.pixelSize: Theme.caption
            secondary: true
            text: notice.code ? Words.of.faultCode + " " + notice.code : ""
            visible: notice.code !== ""
            width: parent.width
        }
    }
}
