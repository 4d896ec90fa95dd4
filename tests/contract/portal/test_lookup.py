"""Tracking by slip: state and dates for code and secret, nothing else for anybody."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import pytest

SECRET = "MFRGGZDFMZTW"


@pytest.fixture
def code(kiosk: Any, sample: Any) -> str:
    """The receipt code of a filed dossier whose tracking secret is SECRET."""
    receipt = "TH01-" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(8))
    receipt = f"{receipt[:9]}-{receipt[9:]}"
    sample.change(receipt_code=receipt)
    sample.bend_manifest = {"track_sha256": hashlib.sha256(SECRET.encode()).hexdigest()}
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    assert kiosk.until_opened(sample.dossier_id)["stage"] == "opened"
    return receipt


def _ask(kiosk: Any, code: str, secret: str) -> Any:
    return kiosk.session.post(f"{kiosk.portal.url}/v1/lookup", json={"code": code, "secret": secret})


def test_slip_tells_state_and_dates(kiosk: Any, code: str, check_schema: Any) -> None:
    answer = _ask(kiosk, code, SECRET)
    assert answer.status_code == 200
    check_schema("lookup-answer", answer.json())
    assert answer.json()["state"] == 1
    assert "Mai" not in answer.text


def test_wrong_secret_and_unknown_code_are_not_told_apart(kiosk: Any, code: str) -> None:
    wrong, unknown = _ask(kiosk, code, "A" * 12), _ask(kiosk, "TH01-0000-0000", "A" * 12)
    assert (wrong.status_code, wrong.json()) == (404, unknown.json())


def test_guessing_is_stopped_for_that_code(kiosk: Any, code: str) -> None:
    for _ in range(10):
        assert _ask(kiosk, code, "B" * 12).status_code == 404
    refused = _ask(kiosk, code, SECRET)
    assert (refused.status_code, refused.json()["code"]) == (429, "TOO_MANY_TRIES")
    assert 0 < int(refused.headers["Retry-After"]) <= 3601


@pytest.mark.parametrize(
    "body", [{}, {"code": "x", "secret": SECRET}, {"code": "TH01-0000-0000", "secret": "0" * 12}]
)
def test_what_is_no_question_is_refused(kiosk: Any, body: dict[str, str]) -> None:
    assert kiosk.session.post(f"{kiosk.portal.url}/v1/lookup", json=body).status_code == 422


def test_page_sends_no_secret_in_an_address(kiosk: Any) -> None:
    page = kiosk.session.get(f"{kiosk.portal.url}/t")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "location.hash" in page.text
    assert "<title>Tra cứu hồ sơ</title>" in page.text
