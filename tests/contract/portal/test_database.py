"""The database: made by migrations exactly as the tables say, and counting right under concurrency."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from kiosk.core.errors import Code, KioskError
from portal.store import numbering
from portal.store.engine import open_engine, reading, writing
from portal.store.migrate import migrate
from portal.store.tables import metadata

NOON = "2026-11-20T05:00:00.000Z"


def test_migrations_make_what_the_tables_say(portal: Any) -> None:
    with portal.here.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_numbers_are_consecutive_whoever_asks(portal: Any) -> None:
    unit = "000.00.01.H52"

    def one(_: int) -> str:
        with writing(portal.here.engine) as connection:
            return numbering.next_code(connection, unit, NOON)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(one, range(60)))
    assert sorted(codes) == [f"{unit}-261120-{number:04d}" for number in range(1, 61)]
    assert all(numbering.OFFICIAL_CODE.fullmatch(code) for code in codes)


def test_number_of_a_failed_transaction_is_given_again(portal: Any) -> None:
    def numbered_then_failed() -> None:
        with writing(portal.here.engine) as connection:
            numbering.next_code(connection, "H52.7", NOON)
            connection.execute(text("INSERT INTO counters (unit, day, last) VALUES ('H52.7', '261120', 9)"))

    with pytest.raises(KioskError):
        numbered_then_failed()
    with writing(portal.here.engine) as connection:
        assert numbering.next_code(connection, "H52.7", NOON) == "H52.7-261120-0001"


def test_day_of_a_number_is_viet_nams(portal: Any) -> None:
    with writing(portal.here.engine) as connection:
        late = numbering.next_code(connection, "H52.8", "2026-11-20T16:59:59.999Z")
        after_midnight = numbering.next_code(connection, "H52.8", "2026-11-20T17:00:00.000Z")
    assert (late, after_midnight) == ("H52.8-261120-0001", "H52.8-261121-0001")


def test_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'p.db'}")
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(KioskError) as caught:
        migrate(engine)
    assert caught.value.code is Code.DATA_NEWER
    engine.dispose()


def test_sqlite_is_opened_durably(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'p.db'}")
    with reading(engine) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite"])
def test_url_that_we_cannot_use_is_named(url: str) -> None:
    with pytest.raises(KioskError) as caught:
        open_engine(url)
    assert caught.value.code is Code.CONFIG_INVALID
