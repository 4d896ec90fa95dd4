pragma ComponentBehavior: Bound
import QtQuick

// The ring around what the keyboard has reached.
Rectangle {
    id: ring

    property int corner: Theme.radiusControl
    property bool shown: false

    anchors.fill: parent
    anchors.margins: -Theme.mm(1.75)
    border.color: Theme.focus
    border.width: Theme.mm(1)
    color: "transparent"
    radius: corner + Theme.mm(1.75)
    visible: shown
    z: 1
}
