"""Checking a call's signature: RFC 9421 in the profile of docs/protocol. Knows no framework, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

from kiosk.core.http_signing import TAG, WINDOW_S, covered_components
from portal.problems import Problem, Refused

FindKey = Callable[[str], Ed25519PublicKey | None]


class Headers(Protocol):
    """A request's headers, all lines of them."""

    def items(self) -> Any:
        """Name and value of each line."""
        ...

    def keys(self) -> Any:
        """The names."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came in. `url` is absolute."""

    method: str
    url: str
    headers: Headers
    body: bytes = field(repr=False)


class _StaleError(InvalidSignature):
    pass


class _UnknownError(InvalidSignature):
    pass


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, find: FindKey) -> None:
        self._find = find

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        key = self._find(key_id)
        if key is None:
            raise _UnknownError(key_id)
        return key


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with our window and our clock in place of its own."""

    def __init__(self, find: FindKey, now_s: float) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(find))
        self._now_s = now_s

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        del max_age
        created = sig_input.params.get("created")
        if not isinstance(created, int) or abs(created - self._now_s) > WINDOW_S:
            raise _StaleError("created")
        expires = sig_input.params.get("expires")
        if expires is not None and expires < self._now_s:
            raise _StaleError("expires")


def signer_of(call: Call, find: FindKey, *, now_s: float) -> str:
    """Return the key id that signed the call, its body included.

    `find` gives the key of an id, or None. Raises Refused: SIGNATURE_MISSING, CALL_SIGNATURE_INVALID,
    CALL_SIGNER_UNKNOWN, SIGNATURE_STALE, DIGEST_MISMATCH.
    """
    if not {"signature", "signature-input"} <= {name.lower() for name in call.headers.keys()}:  # noqa: SIM118 -- not a dict
        raise Refused(Problem.SIGNATURE_MISSING)
    required = covered_components(dict.fromkeys(call.headers.keys(), ""))
    verifier = _Verifier(find, now_s)
    try:
        results = verifier.verify(call, expect_tag=TAG, require_components=required)
    except _StaleError as error:
        raise Refused(Problem.SIGNATURE_STALE) from error
    except _UnknownError as error:
        raise Refused(Problem.CALL_SIGNER_UNKNOWN) from error
    except HTTPMessageSignaturesException as error:
        raise Refused(Problem.CALL_SIGNATURE_INVALID) from error
    if len(results) != 1:
        raise Refused(Problem.CALL_SIGNATURE_INVALID, "more than one signature")
    try:
        verifier.verify_body(call, results, call.body)
    except HTTPMessageSignaturesException as error:
        raise Refused(Problem.DIGEST_MISMATCH) from error
    return str(results[0].parameters["keyid"])
