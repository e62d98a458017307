"""The local engine: the rules see and tag the text, one pass of a small encoder decides what it tells.

How a document flows: ``rules.engine`` (sentences, chunks, accounts) -> ``tags`` (what the encoder is told beside the
words) -> ``model`` (probabilities of spans, types, parts) -> ``decode`` (events as stretches of words) -> ``phrases``
(those words as actors, places, times, numbers) -> ``writer`` (the reading). Statements come from the rules.
"""

from dataclasses import replace
from pathlib import Path

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.reading import Reading
from tocsin.read.neural.decode import Decoded, decode
from tocsin.read.neural.model import LocalModel
from tocsin.read.neural.phrases import Phrases
from tocsin.read.neural.tags import tags_of
from tocsin.read.neural.thresholds import Thresholds
from tocsin.read.neural.writer import AUTHOR, Writer
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.engine import RulesReader


class LocalReader:
    """Reads English with the trained model. Deterministic; needs no network."""

    author = AUTHOR
    languages = frozenset({"en"})

    def __init__(self, knowledge: Knowledge, folder: Path) -> None:
        """Raises ReadError when the model is missing, damaged or of another version."""
        self._knowledge = knowledge
        self._rules = RulesReader(knowledge)
        self.model = LocalModel(folder)
        self.settings = Thresholds.of(self.model.about.get("thresholds", {}))

    def read(self, document: Document) -> Reading:
        """Read one document. An empty or odd text gives an empty reading, never an error."""
        worked = self._rules.work(document)
        decoded = self.decoded(document, worked)
        if decoded is None:
            return replace(worked.reading, author=AUTHOR, event_mentions=(), assertions=(), attributions=())
        phrases = Phrases(document, worked, self._knowledge)
        return Writer(document, worked, phrases, self.model.types, self.settings).write(decoded)

    def decoded(self, document: Document, worked: Worked) -> Decoded | None:
        """What the model finds; ``None`` for a text without words."""
        if not worked.sentences:
            return None
        ends = [sentence.end for sentence in worked.sentences]
        return decode(self.model, self.model.read(document.text, ends, tags_of(worked)), self.settings)
