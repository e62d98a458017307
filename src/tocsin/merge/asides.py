"""Asides: the part of a sentence that tells of another time than the rest of it.

"Two soldiers died on Friday, a day after four traders were shot" tells two happenings of two days. What stands behind
"a day after" is a day older than the rest; "The day before," at the head of a sentence makes all of it a day older than
what was told before. Cues and lengths: ``merge.yml``, section ``asides``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.model.document import Span
from tocsin.model.text import fold_map


@dataclass(frozen=True, slots=True)
class AsideSettings:
    """Words of the cues. ``units``: hours a unit lasts; ``numbers``: what number words mean;
    ``weekdays``: Monday 0."""

    units: Mapping[str, int]
    numbers: Mapping[str, int]
    behind: tuple[str, ...]
    before: tuple[str, ...]
    same_time: tuple[str, ...]
    exact_days: int
    weekdays: Mapping[str, int]

    def __hash__(self) -> int:
        return hash((tuple(self.units), tuple(self.numbers), self.behind, self.before, self.same_time))


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of a document (offsets of its text) and how many days older it is than the rest; ``slack``: days on
    either side by which that may be wrong. ``days`` is ``None`` where the text does not say ("days after")."""

    cue: Span
    start: int
    end: int
    days: int | None
    slack: int

    def holds(self, offset: int) -> bool:
        """Whether a character lies in the stretch."""
        return self.start <= offset < self.end


def asides(sentence: Span, settings: AsideSettings) -> tuple[Aside, ...]:
    """The asides of one sentence, in its order; most sentences have none."""
    folded, at = fold_map(sentence.quote)
    trailing, leading = _patterns(settings)
    found = []
    for match in trailing.finditer(folded):
        if _SPAN.search(folded[: match.start()]):
            continue
        stop = len(folded)
        if not folded[: match.start()].strip(" \"'“”"):
            stop = folded.find(",", match.end())  # "A day after the raid, soldiers came": up to the comma
            stop = len(folded) if stop < 0 else stop
        found.append(_aside(sentence, at, (match.start(), match.end(), stop), match, settings))
    opening = leading.match(folded)
    if opening is not None and not found:
        found.append(_aside(sentence, at, (opening.start(), opening.end(), len(folded)), opening, settings))
    return tuple(found)


# "the second in two days after ...", "for three days after": a length of time, and no step back.
_DAY = 24  # hours
_SPAN = re.compile(r"\b(?:in|within|for|over)\s+(?:\w+\s+)?$")


def _aside(
    sentence: Span, at: Sequence[int], bounds: tuple[int, int, int], match: re.Match[str], settings: AsideSettings
) -> Aside:
    """Offsets of the folded sentence as an aside of the document. ``at`` maps folded to written characters."""

    first, behind, last = (sentence.start + at[n] for n in bounds)
    cue = Span(sentence.document_id, first, behind, sentence.quote[first - sentence.start : behind - sentence.start])
    unit = match["unit"] or match["some"]
    if unit is None:
        return Aside(cue, first, last, 0, 0)  # "on the same day as"
    hours, said = settings.units[unit.rstrip("s")], match["number"]
    if said is None:
        return Aside(cue, first, last, 0 if hours < _DAY else None, 0)
    days = (int(said) if said.isdigit() else settings.numbers[said]) * hours // _DAY
    return Aside(cue, first, last, days, 0 if days < settings.exact_days else max(1, hours // _DAY // 3))


@cache
def _patterns(settings: AsideSettings) -> tuple[re.Pattern[str], re.Pattern[str]]:
    numbers = "|".join((*map(re.escape, settings.numbers), r"\d{1,3}"))
    units = "|".join(map(re.escape, settings.units))
    step = rf"(?:(?P<number>{numbers})\s+(?P<unit>(?:{units})s?)|(?P<some>(?:{units})s))"
    behind, before = (_any(words) for words in (settings.behind, settings.before))
    trailing = rf"\b(?:{step}\s+(?:{behind})|(?:{_any(settings.same_time)}))\b"
    return re.compile(trailing), re.compile(rf"[\s\"'“”]*{step}\s+(?:{before})\b")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
