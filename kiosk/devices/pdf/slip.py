"""Draws the slip: one sheet, black on white. What it says is `core/receipt.py`."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.core.receipt import Line, Row, Slip
from kiosk.paper.sheet import A4, MM, Sheet, Type, Weight, lines_of, width_of

A5_SCALE = 0.5**0.5
LEFT = 19 * MM
RIGHT = A4[0] - LEFT
WIDTH = RIGHT - LEFT
LABEL_WIDTH = 37 * MM
SIGNED_SIDE = 52 * MM
TRACKING_SIDE = 30 * MM
FOOT = 12 * MM
PAD = 5 * MM
TICK_INDENT = 6 * MM

_ISSUER = Type(Weight.STRONG, 11.5)
_SMALL = Type(Weight.TEXT, 9, grey=0.27)
_TITLE = Type(Weight.TITLE, 23)
_TITLE_SMALL = Type(Weight.TEXT, 11.5, grey=0.27)
_PROVISIONAL = Type(Weight.TITLE, 14)
_WHY = Type(Weight.TEXT, 10)
_CODE = Type(Weight.TITLE, 28)
_MARK_STEP = 8.5 * MM
_PANEL_TITLE = Type(Weight.TITLE, 12.5)
_PANEL_TEXT = Type(Weight.TEXT, 10.5)
_PANEL_CODE = Type(Weight.TITLE, 15)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the rows are set; the first of `_SETTINGS` that fits is used, so a long list shrinks them."""

    label: Type
    value: Type
    small: Type
    gap: float


_SETTINGS = tuple(
    _Setting(
        Type(Weight.TEXT, size - 1.5, grey=0.2), Type(Weight.STRONG, size), Type(Weight.TEXT, small), gap
    )
    for size, small, gap in (
        (13.5, 9.5, 10.5),
        (13, 9, 8),
        (12, 8.5, 6),
        (11, 8, 4.5),
        (10, 7.5, 3),
        (9, 7, 2),
    )
)


def draw_slip(slip: Slip, *, scale: float = 1.0) -> bytes:
    """Return the slip as a PDF of one A4 page (`scale` A5_SCALE: A5)."""
    sheet = Sheet(slip.title.text, scale=scale)
    top = _issuer(sheet, slip, 13 * MM)
    top = _title(sheet, slip, top)
    top = _head(sheet, slip, top)
    bottom = _tracking(sheet, slip) - 5 * MM
    _rows(sheet, slip.rows, top, bottom=bottom)
    return sheet.finish()


def _issuer(sheet: Sheet, slip: Slip, top: float) -> float:
    below = sheet.line(slip.issuer.text, LEFT, top, _ISSUER)
    sheet.line(slip.issuer.small, LEFT, below, _SMALL)
    sheet.line_to(RIGHT, slip.machine.text, top, _ISSUER)
    bottom = sheet.line_to(RIGHT, slip.machine.small, below, _SMALL) + 2.5 * MM
    sheet.rule(LEFT, bottom, width=WIDTH, thickness=0.7)
    return bottom + 6 * MM


def _title(sheet: Sheet, slip: Slip, top: float) -> float:
    below = sheet.line(slip.title.text, LEFT, top, _TITLE)
    marks = [mark for mark in (slip.practice_mark, slip.copy_mark) if mark is not None]
    for place, mark in enumerate(marks):
        _mark(sheet, mark, top + 2 * MM + place * _MARK_STEP)
    return sheet.line(slip.title.small, LEFT, below, _TITLE_SMALL) + 5 * MM


def _head(sheet: Sheet, slip: Slip, top: float) -> float:
    """Draw what it is not, the code, and at the right the signed code; return what follows."""
    column = WIDTH - SIGNED_SIDE - 9 * MM if slip.signed_code is not None else WIDTH
    below = _provisional(sheet, slip, top, column) + 7 * MM
    below = sheet.line(f"{slip.code_label.text} · {slip.code_label.small}", LEFT, below, _SMALL)
    after = sheet.line(slip.receipt_code, LEFT, below - 2, _CODE)
    if slip.signed_code is not None:
        left = RIGHT - SIGNED_SIDE
        sheet.qr(slip.signed_code, left, top, side=SIGNED_SIDE)
        label = f"{slip.signed_label.text} · {slip.signed_label.small}"
        after = max(
            after,
            sheet.line_at_centre(left + SIGNED_SIDE / 2, label, top + SIGNED_SIDE + 4 * MM, _SMALL),
        )
    sheet.rule(LEFT, after + 4 * MM, width=WIDTH, thickness=1.2)
    return after + 4 * MM


