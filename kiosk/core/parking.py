"""Stepping aside: a visit as one ciphertext that any kiosk of the portal can bring back. Pure.

What opens it is the slip and a factor: the card that began the visit, or six digits chosen then and never
printed. The portal keeps the ciphertext, and hands it out only for a proof that neither of the two alone
gives; it can't read it (docs/security.md, docs/protocol "Parked visits").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, Rng

MEMORY_KIB = 256 * 1024
PASSES = 3
LANES = 4
LARGEST_BYTES = 64 * 1024 * 1024
CARD, DIGITS = "card", "code"
_KEY_BYTES, _ID_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 16, 12


@dataclass(frozen=True, slots=True)
class ParkedKeys:
    """What slip and factor give: `auth` proves the right to the ciphertext, `enc` opens it."""

    parked_id: str
    auth: bytes = field(repr=False)
    enc: bytes = field(repr=False)

    @property
    def auth_sha256(self) -> str:
        """What the portal keeps."""
        return hashlib.sha256(self.auth).hexdigest()


@dataclass(frozen=True, slots=True)
class ParkedVisit:
    """A visit on its way between kiosks. Dossier id, receipt code and slip secret are fixed from here on."""

    dossier_id: DossierId
    procedure: str
    version: str
    receipt_code: str
    slip_secret: bytes = field(repr=False)
    records: dict[str, bytes] = field(repr=False)
    pages: tuple[tuple[str, int, bytes], ...] = field(repr=False)
    """Key of the paper, number of the page, JPEG."""


@dataclass(frozen=True, slots=True)
class ParkedHead:
    """What the portal tells of a parked visit to whoever holds its slip. `factor`: `card` or `code`."""

    factor: str
    tries_left: int
    expires_at: str


def parked_id_of(slip_secret: bytes) -> str:
    """Return the name under which a slip's visit is parked: it tells nothing of the secret."""
    return HKDF(SHA256(), length=_ID_BYTES, salt=None, info=b"parked").derive(slip_secret).hex()


def factor_of_card(sod: bytes) -> bytes:
    """Return what a card stands for in place of digits: its security object, read again."""
    return hashlib.sha256(sod).digest()


def keys_of(slip_secret: bytes, factor: bytes) -> ParkedKeys:
    """Return the keys that slip and factor give. Takes about a second and 256 MiB: guessing costs that too.

    K = argon2id(factor, salt = HKDF(slip secret, "salt"), 256 MiB, t = 3, 4 lanes); auth = HKDF(K, "auth");
    enc = HKDF(K ‖ slip secret, "enc"). RFC 9106, RFC 5869 with SHA-256 and no salt.
    """
    salt = HKDF(SHA256(), length=_SALT_BYTES, salt=None, info=b"salt").derive(slip_secret)
    slow = Argon2id(salt=salt, length=_KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    key = slow.derive(factor)
    return ParkedKeys(
        parked_id_of(slip_secret),
        auth=HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=b"auth").derive(key),
        enc=HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=b"enc").derive(key + slip_secret),
    )


def sealed(visit: ParkedVisit, keys: ParkedKeys, rng: Rng) -> bytes:
    """Return nonce ‖ AES-256-GCM ciphertext of the visit in CBOR, bound to its parked id."""
    plain = cbor2.dumps(
        {
            "dossier_id": visit.dossier_id,
            "procedure": visit.procedure,
            "version": visit.version,
            "receipt_code": visit.receipt_code,
            "slip_secret": visit.slip_secret,
            "records": visit.records,
            "pages": [list(page) for page in visit.pages],
        }
    )
    nonce = rng(_NONCE_BYTES)
    return nonce + AESGCM(keys.enc).encrypt(nonce, plain, keys.parked_id.encode())


def opened(ciphertext: bytes, keys: ParkedKeys) -> ParkedVisit:
    """Return the visit. Raises KioskError DRAFT_LOST when it is damaged or another's."""
    nonce, rest = ciphertext[:_NONCE_BYTES], ciphertext[_NONCE_BYTES:]
    try:
        told = cbor2.loads(AESGCM(keys.enc).decrypt(nonce, rest, keys.parked_id.encode()))
        pages = tuple((str(key), int(number), bytes(jpeg)) for key, number, jpeg in told.pop("pages"))
        return ParkedVisit(**told, pages=pages)
    except (InvalidTag, ValueError, TypeError, KeyError) as error:
        raise KioskError(Code.DRAFT_LOST, "parked") from error
