"""Forms kept on disk: the second reading comes from the store, and a damaged store is mended."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.storage.form_store import FormStore
from kiosk.xforms import FormSession, XFormError
from tests.unit.xforms.conftest import form_xml

XML = form_xml("<a/><b/>", '<bind nodeset="/data/b" calculate="/data/a + 1"/>', '<input ref="/data/a"/>')


def test_a_stored_form_runs_as_the_read_one(tmp_path: Path) -> None:
    store = FormStore(tmp_path / "forms")
    for _ in range(2):
        session = FormSession(store.definition(XML), now=datetime(2026, 11, 23, tzinfo=UTC), seed=1)
        session.set("/data/a", "4")
        assert session.value("/data/b") == "5"
    assert len(list((tmp_path / "forms").iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"garbage", b"0" * 64 + b"\n{}"])
def test_a_damaged_store_is_mended(tmp_path: Path, damage: bytes) -> None:
    store = FormStore(tmp_path)
    store.definition(XML)
    file = next(tmp_path.iterdir())
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert store.definition(XML).title == "Thử"
    assert file.read_bytes() == whole


def test_another_list_is_another_form(tmp_path: Path) -> None:
    store = FormStore(tmp_path)
    store.definition(XML, {"l.csv": b"a\n1\n"})
    store.definition(XML, {"l.csv": b"a\n2\n"})
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert FormStore(tmp_path / "file" / "forms").definition(XML).title == "Thử"


def test_a_broken_form_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(XFormError):
        FormStore(tmp_path).definition(XML.replace(b"+ 1", b"+"))
    assert list(tmp_path.iterdir()) == []
