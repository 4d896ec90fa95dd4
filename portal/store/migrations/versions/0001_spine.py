"""Enrolment, kiosks, dossiers, changes, counters. A landed migration is never edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _kiosks()
    _dossiers()
    _counting()


def _kiosks() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "enrolment_codes",
        sa.Column("secret_sha256", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.String(40), nullable=False),
        sa.Column("used_at", sa.String(40)),
        sa.Column("kiosk_id", sa.String(32)),
    )
    op.create_table(
        "kiosks",
        sa.Column("kiosk_id", sa.String(32), primary_key=True),
        sa.Column("site_code", sa.String(4), nullable=False),
        sa.Column("enrolled_at", sa.String(40), nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.String(40)),
        sa.Column("heartbeat", sa.Text),
    )
    op.create_table(
        "kiosk_keys",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("kiosk_id", sa.String(32), sa.ForeignKey("kiosks.kiosk_id"), nullable=False),
        sa.Column("public_key", sa.String(44), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("since", sa.String(40), nullable=False),
    )
    op.create_table(
        "signed_lists",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )


def _counting() -> None:
    op.create_table(
        "changes",
        sa.Column("kiosk_id", sa.String(32), sa.ForeignKey("kiosks.kiosk_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "counters",
        sa.Column("unit", sa.String(40), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("dossier_id", sa.String(36), primary_key=True),
        sa.Column("kiosk_id", sa.String(32), sa.ForeignKey("kiosks.kiosk_id"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("procedure", sa.String(40), nullable=False),
        sa.Column("procedure_version", sa.String(40), nullable=False),
        sa.Column("receipt_code", sa.String(14), nullable=False),
        sa.Column("submitted_at", sa.String(40), nullable=False),
        sa.Column("received_at", sa.String(40), nullable=False),
        sa.Column("manifest", sa.LargeBinary, nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.Column("acknowledgement", sa.LargeBinary, nullable=False),
        sa.Column("attachments", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("official_code", sa.String(40), unique=True),
        sa.Column("reason", sa.String(40)),
        sa.Column("note", sa.Text),
        sa.Column("changed_at", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("evidence", sa.Text),
    )
    op.create_index("dossiers_by_stage", "dossiers", ["stage", "received_at"])
