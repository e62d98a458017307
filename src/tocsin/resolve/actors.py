"""Actor phrases to actors of the registry: the right name for the day, the right group for the country.

Nothing is guessed in silence: a name that fits several groups stays unresolved, a name out of its time is kept and
said to be so, and people without a name become the generic actor of the country where the event took place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actor_model import Actor, ActorName, RelationKind
from tocsin.knowledge.actor_rules import NameRule
from tocsin.knowledge.matcher import square
from tocsin.model.expressions import SOMEBODY, ActorExpression, ActorForm
from tocsin.model.reading import Alternative
from tocsin.model.text import script_key
from tocsin.model.values import ActorValue, Score

# Degrees of belief by how a value was found. They are ranks rather than measured probabilities: a registry name of
# one actor, a name decided by country and day or by a rule, a generic actor, a name out of its time or place, and a
# name that stayed open.
_SURE, _DECIDED, _GENERIC, _DOUBTFUL, _OPEN = 0.95, 0.85, 0.8, 0.6, 0.3
# Belief in a rival reading: of a rule, and of the one named group of the document behind a generic word.
_RIVAL, _COREFERENT = 0.3, 0.4
_BEFORE = frozenset({RelationKind.RENAMED_TO, RelationKind.MERGED_INTO})
_REBELLIOUS = frozenset({"rebel", "jihadist", "gunmen", "bomber", "militia"})

Resolved = tuple[ActorValue, Score, tuple[Alternative, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Ask:
    expression: ActorExpression
    words: str
    country: str | None  # of the event
    day: date | None
    document_actors: Sequence[str]
    coreferent: bool
    knowledge: Knowledge


def resolve_actor(
    expression: ActorExpression,
    words: str,
    *,
    country: str | None,
    day: date | None,
    document_actors: Sequence[str],
    knowledge: Knowledge,
    coreferent: bool = False,
) -> Resolved:
    """The actor a phrase means.

    Args:
        expression: the phrase in canonical form.
        words: the phrase as it stands; kept in ``as_reported``.
        country: alpha-3 of the event, ``None`` when unknown.
        day: of the event; without one, current names are given.
        document_actors: registry ids named in the document.
        knowledge: the registries.
        coreferent: the phrase is known to mean the one named armed group of the document.

    Returns:
        The value (``id`` is ``None`` when open), its score, rival values, and reasons in words for a reviewer.
    """
    if expression.head == SOMEBODY:
        words = SOMEBODY
    ask = _Ask(expression, words, country, day, document_actors, coreferent, knowledge)
    if expression.form is ActorForm.NAMED:
        return _named(ask)
    if expression.form in (ActorForm.STATE, ActorForm.GOVERNMENT):
        return _state(ask)
    if expression.form is ActorForm.EXTERNAL:
        return _external(ask)
    if expression.form is ActorForm.ARMED:
        return _armed(ask)
    if expression.form is ActorForm.CROWD:
        return _generic(ask, "rioters" if expression.branch == "rioters" else "protesters")
    return _generic(ask, "civilians")


_GROUP_BRANCHES = frozenset({"rebel", "jihadist", "militia"})
_DEFINITE = ("the ", "these ", "those ", "les ", "ces ")


def means_the_group(expression: ActorExpression, words: str) -> bool:
    """Whether a phrase points at a group the text has named: "the rebels", "les djihadistes" (not "gunmen")."""
    return words.lower().startswith(_DEFINITE) and expression.branch in _GROUP_BRANCHES


# Named actors


def _named(ask: _Ask) -> Resolved:
    registry = ask.knowledge.actors
    ids = ask.expression.candidates or _look_up(ask)
    actors = [actor for actor in map(registry.get, ids) if actor is not None]
    if actors and ask.country and not any(actor.acts_in(ask.country) for actor in actors):
        # An acronym may also be a weak name of a group of this country, which the finder left out.
        actors = [a for a in registry.by_name(ask.words) if ask.country in a.countries] or actors
    if not actors:
        head = ask.expression.head  # "our fighters" of a front that is not in the registry are that front
        value = ActorValue(
            None, head if head.casefold() not in ask.words.casefold() else ask.words, None, None, ask.words
        )
        return _result(value, _OPEN, (), (f"{ask.words!r} is not in the actor registry",))
    chosen, reasons = _narrow(ask, actors)
    if len(chosen) > 1:
        rivals = tuple(_alternative(ask, actor.id, 1 / len(chosen)) for actor in chosen)
        names = " or ".join(actor.name_on(ask.day) for actor in chosen)
        value = ActorValue(None, ask.words, as_reported=ask.words)
        return _result(value, _OPEN, rivals, (*reasons, f"{ask.words!r} may be {names}"))
    return _one_actor(ask, chosen[0], _DECIDED if reasons else _SURE, reasons)


def _look_up(ask: _Ask) -> tuple[str, ...]:
    """Ids for a named phrase the reader brought without candidates."""
    registry = ask.knowledge.actors
    for words in (ask.words, ask.expression.head):
        found = registry.by_name(words)
        if found:
            return tuple(actor.id for actor in found)
    hits = registry.find(ask.words)
    return hits[0].ids if len(hits) == 1 else ()


def _narrow(ask: _Ask, actors: list[Actor]) -> tuple[list[Actor], tuple[str, ...]]:
    """Those of several actors that fit best: the country of phrase or event, then the day, then the document."""
    reasons = []
    total = len(actors)
    place = ask.expression.country or ask.country
    tests: tuple[tuple[str, Callable[[Actor], bool]], ...] = (
        (f"acts in {place}", lambda actor: place is None or actor.acts_in(place)),
        (f"acts in {place} then", lambda actor: place is None or actor.acts_in(place, ask.day)),
        (f"existed on {ask.day}", lambda actor: actor.alive_on(ask.day)),
    )
    for words, holds in tests:
        fit = [actor for actor in actors if holds(actor)]
        if 0 < len(fit) < len(actors):
            reasons.append(f"{ask.words!r} is a name of {total} actors; {fit[0].name_on(ask.day)} {words}")
            actors = fit
    if len(actors) > 1:
        fit = [a for a in actors if _named_beside(ask, a, actors)]
        if len(fit) == 1:
            reasons.append(f"the document names {fit[0].name} in another place")
            actors = fit
    return actors, tuple(reasons)


def _named_beside(ask: _Ask, actor: Actor, rivals: list[Actor]) -> bool:
    """Whether the document names this actor, or its kin, by another name than the shared one."""
    others = {rival.id for rival in rivals}
    registry = ask.knowledge.actors
    alone = actor.id in ask.document_actors and not others - {actor.id} <= set(ask.document_actors)
    kin = any(
        registry.same_chain(actor.id, other, ask.day)
        for other in ask.document_actors
        if other not in others and registry.get(other) is not None
    )
    return alone or kin


def _one_actor(ask: _Ask, actor: Actor, score: float, reasons: tuple[str, ...]) -> Resolved:
    for rule in ask.knowledge.actors.rules.ranges:
        if rule.of == actor.id and rule.id and _is_said(ask, rule) and rule.holds(ask.country, ask.day):
            return _by_rule(ask, rule, rule.id, reasons)
    notes = (*_out_of_time(ask, actor), *_out_of_place(ask, actor))
    rivals = tuple(_alternative(ask, other, _RIVAL) for other in _forerunners(ask, actor))
    if notes:
        score = min(score, _DOUBTFUL)
    return _result(_value(ask, actor.id), score, rivals, (*reasons, *notes, *_old_name(ask, actor)))


def _old_name(ask: _Ask, actor: Actor) -> tuple[str, ...]:
    """A sentence when the actor had given the name up by that day; the press goes on with old names, so it is no doubt
    about who is meant."""
    names = _said(ask, actor)
    if ask.day is None or not names or not all(n.end is not None and n.end < ask.day for n in names):
        return ()
    return (f"an old name: {names[0].text} was used until {names[0].end}",)


def _said(ask: _Ask, actor: Actor) -> list[ActorName]:
    """The actor's names that the words are."""
    said = {script_key(ask.words), script_key(ask.expression.head)}
    return [name for name in actor.names if script_key(name.text) in said]


