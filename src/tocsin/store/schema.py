"""The tables of a Tocsin database, named and flattened so that any SQLite tool can use them.

Days are ISO text (``2024-03-04``), moments ISO text in UTC with microseconds
(``2024-03-04T05:06:07.000000Z``), so that text order is time order. ``body`` columns hold the exact dataclass
as JSON (``model.codec``); the columns beside it repeat what analysts ask for.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

HEAD = "0004"
"""The newest migration; a test compares it with the migration scripts."""

APPLICATION_ID = 0x544F4353
"""``TOCS`` in ASCII, written to SQLite's ``application_id`` so that a foreign file is recognised."""

metadata = MetaData()


def _span_columns() -> list[Column[Any]]:
    return [Column("start_char", Integer), Column("end_char", Integer), Column("quote", Text)]


def _reading_table(name: str, *columns: Column[Any]) -> Table:
    """A table of things found by one reading of one document, in the order of the reading."""
    return Table(
        name,
        metadata,
        Column("reading_id", String, primary_key=True),
        Column("ordinal", Integer, primary_key=True),
        Column("document_id", String, nullable=False),
        *columns,
        Column("body", Text, nullable=False),
    )


meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("started_at", String, nullable=False),
    Column("finished_at", String),
    Column("settings", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("status", String, nullable=False),  # read | refused
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("published", String),
    Column("published_how", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("agency", Text),
    Column("language", String),
    Column("kind", String, nullable=False),
    Column("issuer", Text),
    Column("via", Text),
    Column("media_type", String, nullable=False),
    Column("raw_sha256", String),
    Column("dropped", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("refusal_code", String),
    Column("refusal_sentence", Text),
    Column("added_at", String, nullable=False),
    Column("run_id", String, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("reading_id", String, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("author", String, nullable=False),
    Column("code", String, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("trace", Text, nullable=False),
    Column("added_at", String, nullable=False),
    Column("run_id", String, nullable=False),
    Index("ix_readings_document", "document_id", "version"),
    Index("ix_readings_current", "document_id", "reading_id", "author", sqlite_where=text("current")),
)

mentions = _reading_table(
    "mentions",
    Column("mention_id", String, nullable=False),
    Column("kind", String, nullable=False),
    *_span_columns(),
)

event_mentions = _reading_table(
    "event_mentions",
    Column("event_mention_id", String, nullable=False, index=True),
    Column("trigger", Text),
    Column("trigger_start", Integer),
    Column("trigger_end", Integer),
    Column("sentence", Text),
    Column("sentence_start", Integer),
    Column("sentence_end", Integer),
    Column("sentence_number", Integer),
)

assertions = _reading_table(
    "assertions",
    Column("assertion_id", String, nullable=False),
    Column("event_mention_id", String, nullable=False, index=True),
    Column("property", String, nullable=False),
    Column("value", Text),
    Column("stance", String),
    Column("attributed_to", Text),
    Column("author", String),
    Column("rule", String),
    Column("confidence", Float),
    *_span_columns(),
)

attributions = _reading_table(
    "attributions",
    Column("attribution_id", String, nullable=False),
    Column("event_mention_id", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("by_name", Text),
    Column("by_id", String),
    Column("of_name", Text),
    Column("of_id", String),
    Column("via", Text),
    *_span_columns(),
)

statements = _reading_table(
    "statements",
    Column("statement_id", String, nullable=False),
    Column("kind", String, nullable=False),
    *_span_columns(),
    Column("data", Text),
)

flags = _reading_table(
    "flags",
    Column("code", String, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("event_mention_id", String),
)

stories = Table(
    "stories",
    metadata,
    Column("story_id", String, primary_key=True),
    Column("root", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

story_members = Table(
    "story_members",
    metadata,
    Column("story_id", String, primary_key=True),
    Column("document_id", String, primary_key=True, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("copy_kind", String, nullable=False),
    Column("similarity", Float, nullable=False),
    Column("reasons", Text, nullable=False),
)


def event_columns() -> list[Column[Any]]:
    """Flat columns of an event, the same for its present state and each revision: one query serves both."""
    text = ("event_type", "sub_event_type", "disorder_type", "modality", "date_start", "date_end")
    place = ("country", "admin1", "admin2", "admin3", "location", "place_id")
    actor = ("id", "name", "type")
    return [
        *(Column(name, String) for name in text),
        Column("time_precision", Integer),
        *(Column(name, String) for name in place),
        Column("latitude", Float),
        Column("longitude", Float),
        Column("geo_precision", Integer),
        Column("radius_km", Float),
        *(Column(f"actor{side}_{name}", String) for side in (1, 2) for name in actor),
        Column("civilian_targeting", Boolean),
        *(Column(f"fatalities_{bound}", Integer) for bound in ("low", "best", "high")),
        *(Column(f"injured_{bound}", Integer) for bound in ("low", "high")),
        Column("incident_count", Integer),
        *(Column(f"crowd_{bound}", Integer) for bound in ("low", "best", "high")),
        Column("weapons", Text),
        Column("tags", Text),
        Column("background", Boolean),
        Column("disputed", Boolean),
        Column("codable", Boolean),
        Column("confidence", Float),
        Column("review_state", String),
        Column("source_count", Integer),
        Column("story_count", Integer),
        Column("publishers", Text),
        Column("notes", Text),
        Column("actor_search", Text),
        Column("source_search", Text),
        Column("text_search", Text),
        Column("body", Text, nullable=False),
    ]


events = Table(
    "events",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("updated_at", String, nullable=False),
    *event_columns(),
    Index("ix_events_country_date", "country", "date_start"),
    Index("ix_events_date", "date_start"),
    Index("ix_events_updated", "updated_at"),
)

event_revisions = Table(
    "event_revisions",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("updated_at", String, nullable=False),
    Column("state", String, nullable=False),  # current | merged | withdrawn: what this revision made of the event
    Column("merged_into", String),
    Column("changes", Text, nullable=False),  # [{"field", "from", "to"}]
    Column("why", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("run_id", String),
    *event_columns(),
    Index("ix_event_revisions_at", "updated_at"),
)

event_members = Table(
    "event_members",
    metadata,
    Column("event_mention_id", String, primary_key=True),
    Column("event_id", String, nullable=False, index=True),
    Column("document_id", String, nullable=False, index=True),
    Column("signature", String, nullable=False),  # of the sentence, survives a new version of the document
)

event_sources = Table(
    "event_sources",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("document_id", String, primary_key=True, index=True),
    Column("publisher", Text),
    Column("published", String),
    Column("url", Text),
    Column("language", String),
    Column("story_id", String),
    Column("independent", Boolean, nullable=False),
    Column("grade", String),
)

event_redirects = Table(
    "event_redirects",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("kind", String, nullable=False),  # merged | withdrawn
    Column("to_event_id", String),  # null for a withdrawn event (a tombstone)
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("run_id", String),
)

external_ids = Table(
    "external_ids",
    metadata,
    Column("key", String, primary_key=True),  # an event id, or event id@day for later days of one event
    Column("country", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("external_id", String, nullable=False, unique=True),
)

judgements = Table(
    "judgements",
    metadata,
    Column("judgement_id", Integer, primary_key=True, autoincrement=True),
    Column("left_id", String, nullable=False),
    Column("right_id", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("act", String, index=True),  # pairs judged by one command bear one id, jg_…
    Column("given_left", String),  # the events or accounts as the person named them
    Column("given_right", String),
    Column("left_anchor", Text),  # model.people.Anchor: finds the account again under another engine
    Column("right_anchor", Text),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Integer, primary_key=True, autoincrement=True),
    Column("act", String, nullable=False, index=True),  # fields corrected by one command bear one id, co_…
    Column("event_id", String, nullable=False, index=True),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),  # model.codec
    Column("was", Text, nullable=False),  # the value before, as an analyst reads it
    Column("shown", Text, nullable=False),
    Column("author", String, nullable=False),  # person:NAME
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("anchors", Text, nullable=False),  # model.people.Anchor, the account that gave the event its id first
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("act", String, primary_key=True),  # the correction or judgement that is taken back
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
)

former_events = Table(
    "former_events",
    metadata,
    Column("event_id", String, primary_key=True),  # an event whose accounts changed, or that was merged or withdrawn
    Column("revision", Integer, primary_key=True),  # the one by which it did
    Column("members", Text, nullable=False),  # JSON of its accounts before: event mention id -> signature
    Column("at", String, nullable=False),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("versions", Text, nullable=False),  # SHA-256 of its texts, so that they are known under another id
    Column("reason", Text, nullable=False),
    Column("by", String),
    Column("at", String, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("name", String, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # 1, 2, 3 … in the order they were made
    Column("moment", String, nullable=False),  # of the last change that is in it
    Column("filters", Text, nullable=False),
    Column("digest", String, nullable=False),  # of its files
)

release_events = Table(
    "release_events",
    metadata,
    Column("name", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
)

# What the last merge was made of, and by what a new document finds its neighbours (pipeline/relatives.py,
# gathering.py).

document_texts = Table(
    "document_texts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("reading_id", String, nullable=False),  # the reading that was merged
    Column("facts", String, nullable=False),  # digest of what its events show of the document
    Column("text_key", String, nullable=False, index=True),  # hash of its words
    Column("words", Integer, nullable=False),
    Column("represents", Boolean, nullable=False),  # the first document of its words: its keys are in text_keys
    Column("keys", LargeBinary, nullable=False),  # signed 64-bit integers
    Index("ix_document_texts_document", "document_id", unique=True),
)

text_keys = Table(
    "text_keys",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),  # of document_texts
    sqlite_with_rowid=False,
)

document_pairs = Table(
    "document_pairs",
    metadata,
    Column("left_id", String, primary_key=True),  # document ids in their order
    Column("right_id", String, primary_key=True, index=True),
    *(Column(name, Integer, nullable=False) for name in ("anchors", "runs", "orders", "bands")),  # keys shared
    Column("descent", String),  # JSON: kind, degree, reasons; null where they only share passages
    Column("passages", Boolean, nullable=False),
)

tellings = Table(
    "tellings",
    metadata,
    Column("telling_id", String, primary_key=True),
    Column("document_id", String, nullable=False, index=True),
    Column("body", Text, nullable=False),
)

telling_members = Table(
    "telling_members",
    metadata,
    Column("event_mention_id", String, primary_key=True),
    Column("telling_id", String, nullable=False, index=True),
    Column("twin", String, index=True),  # the event mention in the same words of the report it copies
)

telling_keys = Table(
    "telling_keys",
    metadata,
    Column("key", String, primary_key=True),  # country and day, or country and town
    Column("telling_id", String, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

telling_pairs = Table(
    "telling_pairs",
    metadata,
    Column("left_id", String, primary_key=True),
    Column("right_id", String, primary_key=True, index=True),
    Column("points", Float, nullable=False),  # of the comparison that judged them the same
)

document_marks = Table(
    "document_marks",
    metadata,
    Column("mark", String, primary_key=True),  # "first", "nearest": it claims one; a day: it tells a set on it
    Column("document_id", String, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

NEIGHBOURS = (
    document_texts,
    text_keys,
    document_pairs,
    tellings,
    telling_members,
    telling_keys,
    telling_pairs,
    document_marks,
)

refusals = Table(
    "refusals",
    metadata,
    Column("input", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("document_id", String),
    Column("at", String, nullable=False),
    Column("run_id", String, nullable=False),
)

READING_TABLES = (mentions, event_mentions, assertions, attributions, statements, flags)

VIEWS = {
    "current_documents": "SELECT * FROM documents WHERE current",
    **{
        f"current_{table.name}": (f"SELECT t.* FROM {table.name} t JOIN readings r USING (reading_id) WHERE r.current")
        for table in READING_TABLES
    },
}
"""Views over what counts now: superseded versions and older readings left out."""
