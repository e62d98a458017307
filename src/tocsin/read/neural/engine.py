"""The local engine: the rules see and tag the text, one pass of a small encoder decides what it tells.

How a document flows: ``gate`` (is there anything to read?) -> ``rules.engine`` (sentences, chunks, accounts) ->
``tags`` and ``stand_ins`` (what the encoder is told beside the words, and which names it must not know) -> ``model``
(probabilities of spans, types, parts) -> ``decode`` (events as stretches of words, ``found``) -> ``refusals`` (events
that the rules firmly refuse) -> ``phrases`` (those words as actors, places, times, numbers) -> ``writer`` (the reading,
on a ``page``). Statements come from the rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document, DocumentKind
from tocsin.model.reading import Reading
from tocsin.model.trace import ReadingTrace
from tocsin.read.neural.decode import decode
from tocsin.read.neural.explaining import trace_of, turned_away
from tocsin.read.neural.found import Decoded, joined
from tocsin.read.neural.gate import Gate
from tocsin.read.neural.model import LocalModel, Scores
from tocsin.read.neural.page import AUTHOR, Page
from tocsin.read.neural.phrases import Phrases
from tocsin.read.neural.refusals import heeded
from tocsin.read.neural.scorer import Scorer
from tocsin.read.neural.stand_ins import names_that_say_nothing
from tocsin.read.neural.tags import noted
from tocsin.read.neural.thresholds import Thresholds
from tocsin.read.neural.writer import write
from tocsin.read.rules.doubted_sides import with_doubted_sides
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.engine import RulesReader

QUIET = "no sentence has words of conflict reports: not read further [gate]"
"""The trace of a text that the gate turned away."""


class LocalReader:
    """Reads English with the trained model. Deterministic; needs no network."""

    author = AUTHOR
    languages = frozenset({"en"})

    def __init__(self, knowledge: Knowledge, folder: Path, gated: bool = True) -> None:
        """``gated``: texts without any word of conflict are not read further.

        Raises ReadError when the model is missing, damaged or of another version.
        """
        self._knowledge = knowledge
        self._rules = RulesReader(knowledge)
        self.model = LocalModel(folder)
        self.settings = Thresholds.of(self.model.about.get("thresholds", {}))
        said = self.model.about.get("scorer")
        self.scorer = Scorer(said["weights"], said["bias"]) if said is not None else None
        gate = Gate.open(folder) if gated else None
        self._gate = gate.without(names_that_say_nothing(knowledge)) if gate is not None else None

    def _passing(self, document: Document) -> list[tuple[int, int]] | None:
        """The stretches that may tell something, ``None`` for all: a statement is read whole, whatever its words."""
        if self._gate is None or document.kind is DocumentKind.STATEMENT:
            return None
        return self._gate.passing(document.text)

    def read(self, document: Document) -> Reading:
        """Read one document. An empty or odd text gives an empty reading, never an error."""
        passing = self._passing(document)
        if passing == []:
            return Reading(document.id, AUTHOR, trace=(QUIET,))
        worked = self._rules.work(document)
        decoded = self._decoded(document, worked, passing)
        if decoded is None:
            return replace(worked.reading, author=AUTHOR, event_mentions=(), assertions=(), attributions=())
        phrases = Phrases(document, worked, self._knowledge)
        made = write(Page(document, worked, phrases, self.model.types, self.settings), decoded)
        return with_doubted_sides(document, made)

    def explain(self, document: Document) -> ReadingTrace:
        """What became of every sentence, and of every word that may tell an event, when the document is read."""
        rules = self._rules.explain(document)
        passing = self._passing(document)
        if passing == []:
            return turned_away(AUTHOR, rules, "no sentence of it has words of conflict reports")
        decoded = self._decoded(document, self._rules.work(document), passing) or Decoded(())
        reading = self.read(document)
        return trace_of(document, AUTHOR, rules, decoded, reading, self.model.types)

    def scores(self, document: Document) -> Scores | None:
        """What the model says of a whole text; ``None`` for one without words."""
        worked = self._rules.work(document)
        if not worked.sentences:
            return None
        ends = [sentence.end for sentence in worked.sentences]
        return self.model.read(document.text, ends, noted(document, worked, self._knowledge))

    def triggers(self, document: Document) -> Iterator[tuple[int, int]]:
        """Offsets of the words that tell an event."""
        decoded = self._decoded(document, self._rules.work(document), None)
        for trigger in decoded.triggers if decoded is not None else ():
            yield trigger.span.start, trigger.span.end

    def sensitive(self, event: float) -> Thresholds:
        """Thresholds under which less likely events are found as well."""
        return replace(self.settings, event=event)

    def _decoded(self, document: Document, worked: Worked, passing: Sequence[tuple[int, int]] | None) -> Decoded | None:
        """What the model finds; ``None`` for a text without words. ``passing``: stretches to read, ``None``: all."""
        if not worked.sentences:
            return None
        ends = [sentence.end for sentence in worked.sentences]
        chapters = self.model.chapters(document.text, ends, noted(document, worked, self._knowledge), passing)
        with self.model.on_one_core():
            found = joined([decode(self.model, scores, self.settings, self.scorer) for scores in chapters])
        return heeded(found, worked, self.model.types)
