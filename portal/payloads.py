"""The JSON that kiosks send, read strictly: exactly what docs/protocol's schemas say, or a refusal."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.core.manifest import Manifest, SealedFile
from portal.problems import Problem, Refused

_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
_UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_RECEIPT = r"^[0-9A-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Uuid7 = Annotated[str, Field(pattern=_UUID7)]
Moment = Annotated[str, Field(pattern=_MOMENT)]
Receipt = Annotated[str, Field(pattern=_RECEIPT)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Sealed(_Strict):
    sha256: Sha256
    bytes: Annotated[int, Field(ge=1, le=2**40)]


class _Manifest(_Strict):
    dossier_id: Uuid7
    procedure: Annotated[str, Field(pattern=r"^[0-9A-Za-z.]{1,40}$")]
    procedure_version: Annotated[str, Field(min_length=1, max_length=40)]
    parcel: _Sealed
    attachments: Annotated[list[_Sealed], Field(max_length=200)]
    kiosk_id: Annotated[str, Field(pattern=r"^K-[0-9A-HJKMNP-TV-Z]{8}$")]
    sequence: Annotated[int, Field(ge=1, le=2**53 - 1)]
    submitted_at: Moment
    receipt_code: Receipt
    slip_sha256: Sha256
    track_sha256: Sha256


class Heartbeat(_Strict):
    """How a kiosk is."""

    software: Annotated[str, Field(max_length=40)]
    queue: Count
    oldest_s: Count
    problems: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z]+-[0-9]{3}$")]], Field(max_length=50)]


class StateRequest(_Strict):
    """Body of `POST /v1/state`."""

    cursor: Annotated[str, Field(max_length=64)]
    wait_s: Annotated[float, Field(ge=0, le=25)]
    heartbeat: Heartbeat


T = TypeVar("T", bound=BaseModel)


def state_request(body: bytes) -> StateRequest:
    """Read it. Raises Refused PAYLOAD_INVALID naming the members that are wrong."""
    return _read(StateRequest, body)


def manifest(payload: bytes) -> Manifest:
    """Read it. Raises Refused PAYLOAD_INVALID naming the members that are wrong."""
    read = _read(_Manifest, payload)
    values = read.model_dump()
    values["parcel"] = SealedFile(**values["parcel"])
    values["attachments"] = tuple(SealedFile(**entry) for entry in values["attachments"])
    return Manifest(**values)


def _read(model: type[T], text: bytes) -> T:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        # names of members only: the values may be anything
        wrong = sorted({".".join(str(part) for part in entry["loc"]) or "JSON" for entry in error.errors()})
        raise Refused(Problem.PAYLOAD_INVALID, ", ".join(wrong)[:500]) from None
