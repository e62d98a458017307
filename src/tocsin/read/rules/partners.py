"""Sides that act or are struck together: "Vastrian and Olt forces", "the army, backed by the River Brigade".

The side told first stands for the list, the others are its partners (CODEBOOK section 3: associated actors hold
allies). All functions take chunks and give chunk indexes.
"""

from collections.abc import Sequence

from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, Chunks
from tocsin.read.rules.grammar import is_active, verb_before
from tocsin.read.rules.grammar_roles import people_after
from tocsin.read.rules.word_lists import grammar_words, happening_words

_BACKER_REACH = 4  # chunks between a side and the words that name its backer: ", which is backed by"
Roles = tuple[int | None, int | None]  # chunk indexes of agent and target
_STATE, _REBELS = frozenset({Side.STATE}), frozenset({Side.REBEL, Side.MILITIA})


def joined(chunks: Chunks, index: int) -> tuple[int, ...]:
    """All armed sides of the list that the people at ``index`` stand in, in the order of the text."""
    if not _is_side(chunks[index]):
        return (index,)
    left, right = _to_left(chunks, index), _to_right(chunks, index)
    return (*left, index, *right)


def _to_left(chunks: Chunks, index: int) -> tuple[int, ...]:
    """Members before ``index``: behind "and" the first step, over commas the next ones."""
    found: list[int] = []
    position, joints = index, frozenset({"and", "&"})
    while True:
        joint = _over_determiners(chunks, position - 1, -1)
        if joint < 1 or chunks[joint].lower not in joints:
            break
        before = joint - 1 - (chunks[joint - 1].lower == ",")
        if before < 0 or not _is_side(chunks[before]):
            break
        found.insert(0, before)
        position, joints = before, joints | {","}
    return tuple(found)


def _to_right(chunks: Chunks, index: int) -> tuple[int, ...]:
    """Members after ``index``; commas count only when "and" closes the list, and an object has no verb behind it."""
    found: list[int] = []
    position, closed = index, False
    while position + 1 < len(chunks):
        joint = position + 1
        if chunks[joint].lower == "," and joint + 1 < len(chunks) and chunks[joint + 1].lower == "and":
            joint += 1
        if closed or chunks[joint].lower not in ("and", "&", ","):
            break
        closed = chunks[joint].lower != ","
        following = _over_determiners(chunks, joint + 1, 1)
        if following >= len(chunks) or not _is_side(chunks[following]):
            return ()
        found.append(following)
        position = following
    if not closed or (_acts(chunks, position + 1) and verb_before(chunks, index) is not None):
        return ()
    return tuple(found)


def _acts(chunks: Chunks, index: int) -> bool:
    """Whether a verb stands at ``index``, so that the people before it open a clause of their own."""
    if index >= len(chunks):
        return False
    finite = grammar_words("be") | grammar_words("have")
    return (chunks[index].verb and is_active(chunks, index)) or chunks[index].lower in finite


def _over_determiners(chunks: Chunks, index: int, step: int) -> int:
    while 0 <= index < len(chunks) and chunks[index].lower in grammar_words("determiners"):
        index += step
    return index


def _is_side(chunk: Chunk) -> bool:
    return chunk.people is not None and chunk.people.armed


def backers(chunks: Chunks, index: int) -> tuple[int, ...]:
    """Who is said to back the people at ``index``: ", backed by …", "alongside …", "together with …"."""
    for k in range(index + 1, min(len(chunks) - 1, index + 1 + _BACKER_REACH)):
        lower, following = chunks[k].lower, chunks[k + 1].lower
        if chunks[k].trigger is not None or chunks[k].people is not None:
            break
        if lower in happening_words("backing") and following == "by":
            found = people_after(chunks, k + 1)
        elif lower in happening_words("beside") and (lower == "alongside" or following == "with"):
            found = people_after(chunks, k if lower == "alongside" else k + 1)
        else:
            continue
        return (found,) if found is not None and _is_side(chunks[found]) else ()
    return ()


def leading(chunks: Chunks, acts: frozenset[str], agent: int | None, target: int | None) -> Roles:
    """Agent and target as their lists give them: the first of each; both, where one list names two opponents."""
    if target is None and agent is not None and "clash" in acts:
        sides = joined(chunks, agent)
        if len(sides) == 2 and _opposed(chunks, sides):
            return sides[0], sides[1]
    return _first(chunks, agent, target), _first(chunks, target, agent)


def _first(chunks: Chunks, side: int | None, other: int | None) -> int | None:
    if side is None:
        return None
    sides = joined(chunks, side)
    return side if other in sides else sides[0]


def _opposed(chunks: Chunks, sides: Sequence[int]) -> bool:
    """Whether the two of a list fight each other: "*soldiers* and *rebels* clashed"."""
    told = [people.side for people in (chunks[k].people for k in sides) if people is not None]
    return sum(side in _STATE for side in told) == 1 and sum(side in _REBELS for side in told) == 1


def allies(chunks: Chunks, side: int | None, other: int | None) -> tuple[int, ...]:
    """The partners of ``side`` against ``other``."""
    if side is None:
        return ()
    sides = joined(chunks, side)
    found = () if other in sides else sides
    return tuple(k for k in (*found, *backers(chunks, sides[-1])) if k not in (side, other))
