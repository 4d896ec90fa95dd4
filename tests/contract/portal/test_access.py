"""Slip and card, or an officer's check, let any kiosk act on a dossier; without them it isn't there."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest

from kiosk.core import cose
from kiosk.idcard import lds
from kiosk.idcard.holder import Holder
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.issuer import Issuer
from kiosk.idcard.virtual.person import td1
from portal import acts, capabilities
from portal.store import grants
from portal.store.engine import reading, writing

ISSUER = Issuer.fresh(dates_around(datetime.now(UTC)), secrets.token_bytes)  # noqa: TID251 -- the portal's clock is real
HOLDER = Holder(
    personal_number="014188001234",
    full_name="Lò Thị Ban Mai",
    date_of_birth=date(1988, 3, 5),
    sex="Nữ",
    date_of_expiry=date(2038, 3, 5),
)
SECRET = bytes(range(16))


@dataclass(frozen=True)
class Card:
    """A card's files, as a reader without an anchor for its State finds them."""

    sod: bytes
    dg1: bytes

    @staticmethod
    def of(holder: Holder) -> Card:
        dg1 = lds.encode_dg1(td1(holder))
        return Card(ISSUER.sign({1: dg1}), dg1)

    def proof(self, at: datetime) -> dict[str, Any]:
        text = {"sod": base64.b64encode(self.sod).decode(), "dg1": base64.b64encode(self.dg1).decode()}
        empty = dict.fromkeys(("dg14", "dg15", "active_signature", "chip"))
        return text | empty | {"at": at.isoformat(timespec="milliseconds")}


CARD = Card.of(HOLDER)
TWIN = Card(Issuer.fresh(dates_around(datetime.now(UTC)), secrets.token_bytes).sign({1: CARD.dg1}), CARD.dg1)  # noqa: TID251 -- as above
"""The same person's data under another signature: without an anchor a forger's looks as good."""


@pytest.fixture
def filed(kiosk: Any, sample: Any) -> Any:
    """A dossier filed with CARD, and its slip's facts."""
    receipt = "TH01-" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(8))
    receipt = f"{receipt[:9]}-{receipt[9:]}"
    verified = {"passive": None, "chip": None, "active": None}
    sample.change(
        receipt_code=receipt, identity={"method": "chip", "verified": verified, "notes": ["NO_ANCHOR"]}
    )
    statement = {
        "dossier_id": sample.dossier_id,
        "kiosk_id": kiosk.kiosk_id,
        "read_at": "2026-11-20T08:01:00+07:00",
        "protocol": "PACE",
        "verified": verified,
        "notes": ["NO_ANCHOR"],
        "challenge": None,
        "active_signature": None,
        "holder": {"personal_number": HOLDER.personal_number, "full_name": HOLDER.full_name},
    }
    sample.members |= {
        "evidence/statement.json": json.dumps(statement).encode(),
        "evidence/sod.bin": CARD.sod,
        "evidence/dg1.bin": CARD.dg1,
    }
    sample.bend_manifest = {"slip_sha256": hashlib.sha256(SECRET).hexdigest()}
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    assert kiosk.until_opened(sample.dossier_id)["stage"] == "opened"
    sample.receipt = receipt
    return sample


@pytest.fixture
def other(portal: Any, new_kiosk: Callable[[], Any]) -> Any:
    """Another kiosk of the same portal."""
    made = new_kiosk()
    made.enrol(portal.new_code())
    return made


def _ask(kiosk: Any, code: str, *, secret: bytes = SECRET, **proof: Any) -> Any:
    body = {"code": code, "slip_secret": base64.b64encode(secret).decode()} | proof
    return kiosk.call("POST", "/v1/access", json.dumps(body).encode(), Content_Type="application/json")


def _paper(kiosk: Any, dossier_id: str, number: int, capability: str | None) -> Any:
    headers = {} if capability is None else {"Motcua_Capability": capability}
    return kiosk.call("GET", f"/v1/dossiers/{dossier_id}/documents/{number}", **headers)


def _now(portal: Any) -> datetime:
    moment: datetime = portal.here.clock()
    return moment


