"""Bringing the database to this version's tables, by alembic. Safe to run by several processes at once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from kiosk.core.errors import Code, KioskError
from portal.store.engine import reading, writing

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x6D6F7463  # "motc": the advisory lock that serialises migrations on PostgreSQL


def migrate(engine: Engine) -> None:
    """Upgrade to the newest version. Blocks. Raises KioskError DATA_NEWER, DATABASE_FAILED."""
    known = [file.name[:4] for file in sorted((_SCRIPTS / "versions").glob("[0-9]*.py"))]
    with reading(engine) as connection:
        current = _current(connection)
    if current == known[-1]:
        return  # the usual case, without waiting for alembic's import
    if current is not None and current not in known:
        raise KioskError(Code.DATA_NEWER, f"database version {current}")
    _upgrade(engine)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
