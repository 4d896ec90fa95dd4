"""Anchors in every form that issuers publish, and the chain to them."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from kiosk.idcard import keys
from kiosk.idcard.anchor_lists import MasterList, parse_certificates
from kiosk.idcard.anchors import Anchors, check_chain
from kiosk.idcard.certificates import signed_by
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.virtual.authority import Identity, dates_around, make_authority, make_signer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
DATES = dates_around(NOW)
MASTER_LIST = "2.23.136.1.1.2"


def rng() -> Callable[[int], bytes]:
    count = iter(range(1, 100_000))
    return lambda size: next(count).to_bytes(size, "big")


RNG = rng()
OLD, NEW, STRANGER = (make_authority("VN", DATES.csca, RNG) for _ in range(3))


def link(subject: Identity, issuer: Identity) -> bytes:
    """Return the new key's certificate signed by the old key."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject.certificate.subject)
        .issuer_name(issuer.certificate.subject)
        .public_key(subject.key.public_key())
        .serial_number(77)
        .not_valid_before(DATES.csca[0])
        .not_valid_after(DATES.csca[1])
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def master_list(*ders: bytes, signer: Identity = OLD) -> bytes:
    certificates = [asn1_x509.Certificate.load(der) for der in ders]
    payload = MasterList({"version": 0, "certificates": certificates}).dump()
    own = asn1_x509.Certificate.load(signer.der)
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [cms.ContentType(MASTER_LIST)]}),
            cms.CMSAttribute({"type": "message_digest", "values": [keys.digest("sha256", payload)]}),
        ]
    )
    signature = signer.key.sign(b"\x31" + attributes.dump()[1:], ec.ECDSA(hashes.SHA256()))
    name = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", name),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": signature,
        }
    )
    data = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {
                "content_type": MASTER_LIST,
                "content": core.ParsableOctetString(payload),
            },
            "certificates": [own],
            "signer_infos": [info],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump())


def ldif(kind: str, data: bytes) -> bytes:
    folded = textwrap.fill(f"{kind}:: {base64.b64encode(data).decode()}", 76, subsequent_indent=" ")
    return f"version: 1\ndn: c=VN,dc=data\nobjectClass: top\n{folded}\nsn: 1\n".encode()


def ders(certificates: tuple[asn1_x509.Certificate, ...]) -> set[bytes]:
    return {certificate.dump() for certificate in certificates}


def test_der_and_pem_with_several() -> None:
    assert ders(parse_certificates(OLD.der)) == {OLD.der}
    pem = b"".join(i.certificate.public_bytes(Encoding.PEM) for i in (OLD, STRANGER))
    assert ders(parse_certificates(pem)) == {OLD.der, STRANGER.der}


@pytest.mark.parametrize("wrapped", [False, True])
def test_master_list_alone_and_in_ldif(*, wrapped: bool) -> None:
    data = master_list(OLD.der, STRANGER.der)
    data = ldif("pkdMasterListContent", data) if wrapped else data
    assert ders(parse_certificates(data)) == {OLD.der, STRANGER.der}


def test_a_list_changed_after_signing_is_refused() -> None:
    data = bytearray(master_list(OLD.der))
    at = bytes(data).index(OLD.der) + 60
    data[at] ^= 1
    with pytest.raises(CardFault):
        parse_certificates(bytes(data))


def test_link_certificates_count_when_the_old_key_is_known() -> None:
    bridge = link(NEW, OLD)
    assert ders(parse_certificates(master_list(OLD.der, bridge))) == {OLD.der, bridge}
    assert ders(parse_certificates(master_list(STRANGER.der, bridge))) == {STRANGER.der}


def test_a_signer_under_the_new_key_is_trusted_by_the_link() -> None:
    signer = asn1_x509.Certificate.load(make_signer(NEW, "VN", DATES.signer, RNG).der)
    anchors = parse_certificates(master_list(OLD.der, link(NEW, OLD)))
    check_chain(signer, anchors, NOW, allow_sha1=False)
    with pytest.raises(CardFault) as caught:
        check_chain(signer, parse_certificates(master_list(OLD.der)), NOW, allow_sha1=False)
    assert caught.value.fault is Fault.SIGNER_UNTRUSTED


def test_document_signers_of_a_directory_are_no_anchors() -> None:
    signer = make_signer(OLD, "VN", DATES.signer, RNG)
    assert parse_certificates(ldif("userCertificate;binary", signer.der)) == ()
    assert ders(parse_certificates(ldif("cACertificate;binary", OLD.der))) == {OLD.der}


def test_a_document_signer_cannot_sign_others() -> None:
    middle = make_signer(OLD, "VN", DATES.signer, RNG)
    low = asn1_x509.Certificate.load(make_signer(middle, "VN", DATES.signer, RNG).der)
    with pytest.raises(CardFault) as caught:
        check_chain(low, parse_certificates(middle.der), NOW, allow_sha1=False)
    assert caught.value.fault is Fault.SIGNER_UNTRUSTED


