"""Later happenings that answer an earlier one: arrests over it, a protest against it, an operation in pursuit.

"Police arrested three men on Tuesday over Saturday's bombing" tells two events; the second mention says what the arrest
is about. Such a pair becomes evidence of the later event (field ``follow_up_of``: the id of the other mention, with the
words that refer to it), from which ``links.py`` makes the link. Cues: ``merge.yml``, section ``follow_ups``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations

from tocsin.merge.relations import PlaceRelated, places_relate
from tocsin.merge.settings import FollowUpSettings, load
from tocsin.model.document import Span
from tocsin.model.event import Event, Evidence
from tocsin.model.reading import EventMention, Modality
from tocsin.model.text import fold

FIELD = "follow_up_of"
_RULE = "answers-an-earlier-event"


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention with the number of its event."""

    mention: EventMention
    event: int


def with_follow_ups(events: Sequence[Event], told: Mapping[str, EventMention]) -> tuple[Event, ...]:
    """``events`` in their order with evidence of what each of them answers, and no other such evidence. ``told``: their
    event mentions by id. What an event answers depends on those that share a document with it."""
    sentences: dict[Span, list[_Place]] = defaultdict(list)
    for number, event in enumerate(events):
        for mention in (told[m] for m in event.mention_ids if m in told):
            sentences[mention.sentence].append(_Place(mention, number))
    found: dict[int, dict[int, Evidence]] = defaultdict(dict)  # later event, earlier event
    for sentence in sorted(sentences, key=lambda s: (s.document_id, s.start)):
        for later, earlier, cue in _answers(sentence, sentences[sentence], events, load().follow_ups):
            evidence = Evidence(
                FIELD, earlier.mention.id, (earlier.mention.trigger,), True, "merge", _RULE, reasons=(cue,)
            )
            found[later.event].setdefault(earlier.event, evidence)
    return tuple(_with_evidence(event, found[n].values() if n in found else ()) for n, event in enumerate(events))


def _with_evidence(event: Event, found: Iterable[Evidence]) -> Event:
    evidence = (*(e for e in event.evidence if (e.field, e.rule) != (FIELD, _RULE)), *found)
    return event if evidence == event.evidence else replace(event, evidence=evidence)


def _answers(
    sentence: Span, places: Sequence[_Place], events: Sequence[Event], words: FollowUpSettings
) -> Iterator[tuple[_Place, _Place, str]]:
    """Pairs of a later and an earlier event of one sentence with the cue that leads from one to the other."""
    for later, earlier in permutations(sorted(places, key=lambda p: (p.mention.trigger.start, p.mention.id)), 2):
        if later.event == earlier.event or not _is_later(events[later.event], events[earlier.event], words.most_days):
            continue
        cues = (*words.cues, *words.weak) if _at_one_place(events[later.event], events[earlier.event]) else words.cues
        cue = _cue(sentence, later.mention.trigger, earlier.mention.trigger, cues)
        if cue is not None:
            yield later, earlier, cue


def _is_later(event: Event, other: Event, most_days: int) -> bool:
    """Whether both happened, and an event lies behind another, or on its last day, by not too many days."""
    happened = event.modality in (Modality.ACTUAL, Modality.FAILED) and not event.background
    if not happened or other.modality is Modality.NEGATED or event.date is None or other.date is None:
        return False
    if event.date.precision > 2 or other.date.precision > 3 or event.date.start < other.date.start:
        return False
    return (event.date.start - other.date.end).days <= most_days


def _at_one_place(event: Event, other: Event) -> bool:
    if event.place is None or other.place is None or 4 in (event.place.precision, other.place.precision):
        return False
    return places_relate(event.place, other.place, load().across.near_km) in _ONE_PLACE


_ONE_PLACE = (PlaceRelated.SAME, PlaceRelated.NEAR, PlaceRelated.INSIDE)


def _cue(sentence: Span, later: Span, earlier: Span, cues: tuple[str, ...]) -> str | None:
    """The words that make the earlier happening what the later one is about: between the two, close before the earlier
    one's noun; or at the head of a sentence that opens with it ("After the bombing, police arrested ...")."""
    start, end = later.end - sentence.start, earlier.start - sentence.start
    if end < 0 or end > len(sentence.quote):
        return None
    text = fold(sentence.quote[max(0, start) : end]) if start <= end else fold(sentence.quote[:end])
    if start > end and not _opening(cues).fullmatch(text.strip(" \"'“”")):
        return None
    match = _last(cues).search(text)
    return match["cue"] if match is not None else None


@cache
def _last(cues: tuple[str, ...]) -> re.Pattern[str]:
    """The last cue of a stretch, with no more than a noun phrase behind it."""
    return re.compile(rf"\b(?P<cue>{'|'.join(cues)})\s+(?:[\w'’-]+\s+){{0,8}}$")


@cache
def _opening(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(cues)})\b[^,;]*")
