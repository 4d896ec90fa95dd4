pragma ComponentBehavior: Bound
import QtQuick

// A page's section, title and one sentence under it.
Column {
    id: heading

    property string section: ""
    property string title: ""
    property string text: ""
    property int letters: Theme.title

    spacing: Theme.mm(2)

    Line {
        font.weight: Font.DemiBold
        secondary: true
        text: heading.section
        visible: text !== "" && !Theme.large
        width: parent.width
    }

    Line {
        Accessible.role: Accessible.Heading
        font.pixelSize: heading.letters
        font.weight: Font.Bold
        lineHeight: 1.05
        text: heading.title
        width: parent.width
    }

    Line {
        secondary: true
        text: heading.text
        visible: text !== ""
        width: parent.width
    }
}
