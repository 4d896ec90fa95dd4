"""What the backroom asks of the card: as the procedure's policy says, and nothing that it doesn't declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk import app
from kiosk.backroom import Room
from kiosk.core.config import Config
from kiosk.core.ports import CardResult, DossierId, ReaderStatus, ReadRequest, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.visit.states import Filing
from kiosk.idcard.evidence import bound_challenge
from kiosk.idcard.holder import CardEvidence, Holder, ReadPhase, Verified

RESULT = CardResult(
    "PACE",
    Holder("014099000001"),
    Verified(passive=True, chip=True, active=True),
    (),
    CardEvidence(b"sod", b"dg1"),
    {},
    0,
)


@dataclass
class AskedReader:
    """Gives one card, and keeps what it was asked."""

    asked: list[ReadRequest] = field(default_factory=list)

    def read(
        self, request: ReadRequest, *, on_progress: Callable[[ReadPhase], None], cancelled: Callable[[], bool]
    ) -> CardResult:
        self.asked.append(request)
        return RESULT

    def status(self) -> ReaderStatus:
        return ReaderStatus(daemon=True, readers=("one",), card_in="one")

    def close(self) -> None:
        pass


def procedure(folder: Path) -> Procedure:
    """A procedure that identifies, as its package says."""
    return app.catalogue(app.Place(Config(), folder, folder)).procedure("3.000348")


def asked_for(wanted: Procedure, folder: Path) -> ReadRequest:
    reader = AskedReader()
    room = Room(app.Place(Config(), folder, folder))
    room._adapters.__dict__.update(
        reader=reader,
        catalogue=SimpleNamespace(procedure=lambda _: wanted),
        store=SimpleNamespace(enrolment=SimpleNamespace(load=lambda: SimpleNamespace(kiosk_id="kiosk"))),
    )
    filing = Filing(VisitId("visit"), wanted.code, DossierId("dossier"))
    room.read_card(filing, "012345", on_progress=lambda _: None, cancelled=lambda: False)
    return reader.asked[0]


@pytest.mark.parametrize("identify", [True, False])
def test_a_copy_may_go_on_only_where_the_card_merely_fills(tmp_path: Path, *, identify: bool) -> None:
    request = asked_for(replace(procedure(tmp_path), identify=identify), tmp_path)
    assert request.allow_copy is not identify


def test_nothing_undeclared_is_asked_for_and_the_challenge_is_the_dossiers(tmp_path: Path) -> None:
    plain = asked_for(procedure(tmp_path), tmp_path)
    assert (plain.sensitive, plain.photo) == (frozenset(), False)
    assert plain.challenge == bound_challenge("dossier", "kiosk")
    declared = asked_for(replace(procedure(tmp_path), sensitive=("ethnicity",)), tmp_path)
    assert (declared.sensitive, declared.photo) == (frozenset({"ethnicity"}), False)
