pragma ComponentBehavior: Bound
import QtQuick

// The sentence under a field: how to mend what is wrong.
Row {
    id: mend

    property string text: ""

    spacing: Theme.mm(2)
    visible: text !== ""

    Icon {
        id: sign

        colour: Theme.lacquer
        name: "error"
        size: Math.round(Theme.body * 1.3)
    }

    Line {
        Accessible.role: Accessible.AlertMessage
        color: Theme.lacquer
        font.weight: Font.DemiBold
        objectName: "mend"
        text: mend.text
        width: mend.width - sign.width - mend.spacing
    }
}
