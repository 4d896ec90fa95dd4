pragma ComponentBehavior: Bound
import QtQuick

// Occasions of life: a touch searches their words.
Column {
    id: tiles

    required property var occasions
    readonly property int across: Theme.large ? 2 : 4
    readonly property real part: (width - (across - 1) * Theme.gap) / across
    signal chosen(words: string)

    spacing: Theme.mm(3)
    topPadding: Theme.mm(3)

    Line {
        font.weight: Font.DemiBold
        secondary: true
        text: Words.of.occasions
        width: parent.width
    }

    Grid {
        columns: tiles.across
        spacing: Theme.gap

        Repeater {
            model: tiles.occasions

            Tap {
                id: tile

                required property var modelData

                height: Theme.mm(31)
                label: modelData.words
                objectName: "occasion-" + modelData.icon
                width: tiles.part
                onTapped: tiles.chosen(modelData.words)

                Rectangle {
                    anchors.fill: parent
                    border.color: Theme.line
                    border.width: Theme.contrast ? Theme.borderPx : 1
                    color: tile.pressed ? Theme.actionTint : Theme.surface
                    radius: Theme.radiusControl
                }

                Column {
                    anchors.centerIn: parent
                    spacing: Theme.mm(1.5)

                    Icon {
                        anchors.horizontalCenter: parent.horizontalCenter
                        colour: Theme.action
                        name: tile.modelData.icon
                        size: Theme.mm(8.5)
                    }

                    Line {
                        Accessible.ignored: true
                        font.pixelSize: Theme.frameBody
                        font.weight: Font.DemiBold
                        horizontalAlignment: Text.AlignHCenter
                        lineHeight: 1
                        text: tile.label
                        width: tile.width - Theme.mm(3)
                    }
                }
            }
        }
    }
}
