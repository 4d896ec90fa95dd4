"""What happens to a dossier after filing: each event exactly once, and what both ends compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.core import cose
from portal import acts
from portal.store.engine import reading
from portal.store.tables import events, payments, ratings

MOMENT = "2026-11-21T09:00:00+07:00"


@pytest.fixture
def filed(kiosk: Any, sample: Any) -> str:
    """A filed dossier's id."""
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    kiosk.until_opened(sample.dossier_id)
    return str(sample.dossier_id)


def _event_id(dossier_id: str, number: int) -> str:
    return dossier_id[:-3] + f"{number:03x}"


def _body(kiosk: Any, dossier_id: str, event_id: str, **members: Any) -> bytes:
    payload = {
        "event_id": event_id,
        "dossier_id": dossier_id,
        "kiosk_id": kiosk.kiosk_id,
        "happened_at": MOMENT,
    }
    return cose.sign(json.dumps(payload | members).encode(), kind=cose.Kind.EVENT, key=kiosk.key)


def _put(kiosk: Any, dossier_id: str, number: int, body: bytes | None = None, **members: Any) -> Any:
    event_id = _event_id(dossier_id, number)
    body = _body(kiosk, dossier_id, event_id, **members) if body is None else body
    path = f"/v1/dossiers/{dossier_id}/events/{event_id}"
    return kiosk.call("PUT", path, body, Content_Type=cose.MEDIA_TYPE)


def _state(kiosk: Any, dossier_id: str) -> int:
    return [c["state"] for c in kiosk.state("")["changes"] if c.get("dossier_id") == dossier_id][-1]  # type: ignore[no-any-return]


def test_withdrawal_is_acknowledged_and_ends_the_dossier(kiosk: Any, filed: str) -> None:
    answer = _put(kiosk, filed, 1, kind="withdrawal", reason="")
    assert answer.status_code == 201
    told = json.loads(
        cose.verify(answer.content, kind=cose.Kind.EVENT_ACKNOWLEDGEMENT, key=kiosk.portal_key.key)
    )
    assert (told["dossier_id"], told["state"]) == (filed, 7)
    assert _state(kiosk, filed) == 7
    refused = _put(kiosk, filed, 2, kind="handed_over")
    assert (refused.status_code, refused.json()["code"]) == (409, "STATE_ENDED")
    assert _put(kiosk, filed, 3, kind="rating", score=4).status_code == 201


def test_handing_over_follows_the_result_and_withdrawing_precedes_it(
    kiosk: Any, filed: str, portal: Any
) -> None:
    early = _put(kiosk, filed, 1, kind="handed_over")
    assert (early.status_code, early.json()["code"], _state(kiosk, filed)) == (409, "STATE_IMPOSSIBLE", 1)
    acts.set_state(portal.here, filed, 9, note="")
    late = _put(kiosk, filed, 2, kind="withdrawal", reason="")
    assert (late.status_code, late.json()["code"]) == (409, "STATE_IMPOSSIBLE")
    assert _put(kiosk, filed, 1, kind="handed_over").status_code == 201
    assert _state(kiosk, filed) == 10


def test_money_taken_before_the_end_is_entered_after_it(kiosk: Any, filed: str, portal: Any) -> None:
    assert _put(kiosk, filed, 1, kind="withdrawal", reason="").status_code == 201
    paid = {"kind": "fee_paid", "amount_vnd": 135_000, "reference": f"R{filed}"}
    assert [_put(kiosk, filed, number, **paid).status_code for number in (2, 3)] == [201, 201]
    told = [c for c in kiosk.state("")["changes"] if c.get("dossier_id") == filed]
    assert [(c["revision"], c["state"]) for c in told[-2:]] == [(3, 7), (4, 7)]  # the second one is no change
    with reading(portal.here.engine) as connection:
        assert len(connection.execute(select(payments).where(payments.c.dossier_id == filed)).all()) == 1


def test_event_many_times_at_once_counts_once(kiosk: Any, filed: str, portal: Any) -> None:
    body = _body(
        kiosk, filed, _event_id(filed, 1), kind="fee_paid", amount_vnd=135_000, reference=f"R{filed}"
    )
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: _put(kiosk, filed, 1, body), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.content for answer in answers}) == 1
    with reading(portal.here.engine) as connection:
        entered = connection.execute(select(payments).where(payments.c.dossier_id == filed)).all()
    assert [row.amount_vnd for row in entered] == [135_000]


