pragma ComponentBehavior: Bound
import QtQuick

// Asks once before everything is wiped.
Sheet {
    id: wipe

    signal kept
    signal confirmed

    edge: Theme.lacquer
    name: Words.of.wipeAsk
    onTouchedOutside: kept()

    Line {
        Accessible.role: Accessible.AlertMessage
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: Words.of.wipeAsk
        width: parent.width
    }

    Line {
        font.pixelSize: Theme.strong
        text: Words.of.wipeAskText
        width: parent.width
    }

    BigButton {
        focus: true
        kind: "secondary"
        label: Words.of.wipeKeep
        objectName: "wipe-keep"
        width: parent.width
        onTapped: wipe.kept()
    }

    BigButton {
        icon: "exit"
        kind: "danger"
        label: Words.of.wipeYes
        objectName: "wipe-yes"
        width: parent.width
        onTapped: wipe.confirmed()
    }
}
