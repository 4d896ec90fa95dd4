"""The composition root: the only place that picks adapters, reads the clock and makes identities.

It builds parts from a `Config` and folders; it holds no rules. Everything is imported late, so that the
first frame waits for nothing but Qt.
"""

from __future__ import annotations

import os
import random
import secrets
import time
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from kiosk.core.config import OFFICE_ZONE, Config, parse
from kiosk.core.disk import disk_code
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import IdCardReader, Pages, Printer, Scanner

if TYPE_CHECKING:  # named in signatures only; the parts themselves are imported when first wanted
    from kiosk.core.enrolled import Enrolled
    from kiosk.storage.packages import Catalogue
    from kiosk.storage.store import Store
    from kiosk.sync.client import PortalClient
    from kiosk.sync.wakeup import Listener
    from kiosk.sync.watch import ChangeWatch
    from kiosk.sync.worker import Worker

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
    Raises KioskError CONFIG_UNREADABLE, CONFIG_INVALID, DISK_READ_ONLY, DISK_FULL.
    """
    named = config is not None
    path = config if config is not None else Path(platformdirs.user_config_dir(APP_NAME))
    file = path / "kiosk.toml" if path.is_dir() or not named else path
    data_dir = data if data is not None else Path(platformdirs.user_data_dir(APP_NAME))
    try:
        if not data_dir.is_dir():
            from kiosk.storage.files import make_folder

            make_folder(data_dir)
    except OSError as error:
        raise KioskError(disk_code(error) or Code.DISK_READ_ONLY, str(data_dir)) from error
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
    """Return the procedures known here, the centre's own list over them. Raises KioskError CONFIG_*."""
    from kiosk.storage.lists import centre
    from kiosk.storage.packages import Catalogue

    listed, compiled = centre(where.config_dir), where.data_dir / "forms"
    return Catalogue(where.forms_dir, centre=listed, today=lambda: now().date(), compiled=compiled)


def id_card_reader(
    where: Place, *, more_anchors: tuple[Path, ...] = (), trace: Callable[[str], None] | None = None
) -> IdCardReader:
    """Return the chip card reader, its child process started; `more_anchors` are trusted besides.

    `trace` is given each command and answer of a read as a redacted line.

    Raises KioskError FILE_UNREADABLE, CONFIG_INVALID for an anchor that is missing or isn't one.
    """
    from kiosk.devices.idcard.reader import PcscIdCardReader

    anchors = card_anchors(where, more=more_anchors)
    reader = where.config.card.reader or None
    return PcscIdCardReader(anchors, clock=now, reader=reader, trace=trace)


def card_anchors(where: Place, *, more: tuple[Path, ...] = ()) -> tuple[bytes, ...]:
    """Return the CSCA files that are trusted here, as bytes. Raises as `id_card_reader` does."""
    from kiosk.devices.idcard.anchor_files import read_anchors

    configured = tuple(where.config_dir / name for name in where.config.card.anchors)
    return read_anchors(configured, practice=where.config.card.practice) + read_anchors(more, practice=True)


def pages(*, in_child: bool = False) -> Pages:
    """Return page work: here, or (for the screen) in a child that is started at once and waits warm."""
    if in_child:
        from kiosk.devices.pdf.pool import PooledPages

        return PooledPages()
    from kiosk.devices.pdf.pages import DirectPages

    return DirectPages()


def printer(where: Place) -> Printer:
    """Return the office printer. Raises KioskError DISK_* for the folder of its lock."""
    if not where.config.printer.uri:
        from kiosk.devices.printer.absent import AbsentPrinter

        return AbsentPrinter()
    from kiosk.devices.printer.ipp import IppPrinter
    from kiosk.storage.files import make_folder

    run = where.data_dir / "run"
    make_folder(run)
    owner = f"kiosk-{where.config.site.code}"
    return IppPrinter(where.config.printer.uri, owner=owner, lock=run / "printer.lock")


def log(event: str, what: str) -> None:
    """Write one JSON line to standard error: an event's name, and a public code or a type's name."""
    import structlog

    structlog.get_logger().info(event, what=what)


def scanner(where: Place, page_work: Pages) -> Scanner:
    """Return the scanner; `page_work` cleans its pages. Raises KioskError CONFIG_INVALID for another kind."""
    settings = where.config.scanner
    match settings.kind:
        case "":
            from kiosk.devices.scanner.absent import AbsentScanner

            return AbsentScanner()
        case "sane":
            from kiosk.devices.scanner.sane import SaneScanner

            return SaneScanner(settings.device, options=settings.options, cleaned=page_work.cleaned)
        case "folder":
            from kiosk.devices.scanner.folder import FolderScanner

            return FolderScanner(where.config_dir / settings.device, cleaned=page_work.cleaned)
        case other:
            raise KioskError(Code.CONFIG_INVALID, f"scanner.kind {other}")


