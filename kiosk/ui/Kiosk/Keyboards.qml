pragma ComponentBehavior: Bound
import QtQuick

// The keyboard that the page asks for.
Loader {
    id: keyboards

    required property var page
    property string kind: ""
    signal hidden

    sourceComponent: kind === "letters" ? letters : digits

    Component {
        id: letters

        VietKeyboard {
            entry: keyboards.page.entry
            onHidden: keyboards.hidden()
        }
    }

    Component {
        id: digits

        DigitsPad {
            entry: keyboards.page.pad
            letters: keyboards.kind === "digits+letters"
            onHidden: keyboards.hidden()
            onLettersWanted: keyboards.page.useLetters()
        }
    }
}
