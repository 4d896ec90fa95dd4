"""`PcscIdCardReader` on a real pcscd with the virtual card on its virtual reader."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from demo.parts import Pcscd, VirtualCard, kiosk_command
from kiosk.app import now
from kiosk.core.errors import CardError, Code, KioskError
from kiosk.core.ports import CardResult, ReadRequest
from kiosk.devices.idcard.anchor_files import read_anchors
from kiosk.devices.idcard.reader import Patience, PcscIdCardReader
from kiosk.idcard.holder import Holder, ReadPhase
from kiosk.idcard.virtual.person import td1

HA = {
    "personal_number": "014199012345",
    "full_name": "Lường Thị Hạ",
    "date_of_birth": "1999-02-03",
    "sex": "Nữ",
    "ethnicity": "Thái",
    "date_of_issue": "2022-05-06",
    "date_of_expiry": "2039-02-03",
}
REQUEST = ReadRequest(can="012345", deadline_s=10)


@pytest.fixture(scope="module")
def daemon_of_the_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    with Pcscd(tmp_path_factory.mktemp("pcscd")) as daemon:
        yield daemon


@pytest.fixture
def daemon(daemon_of_the_module: Pcscd, monkeypatch: pytest.MonkeyPatch) -> Pcscd:
    for name, value in daemon_of_the_module.client_environment.items():
        monkeypatch.setenv(name, value)
    if not daemon_of_the_module.running():
        daemon_of_the_module.kill()
        daemon_of_the_module.start()
    return daemon_of_the_module


@pytest.fixture
def put_down(daemon: Pcscd, tmp_path: Path) -> Iterator[Callable[..., VirtualCard]]:
    """Return a hand that puts a card on the reader; all cards are lifted at the end."""
    cards: list[VirtualCard] = []

    def put(
        changes: dict[str, Any] | None = None, *options: str, at: int = 0, fault: str | None = None
    ) -> VirtualCard:
        options += ("--fault", fault) if fault else ()
        person = tmp_path / f"person-{len(cards)}.json"
        person.write_text(json.dumps(HA | (changes or {})), encoding="utf-8")
        common = ("--issuer", str(tmp_path / "issuer.json"), "--csca-out", str(tmp_path / "csca.der"))
        card = VirtualCard(
            tmp_path / f"card-{len(cards)}", person=person, port=daemon.port + at, options=(*common, *options)
        )
        cards.append(card)
        card.start()
        return card

    yield put
    for card in cards:
        card.kill()


@pytest.fixture
def reader(daemon: Pcscd) -> Iterator[PcscIdCardReader]:
    reader = PcscIdCardReader((), clock=now, patience=Patience(nothing_there_s=0.5))
    eventually(lambda: reader.status().card_in is None)  # the card of the test before is still being lifted
    yield reader
    reader.close()


def read(
    reader: PcscIdCardReader, request: ReadRequest = REQUEST, phases: list[ReadPhase] | None = None
) -> CardResult:
    heard = phases if phases is not None else []
    return reader.read(request, on_progress=heard.append, cancelled=lambda: False)


def failure(reader: PcscIdCardReader, request: ReadRequest = REQUEST) -> KioskError:
    with pytest.raises(KioskError) as caught:
        read(reader, request)
    return caught.value


def eventually(condition: Callable[[], bool], within_s: float = 5) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_card_that_lies_there_is_read_with_its_progress(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down()
    phases: list[ReadPhase] = []
    result = read(reader, phases=phases)
    assert result.holder.full_name == "Lường Thị Hạ"
    assert result.notes == ("NO_ANCHOR",)
    assert phases == [phase for phase in ReadPhase if phase is not ReadPhase.LIFTED]


def test_a_card_put_down_while_waiting_is_read(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    results: list[CardResult] = []
    waiting = threading.Thread(target=lambda: results.append(read(reader)))
    waiting.start()
    time.sleep(0.5)
    put_down()
    waiting.join()
    assert results[0].holder.personal_number == "014199012345"


def test_an_anchor_makes_it_verified_and_undeclared_fields_stay_in_the_child(
    daemon: Pcscd, put_down: Callable[..., VirtualCard], tmp_path: Path
) -> None:
    put_down()
    anchors = read_anchors((tmp_path / "csca.der",), practice=True)
    reader = PcscIdCardReader(anchors, clock=now)
    try:
        result = read(reader)
    finally:
        reader.close()
    assert result.verified.passive is True
    assert result.holder.ethnicity is None
    assert result.evidence.dg13 is None


def test_a_practice_issuer_is_refused_outside_practice(
    put_down: Callable[..., VirtualCard], tmp_path: Path
) -> None:
    put_down()
    with pytest.raises(KioskError) as caught:
        read_anchors((tmp_path / "csca.der",), practice=False)
    assert caught.value.code is Code.CONFIG_INVALID


def test_no_card_within_the_time(reader: PcscIdCardReader) -> None:
    assert failure(reader, ReadRequest(can="012345", deadline_s=1.5)).code is Code.CARD_ABSENT


def test_wrong_digits_and_the_tries_that_are_left(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down({"chip": {"counts_wrong_can": True}})
    wrong = ReadRequest(can="000000", deadline_s=10)
    error = failure(reader, wrong)
    assert isinstance(error, CardError)
    assert (error.code, error.tries_left) == (Code.CARD_WRONG_CAN, 2)
    assert read(reader).holder.full_name == "Lường Thị Hạ"


def test_reading_goes_on_after_every_failure(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    assert failure(reader, ReadRequest(can="012345", deadline_s=1.5)).code is Code.CARD_ABSENT
    card = put_down()
    assert read(reader).protocol == "PACE"
    card.remove()
    eventually(lambda: reader.status().card_in is None)
    assert failure(reader, ReadRequest(can="012345", deadline_s=1.5)).code is Code.CARD_ABSENT


def test_cancelling_ends_the_wait_at_once(reader: PcscIdCardReader) -> None:
    started = time.monotonic()
    with pytest.raises(KioskError) as caught:
        reader.read(REQUEST, on_progress=lambda _: None, cancelled=lambda: True)
    assert caught.value.code is Code.CARD_CANCELED
    assert time.monotonic() - started < 1


def test_a_reader_that_is_not_there_is_told_by_its_name(reader: PcscIdCardReader) -> None:
    absent = ReadRequest(can="012345", deadline_s=10, reader="A reader that was unplugged")
    started = time.monotonic()
    assert failure(reader, absent).code is Code.READER_ABSENT
    assert time.monotonic() - started < 5


def test_closing_ends_a_wait_and_leaves_no_child(daemon: Pcscd) -> None:
    reader = PcscIdCardReader((), clock=now)
    told: list[KioskError] = []
    waiting = threading.Thread(target=lambda: told.append(failure(reader)))
    waiting.start()
    time.sleep(0.3)
    reader.close()
    waiting.join(5)
    assert [error.code for error in told] == [Code.CARD_CANCELED]
    assert reader._child.process.poll() is not None


def test_the_daemon_gone_is_told_and_its_return_is_noticed(
    daemon: Pcscd, reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    eventually(lambda: bool(reader.status().readers))
    daemon.kill()
    assert failure(reader).code is Code.READER_DAEMON_DOWN
    daemon.start()
    eventually(lambda: bool(reader.status().readers))
    put_down()
    assert read(reader).protocol == "PACE"


def test_status_names_readers_and_the_one_with_a_card(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    eventually(lambda: len(reader.status().readers) == 2)
    put_down(at=1)
    eventually(lambda: reader.status().card_in == "Virtual PCD 00 01")


def test_the_named_reader_is_read_even_when_another_holds_a_card(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down({"personal_number": "014099054321"})
    put_down(at=1)
    named = ReadRequest(can="012345", deadline_s=10, reader="Virtual PCD 00 01")
    assert read(reader, named).holder.personal_number == "014199012345"


def test_the_command_line_reads_with_and_without_an_anchor(
    daemon: Pcscd, put_down: Callable[..., VirtualCard], tmp_path: Path
) -> None:
    put_down()

    def run(*arguments: str) -> tuple[int, Any]:
        command = [*kiosk_command("card", "read"), "--json", "--data", str(tmp_path / "data"), *arguments]
        done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout)

    status, document = run("--can", "012345", "--csca", str(tmp_path / "csca.der"))
    assert (status, document["verified"]["passive"]) == (0, True)
    assert document["holder"]["date_of_birth"] == "1999-02-03"
    assert document["holder"]["ethnicity"] == "Thái"
    assert document["holder"]["spouse_name"] is None
    status, document = run("--can", "012345")
    assert document["verified"] == {"passive": None, "chip": None, "active": None}
    assert (status, document["notes"]) == (0, ["NO_ANCHOR"])
    status, document = run("--can", "543210")
    assert (status, document["error"]["code"]) == (1, "CARD-002")
    assert "holder" not in document


def test_the_same_card_put_back_goes_on_by_itself(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down(fault="pulled-after-9")
    phases: list[ReadPhase] = []

    def hand(phase: ReadPhase) -> None:
        phases.append(phase)
        if phase is ReadPhase.LIFTED:
            put_down(at=1)

    result = reader.read(REQUEST, on_progress=hand, cancelled=lambda: False)
    assert result.holder.full_name == "Lường Thị Hạ"
    assert phases.count(ReadPhase.CONNECTING) == 2


@pytest.mark.parametrize("other", ["014199054321", "014199912345"])
def test_another_card_put_down_instead_is_refused(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard], other: str
) -> None:
    """One has other digits, the other the same six."""
    put_down(fault="pulled-after-10")

    def hand(phase: ReadPhase) -> None:
        if phase is ReadPhase.LIFTED:
            put_down({"personal_number": other}, at=1)

    with pytest.raises(KioskError) as caught:
        reader.read(REQUEST, on_progress=hand, cancelled=lambda: False)
    assert caught.value.code is Code.CARD_OTHER


@pytest.mark.parametrize("after", [3, 6])
def test_a_card_pulled_away_for_good_was_moved_too_early_and_its_digits_were_not_wrong(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard], after: int
) -> None:
    put_down(fault=f"pulled-after-{after}")
    assert failure(reader, ReadRequest(can="012345", deadline_s=2)).code is Code.CARD_REMOVED


def test_a_silent_card_is_given_up_and_its_child_killed(
    daemon: Pcscd, put_down: Callable[..., VirtualCard]
) -> None:
    card = put_down(fault="silent-after-9")
    reader = PcscIdCardReader((), clock=now, patience=Patience(command_s=1))
    try:
        child = reader._child.process
        assert failure(reader).code is Code.READER_SILENT
        assert child.poll() is not None
        card.remove()
        put_down()
        assert read(reader).protocol == "PACE"
    finally:
        reader.close()


def test_a_slow_card_is_waited_for_until_the_time_is_up(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down(fault="slow-200ms")
    assert failure(reader, ReadRequest(can="012345", deadline_s=1)).code is Code.CARD_TIMED_OUT
    assert read(reader).protocol == "PACE"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("garbage-after-9", Code.CARD_MALFORMED),
        ("altered-dg13", Code.CARD_TAMPERED),
        ("no-pace", Code.CARD_NEEDS_ZONE),
    ],
)
def test_failures_are_told_apart(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard], fault: str, code: Code
) -> None:
    put_down(fault=fault)
    assert failure(reader).code is code


def test_a_reader_that_goes_away_in_the_middle_is_told(
    daemon: Pcscd, reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down(fault="slow-200ms")

    def hand(phase: ReadPhase) -> None:
        if phase is ReadPhase.ACCESS:
            daemon.kill()

    with pytest.raises(KioskError) as caught:
        reader.read(REQUEST, on_progress=hand, cancelled=lambda: False)
    assert caught.value.code in (Code.READER_DAEMON_DOWN, Code.READER_LOST)


def test_nothing_of_the_card_is_in_the_childs_arguments_or_environment(
    reader: PcscIdCardReader, put_down: Callable[..., VirtualCard]
) -> None:
    put_down(fault="slow")
    seen: list[bytes] = []

    def look(phase: ReadPhase) -> None:
        if phase is ReadPhase.ACCESS:
            process = Path(f"/proc/{reader._child.process.pid}")
            seen.extend((process / name).read_bytes() for name in ("cmdline", "environ"))

    reader.read(REQUEST, on_progress=look, cancelled=lambda: False)
    assert len(seen) == 2
    assert b"012345" not in b"".join(seen)


def test_the_command_line_opens_a_card_without_pace_by_its_zone_and_writes_the_portrait(
    daemon: Pcscd, put_down: Callable[..., VirtualCard], tmp_path: Path
) -> None:
    Image.effect_noise((240, 320), 50).convert("RGB").save(tmp_path / "face.jp2", "JPEG2000")
    put_down({"photo": "face.jp2"}, fault="no-pace")
    lines = td1(
        Holder("014199012345", "Lường Thị Hạ", date(1999, 2, 3), "Nữ", date_of_expiry=date(2039, 2, 3))
    )
    command = [*kiosk_command("card", "read"), "--json", "--data", str(tmp_path / "data")]
    command += [part for line in lines for part in ("--mrz", line)]
    command += ["--csca", str(tmp_path / "csca.der"), "--photo", str(tmp_path / "out.jpg")]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["protocol"] == "BAC"
    assert json.loads(done.stdout)["verified"] == {"passive": True, "chip": True, "active": True}
    with Image.open(tmp_path / "out.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (240, 320))
