import QtQuick

// What can be done with a paper beside the main action.
Column {
    id: actions

    required property var page
    required property var shown
    readonly property bool stacked: Theme.large || !Theme.portrait
    readonly property real part: stacked ? width : (width - Theme.mm(4)) / 2

    spacing: Theme.mm(4)

    Grid {
        columns: actions.stacked ? 1 : 2
        spacing: Theme.mm(4)
        visible: actions.shown.pages > 0

        BigButton {
            enabled: !actions.shown.busy
            height: Theme.mm(17)
            icon: "plus"
            label: Words.of.scanMore
            objectName: "scan-more"
            width: actions.part
            onTapped: actions.page.scan()
        }

        BigButton {
            enabled: !actions.shown.busy
            height: Theme.mm(17)
            icon: "refresh"
            label: Words.of.retake
            objectName: "retake"
            width: actions.part
            onTapped: actions.page.retake()
        }
    }

    BigButton {
        enabled: !actions.shown.busy
        height: Theme.mm(17)
        icon: "person"
        label: Words.of.paperLater
        objectName: "paper-later"
        visible: actions.shown.scannable
        width: parent.width
        onTapped: actions.page.later()
    }
}
