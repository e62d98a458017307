"""Accounts: one event mention with what its document asserts about it, ready for comparison.

A fact is an account's *own* when its words stand in the sentence of the trigger; facts that a reader
carried over from elsewhere in the document count for less and never contradict by themselves.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import Generic, TypeVar

from tocsin.merge.asides import Aside, asides
from tocsin.merge.named_days import has_named_day, on_named_day
from tocsin.merge.settings import Settings, WithinSettings, stem
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.reading import Assertion, EventMention, MentionKind, Modality, Prop, Reading, Stance
from tocsin.model.text import fold, name_key
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, VictimCount, VictimStatus

_V = TypeVar("_V")
_T = TypeVar("_T")


class Reference(StrEnum):
    """How the words of a trigger refer to what was told before."""

    PLAIN = "plain"
    DEFINITE = "definite"  # "the attack"
    FURTHER = "further"  # "a second blast"
    NEW = "new"  # "another attack", "Elsewhere, ..."


@dataclass(frozen=True, slots=True)
class Fact(Generic[_V]):
    """A value, whether the account's own sentence states it, how sure the reader was, and who said it."""

    value: _V
    own: bool
    confidence: float
    attributed_to: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One event mention and its facts. ``types`` runs from the surest to the least sure sub-event type."""

    id: str
    document_id: str
    sentence: int
    start: int
    types: tuple[tuple[str, float], ...] = ()
    modality: Modality = Modality.ACTUAL
    background: bool = False
    days: tuple[Fact[DateValue], ...] = ()
    places: tuple[Fact[PlaceValue], ...] = ()
    actor1: Fact[ActorValue] | None = None
    actor2: Fact[ActorValue] | None = None
    tolls: tuple[Fact[tuple[VictimStatus, int]], ...] = ()
    weapons: frozenset[str] = frozenset()
    incidents: int | None = None
    reference: Reference = Reference.PLAIN
    words: frozenset[str] = frozenset()  # of its sentence, folded
    modifiers: frozenset[str] = frozenset()  # words between "the" and the trigger: "the *market* raid"
    happening: str = ""  # the engine's own mark of the happening it tells, "" where it leaves that to us
    telling_words: frozenset[str] = frozenset()  # stems of its sentence that are neither names nor commonplaces
    towns: frozenset[str] = frozenset()  # keys of all places its document names, wherever they belong
    mere_mention: bool = False  # "the bombing": named, not told
    late: bool = False  # tells of people who died later of what was done to them: its day is that of their deaths
    aside: str = ""  # the cue ("a day after") behind which it is told beside another happening of its sentence

    @property
    def happened(self) -> bool:
        """Told as having taken place, or as tried on the spot; the rest are plans, threats and denials."""
        return self.modality in (Modality.ACTUAL, Modality.FAILED)

    @property
    def poor(self) -> bool:
        """Without a place, a day or a toll of its own: it can only be told about something told elsewhere."""
        own = (*(f.own for f in self.days), *(f.own for f in self.places), *(f.own for f in self.tolls))
        return not any(own)

    @property
    def only_toll(self) -> bool:
        """Tells a toll and nothing else of its own: "five others were wounded". Those hit say nothing against the
        happening told before, whoever they are."""
        told = any(f.own for f in self.tolls)
        placed = any(f.own for f in self.days) or any(f.own for f in self.places)
        return told and not placed and self.actor1 is None and self.reference is not Reference.NEW


def asserted_values(assertions: Iterable[Assertion], kind: type[_T]) -> list[tuple[Assertion, _T]]:
    """Assertions whose value is resolved to ``kind`` and not denied, surest first (ties: by id)."""
    found = [(a, a.value) for a in assertions if isinstance(a.value, kind) and a.stance is not Stance.DENIED]
    return sorted(found, key=lambda pair: (-pair[0].confidence, pair[0].id))


def speaker_spans(reading: Reading) -> frozenset[tuple[int, int]]:
    """Offsets of place mentions that say where somebody spoke (datelines too): never the place of an
    event.
    """
    return frozenset(
        (m.span.start, m.span.end)
        for m in reading.mentions
        if isinstance(m.expression, PlaceExpression) and m.expression.relation is PlaceRelation.SPEAKER
    )


def is_speaker_place(assertion: Assertion, speakers: frozenset[tuple[int, int]]) -> bool:
    """Whether every word an assertion rests on names a speaker's place."""
    return bool(assertion.spans) and all((s.start, s.end) in speakers for s in assertion.spans)


