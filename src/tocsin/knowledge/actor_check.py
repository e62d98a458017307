"""Contradictions inside the actor registry, as sentences that name file and entry."""

import re
from collections.abc import Iterator
from datetime import date

from tocsin.knowledge.actor_generic import KINDS
from tocsin.knowledge.actor_model import Actor
from tocsin.knowledge.actor_rules import NameRule
from tocsin.knowledge.actors import UPWARD, ActorRegistry
from tocsin.knowledge.codebook import Codebook
from tocsin.knowledge.matcher import variants

_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def check(registry: ActorRegistry, codebook: Codebook) -> tuple[str, ...]:
    """Everything that is wrong in the registry; empty when all is well.

    Looks for names that actors share without ``shared_names`` saying so, relations to nobody, circles of descent,
    dates that run backwards, rebel groups without a first date, unknown types, countries and ids in rules.
    """
    problems = [*_shared(registry), *_circles(registry), *_rules(registry)]
    for actor in registry.actors.values():
        where = f"{actor.origin}, {actor.id}"
        problems += [f"{where}: {words}" for words in _entry(actor, registry, codebook)]
    return tuple(problems)


def _entry(actor: Actor, registry: ActorRegistry, codebook: Codebook) -> Iterator[str]:
    if not _ID.match(actor.id):
        yield "an id has small letters, digits and single hyphens only"
    if not actor.names:
        yield "no name by which it could be found; give it `names`"
    for period in actor.types:
        if codebook.inter_number(period.type) is None:
            yield f"{period.type!r} is no actor type"
    for country in (*actor.countries, *(c for period in actor.types for c in period.countries)):
        if registry.countries.by_alpha3(country) is None:
            yield f"{country!r} is no ISO alpha-3 code"
    for relation in actor.relations:
        if registry.get(relation.other) is None:
            yield f"relation {relation.kind.value} to {relation.other!r}, which is not in the registry"
        if relation.other == actor.id:
            yield f"relation {relation.kind.value} to itself"
    if actor.start is None and any(period.type == "Rebel group" for period in actor.types) and actor.verified:
        yield "a rebel group without a first date (`from`); give one or mark it `verified: false`"
    yield from _dates(actor)


def _dates(actor: Actor) -> Iterator[str]:
    spans: list[tuple[str, date | None, date | None]] = [("the actor", actor.start, actor.end)]
    spans += [(f"name {name.text!r}", name.start, name.end) for name in (*actor.titles, *actor.names)]
    spans += [(f"type {period.type!r}", period.start, period.end) for period in actor.types]
    spans += [(f"relation to {rel.other}", rel.start, rel.end) for rel in actor.relations]
    for words, start, end in spans:
        if start is not None and end is not None and end < start:
            yield f"the dates of {words} run backwards: {start} to {end}"


def _shared(registry: ActorRegistry) -> Iterator[str]:
    bearers: dict[str, dict[str, Actor]] = {}
    for actor in registry.all():
        for name in actor.names:
            for key in variants(name.text):
                bearers.setdefault(key, {})[actor.id] = actor
    for key, actors in sorted(bearers.items()):
        if len(actors) > 1 and key not in registry.rules.shared_names:
            owners = ", ".join(f"{actor.id} ({actor.origin})" for actor in actors.values())
            yield f"the name {key!r} stands with {owners}; take it from one or add it to `shared_names` in rules.yml"


def _circles(registry: ActorRegistry) -> Iterator[str]:
    """Actors that descend from themselves (over part-of and became relations)."""
    for actor in registry.actors.values():
        seen, waiting = set(), [r.other for r in actor.relations if r.kind in UPWARD]
        while waiting:
            other = registry.get(waiting.pop())
            if other is None or other.id in seen:
                continue
            seen.add(other.id)
            waiting += [r.other for r in other.relations if r.kind in UPWARD]
        if actor.id in seen:
            yield f"{actor.origin}, {actor.id}: descends from itself; its part-of or became relations form a circle"


def _rules(registry: ActorRegistry) -> Iterator[str]:
    rules = registry.rules
    lists: dict[str, tuple[NameRule, ...]] = {
        "ranges": rules.ranges,
        "armed": rules.armed,
        "external": rules.external,
    }
    for name, rows in lists.items():
        for number, rule in enumerate(rows, 1):
            where = f"rules.yml, {name}, rule {number}"
            for actor_id in filter(None, (rule.id, rule.of, *rule.alternatives)):
                if registry.get(actor_id) is None:
                    yield f"{where}: there is no actor {actor_id!r}"
            if rule.kind is not None and rule.kind not in KINDS:
                yield f"{where}: there is no generated kind {rule.kind!r}"
            if (rule.id is None) == (rule.kind is None):
                yield f"{where}: needs either an id or a kind"
            if rule.start is not None and rule.end is not None and rule.end < rule.start:
                yield f"{where}: its dates run backwards"
            for country in rule.countries:
                if registry.countries.by_alpha3(country) is None:
                    yield f"{where}: {country!r} is no ISO alpha-3 code"
    for branch, row in rules.branches.items():
        if row.get("kind") not in KINDS:
            yield f"rules.yml, branches, {branch}: there is no generated kind {row.get('kind')!r}"
