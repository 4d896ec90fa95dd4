"""Stepping aside at one kiosk and going on at another, on a real portal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from demo.parts import Portal
from kiosk import app, online
from kiosk.core.config import Config
from kiosk.core.dossier import Submission
from kiosk.core.errors import Code, KioskError
from kiosk.core.parking import ParkedVisit
from kiosk.core.ports import DossierId, VisitId
from kiosk.core.slip_code import slip_sha256
from kiosk.storage.keys import Factor, FactorKind
from kiosk.storage.store import Store
from kiosk.sync.process import SOCKET
from kiosk.sync.wakeup import Listener

DIGITS = Factor(FactorKind.CODE, b"493817")
CARD = Factor(FactorKind.CARD, b"\x77\x03sod")
ANSWERS = '{"full_name": "Lò Thị Ban Mai"}'.encode()
PAGE = b"\xff\xd8\xff a page" * 20_000
AT = datetime.fromisoformat("2026-11-23T16:00:00+07:00")


@pytest.fixture
def kiosks(tmp_path: Path, portal: Portal) -> Iterator[list[tuple[app.Place, Store]]]:
    """Two kiosks of one portal."""
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        place = app.Place(Config(), tmp_path / name, tmp_path / name)
        store = app.open_store(place)
        app.join_portal(place, store, url=portal.url, code=portal.ask("enrol-code")["code"])
        made.append((place, store))
    yield made
    for _, store in made:
        store.close()


def begin(store: Store, factor: Factor) -> VisitId:
    """Begin a visit that has an answer and a page."""
    visit = VisitId(app.new_uuid7())
    dossier = DossierId(app.new_uuid7())
    store.drafts.begin(visit, dossier_id=dossier, procedure="3.000348", version="1")
    store.drafts.bind(visit, factor)
    store.drafts.save(visit, "answers", ANSWERS)
    store.drafts.save_page(visit, "health_certificate", 1, PAGE)
    return visit


def submit(store: Store, visit: VisitId, parked: ParkedVisit) -> None:
    store.submissions.submit(
        Submission(
            visit=visit,
            dossier_id=parked.dossier_id,
            receipt_code=parked.receipt_code,
            procedure=parked.procedure,
            version=parked.version,
            procedure_name="Cấp lại giấy phép lái xe",
            started_at=AT,
            submitted_at=AT,
            method="hand",
            instance_xml=b"<data/>",
            pdf=b"%PDF-1.7",
            provenance={},
            slip_secret=parked.slip_secret,
        )
    )


def sync(place: app.Place, store: Store) -> None:
    listener = Listener(place.data_dir / "run" / SOCKET)
    app.sync_worker(place, store, listener).once()
    listener.close()


def test_visit_goes_on_at_another_kiosk_and_is_filed_once(kiosks: list[tuple[app.Place, Store]]) -> None:
    (here, first), (there, second) = kiosks
    visit = begin(first, DIGITS)
    parked = online.park(first, visit, DIGITS, site="TH01")
    assert first.drafts.locked() == []
    assert (first.drafts.records(visit), first.drafts.papers(visit)) == ({}, [])
    assert online.parked_head(second, parked.slip_secret).factor == "code"
    with pytest.raises(KioskError) as wrong:
        online.resume(second, VisitId("w"), parked.slip_secret, Factor(FactorKind.CODE, b"000000"))
    assert wrong.value.code is Code.DRAFT_FACTOR_WRONG
    again = VisitId(app.new_uuid7())
    assert online.resume(second, again, parked.slip_secret, DIGITS) == parked
    assert second.drafts.records(again) == {"answers": ANSWERS}
    assert second.drafts.pages(again, "health_certificate") == [PAGE]
    with pytest.raises(KioskError) as used:
        online.resume(first, VisitId("late"), parked.slip_secret, DIGITS)
    assert used.value.code is Code.DRAFT_LOST
    # somebody filed it at both all the same: one is the dossier, the other is kept for an officer
    submit(second, again, parked)
    sync(there, second)
    twice = begin(first, DIGITS)
    submit(first, twice, parked)
    sync(here, first)
    assert second.outbox.filed(parked.dossier_id).row_state == "accepted"
    assert first.outbox.filed(parked.dossier_id).row_state == "superseded"
    assert all(Path(blob.path).exists() for blob in first.outbox.parcel(parked.dossier_id).blobs)
    row = second.database.row("SELECT slip_sha256, receipt_code FROM dossiers")
    assert row is not None
    assert tuple(row) == (slip_sha256(parked.slip_secret), parked.receipt_code)


def test_without_the_portal_the_draft_stays(kiosks: list[tuple[app.Place, Store]], portal: Portal) -> None:
    (_, first), _ = kiosks
    visit = begin(first, CARD)
    portal.stop()
    with pytest.raises(KioskError) as caught:
        online.park(first, visit, CARD, site="TH01")
    assert caught.value.code is Code.PORTAL_UNREACHABLE
    assert first.drafts.records(visit) == {"answers": ANSWERS}


def test_card_that_began_the_visit_brings_it_back(kiosks: list[tuple[app.Place, Store]]) -> None:
    (_, first), (_, second) = kiosks
    parked = online.park(first, begin(first, CARD), CARD, site="TH01")
    assert online.parked_head(second, parked.slip_secret).factor == "card"
    with pytest.raises(KioskError) as wrong:
        online.resume(second, VisitId("w"), parked.slip_secret, Factor(FactorKind.CARD, b"\x77\x01x"))
    assert wrong.value.code is Code.DRAFT_FACTOR_WRONG
    assert online.resume(second, VisitId("mine"), parked.slip_secret, CARD).records == {"answers": ANSWERS}
