"""What kiosks send, read strictly: moments exist, nonces are whole bytes, the largest request fits."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from portal.api.calls import DOCUMENT_LIMIT
from portal.payloads import AccessRequest, Moment, TimeRequest, read_json
from portal.problems import Problem, Refused

COMMON = json.loads(
    (Path(__file__).parents[3] / "docs/protocol/schemas/common.json").read_text(encoding="utf-8")
)
MOMENT = jsonschema.Draft202012Validator(COMMON["$defs"]["moment"])
CARD = {"at": "2026-11-20T08:06:00Z", "chip": None}
CARD |= dict.fromkeys(("sod", "dg1", "dg14", "dg15", "active_signature"), "AAAA" * 12_500)
ASKED = {"code": "TH01-7Q4K-M2HD", "slip_secret": "AAECAwQFBgcICQoLDA0ODw=="}


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-44T00:00:00Z",
        "2026-02-32T00:00:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T08:06:60Z",
        "2026-11-20T08:06:00+07:60",
        "2026-11-20T08:06:00",
        "٢٠٢٦-11-20T08:06:00Z",
    ],
)
def test_no_moment_is_refused_by_schema_and_portal(text: str) -> None:
    assert not MOMENT.is_valid(text)
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T00:00:00Z",
        "2026-02-31T08:06:00+07:00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+07:00",
        "9999-12-31T23:00:00-07:00",
    ],
)
def test_day_outside_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(text)


@pytest.mark.parametrize("text", ["2028-02-29T23:59:59.123456+07:00", "2026-11-20T08:06:00Z"])
def test_moment_is_kept_as_written(text: str) -> None:
    assert MOMENT.is_valid(text)
    assert TypeAdapter(Moment).validate_python(text) == text


def test_card_read_on_no_day_is_refused_before_anything_is_compared() -> None:
    asked = ASKED | {"card": CARD | {"at": "2026-02-30T00:00:00Z"}}
    with pytest.raises(Refused) as refused:
        read_json(AccessRequest, json.dumps(asked).encode())
    assert refused.value.problem is Problem.PAYLOAD_INVALID
    assert refused.value.detail == "card.at"


def test_largest_request_for_access_fits_its_limit() -> None:
    body = json.dumps(ASKED | {"card": CARD}).encode()
    assert read_json(AccessRequest, body).card is not None
    assert len(body) <= DOCUMENT_LIMIT


def test_nonce_is_of_whole_bytes() -> None:
    assert read_json(TimeRequest, json.dumps({"nonce": "0a" * 17}).encode()).nonce == "0a" * 17
    for nonce in ("0" * 33, "0a" * 33, "0a" * 15):
        with pytest.raises(Refused):
            read_json(TimeRequest, json.dumps({"nonce": nonce}).encode())
