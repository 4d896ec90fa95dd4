"""The forms folder on disk: what is read lazily, what is refused, what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.core.catalogue import CatalogueRow, Replacement
from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures_document import shown_document
from kiosk.core.procedures_papers import still_to_bring
from kiosk.core.search_index import from_document
from kiosk.storage.catalogue_files import read_rows
from kiosk.storage.lists import calendar, gazetteer
from kiosk.storage.packages import Catalogue

FORMS = Path(__file__).parents[3] / "forms"
SHIPPED = Catalogue(FORMS)


def broken(folder: Path, name: str, content: str) -> Catalogue:
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / name).write_text(content, encoding="utf-8")
    return Catalogue(folder)


def test_an_old_code_shows_what_became_of_it() -> None:
    assert SHIPPED.current("2.001194") == "1.116407"
    assert SHIPPED.procedure("2.001194").code == "1.116407"
    assert SHIPPED.row("2.001194").code == "1.116407"
    assert SHIPPED.replacement("2.001194") == Replacement(
        "2.001194", "1.116407", "QĐ 5230/QĐ-BCA-C06 năm 2026 (hiệu lực khoảng 15–17/08/2026)"
    )
    assert SHIPPED.replacement("3.000348") is None


def test_a_row_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KioskError) as caught:
        SHIPPED.row("9.999999")
    assert caught.value.code is Code.PROCEDURE_UNKNOWN


def test_a_package_without_a_form_says_so() -> None:
    assert SHIPPED.procedure("2.000815").has_form is False
    with pytest.raises(KioskError) as caught:
        SHIPPED.form_xml("2.000815")
    assert caught.value.code is Code.PROCEDURE_WITHOUT_FORM


def test_sources_are_spelled_out() -> None:
    assert SHIPPED.source(SHIPPED.row("1.010028").source).startswith("Cổng DVCQG")
    assert SHIPPED.source("unlisted") == "unlisted"


@pytest.mark.parametrize(
    "content", ["{", '{"schema": 7}', '{"schema": 1, "columns": {}, "packed": {"x": {}}}']
)
def test_a_broken_index_is_refused(tmp_path: Path, content: str) -> None:
    catalogue = broken(tmp_path, "index.json", content)
    with pytest.raises(KioskError) as caught:
        catalogue.search("a")
    assert caught.value.code is Code.CATALOGUE_BROKEN


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    assert Catalogue(tmp_path).search("khai sinh") == ()
    assert Catalogue(tmp_path).families == ()


@pytest.mark.parametrize("name", ["which.toml", "procedures.csv"])
def test_a_broken_list_is_refused_by_name(tmp_path: Path, name: str) -> None:
    catalogue = broken(tmp_path, name, "code\n\x00=[\n,\n" if name.endswith("csv") else "= [")
    with pytest.raises(KioskError) as caught:
        _ = (catalogue.families, list(catalogue.rows()))
    assert caught.value.code is Code.CATALOGUE_BROKEN
    assert name in caught.value.detail


def test_a_broken_package_is_refused_by_its_code(tmp_path: Path) -> None:
    (tmp_path / "1.000001").mkdir()
    (tmp_path / "1.000001" / "procedure.toml").write_text("= [", encoding="utf-8")
    with pytest.raises(KioskError, match=r"1\.000001") as caught:
        Catalogue(tmp_path).procedure("1.000001")
    assert caught.value.code is Code.CATALOGUE_BROKEN


def test_a_package_that_the_list_lacks_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "3.000348").mkdir()
    source = FORMS / "3.000348" / "procedure.toml"
    (tmp_path / "3.000348" / "procedure.toml").write_bytes(source.read_bytes())
    assert [r.code for r in Catalogue(tmp_path).search("giay phep lai xe")] == ["3.000348"]


def test_the_index_is_written_whole(tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    path = Catalogue(tmp_path).prepare()
    assert len(from_document(json.loads(path.read_text(encoding="utf-8")))) == 0
    assert list(path.parent.iterdir()) == [path]


def test_lists_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match="districts"):
        gazetteer(tmp_path)
    with pytest.raises(KioskError, match="calendar"):
        calendar(tmp_path)


def test_the_shipped_calendar_covers_this_year() -> None:
    assert 2026 in calendar(FORMS).years


def test_a_missing_list_has_no_rows(tmp_path: Path) -> None:
    assert list(read_rows(tmp_path / "none.csv")) == []


def test_what_is_shown_of_a_package_and_of_a_bare_row() -> None:
    shown = shown_document(SHIPPED.row("3.000348"), SHIPPED.procedure("3.000348"), None)
    assert shown["name"] == "Cấp lại giấy phép lái xe"
    assert shown["checked_on"] == "2026-07-18"
    assert json.loads(json.dumps(shown, ensure_ascii=False)) == shown
    replaced = Replacement("1.2", "1.3", "")
    bare = shown_document(CatalogueRow("1.3", "Thử"), None, replaced)
    assert (bare["has_facts"], bare["components"], bare["replaces"]) == (False, [], "1.2")


def test_what_is_shown_at_the_counter_is_always_to_bring() -> None:
    bring = still_to_bring(SHIPPED.procedure("1.000894"), lambda _: False, ())
    assert [c.key for c in bring] == ["other_identity"]


def test_one_row_reads_as_the_whole_list_does() -> None:
    catalogue = Catalogue(FORMS)
    whole = {row.code: row for row in catalogue.rows()}
    for code in ("1.000005", "1.010028", "3.000348", "2.000815"):
        assert catalogue.row(code) == whole[code]


def test_what_is_known_of_a_procedure_without_facts() -> None:
    known = Catalogue(FORMS).known("1.010028")
    assert known.row.name == "Xóa đăng ký tạm trú"
    assert known.procedure is None
    assert known.received is None
    assert known.source.startswith("Cổng DVCQG")
    assert "repo" not in known.source


def test_what_is_known_under_an_abolished_code_is_its_successors() -> None:
    assert Catalogue(FORMS).known("1.014064").row.code == "1.116410"
