"""What a draft promises: nothing before its factor, everything after a crash, nothing after the wipe."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, VisitId
from kiosk.storage.db import Database
from kiosk.storage.drafts import EXPIRY_S, Drafts, Uptime
from kiosk.storage.keys import MOST_TRIES, Factor, FactorKind, Keys

VISIT = VisitId("0192f0c1-0000-7000-8000-000000000001")
CARD = Factor(FactorKind.CARD, b"the SOD of the card that began it")
OTHER_CARD = Factor(FactorKind.CARD, b"another card's SOD")
CODE = Factor(FactorKind.CODE, b"402918")
WRONG_CODE = Factor(FactorKind.CODE, b"402919")
NAME = "Lò Thị Mẩy"


class Machine:
    """One data folder, opened again after each crash; its clock is turned by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uptime_s = 100.0
        self.boot = "boot-1"
        self.start()

    def start(self) -> None:
        self.db = Database(self.folder / "kiosk.db")
        self.keys = Keys(self.folder / "keys", rng=secrets.token_bytes)
        clock = Uptime(lambda: self.uptime_s, self.boot)
        self.drafts = Drafts(
            self.db, self.keys, self.folder / "drafts", rng=secrets.token_bytes, uptime=clock
        )

    def crash(self, *, down_s: float = 0.0, reboot: bool = False) -> None:
        self.db.close()
        self.uptime_s += down_s
        if reboot:
            self.uptime_s, self.boot = 5.0, self.boot + "+"
        self.start()

    def begin(self, factor: Factor = CARD) -> None:
        self.drafts.begin(VISIT, dossier_id=DossierId("d1"), procedure="3.000348", version="1")
        self.drafts.bind(VISIT, factor)

    def everything_on_disk(self) -> bytes:
        return b"".join(p.read_bytes() for p in sorted(self.folder.rglob("*")) if p.is_file())


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.db.close()


def failure(error: pytest.ExceptionInfo[KioskError]) -> Code:
    return error.value.code


def test_nothing_is_saved_before_the_key_is_bound(machine: Machine) -> None:
    machine.drafts.begin(VISIT, dossier_id=DossierId("d1"), procedure="3.000348", version="1")
    with pytest.raises(RuntimeError):
        machine.drafts.save(VISIT, "form", NAME.encode())
    assert machine.drafts.records(VISIT) == {}
    assert not (machine.folder / "keys" / "visits").exists()


@pytest.mark.parametrize("factor", [CARD, CODE], ids=["card", "code"])
def test_a_crashed_draft_opens_with_its_factor_and_is_whole(machine: Machine, factor: Factor) -> None:
    machine.begin(factor)
    machine.drafts.save(VISIT, "form", b"old")
    machine.drafts.save(VISIT, "form", NAME.encode())
    machine.drafts.save_page(VISIT, "giay_kham", 1, b"page one, first try")
    machine.drafts.save_page(VISIT, "giay_kham", 1, b"page one")
    machine.drafts.save_page(VISIT, "giay_kham", 2, b"page two")
    machine.drafts.save_page(VISIT, "giay_kham", 3, b"page three")
    machine.drafts.remove_page(VISIT, "giay_kham", 3)
    machine.crash()
    [locked] = machine.drafts.locked()
    assert (locked.visit, locked.procedure, locked.factor) == (VISIT, "3.000348", factor.kind)
    head = machine.drafts.unlock(VISIT, factor)
    assert (head.dossier_id, head.version, head.submitted) == ("d1", "1", False)
    assert machine.drafts.records(VISIT) == {"form": NAME.encode()}
    assert machine.drafts.pages(VISIT, "giay_kham") == [b"page one", b"page two"]
    assert machine.drafts.locked() == []


@pytest.mark.parametrize(
    ("bound", "tried"),
    [(CARD, OTHER_CARD), (CODE, WRONG_CODE), (CARD, CODE), (CODE, CARD)],
    ids=["another card", "other digits", "code for card", "card for code"],
)
def test_another_factor_gets_nothing(machine: Machine, bound: Factor, tried: Factor) -> None:
    machine.begin(bound)
    machine.drafts.save(VISIT, "form", NAME.encode())
    machine.crash()
    with pytest.raises(KioskError) as error:
        machine.drafts.unlock(VISIT, tried)
    assert failure(error) is Code.DRAFT_FACTOR_WRONG
    with pytest.raises(KioskError) as error:
        machine.drafts.records(VISIT)
    assert failure(error) is Code.DRAFT_LOST
    assert machine.drafts.unlock(VISIT, bound).dossier_id == "d1"


def test_tries_are_counted_across_restarts_and_the_draft_is_forgotten(machine: Machine) -> None:
    machine.begin(CODE)
    for _ in range(MOST_TRIES):
        machine.crash()
        with pytest.raises(KioskError) as error:
            machine.drafts.unlock(VISIT, WRONG_CODE)
        assert failure(error) is Code.DRAFT_FACTOR_WRONG
    with pytest.raises(KioskError) as error:
        machine.drafts.unlock(VISIT, CODE)
    assert failure(error) is Code.DRAFT_LOST
    assert machine.drafts.locked() == []


def test_strangers_cards_do_not_use_up_the_owners_tries(machine: Machine) -> None:
    machine.begin(CARD)
    machine.crash()
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(KioskError) as error:
            machine.drafts.unlock(VISIT, OTHER_CARD)
        assert failure(error) is Code.DRAFT_FACTOR_WRONG
    assert machine.drafts.unlock(VISIT, CARD).dossier_id == "d1"