def _is_said(ask: _Ask, rule: NameRule) -> bool:
    """Whether a phrase holds words of the rule, where the rule names any."""
    return not rule.heads or any(f" {head} " in f" {square(ask.words)} " for head in rule.heads)


def _by_rule(ask: _Ask, rule: NameRule, actor_id: str, reasons: tuple[str, ...]) -> Resolved:
    rivals = tuple(_alternative(ask, other, _RIVAL) for other in rule.alternatives)
    because = (rule.because,) if rule.because else ()
    return _result(_value(ask, actor_id), _DECIDED, rivals, (*reasons, *because))


def _out_of_time(ask: _Ask, actor: Actor) -> tuple[str, ...]:
    """A sentence when the actor did not exist, or did not bear this name, on the day."""
    day = ask.day
    if day is None:
        return ()
    if actor.start is not None and day < actor.start:
        return (f"anachronism: {actor.name} exists since {actor.start}, the event is of {day}",)
    if actor.end is not None and day > actor.end:
        return (f"anachronism: {actor.name} ended on {actor.end}, the event is of {day}",)
    names = _said(ask, actor)
    if names and all(n.start is not None and day < n.start for n in names):
        return (f"anachronism: the name {names[0].text} is used since {names[0].start}, the event is of {day}",)
    return ()


