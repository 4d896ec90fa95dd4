"""How a dossier stands, for whoever holds its slip: what a slip asks with, and the answer's words. Pure.

Asking takes the receipt code and the tracking secret; neither names a person (docs/security.md).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kiosk.core import cose
from kiosk.core.errors import KioskError
from kiosk.core.receipt_code import receipt_code_of
from kiosk.core.slip_code import SlipClaim, claim_of, signed_of, tracking_secret

STATES: dict[int, tuple[str, str]] = {
    1: ("Mới đăng ký", "Filed"),
    2: ("Được tiếp nhận", "Accepted"),
    3: ("Không được tiếp nhận", "Not accepted"),
    4: ("Đang xử lý", "Being processed"),
    5: ("Cần bổ sung giấy tờ", "Papers to be added"),
    6: ("Cần nộp phí, lệ phí", "Fee to be paid"),
    7: ("Đã rút hồ sơ", "Withdrawn"),
    8: ("Dừng xử lý", "Stopped"),
    9: ("Đã xử lý xong", "Finished"),
    10: ("Đã trả kết quả", "Result handed over"),
}
"""The ten national states in people's words, Vietnamese and English."""
UNSENT = "Hồ sơ còn ở kiosk này, chưa gửi được đến cổng."
_SMALL = re.compile(r"(?:https://[^\s#]+#)?([0-9A-Za-z-]{12,14})[.\s]([A-Za-z2-7 -]{12,16})")


@dataclass(frozen=True, slots=True)
class SlipHandle:
    """What a slip asks with."""

    receipt_code: str
    track: str = field(repr=False)

    @property
    def track_sha256(self) -> str:
        """What portal and kiosk keep of the tracking secret."""
        return hashlib.sha256(self.track.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stands. Moments are RFC 3339 text; None: not so far, or not known here."""

    receipt_code: str
    procedure: str
    state: int | None
    official_code: str | None
    received_at: str | None
    changed_at: str | None
    due_at: str | None

    @property
    def words(self) -> tuple[str, str]:
        """The state in Vietnamese and English; of what the portal doesn't have yet, that."""
        return STATES.get(self.state or 0, ("Còn ở kiosk, chưa gửi được", "Still at the kiosk, not sent yet"))


@dataclass(frozen=True, slots=True)
class Told:
    """A standing with where it is from: `portal`, or `kiosk` with the reason and the age of its knowledge."""

    standing: Standing
    source: str
    as_of: datetime | None
    age_s: int | None
    why: str

    def document(self) -> dict[str, Any]:
        """Return it as the command line prints it."""
        vi, en = self.standing.words
        return {
            "source": self.source,
            **asdict(self.standing),
            "state_vi": vi,
            "state_en": en,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "age_s": self.age_s,
            "why": self.why or None,
        }

    def sentence(self) -> str:
        """Return it in words, a fact a line."""
        standing = self.standing
        facts = {
            "Tình trạng": " · ".join(standing.words),
            "Số hồ sơ": standing.official_code,
            "Cổng nhận lúc": standing.received_at,
            "Hẹn trả": standing.due_at,
            "Biết lúc": None if self.as_of is None else f"{self.as_of:%H:%M %d/%m/%Y}",
            "Vì sao không mới hơn": self.why or None,
        }
        return "\n".join(f"{label}: {value}" for label, value in facts.items() if value)


def claim_in(texts: Iterable[str]) -> SlipClaim | None:
    """Return what the first large code among these texts claims; who signed it is the portal's to judge."""
    for signed in filter(None, map(signed_of, texts)):
        try:
            return claim_of(cose.unverified_payload(signed))
        except KioskError:
            return None
    return None


def handle_of(texts: Iterable[str]) -> SlipHandle | None:
    """Return what the first slip among these texts asks with; None when none is a slip's.

    A text is the big code's, the small code's address, or receipt code and tracking code as printed.
    """
    return next((found for found in map(_handle, texts) if found is not None), None)


def _handle(text: str) -> SlipHandle | None:
    claim = claim_in([text])
    if claim is not None:
        return SlipHandle(claim.receipt_code, tracking_secret(claim.secret))
    match = _SMALL.fullmatch(text.strip())
    code = receipt_code_of(match[1]) if match else None
    track = re.sub(r"[\s-]", "", match[2]).upper() if match else ""
    return SlipHandle(code, track) if code and re.fullmatch(r"[A-Z2-7]{12}", track) else None
