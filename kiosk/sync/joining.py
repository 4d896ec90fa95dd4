"""Joining a portal in two steps (docs/protocol, "Joining"): look without trust, then ask with trust."""

from __future__ import annotations

import json
import warnings
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from urllib3.exceptions import InsecureRequestWarning

from kiosk.core import cose
from kiosk.core.enrolled import Documents, Membership
from kiosk.core.enrolment import Anchors, EnrolmentCode, parse_anchors, signed_request, text_of_key
from kiosk.core.errors import Code, KioskError
from kiosk.sync.client import PortalClient
from kiosk.sync.failure import PortalError

_REFUSALS = {
    "ENROL_CODE_WRONG": Code.ENROL_CODE_WRONG,
    "ENROL_CODE_USED": Code.ENROL_CODE_USED,
    "ENROL_CODE_EXPIRED": Code.ENROL_CODE_EXPIRED,
    "ENROL_OTHER_PORTAL": Code.ENROL_OTHER_PORTAL,
}


@dataclass(frozen=True, slots=True)
class Joined:
    """What the portal gave; not verified yet (storage does, before it keeps anything)."""

    membership: Membership
    documents: Documents
    cursor: str


def look(url: str, code: EnrolmentCode, *, wall_s: Callable[[], float]) -> Anchors:
    """Return the anchors of the portal at `url`, proven by the code. Sends nothing; blocks.

    Raises KioskError ENROL_OTHER_PORTAL, PORTAL_FOREIGN_ANSWER, PORTAL_UNREACHABLE, PORTAL_TIMED_OUT.
    """
    client = PortalClient(url, ca_pem=None, key=None, wall_s=wall_s)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InsecureRequestWarning)  # the code's hash is what verifies
            answer = client.call("GET", "/v1/enrolment/anchors", expect=frozenset({200}))
    finally:
        client.close()
    anchors = parse_anchors(answer.body)
    if not code.is_for(anchors):
        raise KioskError(Code.ENROL_OTHER_PORTAL)
    return anchors


def ask(
    url: str,
    code: EnrolmentCode,
    anchors: Anchors,
    key: Ed25519PrivateKey,
    *,
    site_code: str,
    wall_s: Callable[[], float],
) -> Joined:
    """Join over a connection verified against exactly that CA and the host name; blocks.

    Raises KioskError ENROL_CODE_WRONG, ENROL_CODE_USED, ENROL_CODE_EXPIRED, ENROL_OTHER_PORTAL, PORTAL_*.
    """
    ca_pem = anchors.ca.public_bytes(Encoding.PEM).decode()
    client = PortalClient(url, ca_pem=ca_pem, key=None, wall_s=wall_s)
    try:
        answer = client.call(
            "POST",
            "/v1/enrolment",
            expect=frozenset({200, 201}),
            body=signed_request(code, anchors, key=key, site_code=site_code),
            headers={"Content-Type": cose.MEDIA_TYPE},
        )
    except PortalError as failure:
        if failure.problem in _REFUSALS:
            raise KioskError(_REFUSALS[failure.problem]) from failure
        raise
    finally:
        client.close()
    return _joined(url, answer.body, anchors, key)


def _joined(url: str, body: bytes, anchors: Anchors, key: Ed25519PrivateKey) -> Joined:
    try:
        mapping = json.loads(body)
        documents = Documents(
            *(b64decode(mapping[name], validate=True) for name in ("portal_key", "recipients", "kiosk_keys"))
        )
        membership = Membership(
            portal_url=url.rstrip("/"),
            kiosk_id=str(mapping["kiosk_id"]),
            key_id=cose.key_id(key.public_key()).hex(),
            ca_pem=anchors.ca.public_bytes(Encoding.PEM).decode(),
            root=text_of_key(anchors.root),
        )
        return Joined(membership, documents, str(mapping["cursor"]))
    except (ValueError, TypeError, KeyError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "enrolment") from error
