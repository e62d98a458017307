"""Whose side a speaker is on, and whether a happening's agent is of that side."""

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, People
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import speech_list

_STATE_FORMS = (ActorForm.STATE, ActorForm.GOVERNMENT)


def speaks_for(speaker: Speaker) -> Side:
    """STATE, REBEL/MILITIA, or UNKNOWN for witnesses, medics, monitors and media."""
    if speaker.kind in ("media", "medical", "witness", "monitor", "unnamed"):
        return Side.UNKNOWN
    people = speaker.chunk.people if speaker.chunk is not None else None
    if people is not None and people.expression.form is not ActorForm.CIVILIAN:
        return people.side
    words = set(speaker.words.lower().replace("-", " ").split())
    if words & speech_words()["rebel_words"]:
        return Side.REBEL
    return Side.STATE if words & speech_words()["state_words"] else Side.UNKNOWN


def has_force(speaker: Speaker) -> bool:
    """Whether the speaker is an armed force (or its spokesman), whose reports of its own fighting are claims."""
    if speaks_for(speaker) in (Side.REBEL, Side.MILITIA):
        return True
    words = set(speaker.words.lower().replace("-", " ").split())
    named = speaker.chunk is not None and speaker.chunk.form is ActorForm.STATE
    return speaks_for(speaker) is Side.STATE and bool(named or words & speech_words()["force_words"])


def is_own_side(speaker: Speaker, agent: People, agent_words: str) -> bool:
    """Whether the agent of a happening is the speaker's own side: the same actor, or forces of one state."""
    people = speaker.chunk.people if speaker.chunk is not None else None
    expression = agent.expression
    if people is not None and people.expression.form is ActorForm.NAMED and expression.form is ActorForm.NAMED:
        if set(people.expression.candidates) & set(expression.candidates):
            return True
        return _shares_words(speaker.words, agent_words)
    side = speaks_for(speaker)
    if side is Side.STATE and expression.form in _STATE_FORMS:
        mine = people.expression.country if people is not None else None
        return mine is None or expression.country is None or mine == expression.country
    if side is Side.REBEL and expression.form is ActorForm.ARMED:
        return expression.branch == "rebel" and not (people is not None and people.expression.form is ActorForm.NAMED)
    if expression.form is ActorForm.EXTERNAL or (people is not None and people.expression.form is ActorForm.EXTERNAL):
        return _shares_words(speaker.words, agent_words)
    return False


def _shares_words(left: str, right: str) -> bool:
    return bool(
        (set(left.lower().split()) - speech_list("common_in_names"))
        & (set(right.lower().split()) - speech_list("common_in_names"))
    )


def is_named_side(chunk: Chunk | None) -> bool:
    """Whether a phrase names an organisation or a state's forces, which can be blamed."""
    if chunk is None or chunk.people is None:
        return False
    return chunk.people.expression.form in (ActorForm.NAMED, *_STATE_FORMS, ActorForm.EXTERNAL)
