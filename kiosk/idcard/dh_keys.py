"""Diffie-Hellman public keys of prime groups, as DG14 carries them for chip authentication.

SubjectPublicKeyInfo with the group written out: X9.42 (p, g, q) or PKCS #3 (p, g, length). Source:
BSI TR-03110-3, A.2.2 and A.3; RFC 3279, 2.3.3; PKCS #3, 9. Only sizes and the numbers' own relations are
checked: that the group is a good one is the issuer's word, which passive authentication checks.
"""

from __future__ import annotations

from kiosk.idcard import tlv
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.modp import MODP_GROUPS, ModpGroup

_SEQUENCE, _INTEGER, _BIT_STRING, _OID = 0x30, 0x02, 0x03, 0x06
_X942 = bytes.fromhex("2A8648CE3E0201")
_PKCS3 = bytes.fromhex("2A864886F70D010301")
_MIN_BITS, _MAX_BITS, _MIN_ORDER_BITS = 1024, 4096, 160
_WRITTEN_OUT = -1


def parse(der: bytes) -> tuple[ModpGroup, bytes]:
    """Return the group and the public element, as long as the prime.

    Raises CardFault MALFORMED, UNSUPPORTED.
    """
    algorithm, key = _two(tlv.unwrap(der, _SEQUENCE), _SEQUENCE, _BIT_STRING)
    oid = tlv.unwrap(algorithm, _OID)
    if oid not in (_X942, _PKCS3):
        raise CardFault(Fault.UNSUPPORTED, f"key agreement {oid.hex()}")
    _, parameters = _two(algorithm, _OID, _SEQUENCE)
    numbers = [_unsigned(value) for tag, value in tlv.walk(parameters) if tag == _INTEGER]
    group = _group(numbers, with_order=oid == _X942)
    element = _unsigned(tlv.unwrap(key[1:], _INTEGER))
    if key[:1] != b"\x00" or element >= group.prime:
        raise malformed("DH key")
    return group, element.to_bytes(group.size, "big")


def encode(group: ModpGroup, element: bytes) -> bytes:
    """Return an X9.42 key, for the virtual card."""
    numbers = b"".join(_integer(number) for number in (group.prime, group.base, group.order))
    algorithm = tlv.encode(_SEQUENCE, tlv.encode(_OID, _X942) + tlv.encode(_SEQUENCE, numbers))
    key = tlv.encode(_BIT_STRING, b"\x00" + _integer(int.from_bytes(element, "big")))
    return tlv.encode(_SEQUENCE, algorithm + key)


def _group(numbers: list[int], *, with_order: bool) -> ModpGroup:
    if len(numbers) < (3 if with_order else 2):
        raise malformed("DH parameters")
    prime, base = numbers[:2]
    known = next((group for group in MODP_GROUPS if (group.prime, group.base) == (prime, base)), None)
    if known is not None:
        return known
    if not _MIN_BITS <= prime.bit_length() <= _MAX_BITS:
        raise CardFault(Fault.UNSUPPORTED, f"DH prime of {prime.bit_length()} bits")
    # PKCS #3 tells no order: every element's order divides p - 1
    order = numbers[2] if with_order else prime - 1
    if prime % 2 == 0 or order.bit_length() < _MIN_ORDER_BITS or (prime - 1) % order:
        raise malformed("DH parameters")
    if not 1 < base < prime - 1 or pow(base, order, prime) != 1:
        raise malformed("DH parameters")
    return ModpGroup(f"{prime.bit_length()}-bit MODP", _WRITTEN_OUT, prime, base, order)


def _two(data: bytes, *tags: int) -> tuple[bytes, bytes]:
    objects = list(tlv.walk(data))
    if [tag for tag, _ in objects] != list(tags):
        raise malformed("DH key")
    return objects[0][1], objects[1][1]


def _unsigned(value: bytes) -> int:
    if not value or value[0] & 0x80:
        raise malformed("DH number")
    return int.from_bytes(value, "big")


def _integer(number: int) -> bytes:
    return tlv.encode(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
