"""What is inside a parcel, read strictly: docs/protocol/schemas/dossier.json and statement.json."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.payloads import Moment, Receipt, Sha256, Uuid7

Note = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
XPath = Annotated[str, Field(pattern=r"^/")]
Base64 = Annotated[str, Field(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")]
Source = Literal["chip", "qr", "typed", "officer", "carried", "file"]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class Procedure(_Strict):
    """The procedure that the answers belong to."""

    code: str
    version: str
    name: str


class Verified(_Strict):
    """What the kiosk verified of the card."""

    passive: bool | None
    chip: bool | None
    active: bool | None


class Identity(_Strict):
    """How the applicant was identified."""

    method: Literal["chip", "hand", "file"]
    verified: Verified | None
    notes: list[Note]


class Attachment(_Strict):
    """One paper, named by the hash of its plaintext."""

    key: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    media_type: Annotated[str, Field(pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$")]
    bytes: Annotated[int, Field(ge=1)]
    sha256: Sha256
    sealed_sha256: Sha256


class Dossier(_Strict):
    """dossier.json."""

    dossier_id: Uuid7
    procedure: Procedure
    kiosk_id: str
    started_at: Moment
    submitted_at: Moment
    receipt_code: Receipt
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Za-z0-9]{2,8})*$")]
    provenance: dict[XPath, Source]
    identity: Identity
    attachments: Annotated[list[Attachment], Field(max_length=200)]
    later: list[str]


class Statement(_Strict):
    """evidence/statement.json: the kiosk's word about the card that it read."""

    dossier_id: Uuid7
    kiosk_id: str
    read_at: Moment
    protocol: Literal["PACE", "BAC"]
    verified: Verified
    notes: list[Note]
    challenge: Base64 | None
    active_signature: Base64 | None
    holder: dict[str, str | None]
