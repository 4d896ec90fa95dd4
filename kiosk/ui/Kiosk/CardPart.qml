pragma ComponentBehavior: Bound
import QtQuick

// A part of a white card: round where it begins and ends, a hairline between rows.
Item {
    id: part

    property bool first: false
    property bool last: false
    readonly property int edge: Theme.contrast ? Theme.borderPx : 1

    clip: true

    Rectangle {
        border.color: Theme.hairline
        border.width: part.edge
        color: Theme.surface
        height: parent.height + (part.first ? 0 : radius) + (part.last ? 0 : radius)
        radius: Theme.radiusCard
        width: parent.width
        y: part.first ? 0 : -radius
    }

    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.hairline
        height: 1
        visible: !part.last
        width: parent.width - Theme.mm(10)
        x: Theme.mm(5)
    }
}
