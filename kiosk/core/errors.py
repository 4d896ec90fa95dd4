"""Every failure that has a name.

A `Code` is public: it stands on screens, in `docs/errors.md` and in scripts. It is never renumbered; a
retired one leaves a comment. The words for people live in `core/error_words.py`.
"""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Code(StrEnum):
    """Public failure codes; the member's name is for us, its value for people."""

    CARD_ABSENT = "CARD-001"
    CARD_WRONG_CAN = "CARD-002"
    CARD_REMOVED = "CARD-003"
    CARD_FOREIGN = "CARD-004"
    CARD_BLOCKED = "CARD-005"
    CARD_TIMED_OUT = "CARD-006"
    CARD_MALFORMED = "CARD-007"
    CARD_TAMPERED = "CARD-008"
    CARD_SIGNER_UNTRUSTED = "CARD-009"
    CARD_SIGNER_EXPIRED = "CARD-010"
    CARD_COPIED = "CARD-011"
    CARD_OTHER = "CARD-012"
    CARD_CANCELED = "CARD-013"
    CARD_UNSUPPORTED = "CARD-014"
    CARD_NEEDS_ZONE = "CARD-015"
    NO_ANCHOR = "CARD-016"

    READER_ABSENT = "READER-001"
    READER_LOST = "READER-002"
    READER_SILENT = "READER-003"
    READER_DAEMON_DOWN = "READER-004"

    PRINTER_UNREACHABLE = "PRINT-001"
    PRINTER_NO_PAPER = "PRINT-002"
    PRINTER_JAM = "PRINT-003"
    PRINTER_COVER_OPEN = "PRINT-004"
    PRINTER_TOO_SLOW = "PRINT-005"
    PRINTER_CANCELED = "PRINT-006"
    PRINTER_OUTPUT_FULL = "PRINT-007"
    PRINTER_NO_TONER = "PRINT-008"
    PRINTER_PAUSED = "PRINT-009"
    PRINTER_NO_PDF = "PRINT-010"
    PRINTER_PAPER_LOW = "PRINT-011"
    PRINTER_TONER_LOW = "PRINT-012"
    PRINTER_ABSENT = "PRINT-013"

    SCANNER_ABSENT = "SCAN-001"
    SCAN_FAILED = "SCAN-002"
    SCAN_NO_PAGE = "SCAN-003"
    SCAN_UNREADABLE = "SCAN-004"
    SCANNER_JAM = "SCAN-005"
    SCANNER_COVER_OPEN = "SCAN-006"
    SCANNER_BUSY = "SCAN-007"
    SCANNER_TOO_SLOW = "SCAN-008"
    SCAN_CANCELED = "SCAN-009"

    FORM_BROKEN = "FORM-001"
    FORM_VALUE_REFUSED = "FORM-002"
    FORM_ANSWERS_VIOLATE = "FORM-003"
    FORM_UNREADABLE = "FORM-004"
    FORM_TOO_LARGE = "FORM-005"
    PACKAGE_BROKEN = "FORM-006"
    PREVIEW_ONLY = "FORM-007"

    PROCEDURE_UNKNOWN = "PROC-001"
    PROCEDURE_WITHOUT_FORM = "PROC-002"
    CATALOGUE_BROKEN = "PROC-003"
    PROCEDURE_UNCONFIRMED = "PROC-004"

    DISK_FULL = "STORE-001"
    DISK_READ_ONLY = "STORE-002"
    DISK_FAILED = "STORE-003"
    DATA_NEWER = "STORE-004"
    DATA_LOCKED = "STORE-005"
    DRAFT_LOST = "STORE-006"
    DOSSIER_UNKNOWN = "STORE-007"
    DRAFT_FACTOR_WRONG = "STORE-008"
    DISK_LOW = "STORE-009"

    STICK_FULL = "USB-001"
    STICK_READ_ONLY = "USB-002"
    STICK_FAILED = "USB-003"

    PORTAL_UNREACHABLE = "NET-001"
    PORTAL_UNTRUSTED = "NET-002"
    PORTAL_CERTIFICATE_TIME = "NET-003"
    PORTAL_FOREIGN_ANSWER = "NET-004"
    PORTAL_TIMED_OUT = "NET-005"
    PORTAL_REFUSED = "NET-006"
    PORTAL_FAULT = "NET-007"
    CERTIFICATE_ENDING = "NET-008"

    SYNC_STOPPED = "QUEUE-001"
    QUEUE_OLD = "QUEUE-002"
    QUEUE_REFUSED = "QUEUE-003"

    NOT_ENROLLED = "ENROL-001"
    ENROL_CODE_WRONG = "ENROL-002"
    ENROL_CODE_USED = "ENROL-003"
    ENROL_CODE_EXPIRED = "ENROL-004"
    ENROL_OTHER_PORTAL = "ENROL-005"
    ENROL_DOSSIERS_WAIT = "ENROL-006"

    SIGNATURE_INVALID = "SIGN-001"
    SIGNER_UNKNOWN = "SIGN-002"
    LIST_OLDER = "SIGN-003"
    SLIP_UNREADABLE = "SIGN-004"
    ACCESS_REFUSED = "SIGN-005"

    CONFIG_UNREADABLE = "CONFIG-001"
    CONFIG_INVALID = "CONFIG-002"
    ADDRESS_IN_USE = "CONFIG-003"
    PROGRAM_MISSING = "CONFIG-004"
    FILE_UNREADABLE = "CONFIG-005"

    CLOCK_WRONG = "MACHINE-001"
    SWAP_PLAIN = "MACHINE-002"

    DATABASE_FAILED = "INTAKE-001"
    PARCEL_UNREADABLE = "INTAKE-002"
    PARCEL_MISMATCH = "INTAKE-003"
    ANSWERS_INVALID = "INTAKE-004"
    EVIDENCE_INVALID = "INTAKE-005"
    PACKAGE_MISSING = "INTAKE-006"
    STATE_IMPOSSIBLE = "INTAKE-007"
    FEE_UNKNOWN = "INTAKE-008"
    FEE_CONFLICT = "INTAKE-009"
    DOCUMENT_NOT_DUE = "INTAKE-010"

    INTERNAL = "BUG-001"


class KioskError(Exception):
    """The environment failed in a way that has a name; the visit goes on.

    `detail` is for a technician: ids, file names and sizes, never a personal value.
    """

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code.value} {code.name}{': ' + detail if detail else ''}")
        self.code = code
        self.detail = detail


class CardError(KioskError):
    """A card's refusal that tells how many tries are left; at one, an officer is asked."""

    def __init__(self, code: Code, detail: str = "", *, tries_left: int) -> None:
        super().__init__(code, detail)
        self.tries_left = tries_left
