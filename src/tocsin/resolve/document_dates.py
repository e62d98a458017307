"""The time expressions of a document, resolved in the order of the text; which of them only say when it was filed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.model.expressions import PlaceExpression, PlaceRelation, TimeExpression, TimeForm
from tocsin.model.reading import Expression, Flag, Mention, MentionKind, Prop
from tocsin.model.values import DateValue, MentionRef, Score
from tocsin.resolve.calendar_days import day
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.dates_anchor import Told, beside, named_anchor
from tocsin.resolve.work import Work


def resolve_dates(work: Work) -> None:
    """Date mentions in text order, each against publication and the dates before it. Those of datelines tell when
    the report was filed and date nothing else."""
    previous: list[DateValue] = []
    work.filed.update(filing_dates(work))
    asserted = {
        a.value.mention_id for a in work.reading.assertions if a.prop is Prop.DATE and isinstance(a.value, MentionRef)
    }
    ordered = sorted((m for m in work.reading.mentions if m.kind is MentionKind.DATE), key=lambda m: m.span.start)
    news = any(counts_from_today(m.expression) for m in ordered)
    for mention in ordered:
        if not isinstance(mention.expression, TimeExpression):
            continue
        to_come = mention.expression.tense == "future" and mention.id not in asserted
        value, score, reasons = resolve_time(
            mention.expression,
            mention.span.quote,
            published=work.published,
            previous=tuple(previous),
            tense="future" if to_come else "past",
            news=news,
        )
        work.dates[mention.id] = (value, score, reasons)
        if value is not None and mention.id not in work.filed:
            previous.append(value)
            if to_come or not _is_point(mention.expression):
                continue
            work.dated.append((work.number_of_sentence(mention.span.start), value))
            work.told_days.append(Told(mention.span.start, mention.span.end, value, mention.expression.form))
    _count_from_happenings(work, ordered)


def counts_from_today(expression: Expression) -> bool:
    """Whether a time means nothing without the day on which it was written: "on Thursday", "last month"."""
    return isinstance(expression, TimeExpression) and expression.form in (TimeForm.WEEKDAY, TimeForm.OFFSET)


def _is_point(expression: TimeExpression) -> bool:
    """Whether a time is one at which the story is; "the last six days", "recently" and "since March" are stretches."""
    return expression.count is None and expression.form is not TimeForm.VAGUE and expression.modifier != "since"


def _count_from_happenings(work: Work, dates: Sequence[Mention]) -> None:
    """Count "two days after the raid on Tessaro" from the sentence that tells the raid, once all days are known."""
    text = work.document.text
    for mention in dates:
        expression = mention.expression
        if not isinstance(expression, TimeExpression) or expression.form is not TimeForm.EVENT:
            continue
        if work.dates[mention.id][0] is not None:
            continue
        same = beside(text, mention.span.start, mention.span.end, work.told_days) if expression.unit == "day" else None
        if same is not None:
            reasons: tuple[str, ...] = (f"explains the day beside it ({same.words})",)
            work.dates[mention.id] = (replace(same, words=mention.span.quote), Score(0.8, reasons), reasons)
            continue
        anchor = named_anchor(text, mention.span.end, work.told_days)
        if anchor is not None:
            work.anchors[mention.id] = anchor
            value, score, reasons = resolve_time(
                expression, mention.span.quote, published=work.published, tense="past", anchor=anchor.value
            )
            told = f'"{anchor.words}" is told elsewhere in the text with the day {anchor.value.words!r}'
            work.dates[mention.id] = (value, score, (told, *reasons))


# A stamp ("Published 6 March 2021") stands at the head of the page; its words before the date are few.
_HEAD, _STAMP_WORDS = 300, 40
_ON = re.compile(r"\b(?:on|le|in|en|since|until)\s*$", re.IGNORECASE)


def _stamps(work: Work) -> Iterable[str]:
    """Ids of dates written in full at the head of a page that are its day of publication: when it appeared, not when
    something happened. "On 6 March 2021 gunmen ..." is no stamp."""
    text = work.document.text
    for mention in work.mentions.values():
        expression, start = mention.expression, mention.span.start
        if not isinstance(expression, TimeExpression) or expression.form is not TimeForm.ABSOLUTE or start > _HEAD:
            continue
        if work.published is None or (expression.year, expression.month, expression.day) != (
            work.published.year, work.published.month, work.published.day,
        ):  # fmt: skip
            continue
        line = text[max(text.rfind("\n", 0, start) + 1, 0) : start]
        if len(line) <= _STAMP_WORDS and not _ON.search(line):
            yield mention.id


def flag_open_dates(work: Work) -> None:
    """Say that relative dates stayed open for want of a publication date, with the words of the first of them."""
    if work.published is not None:
        return
    left = [work.mentions[key].span for key, (value, _, _) in work.dates.items() if value is None]
    if left:
        first = min(left, key=lambda span: span.start)
        sentence = (
            f'No publication date is known, so dates such as "{first.quote}" stay unresolved; '
            "give it with --published or in the document."
        )
        work.flags.append(Flag("R101", sentence, work.document.id, spans=(first,)))


# What closes a dateline after its date: an agency in brackets and a dash or colon.
_DATELINE_END = re.compile(r"[ ,]*(\([^()\n]{2,40}\))?[ ,]*(--+|[—–-]|:)\s")
_DATELINE_LENGTH = 60  # characters from the start of the line to the date; longer openings are sentences


def flag_impossible_dates(work: Work) -> None:
    """Say which dates of the text are in no calendar ("31 June"), with their line: they date nothing."""
    for mention in sorted(work.mentions.values(), key=lambda m: m.span.start):
        expression = mention.expression
        if not isinstance(expression, TimeExpression):
            continue
        for part in (expression, expression.start, expression.end):
            if part is not None and _impossible(part):
                line = work.document.text.count("\n", 0, mention.span.start) + 1
                sentence = (
                    f'The date "{mention.span.quote}" in line {line} is in no calendar and dates nothing; '
                    "read the line, and correct the date of its event if you know what was meant."
                )
                work.flags.append(Flag("R102", sentence, work.document.id, spans=(mention.span,)))
                break


_LEAP_YEAR = 2000


def _impossible(expression: TimeExpression) -> bool:
    """Whether no year, or not the year said, has such a day."""
    if expression.form is not TimeForm.ABSOLUTE or expression.day is None or expression.month is None:
        return False
    year = expression.year if expression.year is not None else _LEAP_YEAR
    return year >= 1 and day(year, expression.month, expression.day) is None


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
    yield from _stamps(work)
    for mention in work.mentions.values():
        start = text.rfind("\n", 0, mention.span.start) + 1
        if mention.kind is not MentionKind.DATE or start not in opened:
            continue
        if mention.span.start - start <= _DATELINE_LENGTH and _DATELINE_END.match(text, mention.span.end):
            yield mention.id
