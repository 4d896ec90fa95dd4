"""Whether a card is the applicant's: genuine, the same person, and alive in this moment."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.core.access import CardProof, access_challenge
from kiosk.idcard import lds
from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.holder import Holder
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.chip_keys import signer
from kiosk.idcard.virtual.issuer import Issuer
from kiosk.idcard.virtual.person import td1
from kiosk.xforms import parse_form
from portal.intake.applicant import is_theirs
from portal.intake.parcel import OpenedParcel

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ISSUER = Issuer.fresh(dates_around(NOW), secrets.token_bytes)
ANCHORS = Anchors(parse_certificates(ISSUER.csca_der))
FORM = parse_form((Path(__file__).parents[3] / "forms" / "3.000348" / "form.xml").read_bytes(), externals={})
HOLDER = Holder(
    personal_number="014188001234",
    full_name="Lò Thị Ban Mai",
    date_of_birth=date(1988, 3, 5),
    sex="Nữ",
    date_of_expiry=date(2038, 3, 5),
)
CODE, KIOSK, AT = "TH01-7Q4K-M2HD", "K-7Q4KM2HD", "2026-11-20T01:00:00.000Z"
CHALLENGE = access_challenge(CODE, KIOSK, AT)
KEY = signer("ECDSA/12", secrets.token_bytes)
DG1 = lds.encode_dg1(td1(HOLDER))
SOD = ISSUER.sign({1: DG1, 15: KEY.dg15()})


def proof(challenge: bytes = CHALLENGE) -> CardProof:
    """A card of the applicant's that signed `challenge`."""
    return CardProof(AT, SOD, DG1, None, KEY.dg15(), KEY.sign(challenge, secrets.token_bytes), None)


def filed(*, card: bool = True) -> OpenedParcel:
    evidence = {"sod.bin": SOD, "dg1.bin": DG1} if card else {}
    return OpenedParcel(None, b"", b"", None, evidence, ())  # type: ignore[arg-type] -- dossier.json isn't asked here


def theirs(given: CardProof, *, anchors: Anchors = ANCHORS) -> bool:
    return is_theirs(filed(), FORM, given, challenge=CHALLENGE, anchors=anchors, now=NOW)


def test_card_that_signed_this_moment_is_theirs() -> None:
    assert theirs(proof())


def test_new_card_of_the_same_person_is_theirs() -> None:
    renewed = signer("ECDSA/12", secrets.token_bytes)
    sod = ISSUER.sign({1: DG1, 15: renewed.dg15()})
    assert theirs(
        replace(
            proof(),
            sod=sod,
            dg15=renewed.dg15(),
            active_signature=renewed.sign(CHALLENGE, secrets.token_bytes),
        )
    )


def test_signature_of_another_moment_kiosk_or_slip_is_not() -> None:
    for other in (
        (CODE, KIOSK, "2026-11-20T00:59:00.000Z"),
        (CODE, "K-00000000", AT),
        ("TH01-0000-0000", KIOSK, AT),
    ):
        assert not theirs(proof(access_challenge(*other)))


def test_files_of_a_card_alone_are_not_the_card() -> None:
    copied = replace(proof(), active_signature=None, dg15=None)
    assert not theirs(copied)
    assert theirs(replace(copied, chip=True))  # the kiosk's signed word: chip authentication convinced it


def test_another_person_is_not() -> None:
    dg1 = lds.encode_dg1(td1(replace(HOLDER, personal_number="014199009999")))
    sod = ISSUER.sign({1: dg1, 15: KEY.dg15()})
    assert not theirs(replace(proof(), sod=sod, dg1=dg1))


def test_another_authority_is_not() -> None:
    forger = Issuer.fresh(dates_around(NOW), secrets.token_bytes)
    assert not theirs(replace(proof(), sod=forger.sign({1: DG1, 15: KEY.dg15()})))


def test_without_an_anchor_only_the_very_card_of_the_filing_is() -> None:
    forger = Issuer.fresh(dates_around(NOW), secrets.token_bytes)
    assert theirs(proof(), anchors=Anchors(()))
    assert not theirs(replace(proof(), sod=forger.sign({1: DG1, 15: KEY.dg15()})), anchors=Anchors(()))


@pytest.mark.parametrize("broken", [{"sod": b""}, {"dg1": b"x"}, {"sod": b"\x77\x00"}])
def test_what_is_no_card_is_not(broken: dict[str, bytes]) -> None:
    assert not theirs(replace(proof(), **broken))  # type: ignore[arg-type]
