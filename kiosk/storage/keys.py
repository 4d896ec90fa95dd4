"""Keys that live on the kiosk, as files of 0600, and the wrapping of a visit's key (SECURITY: keys, drafts).

device key → wraps the epoch key → which, with a factor, wraps visit keys. The epoch key is overwritten and
unlinked whenever no draft is left, so what earlier visits left on the disk opens no more.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import Rng, VisitId
from kiosk.storage.faults import disk_errors
from kiosk.storage.files import make_folder, temporary_of, wipe, write_durable

KEY_BYTES = 32
_NONCE_BYTES = 12
MOST_TRIES = 10
"""Wrong factors that a locked draft takes before it is forgotten: a stranger cannot try out six digits."""


class FactorKind(StrEnum):
    """What opens a locked draft again."""

    CARD = "card"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Factor:
    """`secret` is the SOD's bytes of the card that began the visit, or the six digits as ASCII."""

    kind: FactorKind
    secret: bytes = field(repr=False)


def seal(key: bytes, plain: bytes, *, context: str, rng: Rng) -> bytes:
    """Return nonce ‖ AES-256-GCM ciphertext, bound to `context` (NIST SP 800-38D, 96-bit random nonce)."""
    nonce = rng(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, sealed: bytes, *, context: str) -> bytes:
    """Return the plaintext. Raises cryptography's InvalidTag for a wrong key, context or damaged bytes."""
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())