def _out_of_place(ask: _Ask, actor: Actor) -> tuple[str, ...]:
    """A sentence when the actor is not known in the country of the event; armies may be anywhere."""
    if ask.country is None or not actor.countries or actor.generic or actor.acts_in(ask.country, ask.day):
        return ()
    when = f" on {ask.day}" if actor.acts_in(ask.country) else ""
    return (f"{actor.name} is not known to act in {ask.country}{when}",)


def _forerunners(ask: _Ask, actor: Actor) -> list[str]:
    """Actors that later became this one and existed on a day before it did."""
    if ask.day is None or actor.start is None or ask.day >= actor.start:
        return []
    return [
        other.id
        for other in ask.knowledge.actors.actors.values()
        if other.alive_on(ask.day)
        and any(relation.other == actor.id and relation.kind in _BEFORE for relation in other.relations)
    ]


# Actors without a name


def _state(ask: _Ask) -> Resolved:
    """A state's force: of the country the phrase says, else of the event's; abroad it is external."""
    home = ask.expression.country or ask.country
    registry = ask.knowledge.actors
    if home is None or registry.countries.by_alpha3(home) is None:
        value = ActorValue(None, ask.words, "State forces", as_reported=ask.words)
        return _result(value, _OPEN, (), (f"no country is known for {ask.words!r}",))
    branch = "government" if ask.expression.form is ActorForm.GOVERNMENT else ask.expression.branch or "military"
    for narrower in (ask.words, ask.expression.head):
        if branch != "government" and narrower.lower() in registry.rules.branches:
            branch = narrower.lower()
    value = registry.state_force(branch, home, ask.day, ask.country or home)
    reason = "the phrase names the country" if ask.expression.country else "forces of the country of the event"
    score = _SURE if ask.expression.country else _GENERIC
    return _result(_reported(ask, value), score, (), (reason,))


def _external(ask: _Ask) -> Resolved:
    registry = ask.knowledge.actors
    named = registry.find(ask.words)
    if len(named) == 1 and len(named[0].ids) == 1:
        return _known(ask, named[0].ids[0], ())
    words = f"{ask.words} ".lower()
    for rule in registry.rules.external:
        if rule.id and rule.holds(ask.country, ask.day) and any(part in words for part in rule.words):
            return _known(ask, rule.id, (f"{ask.words!r} in {ask.country or 'no known country'}",))
    home = ask.expression.country
    if home is not None and home != ask.country:
        value = registry.state_force("military", home, ask.day, ask.country)
        return _result(_reported(ask, value), _DECIDED, (), ("the phrase names the country",))
    return _generic(ask, "unidentified-military-forces")


