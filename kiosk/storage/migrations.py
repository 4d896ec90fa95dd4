"""The tables, step by step; a step that has landed is never edited. Imported only when one is missing.

sqlite-utils records what has been applied; `db.SCHEMA` counts the steps. They run inside one transaction.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("kiosk")

_FIRST = (
    # a visit's draft: everything that says something of a person is in records and pages, encrypted
    """CREATE TABLE drafts (
        visit TEXT PRIMARY KEY,
        dossier_id TEXT NOT NULL UNIQUE,
        procedure TEXT NOT NULL,
        version TEXT NOT NULL,
        submitted INTEGER NOT NULL DEFAULT 0,
        age_s REAL NOT NULL DEFAULT 0,
        seen_uptime_s REAL NOT NULL,
        seen_boot TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE draft_records (
        visit TEXT NOT NULL REFERENCES drafts ON DELETE CASCADE,
        name TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (visit, name)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE draft_pages (
        visit TEXT NOT NULL REFERENCES drafts ON DELETE CASCADE,
        key TEXT NOT NULL,
        page_no INTEGER NOT NULL,
        file TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (visit, key, page_no)
    ) STRICT, WITHOUT ROWID""",
    # what was submitted: no personal value; the manifest is what the portal gets, byte by byte
    """CREATE TABLE dossiers (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL UNIQUE,
        procedure TEXT NOT NULL,
        procedure_version TEXT NOT NULL,
        receipt_code TEXT NOT NULL UNIQUE,
        submitted_at TEXT NOT NULL,
        slip_sha256 TEXT NOT NULL,
        track_sha256 TEXT NOT NULL,
        manifest BLOB NOT NULL,
        acknowledgement BLOB,
        received_at TEXT,
        state TEXT,
        official_code TEXT,
        files_removed_at TEXT
    ) STRICT""",
    """CREATE TABLE blobs (
        dossier_id TEXT NOT NULL REFERENCES dossiers,
        position INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        file TEXT NOT NULL,
        PRIMARY KEY (dossier_id, position)
    ) STRICT, WITHOUT ROWID""",
    # the only thing that a submission writes for the network
    """CREATE TABLE outbox (
        dossier_id TEXT PRIMARY KEY REFERENCES dossiers,
        sequence INTEGER NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN
            ('waiting', 'sending', 'accepted', 'rejected', 'quarantined', 'superseded')),
        attempts INTEGER NOT NULL DEFAULT 0,
        same_refusals INTEGER NOT NULL DEFAULT 0,
        refused_as TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        next_try_at TEXT
    ) STRICT""",
    "CREATE INDEX outbox_open ON outbox (sequence) WHERE state IN ('waiting', 'sending')",
    # what the portal told: enrolment, signed lists, the state poll's cursor
    """CREATE TABLE portal_state (
        name TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        document BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


@MIGRATIONS()
def m001_drafts_dossiers_outbox(db: Database) -> None:
    for statement in _FIRST:
        db.conn.execute(statement)


_SECOND = (
    # the portal's own words for a refusal, beside the code in `reason`
    "ALTER TABLE outbox ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
    # what the portal's state poll says of a dossier; of one dossier the highest revision counts
    "ALTER TABLE dossiers ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE dossiers ADD COLUMN stage TEXT",
    "ALTER TABLE dossiers ADD COLUMN stage_reason TEXT",
    "ALTER TABLE dossiers ADD COLUMN changed_at TEXT",
)


@MIGRATIONS()
def m002_what_the_portal_says(db: Database) -> None:
    for statement in _SECOND:
        db.conn.execute(statement)


_THIRD = (
    # lines name types, states and public codes; each hash covers the line before
    """CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        line TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT""",
    # faces, tied to nothing but the day
    """CREATE TABLE ratings (
        day TEXT NOT NULL,
        score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
        count INTEGER NOT NULL,
        PRIMARY KEY (day, score)
    ) STRICT, WITHOUT ROWID""",
)


@MIGRATIONS()
def m003_audit_and_ratings(db: Database) -> None:
    for statement in _THIRD:
        db.conn.execute(statement)


@MIGRATIONS()
def m004_due_dates(db: Database) -> None:
    # when the result is due, as the portal told; null until an officer accepted
    db.conn.execute("ALTER TABLE dossiers ADD COLUMN due_at TEXT")


_FIFTH = """CREATE TABLE fees (
    fee_id TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL,
    amount_vnd INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'due', 'paid')),
    paid_vnd INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    reference TEXT NOT NULL DEFAULT '',
    vietqr TEXT NOT NULL DEFAULT '',
    asked_at TEXT NOT NULL,
    shown_at TEXT,
    changed_at TEXT,
    printed_at TEXT
) STRICT"""


@MIGRATIONS()
def m005_fees(db: Database) -> None:
    # a fee may be asked for before its dossier is submitted, so nothing references it
    db.conn.execute(_FIFTH)
    db.conn.execute("CREATE INDEX fees_of_dossier ON fees (dossier_id)")
