"""Contradictions inside the actor registry: each with file and line, cause and cure.

*Errors* leave nothing sensible to do and stop the load (``demand_sound``): an entry of no known type or country, a
relation to nobody, dates that run backwards, circles of descent. *Warnings* (``tocsin actors check``, ``tocsin
doctor``) name what may be meant but will surprise: names that actors share, names that can never be found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.knowledge.actor_check_names import hidden_names, shared_names
from tocsin.knowledge.actor_generic import KINDS
from tocsin.knowledge.actor_model import Actor, RelationKind, is_id
from tocsin.knowledge.actor_rules import NameRule
from tocsin.knowledge.actors import UPWARD, ActorRegistry
from tocsin.knowledge.codebook import Codebook
from tocsin.model.errors import KnowledgeError

_DESCENT = UPWARD | {RelationKind.SPLINTER_OF}
# What an actor ends with; many bounds are known by the year alone.
_ENDING = frozenset({RelationKind.RENAMED_TO})
_YEAR = 366
_SHOWN = 3  # errors told when the load stops; `tocsin actors check` tells all


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a registry file. ``where`` is file, line and entry; ``words`` are cause and cure."""

    where: str
    words: str
    error: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.words}"


def check(registry: ActorRegistry, codebook: Codebook) -> tuple[Problem, ...]:
    """Everything that is wrong in the registry, errors first; empty when all is well."""
    doubts = [*shared_names(registry), *hidden_names(registry)]
    warnings = [Problem(where, words) for where, words in doubts]
    for actor in registry.actors.values():
        warnings += [Problem(actor.where, words) for words in _doubts(actor)]
    return (*errors(registry, codebook), *warnings)


def errors(registry: ActorRegistry, codebook: Codebook) -> Iterator[Problem]:
    """What leaves nothing sensible to do."""
    for actor in registry.actors.values():
        for words in (*_entry(actor, registry, codebook), *_dates(actor)):
            yield Problem(actor.where, words, error=True)
    yield from _circles(registry)
    for where, words in _rules(registry):
        yield Problem(where, words, error=True)


def demand_sound(registry: ActorRegistry, codebook: Codebook) -> None:
    """Stop where the registry holds errors.

    Raises:
        KnowledgeError: names the first errors with file and line.
    """
    found = list(errors(registry, codebook))
    if found:
        more = f" And {len(found) - _SHOWN} more; `tocsin actors check` names all." if len(found) > _SHOWN else ""
        raise KnowledgeError("; ".join(map(str, found[:_SHOWN])) + f".{more}")


def _entry(actor: Actor, registry: ActorRegistry, codebook: Codebook) -> Iterator[str]:
    if not is_id(actor.id):
        yield "an id has small letters, digits and single hyphens only"
    if not actor.names:
        yield "no name by which it could be found; give it `names`"
    for period in actor.types:
        if codebook.inter_number(period.type) is None:
            yield f"{period.type!r} is no actor type; docs/reference/types.md lists them"
    for country in (*actor.countries, *(c for period in actor.types for c in period.countries)):
        if registry.countries.by_alpha3(country) is None:
            yield f"{country!r} is no ISO alpha-3 code of a country, such as MLI"
    for relation in actor.relations:
        if relation.other == actor.id:
            yield f"relation {relation.kind.value} to itself; take it out"
        elif registry.get(relation.other) is None:
            yield f"relation {relation.kind.value} to {relation.other!r}, which is not in the registry; correct the id"


def _dates(actor: Actor) -> Iterator[str]:
    spans: list[tuple[str, date | None, date | None]] = [("the actor", actor.start, actor.end)]
    spans += [(f"name {name.text!r}", name.start, name.end) for name in (*actor.titles, *actor.names)]
    spans += [(f"type {period.type!r}", period.start, period.end) for period in actor.types]
    spans += [(f"country {one.country}", one.start, one.end) for one in actor.presence]
    spans += [(f"relation to {rel.other}", rel.start, rel.end) for rel in actor.relations]
    for words, start, end in spans:
        if start is not None and end is not None and end < start:
            yield f"the dates of {words} run backwards: {start} to {end}; exchange `from` and `to`"


def _doubts(actor: Actor) -> Iterator[str]:
    """What is missing, or lies outside the actor's life."""
    if actor.start is None and any(period.type == "Rebel group" for period in actor.types) and actor.verified:
        yield "a rebel group without a first date (`from`); give one or mark it `verified: false`"
    dated = [(f"the name {name.text!r} is", name.start, name.end) for name in actor.names]
    dated += [(f"its time in {one.country} is", one.start, one.end) for one in actor.presence]
    for words, start, end in dated:
        before = actor.start is not None and end is not None and end < actor.start
        after = actor.end is not None and start is not None and start > actor.end
        if before or after:
            yield f"{words} dated outside the actor's own dates; correct one of them"
    yield from _ends(actor)


def _ends(actor: Actor) -> Iterator[str]:
    """Renamings that stand years apart from the actor's own end."""
    for relation in actor.relations:
        if relation.kind not in _ENDING or actor.end is None or relation.start is None:
            continue
        if abs((relation.start - actor.end).days) > _YEAR:
            what = f"{relation.kind.value} {relation.other}"
            yield f"{what} is dated {relation.start}, its own end {actor.end}; correct one of them"


def _circles(registry: ActorRegistry) -> Iterator[Problem]:
    """Actors that descend from themselves (over part-of, became and splinter relations)."""
    for actor in registry.actors.values():
        seen, waiting = set(), [r.other for r in actor.relations if r.kind in _DESCENT and r.other != actor.id]
        while waiting:
            other = registry.get(waiting.pop())
            if other is None or other.id in seen:
                continue
            seen.add(other.id)
            waiting += [r.other for r in other.relations if r.kind in UPWARD or _splinters(r.kind, actor)]
        if actor.id in seen:
            yield Problem(
                actor.where, "descends from itself; take out one of the relations that form the circle", error=True
            )


def _splinters(kind: RelationKind, actor: Actor) -> bool:
    """Groups do split from a body they later join again: a splinter closes a circle of splinters only."""
    return kind is RelationKind.SPLINTER_OF and all(r.kind is kind for r in actor.relations if r.kind in _DESCENT)


def _rules(registry: ActorRegistry) -> Iterator[tuple[str, str]]:
    rules = registry.rules
    lists: dict[str, tuple[NameRule, ...]] = {
        "ranges": rules.ranges,
        "armed": rules.armed,
        "external": rules.external,
    }
    for name, rows in lists.items():
        for number, rule in enumerate(rows, 1):
            for words in _rule(rule, registry):
                yield f"rules.yml, {name}, rule {number}", words
    for branch, row in rules.branches.items():
        if row.get("kind") not in KINDS:
            yield f"rules.yml, branches, {branch}", f"there is no generated kind {row.get('kind')!r}"


def _rule(rule: NameRule, registry: ActorRegistry) -> Iterator[str]:
    named: Iterable[str] = filter(None, (rule.id, rule.of, *rule.alternatives))
    yield from (f"there is no actor {actor_id!r}" for actor_id in named if registry.get(actor_id) is None)
    if rule.kind is not None and rule.kind not in KINDS:
        yield f"there is no generated kind {rule.kind!r}"
    if (rule.id is None) == (rule.kind is None):
        yield "needs either an id or a kind"
    if rule.start is not None and rule.end is not None and rule.end < rule.start:
        yield "its dates run backwards"
    for country in rule.countries:
        if registry.countries.by_alpha3(country) is None:
            yield f"{country!r} is no ISO alpha-3 code of a country"
