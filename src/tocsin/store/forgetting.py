"""Forgetting a document: its text and quotes leave the database for good, a tombstone stays."""

import json
import mmap
import re
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from tocsin.model import codec
from tocsin.model.people import Forgotten
from tocsin.model.text import fold
from tocsin.store import history, opening, schema
from tocsin.store.base import Base
from tocsin.store.rows import event_row, moment, parse_moment
from tocsin.store.scrubbing import GONE, Words, blank, scrubbed

_LEAST = 25
"""Stretches of text of at least so many characters are looked for in the file afterwards; shorter ones are common."""


class Forgetting(Base):
    """The part of ``Store`` that purges."""

    def forgotten(self, document_id: str, version: str = "") -> Forgotten | None:
        """The tombstone of a document, by its id or by (the hash of) a text of it."""
        for row in self.all_forgotten():
            if row.document_id == document_id or version in row.versions:
                return row
        return None

    def all_forgotten(self) -> list[Forgotten]:
        """All tombstones of documents, sorted by id."""
        rows = self._rows(sa.select(schema.forgotten).order_by(schema.forgotten.c.document_id))
        return [
            Forgotten(row.document_id, tuple(json.loads(row.versions)), row.reason, row.by, parse_moment(row.at))
            for row in rows
        ]

    def allow_again(self, document_id: str) -> None:
        """Take a tombstone away: the document may be coded again."""
        with self.transaction() as connection:
            connection.execute(sa.delete(schema.forgotten).where(schema.forgotten.c.document_id == document_id))

    def texts_of(self, document_id: str) -> list[str]:
        """Everything that is stored of a document's words: texts of all versions, titles, what was cut out."""
        rows = self._rows(sa.select(schema.documents).where(schema.documents.c.document_id == document_id))
        found = []
        for row in rows:
            found += [row.text, row.title or "", *(part.text for part in codec.decode(row.dropped))]
        return [text for text in found if text]

    def purge(self, document_id: str, *, reason: str, by: str | None) -> None:
        """Delete a document with its readings and leave a tombstone. Events and their history are not touched yet:
        they are built anew without it, then ``scrub_history`` cleans what they were."""
        c = schema.documents.c
        versions = [row.version for row in self._rows(sa.select(c.version).where(c.document_id == document_id))]
        with self.transaction() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            tables = (*schema.READING_TABLES, schema.readings, schema.documents, schema.refusals)
            for table in (*tables, schema.event_sources):  # its story is found by it, and made anew with the events
                connection.execute(sa.delete(table).where(table.c.document_id == document_id))
            connection.execute(sa.delete(schema.forgotten).where(schema.forgotten.c.document_id == document_id))
            row = {
                "document_id": document_id,
                "versions": json.dumps(sorted(versions)),
                "reason": reason,
                "by": by,
                "at": moment(self._clock()),
            }
            connection.execute(sa.insert(schema.forgotten), row)
            _drop_anchors(connection, document_id)

    def scrub_history(self, document_id: str, texts: Sequence[str]) -> int:
        """Take the words of a purged document out of every revision; returns how many were rewritten.

        Revisions that rest on it alone keep nothing but that they were there; of others, what other documents say too
        stays.
        """
        c = schema.event_revisions.c
        marked = c.body.contains(json.dumps(document_id, ensure_ascii=False), autoescape=True)
        touched = {row.event_id for row in self._rows(sa.select(c.event_id).distinct().where(marked))}
        kept = [d.text for d in self._rows(sa.select(schema.documents.c.text))]
        words = Words.of(texts, kept)
        number = 0
        with self.transaction() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            for event_id in sorted(touched):
                number += _scrub_event(connection, event_id, document_id, words)
            _scrub_corrections(connection, words)
        return number

    def compact(self) -> bool:
        """Rewrite the file so that nothing deleted stays in it; false when another program keeps the log of writes
        open. Raises StoreError."""
        with opening.explained(self.path):
            raw = self._engine.raw_connection()
            try:
                cursor = raw.cursor()
                cursor.execute("VACUUM")
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                cursor.close()
            finally:
                raw.close()
        return not busy

    def still_there(self, texts: Iterable[str]) -> list[str]:
        """Stretches of ``texts`` that stand in the raw file or its log of writes, as written or folded for search."""
        pieces = list(dict.fromkeys(piece for text in texts for piece in _pieces(text)))
        found: set[str] = set()
        for suffix in ("", "-wal"):
            path = self.path.with_name(self.path.name + suffix)
            if path.exists() and path.stat().st_size:
                with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as held:
                    found |= {p for p in pieces if held.find(p.encode()) >= 0 or held.find(fold(p).encode()) >= 0}
        return [p for p in pieces if p in found]


