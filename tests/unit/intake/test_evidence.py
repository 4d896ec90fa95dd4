"""The portal verifies identity evidence itself: signature, hashes, chain, binding, and the kiosk's word."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.idcard import dg13, lds
from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.holder import Holder
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.issuer import Issuer
from kiosk.idcard.virtual.person import td1
from portal.intake.contents import Dossier, Statement
from portal.intake.evidence import verify_evidence
from portal.intake.parcel import OpenedParcel

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ISSUER = Issuer.fresh(dates_around(NOW), secrets.token_bytes)
ANCHORS = Anchors(parse_certificates(ISSUER.csca_der))
NONE = Anchors(())
HOLDER = Holder(
    personal_number="014188001234",
    full_name="Lò Thị Ban Mai",
    date_of_birth=date(1988, 3, 5),
    sex="Nữ",
    nationality="Việt Nam",
    date_of_issue=date(2025, 8, 1),
    date_of_expiry=date(2038, 3, 5),
)
GROUPS = {1: lds.encode_dg1(td1(HOLDER)), 13: dg13.encode(HOLDER)}
DOSSIER, KIOSK = "019a9e5a-7c00-7000-8000-000000000001", "K-7Q4KM2HD"
VERIFIED = {"passive": True, "chip": True, "active": None}


def _opened(
    *,
    evidence: dict[str, bytes] | None = None,
    holder: dict[str, str | None] | None = None,
    challenge: bytes | None = None,
    verified: dict[str, Any] = VERIFIED,
) -> OpenedParcel:
    files = {"sod.bin": ISSUER.sign(GROUPS), "dg1.bin": GROUPS[1]} if evidence is None else evidence
    statement = Statement.model_validate(
        {
            "dossier_id": DOSSIER,
            "kiosk_id": KIOSK,
            "read_at": "2026-11-20T08:01:00+07:00",
            "protocol": "PACE",
            "verified": verified,
            "notes": [],
            "challenge": None if challenge is None else base64.b64encode(challenge).decode(),
            "active_signature": None,
            "holder": {"personal_number": HOLDER.personal_number, "full_name": HOLDER.full_name}
            | (holder or {}),
        }
    )
    dossier = Dossier.model_validate(
        {
            "dossier_id": DOSSIER,
            "procedure": {"code": "3.000348", "version": "1", "name": "x"},
            "kiosk_id": KIOSK,
            "started_at": "2026-11-20T08:00:00+07:00",
            "submitted_at": "2026-11-20T08:06:00+07:00",
            "receipt_code": "TH01-7Q4K-M2HD",
            "language": "vi",
            "provenance": {},
            "identity": {"method": "chip", "verified": VERIFIED, "notes": []},
            "attachments": [],
            "later": [],
        }
    )
    return OpenedParcel(dossier, b"", b"", statement, files, ())


def _refused(opened: OpenedParcel, anchors: Anchors = ANCHORS) -> None:
    with pytest.raises(KioskError) as caught:
        verify_evidence(opened, anchors=anchors, now=NOW)
    assert caught.value.code is Code.EVIDENCE_INVALID
    assert "Mai" not in str(caught.value)


def test_signed_and_chained_evidence_is_believed() -> None:
    findings = verify_evidence(_opened(), anchors=ANCHORS, now=NOW)
    assert (findings.method, findings.passive, findings.stated) == ("chip", True, VERIFIED)


def test_without_an_anchor_nothing_is_claimed_about_the_chain() -> None:
    assert verify_evidence(_opened(), anchors=NONE, now=NOW).passive is None


def test_another_countrys_chain_is_refused() -> None:
    stranger = Issuer.fresh(dates_around(NOW), secrets.token_bytes)
    _refused(_opened(), Anchors(parse_certificates(stranger.csca_der)))


@pytest.mark.parametrize("anchors", [ANCHORS, NONE])
def test_changed_data_are_refused_with_and_without_an_anchor(anchors: Anchors) -> None:
    other = lds.encode_dg1(td1(replace(HOLDER, personal_number="014188009999")))
    _refused(_opened(evidence={"sod.bin": ISSUER.sign(GROUPS), "dg1.bin": other}), anchors)


def test_national_data_are_hashed_too() -> None:
    files = {"sod.bin": ISSUER.sign(GROUPS), "dg1.bin": GROUPS[1], "dg13.bin": GROUPS[13] + b"x"}
    _refused(_opened(evidence=files))


@pytest.mark.parametrize("missing", ["sod.bin", "dg1.bin"])
def test_chip_without_its_evidence_is_refused(missing: str) -> None:
    files = {"sod.bin": ISSUER.sign(GROUPS), "dg1.bin": GROUPS[1]}
    del files[missing]
    _refused(_opened(evidence=files))


@pytest.mark.parametrize(
    "holder",
    [{"personal_number": "014188009999"}, {"full_name": "Lò Thị Ban"}, {"full_name": "Quàng Văn Mai"}],
)  # fmt: skip
def test_kiosks_word_that_contradicts_the_zone_is_refused(holder: dict[str, str | None]) -> None:
    _refused(_opened(holder=holder))


def test_challenge_is_bound_to_dossier_and_kiosk() -> None:
    bound = hashlib.sha256(b"kiosk-aa" + DOSSIER.encode() + KIOSK.encode()).digest()[:8]
    assert verify_evidence(_opened(challenge=bound), anchors=ANCHORS, now=NOW).passive is True
    _refused(_opened(challenge=bytes(8)))


def test_a_signature_that_the_card_could_have_given_is_not_left_out() -> None:
    """Whoever once read SOD and DG1 of a card has no dossier in its holder's name by them."""
    groups = GROUPS | {15: b"o\x00"}
    files = {"sod.bin": ISSUER.sign(groups), "dg1.bin": GROUPS[1]}
    _refused(_opened(evidence=files))
    assert verify_evidence(_opened(evidence=files), anchors=NONE, now=NOW).passive is None


def test_a_copy_that_the_kiosk_itself_tells_is_found_and_told() -> None:
    groups = GROUPS | {15: b"o\x00"}
    files = {"sod.bin": ISSUER.sign(groups), "dg1.bin": GROUPS[1]}
    told = {"passive": True, "chip": None, "active": False}
    opened = _opened(evidence=files, verified=told)
    identity = opened.dossier.identity.model_copy(update={"verified": opened.statement.verified})  # type: ignore[union-attr]
    opened = replace(opened, dossier=opened.dossier.model_copy(update={"identity": identity}))
    assert verify_evidence(opened, anchors=ANCHORS, now=NOW).active is False


def test_values_of_a_chip_need_a_chip() -> None:
    opened = _opened()
    identity = opened.dossier.identity.model_copy(update={"method": "hand", "verified": None})
    for source, fits in (("typed", True), ("chip", False)):
        changed = {"identity": identity, "provenance": {"/data/applicant/full_name": source}}
        by_hand = replace(opened, dossier=opened.dossier.model_copy(update=changed))
        if fits:
            assert verify_evidence(by_hand, anchors=ANCHORS, now=NOW).method == "hand"
        else:
            _refused(by_hand)


def test_statement_and_dossier_say_the_same() -> None:
    _refused(_opened(verified=VERIFIED | {"chip": None}))


def test_garbage_for_evidence_is_refused() -> None:
    _refused(_opened(evidence={"sod.bin": b"\x77\x03abc", "dg1.bin": b"abc"}))