def test_one_payment_named_by_two_events_counts_once(kiosk: Any, filed: str, portal: Any) -> None:
    paid = {"kind": "fee_paid", "amount_vnd": 135_000, "reference": f"R{filed}"}
    assert _put(kiosk, filed, 1, **paid).status_code == 201
    assert _put(kiosk, filed, 2, **paid).status_code == 201
    refused = _put(kiosk, filed, 3, **(paid | {"amount_vnd": 1}))
    assert (refused.status_code, refused.json()["code"]) == (409, "OTHER_EVENT")
    with reading(portal.here.engine) as connection:
        assert len(connection.execute(select(payments).where(payments.c.dossier_id == filed)).all()) == 1


def test_other_event_under_the_same_id_is_refused(kiosk: Any, filed: str) -> None:
    assert _put(kiosk, filed, 1, kind="rating", score=5).status_code == 201
    refused = _put(kiosk, filed, 1, kind="rating", score=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "OTHER_EVENT")


def test_rating_is_kept_without_the_dossier(kiosk: Any, filed: str, portal: Any) -> None:
    def count() -> int:
        mine = (ratings.c.procedure == "3.000348") & (ratings.c.day == MOMENT[:10]) & (ratings.c.score == 2)
        with reading(portal.here.engine) as connection:
            return connection.execute(select(ratings.c.count).where(mine)).scalar() or 0

    before = count()
    _put(kiosk, filed, 1, kind="rating", score=2)
    assert count() == before + 1
    with reading(portal.here.engine) as connection:
        kept = connection.execute(
            select(events.c.document).where(events.c.event_id == _event_id(filed, 1))
        ).scalar()
    assert kept is None


def test_supplement_needs_its_papers_first(kiosk: Any, filed: str) -> None:
    sealed = kiosk.seal(b"another paper")
    blob = {"sha256": hashlib.sha256(sealed).hexdigest(), "bytes": len(sealed)}
    refused = _put(kiosk, filed, 1, kind="supplement", blobs=[blob])
    assert (refused.status_code, refused.json()["missing"][0]["sha256"]) == (424, blob["sha256"])
    kiosk.upload(sealed)
    assert _put(kiosk, filed, 1, kind="supplement", blobs=[blob]).status_code == 201


def test_another_kiosks_dossier_is_unknown(
    kiosk: Any, filed: str, portal: Any, new_kiosk: Callable[[], Any]
) -> None:
    other = new_kiosk()
    other.enrol(portal.new_code())
    refused = _put(other, filed, 1, kind="withdrawal", reason="")
    assert (refused.status_code, refused.json()["code"]) == (404, "DOSSIER_UNKNOWN")
    assert _state(kiosk, filed) == 1


@pytest.mark.parametrize(
    "members",
    [
        {"kind": "rating"},
        {"kind": "rating", "score": 6},
        {"kind": "rating", "score": 5, "reason": ""},
        {"kind": "withdrawal", "reason": None},
        {"kind": "fee_paid", "amount_vnd": 0, "reference": "R"},
        {"kind": "party"},
    ],
)
def test_event_of_another_shape_is_refused(kiosk: Any, filed: str, members: dict[str, Any]) -> None:
    assert _put(kiosk, filed, 1, **members).json()["code"] == "PAYLOAD_INVALID"


def test_day_is_the_same_or_says_what_is_here(kiosk: Any, filed: str) -> None:
    def ask(*ids: str) -> Any:
        digest = hashlib.sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()
        body = json.dumps({"count": len(ids), "ids_sha256": digest}).encode()
        path = "/v1/days/2026-11-20/reconciliation"
        return kiosk.call("POST", path, body, Content_Type="application/json").json()

    assert ask(filed) == {"same": True, "dossier_ids": []}
    assert ask() == {"same": False, "dossier_ids": [filed]}
    assert ask(filed, _event_id(filed, 0)) == {"same": False, "dossier_ids": [filed]}


def test_day_must_be_one(kiosk: Any) -> None:
    body = json.dumps({"count": 0, "ids_sha256": "0" * 64}).encode()
    refused = kiosk.call("POST", "/v1/days/2026-13-01/reconciliation", body, Content_Type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "PATH_INVALID")


def test_audit_chain_may_only_grow(kiosk: Any) -> None:
    def head(sequence: int, letter: str) -> int:
        payload = {"kiosk_id": kiosk.kiosk_id, "sequence": sequence, "head_sha256": letter * 64, "at": MOMENT}
        body = cose.sign(json.dumps(payload).encode(), kind=cose.Kind.AUDIT_HEAD, key=kiosk.key)
        return int(kiosk.call("POST", "/v1/audit-heads", body, Content_Type=cose.MEDIA_TYPE).status_code)

    assert [head(5, "a"), head(5, "a"), head(9, "b")] == [204, 204, 204]
    assert [head(9, "c"), head(4, "d")] == [409, 409]
    assert head(10, "e") == 204
