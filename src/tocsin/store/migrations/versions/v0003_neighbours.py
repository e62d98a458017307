"""Indexes by which a new document finds the documents and accounts that it may belong with. They start empty and are
filled by the next merge."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null)


def upgrade() -> None:
    """New tables, and indexes on old ones."""
    op.create_table(
        "document_texts",
        sa.Column("number", sa.Integer(), primary_key=True),
        *(_text(name) for name in ("document_id", "reading_id", "facts", "text_key")),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("represents", sa.Boolean(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_document_texts_document", "document_texts", ["document_id"], unique=True)
    op.create_index("ix_document_texts_text_key", "document_texts", ["text_key"])
    columns = "key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)"
    op.execute(f"CREATE TABLE text_keys ({columns}) WITHOUT ROWID")
    op.create_table(
        "document_pairs",
        sa.Column("left_id", sa.String(), primary_key=True),
        sa.Column("right_id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("anchors", "runs", "orders", "bands")),
        _text("descent", null=True),
        sa.Column("passages", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_document_pairs_right_id", "document_pairs", ["right_id"])
    _tellings()
    op.create_index("ix_story_members_document_id", "story_members", ["document_id"])
    op.create_index("ix_event_members_document_id", "event_members", ["document_id"])
    op.create_index("ix_event_sources_document_id", "event_sources", ["document_id"])
    op.execute("CREATE INDEX ix_readings_current ON readings (document_id, reading_id, author) WHERE current")


def _tellings() -> None:
    op.create_table(
        "tellings",
        sa.Column("telling_id", sa.String(), primary_key=True),
        _text("document_id"),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_tellings_document_id", "tellings", ["document_id"])
    op.create_table(
        "telling_members",
        sa.Column("event_mention_id", sa.String(), primary_key=True),
        _text("telling_id"),
        _text("twin", null=True),
    )
    op.create_index("ix_telling_members_telling_id", "telling_members", ["telling_id"])
    op.create_index("ix_telling_members_twin", "telling_members", ["twin"])
    columns = "key VARCHAR NOT NULL, telling_id VARCHAR NOT NULL, PRIMARY KEY (key, telling_id)"
    op.execute(f"CREATE TABLE telling_keys ({columns}) WITHOUT ROWID")
    op.create_index("ix_telling_keys_telling_id", "telling_keys", ["telling_id"])
    op.create_table(
        "telling_pairs",
        sa.Column("left_id", sa.String(), primary_key=True),
        sa.Column("right_id", sa.String(), primary_key=True),
        sa.Column("points", sa.Float(), nullable=False),
    )
    op.create_index("ix_telling_pairs_right_id", "telling_pairs", ["right_id"])
    columns = "mark VARCHAR NOT NULL, document_id VARCHAR NOT NULL, PRIMARY KEY (mark, document_id)"
    op.execute(f"CREATE TABLE document_marks ({columns}) WITHOUT ROWID")
    op.create_index("ix_document_marks_document_id", "document_marks", ["document_id"])
