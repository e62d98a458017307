"""Documents, their readings, and inputs that were refused."""

import json
from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from tocsin.model import codec
from tocsin.model.document import Document, DocumentKind, Refusal
from tocsin.model.event import Run
from tocsin.model.ids import content_id
from tocsin.model.reading import Reading
from tocsin.store import schema
from tocsin.store.base import Base
from tocsin.store.rows import document_row, moment, reading_rows, row_document


class Documents(Base):
    """The part of ``Store`` about documents."""

    def has(self, document_id: str, version: str, author: str) -> bool:
        """Whether this version of the document is the current one and counts as read by ``author``."""
        return self.current_reading(document_id, version, author) is not None

    def current_reading(self, document_id: str, version: str, author: str) -> str | None:
        """Code digest of the current reading of this version by ``author``, ``None`` without one."""
        r, d = schema.readings.c, schema.documents.c
        rows = self._rows(
            sa.select(r.code)
            .join_from(
                schema.readings,
                schema.documents,
                sa.and_(r.document_id == d.document_id, r.version == d.version),
            )
            .where(r.document_id == document_id, r.version == version, r.author == author, r.current, d.current)
        )
        return str(rows[0].code) if rows else None

    def document(self, document_id: str) -> Document | None:
        """The current version of a document."""
        c = schema.documents.c
        rows = self._rows(sa.select(schema.documents).where(c.document_id == document_id, c.current))
        return row_document(rows[0]) if rows else None

    def documents_of(self, document_ids: Collection[str]) -> dict[str, Document]:
        """The current versions of some documents, by id, sorted; what is unknown is left out."""
        c = schema.documents.c
        values = sa.func.json_each(json.dumps(sorted(document_ids))).table_valued("value")
        query = sa.select(schema.documents).where(c.document_id.in_(sa.select(values.c.value)), c.current)
        return {row.document_id: row_document(row) for row in self._rows(query.order_by(c.document_id))}

    def find_documents(self, prefix: str) -> list[str]:
        """Ids of current documents that begin with ``prefix``, sorted."""
        c = schema.documents.c
        query = sa.select(c.document_id).where(c.current, c.document_id.startswith(prefix, autoescape=True))
        return [row.document_id for row in self._rows(query.order_by(c.document_id))]

    def document_status(self, document_id: str) -> dict[str, Any] | None:
        """Status, refusal, version number and moment of the current version, for explanations."""
        c = schema.documents.c
        rows = self._rows(sa.select(schema.documents).where(c.document_id == document_id, c.current))
        if not rows:
            return None
        row = rows[0]._mapping
        names = ("status", "number", "refusal_code", "refusal_sentence", "added_at", "version")
        return {name: row[name] for name in names}

    def documents(self, *, status: str | None = None, kind: DocumentKind | None = None) -> Iterator[Document]:
        """The current version of every document, sorted by id; ``status`` is ``read`` or ``refused``."""
        c = schema.documents.c
        query = sa.select(schema.documents).where(c.current).order_by(c.document_id)
        if status is not None:
            query = query.where(c.status == status)
        if kind is not None:
            query = query.where(c.kind == kind.value)
        with self._read() as connection:
            for row in connection.execute(query):
                yield row_document(row)

    def reading(self, document_id: str) -> Reading | None:
        """The current reading of a document."""
        return self.readings(document_id).get(document_id)

    def readings(self, document_id: str | None = None) -> dict[str, Reading]:
        """Current readings by document id, sorted; all of them, or that of one document."""
        return self._readings(None if document_id is None else [document_id])

    def readings_of(self, document_ids: Collection[str]) -> dict[str, Reading]:
        """Current readings of some documents, by document id, sorted."""
        return self._readings(document_ids)

    def _readings(self, document_ids: Collection[str] | None) -> dict[str, Reading]:
        r = schema.readings.c
        rows = self._rows(_among(sa.select(schema.readings).where(r.current).order_by(r.document_id), document_ids))
        parts = {table.name: self._bodies(table, document_ids) for table in schema.READING_TABLES}
        return {
            row.document_id: Reading(
                document_id=row.document_id,
                author=row.author,
                trace=codec.decode(row.trace),
                **{name: tuple(found.get(row.reading_id, ())) for name, found in parts.items()},
            )
            for row in rows
        }

    def _bodies(self, table: sa.Table, document_ids: Collection[str] | None) -> dict[str, list[Any]]:
        query = (
            sa.select(table.c.reading_id, table.c.body)
            .join(schema.readings, schema.readings.c.reading_id == table.c.reading_id)
            .where(schema.readings.c.current)
            .order_by(table.c.reading_id, table.c.ordinal)
        )
        query = _among(query, document_ids)
        found: dict[str, list[Any]] = {}
        for reading_id, body in self._rows(query):
            found.setdefault(reading_id, []).append(codec.decode(body))
        return found

    def save_reading(self, document: Document, reading: Reading, *, run: Run, code: str = "") -> None:
        """Store a document and its reading; both become the current ones of their id. One transaction.

        ``code`` is a digest of the code and knowledge that read it; another digest makes another reading.
        """
        reading_id = content_id("rd", codec.encode(document), reading.author, code)
        with self.transaction() as connection:
            self._put_document(connection, document, run, refusal=None)
            self._retire_readings(connection, document.id)
            self._delete_reading(connection, reading_id)
            connection.execute(
                sa.insert(schema.readings),
                {
                    "reading_id": reading_id,
                    "document_id": document.id,
                    "version": document.version,
                    "author": reading.author,
                    "code": code,
                    "current": True,
                    "trace": codec.encode(reading.trace),
                    "added_at": moment(self._clock()),
                    "run_id": run.id,
                },
            )
            for table, rows in reading_rows(reading_id, reading).items():
                if rows:
                    connection.execute(sa.insert(schema.metadata.tables[table]), rows)
            self._clear_refusals(connection, document.id)

    def save_refusal(self, refusal: Refusal, *, run: Run) -> None:
        """Store a refused input, with its text when it has one. The same refusal again changes nothing."""
        document = refusal.document
        with self.transaction() as connection:
            if document is not None:
                self._put_document(connection, document, run, refusal=refusal)
                self._retire_readings(connection, document.id)
            c = schema.refusals.c
            connection.execute(sa.delete(schema.refusals).where(c.input == refusal.input, c.code == refusal.code))
            connection.execute(
                sa.insert(schema.refusals),
                {
                    "input": refusal.input,
                    "code": refusal.code,
                    "sentence": refusal.sentence,
                    "document_id": document.id if document else None,
                    "at": moment(self._clock()),
                    "run_id": run.id,
                },
            )

    def refused(self, refusal: Refusal) -> bool:
        """Whether exactly this refusal is on record, with the same text when it has one."""
        c = schema.refusals.c
        rows = self._rows(
            sa.select(schema.refusals).where(
                c.input == refusal.input, c.code == refusal.code, c.sentence == refusal.sentence
            )
        )
        if not rows:
            return False
        return refusal.document is None or self.document(refusal.document.id) == refusal.document

    def refusals(self) -> list[Refusal]:
        """Inputs that stand refused, sorted by name."""
        query = sa.select(schema.refusals).order_by(schema.refusals.c.input, schema.refusals.c.code)
        return [Refusal(row.input, row.code, row.sentence) for row in self._rows(query)]

    def _put_document(
        self, connection: sa.Connection, document: Document, run: Run, *, refusal: Refusal | None
    ) -> None:
        c = schema.documents.c
        versions = {
            row.version: row
            for row in connection.execute(
                sa.select(c.version, c.number, c.added_at, c.run_id).where(c.document_id == document.id)
            )
        }
        connection.execute(sa.update(schema.documents).where(c.document_id == document.id).values(current=False))
        before = versions.get(document.version)
        connection.execute(
            sa.delete(schema.documents).where(c.document_id == document.id, c.version == document.version)
        )
        connection.execute(
            sa.insert(schema.documents),
            {
                **document_row(document),
                "number": before.number if before else len(versions) + 1,
                "current": True,
                "status": "refused" if refusal else "read",
                "refusal_code": refusal.code if refusal else None,
                "refusal_sentence": refusal.sentence if refusal else None,
                "added_at": before.added_at if before else moment(self._clock()),
                "run_id": before.run_id if before else run.id,
            },
        )

    def _retire_readings(self, connection: sa.Connection, document_id: str) -> None:
        r = schema.readings.c
        connection.execute(sa.update(schema.readings).where(r.document_id == document_id).values(current=False))

    def _delete_reading(self, connection: sa.Connection, reading_id: str) -> None:
        r = schema.readings.c
        if connection.execute(sa.select(r.reading_id).where(r.reading_id == reading_id)).first() is None:
            return  # nothing to delete, as for every new document
        for table in (*schema.READING_TABLES, schema.readings):
            connection.execute(sa.delete(table).where(table.c.reading_id == reading_id))

    def _clear_refusals(self, connection: sa.Connection, document_id: str) -> None:
        connection.execute(sa.delete(schema.refusals).where(schema.refusals.c.document_id == document_id))


def _among(query: Any, document_ids: Collection[str] | None) -> Any:
    """The rows of readings of some documents; ``None`` for all."""
    if document_ids is None:
        return query
    if len(document_ids) == 1:
        return query.where(schema.readings.c.document_id == next(iter(document_ids)))
    values = sa.func.json_each(json.dumps(sorted(document_ids))).table_valued("value")
    return query.where(schema.readings.c.document_id.in_(sa.select(values.c.value)))
