"""Who words mean on a day in a country: the engine's own resolver, for a phrase instead of a text.

For ``tocsin actors resolve``, for programs, and for measuring (``bench/actors.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.knowledge import Knowledge
from tocsin.model.expressions import ActorForm
from tocsin.model.values import ActorValue


@dataclass(frozen=True, slots=True)
class RankedActor:
    """One reading of the words. ``actor.name`` is canonical on the day; ``inter`` its ACLED inter code (1-8).

    ``lineage`` is the actor and what it was part of or had become on the day, nearest first, as (id, name);
    ``rolled_up`` the ends of that chain.
    """

    actor: ActorValue
    confidence: float
    inter: int | None
    lineage: tuple[tuple[str, str], ...]
    rolled_up: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NamedActor:
    """What words mean: ``ranked`` best first, with ``reasons``.

    ``ambiguous``: several actors fit and nothing decides, no value may be taken. ``unknown``: nobody is called so.
    ``anachronisms`` are the reasons that say a name or an actor lies out of its time.
    """

    words: str
    form: ActorForm
    ranked: tuple[RankedActor, ...]
    ambiguous: bool
    unknown: bool
    reasons: tuple[str, ...]
    anachronisms: tuple[str, ...]


def actor_named(
    words: str,
    knowledge: Knowledge,
    *,
    day: date | None = None,
    country: str | None = None,
    beside: Sequence[str] = (),
    language: str = "en",
) -> NamedActor:
    """Who ``words`` mean.

    Args:
        words: a name or a phrase ("JNIM", "the army", "les terroristes").
        knowledge: the registries.
        day: of the event; without one, current names.
        country: alpha-3 of the event.
        beside: other names in the same text; those of several actors help nobody and are left out.
        language: ISO 639 code of the words.
    """
    from tocsin.read.actor_phrases import actor_phrase
    from tocsin.resolve.actors import means_the_group, resolve_actor

    expression = actor_phrase(words, language, knowledge)
    others = [actor_phrase(name, language, knowledge).candidates for name in beside]
    value, score, rivals, reasons = resolve_actor(
        expression,
        words,
        country=country,
        day=day,
        document_actors=[ids[0] for ids in others if len(ids) == 1],
        knowledge=knowledge,
        coreferent=means_the_group(expression, words),
    )
    ranked: list[tuple[ActorValue, float]] = [(value, score.value)] if value.id is not None else []
    told = {value.id}
    for rival in rivals:
        if isinstance(rival.value, ActorValue) and rival.value.id not in told:
            told.add(rival.value.id)
            ranked.append((rival.value, rival.confidence))
    open_name = value.id is None
    return NamedActor(
        words,
        expression.form,
        tuple(_ranked(actor, confidence, day, knowledge) for actor, confidence in ranked),
        open_name and bool(ranked),
        open_name and not ranked,
        reasons,
        tuple(reason for reason in reasons if reason.startswith("anachronism")),
    )


def _ranked(actor: ActorValue, confidence: float, day: date | None, knowledge: Knowledge) -> RankedActor:
    registry = knowledge.actors
    inter = knowledge.codebook.inter_number(actor.type) if actor.type else None
    chain = registry.lineage(actor.id, day) if actor.id is not None else ()
    ends = registry.rolled_up(actor.id, day) if actor.id is not None else ()
    return RankedActor(
        actor,
        confidence,
        inter,
        tuple((one, registry.name_on(one, day)) for one in chain),
        tuple((one, registry.name_on(one, day)) for one in ends),
    )
