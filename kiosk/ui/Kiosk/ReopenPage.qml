pragma ComponentBehavior: Bound
import QtQuick

// One's unfinished dossier: the card that began it, or its six-digit code.
Page {
    id: screen

    first: boxes

    Column {
        anchors.fill: parent
        anchors.leftMargin: Theme.marginLeft
        anchors.rightMargin: Theme.marginRail
        anchors.topMargin: Theme.topMargin
        spacing: Theme.mm(6)

        Heading {
            text: Theme.large ? "" : screen.shown.lead
            title: Words.of.reopenTitle
            visible: !(Theme.large || Theme.compact) || screen.shown.what === ""
            width: parent.width
        }

        Failure {
            shown: screen.shown
            width: parent.width
        }

        CardOnReader {
            height: screen.height - y - boxes.height - other.height - Theme.mm(24)
            marked: true
            visible: height > Theme.mm(48) && !screen.shown.byCode
            width: parent.width
        }

        SixDigits {
            id: boxes

            entry: screen.page.entry
            label: screen.shown.byCode ? Words.of.reopenCode : Words.of.cardDigits
            width: parent.width
            onTouched: screen.keyboardWanted()
        }

        BigButton {
            id: other

            height: Theme.mm(17)
            label: screen.shown.other
            objectName: "other-factor"
            width: parent.width
            onTapped: screen.page.turnFactor()
        }
    }
}
