pragma ComponentBehavior: Bound
import QtQuick

// One key of the screen's keyboard. `aside`: not a letter.
Tap {
    id: key

    property string text: ""
    property string below: ""
    property string icon: ""
    property bool aside: false
    property bool lit: false
    property int letters: Theme.keyLetter
    readonly property bool dark: pressed || lit

    activeFocusOnTab: false
    corner: Theme.radiusBadge
    label: below || text

    Rectangle {
        anchors.fill: parent
        border.color: Theme.line
        border.width: Theme.contrast ? Math.max(2, Theme.mm(0.5)) : 1
        color: key.dark ? Theme.action : key.aside ? Theme.keyTint : Theme.surface
        radius: Theme.radiusBadge
    }

    Column {
        anchors.centerIn: parent

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            colour: key.dark ? Theme.onaction : Theme.ink
            name: key.icon
            size: Theme.mm(6)
            visible: key.icon !== ""
        }

        Text {
            Accessible.ignored: true
            anchors.horizontalCenter: parent.horizontalCenter
            color: key.dark ? Theme.onaction : Theme.ink
            font.pixelSize: key.letters
            font.weight: Font.Medium
            lineHeight: key.below ? 0.92 : 1
            text: key.text
            textFormat: Text.PlainText
            visible: text !== ""
        }

        Text {
            Accessible.ignored: true
            anchors.horizontalCenter: parent.horizontalCenter
            color: key.dark ? Theme.onaction : Theme.ink2
            font.pixelSize: Theme.keyCaption
            text: key.below
            textFormat: Text.PlainText
            visible: text !== ""
        }
    }
}
