"""Active authentication: the chip signs a challenge with the private key for DG15's public key.

A third party can check it again, so the challenge is bound to the dossier. Source: ICAO 9303-11, section 6.1.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.idcard import iso9796, keys, tlv
from kiosk.idcard.apdu import EXTENDED_LE, SHORT_LE, Command
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.pace import Send
from kiosk.idcard.security_infos import SecurityInfos

DG15_TAG = 0x6F
CHALLENGE = 8
_PLAIN_ECDSA = bytes.fromhex("04007F000701010401")
_HASHES = ("sha256", "sha1", "sha384", "sha512", "sha224")


def sign(send: Send, challenge: bytes, *, extended: bool) -> bytes:
    """Ask the chip to sign and return the signature. Raises CardFault COPIED when it refuses."""
    answer = send(Command(0x00, 0x88, 0, 0, challenge, EXTENDED_LE if extended else SHORT_LE))
    if not answer.ok or not answer.data:
        raise CardFault(Fault.COPIED, f"active authentication {answer.sw:04X}", status=answer.sw)
    return answer.data


def check(dg15: bytes, signature: bytes, challenge: bytes, infos: SecurityInfos | None) -> bool:
    """Say whether the signature is by DG15's key over this challenge. Pure; a portal calls it too.

    `infos` are DG14's, which name the hash of an elliptic curve signature; without them each known hash is
    tried. Raises CardFault MALFORMED, UNSUPPORTED.
    """
    key = keys.load_public_key(tlv.unwrap(dg15, DG15_TAG))
    if isinstance(key, rsa.RSAPublicKey):
        return _check_rsa(key, signature, challenge)
    named = infos.active_signature_oid if infos else None
    names = (_hash_of(named),) if named else _HASHES
    return any(_check_ecdsa(key, signature, challenge, name) for name in names)


def _hash_of(oid: bytes) -> str:
    arc = str(oid[-1])
    if oid[:-1] != _PLAIN_ECDSA or arc not in keys.PLAIN_HASHES:
        raise CardFault(Fault.UNSUPPORTED, f"active authentication {oid.hex()}")
    return keys.PLAIN_HASHES[arc]


def _check_ecdsa(key: keys.EcKey, signature: bytes, challenge: bytes, name: str) -> bool:
    try:
        return keys.verify_ecdsa(key, keys.plain_to_der(signature), challenge, name)
    except ValueError:
        return False


def _check_rsa(key: rsa.RSAPublicKey, signature: bytes, challenge: bytes) -> bool:
    numbers = key.public_numbers()
    size = (numbers.n.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != size or value >= numbers.n:
        return False
    opened = pow(value, numbers.e, numbers.n)
    # ISO/IEC 9796-2 lets a signer give n − s; the right one ends in the trailer's nibble
    candidates = (opened, numbers.n - opened)
    return any(iso9796.check(candidate.to_bytes(size, "big"), challenge) for candidate in candidates)
