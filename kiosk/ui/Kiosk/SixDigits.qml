pragma ComponentBehavior: Bound
import QtQuick

// Six boxes, filled from the left.
FocusScope {
    id: six

    required property var entry
    property string label: ""
    property bool wrong: false
    readonly property real part: Math.min(Theme.mm(38), (width - 5 * Theme.gap) / 6)
    signal touched

    Accessible.description: entry.text
    Accessible.editable: true
    Accessible.focusable: true
    Accessible.name: label
    Accessible.role: Accessible.EditableText
    Keys.onPressed: event => {
        event.accepted = six.entry.key(event.key, event.text)
    }
    activeFocusOnTab: true
    implicitHeight: caption.implicitHeight + Theme.mm(2) + boxes.height
    objectName: "six-digits"

    Line {
        id: caption

        Accessible.ignored: true
        font.weight: Font.DemiBold
        text: six.label
        width: parent.width
    }

    Row {
        id: boxes

        anchors.bottom: parent.bottom
        spacing: Theme.gap

        Repeater {
            model: 6

            Rectangle {
                id: box

                required property int index
                readonly property bool next: six.activeFocus && index === six.entry.text.length

                border.color: six.wrong && six.entry.text === "" ? Theme.lacquer : next ? Theme.action : Theme.line
                border.width: next || six.wrong && six.entry.text === "" ? Theme.selectedPx : Theme.borderPx
                color: Theme.surface
                height: Theme.mm(22)
                radius: Theme.radiusControl
                width: six.part

                FocusRing {
                    shown: box.next
                }

                Line {
                    Accessible.ignored: true
                    anchors.centerIn: parent
                    font.pixelSize: Theme.type(7.7, Math.min(Theme.textScale, 1.45))
                    font.weight: Font.DemiBold
                    text: six.entry.text.charAt(box.index)
                }
            }
        }
    }

    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onTapped: {
            six.forceActiveFocus()
            six.touched()
        }
    }
}
