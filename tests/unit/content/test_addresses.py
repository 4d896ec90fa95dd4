"""Old three-level addresses found in today's two levels."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.addresses import Gazetteer
from kiosk.storage.lists import gazetteer

FORMS = Path(__file__).parents[3] / "forms"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer(FORMS)


@pytest.mark.parametrize(
    ("written", "detail", "commune"),
    [
        ("Tổ 3, phường Chiềng Lề, thành phố Sơn La, tỉnh Sơn La", "Tổ 3", "Phường Tô Hiệu"),
        ("Tổ 3, Chiềng Lề, TP. Sơn La, Sơn La", "Tổ 3", "Phường Tô Hiệu"),
        ("Tổ 3, phường Tô Hiệu, tỉnh Sơn La", "Tổ 3", "Phường Tô Hiệu"),
        ("Chiềng Lề, Sơn La", "", "Phường Tô Hiệu"),
    ],
)
def test_an_address_is_found_in_todays_units(
    places: Gazetteer, written: str, detail: str, commune: str
) -> None:
    found = places.read(written)
    assert (found.detail, found.commune, found.province) == (detail, commune, "Sơn La")
    assert found.written == written


def test_the_old_commune_is_kept_and_todays_address_spelled(places: Gazetteer) -> None:
    found = places.read("Tổ 3, phường Chiềng Lề, thành phố Sơn La, tỉnh Sơn La")
    assert found.old_commune == "Phường Chiềng Lề"
    assert found.today == "Tổ 3, phường Tô Hiệu, tỉnh Sơn La"


def test_a_merged_province_is_known_without_its_communes(places: Gazetteer) -> None:
    found = places.read("Thôn 2, xã Mai Châu, huyện Mai Châu, tỉnh Hòa Bình")
    assert (found.commune, found.province) == ("", "Phú Thọ")
    assert found.today == found.written


@pytest.mark.parametrize("written", ["", "không rõ", "số 5, phố Không Có, tỉnh Không Có"])
def test_what_is_not_known_stays_as_written(places: Gazetteer, written: str) -> None:
    found = places.read(written)
    assert (found.commune, found.province, found.today) == ("", "", written)


def test_thi_tran_and_xa_of_one_name_are_told_apart(places: Gazetteer) -> None:
    town = places.read("Thị trấn Hát Lót, huyện Mai Sơn, tỉnh Sơn La")
    commune = places.read("Xã Hát Lót, huyện Mai Sơn, tỉnh Sơn La")
    assert town.commune
    assert commune.commune


def test_every_old_commune_of_the_province_has_a_new_one(places: Gazetteer) -> None:
    import csv

    with (FORMS / "lists" / "communes-son-la-2025.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (FORMS / "lists" / "districts-son-la.csv").open(encoding="utf-8", newline="") as file:
        districts = {row["code"]: row["name"] for row in csv.DictReader(file)}
    wrong = [
        row["old_name"]
        for row in rows
        if places.read(f"{row['old_name']}, {districts[row['old_district_code']]}, Sơn La").commune
        != row["new_name"]
    ]
    assert wrong == []
