"""What the type of an event implies about its sides, as named rules that show in the evidence.

CODEBOOK section 0: civilians who are attacked are always actor2; nobody named = Unidentified Armed Group of
the country. Of strategic developments only arrests imply a side: to arrest is an act of those in control, by judicial
process (section 2), hence of the police; whom rebels "arrest" they abduct, which is another type.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.merge.case import Case, Choice
from tocsin.merge.relations import side_of
from tocsin.merge.sides import Side, Sides
from tocsin.model.event import Evidence
from tocsin.model.reading import Stance
from tocsin.model.values import ActorValue, PlaceValue, VictimCount
from tocsin.model.values import Side as VictimSide

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_FORCES = ("state", "external")
_FORCE_USED = "Excessive force against protesters"
_CROWDS = {"Protests": "protesters", "Riots": "rioters"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What implied sides depend on."""

    event_type: str
    sub_event_type: str
    country: str | None
    victims: Sequence[VictimCount]
    day: date | None = None  # forces of a state are named by the rule of that day


def complete_sides(case: Case, sides: Sides, setting: Setting) -> tuple[Side, Side]:
    """``actor1`` and ``actor2`` with what the type implies filled in."""
    first, second = sides.actor1, sides.actor2
    if setting.event_type == "Violence against civilians" and _is_civilian(first.value):
        first, second = (second, first) if not _is_civilian(second.value) else (_none(first), first)
        first, second = _renamed(first, "actor1"), _renamed(second, "actor2")
    if setting.event_type in _CROWDS and setting.sub_event_type != _FORCE_USED:
        first, second = _crowd_first(case, first, second, setting)
    if setting.sub_event_type in _TAKERS and _taken_by_the_other(first.value, second.value, setting.sub_event_type):
        first, second = _renamed(second, "actor1"), _renamed(first, "actor2")
    if setting.event_type in _AIMED and _is_civilian(second.value):
        second = _armed_told(second) or second
    if second.value is None and _targets_civilians(setting):
        second = _implied(case, second, "actor2", "civilians", setting, "victims-are-civilians")
    if setting.sub_event_type == _FORCE_USED:
        if second.value is None:
            second = _implied(case, second, "actor2", "protesters", setting, "type-implies")
    elif second.value is None and setting.sub_event_type == "Mob violence":
        second = _implied(case, second, "actor2", "civilians", setting, "type-implies")
    if first.value is None and setting.event_type in _CROWDS and setting.sub_event_type != _FORCE_USED:
        kind = _CROWDS[setting.event_type]
        first = _implied(case, first, "actor1", kind, setting, "type-implies")
    if first.value is None and setting.event_type in _VIOLENT:
        rule = "accused-not-claimed" if sides.accused_only is not None else "perpetrator-unnamed"
        country = setting.country or (sides.accused_only.country if sides.accused_only else None)
        where = replace(setting, country=country)
        first = _implied(case, first, "actor1", "unidentified-armed-group", where, rule)
    if first.value is None and setting.sub_event_type == "Arrests":
        home = setting.country or (second.value.country if second.value is not None else None)
        first = _implied(case, first, "actor1", "police", replace(setting, country=home), "implied-by-arrest")
    return first, second


_AIMED = ("Battles", "Explosions/Remote violence")


def _armed_told(side: Side) -> Side | None:
    """The surest armed side told as a target beside civilians: it is the one fought or aimed at, and civilians hit
    with it are harm beside it (CODEBOOK section 1, "merge when" 3)."""
    told = [(e, e.value) for e in side.evidence if isinstance(e.value, ActorValue) and e.stance is not Stance.DENIED]
    named = [(e, value) for e, value in told if e.rule != _BY_THING]
    armed = [(e, value) for e, value in named if side_of(value) in ("state", "rebel", "militia", "external")]
    hit = max((e.confidence for e, _ in told if e.chosen), default=0.0)
    if not armed or max(e.confidence for e, _ in armed) < _AS_SURE * hit:
        return None
    _, value = max(armed, key=lambda pair: pair[0].confidence)
    evidence = tuple(replace(e, chosen=e.value == value, rule=_AIMED_AT) for e in side.evidence)
    return replace(side, value=value, rule=_AIMED_AT, evidence=evidence)


_BY_THING = "side-of-thing"  # a reader's word that nobody but the owner of a thing hit is told: no party that was named
_AIMED_AT = "armed-side-aimed-at"
_AS_SURE = 0.6  # share of the surety of civilians from which an armed side stands over them; set by judgement
_TAKERS = {"Government regains territory": ("state",), "Non-state actor overtakes territory": ("rebel", "militia")}


def _taken_by_the_other(first: ActorValue | None, second: ActorValue | None, sub_event_type: str) -> bool:
    """Whether of two sides the second is the one that, by the type, took the place: "the town was retaken from rebels"
    by the state, whatever side was read first."""
    if first is None or second is None:
        return False
    takers, losers = _TAKERS[sub_event_type], {"state", "rebel", "militia"} - set(_TAKERS[sub_event_type])
    return side_of(second) in takers and side_of(first) in losers


