pragma ComponentBehavior: Bound
import QtQuick

// A text: wrapped, plain, with room for stacked marks.
Text {
    id: line

    property bool secondary: false
    readonly property bool centred: horizontalAlignment === Text.AlignHCenter

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    color: secondary ? Theme.ink2 : Theme.ink
    font.pixelSize: Theme.body
    lineHeight: 1.1
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
