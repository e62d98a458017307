"""The date of one happening: told with it, counted from another happening, or taken from the text around it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.document import Span
from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.reading import Assertion, EventMention, Mention, Prop
from tocsin.model.values import DateValue, MentionRef, Score
from tocsin.resolve.calendar_days import shift
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.default_date import default_event_date, usable_date
from tocsin.resolve.work import OPEN_DATE, FoundDate, Work


def event_date(
    work: Work,
    event: EventMention,
    assertions: Sequence[Assertion],
    settled: list[Assertion],
    background: bool,
) -> DateValue | None:
    """The date told with the happening; else one counted from another happening; else what the text around gives."""
    touching, counted = _touching(work, event), _phrase_that_names(work, event)
    for assertion in assertions:
        if assertion.prop is not Prop.DATE or not isinstance(assertion.value, MentionRef):
            continue
        if counted is not None and not _within(work.mentions[assertion.value.mention_id].span, event.sentence):
            continue  # the sentence says how far its day lies from another; a day of another sentence is not it
        value, score, reasons = _told_date(work, event, assertion.value.mention_id)
        if value is None or assertion.value.mention_id in work.filed:
            continue
        if not _within(work.mentions[assertion.value.mention_id].span, event.sentence) and _own_sentence(work, event):
            continue  # a day of its own sentence goes before a day of another
        spans = assertion.spans
        if touching is not None and not _within(touching.span, work.mentions[assertion.value.mention_id].span):
            value, score, reasons = work.dates[touching.id]
            assert value is not None
            reasons = (*reasons, f"{value.words!r} stands right behind {event.trigger.quote!r}")
            spans = (touching.span,)
        confidence = round(assertion.confidence * score.value, 3)
        reasons = (*assertion.reasons, *reasons)
        settled.append(replace(assertion, value=value, spans=spans, confidence=confidence, reasons=reasons))
        return value
    elsewhere = background or _dated_elsewhere(work, assertions, settled)
    rule, (value, score, reasons) = _from_the_text(work, event, counted, elsewhere)
    if value is not None:
        settled.append(work.derived(event, Prop.DATE, value, rule, score.value, reasons))
    return value


def _from_the_text(work: Work, event: EventMention, counted: Mention | None, elsewhere: bool) -> tuple[str, FoundDate]:
    """The rule and the day that other words of the text give a happening; none that its own do not allow where it is
    history, refers back, or says that its day lies elsewhere."""
    found = _named_day(work, counted) if counted is not None else _reckoned(work, event)
    if found is not None:
        return "counted-date", found
    if elsewhere:
        return "narrative-date", OPEN_DATE
    beside = _own_sentence(work, event)
    found = beside or default_event_date(work.published, work.number_of_sentence(event.trigger.start), dated=work.dated)
    back = _counted_back(work, counted, found) if counted is not None else found
    if back is not found:
        return "counted-date", back
    return "sentence-date" if beside is not None else "narrative-date", found


def _named_day(work: Work, phrase: Mention) -> FoundDate | None:
    """The day of "the raid on Tessaro" in "two days after the raid on Tessaro", where another sentence tells it."""
    anchor = work.anchors.get(phrase.id)
    if anchor is None:
        return None
    reasons = (f'"{anchor.words}" is told elsewhere in the text with the day {anchor.value.words!r}',)
    return replace(anchor.value, anchor="text"), Score(0.7, reasons), reasons


def _reckoned(work: Work, event: EventMention) -> FoundDate | None:
    """The day that a sentence counts from a happening told elsewhere: "a week before the raid, gunmen abducted ..."."""
    for key in work.anchors:
        value, score, reasons = work.dates[key]
        if value is not None and value.precision <= _CODABLE and _within(work.mentions[key].span, event.sentence):
            return value, score, reasons
    return None


_CODABLE = 3  # a month


def _own_sentence(work: Work, event: EventMention) -> FoundDate | None:
    """The one exact day of the sentence that tells the happening, where no other time of it was given to it."""
    sentence = event.sentence
    told = [
        d
        for d in work.told_days
        if sentence.start <= d.start < sentence.end
        and d.form in _OWN_DAYS
        and d.value.precision == 1
        and usable_date(d.value, work.published)
    ]
    if len(told) != 1:
        return None
    value = told[0].value
    reasons = (f"default-date-beside: {value.words!r} is the only day told in its sentence",)
    return replace(value, anchor="text"), Score(0.6, reasons), reasons


# "was shot dead on Saturday", "demonstrations were held at the weekend", "clashes broke out on Friday"
_RIGHT_BEHIND = re.compile(
    r"\s+(?:(?:was|were)\s+(?:held|staged|reported|carried out)\s+|(?:took place|broke out|occurred|erupted)\s+)?"
    r"(?:(?:on|at the|over the|over|le)\s+)?"
)
_OWN_DAYS = (TimeForm.ABSOLUTE, TimeForm.WEEKDAY, TimeForm.OFFSET, TimeForm.NOW)
_NAMED_DAYS = (TimeForm.WEEKDAY, TimeForm.OFFSET, TimeForm.NOW)


def _touching(work: Work, event: EventMention) -> Mention | None:
    """The weekday or "yesterday" right behind the happening's own word ("was shot dead on Saturday"), which dates it
    whatever day the reader chose."""
    for mention in work.mentions.values():
        if not isinstance(mention.expression, TimeExpression) or mention.expression.form not in _NAMED_DAYS:
            continue
        value = work.dates.get(mention.id, OPEN_DATE)[0]
        exact = value is not None and value.precision <= 2 and mention.expression.count is None
        if exact and _RIGHT_BEHIND.fullmatch(work.document.text, event.trigger.end, mention.span.start):
            return mention
    return None


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


_REACH = 80  # characters from "24 hours after" to the word that tells what happened then


def _counted_back(work: Work, phrase: Mention, found: FoundDate) -> FoundDate:
    """For the second happening of "the strikes came 24 hours after drones killed nine": its day lies so much before
    (or, with "before", after) the day that the text is at."""
    value, expression = found[0], phrase.expression
    if value is None or not isinstance(expression, TimeExpression):
        return found
    if expression.offset is None or expression.unit not in ("day", "hour", "week", "month", "year"):
        return found
    start = shift(value.start, -expression.offset, expression.unit)
    end = shift(value.end, -expression.offset, expression.unit)
    if start is None or end is None or (work.published is not None and start > work.published):
        return found
    reasons = (*found[2], f'told as what "{phrase.span.quote}" counts from: the day lies so far on the other side')
    counted = replace(value, start=start, end=end, words=phrase.span.quote)
    return counted, Score(round(found[1].value * 0.9, 3), reasons), reasons


def _phrase_that_names(work: Work, event: EventMention) -> Mention | None:
    """The time right before a happening that counts from it ("two days after" before "drones killed nine")."""
    start, text = event.trigger.start, work.document.text
    phrases = [
        m
        for m in work.mentions.values()
        if isinstance(m.expression, TimeExpression)
        and m.expression.form is TimeForm.EVENT
        and m.expression.start is None
        and 0 <= start - m.span.end <= _REACH
        and not set(".;:\n") & set(text[m.span.end : start])
    ]
    nearest = max(phrases, key=lambda m: m.span.end, default=None)
    if nearest is None:
        return None
    between = [e for e in work.reading.event_mentions if nearest.span.end <= e.trigger.start < start]
    return nearest if not between else None


# Times that say that the day lies elsewhere; when it cannot be worked out, no day of the text stands in for it.
_ELSEWHERE = (TimeForm.EVENT, TimeForm.VAGUE, TimeForm.ANAPHORIC)


def _dated_elsewhere(work: Work, assertions: Sequence[Assertion], settled: Sequence[Assertion]) -> bool:
    """Whether an account must not take a default date: it refers back ("the attack" is dated where it was first
    told), or its own time phrase could not be resolved ("a week before the leader was killed")."""
    if any(a.prop is Prop.SUB_EVENT_TYPE and "refers back" in a.reasons for a in settled):
        return True
    for assertion in assertions:
        if assertion.prop is Prop.DATE and isinstance(assertion.value, MentionRef):
            expression = work.mentions[assertion.value.mention_id].expression
            if isinstance(expression, TimeExpression) and expression.form in _ELSEWHERE:
                return True
    return False


def _told_date(work: Work, event: EventMention, mention_id: str) -> FoundDate:
    """The resolved date of a mention; one reckoned from a happening is counted from that happening's own date."""
    mention = work.mentions[mention_id]
    expression = mention.expression
    if not isinstance(expression, TimeExpression) or expression.form is not TimeForm.EVENT:
        return work.dates.get(mention_id, OPEN_DATE)
    anchor = _anchor(work, event, mention)
    counted = resolve_time(expression, mention.span.quote, published=work.published, tense="past", anchor=anchor)
    return counted if counted[0] is not None else work.dates.get(mention_id, counted)


def _anchor(work: Work, event: EventMention, mention: Mention) -> DateValue | None:
    """The date of the happening a phrase such as "a week before" counts from: the next one told in the sentence."""
    later = [
        other
        for other in work.reading.event_mentions
        if other.id != event.id
        and other.sentence.start == event.sentence.start
        and other.trigger.start >= mention.span.end
    ]
    if not later:
        return None
    told = min(later, key=lambda other: other.trigger.start)
    for assertion in work.reading.assertions:
        if assertion.event_mention_id != told.id or assertion.prop is not Prop.DATE:
            continue
        if isinstance(assertion.value, MentionRef):
            return work.dates.get(assertion.value.mention_id, OPEN_DATE)[0]
    return None
