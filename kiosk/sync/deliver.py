"""One dossier to the portal: its blobs, its manifest, the acknowledgement that alone means "delivered"."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.core import outbox as policy
from kiosk.core.delivery import Parcel
from kiosk.core.enrolled import Enrolled
from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import Acknowledgement, verified_acknowledgement
from kiosk.sync.client import Answer, PortalClient
from kiosk.sync.failure import PortalError
from kiosk.sync.upload import Upload

_ROUNDS = 3
"""How often the portal may say that it lacks blobs before we come back later."""
_FOR_EVERYBODY = frozenset({401, 403})
_COME_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one attempt; the acknowledgement when it is verified."""

    outcome: policy.Outcome
    acknowledgement: Acknowledgement | None = None
    document: bytes = field(default=b"", repr=False)


def deliver(
    client: PortalClient, upload: Upload, parcel: Parcel, trust: Enrolled, *, first_time: bool
) -> Delivery:
    """Try once, blocking; every failure comes back as an outcome, none is raised."""
    try:
        for blob in parcel.blobs:
            upload.send(blob, new=first_time)
        answer = _put(client, upload, parcel)
        acknowledgement = verified_acknowledgement(
            answer.body, manifest=parcel.manifest, dossier_id=parcel.dossier_id, key=trust.portal_key.key
        )
    except PortalError as failure:
        return Delivery(_outcome(failure, progressed=upload.gained))
    except KioskError as error:
        return Delivery(policy.Unexpected(error.code.value, error.detail))
    except OSError:
        return Delivery(policy.Unexpected(Code.DISK_FAILED.value, "sealed file"))
    already = answer.status == 200  # noqa: PLR2004 -- HTTP
    return Delivery(policy.Delivered(already), acknowledgement, answer.body)


def _put(client: PortalClient, upload: Upload, parcel: Parcel) -> Answer:
    """Hand in the manifest; upload again what the portal says it lacks."""
    for _ in range(_ROUNDS):
        try:
            return client.call(
                "PUT",
                f"/v1/dossiers/{parcel.dossier_id}",
                expect=frozenset({200, 201}),
                body=parcel.manifest,
                headers={"Content-Type": "application/cose"},
            )
        except PortalError as failure:
            if failure.problem != "MISSING_BLOBS":
                raise
            missing = {each.get("sha256") for each in failure.document.get("missing", [])}
            for blob in parcel.blobs:
                if blob.sha256 in missing:
                    upload.send(blob, new=False)
    raise PortalError(Code.PORTAL_REFUSED, "MISSING_BLOBS", status=424, problem="MISSING_BLOBS")


def _outcome(failure: PortalError, *, progressed: bool) -> policy.Outcome:
    """Sort a failure: nobody gets through, this one broke off, this one is refused."""
    reason = failure.problem or failure.code.value
    if not failure.status:
        cut = failure.connected and failure.code in (Code.PORTAL_UNREACHABLE, Code.PORTAL_TIMED_OUT)
        return policy.Interrupted(reason, progressed) if cut else policy.LinkFailed(reason)
    if failure.code is Code.PORTAL_FOREIGN_ANSWER or failure.status in _FOR_EVERYBODY:
        return policy.LinkFailed(reason)
    if failure.status in _COME_LATER:
        return policy.LinkFailed(reason, _seconds(failure.headers.get("Retry-After", "")))
    if failure.code is Code.PORTAL_FAULT:
        return policy.Interrupted(reason, progressed)
    match failure.status, failure.problem:
        case 409, "OTHER_MANIFEST":
            return policy.OtherManifest(failure.words)
        case 422, problem if problem != "HASH_MISMATCH":
            return policy.Refused(problem, failure.words)
        case _:
            return policy.Unexpected(reason, failure.words)


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() else 0.0
