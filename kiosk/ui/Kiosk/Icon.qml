pragma ComponentBehavior: Bound
import QtQuick

// One of our icons, in any colour of the theme. It never stands without words.
Image {
    id: icon

    property string name: ""
    property color colour: Theme.ink
    property int size: Theme.mm(6)

    Accessible.ignored: true
    fillMode: Image.PreserveAspectFit
    height: size
    source: name ? "image://icon/" + name + "/" + Theme.hex(colour) : ""
    sourceSize: Qt.size(size, size)
    width: size
}
