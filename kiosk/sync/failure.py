"""What went wrong with a call, as a public code: found in the answer, or in the exceptions underneath."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from typing import Any

import requests

from kiosk.core.errors import Code, KioskError
from kiosk.sync.deadline import Watch

_CERTIFICATE_TIME = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED (OpenSSL, x509_vfy.h)."""
_FAULT = 500


class PortalError(KioskError):
    """A call that did not get its expected answer.

    `problem` is the portal's own code when it answered in its own form; `words` its title for people.
    """

    def __init__(  # noqa: PLR0913 -- the parts of one answer
        self,
        code: Code,
        detail: str = "",
        *,
        status: int = 0,
        problem: str = "",
        words: str = "",
        connected: bool = False,
        document: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.status = status
        self.problem = problem
        self.words = words
        self.connected = connected
        self.document = document or {}
        self.headers = headers or {}


def unexpected(status: int, headers: Mapping[str, str], body: bytes) -> PortalError:
    """Say what an answer outside the expected codes is: the portal's problem, or somebody else's page."""
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    detail = f"status {status}"
    try:
        document = json.loads(body) if kind == "application/problem+json" else None
    except ValueError:
        document = None
    ours = isinstance(document, dict) and document.get("status") == status
    if ours and isinstance(document, dict):
        code = Code.PORTAL_FAULT if status >= _FAULT else Code.PORTAL_REFUSED
        return PortalError(
            code,
            f"{detail} {document.get('code', '')} {document.get('detail', '')}".strip(),
            status=status,
            problem=str(document.get("code", "")),
            words=str(document.get("title", "")),
            connected=True,
            document=document,
            headers=headers,
        )
    if status >= _FAULT:
        code = Code.PORTAL_FAULT
    elif kind == "application/problem+json" and not body:
        code = Code.PORTAL_REFUSED  # the answer to a HEAD
    else:
        code = Code.PORTAL_FOREIGN_ANSWER
    return PortalError(code, detail, status=status, connected=True, headers=headers)


def translated(error: BaseException, watch: Watch) -> PortalError:
    """Find the reason in the chain of exceptions that requests and urllib3 wrap around it."""
    if watch.expired:
        return PortalError(Code.PORTAL_TIMED_OUT, "deadline", connected=watch.connected)
    chain = list(_chain(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            late = cause.verify_code in _CERTIFICATE_TIME
            code = Code.PORTAL_CERTIFICATE_TIME if late else Code.PORTAL_UNTRUSTED
            return PortalError(code, cause.verify_message)
    for cause in chain:
        if isinstance(cause, ssl.SSLError) and "WRONG_VERSION_NUMBER" in str(cause.reason):
            return PortalError(Code.PORTAL_FOREIGN_ANSWER, "no TLS")
    if any(isinstance(cause, TimeoutError | requests.Timeout) for cause in chain):
        return PortalError(Code.PORTAL_TIMED_OUT, connected=watch.connected)
    return PortalError(Code.PORTAL_UNREACHABLE, connected=watch.connected)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop()
        if cause in found:
            continue
        found.append(cause)
        inner = [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
        waiting.extend(each for each in inner if isinstance(each, BaseException))
    return found
