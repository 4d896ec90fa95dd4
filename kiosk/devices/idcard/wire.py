"""What parent and child say to each other: one JSON object a line. Values travel in the pipe only."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from kiosk.core.errors import CardError, Code, KioskError
from kiosk.core.ports import CardResult, ReaderStatus, ReadRequest
from kiosk.idcard.holder import CardEvidence, Holder, Verified
from kiosk.idcard.reading import CardContent


@dataclass(frozen=True, slots=True)
class Job:
    """A request as the child gets it, with the time that validity is judged by."""

    request: ReadRequest
    now: datetime = field(repr=False)
    traced: bool = False
    """Tell each command and answer, redacted."""


def encode_line(message: dict[str, Any]) -> bytes:
    """Return one line."""
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"


def encode_job(job: Job) -> dict[str, Any]:
    """Return the message that asks for a read."""
    document = asdict(job.request)
    document["sensitive"] = sorted(job.request.sensitive)
    document["challenge"] = _text(job.request.challenge)
    return {"read": document, "now": job.now.isoformat(), "traced": job.traced}


def decode_job(message: dict[str, Any]) -> Job:
    """Undo `encode_job`."""
    document = dict(message["read"])
    document["sensitive"] = frozenset(document["sensitive"])
    document["challenge"] = _bytes(document["challenge"])
    document["mrz"] = tuple(document["mrz"]) if document["mrz"] else None
    return Job(ReadRequest(**document), datetime.fromisoformat(message["now"]), message["traced"])


def encode_anchors(anchors: tuple[bytes, ...]) -> dict[str, Any]:
    """Return the message that sets the child up."""
    return {"anchors": [_text(anchor) for anchor in anchors]}


def decode_anchors(message: dict[str, Any]) -> tuple[bytes, ...]:
    """Undo `encode_anchors`."""
    return tuple(base64.b64decode(anchor) for anchor in message["anchors"])


def encode_content(content: CardContent, connecting_ms: int, photo: bytes | None) -> dict[str, Any]:
    """Return the message that hands over what was read."""
    return {
        "result": {
            "protocol": content.protocol,
            "holder": _plain(content.holder),
            "verified": _plain(content.verified),
            "notes": list(content.notes),
            "evidence": {key: _text(value) for key, value in _plain(content.evidence).items()},
            "timing_ms": {"connecting": connecting_ms} | content.timing_ms,
            "apdus": content.apdus,
            "photo": _text(photo),
            "practice": content.practice,
        }
    }


def decode_result(message: dict[str, Any]) -> CardResult:
    """Return the port's result."""
    document = message["result"]
    return CardResult(
        protocol=document["protocol"],
        holder=_holder(document["holder"]),
        verified=Verified(**document["verified"]),
        notes=tuple(document["notes"]),
        evidence=CardEvidence(**{key: _bytes(value) for key, value in document["evidence"].items()}),  # type: ignore[arg-type]  # sod and dg1 are never None
        timing_ms=document["timing_ms"],
        apdus=document["apdus"],
        photo=_bytes(document["photo"]),
        practice=document["practice"],
    )


def encode_status(status: ReaderStatus) -> dict[str, Any]:
    """Return the message that tells readers and cards."""
    return {"status": _plain(status)}


def decode_status(message: dict[str, Any]) -> ReaderStatus:
    """Undo `encode_status`."""
    document = message["status"]
    return replace(ReaderStatus(**document), readers=tuple(document["readers"]))


def encode_error(error: KioskError) -> dict[str, Any]:
    """Return the message that tells a failure."""
    return {
        "error": error.code.value,
        "detail": error.detail,
        "tries_left": getattr(error, "tries_left", None),
    }


def decode_error(message: dict[str, Any]) -> KioskError:
    """Undo `encode_error`."""
    code, tries = Code(message["error"]), message["tries_left"]
    if tries is not None:
        return CardError(code, message["detail"], tries_left=tries)
    return KioskError(code, message["detail"])


def _plain(value: Any) -> dict[str, Any]:
    return {item.name: _json(getattr(value, item.name)) for item in fields(value)}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _holder(document: dict[str, Any]) -> Holder:
    dates = ("date_of_birth", "date_of_issue", "date_of_expiry")
    values: dict[str, Any] = document | {
        key: date.fromisoformat(document[key]) for key in dates if document[key] is not None
    }
    return Holder(**values)


def _text(value: bytes | None) -> str | None:
    return base64.b64encode(value).decode("ascii") if value is not None else None


def _bytes(value: str | None) -> bytes | None:
    return base64.b64decode(value) if value is not None else None
