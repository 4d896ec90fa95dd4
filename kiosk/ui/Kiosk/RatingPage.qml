pragma ComponentBehavior: Bound
import QtQuick

// Five faces.
Page {
    id: screen

    Column {
        id: top

        anchors.left: parent.left
        anchors.leftMargin: Theme.marginLeft
        anchors.right: parent.right
        anchors.rightMargin: Theme.marginRail
        anchors.top: parent.top
        anchors.topMargin: Theme.topMargin
        spacing: Theme.mm(6)

        Heading {
            text: Theme.large ? "" : Words.of.ratingLead
            title: Words.of.ratingTitle
            width: parent.width
        }
    }

    Grid {
        id: faces

        readonly property int across: Theme.portrait ? 1 : 5
        readonly property real tall: Math.min(Theme.mm(Theme.portrait ? 56 : 90),
            (screen.height - y - foot.height - Theme.mm(14) - (Theme.portrait ? 4 : 0) * spacing) / (Theme.portrait ? 5 : 1))

        anchors.left: top.left
        anchors.right: top.right
        anchors.top: top.bottom
        anchors.topMargin: Theme.mm(7)
        columns: across
        spacing: Theme.mm(4)

        Repeater {
            model: screen.shown.faces

            Face {
                required property var modelData

                height: faces.tall
                label: modelData.label
                objectName: "face-" + modelData.score
                score: modelData.score
                width: (faces.width - (faces.across - 1) * faces.spacing) / faces.across
                onTapped: screen.page.rate(modelData.score)
            }
        }
    }

    Line {
        id: foot

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(5)
        anchors.left: top.left
        anchors.right: top.right
        font.pixelSize: Theme.caption
        secondary: true
        text: screen.shown.wipes
    }
}
