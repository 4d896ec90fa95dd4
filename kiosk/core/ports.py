"""What the core asks of machines: one protocol a machine, each with real and virtual adapters.

Every port blocks, takes its deadline in seconds, and is called from a worker thread only (`ui/effects.py`).
Failures are `KioskError`. Version of this file's contracts: 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NewType, Protocol

from kiosk.core.dossier_paper import DossierPaper
from kiosk.core.printed import PrintedForm
from kiosk.core.receipt import Slip
from kiosk.idcard.holder import CardEvidence, Holder, ReadPhase, Verified

VisitId = NewType("VisitId", str)
DossierId = NewType("DossierId", str)

Rng = Callable[[int], bytes]
"""`rng(n)` gives n unpredictable bytes; `secrets.token_bytes` in production."""


# -- identity card --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to read. `can` is six digits or `mrz` three lines of 30 characters (TD1); exactly one is given."""

    can: str | None = field(default=None, repr=False)
    mrz: tuple[str, str, str] | None = field(default=None, repr=False)
    deadline_s: float = 30.0
    photo: bool = False
    sensitive: frozenset[str] = frozenset()
    """DG13 fields beyond the ordinary that the procedure declares (`ethnicity`, `religion`, …)."""
    challenge: bytes | None = field(default=None, repr=False)
    """8 bytes bound to the dossier, for active authentication (SECURITY: identity evidence)."""
    reader: str | None = None
    allow_copy: bool = False
    """Go on when chip or active authentication fails, and say so: for procedures that only fill."""
    prove: bool = False
    """The chip must prove itself though no anchor is configured: for a card that is known from before."""


@dataclass(frozen=True, slots=True)
class CardResult:
    """One card's content, and how far it can be believed."""

    protocol: str
    holder: Holder = field(repr=False)
    verified: Verified
    notes: tuple[str, ...]
    evidence: CardEvidence = field(repr=False)
    timing_ms: dict[str, int]
    apdus: int
    photo: bytes | None = field(default=None, repr=False)
    practice: bool = False
    """The signer that was believed is a practice issuer's: no State vouches for this card."""


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """What stands on the counter right now."""

    daemon: bool
    readers: tuple[str, ...]
    card_in: str | None
    """Name of the reader that holds a card."""


class IdCardReader(Protocol):
    """A chip card reader (PC/SC), in a child process of its own."""

    def read(
        self, request: ReadRequest, *, on_progress: Callable[[ReadPhase], None], cancelled: Callable[[], bool]
    ) -> CardResult:
        """Read and verify the card on the reader, waiting for one to be put down.

        Blocks up to `request.deadline_s`. Source: ICAO 9303-10, 9303-11.
        Raises KioskError: CARD_ABSENT, CARD_REMOVED, CARD_WRONG_CAN, CARD_FOREIGN, CARD_BLOCKED,
        CARD_TIMED_OUT, CARD_MALFORMED, CARD_TAMPERED, CARD_SIGNER_UNTRUSTED, CARD_SIGNER_EXPIRED,
        CARD_COPIED, CARD_CANCELED, CARD_UNSUPPORTED, CARD_NEEDS_ZONE, READER_ABSENT, READER_LOST,
        READER_SILENT, READER_DAEMON_DOWN. Where the card told how many tries are left, the error is a
        `CardError` with `tries_left`.
        """
        ...

    def status(self) -> ReaderStatus:
        """Say which readers and cards are there. Never raises; answers at once, the first time within 5 s."""
        ...

    def close(self) -> None:
        """End the child."""
        ...


# -- paper ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """One device's health. `detail` names no person.

    `code` is a `Code` value: why it isn't ok, or, when it is, what will go wrong next (paper low).
    """

    ok: bool
    code: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper of one visit. `title` goes to the spool: no personal value in it."""

    visit: VisitId
    title: str
    pdf: bytes = field(repr=False)


class Printer(Protocol):
    """A printer that confirms."""

    def print(self, job: PrintJob, *, deadline_s: float, cancelled: Callable[[], bool]) -> None:
        """Print and return when the paper is out (IPP job-state 9), cancelling other visits' jobs first.

        Blocks up to `deadline_s`; then the job is cancelled at the printer. Source: RFC 8011.
        Raises KioskError: PRINTER_UNREACHABLE, PRINTER_NO_PAPER, PRINTER_JAM, PRINTER_COVER_OPEN,
        PRINTER_TOO_SLOW, PRINTER_CANCELED, PRINTER_OUTPUT_FULL, PRINTER_NO_TONER, PRINTER_PAUSED,
        PRINTER_NO_PDF, PRINTER_ABSENT.
        """
        ...

    def withdraw(self) -> bool:
        """Cancel whatever of this kiosk still waits at the printer; return whether that was possible.

        For the start, and after a print that failed. Blocks up to 3 s. False: the printer can't be reached,
        or a print of this kiosk is under way; the next `print` cancels first, too.
        """
        ...

    def status(self) -> DeviceStatus:
        """Ask the printer how it is. Never raises; answers within 3 s."""
        ...


class Pages(Protocol):
    """Page work: drawing and cleaning. Nothing of it is written to a file. Any call: INTERNAL."""

    def slip(self, slip: Slip) -> bytes:
        """Return the slip as a PDF of one A4 page."""
        ...

    def dossier(self, paper: DossierPaper) -> bytes:
        """Return the dossier as the office prints it, a PDF."""
        ...

    def form(self, form: PrintedForm) -> bytes:
        """Return an official form, a checklist or a leaflet as a PDF of A4 pages."""
        ...

    def picture(self, pdf: bytes, *, width_px: int) -> bytes:
        """Return a PDF's first page as a PNG of this width. Raises KioskError FILE_UNREADABLE."""
        ...

    def cleaned(self, image: bytes) -> ScannedPage:
        """Return a scanned image as a page of a dossier. Raises KioskError SCAN_UNREADABLE."""
        ...

    def attachment(self, jpegs: Sequence[bytes]) -> bytes:
        """Return pages, as `cleaned` gave them, as one PDF. Raises KioskError SCAN_UNREADABLE."""
        ...

    def close(self) -> None:
        """Let go of what was held."""
        ...


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page: a JPEG of the sheet, upright."""

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    blurred: bool
    blank: bool


class PackageVerifier(Protocol):
    """Says whether a procedure package may be installed here."""

    def verify(self, manifest: bytes, signature: bytes | None) -> None:
        """Return when the package may be installed; its content has been compared with `manifest` before.

        `signature` is the package's own, None when it carries none. Pure. Raises KioskError PACKAGE_BROKEN.
        """
        ...


class Scanner(Protocol):
    """A sheet or flatbed scanner."""

    def scan(self, *, deadline_s: float, cancelled: Callable[[], bool]) -> ScannedPage:
        """Scan one page at 300 dpi. Blocks.

        Raises KioskError: SCANNER_ABSENT, SCAN_FAILED, SCAN_NO_PAGE, SCAN_UNREADABLE, SCANNER_JAM,
        SCANNER_COVER_OPEN, SCANNER_BUSY, SCAN_CANCELED, SCANNER_TOO_SLOW.
        """
        ...

    def status(self) -> DeviceStatus:
        """Ask the scanner how it is. Never raises; answers within 5 s."""
        ...
