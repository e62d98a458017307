"""Resolving a whole reading: places first (they give countries), then dates, then actors at that place and day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from tocsin.knowledge import Knowledge
from tocsin.knowledge.grades import weaker
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.document import Document, Span
from tocsin.model.expressions import (
    ActorExpression,
    ActorForm,
    PlaceExpression,
)
from tocsin.model.reading import (
    Assertion,
    Attribution,
    AttributionKind,
    EventMention,
    Flag,
    MentionKind,
    Prop,
    Reading,
    Value,
)
from tocsin.model.text import is_one_case
from tocsin.model.values import ActorValue, DateValue, MentionRef, PlaceValue
from tocsin.resolve.actor_countries import speak_for
from tocsin.resolve.actors import means_the_group, resolve_actor
from tocsin.resolve.dates_anchor import named_anchor
from tocsin.resolve.document_dates import flag_impossible_dates, flag_open_dates, resolve_dates
from tocsin.resolve.event_date import event_date
from tocsin.resolve.places import NEAR_SPELLING, OFF, TRANSLITERATED, resolve_place
from tocsin.resolve.places_context import PlaceContext
from tocsin.resolve.statements import Identities, resolve_statements
from tocsin.resolve.statements_registry import registry_note
from tocsin.resolve.work import OPEN_DATE, FoundPlace, Work

_ACTOR_PROPS = (Prop.ACTOR1, Prop.ACTOR2, Prop.ASSOCIATED1, Prop.ASSOCIATED2)
# A happening dated this long before publication is history, not the news of the text. Three weeks keeps late reports
# and weekly round-ups in the foreground.
_HISTORY = timedelta(days=21)


def resolve_reading(document: Document, reading: Reading, knowledge: Knowledge) -> Reading:
    """``reading`` with every ``MentionRef`` replaced by a place, date or actor, defaults added by named rules, and a
    flag for whatever stayed unresolved. Deterministic; uses neither clock nor network."""
    work = _begun(document, reading, knowledge)
    by_event: dict[str, list[Assertion]] = {}
    for assertion in reading.assertions:
        by_event.setdefault(assertion.event_mention_id, []).append(assertion)
    named = _named_actors(reading)
    resolved: list[Assertion] = []
    where: dict[str, tuple[str | None, date | None]] = {}
    for event in sorted(reading.event_mentions, key=lambda e: (e.trigger.start, e.id)):
        settled, country, day = _event(work, event, by_event.get(event.id, []), named)
        where[event.id] = (country, day)
        resolved.extend(settled)
    attributions = tuple(
        _attribution(work, item, *where.get(item.event_mention_id, (None, None)), named)
        for item in reading.attributions
    )
    flag_open_dates(work)
    flag_impossible_dates(work)
    statements = resolve_statements(reading.statements, _identities(work, named))
    return replace(
        reading, assertions=tuple(resolved), attributions=attributions, statements=statements,
        flags=(*reading.flags, *work.flags),
    )  # fmt: skip


def identities(document: Document, reading: Reading, knowledge: Knowledge) -> dict[str, Value]:
    """Place, date or actor behind each mention of a reading of words, by mention id; what stays open is left out.

    For explanations: actors are taken at the main country of the text and the day of publication, while those of an
    event are resolved at its own place and day.
    """
    work, named = _begun(document, reading, knowledge), _named_actors(reading)
    found: dict[str, Value] = {key: place.value for key, place in work.places.items()}
    found.update({key: value for key, (value, _, _) in work.dates.items() if value is not None})
    for mention in reading.mentions:
        actor = _attributed(work, mention.id, work.context.main(), work.published, named)
        if actor is not None:
            found[mention.id] = actor
    return found


def open_dates(document: Document, reading: Reading, knowledge: Knowledge) -> dict[str, str]:
    """Why each time of a reading of words that has no day has none, by mention id. For explanations."""
    found = _begun(document, reading, knowledge).dates
    return {key: "; ".join(reasons) for key, (value, _, reasons) in found.items() if value is None and reasons}


def _begun(document: Document, reading: Reading, knowledge: Knowledge) -> Work:
    """The work on a reading, with its places and dates resolved."""
    mentions = {mention.id: mention for mention in reading.mentions}
    expressions = [m.expression for m in reading.mentions if isinstance(m.expression, PlaceExpression)]
    context = PlaceContext.build(document.text, expressions, knowledge, actors=speak_for(reading, knowledge))
    work = Work(document, reading, knowledge, context, mentions)
    _resolve_places(work)
    resolve_dates(work)
    return work


def _identities(work: Work, named: Sequence[str]) -> Identities:
    """How the statements of the document find the places, days and actors behind their words."""

    def place(mention_id: str) -> PlaceValue | None:
        found = work.places.get(mention_id)
        return found.value if found is not None else None

    def actor(mention_id: str, country: str | None, day: date | None) -> ActorValue | None:
        return _attributed(work, mention_id, country, day, named)

    def day(mention_id: str) -> DateValue | None:
        return work.dates.get(mention_id, OPEN_DATE)[0]

    def happening(span: Span) -> DateValue | None:
        anchor = named_anchor(work.document.text, span.end, work.told_days)
        return anchor.value if anchor is not None else None

    def grade(words: str) -> str | None:
        rules = work.knowledge.grades
        states = rules.of_member_states(words) if words else None
        if states is not None or not words:
            return states[0] if states is not None else None
        return f"{weaker(rules.of_speaker('media')[0], rules.speakers['official'])}3"  # services, by way of the press

    def registry(relation: str, a: object, b: object) -> str | None:
        return registry_note(work.knowledge.actors, relation, a, b)

    return Identities(work.mentions, place, day, actor, happening, work.context.main(), work.published, grade, registry)


def _resolve_places(work: Work) -> None:
    for mention in work.reading.mentions:
        if mention.kind is MentionKind.PLACE and isinstance(mention.expression, PlaceExpression):
            value, score, alternatives, reasons = resolve_place(
                mention.expression, mention.span.quote, context=work.context, knowledge=work.knowledge
            )
            work.places[mention.id] = FoundPlace(_readable(value, mention.expression), score, alternatives, reasons)


def _readable(value: PlaceValue, expression: PlaceExpression) -> PlaceValue:
    """The name as the text spells it where the gazetteer's own is a scholarly transliteration ("Ḩamāh" for Hama).

    Names in Latin-1 ("Sévaré") stay; the identity is the ``place_id`` in any case.
    """
    if value.place_id is None or all(ord(char) <= 0xFF for char in value.name):
        return value
    name = expression.name.title() if is_one_case(expression.name) else expression.name
    return replace(value, name=name)


def _named_actors(reading: Reading) -> tuple[str, ...]:
    """Registry ids named anywhere in the document, in text order."""
    ids: dict[str, None] = {}
    for mention in reading.mentions:
        if isinstance(mention.expression, ActorExpression) and len(mention.expression.candidates) == 1:
            ids[mention.expression.candidates[0]] = None
    return tuple(ids)


def _event(
    work: Work, event: EventMention, assertions: Sequence[Assertion], named: Sequence[str]
) -> tuple[list[Assertion], str | None, date | None]:
    """The assertions of one event mention, resolved; with the event's country and first day."""
    settled = [a for a in assertions if not isinstance(a.value, MentionRef)]
    background = any(a.prop is Prop.BACKGROUND and a.value is True for a in settled)
    place = _event_place(work, event, assertions, settled)
    day = event_date(work, event, assertions, settled, background)
    country = place.country if place is not None else None
    first = day.start if day is not None else work.published
    for assertion in assertions:
        if assertion.prop in _ACTOR_PROPS and isinstance(assertion.value, MentionRef):
            settled.append(_actor(work, assertion, country, first, named))
    _history(work, event, day, settled)
    return settled, country, first


