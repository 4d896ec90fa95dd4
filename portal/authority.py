"""The portal's keys: made once by `portal init`, read at each start. Knows no calls and no dossiers.

`DATA/keys/` (0700) holds what the portal needs every day. The province's root and the recovery identity are
written to a path to be taken away; the portal never needs them again until a list changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyrage
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.core import cose
from kiosk.core.disk import disk_code
from kiosk.core.enrolment import Anchors, public_key_of, text_of_key
from kiosk.core.errors import Code, KioskError
from portal import certificates
from portal.files import fsync_folder, make_folder, write_durably

TAKE_AWAY = "take-away"
_KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Authority:
    """What the portal is: its anchors, its keys, its signed lists."""

    anchors: Anchors
    ca_key: ec.EllipticCurvePrivateKey = field(repr=False)
    signing_key: Ed25519PrivateKey = field(repr=False)
    identities: tuple[pyrage.x25519.Identity, ...] = field(repr=False)
    portal_key: bytes = field(repr=False)
    """Signed list of kind `portal-key`."""
    recipients: bytes = field(repr=False)
    """Signed list of kind `recipients`."""

    @property
    def portal_key_version(self) -> int:
        """Version of `portal_key`."""
        return _version(self.portal_key)

    @property
    def recipients_version(self) -> int:
        """Version of `recipients`."""
        return _version(self.recipients)

    @property
    def ca_sha256(self) -> str:
        """Fingerprint of the CA certificate (SHA-256 of its DER)."""
        return hashlib.sha256(self.anchors.ca.public_bytes(Encoding.DER)).hexdigest()

    @property
    def root_sha256(self) -> str:
        """SHA-256 of the raw root public key."""
        return hashlib.sha256(self.anchors.root.public_bytes_raw()).hexdigest()


def exists(data: Path) -> bool:
    """Tell whether `make` was completed here."""
    return (data / _KEYS).is_dir()


def make(
    data: Path, *, now: datetime, root_out: Path | None = None, recovery_out: Path | None = None
) -> None:
    """Make every key, and write root and recovery identity to their files (default: `DATA/take-away/`).

    All or nothing: the keys' folder appears last, by a rename. Raises KioskError DISK_READ_ONLY.
    """
    try:
        make_folder(data)
        _make(
            data,
            now,
            root_out or data / TAKE_AWAY / "root.pem",
            recovery_out or data / TAKE_AWAY / "recovery.txt",
        )
    except OSError as error:
        raise KioskError(disk_code(error) or Code.DISK_READ_ONLY, str(error.filename or data)) from error


def _make(data: Path, now: datetime, root_out: Path, recovery_out: Path) -> None:
    root, signing = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    ca_key = ec.generate_private_key(ec.SECP256R1())
    sealing, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for path, content in ((root_out, _pem(root)), (recovery_out, _age_file(recovery))):
        make_folder(path.parent)
        write_durably(path, content)
    folder = data / (_KEYS + ".new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    files = {
        "ca.pem": certificates.new_ca(ca_key, now).public_bytes(Encoding.PEM),
        "ca-key.pem": _pem(ca_key),
        "root-public.txt": text_of_key(root.public_key()).encode(),
        "portal-key.pem": _pem(signing),
        "sealing.txt": _age_file(sealing),
        "portal-key.cose": _portal_key(signing.public_key(), root, now),
        "recipients.cose": _recipients(sealing, recovery, root, now),
    }
    for name, content in files.items():
        write_durably(folder / name, content)
    folder.rename(data / _KEYS)
    fsync_folder(data)


def load(data: Path) -> Authority:
    """Read the keys. Raises KioskError FILE_UNREADABLE naming the file."""
    folder = data / _KEYS
    try:
        ca = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
        root = public_key_of((folder / "root-public.txt").read_text())
        ca_key = load_pem_private_key((folder / "ca-key.pem").read_bytes(), None)
        signing = load_pem_private_key((folder / "portal-key.pem").read_bytes(), None)
        identities = _identities((folder / "sealing.txt").read_text())
        portal_key, recipients = (
            (folder / f"{name}.cose").read_bytes() for name in ("portal-key", "recipients")
        )
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(error.filename)) from error
    except (ValueError, pyrage.IdentityError) as error:
        raise KioskError(Code.FILE_UNREADABLE, f"{folder}: a key does not parse") from error
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey) or not isinstance(signing, Ed25519PrivateKey):
        raise KioskError(Code.FILE_UNREADABLE, f"{folder}: a key of another kind")
    return Authority(Anchors(ca, root), ca_key, signing, identities, portal_key, recipients)


def left_behind(data: Path) -> bool:
    """Tell whether root or recovery identity still lie beside the portal: degraded until taken away."""
    folder = data / TAKE_AWAY
    return folder.is_dir() and any(folder.iterdir())


def server_file(data: Path, authority: Authority, *, names: tuple[str, ...], now: datetime) -> Path:
    """Return the PEM file of the server's key and certificate, made anew when it doesn't cover the names."""
    file = data / _KEYS / "server.pem"
    if file.exists():
        current = x509.load_pem_x509_certificate(file.read_bytes())
        if certificates.still_serves(current, names=names, now=now):
            return file
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificates.new_server_certificate(
        key, ca=authority.anchors.ca, ca_key=authority.ca_key, names=names, now=now
    )
    write_durably(file, _pem(key) + certificate.public_bytes(Encoding.PEM))
    return file


def _portal_key(key: Ed25519PublicKey, root: Ed25519PrivateKey, now: datetime) -> bytes:
    payload = {
        "version": 1,
        "issued_at": now.isoformat(),
        "key_id": cose.key_id(key).hex(),
        "public_key": text_of_key(key),
    }
    return cose.sign(json.dumps(payload).encode(), kind=cose.Kind.PORTAL_KEY, key=root)


def _recipients(
    sealing: pyrage.x25519.Identity, recovery: pyrage.x25519.Identity, root: Ed25519PrivateKey, now: datetime
) -> bytes:
    entries = [
        {"purpose": purpose, "age": str(identity.to_public())}
        for purpose, identity in (("portal", sealing), ("recovery", recovery))
    ]
    payload = {"version": 1, "issued_at": now.isoformat(), "recipients": entries}
    return cose.sign(json.dumps(payload).encode(), kind=cose.Kind.RECIPIENTS, key=root)


def _version(document: bytes) -> int:
    return int(json.loads(cose.unverified_payload(document))["version"])


def _identities(text: str) -> tuple[pyrage.x25519.Identity, ...]:
    lines = [line.strip() for line in text.splitlines()]
    return tuple(pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#"))


def _age_file(identity: pyrage.x25519.Identity) -> bytes:
    """An identity file as `age-keygen` writes it, so that the stock tool takes it."""
    return f"# public key: {identity.to_public()}{os.linesep}{identity}{os.linesep}".encode()


def _pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
