"""What `forms check` finds in a procedure folder: a folder that triggers each rule, and one that doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli.form_check import Checked, check
from tests.unit.xforms.conftest import form_xml

FORM = form_xml(
    "<who/><reason/><faith/>",
    """<bind nodeset="/data/reason" relevant="/data/who = 'other'"/>
    <bind nodeset="/data/faith" {faith}/>""",
    """<input ref="/data/who"><label>Ai?</label></input>
    <input ref="/data/reason"><label>Vì sao?</label></input>
    <input ref="/data/faith"><label>Tôn giáo</label></input>""",
).decode()
TOML = """schema = 1
code = "9.000001"
version = "1"
name = "Thử"
who = { text = "Mọi người" }
source = "tự đặt"
checked_on = 2026-11-01
confidence = "unconfirmed"
agency = { decides = "Ủy ban nhân dân xã" }
"""
TIME = """[[time]]
amount = 3
unit = "working_day"
[[time]]
amount = 5
unit = "working_day"
when = "{when}"
"""
PAPER = (
    '[[component]]\nkey = "proof"\nname = "Giấy ủy quyền"\nkind = "scan"\nwhen = "/data/who = \'other\'"\n'
)
FEE = '[[fee]]\nkey = "fee"\nname = "Lệ phí"\namount = {amount}\nvalid_{edge} = {day}\n'
READS = 'kiosk:from="card.religion"'
DECLARES = '[identification]\nsensitive = ["religion"]\n'
SELF = "## Cho mình\n\n| set | value |\n| --- | --- |\n| /data/who | self |\n\n"
OTHER = SELF.replace("mình", "người khác").replace("self", "other")


def folder_of(
    place: Path, *, toml: str = "", cases: str = SELF + OTHER, faith: str = "", name: str = "9.000001"
) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "form.xml").write_text(FORM.replace("{faith}", faith), encoding="utf-8")
    (folder / "procedure.toml").write_text(TOML + toml, encoding="utf-8")
    (folder / "cases.md").write_text(cases, encoding="utf-8")
    return folder


def codes(found: Checked) -> set[str]:
    return {problem["code"] for problem in found.problems}


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("cases-missing", {"cases": ""}, {}),
        ("branch-untested", {"cases": SELF}, {}),
        ("component-untested", {"cases": SELF, "toml": PAPER}, {"toml": PAPER}),
        ("condition-broken", {"toml": PAPER.replace("who", "nope")}, {"toml": PAPER}),
        ("condition-broken", {"toml": TIME.format(when="nope(1)")}, {"toml": TIME.format(when="1 = 1")}),
        (
            "dates-overlap",
            {"toml": FEE.format(amount=1, edge="from", day="2026-01-01")
             + FEE.format(amount=2, edge="to", day="2026-01-01")},
            {"toml": FEE.format(amount=1, edge="from", day="2026-01-02")
             + FEE.format(amount=2, edge="to", day="2026-01-01")},
        ),
        ("source-unknown", {"faith": READS.replace("religion", "faith")}, {"faith": READS, "toml": DECLARES}),
        ("sensitive-undeclared", {"faith": READS}, {"faith": READS, "toml": DECLARES}),
        ("sensitive-unneeded", {"toml": DECLARES}, {"faith": READS, "toml": DECLARES}),
        ("procedure-broken", {"toml": "levle = 3\n"}, {}),
    ],
)  # fmt: skip
def test_a_folder_is_judged(tmp_path: Path, code: str, wrong: dict[str, str], right: dict[str, str]) -> None:
    for name in ("wrong", "right"):
        (tmp_path / name).mkdir()
    found = check(folder_of(tmp_path / "wrong", **wrong))
    assert code in codes(found)
    assert all(problem["message"] and "{" not in problem["message"] for problem in found.problems)
    assert code not in codes(check(folder_of(tmp_path / "right", **right)))


def test_editions_that_hold_on_one_day_are_told(tmp_path: Path) -> None:
    plain = folder_of(tmp_path, toml="effective_to = 2026-12-31\n")
    newer = folder_of(tmp_path, toml="effective_from = 2026-12-31\n", name="9.000001@2")
    assert "editions-overlap" in codes(check(plain))
    assert "editions-overlap" in codes(check(newer))
    (newer / "procedure.toml").write_text(TOML + "effective_from = 2027-01-01\n", encoding="utf-8")
    assert "editions-overlap" not in codes(check(plain)) | codes(check(newer))


@pytest.mark.parametrize(
    ("when", "expect", "got"),
    [
        ("/data/who = 'self'", "| due | 2026-11-30 |", ""),
        ("/data/who = 'other'", "| due | 2026-11-26 |", ""),
        ("/data/who = 'self'", "| due | 2026-11-26 |", "2026-11-30"),
        ("/data/who = 'self'", "| asked | /data/who, /data/faith |", ""),
        ("/data/who = 'other'", "| asked | /data/who |", "/data/who, /data/faith"),
    ],
)
def test_a_case_tells_the_day_of_the_result_and_what_is_asked(
    tmp_path: Path, when: str, expect: str, got: str
) -> None:
    cases = SELF + "| expect | value |\n| --- | --- |\n" + expect + "\n\n" + OTHER
    found = check(folder_of(tmp_path, toml=TIME.format(when=when), cases=cases))
    assert [failure.got for failure in found.failed] == ([got] if got else [])