def accounts_of(reading: Reading, settings: Settings, published: date | None = None) -> tuple[Account, ...]:
    """The accounts of one document in the order of its text. ``published``: its day, from which "a year after the
    raid" is counted where the sentence gives no other day."""
    by_mention: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in reading.assertions:
        by_mention[assertion.event_mention_id].append(assertion)
    speakers = speaker_spans(reading)
    towns = frozenset(name_key(m.span.quote) for m in reading.mentions if m.kind is MentionKind.PLACE)
    found: list[Account] = []
    for m in sorted(reading.event_mentions, key=lambda m: (m.sentence_number, m.trigger.start, m.id)):
        parts = asides(m.sentence, settings.asides)
        said = [on_named_day(a, m, settings.asides) for a in by_mention[m.id]]
        plain = account(m, said, speakers, settings.within)
        told = replace(
            plain,
            telling_words=_telling_words(m, parts, settings),
            towns=towns,
            late=any(re.search(words, fold(m.sentence.quote)) for words in settings.victims.late),
            mere_mention=is_mere_mention(m, settings.within) and not has_named_day(m, settings.asides),
        )
        found.append(_set_aside(told, m, parts, said, _day_before(found, published)) if parts else told)
    return tuple(found)


def _day_before(found: Sequence[Account], published: date | None) -> DateValue | None:
    """The last exact day told so far in the text, else the day of publication."""
    told = [f.value for a in found for f in a.days if f.own and f.value.precision == 1]
    if told:
        return told[-1]
    return DateValue(published, published, 1, "", "publication") if published is not None else None


def account(
    mention: EventMention,
    assertions: Iterable[Assertion],
    speakers: frozenset[tuple[int, int]],
    settings: WithinSettings,
) -> Account:
    """One event mention with its facts drawn from the assertions about it."""
    by_prop: dict[Prop, list[Assertion]] = defaultdict(list)
    for assertion in assertions:
        by_prop[assertion.prop].append(assertion)
    places = [a for a in by_prop[Prop.PLACE] if not is_speaker_place(a, speakers)]
    incidents = asserted_values(by_prop[Prop.INCIDENT_COUNT], int)
    background = asserted_values(by_prop[Prop.BACKGROUND], bool)
    return Account(
        id=mention.id,
        document_id=mention.document_id,
        sentence=mention.sentence_number,
        start=mention.trigger.start,
        types=_types(by_prop[Prop.SUB_EVENT_TYPE]),
        modality=modality_of(by_prop[Prop.MODALITY]),
        background=bool(background and background[0][1]),
        days=_facts(by_prop[Prop.DATE], DateValue, mention),
        places=_facts(places, PlaceValue, mention),
        actor1=_first(_facts(by_prop[Prop.ACTOR1], ActorValue, mention)),
        actor2=_first(_facts(by_prop[Prop.ACTOR2], ActorValue, mention)),
        tolls=_tolls((*by_prop[Prop.VICTIMS], *by_prop[Prop.FATALITIES]), mention),
        weapons=frozenset(w for _, w in asserted_values(by_prop[Prop.WEAPON], str)),
        incidents=incidents[0][1] if incidents else None,
        reference=_reference(mention, by_prop[Prop.SUB_EVENT_TYPE], settings),
        words=frozenset(_WORD.findall(fold(mention.sentence.quote))),
        modifiers=_modifiers(mention, settings),
        happening=mention.happening,
    )


def modality_of(assertions: Iterable[Assertion]) -> Modality:
    """The surest modality; an account without one is told as fact."""
    values = asserted_values(assertions, str)
    return Modality(values[0][1]) if values else Modality.ACTUAL


def _telling_words(mention: EventMention, parts: Sequence[Aside], settings: Settings) -> frozenset[str]:
    """What the account's part of its sentence is about besides names and what every report of violence says: stems of
    the words in lower case."""
    plain, stems = settings.across.plain_words, settings.across.plain_stems
    mine = next((p for p in parts if p.holds(mention.trigger.start)), None)
    found = set()
    for match in _LOWER.finditer(mention.sentence.quote):
        at = mention.sentence.start + match.start()
        if any(p.holds(at) for p in parts) if mine is None else not mine.holds(at):
            continue
        word = fold(match[0])
        if word not in plain:
            found.add(stem(word))
    return frozenset(found - stems)


_LOWER = re.compile(r"(?<![\w'’-])[a-zà-öø-ÿ]{4,}(?![\w’'])")


