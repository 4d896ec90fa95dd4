"""The portal's parts, as its composition root (`portal/app.py`) put them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from kiosk.core.ports import Rng
from kiosk.idcard.anchors import Anchors
from portal.authority import Authority
from portal.blobs import BlobStore
from portal.config import PortalConfig


@dataclass(frozen=True, slots=True)
class Portal:
    """What every call and command works with. `clock` gives the wall clock with its zone."""

    authority: Authority = field(repr=False)
    engine: Engine
    blobs: BlobStore
    config: PortalConfig
    forms_dir: Path
    anchors: Anchors
    """CSCA certificates that identity evidence is verified with."""
    clock: Callable[[], datetime]
    rng: Rng

    def moment(self) -> str:
        """Return now as it is stored and sent: RFC 3339, UTC, to the millisecond; its text sorts by time."""
        return text_of(self.clock())


def text_of(moment: datetime) -> str:
    """Return a moment as it is stored."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
