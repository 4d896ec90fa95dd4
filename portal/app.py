"""The portal's composition root: reads the clock, makes randomness, picks database and blob store."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.idcard.anchors import Anchors, is_practice, parse_certificates
from kiosk.idcard.faults import CardFault
from portal import authority, config
from portal.blobs import BlobStore, DiskBlobs
from portal.files import write_durably
from portal.parts import Portal
from portal.store import lists
from portal.store.engine import open_engine, sqlite_url, writing
from portal.store.migrate import migrate

SHIPPED_FORMS = Path(__file__).parent.parent / "forms"
_REMEMBERED = "portal.json"


def now() -> datetime:
    """Return the wall clock, with its zone."""
    return datetime.now(UTC)  # noqa: TID251 -- this is the one place


def ensure_keys(data: Path, *, root_out: Path | None = None, recovery_out: Path | None = None) -> None:
    """Make the keys unless they are there. Raises KioskError DISK_READ_ONLY."""
    if not authority.exists(data):
        authority.make(data, now=now(), root_out=root_out, recovery_out=recovery_out)


def open_portal(data: Path, *, database: str | None = None, blobs: str | None = None) -> Portal:
    """Return the parts of a portal that was initialised, its database migrated. Blocks.

    `database` and `blobs` are URLs; None: the configuration's, else what `serve` was last told, else beside
    the keys. Raises KioskError: FILE_UNREADABLE (never initialised), CONFIG_INVALID, DATA_NEWER,
    DATABASE_FAILED, DISK_READ_ONLY.
    """
    settings, remembered = config.read(data), _remembered(data)
    keys = authority.load(data)
    engine = open_engine(database or settings.database or remembered.get("database") or sqlite_url(data))
    migrate(engine)
    portal = Portal(
        authority=keys,
        engine=engine,
        blobs=_open_blobs(blobs or remembered.get("blobs") or "", data),
        config=settings,
        forms_dir=data / settings.forms if settings.forms else SHIPPED_FORMS,
        anchors=_anchors(data / "anchors", practice=settings.practice),
        clock=now,
        rng=secrets.token_bytes,
    )
    with writing(engine) as connection:
        lists.ensure_first(
            connection, epoch=secrets.token_hex(4), key=keys.signing_key, moment=portal.moment()
        )
    return portal


def remember(data: Path, *, database: str | None, blobs: str | None) -> None:
    """Keep what `serve` was told, so that other commands find the same database (0600: a password)."""
    told = {name: value for name, value in (("database", database), ("blobs", blobs)) if value}
    if told:
        write_durably(data / _REMEMBERED, json.dumps(_remembered(data) | told).encode())


def _remembered(data: Path) -> dict[str, str]:
    try:
        read = json.loads((data / _REMEMBERED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise KioskError(Code.FILE_UNREADABLE, str(data / _REMEMBERED)) from error
    return {str(name): str(value) for name, value in read.items()}


def _anchors(folder: Path, *, practice: bool) -> Anchors:
    """Return the CSCA certificates in `DATA/anchors/`. Practice ones count only in practice mode."""
    certificates: list[Any] = []
    for file in sorted(folder.glob("*")):
        try:
            certificates += parse_certificates(file.read_bytes())
        except (OSError, CardFault) as error:
            raise KioskError(Code.FILE_UNREADABLE, str(file)) from error
    return Anchors(tuple(one for one in certificates if practice or not is_practice(one)))


def _open_blobs(url: str, data: Path) -> BlobStore:
    if not url:
        return DiskBlobs(data / "blobs")
    if url.startswith("file:///"):
        return DiskBlobs(Path(url.removeprefix("file://")))
    raise KioskError(Code.CONFIG_INVALID, "blobs: only file:///… is known")
