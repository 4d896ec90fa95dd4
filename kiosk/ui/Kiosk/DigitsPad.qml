pragma ComponentBehavior: Bound
import QtQuick

// Ten digits, as tall as the letters' keyboard. `letters`: a key to the whole keyboard instead of hiding.
Rectangle {
    id: pad

    required property var entry
    property bool letters: false
    readonly property int side: Theme.mm(4)
    readonly property real block: Math.min(width - 2 * side, Theme.mm(185))
    readonly property real keyWidth: (block - 2 * Theme.gap) / 3
    readonly property real keyHeight: (height - 2 * side - 3 * Theme.gap) / 4
    signal hidden
    signal lettersWanted

    color: Theme.sunken

    Grid {
        columns: 3
        spacing: Theme.gap
        x: (pad.width - pad.block) / 2
        y: pad.side

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "<"]

            Key {
                required property string modelData
                readonly property bool away: modelData === ""
                readonly property bool rub: modelData === "<"

                aside: away || rub
                below: rub ? Words.of.backspace : away ? (pad.letters ? Words.of.lettersKey : Words.of.hideKeyboard) : ""
                height: pad.keyHeight
                icon: rub ? "bksp" : away ? "keyboard" : ""
                letters: Theme.mm(8.5)
                objectName: rub ? "key-backspace" : away ? "key-hide" : "key-" + modelData
                text: rub || away ? "" : modelData
                width: pad.keyWidth
                onTapped: {
                    if (rub)
                        pad.entry.backspace()
                    else if (!away)
                        pad.entry.press(modelData)
                    else if (pad.letters)
                        pad.lettersWanted()
                    else
                        pad.hidden()
                }
            }
        }
    }
}
