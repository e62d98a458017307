"""The indexes by which new documents and accounts find those that they may belong with, and what was merged last.

Everything here can be made anew from documents and readings; ``clear_neighbours`` empties it, and the next merge fills
it again.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tocsin.model import codec
from tocsin.model.event import Story
from tocsin.store import schema
from tocsin.store.base import Base
from tocsin.store.rows import Row, member_rows, story_row

_T = schema.document_texts.c
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TextRow:
    """One document as it was merged last; ``keys`` are signed 64-bit integers of the machine's byte order."""

    number: int
    document_id: str
    reading_id: str
    facts: str
    text_key: str
    words: int
    represents: bool
    keys: bytes


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two documents (ids in order) that share a report or passages, with the numbers of keys they share: anchors, runs,
    orders, bands."""

    left: str
    right: str
    counts: tuple[int, int, int, int]
    descent: str | None
    passages: bool


class Neighbours(Base):
    """The part of ``Store`` about neighbours."""

    def _ask(self, sql: str, **values: object) -> list[Any]:
        """Rows of a query; lists and sets are handed over as JSON for ``json_each``."""
        with self._read() as connection:
            given = {k: v if isinstance(v, str | int) else json.dumps(list(v)) for k, v in values.items()}  # type: ignore[call-overload]
            return list(connection.execute(sa.text(sql), given))

    def _insert(self, table: sa.Table, rows: Sequence[Row]) -> None:
        if rows:
            with self.transaction() as connection:
                connection.execute(sa.insert(table), rows)

    def _delete(self, sql: str, **values: Collection[str]) -> None:
        with self.transaction() as connection:
            connection.execute(sa.text(sql), {k: json.dumps(list(v)) for k, v in values.items()})

    def clear_neighbours(self) -> None:
        """Empty the indexes, so that the next merge looks at everything."""
        with self.transaction() as connection:
            for table in schema.NEIGHBOURS:
                connection.execute(sa.delete(table))

    # Documents

    def unmerged(self) -> tuple[list[str], list[str]]:
        """Ids of documents whose last merged reading counts no more, and of those whose present one is not merged yet;
        a document read again is in both. Both sorted."""
        gone = self._ask(
            "SELECT t.document_id FROM document_texts t LEFT JOIN readings r ON r.document_id = t.document_id "
            "AND r.current WHERE r.reading_id IS NULL OR r.reading_id != t.reading_id ORDER BY 1"
        )
        new = self._ask(
            "SELECT r.document_id FROM readings r LEFT JOIN document_texts t ON t.document_id = r.document_id "
            "WHERE r.current AND (t.reading_id IS NULL OR r.reading_id != t.reading_id) ORDER BY 1"
        )
        return [row[0] for row in gone], [row[0] for row in new]

    def reading_ids(self, document_ids: Collection[str]) -> dict[str, str]:
        """The ids of current readings by document."""
        rows = self._ask(
            "SELECT document_id, reading_id FROM readings WHERE current AND document_id IN "
            "(SELECT value FROM json_each(:ids))",
            ids=document_ids,
        )
        return {row[0]: row[1] for row in rows}

    def merged_facts(self) -> list[Pair]:
        """Every merged document with the digest of its facts, sorted."""
        return [(row[0], row[1]) for row in self._ask("SELECT document_id, facts FROM document_texts ORDER BY 1")]

    def authors(self) -> list[str]:
        """Engines of the current readings, sorted."""
        return [row[0] for row in self._ask("SELECT DISTINCT author FROM readings WHERE current ORDER BY 1")]

    def next_number(self) -> int:
        """A number above those of all texts."""
        return int(self._ask("SELECT coalesce(max(number), 0) + 1 FROM document_texts")[0][0])

    def texts(self, document_ids: Collection[str]) -> list[TextRow]:
        """Texts of documents that were merged, by id."""
        return self._texts("document_id", document_ids)

    def same_texts(self, text_keys: Collection[str]) -> list[TextRow]:
        """Texts in the same words, by document id."""
        return self._texts("text_key", text_keys)

    def _texts(self, column: str, wanted: Collection[str]) -> list[TextRow]:
        rows = self._ask(
            "SELECT number, document_id, reading_id, facts, text_key, words, represents, keys FROM document_texts "
            f"WHERE {column} IN (SELECT value FROM json_each(:wanted)) ORDER BY document_id",
            wanted=wanted,
        )
        return [TextRow(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]), row[7]) for row in rows]

    def put_texts(self, rows: Iterable[TextRow]) -> None:
        """Add texts, or put them in the place of those of the same documents."""
        found = list(rows)
        self.drop_texts([row.document_id for row in found])
        names = ("number", "document_id", "reading_id", "facts", "text_key", "words", "represents", "keys")
        self._insert(schema.document_texts, [{name: getattr(row, name) for name in names} for row in found])

    def drop_texts(self, document_ids: Collection[str]) -> None:
        """Forget what was merged of some documents; their keys stay (``drop_keys``)."""
        self._delete(
            "DELETE FROM document_texts WHERE document_id IN (SELECT value FROM json_each(:ids))", ids=document_ids
        )

    def put_keys(self, keys: Iterable[tuple[int, int]]) -> None:
        """Add keys with the numbers of their texts."""
        self._insert(schema.text_keys, [{"key": key, "number": number} for key, number in sorted(keys)])

    def drop_keys(self, keys: Iterable[tuple[int, int]]) -> None:
        """Take keys of texts away."""
        rows = [{"key": key, "number": number} for key, number in keys]
        if rows:
            with self.transaction() as connection:
                connection.execute(sa.text("DELETE FROM text_keys WHERE key = :key AND number = :number"), rows)

    def count_keys(self, keys: Iterable[int], most: int) -> dict[int, int]:
        """How many texts hold each key, counted up to ``most``; keys that nothing holds are left out."""
        rows = self._ask(
            "SELECT w.value, (SELECT count(*) FROM (SELECT 1 FROM text_keys k WHERE k.key = w.value LIMIT :most)) "
            "FROM json_each(:keys) w",
            keys=sorted(keys),
            most=most,
        )
        return {row[0]: row[1] for row in rows if row[1]}

    def key_holders(self, keys: Iterable[int]) -> list[tuple[int, str]]:
        """Keys with the documents that hold them."""
        rows = self._ask(
            "SELECT k.key, t.document_id FROM json_each(:keys) w CROSS JOIN text_keys k ON k.key = w.value "
            "JOIN document_texts t ON t.number = k.number ORDER BY 1, 2",
            keys=sorted(keys),
        )
        return [(row[0], row[1]) for row in rows]

    def document_pairs(self, document_ids: Collection[str]) -> list[PairRow]:
        """Pairs of documents of which one or both are named."""
        columns = "left_id, right_id, anchors, runs, orders, bands, descent, passages"
        rows = self._ask(
            f"SELECT {columns} FROM document_pairs WHERE left_id IN (SELECT value FROM json_each(:ids)) "
            f"UNION SELECT {columns} FROM document_pairs WHERE right_id IN (SELECT value FROM json_each(:ids))",
            ids=document_ids,
        )
        return [PairRow(r[0], r[1], (r[2], r[3], r[4], r[5]), r[6], bool(r[7])) for r in rows]

    def put_document_pairs(self, rows: Iterable[PairRow]) -> None:
        """Add pairs, or put them in the place of earlier rows."""
        names = ("anchors", "runs", "orders", "bands")
        found: list[Row] = [
            {
                "left_id": row.left,
                "right_id": row.right,
                **dict(zip(names, row.counts, strict=True)),
                "descent": row.descent,
                "passages": row.passages,
            }
            for row in rows
        ]
        if found:
            with self.transaction() as connection:
                connection.execute(sa.insert(schema.document_pairs).prefix_with("OR REPLACE"), found)

    def drop_document_pairs(self, pairs: Iterable[Pair]) -> None:
        """Take pairs away."""
        rows = [{"left": left, "right": right} for left, right in pairs]
        if rows:
            sql = "DELETE FROM document_pairs WHERE left_id = :left AND right_id = :right"
            with self.transaction() as connection:
                connection.execute(sa.text(sql), rows)

    # Stories

    def stories_with(self, document_ids: Collection[str]) -> list[Story]:
        """The stories of some documents, by id."""
        rows = self._ask(
            "SELECT body FROM stories WHERE story_id IN (SELECT story_id FROM story_members WHERE document_id IN "
            "(SELECT value FROM json_each(:ids))) ORDER BY story_id",
            ids=document_ids,
        )
        return [codec.decode(row[0]) for row in rows]

    def replace_stories(self, gone: Collection[str], stories: Sequence[Story]) -> None:
        """Put stories in the place of those of the ids ``gone``."""
        for table in ("story_members", "stories"):
            self._delete(f"DELETE FROM {table} WHERE story_id IN (SELECT value FROM json_each(:ids))", ids=gone)
        self._insert(schema.stories, [story_row(story) for story in stories])
        self._insert(schema.story_members, [row for story in stories for row in member_rows(story)])
