"""Finding an account again: what people said about it must outlive the id an engine gave it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tocsin.model.ids import content_id
from tocsin.model.people import Anchor
from tocsin.model.text import fold
from tocsin.store import schema


@dataclass(frozen=True)
class Accounts:
    """The accounts (event mentions) that count now, by id and by sentence."""

    anchors: Mapping[str, Anchor]
    _by_sentence: Mapping[tuple[str, str], list[Anchor]] = field(repr=False)

    @classmethod
    def of(cls, anchors: Iterable[Anchor]) -> "Accounts":
        """Index some anchors."""
        by_id, by_sentence = {}, defaultdict(list)
        for anchor in anchors:
            by_id[anchor.mention_id] = anchor
            by_sentence[anchor.document_id, anchor.sentence].append(anchor)
        return cls(by_id, by_sentence)

    @classmethod
    def read(cls, connection: sa.Connection, document_ids: Collection[str] | None = None) -> "Accounts":
        """The accounts of all current readings, or of those of some documents."""
        table = schema.event_mentions
        columns = ("event_mention_id", "document_id", "sentence", "trigger", "sentence_start", "trigger_start")
        query = (
            sa.select(*(table.c[name] for name in columns))
            .join(schema.readings, schema.readings.c.reading_id == table.c.reading_id)
            .where(schema.readings.c.current)
            .order_by(table.c.document_id, table.c.sentence_start, table.c.trigger_start, table.c.event_mention_id)
        )
        if document_ids is not None:
            some = sa.text("readings.document_id IN (SELECT value FROM json_each(:ids))")
            query = query.where(some.bindparams(ids=json.dumps(sorted(document_ids))))
        return cls.of(_anchors(connection.execute(query)))

    def find(self, anchor: Anchor) -> str | None:
        """The account's present id: by its old id; else in the same sentence of the same document (the same one of
        equal sentences, where there are several), the same trigger first, else the nearest. ``None`` when no engine
        reads a happening in that sentence any more."""
        if anchor.mention_id in self.anchors:
            return anchor.mention_id
        here = self._by_sentence.get((anchor.document_id, anchor.sentence), [])
        near = [other for other in here if other.number == anchor.number] or here
        best = min(
            near,
            key=lambda a: (a.trigger != anchor.trigger, abs(a.offset - anchor.offset), a.mention_id),
            default=None,
        )
        return best.mention_id if best is not None else None


def _anchors(rows: Iterable[Any]) -> Iterable[Anchor]:
    """Rows in text order as anchors; equal sentences of one document are numbered by where they begin."""
    starts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for mention_id, document_id, sentence, trigger, sentence_start, trigger_start in rows:
        key = content_id("sn", " ".join(fold(sentence or "").split()))
        met = starts[document_id, key]
        if sentence_start not in met:
            met.append(sentence_start)
        yield Anchor(
            mention_id,
            document_id,
            key,
            content_id("tr", fold(trigger or "")),
            (trigger_start or 0) - (sentence_start or 0),
            met.index(sentence_start) + 1,
        )
