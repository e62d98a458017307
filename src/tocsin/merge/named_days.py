"""The day in a happening's own name: "Saturday's bombing" was on Saturday, whatever other day its sentence gives.

"Police arrested three men on Tuesday over Saturday's bombing" tells two happenings of two days. A reader that gives the
sentence's day to both makes the arrest a second bombing. Weekdays: ``merge.yml``, section ``asides``.
"""

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from tocsin.merge.asides import AsideSettings
from tocsin.model.document import Span
from tocsin.model.reading import Assertion, EventMention, Prop
from tocsin.model.text import fold, fold_map
from tocsin.model.values import DateValue

NAMED_RULE = "day-in-its-name"


def on_named_day(assertion: Assertion, mention: EventMention, settings: AsideSettings) -> Assertion:
    """A date assertion of a mention moved to the weekday before its trigger ("Saturday's bombing"): the last such day
    up to the asserted one. Every other assertion as it is."""
    value = assertion.value
    if assertion.prop is not Prop.DATE or not isinstance(value, DateValue) or value.precision > 2:
        return assertion
    found = named_day(mention, tuple(settings.weekdays.items()))
    if found is None or any(s.overlaps(found[0]) for s in assertion.spans):
        return assertion
    words, weekday = found
    day = value.end - timedelta(days=(value.end.weekday() - weekday) % 7)
    moved = DateValue(day, day, 1, words.quote, "text")
    reasons = (
        *assertion.reasons,
        f"“{words.quote}” stands before it: the last such day up to {value.words or value.end}",
    )
    return replace(assertion, value=moved, spans=(words,), rule=NAMED_RULE, reasons=reasons)


def has_named_day(mention: EventMention, settings: AsideSettings) -> bool:
    """Whether a weekday stands before the trigger, so that no day beside it can be taken for its own."""
    return named_day(mention, tuple(settings.weekdays.items())) is not None


def named_day(mention: EventMention, weekdays: tuple[tuple[str, int], ...]) -> tuple[Span, int] | None:
    """The possessive weekday in the noun phrase before a trigger, with its number (Monday 0); ``None``: there is
    none."""
    sentence = mention.sentence
    head = sentence.quote[: max(0, mention.trigger.start - sentence.start)]
    if "'s " not in head and "’s " not in head:
        return None  # most sentences
    folded, at = fold_map(sentence.quote)
    before = folded[: len(fold(head))]
    match = _pattern(weekdays).search(before)
    if match is None:
        return None
    start, end = at[match.start("day")], at[match.end("day")]
    quote = sentence.quote[start:end]
    return Span(sentence.document_id, sentence.start + start, sentence.start + end, quote), dict(weekdays)[match["day"]]


@lru_cache(maxsize=8)
def _pattern(weekdays: tuple[tuple[str, int], ...]) -> re.Pattern[str]:
    names = "|".join(name for name, _ in weekdays)
    return re.compile(rf"\b(?P<day>{names})['’]s(?: night)? (?:[a-z-]+ ){{0,4}}$")