class Keys:
    """The folder `DATA/keys`. Methods block on the disk; failures are KioskError DISK_*."""

    def __init__(self, folder: Path, *, rng: Rng, credentials: Path | None = None) -> None:
        """`credentials` is systemd's credential folder; a `device-key` there wins over our file."""
        self._folder = folder
        self._rng = rng
        self._credentials = credentials

    # -- the kiosk's own key ---------------------------------------------------------------------------

    def kiosk_key(self, key_id: str) -> Ed25519PrivateKey:
        """Return the key that is this kiosk. Raises KioskError NOT_ENROLLED when there is none."""
        with disk_errors("kiosk key"):
            path = self._kiosk_file(key_id)
            if not path.exists():
                raise KioskError(Code.NOT_ENROLLED, f"no key {key_id}")
            return Ed25519PrivateKey.from_private_bytes(path.read_bytes())

    def new_kiosk_key(self) -> Ed25519PrivateKey:
        """Make a key and keep it, beside any former one; durable on return."""
        key = Ed25519PrivateKey.from_private_bytes(self._rng(KEY_BYTES))
        make_folder(self._folder)
        write_durable(self._kiosk_file(cose.key_id(key.public_key()).hex()), key.private_bytes_raw())
        return key

    def keep_only_kiosk_key(self, key_id: str) -> None:
        """Wipe every kiosk key but this one."""
        for path in self._folder.glob("kiosk-*.key*"):  # with what a power cut left of writing one
            if path != self._kiosk_file(key_id):
                wipe(path)

    def _kiosk_file(self, key_id: str) -> Path:
        return self._folder / f"kiosk-{key_id}.key"

    # -- visit keys ------------------------------------------------------------------------------------

    def wrap(self, visit: VisitId, key: bytes, factor: Factor) -> None:
        """Keep a visit's key so that only `factor` brings it back. Blocks ~0.2 s for a code (argon2id)."""
        salt = self._rng(16)
        kek = self._kek(self._epoch_key(make=True), factor, salt)
        self._write_wrapping(
            visit,
            {
                "kind": factor.kind.value,
                "salt": b64encode(salt).decode(),
                "sealed": b64encode(seal(kek, key, context=f"visit {visit}", rng=self._rng)).decode(),
                "tries_left": MOST_TRIES,
            },
        )

    def factor_of(self, visit: VisitId) -> FactorKind | None:
        """Return what opens this visit's key, or None when it was never wrapped or is forgotten."""
        wrapping = self._wrapping(visit)
        return FactorKind(wrapping["kind"]) if wrapping else None

    def visits(self) -> set[VisitId]:
        """Return the visits that have a wrapping, or what a power cut left of writing one."""
        folder = self._folder / "visits"
        with disk_errors("visits"):
            return {VisitId(p.name.split(".")[0]) for p in folder.glob("*.json*")}

    def unwrap(self, visit: VisitId, factor: Factor) -> bytes:
        """Return the visit's key.

        Raises KioskError DRAFT_LOST (no such wrapping, the epoch key is gone, or no tries are left),
        DRAFT_FACTOR_WRONG (another card, other digits). Wrong digits count, and the tenth forgets the key;
        a card's SOD can't be guessed, so strangers' cards must not use up the owner's tries.
        """
        wrapping = self._wrapping(visit)
        if wrapping is None:
            raise KioskError(Code.DRAFT_LOST)
        if wrapping["kind"] != factor.kind:
            raise KioskError(Code.DRAFT_FACTOR_WRONG)
        epoch = self._epoch_key(make=False)
        if factor.kind is FactorKind.CODE:
            self._count_try(visit, wrapping)
        kek = self._kek(epoch, factor, b64decode(wrapping["salt"]))
        try:
            key = unseal(kek, b64decode(wrapping["sealed"]), context=f"visit {visit}")
        except InvalidTag as error:
            raise KioskError(Code.DRAFT_FACTOR_WRONG) from error
        self._write_wrapping(visit, {**wrapping, "tries_left": MOST_TRIES})
        return key

    def forget(self, visit: VisitId) -> None:
        """Wipe one visit's wrapping; durable on return."""
        if (self._folder / "visits").is_dir():
            _wipe_whole(self._visit_file(visit))

    def forget_epoch(self) -> None:
        """Wipe the epoch key: every wrapping made under it opens no more."""
        if self._folder.is_dir():
            _wipe_whole(self._folder / "epoch.key")

    # -- inside ----------------------------------------------------------------------------------------

    def _count_try(self, visit: VisitId, wrapping: Mapping[str, Any]) -> None:
        """Write the try down before it is made, so that killing the program does not give it back."""
        if wrapping["tries_left"] < 1:
            self.forget(visit)
            raise KioskError(Code.DRAFT_LOST)
        self._write_wrapping(visit, {**wrapping, "tries_left": wrapping["tries_left"] - 1})

    def _visit_file(self, visit: VisitId) -> Path:
        return self._folder / "visits" / f"{visit}.json"

    def _wrapping(self, visit: VisitId) -> dict[str, Any] | None:
        try:
            document: dict[str, Any] = json.loads(self._visit_file(visit).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return document

    def _write_wrapping(self, visit: VisitId, document: Mapping[str, Any]) -> None:
        make_folder(self._folder / "visits")
        write_durable(self._visit_file(visit), json.dumps(document).encode())

    def _kek(self, epoch: bytes, factor: Factor, salt: bytes) -> bytes:
        """HKDF-SHA256 (RFC 5869) of epoch key ‖ factor; digits go through argon2id (RFC 9106) first."""
        secret = factor.secret
        if factor.kind is FactorKind.CODE:
            secret = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(
                secret
            )
        return HKDF(hashes.SHA256(), KEY_BYTES, salt, b"motcua visit key").derive(epoch + secret)

    def _epoch_key(self, *, make: bool) -> bytes:
        path = self._folder / "epoch.key"
        with disk_errors("epoch.key"):
            if path.exists():
                try:
                    return unseal(self._device_key(), path.read_bytes(), context="epoch")
                except InvalidTag as error:
                    if not make:
                        raise KioskError(Code.DRAFT_LOST) from error
            elif not make:
                raise KioskError(Code.DRAFT_LOST)
            epoch = self._rng(KEY_BYTES)
            make_folder(self._folder)
            write_durable(path, seal(self._device_key(), epoch, context="epoch", rng=self._rng))
            return epoch

    def _device_key(self) -> bytes:
        """Systemd hands it over at start (sealed by the TPM where there is one), else it is a file."""
        if self._credentials is not None and (self._credentials / "device-key").exists():
            return sha256((self._credentials / "device-key").read_bytes()).digest()
        path = self._folder / "device.key"
        if not path.exists():
            write_durable(path, self._rng(KEY_BYTES))
        return path.read_bytes()


def _wipe_whole(path: Path) -> None:
    """Wipe a key's file, and what a power cut left of writing it."""
    wipe(path)
    wipe(temporary_of(path))