def _crowd_first(case: Case, first: Side, second: Side, setting: Setting) -> tuple[Side, Side]:
    """A demonstration or riot is its crowd's: it is actor1, and the forces it meets are actor2 (CODEBOOK section 2).

    One happening told as a protest, as a riot and as shots at the crowd names its crowd on both sides. In a riot the
    crowd goes by the name of rioters, whatever its reports call it.
    """
    force_acts = first.value is not None and side_of(first.value) in _FORCES
    if force_acts and (second.value is None or _is_crowd(second.value)):
        first, second = _renamed(second, "actor1"), _renamed(first, "actor2")
    elif force_acts and setting.event_type == "Riots" and _is_civilian(second.value):
        first, second = _riot_of(first, second)
    if _is_crowd(first.value) and _is_crowd(second.value):
        second = _force_told(first) or second
    kind = _CROWDS[setting.event_type]
    if kind == "rioters" and _is_civilian(first.value):  # residents, students: in a riot they are its crowd
        known = replace(first, evidence=tuple(replace(e, chosen=False) for e in first.evidence))
        first = _implied(case, known, "actor1", kind, setting, "type-implies")
    if first.value is not None and _is_crowd(first.value) and side_of(first.value) != kind:
        known = replace(first, evidence=tuple(replace(e, chosen=False) for e in first.evidence))
        first = _implied(case, known, "actor1", kind, setting, "type-implies")
    return first, second


def _riot_of(force: Side, hit: Side) -> tuple[Side, Side]:
    """The sides of a riot told with a force that acts and unarmed people who are hit: where a crowd is told to act as
    well, it hit them; else the force met the crowd, and those it hit were of it ("two killed in police firing")."""
    crowd = [e for e in force.evidence if isinstance(e.value, ActorValue) and side_of(e.value) in _CROWDS.values()]
    known = tuple(replace(e, chosen=False) for e in force.evidence)
    if crowd:
        value = max(crowd, key=lambda e: e.confidence).value
        assert isinstance(value, ActorValue)
        told = tuple(replace(e, chosen=e.value == value) for e in known)
        return Choice(value, _CROWD_ACTS, told, force.flags, force.alternatives), hit
    met = tuple(replace(e, field="actor2", rule=_MET) for e in force.evidence)
    rest = tuple(replace(e, chosen=False) for e in hit.evidence)
    return Choice(None, "no-report", (), force.flags), Choice(force.value, _MET, (*met, *rest), hit.flags)


def _force_told(side: Side) -> Side | None:
    """The surest force among the values told for a side, as actor2, where the crowd took its place."""
    told = [
        (e, e.value)
        for e in side.evidence
        if isinstance(e.value, ActorValue) and side_of(e.value) in _FORCES and e.stance is not Stance.DENIED
    ]
    if not told:
        return None
    best, value = max(told, key=lambda pair: pair[0].confidence)
    evidence = tuple(replace(e, field="actor2", chosen=e is best or v == value, rule=_MET) for e, v in told)
    return Choice(value, _MET, evidence)


_MET = "force-met-by-the-crowd"
_CROWD_ACTS = "riots-are-of-the-crowd"


def _is_crowd(actor: ActorValue | None) -> bool:
    return actor is not None and side_of(actor) in _CROWDS.values()


def _is_civilian(actor: ActorValue | None) -> bool:
    return actor is not None and side_of(actor) == "civilians"


def _targets_civilians(setting: Setting) -> bool:
    """All violence against civilians; remote violence whose only victims told are civilians; chemical weapons used on
    nobody in particular, whose harm is known from where people live."""
    if setting.event_type == "Violence against civilians":
        return True
    if setting.sub_event_type == "Chemical weapon" and not setting.victims:
        return True
    sides = {v.side for v in setting.victims} - {VictimSide.PERPETRATOR, VictimSide.UNKNOWN}
    return setting.event_type == "Explosions/Remote violence" and sides == {VictimSide.CIVILIAN}


def _none(side: Side) -> Side:
    return Choice(None, "no-report", (), side.flags, side.alternatives)


def _renamed(side: Side, name: str) -> Side:
    """A side moved to the other role, its evidence with it."""
    evidence = tuple(replace(e, field=name) for e in side.evidence)
    alternatives = tuple(replace(a, field=name) for a in side.alternatives)
    return replace(side, evidence=evidence, alternatives=alternatives)


def _implied(case: Case, side: Side, name: str, kind: str, setting: Setting, rule: str) -> Side:
    """The generic actor of a kind for the country, resting on the trigger words."""
    country = setting.country
    if country is not None and case.knowledge.countries.by_alpha3(country) is None:
        country = None
    value = case.knowledge.actors.generic(kind, country, setting.day)
    evidence = Evidence(name, value, case.spans()[:1], True, "merge", rule)
    return replace(side, value=value, rule=rule, evidence=(evidence, *side.evidence))


def is_civilian_targeting(event_type: str, sub_event_type: str, actor2: ActorValue | None, said: bool | None) -> bool:
    """Whether civilians are the main or only target (CODEBOOK section 2): all violence against civilians and
    excessive force; remote violence and riots aimed at civilians; battles never. What a report says of it
    decides the open cases.
    """
    if event_type == "Violence against civilians" or sub_event_type == "Excessive force against protesters":
        return True
    if event_type not in ("Explosions/Remote violence", "Riots"):
        return False
    return said if said is not None else _is_civilian(actor2)


def country_of(place: PlaceValue | None) -> str | None:
    """The country an event lies in, as far as its place tells."""
    return place.country if place is not None else None
