"""What demonstrations, riots and looting must show to be let through: the reason against, or ``None``."""

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.word_lists import gate_words, grammar_words

_GATHERING = 3  # so many people make a gathering


def protest(candidate: Candidate) -> Against | None:
    """Words of protest need a crowd, or people with a cause; as nouns a gathering that was held."""
    trigger, crowd = candidate.trigger, any(_many(chunk) for chunk in candidate.chunks)
    if trigger.is_noun and not crowd and {candidate.lower(k) for k in (-1, -2, -3)} & gate_words("protests_on_paper"):
        return Against("protest_on_paper")
    if candidate.says(gate_words("market_talk")):
        return Against("market_talk", candidate.which(gate_words("market_talk")))
    if trigger.base == "demonstrate" and not trigger.is_noun and candidate.lower(1) in gate_words("shown"):
        return Against("shows_something", (candidate.lower(1),))
    if trigger.base == "march" and not trigger.is_noun and trigger.form == "base" and not crowd:
        return Against("no_crowd_marches")
    if trigger.is_noun and _gathers(candidate):
        return None
    people = any(chunk.form is ActorForm.CIVILIAN for chunk in candidate.chunks)
    cause = candidate.says(gate_words("causes"))
    weak = trigger.weak and not (crowd or (people and cause))
    alone = weak or (trigger.is_noun and not (crowd or cause or people))
    return Against("no_crowd_or_cause") if alone else None


def _many(chunk: Chunk) -> bool:
    """Whether a phrase counts a gathering: a crowd, a bare number, or three and more people."""
    people = chunk.people
    if people is None:
        return chunk.kind is ChunkKind.NUMBER
    if people.form is ActorForm.CROWD:
        return True
    low = people.count.low if people.count is not None else None
    return people.form is ActorForm.CIVILIAN and low is not None and low >= _GATHERING


def _gathers(candidate: Candidate) -> bool:
    """Whether words around a noun of protest say that it was held ("a silent march", "rallies were held")."""
    chunks, index = candidate.chunks, candidate.index
    before = {chunk.lower for chunk in chunks[max(0, index - 2) : index]}
    after = {chunk.lower for chunk in chunks[index + 1 : index + 5]}
    people = any(chunk.form is ActorForm.CIVILIAN or chunk.armed for chunk in chunks)
    gathering = people and not gate_words("gathering_before").isdisjoint(before)
    return gathering or not gate_words("gathering_after").isdisjoint(after)


def disperse(candidate: Candidate) -> Against | None:
    """Weak words of dispersal need a crowd or a demonstration."""
    if not candidate.trigger.weak or any(chunk.act in ("protest", "riot") for chunk in candidate.chunks):
        return None
    crowd = any(
        chunk.people is not None
        and (chunk.form is ActorForm.CROWD or (chunk.people.plural and chunk.form is ActorForm.CIVILIAN))
        for chunk in candidate.chunks
    )
    return None if crowd else Against("no_crowd_dispersed")


def riot(candidate: Candidate) -> Against | None:
    """Weak words of riot need a crowd, and something or police for it to turn on."""
    trigger = candidate.trigger
    said_of = candidate.lower(-1) == "a" and candidate.lower(-2) in grammar_words("be")  # "the comedy is a riot"
    if trigger.is_noun and (candidate.lower(1) == "of" or said_of):
        return Against("riot_of_speech")
    if not trigger.weak:
        return None
    crowd = any(chunk.form in (ActorForm.CROWD, ActorForm.CIVILIAN) for chunk in candidate.chunks)
    against = any(
        chunk.object_side is not None or chunk.form is ActorForm.STATE or chunk.means == "crowd"
        for chunk in candidate.chunks
    )
    return None if crowd and against else Against("no_crowd_does_harm")


def loot(candidate: Candidate) -> Against | None:
    """Looting and burning need armed people or a crowd, and goods unless the word itself is sure."""
    who = any(chunk.armed or chunk.form is ActorForm.CROWD for chunk in candidate.chunks)
    what = any(chunk.object_side is not None for chunk in candidate.chunks) or candidate.says(gate_words("goods_burnt"))
    return None if who and (what or not candidate.trigger.weak) else Against("nobody_loots")
