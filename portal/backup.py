"""Backup and restore: one tar with the keys, the database and the sealed files. It holds the keys: guard it.

The database inside is SQLite whatever the portal runs on, so that a backup can be restored to either. It is
copied before the sealed files: those are only ever added, so whatever a row names is in the archive too.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.disk import disk_code
from kiosk.core.errors import Code, KioskError
from portal import authority
from portal.files import fsync_folder
from portal.parts import Portal
from portal.store import lists
from portal.store.engine import open_engine, reading, sqlite_url, writing
from portal.store.migrate import migrate
from portal.store.numbering import VIETNAM
from portal.store.tables import counters, dossiers, fees, metadata, settings, signed_lists

_DATABASE, _FOLDERS, _FILES = "portal.db", ("keys", "blobs", "anchors"), ("portal.toml",)
_AT_ONCE = 500
LEAP = 1000
"""How far versions, revisions and official numbers leap at a restore: beyond whatever was given since."""


def back_up(portal: Portal, data: Path, file: Path) -> int:
    """Write a backup, and return its size in bytes. The portal may go on serving. Blocks.

    Raises KioskError DISK_READ_ONLY, DATABASE_FAILED.
    """
    temporary = file.with_name(file.name + ".new")
    try:
        with tempfile.TemporaryDirectory(dir=data) as folder:
            copy = _copied(portal.engine, Path(folder))
            with tarfile.open(temporary, "w") as archive:
                archive.add(copy, _DATABASE)
                for name in (*_FOLDERS, *_FILES):
                    if (data / name).exists():
                        archive.add(data / name, name, filter=_finished)
        temporary.rename(file)
        fsync_folder(file.parent)
    except OSError as error:
        raise KioskError(disk_code(error) or Code.DISK_READ_ONLY, str(error.filename or file)) from error
    return file.stat().st_size


def restore(file: Path, data: Path, *, database: str | None, now: datetime) -> None:
    """Make a portal from a backup in a folder (and database) that holds none. Blocks.

    Raises KioskError: FILE_UNREADABLE (no backup), DATA_LOCKED (there is a portal already), DATABASE_FAILED.
    """
    if authority.exists(data) or (data / _DATABASE).exists():
        raise KioskError(Code.DATA_LOCKED, f"{data} holds a portal already")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data) as folder:
            taken_at = _unpack(file, Path(folder))
            _bring_back(Path(folder), database or sqlite_url(data), since=taken_at, now=now)
            for name in (*_FILES, "blobs", "anchors", "keys"):  # the keys last: with them it is a portal
                if (Path(folder) / name).exists():
                    (Path(folder) / name).rename(data / name)
            fsync_folder(data)
    except (OSError, tarfile.TarError) as error:
        raise KioskError(Code.FILE_UNREADABLE, str(file)) from error


def _finished(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if entry.name.endswith((".part", ".new")) else entry


def _copied(engine: Engine, folder: Path) -> Path:
    """Copy every row of one moment into a fresh SQLite database."""
    with (
        _database(sqlite_url(folder)) as copy,
        writing(copy) as target,
        reading(
            engine.execution_options(isolation_level="REPEATABLE READ") if _is_pg(engine) else engine
        ) as source,
    ):
        _copy_rows(source, target)
    return folder / _DATABASE


def _bring_back(folder: Path, url: str, *, since: datetime, now: datetime) -> None:
    keys = authority.load(folder)
    with (
        _database(f"sqlite:///{folder / _DATABASE}") as copy,
        _database(url) as engine,
        reading(copy) as source,
        writing(engine) as target,
    ):
        if target.execute(select(func.count()).select_from(settings)).scalar():
            raise KioskError(Code.DATA_LOCKED, "the database holds a portal already")
        _copy_rows(source, target)
        _leap(target, since=since, now=now)
        lists.renew_kiosk_keys(target, key=keys.signing_key, moment=now.isoformat())


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        target.execute(delete(table))
        result = source.execution_options(yield_per=_AT_ONCE).execute(select(table))
        for rows in result.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])


def _leap(target: Connection, *, since: datetime, now: datetime) -> None:
    """Begin another life: kiosks ask from the start, believe what they get, and no number is given twice."""
    epoch = lists.setting(target, "epoch") or "0"
    mine = settings.c.name == "epoch"
    target.execute(
        update(settings).where(mine).values(value=f"{epoch.partition('r')[0]}r{int(now.timestamp())}")
    )
    target.execute(update(dossiers).values(revision=dossiers.c.revision + LEAP))
    target.execute(update(fees).values(revision=fees.c.revision + LEAP))
    lists.leap_first_revision(target, LEAP)  # what the backup lacks had revisions too, and is filed again
    target.execute(update(signed_lists).values(version=signed_lists.c.version + LEAP))
    units = set(target.execute(select(counters.c.unit)).scalars())
    days, day = [], since.astimezone(VIETNAM).date()
    while day <= now.astimezone(VIETNAM).date():
        days.append(day.strftime("%y%m%d"))
        day += timedelta(days=1)
    for unit in units:
        for text in days:
            here = (counters.c.unit == unit) & (counters.c.day == text)
            last = target.execute(select(counters.c.last).where(here)).scalar()
            if last is None:
                target.execute(insert(counters).values(unit=unit, day=text, last=LEAP))
            else:
                target.execute(update(counters).where(here).values(last=last + LEAP))


def _unpack(file: Path, folder: Path) -> datetime:
    """Unpack without links, devices or paths that lead outside; returns when the backup was made."""
    with tarfile.open(file) as archive:
        names = set(archive.getnames())
        if _DATABASE not in names or "keys" not in names:
            raise KioskError(Code.FILE_UNREADABLE, f"{file}: not a backup")
        made_at = archive.getmember(_DATABASE).mtime
        for member in archive:
            _unpack_one(archive, member, folder)
    (folder / "keys").chmod(0o700)
    return datetime.fromtimestamp(made_at, tz=VIETNAM)


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file or folder, for its owner alone. Python 3.11.2 has no extraction filters yet."""
    path = (folder / member.name).resolve()
    content = archive.extractfile(member) if member.isfile() else None
    if not path.is_relative_to(folder.resolve()) or not (content or member.isdir()):
        raise KioskError(Code.FILE_UNREADABLE, f"{member.name}: has no place in a backup")
    if content is None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with content, path.open("wb") as file:
        shutil.copyfileobj(content, file)
    path.chmod(member.mode & 0o700)


@contextmanager
def _database(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        migrate(engine)
        yield engine
    except SQLAlchemyError as error:
        raise KioskError(Code.DATABASE_FAILED, type(error).__name__) from error
    finally:
        engine.dispose()


def _is_pg(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
