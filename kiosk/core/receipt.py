"""What the slip says. Pure: facts in, words out; `devices/pdf` draws them, `devices/printer` prints them.

The slip is provisional and says so; it must never look like, or be taken for, the office's acceptance
(Mẫu 01). Of the person it shows the last word of the name and initials, nothing else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.config import Site

WEEKDAYS = (
    ("thứ hai", "Monday"),
    ("thứ ba", "Tuesday"),
    ("thứ tư", "Wednesday"),
    ("thứ năm", "Thursday"),
    ("thứ sáu", "Friday"),
    ("thứ bảy", "Saturday"),
    ("chủ nhật", "Sunday"),
)


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """The facts of one filing, as the slip needs them. Times carry their zone: the office's."""

    receipt_code: str
    procedure_code: str
    procedure_name: str
    applicant: str = field(repr=False)
    """The full name; only its short form reaches the paper."""
    submitted_at: datetime
    delivered_at: datetime | None
    """When the portal acknowledged; None: stored on this machine."""
    to_bring: tuple[str, ...]
    """Papers still to be brought, in the words of the procedure."""
    fee_dong: int | None
    """Provisional sum; None: nobody has stated one."""
    site: Site
    portal_url: str
    """Where tracking is, as people reach it; empty: not enrolled."""
    tracking: str = field(repr=False)
    signed_code: str | None = field(repr=False)
    """Text of the big code; None on a reprint after the visit, which carries the tracking secret only."""
    copy: int = 1
    paid_dong: int = 0
    """What the portal has confirmed as paid; the kiosk never says so of itself."""
    practice: bool = False
    """The kiosk believes practice issuers: nothing that it files counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """Vietnamese, and under it in smaller type the English, or what specifies it."""

    text: str
    small: str = ""
    to_tick: bool = False
    """A box to tick stands before it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the slip: its label, and one or more values under each other."""

    label: Line
    values: tuple[Line, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything that stands on the paper, in reading order."""

    issuer: Line
    machine: Line
    title: Line
    provisional: Line
    provisional_why: Line
    copy_mark: Line | None
    practice_mark: Line | None
    code_label: Line
    receipt_code: str
    signed_code: str | None = field(repr=False)
    signed_label: Line
    rows: tuple[Row, ...] = field(repr=False)
    tracking_label: Line
    tracking_how: Line = field(repr=False)
    tracking_code_label: Line
    tracking_code: str = field(repr=False)
    """The tracking secret in three groups of four."""
    tracking_address: str | None = field(repr=False)


def slip(facts: SlipFacts) -> Slip:
    """Return the words of this filing's slip."""
    track = facts.tracking
    return Slip(
        issuer=Line(facts.site.centre, facts.site.place),
        machine=Line(f"Máy tự phục vụ {facts.site.code}", "Self-service kiosk"),
        title=Line("PHIẾU XÁC NHẬN NỘP TẠI KIOSK", "Confirmation of filing at the kiosk"),
        provisional=Line("Chưa phải giấy tiếp nhận", "Not yet the office’s acceptance"),
        provisional_why=Line(
            "Khi cán bộ tiếp nhận, hồ sơ mới có mã chính thức và giấy tiếp nhận (Mẫu 01).",
            "The official number and the acceptance form are given once an officer accepts the dossier.",
        ),
        copy_mark=None if facts.copy == 1 else Line(f"BẢN SAO {facts.copy - 1}", "Copy"),
        practice_mark=Line("LUYỆN TẬP", "Practice") if facts.practice else None,
        code_label=Line("Mã phiếu", "Receipt code"),
        receipt_code=facts.receipt_code,
        signed_code=facts.signed_code,
        signed_label=Line("Máy đã ký", "Signed by the kiosk"),
        rows=_rows(facts),
        tracking_label=Line("Xem tiến độ trên điện thoại", "Follow the dossier on a phone"),
        tracking_how=_how_to_track(facts),
        tracking_code_label=Line("Mã tra cứu", "Tracking code"),
        tracking_code=" ".join(track[start : start + 4] for start in range(0, len(track), 4)),
        tracking_address=tracking_address(facts.portal_url, facts.receipt_code, track)
        if facts.portal_url
        else None,
    )


def tracking_address(portal_url: str, receipt_code: str, track: str) -> str:
    """Return the small code's text."""
    return f"{portal_url.rstrip('/')}/t#{receipt_code}.{track}"


def short_name(full_name: str) -> str:
    """Return the last word of a name behind the initials of the others: "Đinh Văn Việt" → "Đ. V. Việt".

    Cards hold names in capitals; on paper they are written as names.
    """
    *before, last = unicodedata.normalize("NFC", full_name).split() or [""]
    written = last.title() if last.isupper() else last
    return " ".join([*(f"{word[0].upper()}." for word in before), written])


