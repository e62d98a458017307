"""Choosing who acted and who was the target: the most specific side that is supported, never the merely
accused.

CODEBOOK section 0: a side that is accused and has not claimed the act stays out of ``actor1`` (it is kept in
``alternatives`` and in the attribution) unless a document itself reports it as fact.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.merge.case import Case, Choice, Told, conflict, evidence_of, quotes
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.relations import ActorRelated, Kin, actors_relate, are_kin, is_generic, is_named, side_of
from tocsin.model.event import FieldAlternative
from tocsin.model.reading import Assertion, AttributionKind, Flag, Prop, Stance
from tocsin.model.text import name_key
from tocsin.model.values import ActorValue

_SUPPORTING = (ActorRelated.SAME, ActorRelated.KIN, ActorRelated.COMPATIBLE)
Side = Choice[ActorValue | None]


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides as the reports give them, before what the type implies."""

    actor1: Side
    actor2: Side
    accused_only: ActorValue | None = None  # the side that is accused and supported by nothing else


def choose_sides(case: Case) -> Sides:
    """``actor1`` and ``actor2`` of a case."""
    told = {role: case.told(role, ActorValue) for role in (Prop.ACTOR1, Prop.ACTOR2)}
    told[Prop.ACTOR1] = sorted([*told[Prop.ACTOR1], *_claimants(case)], key=lambda t: t.order)
    kin = kin_of_values(_all_actors(case, told), case.knowledge)
    roles = _straightened(told)
    accused = _accused(case, roles[Prop.ACTOR1], kin)
    first = [t for t in roles[Prop.ACTOR1] if t.assertion.id not in accused]
    actor1 = _choose("actor1", first, roles[Prop.ACTOR1], kin)
    only = [t.value for t in roles[Prop.ACTOR1] if t.assertion.id in accused and t.root]
    actor2 = _choose("actor2", roles[Prop.ACTOR2], roles[Prop.ACTOR2], kin, other=actor1.value)
    blamed = only[0] if only and (actor1.value is None or is_generic(actor1.value)) else None
    actor1 = replace(actor1, alternatives=_merged(actor1.alternatives, _as_accused(case, only, actor1, kin)))
    first_side = _associated(case, actor1, Prop.ASSOCIATED1, actor2.value, kin)
    second_side = _associated(case, actor2, Prop.ASSOCIATED2, actor1.value, kin)
    return Sides(first_side, second_side, blamed)


def _all_actors(case: Case, told: Mapping[Prop, Sequence[Told[ActorValue]]]) -> Iterable[ActorValue]:
    """Every actor of the case, partners and those of attributions too (by id; the name does not matter for kinship)."""
    yield from (t.value for found in told.values() for t in found)
    yield from (t.value for prop in (Prop.ASSOCIATED1, Prop.ASSOCIATED2) for t in case.told(prop, ActorValue))
    for attribution in case.attributions:
        yield from (ActorValue(i, i) for i in (attribution.by_id, attribution.of_id) if i is not None)


_DOUBTED_RULE = "doubted-side"  # "suspected rebels": the report's own side, with a doubt (read/rules/doubted_sides.py)
_CLAIM_RULE = "claim-of-responsibility"
_CLAIM_CONFIDENCE = 0.8  # a claim may be false (CODEBOOK section 6), yet seldom is when nobody else is blamed


def _claimants(case: Case) -> list[Told[ActorValue]]:
    """Sides that claim the act, as if asserted: a claim makes its side the actor (CODEBOOK section 0)."""
    found = []
    for a in case.attributions:
        actor_id = a.by_id if a.of is None else a.of_id
        if a.kind is not AttributionKind.CLAIM or actor_id is None or case.knowledge.actors.get(actor_id) is None:
            continue
        value = replace(case.knowledge.actors.value(actor_id), as_reported=a.words)
        assertion = Assertion(
            id=a.id,
            event_mention_id=a.event_mention_id,
            prop=Prop.ACTOR1,
            value=value,
            spans=(a.span,),
            author=a.author or "merge",
            attributed_to=a.by,
            rule=_CLAIM_RULE,
            confidence=_CLAIM_CONFIDENCE,
        )
        found.append(case.voice(value, assertion))
    return found


def _key(actor: ActorValue) -> str:
    return actor.id or name_key(actor.name)


def _straightened(
    told: Mapping[Prop, Sequence[Told[ActorValue]]],
) -> dict[Prop, list[Told[ActorValue]]]:
    """Reports that tell the sides the other way round, put the way most (then the first) tell them.

    "Rebels attacked the army" and "the army fought off rebels" have one pair of sides. An event mention
    that names one actor on both sides is left as it is.
    """
    homes = _homes(told)
    straight: dict[Prop, list[Told[ActorValue]]] = {Prop.ACTOR1: [], Prop.ACTOR2: []}
    for role, found in told.items():
        for t in found:
            straight[homes.get(_key(t.value), role)].append(t)
    return {role: sorted(found, key=lambda t: t.order) for role, found in straight.items()}


