pragma ComponentBehavior: Bound
import QtQuick

// A round sign: done (tick), now (dot), waiting (clock), open (empty).
Rectangle {
    id: mark

    property string kind: "open"

    border.color: kind === "done" ? Theme.ok : kind === "now" ? Theme.action : kind === "waiting" ? Theme.amberBar : Theme.line
    border.width: Math.max(2, Theme.mm(0.8))
    color: kind === "done" ? Theme.ok : Theme.surface
    height: Theme.mm(11)
    radius: height / 2
    width: height

    Icon {
        anchors.centerIn: parent
        colour: mark.kind === "done" ? Theme.surface : Theme.amber
        name: mark.kind === "done" ? "check" : "clock"
        size: Theme.mm(7)
        visible: mark.kind === "done" || mark.kind === "waiting"
    }

    Rectangle {
        anchors.centerIn: parent
        color: Theme.action
        height: Theme.mm(4.5)
        radius: height / 2
        visible: mark.kind === "now"
        width: height
    }
}
