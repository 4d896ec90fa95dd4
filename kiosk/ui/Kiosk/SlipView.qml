pragma ComponentBehavior: Bound
import QtQuick

// The slip as it is printed, coming out of its slot; white in every theme.
Rectangle {
    id: view

    required property var shown

    clip: true
    color: Theme.sunken
    radius: Theme.radiusCard

    Rectangle {
        id: slot

        color: Theme.contrast ? Theme.ink2 : "#3B362D"
        height: Theme.mm(3)
        radius: Theme.mm(0.8)
        width: slip.width + Theme.mm(8)
        x: slip.x - Theme.mm(4)
        z: 1
    }

    Rectangle {
        id: slip

        readonly property real ratio: picture.implicitHeight > 0 ? picture.implicitWidth / picture.implicitHeight : 0.7

        anchors.horizontalCenter: parent.horizontalCenter
        border.color: Theme.hairline
        border.width: 1
        color: "#FFFFFF"
        height: Math.min(view.height - y - Theme.mm(4), (view.width - Theme.mm(22)) / ratio)
        width: height * ratio
        y: Theme.mm(2)

        Image {
            id: picture

            Accessible.name: Words.of.slipPicture + " " + view.shown.receiptCode
            Accessible.role: Accessible.Graphic
            anchors.fill: parent
            cache: false
            fillMode: Image.PreserveAspectFit
            objectName: "slip-picture"
            smooth: true
            source: view.shown.picture
            sourceSize.width: Math.round(view.width - Theme.mm(22))
            z: 1
        }

        Text {
            Accessible.ignored: true
            anchors.centerIn: parent
            color: "#1D1B17"
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            objectName: "receipt-code"
            text: view.shown.receiptCode
        }
    }
}
