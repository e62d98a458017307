"""Whose side a struck thing is: a base is the army's, a market the civilians'; and what an explosion went off at."""

from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks
from tocsin.read.rules.grammar import is_clause_edge, is_prepositional
from tocsin.read.rules.word_lists import happening_words

_SITE_REACH = 9  # chunks between "exploded" and the place it happened at
_OWNERS = (ActorForm.NAMED, ActorForm.STATE, ActorForm.EXTERNAL, ActorForm.GOVERNMENT)
_OWNER_REACH = 2  # chunks between an owner and the thing: "the militants' base"


def site_of(chunks: Chunks, index: int) -> int | None:
    """The people's seat or thing that a device went off at: "exploded in front of *a police station*"."""
    for k in range(index + 1, min(len(chunks), index + 1 + _SITE_REACH)):
        chunk = chunks[k]
        if is_clause_edge(chunk) or chunk.verb or chunk.lower in (",", ".", ";"):
            return None
        seat = chunk.people is not None and chunk.people.body and chunk.people.armed
        if (seat or chunk.object_side is not None) and is_prepositional(chunks, k):
            return k
    return None


def owner_of(chunks: Chunks, thing: int) -> int | None:
    """The people whose thing it is: "*the militants*' base", "the headquarters of *the mission*"; ``None`` when nobody
    is named."""
    if thing + 1 < len(chunks) and chunks[thing + 1].lower == "of":
        behind = next((k for k in range(thing + 2, min(len(chunks), thing + 4)) if chunks[k].form in _OWNERS), None)
        if behind is not None:
            return behind
    for k in range(thing - 1, max(-1, thing - 1 - _OWNER_REACH), -1):
        if chunks[k].kind is ChunkKind.PEOPLE:
            return k
        if chunks[k].lower not in ("'s", "'", "’"):
            break
    return None


def side_struck(chunk: Chunk) -> ActorExpression | None:
    """The side a struck thing stands for; ``None`` for things that stand for nobody (a bridge, a pipeline)."""
    words = set(chunk.lower.split(" "))
    if chunk.object_side == "civilian":
        unpeopled = words & happening_words("unpeopled")
        return None if unpeopled else ActorExpression(ActorForm.CIVILIAN, chunk.lower, None)
    if chunk.object_side != "state":
        return None
    if words & happening_words("of_government"):
        return ActorExpression(ActorForm.GOVERNMENT, chunk.lower, "government")
    police = words & happening_words("of_police")
    return ActorExpression(ActorForm.STATE, chunk.lower, "police" if police else "military")
