"""Curves that `cryptography` lacks, and prime groups written out: OpenSSL's certificates, and whole reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.idcard import dh_keys, tlv
from kiosk.idcard.anchors import parse_certificates
from kiosk.idcard.certificates import signed_by
from kiosk.idcard.channel import Limits
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.holder import Verified
from kiosk.idcard.modp import MODP_GROUPS, ModpGroup
from kiosk.idcard.reading import CardContent
from kiosk.idcard.virtual.chip import VirtualCard

ALL = Verified(passive=True, chip=True, active=True)
BY_OPENSSL = (
    # self-signed, ecdsa-with-SHA384, parameters written out, points compressed; openssl 3.0
    """
-----BEGIN CERTIFICATE-----
MIIC6DCCAn2gAwIBAgIUQhEC/QqJVxgs+f19Z/y9XhMefAEwCgYIKoZIzj0EAwMw
RTELMAkGA1UEBhMCVVQxFzAVBgNVBAoMDkludmVudGVkIFN0YXRlMR0wGwYDVQQD
DBRDU0NBIGJyYWlucG9vbFAzMjByMTAgFw0yNjExMjQwMTUxNTFaGA8yMTI2MTAz
MTAxNTE1MVowRTELMAkGA1UEBhMCVVQxFzAVBgNVBAoMDkludmVudGVkIFN0YXRl
MR0wGwYDVQQDDBRDU0NBIGJyYWlucG9vbFAzMjByMTCCAU0wggEdBgcqhkjOPQIB
MIIBEAIBATA0BgcqhkjOPQEBAikA015HIDa8T7fhPHhe0gHgZfmPz6b29A3vT5K5
7HiT7Cj81BKx8bMuJzBUBCg+4wtWj7qw+IPM69RtPzu4oqc1E/XredpmGQ6whf+p
9JLzdal9hg60BChSCIOUnf28QtOtGYZAaIpv4T9BNJVUtJrMMdzNiEU5gW9etKyP
sfGmBFEEQ71+mvtT2LhSibzEjuW/5vIBN9EKCH6254ceKhClmccQr40NOeIGERT9
0FVF7BzIq0CTJH93J14HQ//tEXGC6qnHeHeqrGrH01JF0WkujuECKQDTXkcgNrxP
t+E8eF7SAeBl+Y/PpbaPEqMtSC7H7oZY6YaRVVtExZMRAgEBAyoAA7j+40asBbt7
7BMCX0+NAMLT1J4WGyGA83SreF+1nQh8tqvWuBUn9UajUzBRMB0GA1UdDgQWBBTE
mPzN7b02zVFoj5JOcgJsFur/IjAfBgNVHSMEGDAWgBTEmPzN7b02zVFoj5JOcgJs
Fur/IjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMDA1kAMFYCKQCjh5Wshsmj
DDxshaAfcr8ItdOaFo7xMSb6JC9qQR7jknh7bKCV+UDiAikApjtHpRMb87bxyxvv
an5Adt55DtKyC+KE5V+kiQfk1wncSR2ryBoMsw==
-----END CERTIFICATE-----
""",
    """