def _known(ask: _Ask, actor_id: str, reasons: tuple[str, ...]) -> Resolved:
    actor = ask.knowledge.actors.get(actor_id)
    assert actor is not None  # the registry's own ids
    return _one_actor(ask, actor, _DECIDED, reasons)


def _armed(ask: _Ask) -> Resolved:
    """The generic armed group of the country, with the document's one named group as a rival."""
    expression, registry = ask.expression, ask.knowledge.actors
    group = _only_group(ask)
    euphemism = square(expression.head).strip() in registry.rules.euphemisms
    if group is not None and ask.coreferent and not euphemism:
        return _result(_value(ask, group), _DECIDED, (), ("the one armed group the document names",))
    place = ask.country or expression.country
    base = None
    said = {expression.head.lower(), *ask.words.lower().split()}  # "Maoist cadres" are cadres of the Maoists
    for rule in registry.rules.armed:
        fits = expression.branch in rule.branches or bool(said.intersection(rule.heads))
        if fits and rule.holds(place, ask.day):
            base = _by_rule(ask, rule, rule.id, ()) if rule.id else _generic(ask, rule.kind or "")
            break
    value, score, rivals, reasons = base or _generic(ask, "unidentified-armed-group")
    if group is not None and group != value.id:
        rivals = (*rivals, _alternative(ask, group, _COREFERENT))
        reasons = (*reasons, "the document names one armed group that acts in the country")
    if euphemism:
        reasons = (*reasons, f"{expression.head!r} is what communiques call any opponent; it names no group")
    return value, score, rivals, reasons


def _only_group(ask: _Ask) -> str | None:
    """The single rebel group the document names that acts in the country of the event."""
    if ask.expression.branch not in _REBELLIOUS:
        return None
    registry = ask.knowledge.actors
    groups = set()
    for actor_id in ask.document_actors:
        actor = registry.get(actor_id)
        if actor is None or actor.type_on(ask.day, ask.country) != "Rebel group":
            continue
        if ask.country is None or ask.country in actor.countries:
            groups.add(actor_id)
    tops = {actor_id for actor_id in groups if not _has_parent(ask, actor_id, groups)}
    return next(iter(tops)) if len(tops) == 1 else None


def _has_parent(ask: _Ask, actor_id: str, groups: set[str]) -> bool:
    return any(other in groups for other in ask.knowledge.actors.lineage(actor_id, ask.day)[1:])


def _generic(ask: _Ask, kind: str) -> Resolved:
    """A generated actor for the country of the event (people, crowds and unnamed groups belong to it)."""
    registry = ask.knowledge.actors
    place = ask.country or ask.expression.country
    if place is not None and registry.countries.by_alpha3(place) is None:
        place = None
    value = _reported(ask, registry.generic(kind, place, ask.day))
    if place is None:
        return _result(value, _OPEN, (), (f"no country is known for {ask.words!r}",))
    return _result(value, _GENERIC, (), ())


# Building results


def _value(ask: _Ask, actor_id: str) -> ActorValue:
    return _reported(ask, ask.knowledge.actors.value(actor_id, ask.day, ask.country))


def _reported(ask: _Ask, value: ActorValue) -> ActorValue:
    return ActorValue(value.id, value.name, value.type, value.country, ask.words)


def _alternative(ask: _Ask, actor_id: str, confidence: float) -> Alternative:
    return Alternative(_value(ask, actor_id), round(confidence, 3))


def _result(value: ActorValue, score: float, rivals: tuple[Alternative, ...], reasons: tuple[str, ...]) -> Resolved:
    return value, Score(score, reasons), rivals, reasons
