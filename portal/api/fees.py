"""`/v1/fees`: a kiosk asks for money to be sent; what came is told by the state."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from kiosk.core import crockford
from kiosk.core.vietqr import transfer
from portal import payloads
from portal.api.access import ActsOn
from portal.api.calls import PortalParts, ReadCall, SignedCall, expect_media_type
from portal.problems import Problem, Refused
from portal.store import dossiers, fees
from portal.store.engine import writing

router = APIRouter()
_REFERENCE_BYTES = 5


@router.post("/v1/fees")
def ask_fee(portal: PortalParts, kiosk: SignedCall, call: ReadCall, acts_on: ActsOn) -> Response:
    """Enter an intent and give its VietQR: 201; the same again gives how it stands now: 200."""
    expect_media_type(call, "application/json")
    asked = payloads.read_json(payloads.FeeIntent, call.body)
    account = portal.config
    if not account.fee_bank or not account.fee_account:
        raise Refused(Problem.FEE_NOT_HERE)
    drawn = crockford.encode(portal.rng(_REFERENCE_BYTES))
    reference = f"MC{drawn}{crockford.check_character(drawn)}"
    intent = fees.Intent(asked.fee_id, asked.dossier_id, kiosk.kiosk_id, asked.amount_vnd, reference)
    with writing(portal.engine) as connection:
        dossier = dossiers.find(connection, asked.dossier_id)
        others = dossier is not None and dossier.kiosk_id != kiosk.kiosk_id
        if others and not acts_on(asked.dossier_id):
            raise Refused(Problem.DOSSIER_UNKNOWN, asked.dossier_id)
        row, first = fees.ask(connection, intent, moment=portal.moment())
    if (row.kiosk_id, row.dossier_id, row.amount_vnd) != (kiosk.kiosk_id, asked.dossier_id, asked.amount_vnd):
        raise Refused(Problem.OTHER_FEE, asked.fee_id)
    code = transfer(
        bank_bin=account.fee_bank,
        account=account.fee_account,
        amount_vnd=row.amount_vnd,
        purpose=row.reference,
    )
    payee = {"bank_bin": account.fee_bank, "account": account.fee_account, "name": account.fee_payee}
    answer = fees.change_of(row) | {"reference": row.reference, "vietqr": code, "payee": payee}
    del answer["kind"]
    return JSONResponse(answer, 201 if first else 200)
