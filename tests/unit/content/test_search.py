"""Finding a procedure in people's own words, over the shipped catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.storage.packages import Catalogue

FORMS = Path(__file__).parents[3] / "forms"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(FORMS)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("mat bang lai", "3.000348"),
        ("bang lai mat", "3.000348"),
        ("banglai mat", "3.000348"),
        ("mất bằng lái", "3.000348"),
        ("dk tam tru", "1.004194"),
        ("dang ky ket hom", "1.000894"),
        ("3.000348", "3.000348"),
    ],
)
def test_the_first_result_is_what_was_meant(catalogue: Catalogue, said: str, meant: str) -> None:
    assert catalogue.search(said)[0].code == meant


def test_nothing_typed_finds_nothing(catalogue: Catalogue) -> None:
    assert catalogue.search("  … ") == ()


def test_no_more_results_than_asked_for(catalogue: Catalogue) -> None:
    assert len(catalogue.search("giấy phép", limit=3)) == 3


def test_an_abolished_code_leads_to_its_successor(catalogue: Catalogue) -> None:
    assert [r.code for r in catalogue.search("2.001194")] == ["1.116407"]


def test_another_provinces_own_procedures_and_internal_ones_are_not_offered(catalogue: Catalogue) -> None:
    hidden = {row.code for row in catalogue.rows() if row.internal or row.local_to == "UBND tỉnh Bắc Ninh"}
    found = {r.code for said in ("giấy phép", "cấp", "báo cáo") for r in catalogue.search(said, limit=50)}
    assert hidden
    assert not hidden & found


def test_a_mended_query_says_what_it_was_taken_for(catalogue: Catalogue) -> None:
    assert catalogue.ask("giay phpe lai xe").understood == "giấy phép lái xe"


def test_the_committed_index_is_what_the_lists_give(catalogue: Catalogue) -> None:
    from kiosk.core.search_index import to_document

    assert to_document(catalogue.index) == to_document(catalogue.fresh_index())
