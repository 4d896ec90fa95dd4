"""Events of a dossier, payments, ratings without their dossier, heads of the kiosks' audit chains."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of what happens after filing."""
    op.create_table(
        "events",
        sa.Column("event_id", sa.String(36), primary_key=True),
        sa.Column("dossier_id", sa.String(36), sa.ForeignKey("dossiers.dossier_id"), nullable=False),
        sa.Column("kiosk_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("received_at", sa.String(40), nullable=False),
        sa.Column("event_sha256", sa.String(64), nullable=False),
        sa.Column("document", sa.LargeBinary),
        sa.Column("acknowledgement", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "payments",
        sa.Column("reference", sa.String(64), primary_key=True),
        sa.Column("dossier_id", sa.String(36), sa.ForeignKey("dossiers.dossier_id"), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "ratings",
        sa.Column("procedure", sa.String(40), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("score", sa.Integer, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "audit_heads",
        sa.Column("kiosk_id", sa.String(32), primary_key=True),
        sa.Column("sequence", sa.BigInteger, primary_key=True),
        sa.Column("head_sha256", sa.String(64), nullable=False),
        sa.Column("received_at", sa.String(40), nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("forked", sa.Boolean, nullable=False),
    )
    op.create_index("dossiers_by_day", "dossiers", ["kiosk_id", "submitted_at"])
