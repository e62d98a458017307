"""What words for taking and leaving ground must show to be let through: the reason against, or ``None``."""

from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import ARMED_SIDES, is_town, words_of
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar_roles import subject_left
from tocsin.read.rules.word_lists import gate_words

_NO_PLACE = Against("no_place_taken")
# How many chunks around the word a place, and the armed people who move, may stand.
_TAKEN_REACH, _LEFT_REACH, _WHO_REACH = 5, 8, 40


def capture(candidate: Candidate) -> Against | None:
    """An armed side must take a place or ground; goods seized and people captured are other acts."""
    trigger, index = candidate.trigger, candidate.index
    if trigger.base in ("take", "wrest") and not trigger.is_noun:
        return _takes_place(candidate)
    near = candidate.chunks[index + 1 : index + 1 + _TAKEN_REACH]
    place_right = any(is_town(chunk) or chunk.object_side == "state" for chunk in near)
    place_left = any(is_town(chunk) for chunk in candidate.chunks[max(0, index - 6) : index])
    words, armed = words_of(near), candidate.armed()
    if trigger.base == "fall to":
        words |= words_of(candidate.chunks[max(0, index - 6) : index])  # "the town fell to rebels"
    ground = not gate_words("ground").isdisjoint(words)
    if not trigger.is_noun and candidate.own_victims and not place_right:
        return None if armed else Against("people_captured")
    if not armed or not (place_right or place_left or ground):
        return _NO_PLACE
    if trigger.base in gate_words("entering") and not (place_right or ground):
        return _NO_PLACE
    if trigger.base == "seize" and not gate_words("goods").isdisjoint(words):
        return Against("goods_seized", tuple(sorted(gate_words("goods") & words)))
    return None


def _takes_place(candidate: Candidate) -> Against | None:
    """ "took the village of X": the place must follow at once and somebody armed must act."""
    chunks, index = candidate.chunks, candidate.index
    for chunk in chunks[index + 1 : index + 1 + _TAKEN_REACH]:
        if is_town(chunk):
            agent = subject_left(chunks, index)
            return None if agent is not None and chunks[agent].armed else Against("nobody_takes_place")
        if chunk.lower not in gate_words("before_place_taken"):
            return Against("no_place_taken", (chunk.lower,), "the word stands where the place would")
    return _NO_PLACE


def withdraw(candidate: Candidate) -> Against | None:
    """Armed people must leave, or be moved from, a place."""
    chunks, index = candidate.chunks, candidate.index
    if not any(is_town(chunk) for chunk in chunks[index : index + _LEFT_REACH + 1]):
        return Against("no_place_left")
    agent = subject_left(chunks, index) if not candidate.trigger.is_noun else None
    moved = any(chunk.armed for chunk in chunks[index + 1 : index + 5])
    return None if moved or (agent is not None and chunks[agent].armed) else Against("no_place_left")


def surrender(candidate: Candidate) -> Against | None:
    """Those who surrender must be of an armed side; their name may stand between them and the verb."""
    chunks, index = candidate.chunks, candidate.index
    who = chunks[index : index + 6] if candidate.trigger.is_noun else chunks[max(0, index - _WHO_REACH) : index]
    armed = any(chunk.side in ARMED_SIDES for chunk in who)
    return None if armed or any(v.side in ARMED_SIDES for v in candidate.own_victims) else Against("nobody_surrenders")