def _event_place(
    work: Work, event: EventMention, assertions: Sequence[Assertion], settled: list[Assertion]
) -> PlaceValue | None:
    for assertion in assertions:
        if assertion.prop is not Prop.PLACE or not isinstance(assertion.value, MentionRef):
            continue
        place = work.places.get(assertion.value.mention_id)
        if place is None:
            continue
        confidence = round(assertion.confidence * place.score.value, 3)
        settled.append(
            replace(
                assertion,
                value=place.value,
                confidence=confidence,
                alternatives=place.alternatives,
                reasons=(*assertion.reasons, *place.reasons),
            )
        )
        if place.value.place_id is None:
            sentence = (
                f'The place "{place.value.name}" is not in the gazetteer and stays unresolved; '
                "add it to a gazetteer file or correct the event."
            )
            work.flags.append(Flag("R201", sentence, work.document.id, event.id, assertion.spans))
        elif near := next((reason for reason in place.reasons if reason.startswith(NEAR_SPELLING)), None):
            sentence = f'The place "{place.value.words}" was found by a near spelling: {near}; see whether it is meant.'
            work.flags.append(Flag("R202", sentence, work.document.id, event.id, assertion.spans))
        elif TRANSLITERATED in place.reasons:
            sentence = f'The place "{place.value.words}" was found by its letters in our script: {place.value.name}.'
            work.flags.append(Flag("R204", sentence, work.document.id, event.id, assertion.spans))
        if off := next((reason for reason in place.reasons if reason.endswith(OFF)), None):
            sentence = f'The distance told of "{place.value.words}" does not fit the place that was found: {off}.'
            work.flags.append(Flag("R203", sentence, work.document.id, event.id, assertion.spans))
        return place.value
    country = work.context.main() or work.context.leading()
    if country is None:
        return None
    entry = work.knowledge.countries.by_alpha3(country)
    name = entry.name if entry is not None else country
    value = PlaceValue(name, f"country:{country}", country, precision=4)
    settled.append(
        work.derived(
            event,
            Prop.PLACE,
            value,
            "country-of-text",
            0.35,
            ("the text names no place here; it speaks of this country",),
        )
    )
    return value


