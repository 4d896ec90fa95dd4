"""The morning readiness: from facts about each part to ok, degraded or down, why, and what to do. Pure.

Degraded: citizens are served, something is to be done. Down: what this part is for does not work. Words of
a failure are those of its code, so that screen, doctor and docs/errors.md say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kiosk.core.delivery import Backlog
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, ReaderStatus

DISK_DOWN_BYTES = 200_000_000
DISK_LOW_BYTES = 2_000_000_000
CLOCK_OFF_S = 60.0
QUEUE_OLD = timedelta(hours=4)
CERTIFICATE_ENDING = timedelta(days=60)

LABELS = {
    "reader": "Đầu đọc thẻ",
    "anchors": "Chứng thư gốc của thẻ",
    "printer": "Máy in",
    "scanner": "Máy quét",
    "disk": "Ổ đĩa",
    "store": "Kho dữ liệu",
    "memory": "Bộ nhớ",
    "clock": "Đồng hồ",
    "portal": "Cổng của tỉnh",
    "certificate": "Chứng thư của cổng",
    "sync": "Tiến trình gửi",
    "queue": "Hồ sơ chờ gửi",
    "forms": "Gói thủ tục",
    "catalogue": "Danh mục thủ tục",
    "version": "Phiên bản",
}
"""Every part, in the order in which it is told."""


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the doctor. `code` is None when it is ok; `do` is then empty."""

    name: str
    state: State
    code: str | None
    why: str
    do: str

    def document(self) -> dict[str, Any]:
        """Return it as the command line prints it."""
        return asdict(self)


def fine(name: str, why: str) -> Part:
    """Return a part that works."""
    return Part(name, State.OK, None, why, "")


def ailing(name: str, state: State, code: Code, detail: str = "") -> Part:
    """Return a part that doesn't, in the words of its code."""
    words = words_of(code)
    return Part(name, state, code.value, f"{words.vi} ({detail})" if detail else words.vi, words.do_vi)


def failed(name: str, error: KioskError, state: State = State.DOWN) -> Part:
    """Return a part that could not be asked."""
    return ailing(name, state, error.code, error.detail)


# -- devices --------------------------------------------------------------------------------------------


def reader(status: ReaderStatus, wanted: str) -> Part:
    """`wanted` is the configured reader's name; empty: any."""
    if not status.daemon:
        return ailing("reader", State.DOWN, Code.READER_DAEMON_DOWN)
    found = [name for name in status.readers if wanted in name]
    if not found:
        return ailing("reader", State.DOWN, Code.READER_ABSENT, wanted)
    card = ", có thẻ trên máy" if status.card_in in found else ""
    return fine("reader", f"Sẵn sàng: {found[0]}{card}")


def anchors(count: int) -> Part:
    """`count` certificates of issuing states are trusted."""
    if count == 0:
        return ailing("anchors", State.DEGRADED, Code.NO_ANCHOR)
    return fine("anchors", f"{count} tệp chứng thư")


def device(name: str, status: DeviceStatus) -> Part:
    """Printer or scanner. One that isn't set up at all degrades: papers have another way."""
    code = Code(status.code) if status.code is not None else None
    if code is None:
        return fine(name, "Sẵn sàng")
    absent = code in (Code.PRINTER_ABSENT, Code.SCANNER_ABSENT) and not status.detail
    return ailing(name, State.DEGRADED if status.ok or absent else State.DOWN, code, status.detail)


# -- the machine ----------------------------------------------------------------------------------------


def disk(free_bytes: int) -> Part:
    """`free_bytes` are left where the data folder is."""
    left = f"còn trống {free_bytes / 1e9:.1f} GB".replace(".", ",")
    if free_bytes < DISK_DOWN_BYTES:
        return ailing("disk", State.DOWN, Code.DISK_FULL, left)
    if free_bytes < DISK_LOW_BYTES:
        return ailing("disk", State.DEGRADED, Code.DISK_LOW, left)
    return fine("disk", left[0].upper() + left[1:])


def store(size_bytes: int) -> Part:
    """Return what a database that passed its own check is; `size_bytes` are its file's."""
    thousands = f"{-(-size_bytes // 1000):,}".replace(",", ".")
    return fine("store", f"Nguyên vẹn, {thousands} kB")


