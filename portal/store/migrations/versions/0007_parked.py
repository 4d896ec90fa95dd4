"""Visits that stepped aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "parked",
        sa.Column("parked_id", sa.String(32), primary_key=True),
        sa.Column("kiosk_id", sa.String(32), sa.ForeignKey("kiosks.kiosk_id"), nullable=False),
        sa.Column("factor", sa.String(10), nullable=False),
        sa.Column("auth_sha256", sa.String(64), nullable=False),
        sa.Column("blob_sha256", sa.String(64), nullable=False),
        sa.Column("blob_bytes", sa.Integer, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.String(32)),
        sa.Column("parked_at", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.String(40), nullable=False),
    )
    op.create_index("parked_by_end", "parked", ["expires_at"])
