"""Who issued a statement, where its giver says so, and who passed it on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Two columns that may be empty; documents of before keep none."""
    op.add_column("documents", sa.Column("issuer", sa.Text(), nullable=True))
    op.add_column("documents", sa.Column("via", sa.Text(), nullable=True))
