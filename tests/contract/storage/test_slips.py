"""Slips belong to their visit: in memory until it ends, drawn for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from kiosk.app import Place
from kiosk.backroom.adapters import Adapters
from kiosk.backroom.slips import Slips, purpose_bytes, purpose_of
from kiosk.core.config import Config
from kiosk.core.dossier import Receipt
from kiosk.core.errors import Code, KioskError
from kiosk.core.fee_ledger import FeeChange
from kiosk.core.filing import SlipPurpose
from kiosk.core.ports import DossierId, VisitId
from kiosk.devices.pdf.pages import DirectPages
from kiosk.storage.fees import store_fees
from kiosk.storage.store import Store

MINE, THEIRS = VisitId("mine"), VisitId("theirs")
DOSSIER = DossierId("0198c0de-0000-7000-8000-000000000001")
RECEIPT = Receipt(
    DOSSIER, "TH01-7Q4K-M2HD", "3.000348", "K-0A1B2C3D", datetime(2026, 11, 23, 9, 41, tzinfo=UTC), bytes(16)
)
PURPOSE = SlipPurpose("3.000348", "Cấp lại giấy phép lái xe", "Lò Văn Thử", ("Giấy khám sức khỏe",), 135_000)


@pytest.fixture
def slips(store: Store, tmp_path: Path) -> Slips:
    adapters = Adapters(Place(Config(), tmp_path, tmp_path))
    adapters.__dict__.update(store=store, pages=DirectPages())
    return Slips(adapters)


def test_a_slip_is_drawn_for_its_own_visit_only(slips: Slips) -> None:
    slips.keep(MINE, RECEIPT, PURPOSE)
    assert slips.drawn(MINE, delivered_at=None, copy=1).startswith(b"%PDF")
    with pytest.raises(KioskError) as refused:
        slips.drawn(THEIRS, delivered_at=None, copy=1)
    assert refused.value.code is Code.DRAFT_LOST


def test_a_slip_goes_with_its_visit(slips: Slips) -> None:
    slips.keep(MINE, RECEIPT, PURPOSE)
    slips.drop(MINE)
    with pytest.raises(KioskError):
        slips.drawn(MINE, delivered_at=None, copy=1)


def test_what_the_slip_says_outlives_a_crash_in_the_draft() -> None:
    assert purpose_of(purpose_bytes(PURPOSE)) == PURPOSE


def test_slip_says_paid_only_once_the_portal_has_said_so(slips: Slips, store: Store) -> None:
    def said() -> str:
        pdf = slips.drawn(MINE, delivered_at=None, copy=1)
        document = pdfium.PdfDocument(pdf)
        text = document[0].get_textpage().get_text_range()
        document.close()
        return " ".join(text.split())

    slips.keep(MINE, RECEIPT, PURPOSE)
    store.fees.ask("f1", DOSSIER, 135_000, at=RECEIPT.submitted_at)
    assert "135.000 đồng (tạm tính)" in said()
    paid = FeeChange("f1", DOSSIER, 2, "paid", 135_000, 135_000, "2026-11-23T02:05:00.000Z")
    with store.database.transaction() as connection:
        store_fees(connection, [paid], afresh=False)
    assert "cổng đã nhận 135.000 đồng" in said()
