"""Officers' checks of papers, and who was given access to which dossier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "grants",
        sa.Column("code_sha256", sa.String(64), primary_key=True),
        sa.Column("dossier_id", sa.String(36), sa.ForeignKey("dossiers.dossier_id"), nullable=False),
        sa.Column("officer", sa.String(100), nullable=False),
        sa.Column("papers", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.String(40), nullable=False),
        sa.Column("used_by", sa.String(32)),
    )
    op.create_table(
        "accesses",
        sa.Column("access_id", sa.String(32), primary_key=True),
        sa.Column("dossier_id", sa.String(36), sa.ForeignKey("dossiers.dossier_id"), nullable=False),
        sa.Column("kiosk_id", sa.String(32), nullable=False),
        sa.Column("given_by", sa.String(120), nullable=False),
        sa.Column("given_at", sa.String(40), nullable=False),
    )
    op.create_index("accesses_by_dossier", "accesses", ["dossier_id"])
