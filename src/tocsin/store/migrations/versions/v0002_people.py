"""Corrections and judgements that outlive engines, what is taken back, forgotten documents, releases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """The table of corrections was never written to by 0001, so it is made anew."""
    for name in ("act", "given_left", "given_right"):
        op.add_column("judgements", sa.Column(name, sa.String(), nullable=True))
    for name in ("left_anchor", "right_anchor"):
        op.add_column("judgements", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("ix_judgements_act", "judgements", ["act"], unique=False)
    op.drop_table("corrections")
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Integer(), autoincrement=True, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("act", "event_id", "field")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("value", "was", "shown")),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("anchors", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("correction_id"),
    )
    op.create_index("ix_corrections_act", "corrections", ["act"], unique=False)
    op.create_index("ix_corrections_event_id", "corrections", ["event_id"], unique=False)
    _new_tables()


def _new_tables() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("act"),
    )
    op.create_table(
        "former_events",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "revision"),
    )
    op.create_table(
        "forgotten",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_table(
        "releases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "release_events",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "event_id"),
    )
