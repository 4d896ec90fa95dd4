pragma ComponentBehavior: Bound
import QtQuick

// Blocks below each other, in one column or (landscape) two; when they are too many, leaves turned by a button.
// Nothing scrolls, nothing is cut. A block with `heads` never ends a column, one with `off` has no place, one that `joins`
// stands close to the one before;
// `watch` names what they depend on.
Item {
    id: leaves

    default property alias blocks: holder.data
    property real spacing: 0
    property int columns: Theme.portrait || Theme.large ? 1 : 2
    property var watch: null
    property int leaf: 0
    property int count: 0
    property int seen: 0
    readonly property bool lastSeen: count > 0 && seen >= count - 1
    readonly property int between: Theme.mm(8)
    readonly property real columnWidth: Math.floor((width - (columns - 1) * between) / columns)
    readonly property var cause: [watch, Theme.sizeStep, columns, columnWidth, height, spacing]
    property var known: []

    function again() {
        soon.restart()
    }

    function present(): var {
        const shown = []
        const seenNow = []
        for (let i = 0; i < holder.children.length; i++) {
            const child = holder.children[i]
            if (known.indexOf(child) < 0)
                child.implicitHeightChanged.connect(again)
            seenNow.push(child)
            if (child["off"] === true || child.implicitHeight <= 0)
                child.visible = false
            else
                shown.push(child)
        }
        known = seenNow
        return shown
    }

    function before(block: var): real {
        return block["joins"] === true ? 0 : spacing
    }

    // Which column each block falls into when columns are `limit` tall.
    function packed(shown: var, limit: real): var {
        const at = []
        let column = 0
        let used = 0
        for (let i = 0; i < shown.length; i++) {
            const heads = shown[i]["heads"] === true && i + 1 < shown.length
            const tall = shown[i].implicitHeight + (heads ? before(shown[i + 1]) + shown[i + 1].implicitHeight : 0)
            if (used > 0 && used + before(shown[i]) + tall > limit) {
                column += 1
                used = 0
            }
            at.push(column)
            used += shown[i].implicitHeight + (used > 0 ? before(shown[i]) : 0)
        }
        return at
    }

    function best(shown: var): var {
        let limit = 0
        for (let i = 0; i < shown.length; i++) {
            limit += shown[i].implicitHeight + (i ? before(shown[i]) : 0)
            const at = packed(shown, limit)
            if (limit <= height && at[at.length - 1] < columns)
                return at
        }
        return packed(shown, height - bar.height - Theme.mm(4))
    }

    function arrange() {
        const shown = present()
        const at = shown.length ? best(shown) : [0]
        count = Math.floor(at[at.length - 1] / columns) + 1
        if (leaf >= count)
            leaf = 0
        let y = 0
        for (let i = 0; i < shown.length; i++) {
            y = i > 0 && at[i] === at[i - 1] ? y + before(shown[i]) : 0
            shown[i].x = (at[i] % columns) * (columnWidth + between)
            shown[i].y = y
            shown[i].visible = Math.floor(at[i] / columns) === leaf
            y += shown[i].implicitHeight
            if (shown[i]["closes"] !== undefined) {
                shown[i]["opens"] = i > 0 && at[i] !== at[i - 1]
                shown[i]["closes"] = i + 1 < shown.length && at[i] !== at[i + 1]
            }
        }
    }

    Component.onCompleted: arrange()
    onCauseChanged: again()
    onLeafChanged: {
        seen = Math.max(seen, leaf)
        arrange()
    }

    Timer {
        id: soon

        interval: 0
        onTriggered: leaves.arrange()
    }

    Item {
        id: holder

        height: parent.height
        width: leaves.columnWidth
        onChildrenChanged: leaves.again()
    }

    Item {
        id: bar

        anchors.bottom: parent.bottom
        height: Theme.mm(Theme.portrait ? 20 : 17)
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
            readonly property bool more: leaves.leaf + 1 < leaves.count

            anchors.right: parent.right
            height: parent.height
            icon: more ? "next" : "back"
            iconLast: more
            label: more ? Words.of.leafNext.replace("%1", leaves.leaf + 2) : Words.of.leafFirst
            objectName: "leaf-next"
            onTapped: leaves.leaf = more ? leaves.leaf + 1 : 0
        }
    }
}