def _provisional(sheet: Sheet, slip: Slip, top: float, column: float) -> float:
    inner = column - 2 * PAD
    below = sheet.line(slip.provisional.text, LEFT + PAD, top + 3.5 * MM, _PROVISIONAL)
    below = sheet.line(slip.provisional.small, LEFT + PAD, below, _SMALL) + 1.5 * MM
    below = sheet.block(slip.provisional_why.text, LEFT + PAD, below, width=inner, style=_WHY)
    below = sheet.block(slip.provisional_why.small, LEFT + PAD, below, width=inner, style=_SMALL)
    sheet.box(LEFT, top, width=column, height=below + 3.5 * MM - top, thickness=1.4)
    return below + 3.5 * MM


def _mark(sheet: Sheet, mark: Line, top: float) -> None:
    width = width_of(mark.text, _PANEL_TITLE) + 5 * MM
    sheet.line(mark.text, RIGHT - width + 2.5 * MM, top, _PANEL_TITLE)
    sheet.box(RIGHT - width, top - 1 * MM, width=width, height=_PANEL_TITLE.line_height + 2 * MM)


def _rows(sheet: Sheet, rows: tuple[Row, ...], top: float, *, bottom: float) -> None:
    room = bottom - top
    fitting = (setting for setting in _SETTINGS if _height_of(rows, setting) <= room)
    setting = next(fitting, _SETTINGS[-1])
    spread = (room - _height_of(rows, setting)) / len(rows)
    gap = setting.gap + max(0.0, min(spread, 4.0))
    for row in rows:
        top = _row(sheet, row, top + gap, setting)


def _height_of(rows: tuple[Row, ...], setting: _Setting) -> float:
    return sum(setting.gap + _row_height(row, setting) for row in rows)


def _row_height(row: Row, setting: _Setting) -> float:
    label = setting.label.line_height + setting.small.line_height
    return max(label, sum(style.line_height for line in row.values for _, style in _set(line, setting)))


def _set(line: Line, setting: _Setting) -> list[tuple[str, Type]]:
    """Return a value as lines with their types."""
    width = WIDTH - LABEL_WIDTH - (TICK_INDENT if line.to_tick else 0)
    return [
        (piece, style)
        for text, style in ((line.text, setting.value), (line.small, setting.small))
        for piece in lines_of(text, width, style)
    ]


def _row(sheet: Sheet, row: Row, top: float, setting: _Setting) -> float:
    lift = (setting.value.size - setting.label.size) * 0.96
    below = sheet.line(row.label.text, LEFT, top + lift, setting.label)
    sheet.line(row.label.small, LEFT, below - lift, setting.small)
    y = top
    for line in row.values:
        x = LEFT + LABEL_WIDTH
        if line.to_tick:
            side = setting.value.size * 0.78
            sheet.box(x, y + setting.value.size * 0.26, width=side, height=side, radius=1.5)
            x += TICK_INDENT
        for text, style in _set(line, setting):
            y = sheet.line(text, x, y, style)
    return top + _row_height(row, setting)


def _tracking(sheet: Sheet, slip: Slip) -> float:
    """Draw the panel at the foot: the small code, and both codes to type; return its top."""
    left = LEFT + 7 * MM
    x = left + (TRACKING_SIDE + 8 * MM if slip.tracking_address is not None else 0)
    lines = [
        (slip.tracking_label.text, _PANEL_TITLE),
        (slip.tracking_label.small, _SMALL),
        *((piece, _PANEL_TEXT) for piece in lines_of(slip.tracking_how.text, RIGHT - PAD - x, _PANEL_TEXT)),
        *((piece, _SMALL) for piece in lines_of(slip.tracking_how.small, RIGHT - PAD - x, _SMALL)),
    ]
    text_height = sum(style.line_height for _, style in lines)
    codes_height = 2 * MM + _SMALL.line_height + _PANEL_CODE.line_height
    height = max(text_height + codes_height, TRACKING_SIDE) + 2 * PAD
    top = A4[1] - FOOT - height
    sheet.box(LEFT, top, width=WIDTH, height=height)
    if slip.tracking_address is not None:
        sheet.qr(slip.tracking_address, left, top + (height - TRACKING_SIDE) / 2, side=TRACKING_SIDE)
    y = top + (height - text_height - codes_height) / 2
    for text, style in lines:
        y = sheet.line(text, x, y, style)
    _typed_codes(sheet, slip, x, y + 2 * MM)
    return top


def _typed_codes(sheet: Sheet, slip: Slip, x: float, top: float) -> None:
    middle = x + (RIGHT - PAD - x) / 2
    codes = ((slip.code_label, slip.receipt_code), (slip.tracking_code_label, slip.tracking_code))
    for left, (label, code) in zip((x, middle), codes, strict=True):
        below = sheet.line(f"{label.text} · {label.small}", left, top, _SMALL)
        sheet.line(code, left, below, _PANEL_CODE)