_REACH = 5  # words before a noun in which its article stands: "the deadly railway station bombing"


def is_mere_mention(mention: EventMention, settings: WithinSettings) -> bool:
    """Whether the trigger is a noun that names a happening ("bombing") behind a definite word in the same breath."""
    words = _WORD.findall(fold(mention.trigger.quote))
    nouns = settings.happening_nouns
    if not words or not (words[-1] in nouns or words[-1].rstrip("s") in nouns):
        return False
    before = fold(mention.sentence.quote[: max(0, mention.trigger.start - mention.sentence.start)])
    breath = re.split(r"[,;:]", f"{before}{fold(mention.trigger.quote)}")[-1]
    return any(word in settings.definite_words for word in breath.replace("l'", "l' ").split()[-_REACH - 1 :])


def _set_aside(
    found: Account,
    mention: EventMention,
    parts: Sequence[Aside],
    assertions: Iterable[Assertion],
    before: DateValue | None,
) -> Account:
    """The account with the days and tolls of its own part of the sentence: see ``merge/asides.py``."""
    mine = next((p for p in parts if p.holds(mention.trigger.start)), None)
    if mine is not None and found.mere_mention and not any(f.own for f in found.days):
        return found  # "three days after the bombing" says nothing of the bombing
    told = list(assertions)
    elsewhere = {a.id for a in told if any(lies_elsewhere(a, p, mention) for p in parts)}
    kept = [a for a in told if a.id not in elsewhere]
    tolls = _tolls((a for a in kept if a.prop in (Prop.VICTIMS, Prop.FATALITIES)), mention)
    if mine is None:
        days = _facts((a for a in kept if a.prop is Prop.DATE), DateValue, mention)
        return replace(found, days=days, tolls=tolls)
    own = [a for a in told if a.prop is Prop.DATE and is_own(a, mention) and any(mine.holds(s.start) for s in a.spans)]
    days = _facts(own, DateValue, mention) or _older(found.days, mine, before)
    return replace(found, days=days, tolls=tolls, aside=mine.cue.quote)


COUNTED_RULE = "counted-back"


def in_own_time(
    assertion: Assertion, mention: EventMention, parts: Sequence[Aside], *, mere: bool = False
) -> Assertion | None:
    """An assertion as it holds for a mention (``mere``: no more than "the bombing") in a sentence with asides.

    People counted in another part of the sentence belong to another happening (``None``), and so does a day, unless
    the text says how much older the mention's own part is: then the day is counted back.
    """
    if not any(lies_elsewhere(assertion, part, mention) for part in parts):
        return assertion
    value = assertion.value
    mine = next((p for p in parts if p.holds(mention.trigger.start)), None)
    if mine is not None and mere and not isinstance(value, DateValue):
        return assertion  # "120 bodies lay unclaimed a week after the massacre"
    if not isinstance(value, DateValue) or mine is None or mine.days is None or value.precision > 2:
        return None
    reasons = (*assertion.reasons, f"“{mine.cue.quote}”: {mine.days} days before {value.words or value.start}")
    spans = (*assertion.spans, mine.cue)
    return replace(assertion, value=_back(value, mine), spans=spans, rule=COUNTED_RULE, reasons=reasons)


def _back(value: DateValue, mine: Aside) -> DateValue:
    """A day moved back by the length of an aside; about right only where that is a week or longer."""
    back, slack = timedelta(days=mine.days or 0), timedelta(days=mine.slack)
    precision = value.precision if not mine.slack else 2 if mine.slack < _MONTHISH else 3
    return DateValue(value.start - back - slack, value.end - back + slack, precision, mine.cue.quote, "text")


_MONTHISH = 10  # days of slack from which a time is no better known than to the month


def lies_elsewhere(assertion: Assertion, part: Aside, mention: EventMention) -> bool:
    """Whether an assertion's words stand in an aside and its trigger does not, or the other way round."""
    inside = part.holds(mention.trigger.start)
    return bool(assertion.spans) and all(
        part.holds(s.start) != inside and mention.sentence.contains(s) for s in assertion.spans
    )


def _older(days: tuple[Fact[DateValue], ...], mine: Aside, before: DateValue | None) -> tuple[Fact[DateValue], ...]:
    """The day of the rest of the sentence, else ``before``, moved back; none where the text does not say how far."""
    if mine.days is None:
        return ()
    base = [f.value for f in days if f.own and f.value.precision <= 2][:1]
    if not base and before is not None:
        base = [before]
    return tuple(Fact(_back(value, mine), True, _COUNTED) for value in base)


