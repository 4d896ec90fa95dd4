pragma ComponentBehavior: Bound
import QtQuick

// One face and its words.
Tap {
    id: face

    property int score: 3

    corner: Theme.radiusCard

    Rectangle {
        anchors.fill: parent
        border.color: face.pressed ? Theme.action : Theme.line
        border.width: face.pressed ? Theme.selectedPx : Theme.borderPx
        color: face.pressed ? Theme.actionTint : Theme.surface
        radius: Theme.radiusCard
    }

    Icon {
        id: picture

        colour: Theme.action
        name: "face" + face.score
        size: Math.min(Theme.mm(30), face.height - Theme.mm(6))
        x: Theme.portrait ? Theme.mm(8) : (face.width - width) / 2
        y: Theme.portrait ? (face.height - height) / 2 : Theme.mm(8)
    }

    Line {
        Accessible.ignored: true
        font.pixelSize: Theme.value
        font.weight: Font.DemiBold
        horizontalAlignment: Theme.portrait ? Text.AlignLeft : Text.AlignHCenter
        text: face.label
        width: Theme.portrait ? face.width - x - Theme.mm(4) : face.width - Theme.mm(4)
        x: Theme.portrait ? picture.x + picture.width + Theme.mm(8) : Theme.mm(2)
        y: Theme.portrait ? (face.height - height) / 2 : picture.y + picture.height + Theme.mm(4)
    }
}
