"""Fees at the portal: asked once, each transfer counted once, every change told to the kiosk that asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.core.vietqr import amount_of
from portal.store import fees
from portal.store.engine import writing

AMOUNT = 135_000


@pytest.fixture
def portal(portal: Any) -> Iterator[Any]:
    """A portal that takes transfers."""
    file = portal.data / "portal.toml"
    if not file.exists():
        portal.stop()
        file.write_text(
            'fee_bank = "970436"\nfee_account = "0011009999999"\nfee_payee = "Kho bạc Nhà nước Sơn La"\n',
            encoding="utf-8",
        )
        portal.start()
    return portal


def _ask(kiosk: Any, fee_id: str, dossier_id: str, amount: int = AMOUNT) -> Any:
    body = json.dumps({"fee_id": fee_id, "dossier_id": dossier_id, "amount_vnd": amount}).encode()
    return kiosk.call("POST", "/v1/fees", body, Content_Type="application/json")


def _fee_id(dossier_id: str, number: int = 1) -> str:
    return dossier_id[:-3] + f"{number:03x}"


def _told(kiosk: Any, fee_id: str) -> list[tuple[str, int]]:
    changes = [c for c in kiosk.state("")["changes"] if c.get("fee_id") == fee_id]
    assert [c["revision"] for c in changes] == sorted({c["revision"] for c in changes})
    return [(c["state"], c["paid_vnd"]) for c in changes]


@pytest.fixture
def asked(kiosk: Any, sample: Any, check_schema: Any) -> dict[str, Any]:
    """The answer to a fee of a dossier that isn't filed yet."""
    answer = _ask(kiosk, _fee_id(sample.dossier_id), sample.dossier_id)
    assert answer.status_code == 201
    check_schema("fee-answer", answer.json())
    return dict(answer.json())


@pytest.fixture
def confirm(portal: Any, asked: dict[str, Any]) -> Callable[..., bool]:
    """`confirm(amount, bank_reference)`: money comes for the fee."""

    def enter(amount: int, bank: str) -> bool:
        with writing(portal.here.engine) as connection:
            return fees.confirm(
                connection,
                asked["reference"],
                bank_reference=f"{bank}-{asked['reference']}",
                amount_vnd=amount,
                moment=portal.here.moment(),
            )

    return enter


def test_code_asks_for_the_sum_under_a_reference_of_its_own(kiosk: Any, asked: dict[str, Any]) -> None:
    assert (asked["state"], asked["paid_vnd"]) == ("due", 0)
    assert amount_of(asked["vietqr"]) == AMOUNT
    assert asked["reference"] in asked["vietqr"]
    again = _ask(kiosk, asked["fee_id"], asked["dossier_id"])
    assert (again.status_code, again.json()) == (200, asked)
    other = _ask(kiosk, asked["fee_id"], asked["dossier_id"], 1)
    assert (other.status_code, other.json()["code"]) == (409, "OTHER_FEE")


def test_same_request_many_times_at_once_is_one_fee(kiosk: Any, sample: Any) -> None:
    fee_id = _fee_id(sample.dossier_id)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: _ask(kiosk, fee_id, sample.dossier_id), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["reference"] for answer in answers}) == 1


def test_confirmation_doubled_counts_once_and_two_transfers_count_twice(
    kiosk: Any, asked: dict[str, Any], confirm: Callable[..., bool]
) -> None:
    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(lambda _: confirm(AMOUNT, "A"), range(6))) == [False] * 5 + [True]
    assert _told(kiosk, asked["fee_id"]) == [("paid", AMOUNT)]
    confirm(AMOUNT, "B")
    assert _told(kiosk, asked["fee_id"])[-1] == ("paid", 2 * AMOUNT)
    assert _ask(kiosk, asked["fee_id"], asked["dossier_id"]).json()["paid_vnd"] == 2 * AMOUNT


def test_part_payment_leaves_the_fee_due(
    kiosk: Any, asked: dict[str, Any], confirm: Callable[..., bool]
) -> None:
    confirm(100_000, "A")
    confirm(35_000, "B")
    assert _told(kiosk, asked["fee_id"]) == [("due", 100_000), ("paid", AMOUNT)]


def test_cancelled_transfer_makes_the_fee_due_again_once(
    kiosk: Any, portal: Any, asked: dict[str, Any], confirm: Callable[..., bool]
) -> None:
    confirm(AMOUNT, "A")
    for first in (True, False):
        with writing(portal.here.engine) as connection:
            moment = portal.here.moment()
            assert fees.take_back(connection, f"A-{asked['reference']}", moment=moment) is first
    assert not confirm(AMOUNT, "A")  # the same transfer doesn't come to life by being told again
    assert _told(kiosk, asked["fee_id"]) == [("paid", AMOUNT), ("due", 0)]


def test_late_confirmation_reaches_the_dossier_that_was_filed_meanwhile(
    kiosk: Any, portal: Any, sample: Any, asked: dict[str, Any], confirm: Callable[..., bool]
) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kiosk.until_opened(sample.dossier_id)
    portal.run("status", sample.dossier_id, "7")
    confirm(AMOUNT, "A")
    [told] = [c for c in kiosk.state("")["changes"] if c["kind"] == "fee"]
    assert (told["dossier_id"], told["state"]) == (sample.dossier_id, "paid")
    [listed] = [f for f in portal.run("fees", "list")["fees"] if f["fee_id"] == asked["fee_id"]]
    assert listed["filed"]
    assert listed["paid_vnd"] == AMOUNT


def test_commands_enter_and_take_back(portal: Any, asked: dict[str, Any]) -> None:
    reference, bank = asked["reference"], f"FT-{asked['reference']}"
    assert portal.run("fees", "confirm", reference, str(AMOUNT), "--bank", bank)["entered"]
    assert not portal.run("fees", "confirm", reference, str(AMOUNT), "--bank", bank)["entered"]
    other = portal.command("fees", "confirm", reference, "1", "--bank", bank)
    assert (other.returncode, other.stderr[:10]) == (1, "INTAKE-009")
    assert portal.run("fees", "take-back", "--bank", bank)["taken_back"]
    assert portal.command("fees", "take-back", "--bank", "nobody").stderr[:10] == "INTAKE-008"


def test_money_under_an_unknown_reference_is_told(portal: Any) -> None:
    with writing(portal.here.engine) as connection, pytest.raises(KioskError) as caught:
        fees.confirm(connection, "MC000000000", bank_reference="x", amount_vnd=1, moment="")
    assert caught.value.code is Code.FEE_UNKNOWN


def test_other_kiosks_dossier_and_fee_are_not_there(
    kiosk: Any, portal: Any, sample: Any, asked: dict[str, Any], new_kiosk: Callable[[], Any]
) -> None:
    other = new_kiosk()
    other.enrol(portal.new_code())
    taken = _ask(other, asked["fee_id"], asked["dossier_id"])
    assert (taken.status_code, taken.json()["code"]) == (409, "OTHER_FEE")
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    refused = _ask(other, _fee_id(sample.dossier_id, 2), sample.dossier_id)
    assert (refused.status_code, refused.json()["code"]) == (404, "DOSSIER_UNKNOWN")
    assert _told(other, asked["fee_id"]) == []
