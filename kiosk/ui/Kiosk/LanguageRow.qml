pragma ComponentBehavior: Bound
import QtQuick

// The languages, each in its own words.
Column {
    id: row

    property string language: "vi"
    signal chosen(language: string)

    spacing: Theme.mm(2.5)

    Line {
        font.weight: Font.DemiBold
        secondary: true
        text: Words.of.chooseLanguage
        visible: !Theme.large
        width: parent.width
    }

    Row {
        spacing: Theme.mm(3)

        Repeater {
            model: [["vi", Words.of.vietnamese], ["en", Words.of.english]]

            Choice {
                required property var modelData

                height: implicitHeight
                objectName: "language-" + modelData[0]
                text: modelData[1]
                ticked: row.language === modelData[0]
                width: (row.width - Theme.mm(3)) / 2
                onTapped: row.chosen(modelData[0])
            }
        }
    }
}
