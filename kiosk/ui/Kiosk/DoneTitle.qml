import QtQuick

// A tick as big as the relief, and what was done.
Item {
    id: done

    property string text: ""

    implicitHeight: Math.max(sign.height, headline.implicitHeight)

    Rectangle {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ok
        height: Theme.mm(Theme.large || Theme.compact ? 18 : 24)
        radius: height / 2
        width: height

        Icon {
            anchors.centerIn: parent
            colour: Theme.surface
            name: "check"
            size: Math.round(parent.height * 0.62)
        }
    }

    Line {
        id: headline

        Accessible.role: Accessible.Heading
        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        objectName: "submitted-title"
        text: done.text
    }
}
