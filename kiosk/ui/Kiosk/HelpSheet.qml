pragma ComponentBehavior: Bound
import QtQuick

// What this screen is for, at the size that the reader chose.
Sheet {
    id: help

    property string text: ""
    signal closed

    name: Words.of.help
    onTouchedOutside: closed()

    Line {
        Accessible.role: Accessible.Heading
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: Words.of.help
        width: parent.width
    }

    Line {
        font.pixelSize: Theme.strong
        text: help.text
        width: parent.width
    }

    BigButton {
        focus: true
        icon: "check"
        kind: "primary"
        label: Words.of.understood
        objectName: "help-close"
        width: parent.width
        onTapped: help.closed()
    }
}
