"""Chip and active authentication in a whole read; what is said of a copy; evidence checked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.idcard import evidence, security_infos
from kiosk.idcard.anchors import Anchors
from kiosk.idcard.channel import File, Limits
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.holder import Verified
from kiosk.idcard.passive import Policy
from kiosk.idcard.reading import SENSITIVE, CardContent
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.chip_keys import EcSigner
from kiosk.idcard.virtual.issuer import Issuer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
Maker = Callable[..., VirtualCard]
Read = Callable[..., CardContent]
ALL = Verified(passive=True, chip=True, active=True)


def copy_without_chip_key(card: VirtualCard) -> VirtualCard:
    assert card.chip.agreement is not None
    other = replace(card.chip.agreement, private=card.chip.agreement.private + 1)
    return VirtualCard(replace(card.chip, agreement=other), card._rng)


def copy_without_signing_key(card: VirtualCard) -> VirtualCard:
    assert isinstance(card.chip.signer, EcSigner)
    other = EcSigner(card.chip.signer._group, 4711)
    return VirtualCard(replace(card.chip, signer=other), card._rng)


@pytest.mark.parametrize("chip_authentication", ["3DES/12", "AES-128/13", "AES-192/15", "AES-256/17"])
@pytest.mark.parametrize("extended", [4096, None])
def test_an_original_card_proves_itself(
    make_card: Maker, read: Read, chip_authentication: str, extended: int | None
) -> None:
    card = make_card(chip_authentication=chip_authentication)
    content = read(card, limits=Limits(extended))
    assert (content.verified, content.notes) == (ALL, ())


@pytest.mark.parametrize("active", ["RSA/1024", "RSA-SHA1/1280", "ECDSA/16"])
def test_active_authentication_with_other_keys(make_card: Maker, read: Read, active: str) -> None:
    assert read(make_card(active=active), limits=Limits(4096)).verified == ALL


def test_what_the_card_cannot_do_is_null_with_a_reason(make_card: Maker, read: Read) -> None:
    content = read(make_card(chip_authentication=None, active=None))
    assert content.verified == Verified(passive=True, chip=None, active=None)
    assert set(content.notes) == {"NO_CHIP_AUTHENTICATION", "NO_ACTIVE_AUTHENTICATION"}


@pytest.mark.parametrize("copied", [copy_without_chip_key, copy_without_signing_key])
def test_a_copy_is_refused(
    make_card: Maker, read: Read, copied: Callable[[VirtualCard], VirtualCard]
) -> None:
    with pytest.raises(CardFault) as caught:
        read(copied(make_card()))
    assert caught.value.fault is Fault.COPIED


def test_a_copy_may_fill_where_the_procedure_allows_it_and_is_marked(make_card: Maker, read: Read) -> None:
    content = read(copy_without_chip_key(make_card()), allow_copy=True)
    assert content.verified == Verified(passive=True, chip=False, active=True)
    assert content.notes == ("COPY_SUSPECTED",)
    content = read(copy_without_signing_key(make_card()), allow_copy=True)
    assert content.verified == Verified(passive=True, chip=True, active=False)
    assert content.holder.full_name == "Lường Thị Hạ"


def test_a_chip_that_cannot_do_what_its_issuer_signed_is_a_copy(make_card: Maker, read: Read) -> None:
    card = make_card()
    for missing in ({"agreement": None}, {"signer": None}):
        with pytest.raises(CardFault) as caught:
            read(VirtualCard(replace(card.chip, **missing), card._rng))
        assert caught.value.fault is Fault.COPIED


CHALLENGE = evidence.bound_challenge("0190b6a0-0000-7000-8000-000000000001", "kiosk-7")


def test_without_an_anchor_the_signature_is_still_evidence(
    make_card: Maker, read: Read, anchors: Anchors
) -> None:
    content = read(make_card(), trusted=Anchors(), challenge=bytes(8))
    assert (content.verified, content.notes) == (
        Verified(passive=None, chip=None, active=None),
        ("NO_ANCHOR",),
    )
    verdict = evidence.judge(content.evidence, Policy(anchors, NOW), expected_challenge=bytes(8))
    assert verdict.verified.active is True


@pytest.mark.parametrize("copied", [copy_without_chip_key, copy_without_signing_key])
def test_a_card_that_is_known_from_before_must_prove_itself_without_an_anchor_too(
    make_card: Maker, read: Read, copied: Callable[[VirtualCard], VirtualCard]
) -> None:
    original = make_card()
    copy = copied(original)
    assert read(copy, trusted=Anchors()).verified.passive is None
    copy.reset()
    with pytest.raises(CardFault) as caught:
        read(copy, trusted=Anchors(), prove=True)
    assert caught.value.fault is Fault.COPIED
    original.reset()
    assert read(original, trusted=Anchors(), prove=True).notes == ("NO_ANCHOR",)


def test_the_bound_challenge_is_the_documented_one() -> None:
    assert CHALLENGE.hex() == "8c16716781680372"


def test_evidence_convinces_a_third_party(make_card: Maker, read: Read, anchors: Anchors) -> None:
    proof = read(make_card(), challenge=CHALLENGE).evidence
    verdict = evidence.judge(proof, Policy(anchors, NOW), expected_challenge=CHALLENGE)
    assert verdict.verified == Verified(passive=True, chip=None, active=True)
    assert verdict.holder.zone_name == "LUONG THI HA"  # DG13 stays at the kiosk unless it is declared


def test_declared_national_data_is_evidence_too(make_card: Maker, read: Read, anchors: Anchors) -> None:
    proof = read(make_card(), challenge=CHALLENGE, sensitive=SENSITIVE).evidence
    assert evidence.judge(proof, Policy(anchors, NOW)).holder.ethnicity == "Thái"


def test_evidence_of_another_dossier_is_refused(make_card: Maker, read: Read, anchors: Anchors) -> None:
    proof = read(make_card(), challenge=CHALLENGE).evidence
    with pytest.raises(CardFault) as caught:
        evidence.judge(proof, Policy(anchors, NOW), expected_challenge=bytes(8))
    assert caught.value.fault is Fault.COPIED


def test_altered_evidence_is_refused(make_card: Maker, read: Read, anchors: Anchors) -> None:
    proof = read(make_card(), challenge=CHALLENGE).evidence
    foreign_key = make_card(active="ECDSA/13").chip.files[File.DG15]
    altered = replace(proof, dg1=proof.dg1.replace(b"LUONG", b"LUANG")), replace(proof, dg15=foreign_key)
    for forged in altered:
        with pytest.raises(CardFault) as caught:
            evidence.judge(forged, Policy(anchors, NOW), expected_challenge=CHALLENGE)
        assert caught.value.fault is Fault.TAMPERED


@pytest.mark.parametrize(
    "offer",
    ["ECDH-IM/AES-256/13", "DH-GM/AES-128/2", "DH-IM/3DES/0", "ECDH-CAM/AES-128/12", "ECDH-CAM/AES-256/13"],
)
def test_other_mappings_open_the_card_and_prove_it(make_card: Maker, read: Read, offer: str) -> None:
    assert read(make_card(pace=[offer])).verified == ALL


def test_generic_mapping_is_taken_first(make_card: Maker, read: Read) -> None:
    card = make_card(pace=["ECDH-CAM/AES-128/12", "ECDH-GM/AES-128/12", "ECDH-IM/AES-256/12"])
    assert read(card).verified == ALL
    assert card.chip.pace[1].mapping.name == "ECDH_GM"


def test_a_copy_is_found_by_chip_authentication_mapping_too(make_card: Maker, read: Read) -> None:
    card = make_card(pace=["ECDH-CAM/AES-128/12"], active=None)
    with pytest.raises(CardFault, match="mapping") as caught:
        read(copy_without_chip_key(card))
    assert caught.value.fault is Fault.COPIED


def test_mapping_data_under_a_foreign_signature_are_refused(
    make_card: Maker, read: Read, issuer: Issuer
) -> None:
    card = make_card(pace=["ECDH-CAM/AES-128/12"])
    assert card.chip.agreement is not None
    count = iter(range(1, 1000))
    foreign = issuer.foreign(lambda size: next(count).to_bytes(size, "big"))
    forged = foreign.sign_card_security(security_infos.encode(card.chip.agreement.infos()))
    files = card.chip.files | {File.CARD_SECURITY: forged}
    with pytest.raises(CardFault) as caught:
        read(VirtualCard(replace(card.chip, files=files), card._rng))
    assert caught.value.fault is Fault.SIGNER_UNTRUSTED
