"""What a kiosk knows once it has joined a portal, each piece verified up to the province's root. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core.enrolment import public_key_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.signed_lists import (
    KioskKeys,
    PortalKey,
    Recipients,
    verified_kiosk_keys,
    verified_portal_key,
    verified_recipients,
)


@dataclass(frozen=True, slots=True)
class Documents:
    """The three signed lists as bytes."""

    portal_key: bytes
    recipients: bytes
    kiosk_keys: bytes


@dataclass(frozen=True, slots=True)
class Membership:
    """The facts of one enrolment: plain values, as stored. Keys are public ones, in base64."""

    portal_url: str
    kiosk_id: str
    key_id: str
    """Which of our keys the portal knows, as 16 hexadecimal digits."""
    ca_pem: str
    root: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A kiosk's whole trust: whom it talks to, whom it seals to, whose signatures it believes."""

    membership: Membership
    root: Ed25519PublicKey
    portal_key: PortalKey
    recipients: Recipients
    kiosk_keys: KioskKeys

    @property
    def kiosk_id(self) -> str:
        """The id that the portal gave."""
        return self.membership.kiosk_id


def enrolled(membership: Membership, documents: Documents) -> Enrolled:
    """Return the trust that these documents give.

    Raises KioskError SIGNATURE_INVALID, SIGNER_UNKNOWN; ENROL_OTHER_PORTAL when our own key isn't listed
    under our id.
    """
    root = public_key_of(membership.root)
    portal = verified_portal_key(documents.portal_key, root=root)
    keys = verified_kiosk_keys(documents.kiosk_keys, portal=portal)
    mine = keys.keys.get(bytes.fromhex(membership.key_id))
    if mine is None or mine.kiosk_id != membership.kiosk_id:
        raise KioskError(Code.ENROL_OTHER_PORTAL, "our key is not in the list of kiosk keys")
    return Enrolled(membership, root, portal, verified_recipients(documents.recipients, root=root), keys)