def _words(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def test_slip_and_card_bring_the_acceptance_to_any_kiosk(
    portal: Any, filed: Any, other: Any, check_schema: Any
) -> None:
    acts.set_state(portal.here, filed.dossier_id, 2, note="")
    answer = _ask(other, filed.receipt, card=CARD.proof(_now(portal)))
    assert answer.status_code == 200, answer.text
    check_schema("access-answer", answer.json())
    given = answer.json()
    check_schema("capability", json.loads(cose.unverified_payload(base64.b64decode(given["capability"]))))
    assert (given["dossier_id"], given["state"], given["documents"]) == (filed.dossier_id, 2, [1])
    paper = _paper(other, filed.dossier_id, 1, given["capability"])
    assert (paper.status_code, paper.headers["Content-Type"]) == (200, "application/pdf")
    assert paper.headers["Cache-Control"] == "no-store"
    words = _words(paper.content)
    for said in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Tiếp nhận hồ sơ của: Lò Thị Ban Mai",
        "Địa chỉ: Tổ 4, phường Tô Hiệu, tỉnh Sơn La",
        "Số điện thoại: 0912345678",
        "theo quy định: 5 ngày làm việc",
        "5. Thời gian trả kết quả giải quyết hồ sơ:",
        given["official_code"],
    ):
        assert said in words
    with reading(portal.here.engine) as connection:
        assert [row.given_by for row in grants.recorded(connection, filed.dossier_id)] == ["card"]


def test_papers_follow_the_state(portal: Any, kiosk: Any, filed: Any) -> None:
    given = _ask(kiosk, filed.receipt, card=CARD.proof(_now(portal))).json()
    assert given["documents"] == []
    early = _paper(kiosk, filed.dossier_id, 1, given["capability"])
    assert (early.status_code, early.json()["code"]) == (404, "DOCUMENT_UNKNOWN")
    acts.set_state(portal.here, filed.dossier_id, 5, note="Bổ sung giấy khám sức khỏe")
    words = _words(_paper(kiosk, filed.dossier_id, 2, given["capability"]).content)
    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in words
    assert "Bổ sung giấy khám sức khỏe" in words
    acts.set_state(portal.here, filed.dossier_id, 3, note="Không thuộc thẩm quyền")
    assert "Không thuộc thẩm quyền" in _words(_paper(kiosk, filed.dossier_id, 3, given["capability"]).content)
    assert _paper(kiosk, filed.dossier_id, 2, given["capability"]).status_code == 404
    assert _paper(kiosk, filed.dossier_id, 6, given["capability"]).json()["code"] == "PATH_INVALID"


def test_other_card_and_other_person_are_refused(portal: Any, kiosk: Any, filed: Any) -> None:
    stranger = Card.of(
        Holder(
            personal_number="014199009999",
            full_name="Hà Văn Khác",
            date_of_birth=HOLDER.date_of_birth,
            sex="Nam",
            date_of_expiry=HOLDER.date_of_expiry,
        )
    )
    altered = Card(CARD.sod, stranger.dg1)
    for card in (stranger, altered, TWIN):
        refused = _ask(kiosk, filed.receipt, card=card.proof(_now(portal)))
        assert (refused.status_code, refused.json()["code"]) == (403, "PROOF_REFUSED")
    old = _ask(kiosk, filed.receipt, card=CARD.proof(_now(portal) - timedelta(minutes=6)))
    assert old.json()["code"] == "PROOF_REFUSED"


def test_card_without_the_slip_is_told_nothing(portal: Any, kiosk: Any, filed: Any) -> None:
    proof = CARD.proof(_now(portal))
    wrong, unknown = (
        _ask(kiosk, filed.receipt, secret=bytes(16), card=proof),
        _ask(kiosk, "TH01-0000-0000", card=proof),
    )
    assert (wrong.status_code, wrong.json()) == (404, unknown.json())


def test_guessing_is_stopped(portal: Any, kiosk: Any, filed: Any) -> None:
    for _ in range(10):
        assert _ask(kiosk, filed.receipt, officer_grant="00000000").status_code == 403
    refused = _ask(kiosk, filed.receipt, card=CARD.proof(_now(portal)))
    assert (refused.status_code, refused.json()["code"]) == (429, "TOO_MANY_TRIES")