def _homes(told: Mapping[Prop, Sequence[Told[ActorValue]]]) -> dict[str, Prop]:
    """The role of every actor: the one with more support, of equals the one told first.

    When that leaves a role empty that some report fills, the actor with most support in it moves there.
    """
    votes: dict[str, dict[Prop, float]] = defaultdict(dict)
    first: dict[str, tuple[tuple[int, int, int, str], Prop]] = {}
    for role, found in told.items():
        for t in found:
            key = _key(t.value)
            first[key] = min(first.get(key, (t.order, role)), (t.order, role), key=lambda at: at[0])
            if t.assertion.stance is not Stance.DENIED:
                votes[key][role] = votes[key].get(role, 0.0) + t.confidence * (1.0 if t.root else 0.01)
    homes = {key: max(given, key=lambda r: (given[r], r is first[key][1])) for key, given in sorted(votes.items())}
    for empty in (role for role, found in told.items() if found and role not in homes.values()):
        movable = {key: given[empty] for key, given in votes.items() if empty in given}
        if movable and len(homes) > 1:
            homes[max(sorted(movable), key=lambda key: movable[key])] = empty
    return homes


def _accused(case: Case, told: Sequence[Told[ActorValue]], kin: Kin) -> frozenset[str]:
    """Ids of assertions that name a side which is only accused: hedged, or blamed by somebody, and not
    claimed. A speaker who tells the whole happening with its side as the one who acts ("X shelled the town, the
    governor said") reports it, unless that side denies it; he blames when he says no more than who did it (CODEBOOK
    section 0).
    """
    denied = [a for a in case.attributions if a.kind is AttributionKind.DENIAL]
    claimed = [a for a in case.attributions if a.kind is AttributionKind.CLAIM]
    blamed = [a for a in case.attributions if a.kind is AttributionKind.ACCUSATION]
    sure = {_key(t.value) for t in told if t.is_fact and t.root and not is_generic(t.value)}
    hedged_acts = {  # "reportedly": the hedge is about the act, not about its author
        t.assertion.event_mention_id for t in case.told(Prop.SUB_EVENT_TYPE, str) if t.assertion.stance is Stance.HEDGED
    }
    reported = _told_whole(case)
    found = set()
    for t in told:
        if is_generic(t.value) or t.is_fact or _key(t.value) in sure:
            continue
        contested = any(names(a.by_id, a.by, t.value, kin) or names(a.of_id, a.of, t.value, kin) for a in denied)
        if t.own and not contested and (t.assertion.event_mention_id, t.assertion.attributed_to) in reported:
            sure.add(_key(t.value))
            continue
        if any(names(a.of_id, a.of, t.value, kin) or names(a.by_id, a.by, t.value, kin) for a in claimed):
            continue
        hedged = t.assertion.stance is not Stance.ASSERTED and t.assertion.event_mention_id not in hedged_acts
        hedged = hedged and t.assertion.rule != _DOUBTED_RULE
        if hedged or contested or any(names(a.of_id, a.of, t.value, kin) for a in blamed):
            found.add(t.assertion.id)
    return frozenset(found)


def _told_whole(case: Case) -> frozenset[tuple[str, str | None]]:
    """Event mentions with the speakers who tell firmly that it happened, not only who did it."""
    return frozenset(
        (t.assertion.event_mention_id, t.assertion.attributed_to)
        for t in case.told(Prop.SUB_EVENT_TYPE, str)
        if t.own and t.assertion.attributed_to is not None and t.assertion.stance is Stance.ASSERTED
    )


def names(actor_id: str | None, words: str | None, actor: ActorValue, kin: Kin) -> bool:
    """Whether an attribution's side is this actor or one of its organisation."""
    if actor_id is not None and actor.id is not None:
        return are_kin(actor_id, actor.id, kin)
    known = {name_key(actor.name), name_key(actor.as_reported)} - {""}
    return words is not None and name_key(words) in known


