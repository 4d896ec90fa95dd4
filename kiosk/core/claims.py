"""Every fact of the packages that the law may change, as rows: what is claimed, how sure, from where. Pure.

`docs/claims.md` is made of them, for the person of the province who checks before use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.core.money import grouped
from kiosk.core.procedures import Confidence, FeeRule, Procedure, ProcessingTime

_MARKS = {
    Confidence.CONFIRMED: "hai nguồn",
    Confidence.SINGLE: "một nguồn",
    Confidence.UNCONFIRMED: "chưa kiểm chứng",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact: what kind, in words, how sure, where it was read (empty: where the package was)."""

    kind: str
    text: str
    confidence: Confidence
    source: str = ""


def claims(procedure: Procedure) -> tuple[Claim, ...]:
    """Return every claim of a package, in its order."""
    return tuple(_claims(procedure))


def _claims(procedure: Procedure) -> Iterator[Claim]:
    yield Claim("cơ quan", procedure.agency.decides.vi, procedure.agency.confidence)
    for component in procedure.components:
        when = f" ({component.badge.vi})" if component.badge else ""
        yield Claim("giấy tờ", component.name.vi + when, component.confidence, component.source)
    for time in procedure.times:
        yield Claim("thời hạn", _time(time), time.confidence, time.source)
    for fee in procedure.fees:
        yield Claim("lệ phí", _fee(fee), fee.confidence, fee.source)
    for warning in procedure.warnings:
        yield Claim("lưu ý", warning.title.vi, warning.confidence)
    for basis in procedure.legal:
        yield Claim("căn cứ", basis.text, basis.confidence)
    if procedure.form is not None:
        yield Claim("mẫu đơn", procedure.form.edition, procedure.form.confidence)


def _time(time: ProcessingTime) -> str:
    note = f" – {time.note.vi}" if time.note else ""
    return f"{time.amount} {time.unit.value}{note}"


def _fee(fee: FeeRule) -> str:
    amount = "chưa biết" if fee.amount is None else grouped(fee.amount * fee.percent // 100)
    until = f" đến {fee.valid_to:%d/%m/%Y}" if fee.valid_to else ""
    return f"{fee.name.vi}: {amount}{until}"


def page(procedures: tuple[Procedure, ...]) -> str:
    """Return `docs/claims.md`."""
    lines = [
        "# Những điều đã ghi trong các gói thủ tục",
        "",
        "Trang này được tạo từ `forms/*/procedure.toml` bằng `kiosk procedures claims`.",
        "Cột cuối để trống là đọc từ nguồn của cả gói.",
        "",
    ]
    for procedure in procedures:
        lines += [
            f"## {procedure.code} – {procedure.name.vi}",
            "",
            (
                f"Nguồn: {procedure.source}. "
                f"Kiểm tra {procedure.checked_on:%d/%m/%Y}, {_MARKS[procedure.confidence]}."
            ),
            "",
            "| loại | nội dung | độ tin | nguồn |",
            "| --- | --- | --- | --- |",
        ]
        lines += [f"| {c.kind} | {c.text} | {_MARKS[c.confidence]} | {c.source} |" for c in claims(procedure)]
        lines.append("")
    return "\n".join(lines)
