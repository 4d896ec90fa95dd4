"""Signed documents, against an independent implementation (`cwt`) in both directions."""

from __future__ import annotations

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEHeaders, COSEKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import cose
from kiosk.core.cose import Kind
from kiosk.core.errors import Code, KioskError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def _oracle_key(key: Ed25519PrivateKey, *, private: bool) -> object:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    if private:
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    else:
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return COSEKey.from_pem(pem, kid=cose.key_id(key.public_key()), alg="EdDSA")


def test_another_implementation_accepts_our_signature() -> None:
    message = cose.sign(b"payload", kind=Kind.MANIFEST, key=KEY)
    protected, unprotected, payload = COSE.new().decode_with_headers(message, _oracle_key(KEY, private=False))
    assert payload == b"payload"
    assert unprotected == {}
    assert protected[3] == "application/vnd.motcua.manifest"
    assert protected[4] == cose.key_id(KEY.public_key())


def test_we_accept_another_implementations_signature() -> None:
    message = COSE.new().encode_and_sign(
        b"payload",
        key=_oracle_key(KEY, private=True),
        protected={
            COSEHeaders.ALG: -8,
            COSEHeaders.CTY: "application/vnd.motcua.slip",
            COSEHeaders.KID: cose.key_id(KEY.public_key()),
        },
        unprotected={},
    )
    assert cose.verify(message, kind=Kind.SLIP, key=KEY.public_key()) == b"payload"


@given(payload=st.binary(max_size=200), kind=st.sampled_from(Kind))
def test_what_was_signed_comes_back(payload: bytes, kind: Kind) -> None:
    message = cose.sign(payload, kind=kind, key=KEY)
    assert cose.verify(message, kind=kind, key=KEY.public_key()) == payload
    assert cose.named_key_id(message) == cose.key_id(KEY.public_key())
    assert cose.unverified_payload(message) == payload


@given(data=st.data())
def test_every_flipped_bit_is_refused(data: st.DataObject) -> None:
    message = bytearray(cose.sign(b"a small payload", kind=Kind.MANIFEST, key=KEY))
    position = data.draw(st.integers(0, len(message) * 8 - 1))
    message[position // 8] ^= 1 << position % 8
    with pytest.raises(KioskError) as caught:
        cose.verify(bytes(message), kind=Kind.MANIFEST, key=KEY.public_key())
    assert caught.value.code in (Code.SIGNATURE_INVALID, Code.SIGNER_UNKNOWN)


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_by_name(noise: bytes) -> None:
    with pytest.raises(KioskError) as caught:
        cose.verify(noise, kind=Kind.MANIFEST, key=KEY.public_key())
    assert caught.value.code is Code.SIGNATURE_INVALID


def test_a_document_of_another_kind_is_refused() -> None:
    message = cose.sign(b"x", kind=Kind.ACKNOWLEDGEMENT, key=KEY)
    with pytest.raises(KioskError) as caught:
        cose.verify(message, kind=Kind.MANIFEST, key=KEY.public_key())
    assert caught.value.code is Code.SIGNATURE_INVALID


def test_another_signer_is_unknown() -> None:
    message = cose.sign(b"x", kind=Kind.MANIFEST, key=OTHER)
    with pytest.raises(KioskError) as caught:
        cose.verify(message, kind=Kind.MANIFEST, key=KEY.public_key())
    assert caught.value.code is Code.SIGNER_UNKNOWN


def test_a_signer_named_falsely_is_refused() -> None:
    keys = {cose.key_id(OTHER.public_key()): KEY.public_key()}
    with pytest.raises(KioskError) as caught:
        cose.verify_any(cose.sign(b"x", kind=Kind.MANIFEST, key=OTHER), kind=Kind.MANIFEST, keys=keys)
    assert caught.value.code is Code.SIGNATURE_INVALID


def _with(protected: object = None, unprotected: object = None, tail: bytes = b"") -> bytes:
    original = cbor2.loads(cose.sign(b"x", kind=Kind.MANIFEST, key=KEY)).value
    parts = [cbor2.dumps(protected) if protected else original[0], unprotected or {}, *original[2:]]
    return cbor2.dumps(cbor2.CBORTag(18, parts)) + tail


@pytest.mark.parametrize(
    "message",
    [
        _with(unprotected={4: b"other"}),
        _with(protected={1: -8, 3: "application/vnd.motcua.manifest"}),
        _with(protected={1: -7, 3: "application/vnd.motcua.manifest", 4: b"12345678"}),
        _with(protected={1: -8, 3: "application/vnd.motcua.manifest", 4: b"12345678", 2: [99]}),
        _with(tail=b"\x00"),
    ],
    ids=["unprotected", "no kid", "another algorithm", "critical header", "bytes after the end"],
)
def test_only_the_one_form_is_read(message: bytes) -> None:
    with pytest.raises(KioskError) as caught:
        cose.verify(message, kind=Kind.MANIFEST, key=KEY.public_key())
    assert caught.value.code is Code.SIGNATURE_INVALID