def test_forgetting_wipes_rows_files_and_the_epoch_key(machine: Machine) -> None:
    machine.begin()
    machine.drafts.save(VISIT, "form", NAME.encode())
    machine.drafts.save_page(VISIT, "giay_kham", 1, b"page")
    assert (machine.folder / "keys" / "epoch.key").exists()
    machine.drafts.forget(VISIT)
    assert machine.db.rows("SELECT * FROM drafts") == []
    assert machine.db.rows("SELECT * FROM draft_records") == []
    assert list((machine.folder / "drafts").iterdir()) == []
    assert list((machine.folder / "keys" / "visits").iterdir()) == []
    assert not (machine.folder / "keys" / "epoch.key").exists()
    with pytest.raises(KioskError) as error:
        machine.drafts.unlock(VISIT, CARD)
    assert failure(error) is Code.DRAFT_LOST
    machine.drafts.forget(VISIT)


def test_no_plaintext_ever_reaches_the_disk(machine: Machine) -> None:
    machine.begin(CODE)
    machine.drafts.save(VISIT, "form", NAME.encode())
    machine.drafts.save_page(VISIT, "giay_kham", 1, NAME.encode("utf-16-le") * 100)
    disk = machine.everything_on_disk()
    assert NAME.encode() not in disk
    assert NAME.encode("utf-16-le") not in disk
    assert CODE.secret not in disk


def test_a_locked_draft_expires_after_thirty_minutes_of_uptime_counted_over_reboots(machine: Machine) -> None:
    machine.begin()
    machine.crash(down_s=EXPIRY_S / 2)
    assert machine.drafts.expire() == 0
    machine.crash(reboot=True)
    machine.uptime_s = EXPIRY_S / 2 - 10
    assert machine.drafts.expire() == 0
    assert len(machine.drafts.locked()) == 1
    machine.uptime_s += 20
    assert machine.drafts.expire() == 1
    assert machine.drafts.locked() == []


def test_an_open_draft_never_expires(machine: Machine) -> None:
    machine.begin()
    machine.uptime_s += 10 * EXPIRY_S
    assert machine.drafts.expire() == 0
    machine.drafts.save(VISIT, "form", b"still here")
    machine.crash()
    assert machine.drafts.expire() == 0


def test_dropping_the_key_locks_the_draft_for_its_owner(machine: Machine) -> None:
    machine.begin()
    machine.drafts.save(VISIT, "form", b"kept")
    machine.drafts.lock(VISIT)
    with pytest.raises(KioskError):
        machine.drafts.records(VISIT)
    assert machine.drafts.unlock(VISIT, CARD).dossier_id == "d1"
    assert machine.drafts.records(VISIT) == {"form": b"kept"}


def test_what_a_crash_left_half_made_is_swept_up(machine: Machine) -> None:
    machine.drafts.begin(VISIT, dossier_id=DossierId("d1"), procedure="3.000348", version="1")
    machine.keys.wrap(VISIT, bytes(32), CARD)  # killed before the row
    (machine.folder / "drafts" / "ghost").mkdir(parents=True)
    machine.crash()
    assert machine.drafts.locked() == []
    assert machine.drafts.expire() == 2
    assert machine.keys.visits() == set()
    assert list((machine.folder / "drafts").iterdir()) == []


def test_keys_that_a_power_cut_left_half_made_are_wiped(machine: Machine) -> None:
    machine.begin()
    keys = machine.folder / "keys"
    machine.drafts.forget(VISIT)
    (keys / "epoch.key").write_bytes(b"before any draft was bound")
    assert machine.drafts.expire() == 0
    assert not (keys / "epoch.key").exists()
    (keys / "epoch.key.tmp").write_bytes(b"half")
    (keys / "visits" / "v9.json.tmp").write_bytes(b"{")
    assert machine.drafts.expire() == 1
    assert sorted(path.name for path in keys.rglob("*")) == ["device.key", "visits"]


def test_a_record_moved_under_another_name_does_not_open(machine: Machine) -> None:
    machine.begin()
    machine.drafts.save(VISIT, "form", b"value")
    other = sqlite3.connect(machine.folder / "kiosk.db")
    other.execute("UPDATE draft_records SET name = 'other'")
    other.commit()
    other.close()
    with pytest.raises(KioskError) as error:
        machine.drafts.records(VISIT)
    assert failure(error) is Code.DRAFT_LOST


def test_key_files_are_the_owners_alone(machine: Machine) -> None:
    machine.begin()
    files = [p for p in (machine.folder / "keys").rglob("*") if p.is_file()]
    assert {p.name for p in files} == {"device.key", "epoch.key", f"{VISIT}.json"}
    assert {p.stat().st_mode & 0o777 for p in files} == {0o600}
    assert (machine.folder / "keys").stat().st_mode & 0o777 == 0o700


def test_a_device_key_from_systemd_wins_over_a_file(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "device-key").write_bytes(b"sealed by the TPM, any length")
    keys = Keys(tmp_path / "keys", rng=secrets.token_bytes, credentials=credentials)
    keys.wrap(VISIT, bytes(32), CARD)
    assert keys.unwrap(VISIT, CARD) == bytes(32)
    assert not (tmp_path / "keys" / "device.key").exists()
    (credentials / "device-key").write_bytes(b"another machine")
    with pytest.raises(KioskError) as error:
        keys.unwrap(VISIT, CARD)
    assert failure(error) is Code.DRAFT_LOST