def _history(work: Work, event: EventMention, day: DateValue | None, settled: list[Assertion]) -> None:
    """Mark what lies well before publication as background."""
    if day is None or work.published is None or any(a.prop is Prop.BACKGROUND for a in settled):
        return
    if work.published - day.end > _HISTORY:
        settled.append(
            work.derived(
                event,
                Prop.BACKGROUND,
                True,
                "long-before-publication",
                0.8,
                (f"{day.end.isoformat()} lies more than {_HISTORY.days} days before publication",),
            )
        )


def _actor(work: Work, assertion: Assertion, country: str | None, day: date | None, named: Sequence[str]) -> Assertion:
    assert isinstance(assertion.value, MentionRef)
    mention = work.mentions[assertion.value.mention_id]
    assert isinstance(mention.expression, ActorExpression)
    value, score, alternatives, reasons = resolve_actor(
        mention.expression,
        mention.span.quote,
        country=country,
        day=day,
        document_actors=named,
        knowledge=work.knowledge,
        coreferent=means_the_group(mention.expression, mention.span.quote),
    )
    return replace(
        assertion,
        value=value,
        confidence=round(assertion.confidence * score.value, 3),
        alternatives=alternatives,
        reasons=(*assertion.reasons, *reasons),
    )


def _attribution(
    work: Work, item: Attribution, country: str | None, day: date | None, named: Sequence[str]
) -> Attribution:
    """Registry names for the named sides of an attribution; plain words stay as they are."""
    by = _attributed(work, item.by_mention, country, day, named)
    of = _attributed(work, item.of_mention, country, day, named)
    if item.kind is AttributionKind.CLAIM and _speaks_of_foreigners(work, item, by, of):
        item = replace(item, kind=AttributionKind.ACCUSATION)
    changed = item
    if by is not None and by.id is not None:
        changed = replace(changed, by=by.name if _is_the_side_itself(work, item) else item.by, by_id=by.id)
    if of is not None and of.id is not None:
        changed = replace(changed, of=of.name, of_id=of.id)
    said, _, _ = work.dates.get(item.when_mention or "", OPEN_DATE)
    return replace(changed, words=item.of or item.by, said=said)


def _speaks_of_foreigners(work: Work, item: Attribution, by: ActorValue | None, of: ActorValue | None) -> bool:
    """Whether authorities without a country in their name ("the regional administration"), so those of the place,
    speak of forces of another state. That two sides are of one state only shows once they are resolved."""
    mention = work.mentions.get(item.by_mention or "")
    if mention is None or not isinstance(mention.expression, ActorExpression) or by is None or of is None:
        return False
    official = mention.expression.form in (ActorForm.STATE, ActorForm.GOVERNMENT) and mention.expression.country is None
    return official and None not in (by.country, of.country) and by.country != of.country


_OWN_ACTS = (AttributionKind.CLAIM, AttributionKind.DENIAL)


def _is_the_side_itself(work: Work, item: Attribution) -> bool:
    """Whether ``by`` is an actor and no mere source: a named organisation; or the forces of a state that claim or deny
    an act of their own ("the army denied"), not "an army source" and not police who confirm. A spokesman of an
    organisation who blames others stays one."""
    mention = work.mentions[item.by_mention or ""]
    assert isinstance(mention.expression, ActorExpression)
    quote = [w for w in mention.span.quote.casefold().split() if w not in ("the", "a", "an")]
    bare = item.by.casefold().split() == quote
    if mention.expression.form is ActorForm.NAMED:
        return bare or item.kind in _OWN_ACTS
    office = quote[-1:] and {quote[-1], quote[-1].removesuffix("s")} & _persons()
    of_state = mention.expression.form in (ActorForm.STATE, ActorForm.GOVERNMENT)
    return item.kind in _OWN_ACTS and of_state and bare and not office


@cache
def _persons() -> frozenset[str]:
    """Words for persons who speak ("minister"): they speak for a side and are none."""
    return frozenset(map(str, read_lexicon("speech.yml")["persons"]))


def _attributed(
    work: Work, mention_id: str | None, country: str | None, day: date | None, named: Sequence[str]
) -> ActorValue | None:
    mention = work.mentions.get(mention_id or "")
    if mention is None or not isinstance(mention.expression, ActorExpression):
        return None
    value, _, _, _ = resolve_actor(
        mention.expression,
        mention.span.quote,
        country=country,
        day=day,
        document_actors=named,
        knowledge=work.knowledge,
    )
    return value
