pragma ComponentBehavior: Bound
import QtQuick

// One row of the notice, on a card of its own.
Panel {
    id: panel

    required property var row

    implicitHeight: inner.implicitHeight + Theme.mm(10)

    IconRow {
        id: inner

        icon: panel.row.icon
        muted: panel.row.icon === "close"
        text: panel.row.text
        title: panel.row.title
        width: parent.width - Theme.mm(10)
        x: Theme.mm(5)
        y: Theme.mm(5)
    }
}
