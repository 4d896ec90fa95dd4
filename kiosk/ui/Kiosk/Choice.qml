pragma ComponentBehavior: Bound
import QtQuick

// A choice: the whole card touches. A round mark for one of, a box for some of.
Tap {
    id: choice

    property bool box: false
    property bool ticked: false
    property string text: ""
    property int letters: Theme.strong
    readonly property int mark: Theme.mm(7)

    Accessible.checkable: true
    Accessible.checked: ticked
    Accessible.name: text
    Accessible.role: box ? Accessible.CheckBox : Accessible.RadioButton
    corner: Theme.radiusCard
    enterTaps: false
    implicitHeight: Math.max(Theme.mm(20), words.implicitHeight + Theme.mm(8))
    label: text

    Rectangle {
        anchors.fill: parent
        border.color: choice.ticked ? Theme.action : Theme.line
        border.width: choice.ticked ? Theme.selectedPx : Theme.borderPx
        color: choice.ticked || choice.pressed ? Theme.actionTint : Theme.surface
        radius: Theme.radiusCard
    }

    Rectangle {
        id: sign

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        border.color: choice.ticked ? Theme.action : Theme.line
        border.width: Theme.borderPx
        color: choice.ticked ? Theme.action : Theme.surface
        height: choice.mark
        radius: choice.box ? Theme.mm(1) : height / 2
        width: choice.mark

        Icon {
            anchors.centerIn: parent
            colour: Theme.onaction
            name: "check"
            size: choice.mark - Theme.mm(1.5)
            visible: choice.ticked
        }
    }

    Line {
        id: words

        Accessible.ignored: true
        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: choice.letters
        font.weight: Font.DemiBold
        text: choice.text
    }
}
