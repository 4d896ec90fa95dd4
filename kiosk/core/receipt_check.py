"""Says whether a slip's big code is genuine, with nothing but the kiosks' public keys. Pure, offline."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kiosk.core import cose
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.signed_lists import KioskKeys
from kiosk.core.slip_code import claim_of, signed_of

NO_CODE = "Không thấy mã phiếu (bắt đầu bằng MCK1:) trong nội dung này."
NOT_A_SLIP = "Chữ ký đúng nhưng nội dung không phải của một phiếu."
OTHER_KIOSK = "Khóa đã ký thuộc về máy khác với máy ghi trên phiếu."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a slip proves. Everything but `why` is None unless it is valid; `why` is None when it is."""

    valid: bool
    receipt_code: str | None = None
    kiosk_id: str | None = None
    procedure: str | None = None
    submitted_at: str | None = None
    """RFC 3339, UTC."""
    why: str | None = None

    def document(self) -> dict[str, Any]:
        """Return it as the command line prints it; the slip's secret is not among it."""
        return asdict(self)


def checked(texts: list[str], keys: KioskKeys) -> Verdict:
    """Return what the first slip code among these texts proves."""
    signed = next((found for found in map(signed_of, texts) if found is not None), None)
    if signed is None:
        return Verdict(valid=False, why=NO_CODE)
    try:
        payload = cose.verify_any(signed, kind=cose.Kind.SLIP, keys=keys.proving())
        signer = keys.kiosk_of(cose.named_key_id(signed))
    except KioskError as error:
        return Verdict(valid=False, why=_why(error.code))
    claim = claim_of(payload)
    if claim is None:
        return Verdict(valid=False, why=NOT_A_SLIP)
    if signer != claim.kiosk_id:
        return Verdict(valid=False, why=OTHER_KIOSK)
    at = claim.submitted_at.isoformat().replace("+00:00", "Z")
    return Verdict(
        valid=True,
        receipt_code=claim.receipt_code,
        kiosk_id=claim.kiosk_id,
        procedure=claim.procedure,
        submitted_at=at,
    )


def _why(code: Code) -> str:
    words = words_of(code)
    return f"{words.vi} {words.do_vi}"
