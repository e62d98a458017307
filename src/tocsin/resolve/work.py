"""The state of one document while it is resolved, and what its steps share."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.ids import content_id
from tocsin.model.reading import Alternative, Assertion, EventMention, Flag, Mention, Prop, Reading, Value
from tocsin.model.values import DateValue, PlaceValue, Score
from tocsin.resolve.dates_anchor import SENTENCE_END, Anchor, Told
from tocsin.resolve.places_context import PlaceContext


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What a place mention resolved to."""

    value: PlaceValue
    score: Score
    alternatives: tuple[Alternative, ...]
    reasons: tuple[str, ...]


FoundDate = tuple[DateValue | None, Score, tuple[str, ...]]
OPEN_DATE: FoundDate = (None, Score(0.0), ())


@dataclass
class Work:
    """One document, its reading, and what has been resolved of it so far (by mention id)."""

    document: Document
    reading: Reading
    knowledge: Knowledge
    context: PlaceContext
    mentions: Mapping[str, Mention]
    places: dict[str, FoundPlace] = field(default_factory=dict)
    dates: dict[str, FoundDate] = field(default_factory=dict)
    filed: set[str] = field(default_factory=set)  # date mentions of datelines: when the report was filed
    flags: list[Flag] = field(default_factory=list)
    dated: list[tuple[int, DateValue]] = field(default_factory=list)  # dates of the text with their places in it
    anchors: dict[str, Anchor] = field(default_factory=dict)  # of "two days after the raid": the day told of the raid
    told_days: list[Told] = field(default_factory=list)  # the same with the offsets of their words
    breaks: list[int] = field(default_factory=list)  # offsets where sentences end

    @property
    def published(self) -> date | None:
        """The publication day, as far as known."""
        return self.document.published.day if self.document.published is not None else None

    def number_of_sentence(self, offset: int) -> int:
        """How many sentence ends lie before an offset; only compared with itself."""
        if not self.breaks:
            self.breaks.extend(match.end() for match in SENTENCE_END.finditer(self.document.text))
        return bisect_left(self.breaks, offset)

    def derived(
        self, event: EventMention, prop: Prop, value: Value, rule: str, confidence: float, reasons: tuple[str, ...]
    ) -> Assertion:
        """An assertion that a named rule adds; it rests on the trigger."""
        return Assertion(
            content_id("as", event.id, prop, rule, repr(value)),
            event.id,
            prop,
            value,
            (event.trigger,),
            self.reading.author,
            rule=rule,
            confidence=round(confidence, 3),
            reasons=reasons,
        )
