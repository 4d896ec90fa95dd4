"""The lists that a kiosk trusts its portal by."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose, signed_lists
from kiosk.core.cose import Kind
from kiosk.core.enrolment import text_of_key
from kiosk.core.errors import Code, KioskError

ROOT = Ed25519PrivateKey.from_private_bytes(bytes(32))
PORTAL = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KIOSK = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
MOMENT = "2026-11-20T08:00:00Z"


def _signed(kind: Kind, key: Ed25519PrivateKey, **members: Any) -> bytes:
    payload = {"version": 3, "issued_at": MOMENT} | members
    return cose.sign(json.dumps(payload).encode(), kind=kind, key=key)


def _recipients(key: Ed25519PrivateKey = ROOT) -> bytes:
    entries = [{"purpose": "portal", "age": "age1p"}, {"purpose": "recovery", "age": "age1r"}]
    return _signed(Kind.RECIPIENTS, key, recipients=entries)


def _kiosk_keys(state: str) -> bytes:
    entry = {"kiosk_id": "K-00000001", "public_key": text_of_key(KIOSK.public_key()), "state": state}
    return _signed(Kind.KIOSK_KEYS, PORTAL, keys=[entry])


def _portal_key() -> signed_lists.PortalKey:
    document = _signed(Kind.PORTAL_KEY, ROOT, public_key=text_of_key(PORTAL.public_key()))
    return signed_lists.verified_portal_key(document, root=ROOT.public_key())


def test_recipients_are_all_sealed_to() -> None:
    recipients = signed_lists.verified_recipients(_recipients(), root=ROOT.public_key(), at_least=3)
    assert (recipients.portal, recipients.recovery) == (("age1p",), ("age1r",))
    assert recipients.all == ("age1p", "age1r")


def test_recipients_signed_by_the_portal_alone_are_refused() -> None:
    with pytest.raises(KioskError) as caught:
        signed_lists.verified_recipients(_recipients(PORTAL), root=ROOT.public_key())
    assert caught.value.code is Code.SIGNER_UNKNOWN


def test_a_list_never_goes_back() -> None:
    with pytest.raises(KioskError) as caught:
        signed_lists.verified_recipients(_recipients(), root=ROOT.public_key(), at_least=4)
    assert caught.value.code is Code.LIST_OLDER


def test_recipients_without_the_portal_are_refused() -> None:
    document = _signed(Kind.RECIPIENTS, ROOT, recipients=[{"purpose": "recovery", "age": "age1r"}])
    with pytest.raises(KioskError) as caught:
        signed_lists.verified_recipients(document, root=ROOT.public_key())
    assert caught.value.code is Code.SIGNATURE_INVALID


@pytest.mark.parametrize(("state", "proves"), [("active", True), ("retired", True), ("revoked", False)])
def test_a_revoked_kiosk_proves_nothing(state: str, *, proves: bool) -> None:
    keys = signed_lists.verified_kiosk_keys(_kiosk_keys(state), portal=_portal_key())
    name = cose.key_id(KIOSK.public_key())
    assert (name in keys.proving()) is proves
    assert keys.kiosk_of(name) == "K-00000001"


def test_a_key_outside_the_list_is_unknown() -> None:
    keys = signed_lists.verified_kiosk_keys(_kiosk_keys("active"), portal=_portal_key())
    with pytest.raises(KioskError) as caught:
        keys.kiosk_of(cose.key_id(ROOT.public_key()))
    assert caught.value.code is Code.SIGNER_UNKNOWN


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"{}", b'{"version": "x"}', b'{"version": 1, "recipients": 1}']
)
def test_a_signed_list_of_another_shape_is_refused(payload: bytes) -> None:
    document = cose.sign(payload, kind=Kind.RECIPIENTS, key=ROOT)
    with pytest.raises(KioskError) as caught:
        signed_lists.verified_recipients(document, root=ROOT.public_key())
    assert caught.value.code is Code.SIGNATURE_INVALID
