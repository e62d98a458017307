"""Quotations that several stored documents share."""

from collections.abc import Sequence

from tocsin.export.short import short_span
from tocsin.merge import align_quotes
from tocsin.model.event import Quote
from tocsin.store import Store


def shared_quotes(store: Store) -> Sequence[Quote]:
    """Utterances that more than one document quotes, found anew from the texts; of statements the first words."""
    documents = {d.id: d for d in store.documents(status="read")}
    quotes = align_quotes(tuple(documents.values()))
    return [Quote(q.id, tuple(short_span(documents.get(s.document_id), s) for s in q.spans)) for q in quotes]
