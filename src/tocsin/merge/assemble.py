"""Assembling an event from a cluster of event mentions: a small function and a named rule for every field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tocsin.knowledge import Knowledge
from tocsin.merge import corrected
from tocsin.merge.case import Case, Choice, Library, evidence_of
from tocsin.merge.confidence import event_confidence
from tocsin.merge.copied import changed_flags, counted_completeness, graded
from tocsin.merge.corrected import Corrections
from tocsin.merge.disputes import is_disputed
from tocsin.merge.firsts import check_firsts
from tocsin.merge.follow_ups import with_follow_ups
from tocsin.merge.grading import Grading
from tocsin.merge.implied import Setting, complete_sides, country_of, is_civilian_targeting
from tocsin.merge.kinds import Circumstances, choose_type
from tocsin.merge.relations import side_of
from tocsin.merge.responsibility import Deed, attributions
from tocsin.merge.sets import told_sets, with_sets
from tocsin.merge.settings import load
from tocsin.merge.sides import Side, Sides, choose_sides
from tocsin.merge.units import with_units
from tocsin.merge.victims import Tolls, choose_tolls
from tocsin.merge.when_where import choose_date, choose_place
from tocsin.model.document import Document, DocumentKind
from tocsin.model.event import Event, Evidence, Story
from tocsin.model.people import Correction
from tocsin.model.reading import Flag, Modality, Prop, Reading
from tocsin.model.text import fold
from tocsin.model.values import ActorValue, AttackedThing, Count, VictimStatus
from tocsin.model.values import Side as VictimSide

_T = TypeVar("_T", str, bool, int, Count)
_MODALITIES = (
    Modality.ACTUAL,
    Modality.FAILED,
    Modality.PLANNED,
    Modality.THREATENED,
    Modality.HYPOTHETICAL,
    Modality.NEGATED,
)


def assemble(
    mention_ids: Iterable[str],
    *,
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    knowledge: Knowledge,
) -> Event:
    """The event that a cluster of event mentions tells, as a draft without id.

    For many clusters call ``assemble_all``, which indexes the readings once.

    Raises:
        KeyError: a mention stands in no reading.
        KnowledgeError: an engine asserted a sub-event type that the codebook does not have.
    """
    return _event(Library(documents, readings, stories, knowledge, load()).case(mention_ids))


def assemble_all(
    clusters: Iterable[Iterable[str]],
    *,
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    knowledge: Knowledge,
    corrections: Mapping[str, Sequence[Correction]] | None = None,
) -> tuple[Event, ...]:
    """The events of all clusters, in their order; what a report calls a first is tested against the others, and a set
    told as a number against lists; what answers an earlier event has evidence of it.
    ``corrections`` are those in force, by an event mention of the cluster they are about. Raises as ``assemble``."""
    library = Library(documents, readings, stories, knowledge, load(), corrections or {})
    cases = [library.case(ids) for ids in clusters]
    events = [_event(case) for case in cases]
    told = {m.id: m for case in cases for m in case.mentions.values()}
    sets = [found for d in sorted(readings) for found in told_sets(readings[d], documents[d], knowledge)]
    fitted = with_follow_ups(with_sets(events, sets), told)
    return check_firsts(fitted, told, {d.id: d for case in cases for d in case.reports}, knowledge)


def _event(case: Case) -> Event:
    """All fields of one case."""
    people = Corrections.of(case.corrections)
    day = people.date(choose_date(case))
    place = with_units(people.place(choose_place(case)), day.value, case.knowledge.boundaries)
    tolls, sides = people.tolls(choose_tolls(case)), people.sides(choose_sides(case))
    modality = people.choice("modality", _modality(case), corrected.modality)
    kind = choose_type(case, _circumstances(case, sides, tolls, modality.value, country_of(place.value)))
    kind = people.choice("sub_event_type", kind, str)
    event_type = case.knowledge.codebook.event_type_of(kind.value) if kind.value else ""
    began = day.value.start if day.value is not None else None
    setting = Setting(event_type, kind.value, country_of(place.value), tolls.victims, began)
    actor1, actor2 = people.final_sides(sides, complete_sides(case, sides, setting))
    targeting = _most_reported(case, Prop.CIVILIAN_TARGETING, bool)
    weapons = people.choice("weapons", _all_said(case, Prop.WEAPON, "weapons"), corrected.words)
    targets = people.choice("targets", _things_hit(case), corrected.things)
    tags = people.choice("tags", _all_tags(case, kind.value), corrected.words)
    incidents = people.choice("incident_count", _most_reported(case, Prop.INCIDENT_COUNT, int), corrected.number)
    crowd = people.crowd(_most_reported(case, Prop.CROWD_SIZE, Count))
    background = people.choice("background", _background(case), bool)
    choices: tuple[Choice[object], ...] = (
        *(kind, day, place, actor1, actor2, modality, targets, weapons, tags),
        *(incidents, crowd, targeting, background),
    )
    flags = _flags(case, choices, tolls, kind.value)
    confidence = event_confidence(
        case.from_speaking(kind.evidence),
        case.from_speaking(modality.evidence),
        counted_completeness(case, day, place, (actor1, actor2), tolls),
        case.stories,
        flags,
        case.settings.confidence,
    )
    evidence = graded(case, (*(e for c in choices for e in c.evidence), *tolls.evidence))
    deed = Deed(actor1.value, event_type, kind.value, country_of(place.value))
    said = attributions(case, deed)
    disputed = is_disputed(said, case.knowledge)
    grading = Grading(case, evidence, flags, disputed)
    event = Event(
        mention_ids=case.mention_ids,
        event_type=event_type,
        sub_event_type=kind.value,
        disorder_type=case.knowledge.codebook.disorder_of(kind.value) if kind.value else "",
        modality=modality.value,
        background=background.value,
        date=day.value,
        place=place.value,
        actor1=actor1.value,
        actor2=actor2.value,
        civilian_targeting=is_civilian_targeting(event_type, kind.value, actor2.value, targeting.value),
        fatalities=tolls.fatalities,
        victims=tolls.victims,
        targets=targets.value,
        weapons=weapons.value,
        incident_count=incidents.value if incidents.value is not None else 1,
        crowd_size=crowd.value,
        disputed=disputed,
        confidence=confidence,
        alternatives=tuple(a for c in choices for a in c.alternatives),
        attributions=grading.attributions(said),
        sources=grading.sources(),
        evidence=case.settings.value_confidence.shown(grading.graded_evidence()),
        flags=flags,
        tags=tags.value,
        actor1_reported=_reported(actor1),
        actor2_reported=_reported(actor2),
    )
    return people.finish(event)


def _circumstances(case: Case, sides: Sides, tolls: Tolls, modality: Modality, country: str | None) -> Circumstances:
    """What the decision procedure asks for besides the types. ``country``: alpha-3 code of where it happened."""
    both = (sides.actor1.value or sides.accused_only, sides.actor2.value)
    first = both[0]
    force = first is not None and side_of(first) in ("state", "external") and first.country is not None
    if both[1] is not None and side_of(both[1]) in ("rebel", "militia"):
        force = False  # an allied army that fights rebels takes ground for the state
    kinds = [side_of(side) if side is not None else "" for side in both]
    return Circumstances(
        two_armed=_two_armed(both, tolls),
        harmed=tolls.harmed(),
        rioters=both[0] is not None and side_of(both[0]) == "rioters",
        modality=modality,
        stories=case.stories,
        abroad=force and first is not None and country is not None and first.country != country,
        irregular=kinds[0] in ("rebel", "militia") and kinds[1] != "state",
        crowd_meets_force=kinds[0] in ("protesters", "civilians") and kinds[1] == "state",
    )


_ARMED = (VictimSide.STATE, VictimSide.REBEL, VictimSide.MILITIA)


def _two_armed(sides: tuple[ActorValue | None, ActorValue | None], tolls: Tolls) -> bool | None:
    """Whether both sides are armed organisations: most victims are armed, or both actors; ``None`` when unknown."""
    kinds = [side_of(a) if a is not None else "" for a in sides]
    hurt = [v for v in tolls.victims if v.status in (VictimStatus.KILLED, VictimStatus.INJURED)]
    armed = sum(v.count.low or 0 for v in hurt if v.side in _ARMED)
    unarmed = sum(v.count.low or 0 for v in hurt if v.side in (VictimSide.CIVILIAN, VictimSide.UNKNOWN))
    if armed > unarmed:
        return True
    if any(k in ("civilians", "protesters") for k in kinds):
        return False
    return True if all(kinds) else None


def _modality(case: Case) -> Choice[Modality]:
    """What happened goes before what failed, what was planned, threatened, imagined or denied."""
    told = case.voices(Prop.MODALITY, str)
    given = {t.value for t in told} or {Modality.ACTUAL.value}
    silent = set(case.mentions) - {t.assertion.event_mention_id for t in told}
    root_silent = any(case.mentions[m].document_id in case.speaking for m in silent)
    if told and root_silent:
        given.add(Modality.ACTUAL.value)  # an account without a word on modality is told as fact
    chosen = next(m for m in _MODALITIES if m.value in given)
    rule = "told-as-fact" if chosen.value not in {t.value for t in told} else "actual-first"
    evidence = tuple(
        evidence_of("modality", t, t.value, t.value == chosen.value, rule) for t in case.told(Prop.MODALITY, str)
    )
    if rule == "told-as-fact":
        evidence = (Evidence("modality", chosen.value, case.spans()[:1], True, "merge", rule), *evidence)
    return Choice(chosen, rule, evidence)


def _background(case: Case) -> Choice[bool]:
    """History only when every account of the reports that speak tells it as history."""
    told = case.told(Prop.BACKGROUND, bool)
    speaking = [m for m in case.mentions.values() if m.document_id in case.speaking]
    history = {t.assertion.event_mention_id for t in told if t.value}
    value = bool(speaking) and all(m.id in history for m in speaking)
    rule = "all-accounts"
    evidence = tuple(evidence_of("background", t, t.value, t.value == value, rule) for t in told)
    return Choice(value, rule, evidence)


def _most_reported(case: Case, prop: Prop, kind: type[_T]) -> Choice[_T | None]:
    """The value most stories give, of equals the surest, then the first."""
    told = case.voices(prop, kind)
    if not told:
        return Choice(None, "no-report")

    def support(value: _T) -> tuple[int, float]:
        same = [t for t in told if t.value == value]
        return (len({t.story for t in same}), max(t.confidence for t in same))

    best = max(reversed(told), key=lambda t: support(t.value)).value
    rule = "only-report" if len(told) == 1 else "most-reports"
    evidence = tuple(evidence_of(prop.value, t, t.value, t.value == best, rule) for t in case.told(prop, kind))
    return Choice(best, rule, evidence)


def _all_said(case: Case, prop: Prop, name: str) -> Choice[tuple[str, ...]]:
    """Every value that any report gives, in order of first mention."""
    told = case.voices(prop, str)
    values = tuple(dict.fromkeys(t.value for t in told))
    rule = "only-report" if len(told) == 1 else "any-report"
    evidence = tuple(evidence_of(name, t, t.value, t.value in values, rule) for t in told)
    return Choice(values, rule, evidence)


def _things_hit(case: Case) -> Choice[tuple[AttackedThing, ...]]:
    """Every thing that any report says was hit, once by its noun; the fullest phrase and an effect that is told win."""
    told = case.voices(Prop.TARGET, AttackedThing)
    kept: dict[str, AttackedThing] = {}
    for value in (t.value for t in told):
        known = kept.get(fold(value.what))
        if known is None:
            kept[fold(value.what)] = value
        else:
            fuller = max((known, value), key=lambda thing: len(thing.words))
            kept[fold(value.what)] = replace(fuller, effect=known.effect or value.effect)
    rule = "only-report" if len(told) == 1 else "any-report"
    evidence = tuple(evidence_of("targets", t, t.value, True, rule) for t in told)
    return Choice(tuple(kept.values()), rule, evidence)


# What is kept as a tag of an event whose type is another (CODEBOOK section 1, merge 1: different tactics of one pair,
# place and day are one row; sections 0 and 2: a suicide device or an IED inside a fight is a tag of it).
_TAG_OF_TYPE = {
    "Suicide bomb": "suicide",
    "Remote explosive/landmine/IED": "IED",
    "Air/drone strike": "air support",
    "Shelling/artillery/missile attack": "shelling",
    "Disrupted weapons use": "weapons seized",
    "Looting/property destruction": "property destroyed",
    "Arrests": "arrests",
}


_SURE_OF_TACTIC = 0.5
"""How likely a type must be for its tactic to become a tag: more likely than not."""
ONLY_STATEMENTS = "only statements"
"""Tag of an event that nothing but statements of the parties tells."""


def _all_tags(case: Case, sub_event_type: str) -> Choice[tuple[str, ...]]:
    """The tags told, with one for each other type that reports give the event."""
    said = _all_said(case, Prop.TAG, "tags")
    others = (t for t in case.voices(Prop.SUB_EVENT_TYPE, str) if t.value != sub_event_type)
    types = dict.fromkeys(t.value for t in others if t.assertion.confidence >= _SURE_OF_TACTIC)
    told = (_TAG_OF_TYPE[name] for name in types if name in _TAG_OF_TYPE)
    tags = [tag for tag in dict.fromkeys((*said.value, *told)) if tag != _TAG_OF_TYPE.get(sub_event_type)]
    if case.reports and all(document.kind is DocumentKind.STATEMENT for document in case.reports):
        tags.append(ONLY_STATEMENTS)
    return replace(said, value=tuple(tags))


def _reported(side: Side) -> tuple[str, ...]:
    """The words the reports use for a side, in order of authority."""
    rows = [e for e in side.evidence if e.chosen and isinstance(e.value, ActorValue)]
    return tuple(dict.fromkeys(e.value.as_reported for e in rows if isinstance(e.value, ActorValue)
                               and e.value.as_reported))  # fmt: skip


def _flags(case: Case, choices: Sequence[Choice[object]], tolls: Tolls, sub_event_type: str) -> tuple[Flag, ...]:
    """The readers' flags, contradictions, and gaps that a person should know of."""
    flags = [*case.reader_flags, *(f for c in choices for f in c.flags), *tolls.flags, *changed_flags(case)]
    spans = case.spans()[:1]
    if not sub_event_type:
        flags.append(Flag("type_unknown", "No report says what kind of event this is.", spans=spans))
    types = {t.value for t in case.voices(Prop.SUB_EVENT_TYPE, str)}
    bombers = [v for v in tolls.of(VictimStatus.KILLED) if v.side is VictimSide.PERPETRATOR]
    if sub_event_type and "Suicide bomb" in types and not bombers:
        sentence = "A suicide device was used, but no report says whether its bearer is counted among the dead."
        flags.append(Flag("bomber_deaths_unstated", sentence, spans=spans))
    return tuple(dict.fromkeys(flags))
