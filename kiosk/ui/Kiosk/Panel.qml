pragma ComponentBehavior: Bound
import QtQuick

// A white card on the paper.
Rectangle {
    border.color: Theme.hairline
    border.width: Theme.contrast ? Theme.borderPx : 1
    color: Theme.surface
    radius: Theme.radiusCard
}
