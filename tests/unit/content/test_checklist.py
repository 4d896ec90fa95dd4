"""The printed checklist: papers with boxes, fees in words that promise nothing, and what isn't known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.core.checklist import checklist, checklist_without_facts
from kiosk.core.procedures import Channel
from kiosk.storage.packages import Catalogue

CATALOGUE = Catalogue(Path(__file__).parents[3] / "forms")
TODAY = date(2026, 11, 23)


def test_the_licences_sheet() -> None:
    sheet = checklist(CATALOGUE.procedure("3.000348"), on=TODAY, channel=Channel.DIRECT)
    assert sheet.title == "Cấp lại giấy phép lái xe"
    assert [line.text for line in sheet.papers if line.box] == [
        "Thẻ căn cước gắn chip",
        "Giấy khám sức khỏe của người lái xe",
        "Quyết định xử phạt vi phạm giao thông",
    ]
    assert "chỉ hạng B trở lên" in sheet.papers[1].small
    assert sheet.fees[0].text == "Lệ phí cấp giấy phép lái xe: 135.000\u00a0đồng/lần"
    assert "tạm tính" in sheet.fees[0].small
    assert sheet.times[0].text == "5\u00a0ngày làm việc"
    assert "18/07/2026" in sheet.foot


def test_a_fee_that_is_not_known_is_asked_for() -> None:
    sheet = checklist(CATALOGUE.procedure("1.013226"), on=TODAY, channel=Channel.DIRECT)
    assert sheet.fees[0].text.endswith("cán bộ báo mức thu khi tiếp nhận")
    assert all("chưa được kiểm chứng" in time.small for time in sheet.times)


def test_a_law_that_has_ended_is_not_quoted() -> None:
    procedure = CATALOGUE.procedure("1.001193")
    now = checklist(procedure, on=TODAY, channel=Channel.DIRECT).legal
    later = checklist(procedure, on=date(2027, 3, 1), channel=Channel.DIRECT).legal
    assert len(later) == len(now) - 1


def test_a_reduced_fee_is_shown_reduced() -> None:
    sheet = checklist(CATALOGUE.procedure("1.116410"), on=TODAY, channel=Channel.DIRECT, language="en")
    assert [line.text for line in sheet.fees] == [
        "Exchange: 25.000\u00a0đồng/card",
        "Reissue: 35.000\u00a0đồng/card",
    ]


def test_nothing_is_invented_for_a_catalogue_row() -> None:
    sheet = checklist_without_facts(CATALOGUE.row("1.010038"))
    assert sheet.papers == sheet.fees == sheet.steps == ()
    assert "Hỏi cán bộ" in sheet.who
    assert all("chưa được kiểm chứng" in line.small for line in sheet.times)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", CATALOGUE.codes_with_package())
def test_every_package_gives_a_sheet(code: str, language: str) -> None:
    sheet = checklist(CATALOGUE.procedure(code), on=TODAY, channel=Channel.DIRECT, language=language)
    assert sheet.papers
    assert sheet.times
    assert sheet.fees
