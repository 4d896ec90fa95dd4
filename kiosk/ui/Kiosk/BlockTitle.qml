pragma ComponentBehavior: Bound
import QtQuick

// The title of the blocks that follow; it never ends a column. `off`: nothing follows.
Line {
    property bool off: false
    readonly property bool heads: true

    Accessible.role: Accessible.Heading
    font.pixelSize: Theme.strong
    font.weight: Font.Bold
}
