"""When a dossier was accepted, when its result is due, since when its clock stands still."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the three moments."""
    for name in ("accepted_at", "due_at", "paused_at"):
        op.add_column("dossiers", sa.Column(name, sa.String(40)))
