"""Look-ups by receipt code."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Index what people look up."""
    op.create_index("dossiers_by_receipt", "dossiers", ["receipt_code"])
