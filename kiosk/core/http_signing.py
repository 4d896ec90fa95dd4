"""Signing a request to the portal: HTTP Message Signatures (RFC 9421) in the profile of docs/protocol.

Pure: the time is an argument. What is covered stands here for both ends; checking is the portal's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from kiosk.core import cose

TAG = "motcua-v1"
ALWAYS_COVERED = ("@method", "@authority", "@path", "@query", "content-digest")
COVERED_WHEN_THERE = ("content-type", "upload-offset", "upload-length", "motcua-capability")
WINDOW_S = 300
"""How far `created` may be from the portal's clock."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes out. `url` is absolute; `headers` gain the signature's three."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = field(default=b"", repr=False)


def covered_components(headers: dict[str, str]) -> tuple[str, ...]:
    """Return what a signature over a request with these headers must cover."""
    present = {name.lower() for name in headers}
    return ALWAYS_COVERED + tuple(name for name in COVERED_WHEN_THERE if name in present)


def sign(request: Request, *, key: Ed25519PrivateKey, created_s: int) -> None:
    """Add `Content-Digest`, `Signature-Input` and `Signature` to the request's headers.

    `created_s` is Unix seconds by the portal's clock: the kiosk's own plus the offset that it knows.
    Source: RFC 9421, RFC 9530.
    """
    name = cose.key_id(key.public_key()).hex()
    keys = MappingKeyResolver(public_keys={}, private_keys={name: key})
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys).sign(
        request,
        key_id=name,
        created=datetime.fromtimestamp(created_s, tz=UTC),
        label="kiosk",
        tag=TAG,
        covered_component_ids=covered_components({**request.headers, "Content-Digest": ""}),
        body=request.body,
    )
