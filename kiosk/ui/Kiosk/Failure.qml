pragma ComponentBehavior: Bound
import QtQuick

// What went wrong the last time, in words, with its code.
Notice {
    id: failure

    required property var shown

    code: Theme.large ? "" : shown.code
    objectName: "failure"
    text: shown.todo
    title: shown.what
    tone: "error"
    visible: shown.what !== ""
}
