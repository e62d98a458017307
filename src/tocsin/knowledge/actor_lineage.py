"""What an actor came from, what it became, whose part it was: relations of the registry read from both sides.

A relation stands with one actor only ("Ansar Dine merged into JNIM"); here JNIM knows it, too ("formed from Ansar
Dine"). Three readings of a name hang on it: as reported, canonical on a day, rolled up to the lineage of that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.knowledge.actor_model import Actor, Confidence, Relation, RelationKind, within
from tocsin.knowledge.actors import ActorRegistry


class Kin(StrEnum):
    """How a relative stands to the actor, in the words of the command line; the order is that of telling."""

    WAS = "formerly"
    FORMED_FROM = "formed from"
    SPLIT_FROM = "split from"
    PART_OF = "part of"
    WING_OF = "armed wing of"
    BECAME = "became"
    MERGED_INTO = "merged into"
    ABSORBED_BY = "absorbed by"
    PARTS = "parts"
    WINGS = "armed wings"
    ABSORBED = "absorbed"
    SPLINTERS = "split off"
    PLEDGED_TO = "pledged to"
    FOLLOWERS = "pledged to it"
    ALLIES = "allies"
    RIVALS = "rivals"


_KIN: dict[RelationKind, tuple[Kin, Kin]] = {  # read from the actor that holds the relation, and from the other
    RelationKind.RENAMED_TO: (Kin.BECAME, Kin.WAS),
    RelationKind.MERGED_INTO: (Kin.MERGED_INTO, Kin.FORMED_FROM),
    RelationKind.COMPONENT_OF: (Kin.PART_OF, Kin.PARTS),
    RelationKind.WING_OF: (Kin.WING_OF, Kin.WINGS),
    RelationKind.ABSORBED_BY_STATE: (Kin.ABSORBED_BY, Kin.ABSORBED),
    RelationKind.SPLINTER_OF: (Kin.SPLIT_FROM, Kin.SPLINTERS),
    RelationKind.PLEDGED_TO: (Kin.PLEDGED_TO, Kin.FOLLOWERS),
    RelationKind.ALLIED_WITH: (Kin.ALLIES, Kin.ALLIES),
    RelationKind.RIVAL_OF: (Kin.RIVALS, Kin.RIVALS),
}
_BECOMING = (RelationKind.RENAMED_TO, RelationKind.MERGED_INTO)
ACTS = frozenset({Kin.WAS, Kin.FORMED_FROM, Kin.SPLIT_FROM, Kin.BECAME, Kin.MERGED_INTO, Kin.SPLINTERS})
"""What is an act of one day; the rest are states with a beginning and an end."""
# Kin whose own kin are told below them: a family tree goes back and down, not to rivals of rivals.
_DEEPER = frozenset(
    {Kin.WAS, Kin.FORMED_FROM, Kin.PARTS, Kin.WINGS, Kin.PART_OF, Kin.WING_OF, Kin.BECAME, Kin.MERGED_INTO}
)


@dataclass(frozen=True, slots=True)
class Relative:
    """Another actor, how it stands to the one asked about, from when to when, and where that is known from
    (``Relation``)."""

    kin: Kin
    actor: Actor
    start: date | None
    end: date | None
    relatives: "tuple[Relative, ...]" = ()
    note: str = ""
    confidence: Confidence | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Lineage:
    """An actor on a day (``None``: at any time) with its kin.

    ``called`` are the actors under whose names the same organisation was known on that day: itself, or what came before
    or after it. ``chain`` is the actor and what it was part of or had become by then, nearest first; ``rolled_up`` the
    ends of that chain (itself where it is nobody's part).
    """

    actor: Actor
    day: date | None
    relatives: tuple[Relative, ...]
    called: tuple[Actor, ...]
    chain: tuple[Actor, ...]
    rolled_up: tuple[Actor, ...]


def lineage(registry: ActorRegistry, actor: Actor, day: date | None = None) -> Lineage:
    """The family of ``actor``. With a day, parts, allies and rivals are those of that day; what it came from and became
    is always told."""
    chain = tuple(found for found in map(registry.get, registry.lineage(actor.id, day)) if found is not None)
    return Lineage(
        actor,
        day,
        tuple(_relatives(registry, actor, day, (actor.id,))),
        tuple(called_on(registry, actor, day)),
        chain,
        tuple(found for found in map(registry.get, registry.rolled_up(actor.id, day)) if found is not None),
    )


def called_on(registry: ActorRegistry, actor: Actor, day: date | None) -> Iterator[Actor]:
    """The actor where it existed on ``day``; else its forerunners or successors of that day; nobody where none is
    known."""
    if actor.alive_on(day):
        yield actor
        return
    before = day is not None and actor.start is not None and day < actor.start
    seen, waiting = {actor.id}, [actor]
    for current in waiting:
        for other in _forerunners(registry, current) if before else _successors(registry, current):
            if other.id in seen:
                continue
            seen.add(other.id)
            if other.alive_on(day):
                yield other
            else:
                waiting.append(other)


def _forerunners(registry: ActorRegistry, actor: Actor) -> Iterator[Actor]:
    for other, relation in registry.towards(actor.id):
        if relation.kind in _BECOMING:
            yield other


def _successors(registry: ActorRegistry, actor: Actor) -> Iterator[Actor]:
    for relation in actor.relations:
        other = registry.get(relation.other)
        if relation.kind in _BECOMING and other is not None:
            yield other


def _relatives(
    registry: ActorRegistry, actor: Actor, day: date | None, path: tuple[str, ...], downward: Kin | None = None
) -> Iterator[Relative]:
    once: dict[tuple[Kin, str], tuple[Kin, Actor, Relation]] = {}  # rivals and allies may say it of each other
    for item in sorted(_all(registry, actor), key=lambda item: (list(Kin).index(item[0]), item[2].start or date.max)):
        once.setdefault((item[0], item[1].id), item)
    for kin, other, relation in once.values():
        if other.id in path or not _told(kin, downward) or not _holds(kin, relation, day):
            continue
        below: tuple[Relative, ...] = ()
        if kin in _DEEPER:
            below = tuple(_relatives(registry, other, day, (*path, other.id), kin))
        yield Relative(
            kin, other, relation.start, relation.end, below, relation.note, relation.confidence, relation.verified
        )


def _all(registry: ActorRegistry, actor: Actor) -> Iterator[tuple[Kin, Actor, Relation]]:
    for relation in actor.relations:
        other = registry.get(relation.other)
        if other is not None:
            yield _KIN[relation.kind][0], other, relation
    for other, relation in registry.towards(actor.id):
        yield _KIN[relation.kind][1], other, relation


def _told(kin: Kin, downward: Kin | None) -> bool:
    """Below a relative only kin of the same direction is told: parts of parts, forerunners of forerunners."""
    if downward is None:
        return True
    for direction in (
        (Kin.WAS, Kin.FORMED_FROM, Kin.SPLIT_FROM),
        (Kin.PARTS, Kin.WINGS),
        (Kin.PART_OF, Kin.WING_OF, Kin.ABSORBED_BY),
        (Kin.BECAME, Kin.MERGED_INTO),
    ):
        if downward in direction:
            return kin in direction
    return False


def _holds(kin: Kin, relation: Relation, day: date | None) -> bool:
    return kin in ACTS or within(day, relation.start, relation.end)
