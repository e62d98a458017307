"""Quotations that several stored documents share."""

from collections.abc import Sequence

from tocsin.merge import align_quotes
from tocsin.model.event import Quote
from tocsin.store import Store


def shared_quotes(store: Store) -> Sequence[Quote]:
    """Utterances that more than one document quotes, found anew from the texts."""
    return align_quotes(tuple(store.documents(status="read")))
