pragma ComponentBehavior: Bound
import QtQuick

// The woven band: the State's lacquer, the region's diamonds.
Item {
    clip: true

    Image {
        Accessible.ignored: true
        anchors.fill: parent
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignLeft
        source: "image://icon/weave/000000"
        sourceSize: Qt.size(parent.height * 2, parent.height)
        visible: !Theme.contrast
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
        visible: Theme.contrast

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.ink
            height: Theme.mm(0.5)
            width: parent.width
        }
    }
}