@pytest.mark.parametrize("years", [-10, 20])
def test_validity_counts_at_the_time_of_signing(years: int) -> None:
    signer = asn1_x509.Certificate.load(make_signer(OLD, "VN", DATES.signer, RNG).der)
    anchors = parse_certificates(OLD.der)
    check_chain(signer, anchors, NOW, allow_sha1=False)
    with pytest.raises(CardFault) as caught:
        check_chain(signer, anchors, NOW + timedelta(days=365 * years), allow_sha1=False)
    assert caught.value.fault is Fault.SIGNER_EXPIRED


def rsa_authority(scheme: str) -> tuple[bytes, bytes]:
    """Return a CSCA with an RSA key, and a signer under it."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")])
    made = []
    for serial, is_authority in ((1, True), (2, False)):
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(serial)
            .not_valid_before(DATES.csca[0])
            .not_valid_after(DATES.csca[1])
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if scheme == "pss" else padding.PKCS1v15()
        made.append(builder.sign(key, hashes.SHA256(), rsa_padding=pss).public_bytes(Encoding.DER))
    return made[0], made[1]


@pytest.mark.parametrize("scheme", ["pss", "pkcs1"])
def test_rsa_authorities(scheme: str) -> None:
    authority, signer = rsa_authority(scheme)
    check_chain(asn1_x509.Certificate.load(signer), parse_certificates(authority), NOW, allow_sha1=False)


def test_anchors_speak_for_their_state() -> None:
    anchors = Anchors(parse_certificates(OLD.der))
    assert anchors.for_states(("VNM",))
    assert anchors.for_states(("UTO", "VN"))
    assert not anchors.for_states(("UTO", "UT"))


@given(st.binary(max_size=300), st.integers(0, 600))
def test_any_bytes_are_refused_or_read(noise: bytes, at: int) -> None:
    for data in (noise, OLD.der[:at] + noise + OLD.der[at + len(noise) :]):
        try:
            parse_certificates(data)
        except CardFault:
            continue


# A test authority whose curve (brainpoolP256r1) is written out instead of named, as many issuers do it.
WRITTEN_OUT = base64.b64decode(
    "MIICvTCCAmOgAwIBAgIUbj3Y7yZ9MwfPtAhDl8FLgZUw72QwCgYIKoZIzj0EAwIwRjELMAkGA1UEBhMCVk4xHzAdBgNVBAoMFk1v"
    "dCBDdWEgS2lvc2sgcHJhY3RpY2UxFjAUBgNVBAMMDUNTQ0EgZXhwbGljaXQwHhcNMjYxMTIzMjMyMzU3WhcNNDYxMTE4MjMyMzU3"
    "WjBGMQswCQYDVQQGEwJWTjEfMB0GA1UECgwWTW90IEN1YSBLaW9zayBwcmFjdGljZTEWMBQGA1UEAwwNQ1NDQSBleHBsaWNpdDCC"
    "ATMwgewGByqGSM49AgEwgeACAQEwLAYHKoZIzj0BAQIhAKn7V9uh7qm8PmYKkJ2DjXJuO/Yj1SYgKCATSB0fblN3MEQEIH1aCXX8"
    "LDBX7vZ1MEF6/+f7gFXBJtxcbOlKS0TzMLXZBCAm3Fxs6UpLRPMwtdm713y/lYQWKVz34c5rzNwY/4wHtgRBBIvSrrnLflfLLEtI"
    "L/yBt6+53ifh470jwjpEU72azjJiVH74NcPaxP2X+EYaFGEdycJ3RRMt7Y5UXB1Uxy8EaZcCIQCp+1fboe6pvD5mCpCdg41xjDl6"
    "o7VhpveQHg6Cl0hWpwIBAQNCAARY4FGRG0tIhOz4/3357nTlN2B/tCoOO7ZGR2xj+D7MqyvARInsmGE+yIJZpJACv/ltygaHX0+T"
    "A8uhsCjbuPeco1MwUTAdBgNVHQ4EFgQUH8TNEAcbrCAx1qXbyd0DxTo1658wHwYDVR0jBBgwFoAUH8TNEAcbrCAx1qXbyd0DxTo1"
    "658wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAtkFzUDYrGpOYdG1F1z6qov2MZZTOiRXjuizTnRdWK5AIhAJjf"
    "q1m4jsxZsKw4lQAYVprO2gaYfm+arcmvb6+5koTU"
)


def test_a_curve_that_is_written_out_is_recognised() -> None:
    (authority,) = parse_certificates(WRITTEN_OUT)
    assert signed_by(authority, authority)
    assert keys.curve_of(keys.parse_public_key(authority.public_key.dump())[0]).name == "brainpoolP256r1"


@pytest.mark.parametrize("what", ["7d5a0975fc2c3057", "8bd2aeb9cb7e57cb", "26dc5c6ce94a4b44f330b5d9bbd77cbf"])
def test_a_curve_that_is_written_out_differently_is_refused(what: str) -> None:
    changed = WRITTEN_OUT.replace(bytes.fromhex(what), bytes.fromhex(what)[:-1] + b"\x00", 1)
    assert changed != WRITTEN_OUT
    (authority,) = parse_certificates(changed)
    with pytest.raises(CardFault) as caught:
        signed_by(authority, authority)
    assert caught.value.fault is Fault.UNSUPPORTED