def test_officers_check_is_for_one_kiosk_and_recorded(
    portal: Any, kiosk: Any, filed: Any, other: Any
) -> None:
    given = portal.run("grant", filed.dossier_id, "--officer", "CB-07", "--papers", "hộ chiếu")
    code = given["grant"]
    first, again = (_ask(kiosk, filed.receipt, officer_grant=code) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert _ask(other, filed.receipt, officer_grant=code).json()["code"] == "PROOF_REFUSED"
    with reading(portal.here.engine) as connection:
        assert {row.given_by for row in grants.recorded(connection, filed.dossier_id)} == {"officer CB-07"}


def test_officers_check_ends_and_is_for_its_dossier(portal: Any, kiosk: Any, filed: Any) -> None:
    past = "2026-01-01T00:00:00.000Z"
    with writing(portal.here.engine) as connection:
        grants.add(connection, "0" * 7 + "1", grants.Grant(filed.dossier_id, "CB-07", "thẻ", past, past))
    assert _ask(kiosk, filed.receipt, officer_grant="0" * 7 + "1").json()["code"] == "PROOF_REFUSED"


def test_capability_is_for_its_kiosk_dossier_and_time(
    portal: Any, kiosk: Any, filed: Any, other: Any
) -> None:
    acts.set_state(portal.here, filed.dossier_id, 2, note="")
    capability = _ask(kiosk, filed.receipt, card=CARD.proof(_now(portal))).json()["capability"]
    assert _paper(kiosk, filed.dossier_id, 1, capability).status_code == 200
    assert _paper(other, filed.dossier_id, 1, capability).json()["code"] == "DOSSIER_UNKNOWN"
    for wrong in (None, "", "AAAA", capability[:-8] + "AAAAAAA=", "x" * 3000):
        assert _paper(kiosk, filed.dossier_id, 1, wrong).status_code in (401, 404)
    another = filed.dossier_id[:-1] + ("0" if filed.dossier_id[-1] != "0" else "1")
    assert _paper(kiosk, another, 1, capability).status_code == 404
    later = portal.here.clock() + capabilities.LASTS
    from dataclasses import replace

    assert not capabilities.holds(
        replace(portal.here, clock=lambda: later),
        capability,
        dossier_id=filed.dossier_id,
        kiosk_id=kiosk.kiosk_id,
    )


def test_other_kiosk_withdraws_with_the_capability_and_not_without(
    portal: Any, filed: Any, other: Any, kiosk: Any
) -> None:
    event_id = filed.dossier_id[:-3] + "001"
    payload = {
        "event_id": event_id, "dossier_id": filed.dossier_id, "kiosk_id": other.kiosk_id,
        "happened_at": "2026-11-21T09:00:00+07:00", "kind": "withdrawal", "reason": "",
    }  # fmt: skip
    body = cose.sign(json.dumps(payload).encode(), kind=cose.Kind.EVENT, key=other.key)
    path = f"/v1/dossiers/{filed.dossier_id}/events/{event_id}"
    assert other.call("PUT", path, body, Content_Type=cose.MEDIA_TYPE).status_code == 404
    capability = _ask(other, filed.receipt, card=CARD.proof(_now(portal))).json()["capability"]
    done = other.call("PUT", path, body, Content_Type=cose.MEDIA_TYPE, Motcua_Capability=capability)
    assert done.status_code == 201
    assert [c["state"] for c in kiosk.state("")["changes"] if c.get("dossier_id") == filed.dossier_id][
        -1
    ] == 7


@pytest.mark.parametrize("proof", [{}, {"officer_grant": "x"}, {"officer_grant": "00000000", "card": None}])
def test_request_needs_exactly_one_proof(kiosk: Any, proof: dict[str, Any]) -> None:
    if proof.get("card", "") is None:
        proof = proof | {"card": CARD.proof(datetime(2026, 1, 1, tzinfo=UTC))}
    assert _ask(kiosk, "TH01-0000-0000", **proof).json()["code"] == "PAYLOAD_INVALID"
