pragma ComponentBehavior: Bound
import QtQuick

// The scanned page, large; or how to put the paper on the glass.
Panel {
    id: view

    required property var page
    required property var shown

    clip: true

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(5)
        visible: view.shown.pages === 0
        width: parent.width - Theme.mm(30)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            colour: Theme.action
            name: view.shown.scannable ? "scan" : "doc"
            size: Math.min(Theme.mm(50), Math.round(view.height * 0.4))
        }

        Line {
            font.pixelSize: Theme.strong
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            text: view.shown.scanning ? Words.of.scanningNow : view.shown.scannable ? Words.of.scanHow : Words.of.paperOnlyCounter
            width: parent.width
        }
    }

    Image {
        Accessible.name: view.shown.pageTitle
        Accessible.role: Accessible.Graphic
        anchors.bottom: leaf.top
        anchors.bottomMargin: Theme.mm(2)
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(4)
        cache: false
        fillMode: Image.PreserveAspectFit
        objectName: "page-picture"
        opacity: view.shown.scanning ? 0.35 : 1
        source: view.shown.picture
        sourceSize.width: Math.round(view.width)
        visible: view.shown.pages > 0
    }

    Row {
        id: leaf

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(3)
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap
        visible: view.shown.pages > 0

        BigButton {
            enabled: view.shown.at > 0
            height: Theme.mm(15)
            icon: "back"
            label: Words.of.pageBefore
            letters: Theme.compact ? Theme.type(3.5, 1) : Theme.frameBody
            iconSize: Theme.mm(6)
            objectName: "page-before"
            visible: view.shown.pages > 1
            onTapped: view.page.lookAt(view.shown.at - 1)
        }

        Line {
            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Theme.compact ? Theme.caption : Theme.body
            font.weight: Font.DemiBold
            text: view.shown.scanning ? Words.of.scanning : view.shown.pageTitle
            wrapMode: Text.NoWrap
        }

        BigButton {
            enabled: view.shown.at + 1 < view.shown.pages
            height: Theme.mm(15)
            icon: "next"
            iconLast: true
            label: Words.of.pageAfter
            letters: Theme.compact ? Theme.type(3.5, 1) : Theme.frameBody
            iconSize: Theme.mm(6)
            objectName: "page-after"
            visible: view.shown.pages > 1
            onTapped: view.page.lookAt(view.shown.at + 1)
        }
    }
}
