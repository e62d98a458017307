"""An engine that also reads statements: what it makes of one is put in its issuer's mouth."""

from typing import Protocol

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.protocols import Reader
from tocsin.model.reading import Reading
from tocsin.model.trace import ReadingTrace
from tocsin.read.communique.claims import as_statement


class ExplainingReader(Reader, Protocol):
    """An engine that can tell how it read."""

    def explain(self, document: Document) -> ReadingTrace:
        """What became of every sentence and trigger when the document is read."""


class WithStatements:
    """``reader`` for all documents; statements (``kind: statement``) are read as what their issuer says."""

    def __init__(self, reader: ExplainingReader, knowledge: Knowledge) -> None:
        self.reader = reader
        self._knowledge = knowledge

    @property
    def author(self) -> str:
        """That of the engine."""
        return self.reader.author

    @property
    def languages(self) -> frozenset[str]:
        """Those of the engine."""
        return self.reader.languages

    def read(self, document: Document) -> Reading:
        """Read one document. An empty or odd text gives an empty reading, never an error."""
        return as_statement(document, self.reader.read(document), self._knowledge)

    def explain(self, document: Document) -> ReadingTrace:
        """What became of every sentence and trigger when the document is read."""
        return self.reader.explain(document)
