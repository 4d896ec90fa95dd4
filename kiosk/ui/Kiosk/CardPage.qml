pragma ComponentBehavior: Bound
import QtQuick

// Put the card on the reader and enter the six digits on its front.
Page {
    id: screen

    first: boxes

    Column {
        anchors.fill: parent
        anchors.leftMargin: Theme.marginLeft
        anchors.rightMargin: Theme.marginRail
        anchors.topMargin: Theme.topMargin
        spacing: Theme.mm(5)

        Heading {
            text: Theme.large || screen.shown.what !== "" ? "" : Words.of.cardLead
            title: Words.of.cardTitle
            visible: !(Theme.large || Theme.compact) || screen.shown.what === ""
            width: parent.width
        }

        Failure {
            shown: screen.shown
            width: parent.width
        }

        CardOnReader {
            height: screen.height - y - boxes.height - hand.height - Theme.mm(23)
            marked: true
            visible: height > Theme.mm(48)
            width: parent.width
        }

        SixDigits {
            id: boxes

            entry: screen.page.entry
            label: Words.of.cardDigits
            width: parent.width
            wrong: screen.shown.digitsWrong
            onTouched: screen.keyboardWanted()
        }

        BigButton {
            id: hand

            height: Theme.mm(17)
            icon: "pen"
            label: Words.of.byHand
            objectName: "by-hand"
            width: parent.width
            onTapped: screen.page.byHand()
        }
    }
}
