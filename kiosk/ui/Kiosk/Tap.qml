pragma ComponentBehavior: Bound
import QtQuick

// Everything that can be touched: a name, a role, a focus ring, touch and keys.
Item {
    id: tap

    property string label: ""
    property string note: ""
    property int corner: Theme.radiusControl
    property bool enterTaps: true
    readonly property bool pressed: handler.pressed && tap.enabled
    signal tapped

    Accessible.description: note
    Accessible.focusable: enabled
    Accessible.name: label
    Accessible.onPressAction: if (tap.enabled) tap.tapped()
    Accessible.pressed: pressed
    Accessible.role: Accessible.Button
    Keys.onEnterPressed: event => tap.typed(event)
    Keys.onReturnPressed: event => tap.typed(event)
    Keys.onSpacePressed: event => tap.typed(event)
    activeFocusOnTab: enabled

    function typed(event: KeyEvent) {
        event.accepted = enterTaps || event.key === Qt.Key_Space
        if (event.accepted && !event.isAutoRepeat)
            tap.tapped()
    }

    TapHandler {
        id: handler

        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0  // else Qt drops a tap that rests for 0.8 s, as slow fingers and busy machines do
        onTapped: tap.tapped()
    }

    FocusRing {
        corner: tap.corner
        shown: tap.activeFocus && Theme.keysUsed
    }
}
