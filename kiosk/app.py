"""The composition root: the only place that picks adapters, reads the clock and makes identities.

It builds parts from a `Config` and folders; it holds no rules. Everything is imported late, so that the
first frame waits for nothing but Qt.
"""

from __future__ import annotations

import secrets
import time
import tomllib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from kiosk.core.config import Config, parse
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import IdCardReader

if TYPE_CHECKING:
    from kiosk.storage.packages import Catalogue

APP_NAME = "motcua-kiosk"
SHIPPED_FORMS = Path(__file__).parent.parent / "forms"


@dataclass(frozen=True, slots=True)
class Place:
    """Where this kiosk's files are, and what they configure."""

    config: Config
    config_dir: Path
    data_dir: Path

    @property
    def forms_dir(self) -> Path:
        """Folder of procedure packages."""
        return self.config_dir / self.config.forms_dir if self.config.forms_dir else SHIPPED_FORMS


def place(config: Path | None, data: Path | None) -> Place:
    """Return the kiosk's folders, making the data folder (0700).

    `config` is the file or its folder; a missing file gives the defaults, unless it was named.
    Raises KioskError CONFIG_UNREADABLE, CONFIG_INVALID, DISK_READ_ONLY.
    """
    named = config is not None
    path = config if config is not None else Path(platformdirs.user_config_dir(APP_NAME))
    file = path / "kiosk.toml" if path.is_dir() or not named else path
    data_dir = data if data is not None else Path(platformdirs.user_data_dir(APP_NAME))
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KioskError(Code.DISK_READ_ONLY, str(data_dir)) from error
    return Place(_read(file, must_exist=named), file.parent, data_dir)


def _read(file: Path, *, must_exist: bool) -> Config:
    try:
        return parse(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        if must_exist:
            raise KioskError(Code.CONFIG_UNREADABLE, str(file)) from error
        return Config()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.CONFIG_UNREADABLE, str(file)) from error


def catalogue(where: Place) -> Catalogue:
    """Return the procedures known at this place. Reads nothing before it is asked."""
    from kiosk.storage.packages import Catalogue

    return Catalogue(where.forms_dir)


def id_card_reader(where: Place, *, more_anchors: tuple[Path, ...] = ()) -> IdCardReader:
    """Return the chip card reader, its child process started; `more_anchors` are trusted besides.

    Raises KioskError FILE_UNREADABLE, CONFIG_INVALID for an anchor that is missing or isn't one.
    """
    from kiosk.devices.idcard.anchor_files import read_anchors
    from kiosk.devices.idcard.reader import PcscIdCardReader

    card = where.config.card
    configured = tuple(where.config_dir / name for name in card.anchors)
    anchors = read_anchors(configured, practice=card.practice) + read_anchors(more_anchors, practice=True)
    return PcscIdCardReader(anchors, clock=now, reader=card.reader or None)


def now() -> datetime:
    """Return the wall clock, with its zone. For print only; nothing is ordered by it."""
    return datetime.now(UTC).astimezone()  # noqa: TID251 -- this is the one place


def monotonic_s() -> float:
    """Return seconds that never jump; backoff and deadlines count in these."""
    return time.monotonic()


def new_uuid7() -> str:
    """Return a time-ordered identity (RFC 9562, section 5.7): 48 bits of milliseconds, 74 random ones."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(secrets.token_bytes(10))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def random_bytes(count: int) -> bytes:
    """Return `count` unpredictable bytes."""
    return secrets.token_bytes(count)
