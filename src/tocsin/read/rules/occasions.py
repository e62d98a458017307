"""A killing or abduction told only by a noun, as the occasion of something else: "the bishops condemned *the murder of
the priests*", "a judge investigates *the kidnapping of an editor*".

Such a noun tells a happening when a certain person with a role, or a name, stands behind it; "the killing of civilians"
generalises. The sentence gives it no day of its own, so it is kept without a date and joins an account that has one.
"""

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks
from tocsin.read.rules.grammar import is_clause_edge
from tocsin.read.rules.word_lists import grammar_words

_ACTS = frozenset({"kill", "abduct"})
_REACH = 7  # chunks between "of" and the person


def victim_of_noun(chunks: Chunks, index: int) -> int | None:
    """The certain person behind "of" after a noun of killing or abduction; ``None`` when there is none."""
    trigger = chunks[index].trigger
    if trigger is None or not trigger.is_noun or trigger.act not in _ACTS:
        return None
    if index + 2 >= len(chunks) or chunks[index + 1].lower != "of":
        return None
    for k in range(index + 2, min(len(chunks), index + 2 + _REACH)):
        chunk = chunks[k]
        if chunk.people is not None:
            return k if _has_role(chunk) and _certain(chunks, k, index) else None
        if _named(chunks, k):
            return k
        if chunk.kind is not ChunkKind.WORD or is_clause_edge(chunk) or chunk.lower in (",", ".", ";"):
            return None
    return None


def _has_role(chunk: Chunk) -> bool:
    """Unarmed people known by what they are ("a priest", "the mayor"), not by kinship or number alone."""
    people = chunk.people
    return (
        people is not None and people.group != "persons" and people.form in (ActorForm.CIVILIAN, ActorForm.GOVERNMENT)
    )


def _certain(chunks: Chunks, index: int, noun: int) -> bool:
    """Whether certain people are meant: one person, a number, or people with a determiner."""
    people = chunks[index].people
    assert people is not None
    opened = {chunks[k].lower for k in range(noun + 2, index)} | {chunks[index].lower.split(" ")[0]}
    return not people.plural or people.count is not None or not opened.isdisjoint(grammar_words("determiners"))


def _named(chunks: Chunks, index: int) -> bool:
    """Whether a first and a last name stand here."""
    pair = chunks[index : index + 2]
    return len(pair) == 2 and all(c.capital and c.kind is ChunkKind.WORD and c.lower.isalpha() for c in pair)
