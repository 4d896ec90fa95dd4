"""The portal's tables (SQLAlchemy Core). Moments are RFC 3339 text in UTC; no citizen's answer is in here."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

settings = Table(
    "settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("expires_at", String(40), nullable=False),
    Column("used_at", String(40)),
    Column("kiosk_id", String(32)),
)

kiosks = Table(
    "kiosks",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("site_code", String(4), nullable=False),
    Column("enrolled_at", String(40), nullable=False),
    Column("changes", Integer, nullable=False),  # how many changes it has been given; the next one's number
    Column("seen_at", String(40)),
    Column("heartbeat", Text),
)

kiosk_keys = Table(
    "kiosk_keys",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("kiosk_id", String(32), ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("public_key", String(44), nullable=False),
    Column("state", String(10), nullable=False),
    Column("since", String(40), nullable=False),
)

signed_lists = Table(
    "signed_lists",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("dossier_id", String(36), primary_key=True),
    Column("kiosk_id", String(32), ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("procedure", String(40), nullable=False),
    Column("procedure_version", String(40), nullable=False),
    Column("receipt_code", String(14), nullable=False),
    Column("submitted_at", String(40), nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("manifest", LargeBinary, nullable=False),
    Column("manifest_sha256", String(64), nullable=False),
    Column("acknowledgement", LargeBinary, nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("state", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("official_code", String(40), unique=True),
    Column("reason", String(40)),
    Column("note", Text),
    Column("changed_at", String(40), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("evidence", Text),
    Column("accepted_at", String(40)),
    Column("due_at", String(40)),
    Column("paused_at", String(40)),  # since when the clock stands still: states 5 and 6
)
Index("dossiers_by_stage", dossiers.c.stage, dossiers.c.received_at)

Index("dossiers_by_receipt", dossiers.c.receipt_code)
Index("dossiers_by_day", dossiers.c.kiosk_id, dossiers.c.submitted_at)

events = Table(
    "events",
    metadata,
    Column("event_id", String(36), primary_key=True),
    Column("dossier_id", String(36), ForeignKey("dossiers.dossier_id"), nullable=False),
    Column("kiosk_id", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("event_sha256", String(64), nullable=False),
    Column("document", LargeBinary),  # a rating's is not kept: it would tie the score to the dossier
    Column("acknowledgement", LargeBinary, nullable=False),
)

payments = Table(
    "payments",
    metadata,
    Column("reference", String(64), primary_key=True),
    Column("dossier_id", String(36), ForeignKey("dossiers.dossier_id"), nullable=False),
    Column("amount_vnd", BigInteger, nullable=False),
    Column("received_at", String(40), nullable=False),
)

fees = Table(
    "fees",
    metadata,
    Column("fee_id", String(36), primary_key=True),
    Column("dossier_id", String(36), nullable=False),  # a fee may be asked for before its dossier is filed
    Column("kiosk_id", String(32), ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("reference", String(25), nullable=False, unique=True),
    Column("amount_vnd", BigInteger, nullable=False),
    Column("paid_vnd", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("asked_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
)
Index("fees_by_dossier", fees.c.dossier_id)

confirmations = Table(
    "confirmations",
    metadata,
    Column("bank_reference", String(64), primary_key=True),
    Column("fee_id", String(36), ForeignKey("fees.fee_id"), nullable=False),
    Column("amount_vnd", BigInteger, nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("reversed_at", String(40)),
)

grants = Table(
    "grants",
    metadata,
    Column("code_sha256", String(64), primary_key=True),
    Column("dossier_id", String(36), ForeignKey("dossiers.dossier_id"), nullable=False),
    Column("officer", String(100), nullable=False),
    Column("papers", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("expires_at", String(40), nullable=False),
    Column("used_by", String(32)),
)

accesses = Table(
    "accesses",
    metadata,
    Column("access_id", String(32), primary_key=True),
    Column("dossier_id", String(36), ForeignKey("dossiers.dossier_id"), nullable=False),
    Column("kiosk_id", String(32), nullable=False),
    Column("given_by", String(120), nullable=False),
    Column("given_at", String(40), nullable=False),
)
Index("accesses_by_dossier", accesses.c.dossier_id)

parked = Table(
    "parked",
    metadata,
    Column("parked_id", String(32), primary_key=True),
    Column("kiosk_id", String(32), ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("factor", String(10), nullable=False),
    Column("auth_sha256", String(64), nullable=False),
    Column("blob_sha256", String(64), nullable=False),
    Column("blob_bytes", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("claimed_by", String(32)),
    Column("parked_at", String(40), nullable=False),
    Column("expires_at", String(40), nullable=False),
)
Index("parked_by_end", parked.c.expires_at)

ratings = Table(
    "ratings",
    metadata,
    Column("procedure", String(40), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("score", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("sequence", BigInteger, primary_key=True),
    Column("head_sha256", String(64), nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("forked", Boolean, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("kiosk_id", String(32), ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("unit", String(40), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)
