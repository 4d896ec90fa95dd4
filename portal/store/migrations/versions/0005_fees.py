"""The ledger of fees: intents, and the confirmations of the bank."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the ledger's two tables."""
    op.create_table(
        "fees",
        sa.Column("fee_id", sa.String(36), primary_key=True),
        sa.Column("dossier_id", sa.String(36), nullable=False),
        sa.Column("kiosk_id", sa.String(32), sa.ForeignKey("kiosks.kiosk_id"), nullable=False),
        sa.Column("reference", sa.String(25), nullable=False, unique=True),
        sa.Column("amount_vnd", sa.BigInteger, nullable=False),
        sa.Column("paid_vnd", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
    )
    op.create_index("fees_by_dossier", "fees", ["dossier_id"])
    op.create_table(
        "confirmations",
        sa.Column("bank_reference", sa.String(64), primary_key=True),
        sa.Column("fee_id", sa.String(36), sa.ForeignKey("fees.fee_id"), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.String(40), nullable=False),
        sa.Column("reversed_at", sa.String(40)),
    )
