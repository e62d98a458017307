"""Whether a trigger tells what happens in an exercise, a film or a novel, and so did not happen."""

from tocsin.model.values import Side
from tocsin.read.rules.chunks import ChunkKind, words_of
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import by_agent, subject_left
from tocsin.read.rules.word_lists import context_words, grammar_words

_TRAINING = frozenset({"exercise", "exercises", "drill", "drills"})
_PHRASE = 4  # chunks of a phrase before its noun


def is_make_believe(candidate: Candidate) -> bool:
    """Whether a word of make-believe in the sentence governs the trigger; one that only names where or to whom the
    trigger happened does not."""
    if not candidate.says(context_words("make_believe")):
        return False
    return any(
        not context_words("make_believe").isdisjoint(chunk.lower.split(" ")) and _governs(candidate, k)
        for k, chunk in enumerate(candidate.chunks)
    )


def _governs(candidate: Candidate, index: int) -> bool:
    """Whether the make-believe at ``index`` is what the sentence tells of."""
    word = candidate.chunks[index].lower
    if _of_the_trade(candidate, index) or _is_spot(candidate, index) or _is_hit(candidate, index):
        return False
    if word not in _TRAINING:
        return True
    apart = any(chunk.lower == ";" for chunk in candidate.chunks[index : candidate.index])
    return not (apart or _is_work(candidate, index) or _enemies_strike(candidate))


def _of_the_trade(candidate: Candidate, index: int) -> bool:
    """Whether it describes people, a building or an occasion: "a film maker", "a movie theatre"."""
    following = candidate.chunks[index + 1] if index + 1 < len(candidate.chunks) else None
    return following is not None and (following.people is not None or following.lower in context_words("of_the_trade"))


def _is_spot(candidate: Candidate, index: int) -> bool:
    """Whether its phrase hangs on a preposition of the spot: "outside the national museum"."""
    for k in range(index - 1, max(-1, index - 1 - _PHRASE), -1):
        chunk = candidate.chunks[k]
        if chunk.lower in context_words("fiction_spots"):
            return True
        if chunk.verb or chunk.lower in grammar_words("prepositions") or not chunk.lower[0].isalpha():
            return False
    return False


def _is_hit(candidate: Candidate, index: int) -> bool:
    """Whether it is the object of the trigger or of another violent verb: "militants attacked a museum"."""
    for k in range(index - 1, max(-1, index - 1 - _PHRASE), -1):
        chunk = candidate.chunks[k]
        if chunk.verb:
            return is_active(candidate.chunks, k)
        if chunk.kind is not ChunkKind.WORD or chunk.lower in grammar_words("prepositions"):
            return False
    return False


def _is_work(candidate: Candidate, index: int) -> bool:
    """Whether an "exercise" is work of forces, no training ("a road opening exercise")."""
    before = words_of(candidate.chunks[max(0, index - 3) : index])
    return not context_words("real_exercise").isdisjoint(before)


def _enemies_strike(candidate: Candidate) -> bool:
    """Whether rebels or a militia do it: they take no part in an army's training ("troops on exercise were ambushed by
    rebels")."""
    chunks, index = candidate.chunks, candidate.index
    agent = subject_left(chunks, index) if is_active(chunks, index) else by_agent(chunks, index)
    return agent is not None and chunks[agent].side in (Side.REBEL, Side.MILITIA)
