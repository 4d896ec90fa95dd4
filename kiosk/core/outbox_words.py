"""Why a dossier waits or stands still, in words: the code first, so that it can be looked up. Pure."""

from __future__ import annotations

from kiosk.core.error_words import words_of
from kiosk.core.errors import Code

_PORTAL = {
    "OTHER_MANIFEST": "Cổng đã có một hồ sơ khác mang mã này; cán bộ xem xét.",
    "HASH_MISMATCH": "Tệp đến cổng không còn nguyên vẹn; máy gửi lại từ đầu.",
    "MISSING_BLOBS": "Cổng báo còn thiếu tệp; máy gửi lại.",
    "SIGNATURE_STALE": "Đồng hồ của máy lệch với cổng.",
    "SIGNER_UNKNOWN": "Cổng không nhận ra khóa của máy này; cần ghi danh lại.",
    "KIOSK_REVOKED": "Cổng đã thu hồi quyền của máy này.",
    "TOO_MANY_TRIES": "Cổng yêu cầu chờ rồi thử lại.",
}


def reason_words(reason: str, detail: str = "") -> str:
    """Return one Vietnamese line for a row's `reason` (a public code or the portal's); "" for none."""
    if not reason:
        return ""
    if reason in set(Code):
        return f"{reason} {words_of(Code(reason)).vi}"
    return f"{reason} {_PORTAL.get(reason) or detail or 'Cổng không nhận hồ sơ này.'}"
