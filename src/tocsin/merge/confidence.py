"""How sure the dataset can be of an event.

    confidence = (trigger x surest type + complete x share of core fields known
                  + corroborated x (1 - 0.5 ** (stories - 1))) x hedged? x contradicted? x paraphrase_only?

Weights stand in ``merge.yml``. *Surest type*: best confidence of the chosen type's assertions among roots.
*Core fields*: a date of precision 1 or 2, a place of precision 1 or 2, an acting side, a target or a toll.
*Stories* are independent reports: copies add nothing. *Hedged*: every root hedges what happened.
*Contradicted*: reports contradict each other on day, place, sides or toll. *Paraphrase only*: nothing but machine
paraphrases tells of it (CODEBOOK section 6: F6 until the original is found).
[Own proposal; to be calibrated on a gold file.]

Where an account's author is an engine whose confidence of the modality is a probability that the event is one (the
local engine: set on held-out texts, ``read/neural/scorer.py``), that stands in place of the first line:

    confidence = 1 - (1 - likeliest) x 0.5 ** (stories - 1)

and what is hedged stays as likely as the engine has it, since it has seen the hedge.
"""

from collections.abc import Sequence

from tocsin.merge.settings import ConfidenceSettings
from tocsin.model.event import Event, Evidence
from tocsin.model.reading import Flag, Stance
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue

_CONTRADICTIONS = frozenset({"date_conflict", "place_conflict", "actor_conflict", "toll_conflict"})
_SURE_OF_EVENTS = frozenset({"local"})
"""Engines whose confidence of the modality is the probability that the event is one."""


def event_confidence(
    types: Sequence[Evidence],
    modalities: Sequence[Evidence],
    complete: float,
    stories: int,
    flags: Sequence[Flag],
    weights: ConfidenceSettings,
) -> float:
    """The formulas above; ``types`` and ``modalities`` are evidence rows, ``complete`` a share in 0..1, ``stories`` 0
    where only machine paraphrases tell the event."""
    likely = probability(modalities)
    chosen = [e for e in types if e.chosen]
    if likely is not None:
        value = 1 - (1 - likely) * 0.5 ** max(0, stories - 1)
    else:
        value = weights.trigger * max((e.confidence for e in chosen), default=0.0) + weights.complete * complete
        value += weights.corroborated * (1.0 - 0.5 ** max(0, stories - 1))
        if chosen and all(e.stance is Stance.HEDGED for e in chosen):
            value *= weights.hedged
    if any(flag.code in _CONTRADICTIONS for flag in flags):
        value *= weights.contradicted
    if stories == 0:
        value *= weights.paraphrase_only
    return round(min(value, weights.highest), 4)


def probability(modalities: Sequence[Evidence]) -> float | None:
    """How likely the event is one, by an engine that says so; ``None`` where none does."""
    told = [e.confidence for e in modalities if e.author.partition("@")[0] in _SURE_OF_EVENTS]
    return max(told, default=None)


def completeness(
    day: DateValue | None,
    place: PlaceValue | None,
    actors: tuple[ActorValue | None, ActorValue | None],
    fatalities: Count,
    victims: int,
) -> float:
    """The share of core fields that are known well: day, place, acting side, target or toll."""
    toll = victims > 0 or (fatalities.low, fatalities.best, fatalities.high) != (None, None, None)
    known = (
        day is not None and day.precision <= 2,
        place is not None and place.precision <= 2,
        actors[0] is not None,
        actors[1] is not None or toll,
    )
    return sum(known) / len(known)


def confidence_words(event: Event, weights: ConfidenceSettings) -> tuple[str, ...]:
    """What the confidence of an event is made of, term by term, for explanations."""
    stories = sum(1 for s in event.sources if s.independent)
    reports = f"{stories} independent report{'' if stories == 1 else 's'}"
    likely = probability([e for e in event.evidence if e.field == "modality"])
    if likely is None:
        found = _weighed(event, stories, reports, weights)
    else:
        found = [f"{likely:.2f}, how likely the model holds it to be an event"]
        if stories > 1:
            found.append(f"doubt halved for each of {reports} but one")
    against = sorted({flag.code for flag in event.flags} & _CONTRADICTIONS)
    if against:
        found.append(f"x {weights.contradicted:g}, as reports contradict each other ({', '.join(against)})")
    if stories == 0:
        found.append(f"x {weights.paraphrase_only:g}, as nothing but machine paraphrases tells it")
    return (*found, f"at most {weights.highest:g}")


def _weighed(event: Event, stories: int, reports: str, weights: ConfidenceSettings) -> list[str]:
    """The terms of the weighed sum."""
    chosen = [e for e in event.evidence if e.field == "sub_event_type" and e.chosen]
    surest = max((e.confidence for e in chosen), default=0.0)
    share = completeness(event.date, event.place, (event.actor1, event.actor2), event.fatalities, len(event.victims))
    more = weights.corroborated * (1.0 - 0.5 ** max(0, stories - 1))
    found = [
        f"{weights.trigger:g} x surest type {surest:.2f}",
        f"+ {weights.complete:g} x {share:.0%} of day, place, acting side, target or toll known",
        f"+ {more:.2f} for {reports}",
    ]
    if chosen and all(e.stance is Stance.HEDGED for e in chosen):
        found.append(f"x {weights.hedged:g}, as every report hedges it")
    return found
