"""The doctor's judgement: what is ok, what only degrades, what is down; always in the words of its code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core import doctor
from kiosk.core.delivery import Backlog
from kiosk.core.doctor import LABELS, Part, State
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, ReaderStatus
from kiosk.devices.machine import plain_swaps

NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)
READER = "Virtual PCD 00 00"


def standing(readers: tuple[str, ...], card_in: str | None, *, daemon: bool = True) -> ReaderStatus:
    return ReaderStatus(daemon=daemon, readers=readers, card_in=card_in)


CASES: list[tuple[Part, str, State, Code | None]] = [
    (doctor.reader(standing((READER,), None), ""), "reader", State.OK, None),
    (doctor.reader(standing((READER,), READER), "Virtual"), "reader", State.OK, None),
    (doctor.reader(standing((), None), ""), "reader", State.DOWN, Code.READER_ABSENT),
    (doctor.reader(standing((READER,), None), "ACS"), "reader", State.DOWN, Code.READER_ABSENT),
    (doctor.reader(standing((), None, daemon=False), ""), "reader", State.DOWN, Code.READER_DAEMON_DOWN),
    (doctor.anchors(0), "anchors", State.DEGRADED, Code.NO_ANCHOR),
    (doctor.anchors(2), "anchors", State.OK, None),
    (doctor.device("printer", DeviceStatus(ok=True)), "printer", State.OK, None),
    (
        doctor.device("printer", DeviceStatus(ok=True, code=Code.PRINTER_PAPER_LOW, detail="media-low")),
        "printer",
        State.DEGRADED,
        Code.PRINTER_PAPER_LOW,
    ),
    (
        doctor.device("printer", DeviceStatus(ok=False, code=Code.PRINTER_ABSENT)),
        "printer",
        State.DEGRADED,
        Code.PRINTER_ABSENT,
    ),
    (
        doctor.device("printer", DeviceStatus(ok=False, code=Code.PRINTER_JAM)),
        "printer",
        State.DOWN,
        Code.PRINTER_JAM,
    ),
    (
        doctor.device("scanner", DeviceStatus(ok=False, code=Code.SCANNER_ABSENT)),
        "scanner",
        State.DEGRADED,
        Code.SCANNER_ABSENT,
    ),
    (
        doctor.device("scanner", DeviceStatus(ok=False, code=Code.SCANNER_ABSENT, detail="unplugged")),
        "scanner",
        State.DOWN,
        Code.SCANNER_ABSENT,
    ),
    (doctor.disk(38_000_000_000), "disk", State.OK, None),
    (doctor.disk(1_900_000_000), "disk", State.DEGRADED, Code.DISK_LOW),
    (doctor.disk(100_000_000), "disk", State.DOWN, Code.DISK_FULL),
    (doctor.store(4096), "store", State.OK, None),
    (doctor.memory(()), "memory", State.OK, None),
    (doctor.memory(("/dev/sda3",)), "memory", State.DEGRADED, Code.SWAP_PLAIN),
    (doctor.clock(NOW, offset_s=0.4, newest=NOW), "clock", State.OK, None),
    (doctor.clock(NOW, offset_s=None, newest=None), "clock", State.OK, None),
    (doctor.clock(NOW, offset_s=0.4, newest=NOW + timedelta(days=700)), "clock", State.OK, None),
    (doctor.clock(NOW, offset_s=-7200, newest=None), "clock", State.DEGRADED, Code.CLOCK_WRONG),
    (
        doctor.clock(NOW, offset_s=None, newest=NOW + timedelta(days=700)),
        "clock",
        State.DEGRADED,
        Code.CLOCK_WRONG,
    ),
    (doctor.certificate(NOW, NOW + timedelta(days=900)), "certificate", State.OK, None),
    (
        doctor.certificate(NOW, NOW + timedelta(days=41)),
        "certificate",
        State.DEGRADED,
        Code.CERTIFICATE_ENDING,
    ),
    (
        doctor.certificate(NOW, NOW - timedelta(days=1)),
        "certificate",
        State.DOWN,
        Code.PORTAL_CERTIFICATE_TIME,
    ),
    (doctor.sync(running=True), "sync", State.OK, None),
    (doctor.sync(running=False), "sync", State.DEGRADED, Code.SYNC_STOPPED),
    (doctor.queue(Backlog(0, None), needing_a_person=0, now=NOW), "queue", State.OK, None),
    (
        doctor.queue(Backlog(3, NOW - timedelta(minutes=14)), needing_a_person=0, now=NOW),
        "queue",
        State.OK,
        None,
    ),
    (
        doctor.queue(Backlog(3, NOW - timedelta(hours=5)), needing_a_person=0, now=NOW),
        "queue",
        State.DEGRADED,
        Code.QUEUE_OLD,
    ),
    (
        doctor.queue(Backlog(0, None), needing_a_person=1, now=NOW),
        "queue",
        State.DEGRADED,
        Code.QUEUE_REFUSED,
    ),
    (doctor.forms(("3.000348",), unconfirmed=()), "forms", State.OK, None),
    (
        doctor.forms(("1.1", "2.2"), unconfirmed=("2.2",)),
        "forms",
        State.DEGRADED,
        Code.PROCEDURE_UNCONFIRMED,
    ),
    (doctor.forms((), unconfirmed=()), "forms", State.DOWN, Code.PROCEDURE_WITHOUT_FORM),
    (doctor.catalogue(5821), "catalogue", State.OK, None),
    (doctor.version({"motcua-kiosk": "0.1.0"}), "version", State.OK, None),
    (
        doctor.failed("portal", KioskError(Code.PORTAL_UNREACHABLE), State.DEGRADED),
        "portal",
        State.DEGRADED,
        Code.PORTAL_UNREACHABLE,
    ),
]


@pytest.mark.parametrize(("part", "name", "state", "code"), CASES)
def test_each_part_is_judged_and_told_in_the_words_of_its_code(
    part: Part, name: str, state: State, code: Code | None
) -> None:
    assert (part.name, part.state, part.code) == (name, state, code)
    if code is None:
        assert part.why
        assert part.do == ""
    else:
        assert part.why.startswith(words_of(code).vi)
        assert part.do == words_of(code).do_vi


def test_every_part_has_a_label_and_a_case() -> None:
    assert {name for _, name, _, _ in CASES} == set(LABELS)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (doctor.disk(38_400_000_000), "Còn trống 38,4 GB"),
        (doctor.disk(1_200_000_000), "Ổ đĩa sắp đầy. (còn trống 1,2 GB)"),
        (doctor.catalogue(5821), "5.821 thủ tục"),
        (doctor.store(1_234_567), "Nguyên vẹn, 1.235 kB"),
        (
            doctor.queue(Backlog(3, NOW - timedelta(minutes=14)), needing_a_person=0, now=NOW),
            "3 hồ sơ, lâu nhất 14 phút",
        ),
        (
            doctor.reader(standing((READER,), READER), ""),
            f"Sẵn sàng: {READER}, có thẻ trên máy",
        ),
        (doctor.clock(NOW, offset_s=0.4, newest=None), "7:02 ngày 23/11/2026, khớp với cổng"),
    ],
)
def test_facts_are_told_in_plain_words(part: Part, why: str) -> None:
    assert part.why == why


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=41), "41 giây"),
        (timedelta(minutes=14, seconds=9), "14 phút"),
        (timedelta(hours=-3), "3 giờ"),
        (timedelta(days=2, hours=5), "2 ngày"),
    ],
)
def test_lengths_of_time_in_words(length: timedelta, words: str) -> None:
    assert doctor.span(length) == words


def test_only_swap_that_writes_memory_to_a_disk_in_the_clear_counts(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(
        "Filename\tType\tSize\tUsed\tPriority\n"
        "/dev/zram0 partition 1 0 100\n/dev/dm-1 partition 1 0 -2\n"
        "/dev/dm-2 partition 1 0 -3\n/swapfile file 1 0 -4\n",
        encoding="utf-8",
    )
    for name, uuid in (("dm-1", "CRYPT-PLAIN-swap"), ("dm-2", "LVM-abc")):
        (tmp_path / name / "dm").mkdir(parents=True)
        (tmp_path / name / "dm" / "uuid").write_text(uuid, encoding="ascii")
    assert plain_swaps(swaps, tmp_path) == ("/dev/dm-2", "/swapfile")
    assert plain_swaps(tmp_path / "nothing", tmp_path) == ()
