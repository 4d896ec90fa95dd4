"""`kiosk forms run`, `check` and `bench`: what they print and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.root import main
from tests.unit.xforms.conftest import form_xml

FORMS = Path(__file__).parents[3] / "forms"
AGE = form_xml(
    "<age/><adult/>",
    """<bind nodeset="/data/age" type="int" required="true()" constraint=". &lt; 130"/>
    <bind nodeset="/data/adult" relevant="/data/age != ''"
      calculate="if(/data/age &gt;= 18, 'yes', 'no')"/>""",
    '<input ref="/data/age"><label>Tuổi</label></input>',
)
SHEET = """| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | constraint |
| | select_one fruit | fruit | Quả | Fruit | | |
| | begin_group | g | Nhóm | Group | ${fruit} = 'aple' | |
| | integer | age | Tuổi | Age | | . > 5 and . < 3 |
| | end_group | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | fruit | apple | Táo | Apple |
| | fruit | pear | Lê | |
"""


def kiosk(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any, str]:
    """Run the command; return its status, its JSON and what stands on standard error."""
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--json"])
    out, err = capsys.readouterr()
    return int(end.value.code or 0), json.loads(out), err


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "age.xml"
    path.write_bytes(AGE)
    return path


def steps(folder: Path, *taken: dict[str, object]) -> str:
    path = folder / "steps.json"
    path.write_text(json.dumps({"steps": taken, "comment": "ignored"}), encoding="utf-8")
    return str(path)


def test_run_prints_the_instance_and_the_violations(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered = steps(tmp_path, {"op": "set", "ref": "/data/age", "value": "140"})
    status, document, _ = kiosk(capsys, "forms", "run", str(form), "--steps", answered)
    assert status == 0
    assert document["violations"] == [["/data/age", "constraint"]]
    assert "<age>140</age><adult>yes</adult>" in document["xml"]


def test_run_prints_a_refused_step_and_ends_with_1(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered = steps(tmp_path, {"op": "set", "ref": "/data/age", "value": "ten"})
    status, document, err = kiosk(capsys, "forms", "run", str(form), "--steps", answered)
    assert status == 1
    assert document["error"]["code"] == "FORM-002"
    assert '"ref": "/data/age"' in err.splitlines()[0]


def test_run_fixes_the_clock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "today.xml"
    path.write_bytes(form_xml("<day/>", '<bind nodeset="/data/day" type="date" calculate="today()"/>'))
    now = "2020-02-29T23:00:00+07:00"
    status, document, _ = kiosk(capsys, "forms", "run", str(path), "--steps", steps(tmp_path), "--now", now)
    assert (status, "<day>2020-02-29</day>" in document["xml"]) == (0, True)


def test_check_says_sheet_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "form.md"
    path.write_text(SHEET, encoding="utf-8")
    status, document, _ = kiosk(capsys, "forms", "check", str(path))
    found = {(one["severity"], one["code"], one["where"]) for one in document["problems"]}
    assert status == 1
    assert found >= {
        ("error", "no-such-choice", "survey, dòng 4, cột E (relevant)"),
        ("error", "never-holds", "survey, dòng 5, cột F (constraint)"),
        ("warning", "constraint-without-message", "survey, dòng 5, cột F (constraint)"),
        ("warning", "missing-language", "choices, dòng 10, cột D (label::English (en))"),
    }
    assert all(one["message"] and "{" not in one["message"] for one in document["problems"])


def test_check_says_where_a_form_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "form.xml"
    path.write_bytes(AGE.replace(b". &lt; 130", b"nope(.)"))
    status, document, _ = kiosk(capsys, "forms", "check", str(path))
    problem = document["problems"][0]
    assert (status, problem["code"], problem["where"]) == (1, "function-unknown", "/data/age constraint")


def test_a_shipped_procedure_passes_with_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    status, document, _ = kiosk(capsys, "forms", "check", str(FORMS / "3.000348"))
    assert (status, document["problems"], document["cases"]["failed"]) == (0, [], [])
    assert document["cases"]["passed"] > 0


def test_bench_measures(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, document, _ = kiosk(capsys, "forms", "bench", str(form))
    assert status == 0
    assert document["answers"] == 200
    assert set(document["answer_ms"]) == {"min", "median", "p95", "max"}
    assert document["load_ms"] > 0
    assert document["load_cached_ms"] > 0


def test_a_folder_made_from_a_sheet_passes_and_packs_to_equal_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, folder = tmp_path / "form.md", tmp_path / "9.000001"
    sheet.write_text(
        SHEET.replace("aple", "apple").replace(" and . < 3", "").replace("| Lê | |", "| Lê | Pear |")
    )
    assert kiosk(capsys, "forms", "new", str(sheet), str(folder))[:2] == (0, {"path": str(folder)})
    status, document, _ = kiosk(capsys, "forms", "check", str(folder))
    assert (status, document["cases"]) == (0, {"passed": 1, "failed": []})
    packed = [kiosk(capsys, "forms", "pack", str(folder), "--out", str(tmp_path / name)) for name in "ab"]
    assert [status for status, *_ in packed] == [0, 0]
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    sheet.write_text(sheet.read_text().replace("| Pear |", "| A pear |"))
    (folder / "form.md").write_text(sheet.read_text())
    status, document, _ = kiosk(capsys, "forms", "check", str(folder))
    assert (status, [one["code"] for one in document["problems"]].count("form-outdated")) == (1, 1)
    status, document, _ = kiosk(capsys, "forms", "check", "--make", str(folder))
    assert (status, [one["code"] for one in document["problems"]].count("form-outdated")) == (0, 0)
    again, _, err = kiosk(capsys, "forms", "new", str(sheet), str(folder))
    assert (again, "CONFIG-005" in err) == (1, True)


def test_a_folder_with_an_error_is_not_packed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "form.xml").write_bytes(AGE)
    status, document, _ = kiosk(capsys, "forms", "pack", str(tmp_path))
    assert (status, document["error"]["code"]) == (1, "FORM-001")