def _pieces(text: str) -> Iterable[str]:
    """Stretches between sentence ends, line ends and quotation marks (which JSON writes otherwise)."""
    for piece in re.split(r"[\n\r\t\"\\]|(?<=[.!?])\s", text):
        if len(piece.strip()) >= _LEAST:
            yield piece.strip()


def _drop_anchors(connection: sa.Connection, document_id: str) -> None:
    """Corrections and judgements forget the accounts of the document."""
    for row in connection.execute(sa.select(schema.corrections.c.correction_id, schema.corrections.c.anchors)).all():
        anchors = codec.decode(row.anchors)
        left = tuple(a for a in anchors if a.document_id != document_id)
        if left != anchors:
            table = schema.corrections
            where = table.c.correction_id == row.correction_id
            connection.execute(sa.update(table).where(where).values(anchors=codec.encode(left)))
    for name in ("left_anchor", "right_anchor"):
        column = schema.judgements.c[name]
        for row in connection.execute(
            sa.select(schema.judgements.c.judgement_id, column).where(column.is_not(None))
        ).all():
            if codec.decode(row[1]).document_id == document_id:
                where = schema.judgements.c.judgement_id == row[0]
                connection.execute(sa.update(schema.judgements).where(where).values({name: None}))


def _scrub_event(connection: sa.Connection, event_id: str, document_id: str, words: Words) -> int:
    """Rewrite the revisions of one event, and what they tell of changes."""
    table = schema.event_revisions
    query = sa.select(table).where(table.c.event_id == event_id).order_by(table.c.revision)
    before: dict[str, Any] | None = None
    number = 0
    for row in [dict(found) for found in connection.execute(query).mappings()]:
        event = codec.decode(row["body"])
        own = {source.document_id for source in event.sources}
        new = dict(row)
        if json.dumps(document_id, ensure_ascii=False) in row["body"]:  # as a source, or quoted in a flag
            number += 1
            alone = own == {document_id}
            new |= event_row(blank(event) if alone else scrubbed(event, document_id, words))
            if alone and row["state"] == "current":
                new["state"] = history.FORGOTTEN
        if before is None or new["state"] != "current" or before["state"] == history.FORGOTTEN:
            new["changes"] = "[]"
        else:
            new["changes"] = json.dumps(history.differences(before, new), ensure_ascii=False)
        if new != row:
            key = sa.and_(table.c.event_id == event_id, table.c.revision == row["revision"])
            connection.execute(sa.update(table).where(key).values(new))
        before = new
    return number


def _scrub_corrections(connection: sa.Connection, words: Words) -> None:
    """What stood in a field before a person corrected it, without the words of the document; what people typed
    stays."""
    c = schema.corrections.c
    for row in connection.execute(sa.select(c.correction_id, c.was)).all():
        left = words.only(row.was) and "; ".join(part for part in row.was.split("; ") if not words.leave(part))
        if left != row.was:
            where = c.correction_id == row.correction_id
            connection.execute(sa.update(schema.corrections).where(where).values(was=left or GONE))
