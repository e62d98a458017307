"""Protocols between rooms. Rooms depend on these, never on each other."""

from typing import Protocol

from tocsin.model.document import Document
from tocsin.model.reading import Reading


class Reader(Protocol):
    """An engine: reads one document into mentions, event mentions and assertions (words only).

    The result depends on the document alone (not on batch, order, clock or network).
    """

    @property
    def author(self) -> str:
        """Name and version that is stamped on everything it returns, e.g. ``rules@1``."""

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes it can read."""

    def read(self, document: Document) -> Reading:
        """Read one document. Raises nothing for odd text; an empty text gives an empty reading."""
