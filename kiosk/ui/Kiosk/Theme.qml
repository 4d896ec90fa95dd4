pragma Singleton
pragma ComponentBehavior: Bound
import QtQuick

// Colours, sizes in mm, type. Everything that a screen measures or paints comes from here.
QtObject {
    id: theme

    property real pxPerMm: 4.03
    property int sizeStep: 0
    property bool contrast: false
    property real screenWidth: 1080
    property real screenHeight: 1920
    property bool keysUsed: false

    readonly property bool portrait: screenHeight >= screenWidth
    readonly property real textScale: (compact ? [1, 1.1, 1.2, 1.3] : [1, 1.2, 1.45, 2])[sizeStep]
    readonly property real frameScale: Math.min(textScale, 1.45)
    readonly property real titleScale: (compact ? [1, 1.05, 1.1, 1.15] : [1, 1.12, 1.24, 1.55])[sizeStep]
    readonly property bool large: sizeStep >= 2

    readonly property color paper: contrast ? "#000000" : "#F7F3EA"
    readonly property color surface: contrast ? "#000000" : "#FFFFFF"
    readonly property color sunken: contrast ? "#000000" : "#EBE5D8"
    readonly property color ink: contrast ? "#FFFFFF" : "#1D1B17"
    readonly property color ink2: contrast ? "#FFFFFF" : "#4A453B"
    readonly property color action: contrast ? "#FFE500" : "#1C3F75"
    readonly property color actionDown: contrast ? "#FFFFFF" : "#122B53"
    readonly property color actionTint: contrast ? "#000000" : "#E5EBF4"
    readonly property color keyTint: contrast ? "#000000" : "#DDE4EE"
    readonly property color onaction: contrast ? "#000000" : "#FFFFFF"
    readonly property color lacquer: contrast ? "#FF9E92" : "#8E1B16"
    readonly property color lacquerTint: contrast ? "#000000" : "#FAEAE6"
    readonly property color ok: contrast ? "#7DF0A0" : "#1A5233"
    readonly property color okTint: contrast ? "#000000" : "#E3EFE4"
    readonly property color amber: contrast ? "#FFC861" : "#5E3D00"
    readonly property color amberTint: contrast ? "#000000" : "#FBEDC8"
    readonly property color amberBar: contrast ? "#FFC861" : "#A86F00"
    readonly property color line: contrast ? "#FFFFFF" : "#857C6B"
    readonly property color hairline: contrast ? "#FFFFFF" : "#D8D0BF"
    readonly property color track: contrast ? "#000000" : "#D8D0BF"
    readonly property color focus: contrast ? "#5CF0FF" : "#C25700"

    readonly property int caption: type(3.5, textScale)
    readonly property int body: type(4.4, textScale)
    readonly property int strong: type(5.1, textScale)
    readonly property int value: type(6.2, textScale)
    readonly property int title: type(7.7, titleScale)
    readonly property int display: type(10.3, titleScale)
    readonly property int frameCaption: type(3.5, frameScale)
    readonly property int frameBody: type(4.4, frameScale)
    readonly property int frameStrong: type(5.1, frameScale)
    readonly property int keyLetter: type(6.6, 1)
    readonly property int keyCaption: type(3.5, 1)

    readonly property int borderPx: Math.max(2, mm(contrast ? 0.75 : 0.5))
    readonly property int selectedPx: mm(contrast ? 2 : 1)
    readonly property int gap: mm(2.5)
    readonly property int radiusControl: mm(2)
    readonly property int radiusCard: mm(3)
    readonly property int radiusBadge: mm(1.5)
    readonly property int target: mm(15)
    readonly property int marginLeft: mm(11)
    readonly property int marginRail: mm(8)
    readonly property bool compact: !portrait && screenWidth < 1280
    readonly property int topMargin: mm(portrait ? 8 : compact ? 3 : 6)
    readonly property int keyboardWidth: Math.round((screenWidth - railWidth) * 0.488)
    readonly property int rightColumn: Math.round(screenWidth - railWidth - keyboardWidth)
    readonly property int leftWidth: rightColumn - marginLeft - mm(10)
    readonly property int rightWidth: keyboardWidth - marginRail
    readonly property int railWidth: mm(large ? 45 : 35)

    function mm(millimetres: real): int {
        return Math.round(millimetres * pxPerMm)
    }

    function type(capital: real, scale: real): int {
        return Math.round(capital * pxPerMm / 0.74 * scale)
    }

    function hex(colour: color): string {
        return colour.toString().slice(-6)
    }
}
