pragma ComponentBehavior: Bound
import QtQuick

// The Vietnamese keyboard: tone row, digits, letters. Every key goes to `entry`.
Rectangle {
    id: board

    required property var entry
    readonly property var toneRow: [
        ["á", "acute", Words.of.toneAcute], ["à", "grave", Words.of.toneGrave], ["ả", "hook", Words.of.toneHook],
        ["ã", "tilde", Words.of.toneTilde], ["ạ", "dot", Words.of.toneDot], ["a", "level", Words.of.toneLevel],
        ["ă", "breve", Words.of.toneBreve], ["â ê ô", "circumflex", Words.of.toneCircumflex],
        ["ơ ư", "horn", Words.of.toneHorn], ["đ", "stroke", Words.of.toneStroke]
    ]
    readonly property int gap: Theme.gap
    readonly property int side: Theme.mm(3)
    readonly property real keyWidth: (width - 2 * side - 9 * gap) / 10
    readonly property real wideWidth: keyWidth * 1.5 + gap / 2
    readonly property int hintHeight: hint.visible ? hint.implicitHeight + Theme.mm(2) : 0
    readonly property real keyHeight: (height - Theme.mm(5) - hintHeight - 5 * gap) / 6
    signal hidden

    function shown(letter: string): string {
        return entry.shift || entry.capsLock ? letter.toUpperCase() : letter
    }

    color: Theme.sunken

    Line {
        id: hint

        font.pixelSize: Theme.keyCaption
        secondary: true
        text: Words.of.keyboardHint
        visible: board.height > Theme.mm(130) && board.width > Theme.mm(200)
        width: parent.width - 2 * x
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        x: board.side + Theme.mm(1)
        y: Theme.mm(2.5)
    }

    Column {
        spacing: board.gap
        x: board.side
        y: Theme.mm(2.5) + board.hintHeight

        Row {
            spacing: board.gap

            Repeater {
                model: board.toneRow

                Key {
                    required property var modelData

                    aside: true
                    below: modelData[2]
                    height: board.keyHeight
                    letters: modelData[0].length > 1 ? Theme.mm(6) : Theme.mm(7.4)
                    objectName: "row-" + modelData[1]
                    text: modelData[0]
                    width: board.keyWidth
                    onTapped: board.entry.row(modelData[1])
                }
            }
        }

        Repeater {
            model: ["1234567890", "qwertyuiop", "asdfghjkl"]

            Row {
                id: line

                required property string modelData

                spacing: board.gap
                x: (10 - modelData.length) * (board.keyWidth + board.gap) / 2

                Repeater {
                    model: line.modelData.split("")

                    Key {
                        required property string modelData

                        height: board.keyHeight
                        objectName: "key-" + modelData
                        text: board.shown(modelData)
                        width: board.keyWidth
                        onTapped: board.entry.press(modelData)
                    }
                }
            }
        }

        Row {
            spacing: board.gap

            Key {
                aside: true
                below: board.entry.capsLock ? Words.of.capsLock : Words.of.shift
                height: board.keyHeight
                icon: "shift"
                lit: board.entry.shift || board.entry.capsLock
                objectName: "key-shift"
                width: board.wideWidth
                onTapped: board.entry.turnShift()
            }

            Repeater {
                model: "zxcvbnm".split("")

                Key {
                    required property string modelData

                    height: board.keyHeight
                    objectName: "key-" + modelData
                    text: board.shown(modelData)
                    width: board.keyWidth
                    onTapped: board.entry.press(modelData)
                }
            }

            Key {
                aside: true
                below: Words.of.backspace
                height: board.keyHeight
                icon: "bksp"
                objectName: "key-backspace"
                width: board.wideWidth
                onTapped: board.entry.backspace()
            }
        }

        Row {
            spacing: board.gap

            Key {
                aside: true
                below: Words.of.hideKeyboard
                height: board.keyHeight
                icon: "keyboard"
                objectName: "key-hide"
                width: board.wideWidth
                onTapped: board.hidden()
            }

            Repeater {
                model: [",", "-", " ", "/", "."]

                Key {
                    required property string modelData
                    readonly property bool space: modelData === " "

                    height: board.keyHeight
                    label: space ? Words.of.space : text
                    letters: space ? Theme.mm(5.6) : Theme.keyLetter
                    objectName: "key-" + (space ? "space" : modelData)
                    text: space ? Words.of.space : modelData
                    width: space ? 4 * board.keyWidth + 3 * board.gap
                        : modelData === "." ? board.wideWidth : board.keyWidth
                    onTapped: board.entry.press(modelData)
                }
            }
        }
    }
}