_COUNTED = 0.7  # how sure a day is that was counted back from another


def _types(assertions: Iterable[Assertion]) -> tuple[tuple[str, float], ...]:
    """Sub-event types with their confidence, the alternatives of an assertion included."""
    best: dict[str, float] = {}
    for assertion, value in asserted_values(assertions, str):
        best[value] = max(best.get(value, 0.0), assertion.confidence)
        for other in assertion.alternatives:
            if isinstance(other.value, str):
                best[other.value] = max(best.get(other.value, 0.0), other.confidence)
    return tuple(sorted(best.items(), key=lambda item: (-item[1], item[0])))


def _facts(assertions: Iterable[Assertion], kind: type[_T], mention: EventMention) -> tuple[Fact[_T], ...]:
    return tuple(
        Fact(value, is_own(a, mention), a.confidence, a.attributed_to) for a, value in asserted_values(assertions, kind)
    )


def is_own(assertion: Assertion, mention: EventMention) -> bool:
    """Whether the account's sentence has words for it; a value that rests on the trigger alone was derived."""
    value = assertion.value
    if isinstance(value, DateValue | PlaceValue) and all(s == mention.trigger for s in assertion.spans):
        return False
    return any(mention.sentence.overlaps(span) for span in assertion.spans)


def _first(facts: tuple[Fact[_T], ...]) -> Fact[_T] | None:
    return facts[0] if facts else None


def _tolls(assertions: Iterable[Assertion], mention: EventMention) -> tuple[Fact[tuple[VictimStatus, int]], ...]:
    """Numbers of people per fate, for comparison only; zero counts as a number."""
    found: set[Fact[tuple[VictimStatus, int]]] = set()
    for assertion in assertions:
        value = assertion.value
        if isinstance(value, Count):
            status, count = VictimStatus.KILLED, value
        elif isinstance(value, VictimCount):
            status, count = value.status, value.count
        else:
            continue
        number = count.best if count.best is not None else count.low
        if number is not None and assertion.stance is not Stance.DENIED:
            own = is_own(assertion, mention)
            found.add(Fact((status, number), own, assertion.confidence, assertion.attributed_to))
    return tuple(sorted(found, key=lambda f: (f.value, not f.own, -f.confidence, f.attributed_to or "")))


_WORD = re.compile(r"[a-z0-9]{3,}")


def _modifiers(mention: EventMention, settings: WithinSettings) -> frozenset[str]:
    """Up to two words between a definite word and the trigger."""
    offset = max(0, mention.trigger.start - mention.sentence.start)
    before = fold(mention.sentence.quote[:offset]).split()[-3:]
    for number in range(len(before) - 1, -1, -1):
        if before[number] in settings.definite_words:
            return frozenset(w for w in before[number + 1 :] if _WORD.fullmatch(w))
    return frozenset()


def _reference(mention: EventMention, types: Iterable[Assertion], settings: WithinSettings) -> Reference:
    """What the words say, or the reader's own remark that the trigger "refers back"."""
    found = reference_of(mention, settings)
    if found is Reference.PLAIN and any("refers back" in a.reasons for a in types):
        return Reference.DEFINITE
    return found


_BE = frozenset({"was", "were", "is", "are", "been", "being"})


def reference_of(mention: EventMention, settings: WithinSettings) -> Reference:
    """What the words around the trigger, or the opening of its sentence, say about novelty."""
    offset = max(0, mention.trigger.start - mention.sentence.start)
    before = fold(mention.sentence.quote[:offset]).replace("l'", "l' ").split()
    words = [word.strip(",;:\"'()") if word != "l'" else word for word in before[-4:]]
    pairs = zip_longest(words, words[1:])
    near = [word for word, after in pairs if after != "than"][-3:]  # "more than 110" compares, it adds nothing
    passive = bool(set(near) & _BE)  # "several others were hurt" counts people, it announces nothing
    if not passive and any(word in settings.new_words for word in near):
        return Reference.NEW
    opening = fold(mention.sentence.quote).lstrip(" \"'")
    if any(opening.startswith(words) for words in settings.new_sentence_openings):
        return Reference.NEW
    behind = fold(mention.sentence.quote[offset:]).split(",")[0]
    if any(words in behind for words in settings.answers):
        return Reference.NEW
    if any(word in settings.further_words for word in near):
        return Reference.FURTHER
    if any(word in settings.definite_words for word in near[-2:]):
        return Reference.DEFINITE
    return Reference.PLAIN
