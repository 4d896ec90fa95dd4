"""A kiosk joins: every refusal told apart, a lost answer healed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose, enrolment, signed_lists

MakeKiosk = Callable[[], Any]


def test_code_leads_to_this_portal_and_no_other(portal: Any, new_kiosk: MakeKiosk) -> None:
    given = portal.run("enrol-code")
    assert enrolment.parse_code(given["code"]).is_for(new_kiosk().anchors())
    assert new_kiosk().enrol(given["code"]).status_code == 201


def test_anchors_need_no_trust_and_are_as_the_schema_says(portal: Any, new_kiosk: MakeKiosk) -> None:
    answer = new_kiosk().session.get(f"{portal.url}/v1/enrolment/anchors")
    assert answer.status_code == 200
    assert set(answer.json()) == {"protocol", "ca_certificate", "root_public_key"}


def test_another_ca_is_not_trusted(portal: Any, tmp_path: Path) -> None:
    from portal import authority
    from portal.app import now

    authority.make(tmp_path, now=now())
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            session.get(f"{portal.url}/v1/enrolment/anchors", verify=str(tmp_path / "keys" / "ca.pem"))


def test_code_is_used_once_by_one_key(portal: Any, new_kiosk: MakeKiosk) -> None:
    code = portal.new_code()
    first, second = new_kiosk(), new_kiosk()
    assert first.enrol(code).status_code == 201
    refused = second.enrol(code)
    assert (refused.status_code, refused.json()["code"]) == (403, "ENROL_CODE_USED")


def test_lost_answer_is_healed_by_asking_again(portal: Any, new_kiosk: MakeKiosk) -> None:
    code = portal.new_code()
    kiosk = new_kiosk()
    assert kiosk.enrol(code).status_code == 201
    kiosk_id = kiosk.kiosk_id
    assert kiosk.enrol(code).status_code == 200
    assert kiosk.kiosk_id == kiosk_id


def test_code_that_was_never_given_is_wrong(new_kiosk: MakeKiosk) -> None:
    kiosk = new_kiosk()
    made_up = enrolment.new_code(kiosk.anchors(), lambda count: b"\x07" * count)
    refused = kiosk.enrol(made_up.text())
    assert (refused.status_code, refused.json()["code"]) == (403, "ENROL_CODE_WRONG")


def test_expired_code_says_so(portal: Any, new_kiosk: MakeKiosk) -> None:
    refused = new_kiosk().enrol(portal.new_code(expires_at="2026-01-01T00:00:00.000Z"))
    assert (refused.status_code, refused.json()["code"]) == (403, "ENROL_CODE_EXPIRED")


def test_proof_for_another_portal_is_refused(portal: Any, new_kiosk: MakeKiosk) -> None:
    kiosk = new_kiosk()
    code = enrolment.parse_code(portal.new_code())
    other_root = enrolment.Anchors(kiosk.anchors().ca, Ed25519PrivateKey.generate().public_key())
    body = enrolment.signed_request(code, other_root, key=kiosk.key, site_code="TH01")
    refused = kiosk.session.post(
        f"{portal.url}/v1/enrolment", data=body, headers={"Content-Type": cose.MEDIA_TYPE}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "ENROL_OTHER_PORTAL")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "SIGNATURE_INVALID"),
        (b"\xff" * 40, 422, "SIGNATURE_INVALID"),
        (
            cose.sign(b"{}", kind=cose.Kind.ENROLMENT, key=Ed25519PrivateKey.generate()),
            422,
            "PAYLOAD_INVALID",
        ),
        (b"0" * 300_000, 413, "BODY_TOO_LARGE"),
    ],
)
def test_bodies_that_are_no_proof(
    portal: Any, new_kiosk: MakeKiosk, *, body: bytes, status: int, code: str
) -> None:
    answer = new_kiosk().session.post(
        f"{portal.url}/v1/enrolment", data=body, headers={"Content-Type": cose.MEDIA_TYPE}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_every_kiosk_stands_in_the_list_that_the_next_one_gets(
    kiosk: Any, portal: Any, new_kiosk: MakeKiosk
) -> None:
    import base64

    second = new_kiosk()
    assert second.enrol(portal.new_code()).status_code == 201
    document = base64.b64decode(second.answer["kiosk_keys"])
    keys = signed_lists.verified_kiosk_keys(document, portal=second.portal_key)
    assert keys.kiosk_of(cose.key_id(kiosk.key.public_key())) == kiosk.kiosk_id
    told = [change for change in kiosk.state()["changes"] if change["kind"] == "kiosk_keys"]
    assert base64.b64decode(told[0]["document"]) == document