def memory(plain_swaps: Sequence[str]) -> Part:
    """`plain_swaps` are swap devices without encryption."""
    if plain_swaps:
        return ailing("memory", State.DEGRADED, Code.SWAP_PLAIN, ", ".join(plain_swaps))
    return fine("memory", "Không có vùng tráo đổi để lộ dữ liệu")


def clock(now: datetime, *, offset_s: float | None, newest: datetime | None) -> Part:
    """`offset_s` is the portal's clock minus ours, where it answered; `newest` the last time we recorded.

    What was recorded while the clock was ahead says nothing against one that agrees with the portal's.
    """
    if offset_s is not None and abs(offset_s) > CLOCK_OFF_S:
        return ailing("clock", State.DEGRADED, Code.CLOCK_WRONG, f"lệch {span(timedelta(seconds=offset_s))}")
    if offset_s is None and newest is not None and now < newest:
        return ailing("clock", State.DEGRADED, Code.CLOCK_WRONG, f"{now:%d/%m/%Y}")
    told = "chưa so được với cổng" if offset_s is None else "khớp với cổng"
    return fine("clock", f"{now.hour}:{now.minute:02} ngày {now:%d/%m/%Y}, {told}")


def version(packages: Mapping[str, str]) -> Part:
    """`packages` are names with versions, ours first."""
    return fine("version", ", ".join(f"{name} {number}" for name, number in packages.items()))


# -- the portal -----------------------------------------------------------------------------------------


def certificate(now: datetime, not_after: datetime) -> Part:
    """`not_after` is the end of the portal's certificate authority."""
    left = not_after - now
    if left < timedelta():
        return ailing("certificate", State.DOWN, Code.PORTAL_CERTIFICATE_TIME, f"{not_after:%d/%m/%Y}")
    if left < CERTIFICATE_ENDING:
        return ailing("certificate", State.DEGRADED, Code.CERTIFICATE_ENDING, f"{not_after:%d/%m/%Y}")
    return fine("certificate", f"Có hạn đến {not_after:%d/%m/%Y}")


def sync(*, running: bool) -> Part:
    """Whether the process that sends is there."""
    if not running:
        return ailing("sync", State.DEGRADED, Code.SYNC_STOPPED)
    return fine("sync", "Đang chạy")


def queue(backlog: Backlog, *, needing_a_person: int, now: datetime) -> Part:
    """`needing_a_person`: dossiers that ended rejected, quarantined or superseded."""
    if needing_a_person:
        return ailing("queue", State.DEGRADED, Code.QUEUE_REFUSED, f"{needing_a_person} hồ sơ")
    if backlog.since is None:
        return fine("queue", "Không có hồ sơ nào chờ")
    waited = now - backlog.since
    told = f"{backlog.count} hồ sơ, lâu nhất {span(waited)}"
    if waited > QUEUE_OLD:
        return ailing("queue", State.DEGRADED, Code.QUEUE_OLD, told)
    return fine("queue", told)


# -- content --------------------------------------------------------------------------------------------


def forms(codes: Sequence[str], *, unconfirmed: Sequence[str]) -> Part:
    """`unconfirmed` are those whose facts nobody has confirmed."""
    if not codes:
        return ailing("forms", State.DOWN, Code.PROCEDURE_WITHOUT_FORM, "0 gói")
    if unconfirmed:
        told = f"{len(unconfirmed)} trong {len(codes)} gói: {', '.join(unconfirmed[:3])}"
        return ailing("forms", State.DEGRADED, Code.PROCEDURE_UNCONFIRMED, told)
    return fine("forms", f"{len(codes)} gói")


def catalogue(count: int) -> Part:
    """`count` procedures can be found."""
    return fine("catalogue", f"{count:,} thủ tục".replace(",", "."))


def span(length: timedelta) -> str:
    """Return a length of time in words, in its largest unit, regardless of its sign."""
    seconds = abs(int(length.total_seconds()))
    for unit, size in (("ngày", 86_400), ("giờ", 3_600), ("phút", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} giây"
