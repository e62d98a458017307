"""Voice of verbs and edges of clauses: whether a verb acts on what follows it, where a clause ends, which words
between count. Who acts and who is acted on is found with these in ``grammar_roles.py``."""

from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks
from tocsin.read.rules.word_lists import grammar_words

_COUNTED = (ChunkKind.PEOPLE, ChunkKind.NUMBER)
# Acts of which people are the usual object, so that people right before a past form suffered it.
_DONE_TO_PEOPLE = frozenset({"kill", "injure", "abduct", "arrest", "displace", "release"})
_JOINED_REACH = 4  # chunks between two joined verbs ("attacked and then killed")


def is_active(chunks: Chunks, index: int) -> bool:
    """Whether the trigger verb at ``index`` acts on what follows it ("killed nine"), not on what precedes
    ("nine were killed", "nine killed in …"). Base, third-person and -ing forms are active; a past form is passive
    after a form of "be", or when people stand right before it and none right after."""
    trigger = chunks[index].trigger
    if trigger is None or trigger.is_noun:
        return False
    previous = previous_word(chunks, index)
    if previous in grammar_words("be"):
        return trigger.form == "ing"
    if trigger.form in ("base", "third", "ing"):
        return True
    if trigger.form == "participle":
        return previous in grammar_words("have")
    return _past_is_active(chunks, index, previous)


def _past_is_active(chunks: Chunks, index: int, previous: str) -> bool:
    """Voice of a past form without "be" or "have": a joined verb takes that of the one before it; people, numbers
    and "by" behind it decide; for fates of people what stands before does."""
    following = next_solid(chunks, index)
    if _has_own_object(chunks, index, following) or _shares_object(chunks, index):
        return True
    if previous in ("and", "or", ",") and not _counts_follow(chunks, following):
        earlier = verb_before(chunks, index)
        if earlier is not None and index - earlier <= _JOINED_REACH:
            return is_active(chunks, earlier)
    if following is not None and chunks[following].kind in _COUNTED:
        return True
    if following is not None and chunks[following].lower == "by":
        return False
    if chunks[index].act not in _DONE_TO_PEOPLE:
        return True
    free = following is not None and chunks[following].lower not in grammar_words("prepositions")
    if index and chunks[index - 1].kind in _COUNTED:
        return free and following is not None and chunks[following].lower not in grammar_words("object_list_ends")
    return previous not in ("and", ",") or free


def _has_own_object(chunks: Chunks, index: int, following: int | None) -> bool:
    """Whether a phrase of several words brings its object along: "*slit the throat* of a villager"."""
    inner = " the " in chunks[index].lower
    return inner and following is not None and chunks[following].lower == "of"


def _shares_object(chunks: Chunks, index: int) -> bool:
    """Whether a past form behind people is joined to another whose object it shares: "rebels *abducted* and later
    killed a trader"."""
    if not index or chunks[index - 1].kind is not ChunkKind.PEOPLE or not chunks[index - 1].armed:
        return False
    if index + 1 >= len(chunks) or chunks[index + 1].lower != "and":
        return False
    second = next_solid(chunks, index + 1)
    if second is None or second - index > _JOINED_REACH or not chunks[second].verb:
        return False
    trigger, following = chunks[second].trigger, next_solid(chunks, second)
    past = trigger is not None and trigger.form == "past"
    return past and _counts_follow(chunks, following)


def _counts_follow(chunks: Chunks, following: int | None) -> bool:
    return following is not None and (chunks[following].kind in _COUNTED or chunks[following].object_side is not None)


def verb_before(chunks: Chunks, index: int) -> int | None:
    """Index of the nearest trigger verb before ``index`` in the clause."""
    for k in range(index - 1, -1, -1):
        if is_clause_edge(chunks[k]) or chunks[k].lower in (".", ";"):
            return None
        if chunks[k].verb:
            return k
    return None


def previous_word(chunks: Chunks, index: int) -> str:
    """The last word before ``index`` that is no adverb; "" at the start."""
    adverbs = grammar_words("adverbs")
    for k in range(index - 1, -1, -1):
        lower, is_word = chunks[k].lower, chunks[k].kind is ChunkKind.WORD
        if lower not in adverbs and not (is_word and lower.endswith("ly")):
            return lower.split(" ")[-1] if is_word else lower
    return ""


def next_solid(chunks: Chunks, index: int) -> int | None:
    """Index of the next chunk after ``index`` that is no determiner or adverb."""
    passed = grammar_words("passed_over"), grammar_words("adverbs")
    for k in range(index + 1, len(chunks)):
        if chunks[k].lower not in passed[0] and chunks[k].lower not in passed[1]:
            return k
    return None


def is_clause_edge(chunk: Chunk) -> bool:
    """Whether a chunk separates clauses."""
    return chunk.kind is ChunkKind.WORD and (
        chunk.lower in grammar_words("clause_edges") or chunk.lower in grammar_words("speech_verbs")
    )


def is_prepositional(chunks: Chunks, index: int) -> bool:
    """Whether the phrase at ``index`` hangs on a preposition (also inside a list that does)."""
    k = index - 1
    while (
        k >= 0
        and chunks[k].kind is ChunkKind.WORD
        and (chunks[k].lower in ("the", "a", "an", "other") or chunks[k].lower.endswith("ed"))
    ):
        k -= 1
    if k < 0 or chunks[k].kind is not ChunkKind.WORD or chunks[k].lower not in grammar_words("prepositions"):
        return False
    collective = (
        chunks[k].lower == "of" and k > 0 and chunks[k - 1].lower.split(" ")[-1] in grammar_words("collectives")
    )
    return not collective or is_prepositional(chunks, k - 1)  # "a group of rebels": the rebels are the noun


def is_object(chunks: Chunks, index: int) -> bool:
    """Whether the phrase at ``index`` follows a verb directly, as its object ("a bomb hit *an army convoy*")."""
    if index == 0:
        return False
    particle = index > 1 and chunks[index - 1].lower in grammar_words("particles")
    before = chunks[index - 2 if particle else index - 1]
    if before.trigger is not None and particle:
        return False
    if before.trigger is not None:
        return before.verb and is_active(chunks, index - 1)
    if before.kind is not ChunkKind.WORD or before.lower in grammar_words("be"):
        return False
    regular = before.lower.endswith("ed") and len(before.lower) > len("need") and "-" not in before.lower
    return before.lower in grammar_words("past_forms") or (
        regular and before.lower not in grammar_words("not_past_forms")
    )
