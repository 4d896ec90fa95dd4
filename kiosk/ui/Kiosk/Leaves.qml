pragma ComponentBehavior: Bound
import QtQuick

// A column that turns pages by a button when it is too long: nothing scrolls, nothing is cut in the middle.
// Its children are the blocks; one with `heads` never ends a page, one with `off` has no place. `watch` names
// what they depend on.
Item {
    id: leaves

    default property alias blocks: column.data
    property alias spacing: column.spacing
    property int leaf: 0
    property int count: 1
    property var watch: null
    readonly property var cause: [watch, Theme.sizeStep, Theme.portrait]
    readonly property bool lastSeen: seen >= count - 1
    property int seen: 0

    function arrange() {
        const room = height - bar.height - Theme.mm(4)
        const shown = []
        let total = 0
        for (let i = 0; i < column.children.length; i++) {
            const child = column.children[i]
            if (child["off"] === true || child.implicitHeight <= 0) {
                child.visible = false
                continue
            }
            shown.push(child)
            total += child.implicitHeight + spacing
        }
        const fits = total - spacing <= height
        let at = 0
        let used = 0
        for (let i = 0; i < shown.length; i++) {
            const heads = shown[i]["heads"] === true && i + 1 < shown.length
            const tall = shown[i].implicitHeight + (heads ? spacing + shown[i + 1].implicitHeight : 0)
            if (!fits && used > 0 && used + tall > room) {
                at += 1
                used = 0
            }
            used += shown[i].implicitHeight + spacing
            shown[i].visible = at === leaf
        }
        count = at + 1
        if (leaf > at)
            leaf = at
    }

    onCauseChanged: Qt.callLater(arrange)
    onHeightChanged: Qt.callLater(arrange)
    onLeafChanged: {
        seen = Math.max(seen, leaf)
        arrange()
    }
    Component.onCompleted: arrange()

    Column {
        id: column

        width: parent.width
        onChildrenChanged: Qt.callLater(leaves.arrange)
        onImplicitHeightChanged: Qt.callLater(leaves.arrange)
        onWidthChanged: Qt.callLater(leaves.arrange)
    }

    Item {
        id: bar

        anchors.bottom: parent.bottom
        height: Theme.mm(20)
        visible: leaves.count > 1
        width: parent.width

        Line {
            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Theme.frameStrong
            font.weight: Font.DemiBold
            text: Words.of.leafOf.replace("%1", leaves.leaf + 1).replace("%2", leaves.count)
        }

        BigButton {
            anchors.right: parent.right
            icon: leaves.leaf + 1 < leaves.count ? "next" : "back"
            iconLast: leaves.leaf + 1 < leaves.count
            label: leaves.leaf + 1 < leaves.count ? Words.of.leafNext.replace("%1", leaves.leaf + 2) : Words.of.leafFirst
            objectName: "leaf-next"
            onTapped: leaves.leaf = leaves.leaf + 1 < leaves.count ? leaves.leaf + 1 : 0
        }
    }
}
