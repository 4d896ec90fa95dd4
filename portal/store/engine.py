"""Opening the database: SQLite (WAL, FULL) beside the keys, or a province's PostgreSQL.

Every change is made inside `writing(engine)`; on SQLite that is BEGIN IMMEDIATE, so that two processes queue
up instead of failing. `reading(engine)` never takes the write lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from kiosk.core.errors import Code, KioskError

_BUSY_S = 30
_POOL = 10


def sqlite_url(data: Path) -> str:
    """Return the URL of the embedded database."""
    return f"sqlite:///{data / 'portal.db'}"


def open_engine(url: str) -> Engine:
    """Return an engine whose commits are durable. Raises KioskError CONFIG_INVALID for a URL we can't use."""
    try:
        if url.startswith("sqlite:"):
            engine = create_engine(
                url, poolclass=QueuePool, pool_size=_POOL, connect_args={"timeout": _BUSY_S}
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        if url.startswith(("postgresql:", "postgres:")):
            tail = url.split(":", 1)[1]
            return create_engine(f"postgresql+psycopg:{tail}", pool_size=_POOL, pool_pre_ping=True)
    except ArgumentError as error:
        raise KioskError(Code.CONFIG_INVALID, "database") from error
    raise KioskError(Code.CONFIG_INVALID, "database: neither sqlite nor postgresql")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is durable when the block ends. Blocks. Raises KioskError DATABASE_FAILED."""
    with _translated(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that only reads, seeing one moment. Blocks. Raises KioskError DATABASE_FAILED."""
    with _translated(), engine.connect().execution_options(motcua_reads=True) as connection:
        yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        # the driver's message may quote values; its class is enough for a technician
        raise KioskError(Code.DATABASE_FAILED, type(error.orig).__name__) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("motcua_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
