"""One signed call to the portal: pinned, without redirects, exact status codes only, with a deadline.

Everything that isn't the expected answer is a `PortalError` with a public code; it says whether the way
to the portal failed (for everybody) or this call alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http.client import HTTPException

import requests
import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import http_signing
from kiosk.core.errors import Code, KioskError
from kiosk.sync.deadline import DeadlineAdapter, Watch, deadline
from kiosk.sync.failure import PortalError, translated, unexpected
from kiosk.sync.probe import CLOCK_OFF_S, Notary, signed_time_s
from kiosk.sync.trust import Trust

CONNECT_S = 10.0
READ_S = 30.0
LARGEST_ANSWER = 8 * 1024 * 1024
_NOT_SIGNED = 401
_RETIRED = 403
"""The status of KIOSK_REVOKED; the answer to a HEAD names no problem."""

# our own probe looks after a dead clock; a line on standard error helps nobody
urllib3.disable_warnings(urllib3.exceptions.SystemTimeWarning)


@dataclass(frozen=True, slots=True)
class Answer:
    """An expected answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class PortalClient:
    """Calls one portal, from any thread; each thread keeps its own connection. Blocks up to the deadline."""

    def __init__(
        self,
        url: str,
        *,
        ca_pem: str | None,
        key: Ed25519PrivateKey | None,
        wall_s: Callable[[], float],
        notary: Notary | None = None,
        renewed: Callable[[], Ed25519PrivateKey] | None = None,
    ) -> None:
        """`ca_pem` is the only certificate trusted; None turns checking off (joining's first step alone).

        `key` signs each call; None: unsigned (joining). `wall_s` gives Unix seconds by this machine's clock.
        `renewed` gives the key as it is now: another process may have rolled it over. With a `notary`,
        a clock that makes certificates look out of date is corrected by the portal's time.
        """
        if not url.startswith("https://"):
            raise PortalError(Code.PORTAL_UNTRUSTED, "https only")
        self._url = url.rstrip("/")
        self._trust = Trust(ca_pem)
        self._notary = notary
        self._key = key
        self._renewed = renewed
        self._wall_s = wall_s
        self._mine = threading.local()
        self._sessions: list[requests.Session] = []
        self.offset_s = 0.0
        """The portal's clock minus ours, from the `Date` of its answers."""

    def call(  # noqa: PLR0913 -- one call
        self,
        method: str,
        path: str,
        *,
        expect: frozenset[int],
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        deadline_s: float = 60.0,
        largest: int = LARGEST_ANSWER,
    ) -> Answer:
        """Return the answer when its status is one of `expect`.

        A stale signature is mended once with the portal's clock, and so are certificates whose dates don't
        fit ours. Raises PortalError: PORTAL_UNREACHABLE,
        PORTAL_UNTRUSTED, PORTAL_CERTIFICATE_TIME, PORTAL_FOREIGN_ANSWER, PORTAL_TIMED_OUT, PORTAL_REFUSED
        (4xx), PORTAL_FAULT (5xx).
        """
        try:
            return self._once(method, path, expect, body, headers or {}, deadline_s, largest)
        except PortalError as failure:
            # a HEAD has no body to name its problem
            stale = failure.status == _NOT_SIGNED and failure.problem in ("", "SIGNATURE_STALE")
            late = failure.code is Code.PORTAL_CERTIFICATE_TIME and self._clock_was_wrong()
            if not stale and not late and not (failure.status == _RETIRED and self._key_was_renewed()):
                raise
            return self._once(method, path, expect, body, headers or {}, deadline_s, largest)

    def portal_s(self) -> float:
        """Return Unix seconds by the portal's clock, as its answers so far told it."""
        return self._wall_s() + self.offset_s

    def close(self) -> None:
        """Close the kept connections of all threads."""
        for session in self._sessions:
            session.close()

    # -- inside ----------------------------------------------------------------------------------------

    def _once(  # noqa: PLR0913 -- one call
        self,
        method: str,
        path: str,
        expect: frozenset[int],
        body: bytes,
        headers: Mapping[str, str],
        deadline_s: float,
        largest: int = LARGEST_ANSWER,
    ) -> Answer:
        request = http_signing.Request(method, self._url + path, dict(headers), body)
        if self._key is not None:
            created_s = int(self.portal_s())
            http_signing.sign(request, key=self._key, created_s=created_s)
        with deadline(deadline_s) as watch:
            answer = self._exchange(request, watch, largest)
        self._learn_clock(answer)
        if answer.status in expect:
            return answer
        raise unexpected(answer.status, answer.headers, answer.body)

    def _exchange(self, request: http_signing.Request, watch: Watch, largest: int) -> Answer:
        try:
            with self._session().request(
                request.method,
                request.url,
                data=request.body or None,
                headers=request.headers,
                timeout=(CONNECT_S, READ_S),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, response.headers, _body(response, largest))
        except (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError) as error:
            raise translated(error, watch) from error

    def _key_was_renewed(self) -> bool:
        """Take the key as it is now; return whether it is another than before."""
        if self._renewed is None or self._key is None:
            return False
        before, self._key = self._key, self._renewed()
        return before.public_key() != self._key.public_key()

    def _clock_was_wrong(self) -> bool:
        """Ask the portal for its signed time; return whether ours is off: then dates go by it from now on."""
        if self._notary is None or self._trust.dates_s is not None:
            return False
        probe = PortalClient(self._url, ca_pem=self._trust.ca_pem, key=None, wall_s=self._wall_s)
        probe._trust = replace(self._trust, any_dates=True)
        try:
            offset_s = signed_time_s(probe._ask_time, self._notary) - self._wall_s()
        except KioskError:
            return False
        finally:
            probe.close()
        if abs(offset_s) < CLOCK_OFF_S:
            return False
        self.offset_s = offset_s
        self._trust = replace(self._trust, dates_s=lambda: self._wall_s() + self.offset_s)
        return True

    def _ask_time(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json"}
        return self._once("POST", "/v1/time", frozenset({200}), body, headers, CONNECT_S).body

    def _session(self) -> requests.Session:
        trust = self._trust
        session: requests.Session | None = getattr(self._mine, "session", None)
        if session is None or self._mine.trust is not trust:
            session = requests.Session()
            session.trust_env = False  # an environment's CA bundle or proxy would silently override ours
            session.headers["Accept-Encoding"] = "identity"
            session.headers["User-Agent"] = "motcua-kiosk"
            session.mount("https://", DeadlineAdapter(trust))
            self._mine.session, self._mine.trust = session, trust
            self._sessions.append(session)
        return session

    def _learn_clock(self, answer: Answer) -> None:
        try:
            there_s = parsedate_to_datetime(answer.headers["Date"]).timestamp()
        except (KeyError, ValueError):
            return
        offset_s = there_s - self._wall_s()
        # Date has whole seconds: a second of difference is no news
        if abs(offset_s - self.offset_s) > 1:
            self.offset_s = offset_s


def _body(response: requests.Response, largest: int) -> bytes:
    """Read to the end: only then does urllib3 notice that the end came before Content-Length."""
    body = bytearray()
    for chunk in response.raw.stream(65536):
        body += chunk
        if len(body) > largest:
            raise urllib3.exceptions.ResponseError("longer than any document of ours")
    return bytes(body)
