pragma ComponentBehavior: Bound
import QtQuick

// A small title and a text.
Column {
    id: block

    property string title: ""
    property string text: ""
    readonly property bool off: text === ""

    spacing: Theme.mm(1.5)

    Line {
        Accessible.role: Accessible.Heading
        font.pixelSize: Theme.strong
        font.weight: Font.Bold
        text: block.title
        visible: text !== ""
        width: parent.width
    }

    Line {
        text: block.text
        width: parent.width
    }
}
