pragma ComponentBehavior: Bound
import QtQuick

// A date in three columns; its weekday below.
FocusScope {
    id: answer

    required property var page
    required property var shown
    signal keyboardWanted

    Column {
        anchors.fill: parent
        spacing: Theme.mm(5)

        DateColumns {
            date: answer.page.date
            focus: true
            width: parent.width
            wrong: answer.shown.error !== ""
            onTouched: answer.keyboardWanted()
        }

        Mend {
            text: answer.shown.error
            width: parent.width
        }

        Notice {
            icon: "calendar"
            objectName: "date-words"
            text: answer.shown.datePast
            title: answer.shown.dateWords
            visible: answer.shown.dateWords !== ""
            width: parent.width
        }

        Line {
            secondary: true
            text: Words.of.dateHow
            visible: !Theme.large
            width: parent.width
        }
    }
}
