"""The JSON that kiosks send, read strictly: exactly what docs/protocol's schemas say, or a refusal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.core.manifest import Manifest, SealedFile
from portal.problems import Problem, Refused

_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = rf"^{_DAY}T{_CLOCK}:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-]{_CLOCK})$"
_UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_RECEIPT = r"^[0-9A-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"


def _on_the_calendar(moment: str) -> str:
    """Return a moment that is one in UTC too. Raises ValueError for a 30th of February."""
    try:
        datetime.fromisoformat(moment).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error
    return moment


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Uuid7 = Annotated[str, Field(pattern=_UUID7)]
Moment = Annotated[str, Field(pattern=_MOMENT), AfterValidator(_on_the_calendar)]
Size = Annotated[int, Field(ge=1, le=2**40)]
FileName = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}\.[A-Z0-9]{1,3}$")]
KioskId = Annotated[str, Field(pattern=r"^K-[0-9A-HJKMNP-TV-Z]{8}$")]
Sequence = Annotated[int, Field(ge=1, le=2**53 - 1)]
Receipt = Annotated[str, Field(pattern=_RECEIPT)]
Document = Annotated[
    str, Field(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", max_length=50_000)
]
"""Base64 of a card's file."""
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class Sealed(_Strict):
    """One uploaded age file."""

    sha256: Sha256
    bytes: Size


class ParkedBlob(_Strict):
    """A parked visit's ciphertext."""

    sha256: Sha256
    bytes: Annotated[int, Field(ge=1, le=64 << 20)]


class _Manifest(_Strict):
    dossier_id: Uuid7
    procedure: Annotated[str, Field(pattern=r"^[0-9A-Za-z.]{1,40}$")]
    procedure_version: Annotated[str, Field(min_length=1, max_length=40)]
    parcel: Sealed
    attachments: Annotated[list[Sealed], Field(max_length=200)]
    kiosk_id: KioskId
    sequence: Sequence
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


class Lookup(_Strict):
    """Body of `POST /v1/lookup`."""

    code: Receipt
    secret: Annotated[str, Field(pattern=r"^[A-Z2-7]{12}$")]


class ParkRequest(_Strict):
    """Body of `PUT /v1/parked/{parked_id}`."""

    factor: Literal["card", "code"]
    auth_sha256: Sha256
    blob: ParkedBlob


class ClaimRequest(_Strict):
    """Body of `POST /v1/parked/{parked_id}/claim`."""

    auth: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]


class CardFiles(_Strict):
    """A card's files as read, and its signature over the access challenge."""

    at: Moment
    sod: Document
    dg1: Document
    dg14: Document | None
    dg15: Document | None
    active_signature: Document | None
    chip: bool | None


class AccessRequest(_Strict):
    """Body of `POST /v1/access`: the slip, and exactly one of card and officer."""

    code: Receipt
    slip_secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{22}==$")]
    card: CardFiles | None = None
    officer_grant: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{8}$")] | None = None

    @model_validator(mode="after")
    def _has_one_proof(self) -> Self:
        if (self.card is None) == (self.officer_grant is None):
            raise ValueError("one proof")
        return self


class FeeIntent(_Strict):
    """Body of `POST /v1/fees`."""

    fee_id: Uuid7
    dossier_id: Uuid7
    amount_vnd: Annotated[int, Field(ge=1, le=10**12)]


class TimeRequest(_Strict):
    """Body of `POST /v1/time`."""

    nonce: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{2}){16,32}$")]


class Rollover(_Strict):
    """Innermost payload of `POST /v1/key-rollover`."""

    kiosk_id: KioskId
    old_key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]


class AuditHead(_Strict):
    """Payload of `POST /v1/audit-heads`."""

    kiosk_id: KioskId
    sequence: Sequence
    head_sha256: Sha256
    at: Moment


class Reconciliation(_Strict):
    """Body of `POST /v1/days/{date}/reconciliation`."""

    count: Count
    ids_sha256: Sha256


class UsbBlob(_Strict):
    """A sealed file on a stick."""

    file: FileName
    sha256: Sha256
    bytes: Size


class UsbDossier(_Strict):
    """A dossier on a stick."""

    dossier_id: Uuid7
    manifest: FileName
    acknowledgement: FileName
    blobs: Annotated[list[UsbBlob], Field(min_length=1, max_length=201)]


class UsbIndex(_Strict):
    """Payload of `INDEX.CBS`."""

    kiosk_id: KioskId
    made_at: Moment
    dossiers: Annotated[list[UsbDossier], Field(max_length=100_000)]


class Event(_Strict):
    """Payload of an event; `kind` says which of the last members is there."""

    event_id: Uuid7
    dossier_id: Uuid7
    kiosk_id: KioskId
    happened_at: Moment
    kind: Literal["supplement", "withdrawal", "fee_paid", "handed_over", "rating"]
    blobs: Annotated[list[Sealed], Field(min_length=1, max_length=200)] | None = None
    reason: Annotated[str, Field(max_length=500)] | None = None
    amount_vnd: Annotated[int, Field(ge=1, le=10**12)] | None = None
    reference: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")] | None = None
    score: Annotated[int, Field(ge=1, le=5)] | None = None

    @model_validator(mode="after")
    def _has_its_own_members(self) -> Self:
        given = self.model_fields_set - {"event_id", "dossier_id", "kiosk_id", "happened_at", "kind"}
        if given != _MEMBERS[self.kind] or any(getattr(self, name) is None for name in given):
            raise ValueError("members of another kind")
        return self


_MEMBERS = {
    "supplement": {"blobs"},
    "withdrawal": {"reason"},
    "fee_paid": {"amount_vnd", "reference"},
    "handed_over": set(),
    "rating": {"score"},
}

T = TypeVar("T", bound=BaseModel)


def manifest(payload: bytes) -> Manifest:
    """Read it. Raises Refused PAYLOAD_INVALID naming the members that are wrong."""
    given = read_json(_Manifest, payload)
    values = given.model_dump()
    values["parcel"] = SealedFile(**values["parcel"])
    values["attachments"] = tuple(SealedFile(**entry) for entry in values["attachments"])
    return Manifest(**values)


def read_json(model: type[T], text: bytes) -> T:
    """Return a payload as `model`. Raises Refused PAYLOAD_INVALID naming the members that are wrong."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        # names of members only: the values may be anything
        wrong = sorted({".".join(str(part) for part in entry["loc"]) or "JSON" for entry in error.errors()})
        raise Refused(Problem.PAYLOAD_INVALID, ", ".join(wrong)[:500]) from None