def _choose(
    name: str,
    supported: Sequence[Told[ActorValue]],
    told: Sequence[Told[ActorValue]],
    kin: Kin,
    other: ActorValue | None = None,
) -> Side:
    """The best supported side, and of those that may be the same the most specific."""
    voices = [t for t in supported if t.assertion.stance is not Stance.DENIED]
    voices = [t for t in voices if t.root] or voices
    if other is not None:  # nobody fights himself unless all reports say so
        voices = [t for t in voices if _key(t.value) != _key(other)] or voices
    if not voices:
        return Choice(None, "no-report", tuple(evidence_of(name, t, t.value, False, "") for t in told))
    weight = _weights(voices)
    base = max(voices, key=lambda t: (weight[_key(t.value)], -t.report, -t.sentence, t.assertion.id))
    near = [t for t in voices if actors_relate(base.value, t.value, kin) in _SUPPORTING]
    best = min(near, key=lambda t: (_vagueness(t.value), -weight[_key(t.value)], t.order))
    rule = _rule(voices, near, best)
    same = [t for t in voices if actors_relate(best.value, t.value, kin) in _SUPPORTING]
    rivals = [t for t in voices if actors_relate(best.value, t.value, kin) is ActorRelated.DIFFERENT]
    evidence = tuple(evidence_of(name, t, t.value, t in same and _key(t.value) == _key(best.value), rule) for t in told)
    return Choice(best.value, rule, evidence, _flags(name, best, rivals), _alternatives(name, rivals))


def _weights(voices: Iterable[Told[ActorValue]]) -> dict[str, float]:
    """Support per actor: its surest assertion in each story, summed over stories."""
    best: dict[tuple[str, str], float] = {}
    for t in voices:
        slot = (_key(t.value), t.story)
        best[slot] = max(best.get(slot, 0.0), t.confidence)
    weight: dict[str, float] = defaultdict(float)
    for (key, _), confidence in sorted(best.items()):
        weight[key] += confidence
    return weight


def _vagueness(actor: ActorValue) -> int:
    """0 a named organisation, 1 a name without an entry, 2 a class of people."""
    if is_named(actor):
        return 0
    return 2 if is_generic(actor) or not side_of(actor) else 1


def _rule(voices: Sequence[Told[ActorValue]], near: Sequence[Told[ActorValue]], best: Told[ActorValue]) -> str:
    if best.assertion.rule == _CLAIM_RULE:
        return "claimed"
    if len(voices) == 1:
        return "only-report"
    if any(_vagueness(t.value) > _vagueness(best.value) for t in near):
        return "most-specific"
    return "all-reports" if all(_key(t.value) == _key(best.value) for t in voices) else "most-reports"


def _flags(name: str, best: Told[ActorValue], rivals: Sequence[Told[ActorValue]]) -> tuple[Flag, ...]:
    named = [t for t in rivals if is_named(t.value) and t.root]
    if not named or not is_named(best.value):
        return ()
    sides = [best, *list({_key(t.value): t for t in reversed(named)}.values())[::-1]]
    what = "who acted" if name == "actor1" else "who the target was"
    sentence = f"The reports differ on {what}: {quotes(sides)}; {best.value.name} was chosen."
    return (conflict("actor_conflict", sentence, sides),)


def _alternatives(name: str, rivals: Sequence[Told[ActorValue]]) -> tuple[FieldAlternative, ...]:
    best: dict[str, float] = {}
    for t in rivals:
        best[t.value.name] = max(best.get(t.value.name, 0.0), round(t.confidence * 0.5, 4))
    return tuple(FieldAlternative(name, value, confidence) for value, confidence in sorted(best.items()))


def _as_accused(case: Case, accused: Sequence[ActorValue], chosen: Side, kin: Kin) -> tuple[FieldAlternative, ...]:
    """Accused sides as alternatives of ``actor1``, those that only an attribution names included."""
    found = {actor.name for actor in accused}
    for a in case.attributions:
        if a.kind is not AttributionKind.ACCUSATION or a.of is None:
            continue
        if chosen.value is None or not names(a.of_id, a.of, chosen.value, kin):
            found.add(a.of)
    return tuple(FieldAlternative("actor1", name, 0.5) for name in sorted(found))


def _merged(left: Sequence[FieldAlternative], right: Sequence[FieldAlternative]) -> tuple[FieldAlternative, ...]:
    known = {a.value: a for a in (*right, *left)}
    return tuple(known[value] for value in sorted(known))


def _associated(case: Case, side: Side, prop: Prop, other: ActorValue | None, kin: Kin) -> Side:
    """The side with its allies and identities added; never the organisation it stands against."""
    if side.value is None:
        return side
    enemy = other.id if other is not None and is_named(other) else None
    told = [t.value for t in case.voices(prop, ActorValue)]
    allies = dict.fromkeys(a.name for a in told if enemy is None or a.id is None or not are_kin(a.id, enemy, kin))
    known = {side.value.name, *side.value.associated, *((other.name,) if other is not None else ())}
    extra = tuple(name for name in allies if name not in known)
    return replace(side, value=replace(side.value, associated=side.value.associated + extra))
