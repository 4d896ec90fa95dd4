"""`portal document`: the paper that belongs to a dossier's state, with what the officer adds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from portal import acts
from portal.documents import issue, issued
from portal.documents.facts import Said
from portal.problems import Problem, Refused
from portal.store import dossiers
from portal.store.engine import reading


def _words(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


@pytest.fixture
def filed(kiosk: Any, sample: Any) -> str:
    """A dossier that was opened."""
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    assert kiosk.until_opened(sample.dossier_id)["stage"] == "opened"
    dossier_id: str = sample.dossier_id
    return dossier_id


def test_an_apology_needs_a_promised_day_and_says_the_new_one(portal: Any, filed: str) -> None:
    said = Said(reason="Chờ xác minh", again="ngày 07 tháng 12 năm 2026")
    with pytest.raises(Refused):
        issue(portal.here, filed, 4, said=said)
    acts.set_state(portal.here, filed, 2, note="")
    words = _words(issue(portal.here, filed, 4, said=said))
    assert "Chờ xác minh" in words
    assert "ngày 07 tháng 12 năm 2026" in words
    with pytest.raises(Refused):
        issue(portal.here, filed, 4)


def test_the_command_writes_the_paper_for_its_reader_only(portal: Any, filed: str, tmp_path: Path) -> None:
    acts.set_state(portal.here, filed, 2, note="")
    out = tmp_path / "mau-01.pdf"
    told = portal.run("document", filed, "1", "--out", str(out), "--edition", "tt-01-2018")
    assert told == {"path": str(out), "bytes": out.stat().st_size}
    assert out.stat().st_mode & 0o077 == 0
    assert "Vào Sổ theo dõi hồ sơ" in _words(out.read_bytes())


def test_a_paper_that_the_state_does_not_have_is_refused(portal: Any, filed: str) -> None:
    with pytest.raises(Refused) as refused:
        issue(portal.here, filed, 5)
    assert refused.value.problem is Problem.DOCUMENT_UNKNOWN


def test_a_paper_that_cannot_be_drawn_is_not_offered(kiosk: Any, portal: Any, sample: Any) -> None:
    procedure = json.loads(sample.members["dossier.json"])["procedure"]
    sample.change(procedure=procedure | {"version": "1999.1"})
    sample.bend_manifest = {"procedure_version": "1999.1"}
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    assert kiosk.until_opened(sample.dossier_id)["stage"] == "failed"
    acts.set_state(portal.here, sample.dossier_id, 2, note="")
    with reading(portal.here.engine) as connection:
        row = dossiers.find(connection, sample.dossier_id)
    assert row is not None
    assert issued(row) == []
    with pytest.raises(Refused) as refused:
        issue(portal.here, sample.dossier_id, 1)
    assert refused.value.problem is Problem.DOCUMENT_UNKNOWN
