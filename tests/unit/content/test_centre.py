"""The centre's own list over the national catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.core.centre import Centre, Reception, parse_centre
from kiosk.core.errors import KioskError
from kiosk.storage.lists import centre
from kiosk.storage.packages import Catalogue

FORMS = Path(__file__).parents[3] / "forms"
LIST = """
hours = "07:00–11:30, 13:30–17:00"
[[received]]
code = "1.013228"
counter = "Quầy số 3"
filed_last_season = 40
"""


def test_what_is_received_here(tmp_path: Path) -> None:
    (tmp_path / "centre.toml").write_text(LIST, encoding="utf-8")
    found = centre(tmp_path)
    assert found.hours == "07:00–11:30, 13:30–17:00"
    assert found.receptions["1.013228"] == Reception("1.013228", "Quầy số 3", filed_last_season=40)
    assert found.receives("1.013228") is True
    assert found.receives("3.000348") is False


def test_without_a_list_nothing_is_claimed(tmp_path: Path) -> None:
    assert centre(tmp_path) == Centre()
    assert Centre().receives("3.000348") is None


def test_what_people_come_for_here_moves_up() -> None:
    plain = [r.code for r in Catalogue(FORMS).search("hợp tác xã", 10)]
    busy = Centre(receptions={plain[-1]: Reception(plain[-1], filed_last_season=40)})
    here = [r.code for r in Catalogue(FORMS, centre=busy).search("hợp tác xã", 10)]
    assert here.index(plain[-1]) < plain.index(plain[-1])


@pytest.mark.parametrize(
    "tables",
    [{"open": 1}, {"received": [{}]}, {"received": [{"code": "1", "filed_last_season": "x"}]}],
)
def test_a_wrong_list_is_refused(tables: dict[str, Any]) -> None:
    with pytest.raises(KioskError, match=r"centre\.toml"):
        parse_centre(tables)


def test_an_unreadable_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "centre.toml").write_text("= [", encoding="utf-8")
    with pytest.raises(KioskError, match=r"centre\.toml"):
        centre(tmp_path)
