pragma ComponentBehavior: Bound
import QtQuick

// Papers to take away: the checklist, the blank form; and how far the printer is.
Column {
    id: sheets

    required property var page
    required property var shown
    readonly property bool both: shown.canChecklist && shown.canForm
    readonly property bool stacked: Theme.large || !both
    readonly property real part: both && !stacked ? (width - Theme.gap) / 2 : width

    spacing: Theme.mm(3)
    topPadding: 1 // never of no height: Leaves hides that, and a hidden column isn't laid out when it gets words

    Grid {
        columns: sheets.stacked ? 1 : 2
        spacing: Theme.gap
        visible: sheets.shown.canChecklist || sheets.shown.canForm

        BigButton {
            enabled: !sheets.shown.printing
            icon: "print"
            label: Words.of.printChecklist
            objectName: "print-checklist"
            visible: sheets.shown.canChecklist
            width: sheets.part
            onTapped: sheets.page.printSheet("checklist")
        }

        BigButton {
            enabled: !sheets.shown.printing
            icon: "doc"
            label: Words.of.printForm
            objectName: "print-form"
            visible: sheets.shown.canForm
            width: sheets.part
            onTapped: sheets.page.printSheet("form")
        }
    }

    Line {
        font.weight: Font.DemiBold
        objectName: "sheet-state"
        text: sheets.shown.print
        visible: text !== ""
        width: parent.width
    }

    Notice {
        code: Theme.large ? "" : sheets.shown.failureCode
        objectName: "sheet-failure"
        text: sheets.shown.todo
        title: sheets.shown.what
        tone: "amber"
        visible: title !== ""
        width: parent.width
    }
}