-----BEGIN CERTIFICATE-----
MIICeDCCAiagAwIBAgIUICqKLMnQB2vZBTeHNNZwUKr9aXEwCgYIKoZIzj0EAwMw
RTELMAkGA1UEBhMCVVQxFzAVBgNVBAoMDkludmVudGVkIFN0YXRlMR0wGwYDVQQD
DBRDU0NBIGJyYWlucG9vbFAyMjRyMTAgFw0yNjExMjQwMTUxNTFaGA8yMTI2MTAz
MTAxNTE1MVowRTELMAkGA1UEBhMCVVQxFzAVBgNVBAoMDkludmVudGVkIFN0YXRl
MR0wGwYDVQQDDBRDU0NBIGJyYWlucG9vbFAyMjRyMTCB9zCB1AYHKoZIzj0CATCB
yAIBATAoBgcqhkjOPQEBAh0A18E0qiZDZoYqGDAlddHXh7CfB1eX2on1fsjA/zA8
BBxopeYsqc5sHCmYA6bBUwtRThgq2LAEKlnK0p9DBBwlgPY8z+RBOIcHE7GpI2nj
PiE10mbbs3I4bEALBDkEDZAprSx+XPQ0CCOyqH3GjJ5M4xdMHm797hLAfViqVvdy
wHJvJMa4nk7NrCQ1S56ZyqP203YUAs0CHQDXwTSqJkNmhioYMCV10PuY0Ra8S23e
vKOlp5OfAgEBAx4AA7dXlxDKr4kygaIx6KsVR4n1wj+viXSglVRQM2KjUzBRMB0G
A1UdDgQWBBTgIjN6cyovXPzyB9QVUlpnRTGXpDAfBgNVHSMEGDAWgBTgIjN6cyov
XPzyB9QVUlpnRTGXpDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMDA0AAMD0C
HDm9RKUrQAQMxMysFbnUp0bseW/gx+UklIcyyQECHQCBss6QcyH6fapeZ4wTnKiN
+oi9hRMSbtJO72vv
-----END CERTIFICATE-----
""",
)
PKCS3, X942 = bytes.fromhex("2A864886F70D010301"), bytes.fromhex("2A8648CE3E0201")


@pytest.mark.parametrize("pem", BY_OPENSSL, ids=["brainpoolP320r1", "brainpoolP224r1"])
def test_openssls_signatures_hold_and_altered_ones_do_not(pem: str) -> None:
    (certificate,) = parse_certificates(pem.strip().encode())
    assert signed_by(certificate, certificate)
    der = bytearray(certificate.dump())
    der[der.index(b"Invented")] ^= 1
    (altered,) = parse_certificates(bytes(der))
    assert not signed_by(altered, certificate)
    der = bytearray(certificate.dump())
    der[-1] ^= 1
    (altered,) = parse_certificates(bytes(der))
    assert not signed_by(altered, certificate)


@pytest.mark.parametrize("active", ["ECDSA/11", "ECDSA/14"])
def test_active_authentication_on_these_curves(
    make_card: Callable[..., VirtualCard], read: Callable[..., CardContent], active: str
) -> None:
    assert read(make_card(active=active), limits=Limits(4096)).verified == ALL


@pytest.mark.parametrize("key", ["3DES/0", "AES-128/1", "AES-256/2"])
def test_chip_authentication_with_prime_groups_and_its_copies(
    make_card: Callable[..., VirtualCard], read: Callable[..., CardContent], key: str
) -> None:
    card = make_card(chip_authentication=key)
    assert read(card, limits=Limits(4096)).verified == ALL
    agreement = card.chip.agreement
    assert agreement is not None
    copy = replace(card.chip, agreement=replace(agreement, private=agreement.private + 1))
    with pytest.raises(CardFault) as caught:
        read(VirtualCard(copy, card._rng), limits=Limits(4096))
    assert caught.value.fault is Fault.COPIED


def written(oid: bytes, numbers: tuple[int, ...], element: int) -> bytes:
    def integer(number: int) -> bytes:
        return tlv.encode(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))

    algorithm = tlv.encode(0x06, oid) + tlv.encode(0x30, b"".join(map(integer, numbers)))
    return tlv.encode(0x30, tlv.encode(0x30, algorithm) + tlv.encode(0x03, b"\x00" + integer(element)))


GROUP = MODP_GROUPS[0]
ELEMENT = pow(GROUP.base, 4711, GROUP.prime)
OTHER_BASE = pow(GROUP.base, 3, GROUP.prime)


@pytest.mark.parametrize(
    ("oid", "numbers"),
    [
        (PKCS3, (GROUP.prime, GROUP.base)),
        (PKCS3, (GROUP.prime, OTHER_BASE, 160)),
        (X942, (GROUP.prime, OTHER_BASE, GROUP.order)),
    ],
)
def test_groups_written_out_are_taken(oid: bytes, numbers: tuple[int, ...]) -> None:
    group, element = dh_keys.parse(written(oid, numbers, ELEMENT))
    assert int.from_bytes(element, "big") == ELEMENT
    ours = group.public_key(1234)
    assert group.shared_secret(4711, ours) == group.shared_secret(1234, group.public_key(4711))


def test_what_we_write_is_what_we_read() -> None:
    element = GROUP.public_key(99)
    assert dh_keys.parse(dh_keys.encode(GROUP, element)) == (GROUP, element)


@pytest.mark.parametrize(
    ("oid", "numbers", "element", "fault"),
    [
        (bytes.fromhex("2A8648CE380401"), (GROUP.prime, GROUP.base, GROUP.order), ELEMENT, Fault.UNSUPPORTED),
        (X942, (2**511 - 1, 3, 2**160), 5, Fault.UNSUPPORTED),
        (X942, (2**5000 - 1, 3, 2**160), 5, Fault.UNSUPPORTED),
        (X942, (GROUP.prime, OTHER_BASE), ELEMENT, Fault.MALFORMED),
        (X942, (GROUP.prime, OTHER_BASE, GROUP.order + 2), ELEMENT, Fault.MALFORMED),
        (X942, (GROUP.prime, OTHER_BASE, 2), ELEMENT, Fault.MALFORMED),
        (X942, (GROUP.prime, GROUP.prime - 1, GROUP.order), ELEMENT, Fault.MALFORMED),
        (X942, (GROUP.prime + 1, 3, GROUP.prime), ELEMENT, Fault.MALFORMED),
        (X942, (GROUP.prime, GROUP.base, GROUP.order), GROUP.prime + 1, Fault.MALFORMED),
    ],
)
def test_bad_groups_and_keys_are_refused(
    oid: bytes, numbers: tuple[int, ...], element: int, fault: Fault
) -> None:
    with pytest.raises(CardFault) as caught:
        dh_keys.parse(written(oid, numbers, element))
    assert caught.value.fault is fault


def test_an_element_outside_the_subgroup_is_refused() -> None:
    group, element = dh_keys.parse(written(X942, (GROUP.prime, OTHER_BASE, GROUP.order), 2))
    assert isinstance(group, ModpGroup)
    with pytest.raises(CardFault):
        group.shared_secret(5, element)
