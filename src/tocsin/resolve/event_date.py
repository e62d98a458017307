"""The date of one happening: told with it, counted from another happening, or taken from the text around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.model.expressions import PlaceExpression, PlaceRelation, TimeExpression, TimeForm
from tocsin.model.reading import Assertion, EventMention, Mention, MentionKind, Prop
from tocsin.model.values import DateValue, MentionRef
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.default_date import default_event_date
from tocsin.resolve.work import OPEN_DATE, FoundDate, Work


def event_date(
    work: Work,
    event: EventMention,
    assertions: Sequence[Assertion],
    settled: list[Assertion],
    background: bool,
) -> DateValue | None:
    """The date told with the happening; else one counted from another happening; else what the text around gives."""
    for assertion in assertions:
        if assertion.prop is not Prop.DATE or not isinstance(assertion.value, MentionRef):
            continue
        value, score, reasons = _told_date(work, event, assertion.value.mention_id)
        if value is None or assertion.value.mention_id in work.filed:
            continue
        confidence = round(assertion.confidence * score.value, 3)
        settled.append(replace(assertion, value=value, confidence=confidence, reasons=(*assertion.reasons, *reasons)))
        return value
    if background or _dated_elsewhere(work, assertions, settled):
        return None
    value, score, reasons = default_event_date(
        work.published, work.number_of_sentence(event.trigger.start), dated=work.dated
    )
    if value is not None:
        settled.append(work.derived(event, Prop.DATE, value, "narrative-date", score.value, reasons))
    return value


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
    return resolve_time(expression, mention.span.quote, published=work.published, tense="past", anchor=anchor)


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


# What closes a dateline after its date: an agency in brackets and a dash or colon.
_DATELINE_END = re.compile(r"[ ,]*(\([^()\n]{2,40}\))?[ ,]*(--+|[—–-]|:)\s")
_DATELINE_LENGTH = 60  # characters from the start of the line to the date; longer openings are sentences


def filing_dates(work: Work) -> Iterable[str]:
    """Ids of date mentions that stand in a dateline ("MOGADISHU, Oct 30 - ..."): after the place where the reporter
    wrote, which opens its line, and before the dash."""
    text = work.document.text
    opened = {
        text.rfind("\n", 0, m.span.start) + 1
        for m in work.mentions.values()
        if isinstance(m.expression, PlaceExpression)
        and m.expression.relation is PlaceRelation.SPEAKER
        and not text[text.rfind("\n", 0, m.span.start) + 1 : m.span.start].strip()
    }
    for mention in work.mentions.values():
        start = text.rfind("\n", 0, mention.span.start) + 1
        if mention.kind is not MentionKind.DATE or start not in opened:
            continue
        if mention.span.start - start <= _DATELINE_LENGTH and _DATELINE_END.match(text, mention.span.end):
            yield mention.id
