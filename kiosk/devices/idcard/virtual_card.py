"""A virtual card as a running thing: made from a person's file, put on vpcd's reader, lifted and put back."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.devices.idcard.vpcd import ATR_EXTENDED, ATR_SHORT, Card, Field
from kiosk.idcard.facial import Portrait
from kiosk.idcard.rng import Rng
from kiosk.idcard.virtual import faults, person
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.faults import FaultyCard
from kiosk.idcard.virtual.issuer import Issuer

_AGAIN_S = 0.2
_MEDIA_TYPES = {"JPEG": "image/jpeg", "JPEG2000": "image/jp2"}


@dataclass(frozen=True, slots=True)
class Made:
    """A card, its answer to reset, and who issued it."""

    card: FaultyCard
    atr: bytes
    issuer: Issuer


def make_card(
    document: Mapping[str, Any],
    issuer_file: Path | None,
    *,
    portrait: Portrait | None,
    fault: str | None,
    now: datetime,
    rng: Rng,
) -> Made:
    """Make the card that a person's file describes. Raises ValueError naming what is wrong in the document.

    The issuer returned is the good one even where a fault has another sign.
    """
    made = faults.made(fault)
    if made is None:
        raise ValueError(f"--fault takes one of {', '.join(faults.names())}")
    changed = made.person(dict(document))
    whom = person.parse(changed | {"chip": dict(changed.get("chip") or {}) | made.options})
    authority = _issuer(issuer_file, now, rng)
    signer = {"own": authority, "foreign": authority.foreign(rng), "expired": authority.expired()}[
        made.signer
    ]
    chip = made.chip(person.make_chip(whom, signer, authority.stream(whom.holder.personal_number), portrait))
    card = FaultyCard(VirtualCard(chip, rng), fault, rng)
    return Made(card, ATR_EXTENDED if chip.extended else ATR_SHORT, authority)


def read_portrait(person_file: Path, name: Any) -> Portrait | None:
    """Return the picture that a person's file names, relative to it. Raises KioskError FILE_UNREADABLE."""
    from PIL import Image

    if name is None:
        return None
    file = person_file.parent / str(name)
    try:
        with Image.open(file, formats=tuple(_MEDIA_TYPES)) as image:
            media_type = _MEDIA_TYPES[str(image.format)]
            return Portrait(media_type, file.read_bytes(), image.width, image.height)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(file)) from error


def _issuer(file: Path | None, now: datetime, rng: Rng) -> Issuer:
    if file is None:
        return Issuer.fresh(dates_around(now), rng)
    if file.exists():
        return Issuer.load(file.read_bytes())
    issuer = Issuer.fresh(dates_around(now), rng)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(issuer.dump())
    return issuer


def serve(card: Card, atr: bytes, port: int, *, commands: Iterable[str], tell: Callable[[str], None]) -> None:
    """Keep the card on the reader until interrupted or told to `quit`; `remove` lifts it, `insert` lays it.

    `tell` is told `connected` and `removed`. Raises KioskError READER_ABSENT when nothing listens at first.
    """
    lid = _Lid(card, atr, port, tell)
    lid.insert()
    threading.Thread(target=lid.obey, args=(commands,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        lid.over.wait()
    lid.remove()


class _Lid:
    """The hand that puts the card down and lifts it."""

    def __init__(self, card: Card, atr: bytes, port: int, tell: Callable[[str], None]) -> None:
        self._make = (card, atr, port)
        self._tell = tell
        self._lock = threading.Lock()
        self._field: Field | None = None
        self.over = threading.Event()

    def obey(self, commands: Iterable[str]) -> None:
        """Follow the commands; when they end, the card stays."""
        for line in commands:
            match line.strip():
                case "insert":
                    self.insert()
                case "remove":
                    self.remove()
                case "quit":
                    self.over.set()

    def insert(self) -> None:
        """Put the card down."""
        with self._lock:
            if self._field is None:
                self._field = self._connect()
                threading.Thread(target=self._serve, args=(self._field,), daemon=True).start()

    def remove(self) -> None:
        """Lift the card."""
        with self._lock:
            field, self._field = self._field, None
        if field is not None:
            field.lift()
            self._tell("removed")

    def _connect(self) -> Field:
        card, atr, port = self._make
        try:
            field = Field(card, atr, port)
        except OSError as error:
            raise KioskError(Code.READER_ABSENT, f"nothing listens on port {port}") from error
        self._tell("connected")
        return field

    def _serve(self, field: Field) -> None:
        """Answer; when the reader went away by itself, put the card back as soon as it listens again."""
        field.serve()
        if field.pulled:
            self.remove()
        while self._field is field:
            time.sleep(_AGAIN_S)
            with contextlib.suppress(KioskError), self._lock:
                if self._field is field:
                    self._field = field = self._connect()
                    threading.Thread(target=self._serve, args=(field,), daemon=True).start()
                    return
