"""The times that a text names, each with what it means: for ``tocsin dates`` and for measuring.

Engines use the same grammar and the same arithmetic; what an engine adds is which happening a time belongs to.
"""

from dataclasses import dataclass
from datetime import date

from tocsin.model.document import Document
from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.values import DateValue


@dataclass(frozen=True, slots=True)
class NamedTime:
    """One time of a text.

    ``start`` and ``end`` count code points of the text; ``value`` is ``None`` where the words and what is known give
    no day, and ``reasons`` say why. ``timex`` is the value in the notation of TimeML (TIMEX3).
    """

    start: int
    end: int
    quote: str
    line: int
    kind: str  # DATE, TIME, DURATION or SET, as TIMEX3 has them
    timex: str
    value: DateValue | None
    confidence: float
    reasons: tuple[str, ...]


def times_of(document: Document) -> list[NamedTime]:
    """All times of a document in their order, lengths and habits among them.

    Languages with word lists (``lexicon/times_XX.yml``: English, French) are read in full, of others full dates.
    """
    published = document.published.day if document.published is not None else None
    return times_in(document.text, document.language or "en", published)


def times_in(text: str, language: str, published: date | None) -> list[NamedTime]:
    """The same of a bare text."""
    from tocsin.read.rules.times import find_times
    from tocsin.read.rules.times_tense import tense_near
    from tocsin.resolve.dates import resolve_time
    from tocsin.resolve.dates_anchor import Told, beside, named_anchor
    from tocsin.resolve.document_dates import counts_from_today
    from tocsin.resolve.timex import timex_value

    found: list[NamedTime] = []
    told: list[Told] = []
    times = list(find_times(text, language, lengths=True))
    news = any(counts_from_today(expression) for _, _, expression in times)
    for start, end, expression in times:
        quote = text[start:end]
        counted = expression.form is TimeForm.EVENT
        anchor = named_anchor(text, end, told) if counted else None
        value, score, reasons = resolve_time(
            expression, quote, published=published, previous=[t.value for t in told],
            tense=tense_near(text, start, end, language), anchor=anchor.value if anchor is not None else None,
            news=news,
        )  # fmt: skip
        if anchor is not None:
            reasons = (f'"{anchor.words}" is told elsewhere with the day {anchor.value.words!r}', *reasons)
        same = beside(text, start, end, told) if counted and expression.unit == "day" else None
        if same is not None:
            value, reasons = same, (f"explains the day beside it ({same.words})",)
        if value is not None:
            told.append(Told(start, end, value, expression.form))
        line = text.count("\n", 0, start) + 1
        timex = timex_value(expression, value)
        found.append(NamedTime(start, end, quote, line, _kind(expression, timex), timex, value, score.value, reasons))
    return found


def _kind(expression: TimeExpression, timex: str) -> str:
    """The type that TIMEX3 gives such a value."""
    if expression.form is TimeForm.SET:
        return "SET"
    if timex.startswith("P") and not timex.endswith("_REF"):
        return "DURATION"
    return "TIME" if "T" in timex.removesuffix("_REF") and timex[:1].isdigit() else "DATE"