def now() -> datetime:
    """Return the wall clock in the office's zone. For print only; nothing is ordered by it."""
    return datetime.now(OFFICE_ZONE)  # noqa: TID251 -- this is the one place


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


def open_store(place: Place) -> Store:
    """Open the data folder's storage, once a process.

    Raises KioskError DISK_FULL, DISK_READ_ONLY, DISK_FAILED, DATA_NEWER, DATA_LOCKED.
    """
    from kiosk.storage.drafts import Uptime
    from kiosk.storage.store import Store

    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return Store(
        place.data_dir,
        rng=random_bytes,
        uptime=Uptime(lambda: time.clock_gettime(time.CLOCK_BOOTTIME), boot),
        now=now,
        credentials=Path(credentials) if credentials else None,
    )


def join_portal(place: Place, store: Store, *, url: str, code: str) -> Enrolled:
    """Enrol this kiosk; blocks on the network. A lost answer is healed by calling again.

    Raises KioskError ENROL_*, PORTAL_*, SIGNATURE_INVALID, SIGNER_UNKNOWN.
    """
    from kiosk.core.enrolment import parse_code
    from kiosk.sync import joining

    parsed = parse_code(code)
    anchors = joining.look(url, parsed, wall_s=time.time)
    key = store.enrolment.joining_key(parsed.secret_text)
    joined = joining.ask(url, parsed, anchors, key, site_code=place.config.site.code, wall_s=time.time)
    return store.enrolment.join(joined.membership, joined.documents, joined.cursor)


def new_kiosk_key(store: Store) -> Enrolled:
    """Replace the kiosk's key; blocks on the network. A lost answer is healed by calling again.

    A sync process that runs goes over to it by itself. Raises KioskError NOT_ENROLLED, PORTAL_*.
    """
    from kiosk.sync.rollover import roll_over

    trust = store.enrolment.load()
    key = store.enrolment.rolling_key()
    client = portal_client(store)
    try:
        kiosk_keys = roll_over(client, trust.kiosk_id, old=store.enrolment.key(), new=key)
    finally:
        client.close()
    return store.enrolment.rolled(key, kiosk_keys)


def portal_client(store: Store) -> PortalClient:
    """Return a client of the enrolled portal. Raises KioskError NOT_ENROLLED."""
    from kiosk.sync.client import PortalClient
    from kiosk.sync.probe import Notary

    trust = store.enrolment.load()
    return PortalClient(
        trust.membership.portal_url,
        ca_pem=trust.membership.ca_pem,
        key=store.enrolment.key(),
        wall_s=time.time,
        notary=Notary(trust.portal_key.key, random_bytes),
        renewed=store.enrolment.key,
    )


def sync_worker(place: Place, store: Store, listener: Listener) -> Worker:
    """Return the outbox worker; its process holds `sync.process.only_one`. Raises KioskError NOT_ENROLLED."""
    from importlib import metadata

    from kiosk.sync.chores import Chores
    from kiosk.sync.process import tell_screen
    from kiosk.sync.worker import Clock, Worker

    clock = Clock(now, monotonic_s, random.SystemRandom().random)
    software = f"motcua-kiosk {metadata.version(APP_NAME)}"
    client = portal_client(store)
    worker = Worker(store.outbox, client, listener, clock, software=software)
    worker.told = lambda: tell_screen(place.data_dir / "run")
    worker.chores = Chores(
        client,
        store.ledger,
        kiosk_id=store.enrolment.load().kiosk_id,
        key=store.enrolment.key(),
        keep_days=place.config.sync.keep_days,
        record=store.audit.append,
    ).run
    return worker


def wake_sync(place: Place) -> None:
    """Tell the sync process, if one runs, that something waits. Never blocks."""
    from kiosk.sync.process import wake_worker

    wake_worker(place.data_dir / "run")


def change_watch(place: Place, store: Store) -> ChangeWatch:
    """Return what the screen waits on to learn of deliveries; one a data folder."""
    from kiosk.sync.watch import ChangeWatch

    run = place.data_dir / "run"
    return ChangeWatch(run, data_version=store.database.data_version, monotonic_s=monotonic_s)
