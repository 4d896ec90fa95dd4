"""`kiosk procedures` as scripts call it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.root import main

FORMS = Path(__file__).parents[2] / "forms"


@pytest.fixture
def own_forms(tmp_path: Path) -> Path:
    """A kiosk with its own small forms folder; its configuration's path."""
    (tmp_path / "forms" / "catalogue").mkdir(parents=True)
    shutil.copytree(FORMS / "3.000348", tmp_path / "forms" / "3.000348")
    head, *rows = (FORMS / "catalogue" / "procedures.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if row.startswith(("3.00034", "1.00119"))]
    lists = tmp_path / "forms" / "catalogue"
    (lists / "procedures.csv").write_text("\n".join([head, *kept, ""]), encoding="utf-8")
    config = tmp_path / "kiosk.toml"
    config.write_text('forms_dir = "forms"\n', encoding="utf-8")
    return config


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str) -> list[Any]:
    with pytest.raises(SystemExit) as ended:
        main(["procedures", *arguments, "--data", str(tmp_path / "data"), "--json"])
    assert ended.value.code == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_search_gives_the_stated_shape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = run(capsys, tmp_path, "search", "mat", "bang", "lai")[0]
    assert set(answer) == {"results", "ms"}
    keys = {"code", "name", "level", "online", "agency", "has_form", "score"}
    assert all(set(result) == keys for result in answer["results"])
    assert answer["results"][0]["code"] == "3.000348"
    assert answer["results"][0]["has_form"] is True


def test_a_batch_gives_a_line_an_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("khai sinh\n\nket hon\n", encoding="utf-8")
    answers = run(capsys, tmp_path, "search", "--batch", str(queries))
    assert [[r["code"] for r in a["results"][:1]] for a in answers] == [["1.001193"], [], ["1.000894"]]


def test_show_gives_papers_fees_and_how_sure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shown = run(capsys, tmp_path, "show", "3.000348")[0]
    assert [c["key"] for c in shown["components"]][:2] == ["application", "identity_card"]
    assert shown["fees"]
    assert shown["times"][0]["unit"] == "working_day"
    assert shown["source"]
    assert shown["confidence"] == "single"
    assert shown["has_facts"] is True


def test_show_of_a_row_without_facts_invents_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shown = run(capsys, tmp_path, "show", "1.000005")[0]
    assert shown["has_facts"] is False
    assert shown["components"] == shown["fees"] == shown["times"] == []


def test_list_has_every_row(capsys: pytest.CaptureFixture[str], tmp_path: Path, own_forms: Path) -> None:
    listed = run(capsys, tmp_path, "list", "--config", str(own_forms))[0]["procedures"]
    assert {"3.000347", "3.000348", "1.001193"} <= {row["code"] for row in listed}


def test_an_import_adds_changes_and_is_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, own_forms: Path
) -> None:
    records = [
        {"code": "9.000001", "name": "Đăng ký thuyền độc mộc", "isWard": True},
        {"code": "3.000347", "name": "Đổi, cấp lại giấy phép lái xe"},
        {"code": "bad"},
    ]
    file = tmp_path / "portal.json"
    file.write_text(json.dumps(records), encoding="utf-8")
    merge = run(capsys, tmp_path, "import", str(file), "--config", str(own_forms))[0]
    assert merge == {"added": 1, "changed": 1, "unchanged": 0, "left_out": 1}
    again = run(capsys, tmp_path, "import", str(file), "--config", str(own_forms))[0]
    assert again == {"added": 0, "changed": 0, "unchanged": 2, "left_out": 1}
    found = run(capsys, tmp_path, "search", "thuyen doc moc", "--config", str(own_forms))[0]
    assert found["results"][0]["code"] == "9.000001"


def test_an_unknown_code_is_said_in_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["procedures", "show", "9.999999", "--data", str(tmp_path / "data"), "--json"])
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "PROC-001"
