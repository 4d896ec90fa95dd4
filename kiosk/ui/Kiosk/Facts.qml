pragma ComponentBehavior: Bound
import QtQuick

// Days, fee, where the result is: three cards beside each other, or below each other in large text.
Grid {
    id: facts

    required property var shown
    readonly property bool stacked: Theme.large && Theme.portrait || width < Theme.mm(150)
    readonly property real part: stacked ? width : (width - 2 * spacing) / 3
    readonly property real tall: Math.max(days.wanted, fee.wanted, result.wanted)

    columns: stacked ? 1 : 3
    spacing: Theme.gap

    Fact {
        id: days

        height: facts.stacked ? wanted : facts.tall
        icon: "clock"
        note: facts.shown.daysNote
        title: Words.of.factDays
        value: facts.shown.days
        width: facts.part
    }

    Fact {
        id: fee

        height: facts.stacked ? wanted : facts.tall
        icon: "money"
        note: facts.shown.feeNote
        title: Words.of.factFee
        value: facts.shown.fee
        width: facts.part
    }

    Fact {
        id: result

        height: facts.stacked ? wanted : facts.tall
        icon: "pin"
        note: facts.shown.resultNote
        title: Words.of.factResult
        value: facts.shown.result
        width: facts.part
    }
}
