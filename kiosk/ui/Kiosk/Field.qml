pragma ComponentBehavior: Bound
import QtQuick

// What is being typed. Keys, the screen's and real ones, go to `entry`; nothing is edited here, so there is
// no undo and no clipboard.
FocusScope {
    id: field

    required property var entry
    property string label: ""
    property string example: ""
    property string spoken: label || Words.of.yourAnswer
    property string badge: ""
    property string icon: ""
    property bool wrong: false
    property bool lines: false
    signal touched

    implicitHeight: top.height + box.height

    Item {
        id: top

        height: field.label ? Math.max(caption.implicitHeight, tag.implicitHeight) + Theme.mm(1.5) : 0
        visible: field.label !== ""
        width: parent.width

        Line {
            id: caption

            font.weight: Font.DemiBold
            text: field.label
            width: parent.width - tag.width
        }

        Badge {
            id: tag

            anchors.right: parent.right
            text: field.badge
            visible: field.badge !== ""
        }
    }

    Rectangle {
        id: box

        anchors.top: top.bottom
        border.color: field.wrong ? Theme.lacquer : input.activeFocus ? Theme.action : Theme.line
        border.width: field.wrong || input.activeFocus ? Theme.selectedPx : Theme.borderPx
        color: Theme.surface
        height: Math.max(Theme.mm(field.lines ? (Theme.compact ? 30 : 44) : Theme.compact ? 17 : 20),
            input.implicitHeight + Theme.mm(Theme.compact ? 4 : 6), grey.visible && field.lines ? grey.implicitHeight + Theme.mm(7) : 0)
        radius: Theme.radiusControl
        width: parent.width

        FocusRing {
            shown: input.activeFocus
        }

        Icon {
            id: sign

            anchors.left: parent.left
            anchors.leftMargin: field.icon ? Theme.mm(4) : 0
            anchors.verticalCenter: parent.verticalCenter
            colour: Theme.ink2
            name: field.icon
            size: field.icon ? Theme.mm(9) : 0
        }

        TextEdit {
            id: input

            Accessible.description: field.example
            Accessible.editable: true
            Accessible.name: field.spoken
            Accessible.role: Accessible.EditableText
            Keys.onPressed: event => {
                event.accepted = field.entry.key(event.key, event.text)
            }
            Keys.priority: Keys.BeforeItem
            activeFocusOnTab: true
            anchors.left: sign.right
            anchors.leftMargin: field.icon ? Theme.mm(2) : Theme.mm(4)
            anchors.right: wipe.left
            anchors.rightMargin: Theme.gap
            color: Theme.ink
            cursorDelegate: Rectangle {
                color: Theme.action
                visible: input.activeFocus
                width: Math.max(2, Theme.mm(0.6))
            }
            cursorVisible: activeFocus
            focus: true
            font.pixelSize: Theme.value
            objectName: "field"
            readOnly: true
            selectByMouse: false
            text: field.entry.text
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            y: field.lines ? Theme.mm(3.5) : (box.height - height) / 2

            onTextChanged: cursorPosition = field.entry.cursor

            Connections {
                function onChanged() {
                    input.cursorPosition = field.entry.cursor
                }

                target: field.entry
            }

            Line {
                id: grey

                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(1.2)
                anchors.right: parent.right
                elide: Text.ElideRight
                font.pixelSize: Theme.strong
                height: field.lines ? implicitHeight : parent.height
                maximumLineCount: field.lines ? 5 : 1
                secondary: true
                text: field.example
                verticalAlignment: field.lines ? Text.AlignTop : Text.AlignVCenter
                visible: field.entry.text === ""
                wrapMode: field.lines ? Text.Wrap : Text.NoWrap
            }
        }

        MouseArea {
            anchors.fill: parent
            onClicked: mouse => {
                input.forceActiveFocus()
                field.entry.moveTo(input.positionAt(mouse.x - input.x, mouse.y - input.y))
                field.touched()
            }
        }

        BigButton {
            id: wipe

            anchors.right: parent.right
            anchors.top: parent.top
            height: Math.min(parent.height, Theme.mm(20))
            icon: "close"
            iconSize: Theme.mm(6)
            kind: "quiet"
            label: Words.of.clear
            letters: Theme.frameBody
            objectName: "clear"
            visible: field.entry.text !== "" && !Theme.large
            width: visible ? implicitWidth : 0
            onTapped: field.entry.clear()
        }
    }
}