def spoken_time(at: datetime) -> str:
    """Return the hour as the slip prints it: "9:41"."""
    return f"{at.hour}:{at.minute:02}"


def spoken_day(at: datetime) -> Line:
    """Return the day with its weekday: "thứ hai 23/11/2026"."""
    vi, en = WEEKDAYS[at.weekday()]
    return Line(f"{vi} {at:%d/%m/%Y}", f"{en} {at:%d/%m/%Y}")


def dong(amount: int) -> str:
    """Return money with dots and its unit: "135.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def _rows(facts: SlipFacts) -> tuple[Row, ...]:
    site, day = facts.site, spoken_day(facts.submitted_at)
    time = spoken_time(facts.submitted_at)
    return (
        Row(
            Line("Thủ tục", "Procedure"),
            (Line(facts.procedure_name, f"Mã thủ tục {facts.procedure_code}"),),
        ),
        Row(Line("Người nộp", "Filed by"), (Line(short_name(facts.applicant)),)),
        Row(Line("Lúc nộp", "Filed at"), (Line(f"{time}, {day.text}", f"{time}, {day.small}"),)),
        Row(Line("Hồ sơ", "Dossier"), (_delivery(facts),)),
        _DUE,
        Row(
            Line("Còn phải mang", "Still to bring"),
            (*_to_bring(facts), _fee(facts.fee_dong, facts.paid_dong)),
        ),
        Row(Line("Hỏi ở đâu", "Where to ask"), (Line(site.counter, f"{site.centre}, {site.place}"),)),
        _USE,
        _NOT,
        _PRIVATE,
    )


_DUE = Row(
    Line("Hạn trả", "Due date"),
    (Line("Tính từ lúc cán bộ tiếp nhận hồ sơ", "Counts from the officer’s acceptance"),),
)
_USE = Row(
    Line("Dùng phiếu để", "Use it to"),
    (
        Line(
            "Xem tiến độ. Bổ sung, rút hồ sơ, nhận kết quả: đưa kèm căn cước.",
            "Follow the dossier. To add papers, withdraw or collect, bring your identity card too.",
        ),
    ),
)
_NOT = Row(
    Line("Không dùng để", "It is not"),
    (
        Line(
            "Thay giấy tiếp nhận, biên lai thu tiền hoặc kết quả.",
            "An acceptance, a receipt for money, or the result.",
        ),
    ),
)
_PRIVATE = Row(
    Line("Giữ phiếu kín", "Keep it private"),
    (
        Line(
            "Ai có mã này đều xem được tiến độ. Đừng đưa ảnh phiếu lên mạng.",
            "Whoever has these codes can see the state. Do not post a photo of this slip.",
        ),
    ),
)


def _delivery(facts: SlipFacts) -> Line:
    if facts.delivered_at is None:
        return Line(
            "Đã lưu an toàn tại máy này, sẽ gửi khi có mạng",
            "Stored safely on this machine; it will be sent when the network is back. Do not file again.",
        )
    time, day = spoken_time(facts.delivered_at), spoken_day(facts.delivered_at)
    if facts.delivered_at.date() == facts.submitted_at.date():
        return Line(f"Đã gửi lúc {time}", f"Sent at {time}")
    return Line(f"Đã gửi lúc {time}, {day.text}", f"Sent at {time}, {day.small}")


def _to_bring(facts: SlipFacts) -> tuple[Line, ...]:
    if not facts.to_bring:
        return (Line("Không còn giấy tờ nào", "No more papers"),)
    return tuple(Line(paper, to_tick=True) for paper in facts.to_bring)


def _fee(fee_dong: int | None, paid_dong: int) -> Line:
    if paid_dong:
        return Line(
            f"Lệ phí: cổng đã nhận {dong(paid_dong)}",
            "Fee: the portal has confirmed this payment. The office issues the receipt.",
        )
    if fee_dong is None:
        return Line("Phí, lệ phí: cán bộ báo khi tiếp nhận", "Fee: told at acceptance", to_tick=True)
    return Line(f"Lệ phí {dong(fee_dong)} (tạm tính)", "Fee, provisional", to_tick=True)


def _how_to_track(facts: SlipFacts) -> Line:
    if not facts.portal_url:
        return Line("Đọc hai mã này cho cán bộ.", "Tell both codes to an officer.")
    address = facts.portal_url.rstrip("/").removeprefix("https://") + "/t"
    return Line(
        f"Quét mã bên trái, hoặc nhập hai mã dưới đây tại {address}",
        "Scan the code on the left, or type both codes at this address.",
    )
