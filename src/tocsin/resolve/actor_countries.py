"""Which countries the groups and forces that a document names speak for.

A group that is known in one country alone tells where a report is set as surely as the country's name; one of several
countries speaks for its home first. A movement with branches abroad ("Islamic State") tells nothing, nor do foreign
forces.
"""

from collections.abc import Iterator, Mapping

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actor_model import Actor
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.reading import Reading
from tocsin.resolve.places_context import FORCE_VOTE

SOLE_VOTE, SEVERAL_VOTE = 1.0, 0.8  # of an actor of one country, and of several in sum
HOME_SHARE = 0.8  # of the home of an actor of several countries


def speak_for(reading: Reading, knowledge: Knowledge) -> Iterator[Mapping[str, float]]:
    """Votes by country (alpha-3), once for every group, and for every state whose forces appear, of a reading."""
    named: dict[tuple[str, ...], None] = {}
    states: dict[str, None] = {}
    for mention in reading.mentions:
        expression = mention.expression
        if not isinstance(expression, ActorExpression):
            continue
        if expression.candidates:
            named[expression.candidates] = None
        elif expression.form is ActorForm.STATE and expression.country is not None:
            states[expression.country] = None
    for candidates in named:
        votes = _of_candidates(candidates, knowledge)
        if votes:
            yield votes
    yield from ({country: FORCE_VOTE} for country in states)


def _of_candidates(ids: tuple[str, ...], knowledge: Knowledge) -> dict[str, float]:
    """Several bearers of one name share its vote."""
    votes: dict[str, float] = {}
    for actor_id in ids:
        actor = knowledge.actors.get(actor_id)
        if actor is None or actor_id in knowledge.actors.umbrellas:
            continue
        for country, vote in _of_actor(actor).items():
            votes[country] = votes.get(country, 0.0) + vote / len(ids)
    return votes


def _of_actor(actor: Actor) -> dict[str, float]:
    if not actor.countries or any(period.type == "External/Other forces" for period in actor.types):
        return {}
    home, *others = actor.countries
    if not others:
        return {home: SOLE_VOTE}
    share = SEVERAL_VOTE * (1 - HOME_SHARE) / len(others)
    return {home: SEVERAL_VOTE * HOME_SHARE} | dict.fromkeys(others, share)
