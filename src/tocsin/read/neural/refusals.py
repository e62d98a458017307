"""Where the rules' no outweighs the model's yes: refusals that were nearly never wrong on annotated texts.

Of the trigger words that the rules refuse for one of these reasons, the annotated corpus and articles (2,259 texts)
mark at most one in fifteen as telling an event that can be coded.
"""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.read.neural.found import Decoded, EventFound, Trigger, parted, surest
from tocsin.read.rules.against import Against
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.word_lists import context_words, happening_words

FIRM = frozenset({"accident", "figure_of_speech", "running_total", "shows_something"})
"""Reasons against a word: 5.9, 5.3, 3.9 and 6.7 of 100 tell an event all the same."""
WHOLE = frozenset({"mishap", "other_subject"})
"""Reasons against a whole text: none of 45 words tells one."""


_PEACEFUL = "Peaceful protest"
_ACCIDENT = "accident"


def heeded(decoded: Decoded, worked: Worked, types: Sequence[str]) -> Decoded:
    """What the model finds, without events all of whose words the rules refuse firmly, and without ceremonies that it
    takes for protests; these count as unlikely and bear the reason. ``types``: the model's sub-event types, in the
    order of its probabilities."""
    whole = worked.off_subject
    if whole is not None and whole.code in WHOLE:
        return parted(decoded, lambda _: whole)
    refusals = _Refusals(worked)

    def against(event: EventFound) -> Against | None:
        ceremony = refusals.ceremony(event) if types[int(event.types.argmax())] == _PEACEFUL else None
        return ceremony or refusals.firm(event)

    kept = parted(decoded, against)
    return replace(kept, events=tuple(map(refusals.without_mishaps, kept.events)))


class _Refusals:
    """What speaks against events of one text."""

    def __init__(self, worked: Worked) -> None:
        self._worked = worked
        self._refused = [
            (chunk.start, chunk.end, against)
            for reading in worked.readings
            for chunk, against in reading.dropped
            if against.code in FIRM
        ]

    def firm(self, event: EventFound) -> Against | None:
        """The reason against its surest word, when there is one against each."""
        reasons = {trigger.span: self._of_word(trigger) for trigger in event.triggers}
        return None if None in reasons.values() else reasons[surest(event.triggers).span]

    def _of_word(self, trigger: Trigger) -> Against | None:
        start, end = trigger.span.start, trigger.span.end
        return next((a for first, last, a in self._refused if start < last and first < end), None)

    def without_mishaps(self, event: EventFound) -> EventFound:
        """The event without what a sentence of an accident tells, in which no word tells the event: the dead of a
        collapse are not those of the protest against it."""
        told = {self._number(trigger.span.start) for trigger in event.triggers}
        mishaps = {self._number(start) for start, _, a in self._refused if a.code == _ACCIDENT} - told
        if not mishaps:
            return event
        parts = {
            label: [part for part in found if self._number(part.span.start) not in mishaps]
            for label, found in event.parts.items()
        }
        return replace(event, parts={label: found for label, found in parts.items() if found})

    def _number(self, offset: int) -> int:
        """The number of the sentence that an offset stands in; -1 between sentences."""
        return next((s.number for s in self._worked.sentences if s.start <= offset < s.end), -1)

    def ceremony(self, event: EventFound) -> Against | None:
        """A reason when every sentence that tells it speaks of remembrance and none of people who gather to protest."""
        told: list[str] = []
        for trigger in event.triggers:
            words = self._sentence(trigger)
            remembered = [word for word in words if word in context_words("commemoration")]
            if not remembered or not happening_words("gathering_words").isdisjoint(words):
                return None
            told += remembered
        return Against("ceremony", tuple(dict.fromkeys(told)))

    def _sentence(self, trigger: Trigger) -> list[str]:
        """The words of the sentence that a trigger stands in, in small letters, and every two and three of them that
        stand together."""
        rows = zip(self._worked.sentences, self._worked.rows, strict=True)
        row = next((row for s, row in rows if s.start <= trigger.span.start < s.end), ())
        words = [word for chunk in row for word in chunk.lower.split()]
        return [" ".join(words[k : k + n]) for n in (1, 2, 3) for k in range(len(words) - n + 1)]
