"""The national portal's two record shapes."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.core.catalogue_import import rows_of

NEWER: dict[str, Any] = {
    "code": "1.001193",
    "name": "Thủ tục đăng ký  khai sinh",
    "fieldName": "Hộ tịch",
    "isWard": True,
    "decisionNo": "123/QĐ-BTP",
    "updatedAt": "2026-04-15T08:00:00Z",
    "departmentsPromulgating": [{"name": "Bộ Tư pháp"}],
    "executionMethods": [
        {"submissionMethod": "DIRECT", "processingTime": 3, "processingTimeUnit": "WORKING_DAY"},
        {"submissionMethod": "ONLINE", "processingTime": 1, "processingTimeUnit": "OTHER"},
        {"submissionMethod": "FAX"},
    ],
}
OLDER: dict[str, Any] = {
    "MATTHC": "2.000815.000.00.00.H52",
    "TENTTHC": "Chứng thực bản sao",
    "LINHVUCTHUCHIEN": "Chứng thực",
    "CACHTHUCTHUCHIEN": [
        {"KENH": "1", "THOIGIAN": [{"THOIGIANGIAIQUYET": "1", "DONVITINH": "Ngày làm việc", "PHILEPHI": []}]},
        {"KENH": "2", "THOIGIAN": []},
    ],
}


def test_the_record_of_2026() -> None:
    row = rows_of({"data": [NEWER]}, source="tệp").rows[0]
    assert (row.code, row.name, row.field) == ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch")
    assert (row.agency, row.government, row.updated) == ("Bộ Tư pháp", ("xã",), "2026-04-15")
    assert row.channels == ("trực tiếp", "trực tuyến")
    assert row.time == "trực tiếp: 3 ngày làm việc"


def test_the_older_record() -> None:
    row = rows_of(OLDER, source="tệp").rows[0]
    assert (row.code, row.name) == ("2.000815.000.00.00.H52", "Chứng thực bản sao")
    assert row.channels == ("trực tiếp", "trực tuyến")
    assert row.time == "trực tiếp: 1 ngày làm việc"


@pytest.mark.parametrize(
    "record",
    [{}, {"code": "x", "name": "a"}, {"code": "1.001193", "name": ""}, {"TENTTHC": 3}, "text", None],
)
def test_a_record_without_code_or_name_is_left_out_and_counted(record: Any) -> None:
    found = rows_of([record, NEWER], source="tệp")
    assert [row.code for row in found.rows] == ["1.001193"]
    assert found.left_out == 1


def test_what_is_no_record_at_all_gives_nothing() -> None:
    assert rows_of("text", source="tệp").rows == ()
