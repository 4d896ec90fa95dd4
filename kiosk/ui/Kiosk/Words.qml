pragma Singleton
pragma ComponentBehavior: Bound
import QtQuick

// The texts that stand in QML, by key, in the visit's language. Main fills it.
QtObject {
    property var of: ({})
}
