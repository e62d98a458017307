"""Where the clause around a verb of harm starts, so that its subject can be read."""

from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks
from tocsin.read.rules.grammar import is_clause_edge
from tocsin.read.rules.victims_words import JOINTS, STOPS, words
from tocsin.read.rules.word_lists import grammar_words

# Before a number these announce a toll ("the army reported nine killed"); elsewhere they qualify one.
_ANNOUNCED = frozenset(
    {"confirmed", "confirms", "reported", "reports", "say", "says", "show", "shows", "showed", "suggest", "suggests"}
)
_OBJECT_REACH = 5  # chunks of an object behind its verb ("tribute to three of | its soldiers")
_RELATIVE = frozenset({"who", "whom", "whose", "which", "where"})


def subject_start(chunks: Chunks, verb: int) -> int:
    """Where the clause of a passive or intransitive verb starts: behind the last clause edge, stop or finished verb."""
    depth = 0
    for k in range(verb - 1, -1, -1):
        lower = chunks[k].lower
        depth += (lower == ")") - (lower == "(")
        if depth > 0 or (lower == "." and _is_initial(chunks, k)):
            continue
        if _opens_clause(chunks, k, verb) or _finished_verb(chunks, k, verb) or _has_them_for_object(chunks, k, verb):
            return k + 1
    return 0


def _opens_clause(chunks: Chunks, k: int, verb: int) -> bool:
    """Whether the clause of ``verb`` starts behind the word at ``k``."""
    chunk = chunks[k]
    if chunk.lower == "whom" and _inserted_part(chunks, k, verb):
        return False
    if chunk.lower in _ANNOUNCED and k + 1 < verb and _numbered(chunks[k + 1]):
        return True
    if chunk.lower in ("which", "whom") and any(
        c.kind in (ChunkKind.PEOPLE, ChunkKind.NUMBER) for c in chunks[k + 1 : verb]
    ):
        return True
    if chunk.lower == "said" and chunks[k + 1].lower == "to":
        return False  # "a villager, said to be ill, was killed": no speaker
    if chunk.lower in STOPS or (is_clause_edge(chunk) and chunk.lower not in ("confirmed", "reported")):
        return True
    return chunk.lower in words("clause_before") or (chunk.noun and chunk.lower in ("lives", "injuries", "dead"))


def _has_them_for_object(chunks: Chunks, k: int, verb: int) -> bool:
    """Whether the word at ``k`` is what somebody else did to those who were hurt: "the mayor *honoured* three officers
    killed …", "the army *mourns* three of its soldiers who were killed"."""
    if k == 0 or verb - k < 2 or chunks[k].kind is not ChunkKind.WORD or not _may_act(chunks, k):
        return False
    lower = chunks[k].lower
    if not lower.endswith("ed") and lower not in words("object_verbs"):
        return False
    last = verb - 1
    while last > k and (chunks[last].lower in _RELATIVE or chunks[last].lower in (*grammar_words("be"), "that")):
        last -= 1
    stands = chunks[k + 1 : last + 1]
    near = 0 < len(stands) <= _OBJECT_REACH and not any(c.lower in (",", "and", "by") for c in stands)
    return near and stands[-1].people is not None


def _may_act(chunks: Chunks, end: int) -> bool:
    """Whether a subject may end before ``end``: with people, a name, or where they are ("the mayor of Gao, Mali")."""
    last = end - 1
    if chunks[last].lower == "," and last > 0 and chunks[last - 1].kind is ChunkKind.PLACE:
        last -= 1
    chunk = chunks[last]
    return chunk.people is not None or (chunk.capital and chunk.kind in (ChunkKind.WORD, ChunkKind.PLACE))


def _numbered(chunk: Chunk) -> bool:
    """Whether a phrase is or opens with a number ("nine", "two soldiers"); "that person" does not."""
    if chunk.kind is ChunkKind.NUMBER:
        return True
    count = chunk.people.count if chunk.people is not None else None
    return count is not None and (count.best != 1 or chunk.lower.startswith("one "))


def _inserted_part(chunks: Chunks, whom: int, verb: int) -> bool:
    """Whether "of whom" opens an insertion that a comma closes ("20 persons, *of whom nine women*, were killed")."""
    if whom == 0 or chunks[whom - 1].lower not in ("of", "among"):
        return False
    end = verb
    while end > whom and (chunks[end - 1].lower in grammar_words("be") or chunks[end - 1].lower in ("had", "have")):
        end -= 1
    return end < verb and chunks[end - 1].lower == ","


def _finished_verb(chunks: Chunks, k: int, verb: int) -> bool:
    """Whether a verb at ``k`` has a clause of its own: not inserted, not an adjective ("a surrendered rebel")."""
    trigger = chunks[k].trigger
    if trigger is None or trigger.is_noun or _inside_relative(chunks, k, verb):
        return False
    adjective = (
        trigger.form in ("past", "participle")
        and k + 1 < verb
        and chunks[k + 1].kind is ChunkKind.PEOPLE
        and (k == 0 or chunks[k - 1].lower in ("a", "an", "the", "two", "three"))
    )
    return not adjective


def _is_initial(chunks: Chunks, stop: int) -> bool:
    """Whether a full stop closes an initial ("B. Sowo")."""
    return stop > 0 and len(chunks[stop - 1].lower) == 1 and chunks[stop - 1].capital


def _inside_relative(chunks: Chunks, index: int, verb: int) -> bool:
    """Whether the verb at ``index`` stands in an inserted clause ("who were abducted …,") before ``verb``."""
    opened = any(chunks[k].lower in _RELATIVE for k in range(max(0, index - 8), index))
    if not opened or index + 1 >= verb:
        return False
    between = {c.lower for c in chunks[index + 1 : verb]}
    passive = chunks[verb - 1].lower in grammar_words("be") or chunks[verb].lower in grammar_words("be")
    return "," in between or ("and" not in between and passive)


def leading_phrase_end(chunks: Chunks, start: int, verb: int) -> int:
    """Behind opening phrases of place and time: "In the north, on Monday, three men were killed"."""
    position = start
    while position < verb:
        while position < verb and (chunks[position].lower in JOINTS or chunks[position].lower in ("'s", ")")):
            position += 1
        if position >= verb:
            break
        chunk = chunks[position]
        opens = (
            chunk.kind in (ChunkKind.TIME, ChunkKind.PLACE)
            or chunk.lower in words("prepositions")
            or chunk.lower in words("opening")
        )
        comma = next((k for k in range(position, verb) if chunks[k].lower == ","), None)
        if not opens or comma is None:
            if chunk.kind in (ChunkKind.TIME, ChunkKind.PLACE) and position + 1 < verb:
                position += 1
                continue
            return position
        position = comma + 1
    return start
