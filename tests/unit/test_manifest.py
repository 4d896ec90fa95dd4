"""What is filed and acknowledged, and the signature on the call that carries it."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose, http_signing
from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import Acknowledgement, Manifest, SealedFile, verified_acknowledgement

KIOSK = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PORTAL = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DOSSIER = "01939e5a-7c00-7000-8000-000000000001"
MANIFEST = Manifest(
    dossier_id=DOSSIER,
    procedure="3.000348",
    procedure_version="1",
    parcel=SealedFile("a" * 64, 10),
    attachments=(SealedFile("b" * 64, 20),),
    kiosk_id="K-00000001",
    sequence=1,
    submitted_at="2026-11-20T08:00:00+07:00",
    receipt_code="TH01-7Q4K-M2HD",
    slip_sha256="c" * 64,
    track_sha256="d" * 64,
).signed(KIOSK)


def _acknowledgement(manifest: bytes = MANIFEST, key: Ed25519PrivateKey = PORTAL) -> bytes:
    digest = hashlib.sha256(manifest).hexdigest()
    return Acknowledgement(DOSSIER, digest, "2026-11-20T01:00:03Z", 1).signed(key)


def test_acknowledgement_of_this_manifest_is_believed() -> None:
    believed = verified_acknowledgement(
        _acknowledgement(), manifest=MANIFEST, dossier_id=DOSSIER, key=PORTAL.public_key()
    )
    assert believed.state == 1
    assert believed.received_at == "2026-11-20T01:00:03Z"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (_acknowledgement(b"another manifest"), Code.SIGNATURE_INVALID),
        (_acknowledgement(key=KIOSK), Code.SIGNER_UNKNOWN),
        (cose.sign(b"{}", kind=cose.Kind.ACKNOWLEDGEMENT, key=PORTAL), Code.SIGNATURE_INVALID),
        (cose.sign(b"<html>", kind=cose.Kind.ACKNOWLEDGEMENT, key=PORTAL), Code.SIGNATURE_INVALID),
        (b"<html>Please sign in</html>", Code.SIGNATURE_INVALID),
    ],
)
def test_anything_else_is_no_acknowledgement(document: bytes, code: Code) -> None:
    with pytest.raises(KioskError) as caught:
        verified_acknowledgement(document, manifest=MANIFEST, dossier_id=DOSSIER, key=PORTAL.public_key())
    assert caught.value.code is code


def test_parcel_is_the_first_blob() -> None:
    manifest = Manifest("", "", "", SealedFile("a", 1), (SealedFile("b", 2),), "", 1, "", "", "", "")
    assert [blob.sha256 for blob in manifest.blobs] == ["a", "b"]


def test_signed_call_covers_what_the_profile_says() -> None:
    headers = {"Content-Type": "application/octet-stream", "Upload-Offset": "0", "Accept": "*/*"}
    request = http_signing.Request("PATCH", "https://portal.example:8443/v1/blobs/aa", headers, b"bytes")
    http_signing.sign(request, key=KIOSK, created_s=1_800_000_000)
    digest = base64.b64encode(hashlib.sha256(b"bytes").digest()).decode()
    assert headers["Content-Digest"] == f"sha-256=:{digest}:"
    expected = (
        '("@method" "@authority" "@path" "@query" "content-digest" "content-type" "upload-offset")'
        f';created=1800000000;keyid="{cose.key_id(KIOSK.public_key()).hex()}";alg="ed25519";tag="motcua-v1"'
    )
    assert headers["Signature-Input"] == f"kiosk={expected}"
    base = "\n".join(
        [
            '"@method": PATCH',
            '"@authority": portal.example:8443',
            '"@path": /v1/blobs/aa',
            '"@query": ?',
            f'"content-digest": sha-256=:{digest}:',
            '"content-type": application/octet-stream',
            '"upload-offset": 0',
            f'"@signature-params": {expected}',
        ]
    )
    signature = base64.b64decode(headers["Signature"].removeprefix("kiosk=:").removesuffix(":"))
    KIOSK.public_key().verify(signature, base.encode())
