"""Clauses of a sentence, and which of its triggers tell one happening together."""

from collections.abc import Mapping, Sequence

from tocsin.model.expressions import ActorForm, PlaceRelation, TimeForm
from tocsin.read.rules.acts import FAMILY
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.modality import Told
from tocsin.read.rules.word_lists import grammar_words, happening_words

_OF_A_TOLL = frozenset({"and", ",", "dead", "injured", "wounded", "others", "other", "more"})
# Families besides their own with which the acts of a family may be one happening.
_WITH_ARRESTS = ({"crowd", "arrest"}, {"violence", "arrest"})


def clause_numbers(chunks: Chunks) -> list[int]:
    """A clause number per chunk. A new clause opens at ";", "while", "after" and the like, at "and" with people and a
    verb of its own, and at a time reckoned from another happening ("a week before the leader was killed, …"), which
    the next comma closes."""
    numbers: list[int] = []
    current, top = 0, 0
    outer: int | None = None  # the clause to go back to behind the next comma
    for index, chunk in enumerate(chunks):
        opener = chunk.lower in grammar_words("clause_openers")
        reckoned = chunk.time is not None and chunk.time.form is TimeForm.EVENT
        if opener or reckoned or _joins_clause(chunks, index):
            if chunk.time is not None or (opener and index == 0):
                outer = current
            top += 1
            current = top
        elif chunk.lower == "," and outer is not None:
            top += 1
            current, outer = top, None
        numbers.append(current)
    return numbers


def _joins_clause(chunks: Chunks, index: int) -> bool:
    """Whether "and" opens a new main clause: behind a comma, or before people with a verb that is no part of a list."""
    if chunks[index].lower != "and" or index == 0:
        return False
    if chunks[index - 1].lower == ",":
        return True
    people = index + 1 < len(chunks) and chunks[index + 1].kind is ChunkKind.PEOPLE
    verb = index + 2 < len(chunks) and chunks[index + 2].verb
    return people and verb and any(chunk.kind is ChunkKind.TRIGGER for chunk in chunks[:index])


def group_triggers(
    chunks: Chunks, kept: Sequence[int], clause: Sequence[int], how: Mapping[int, Told]
) -> list[list[int]]:
    """Triggers that tell one happening: same family, alike told as fact or not (``how``), and not in clauses with
    different places of their own."""
    places: dict[int, set[str]] = {}
    for index, chunk in enumerate(chunks):
        if chunk.place is not None and chunk.place.relation is not PlaceRelation.SPEAKER:
            places.setdefault(clause[index], set()).add(chunk.place.name.lower())
    groups: list[list[int]] = []
    for index in kept:
        for group in reversed(groups):
            if how[group[0]].as_fact == how[index].as_fact and _joins(chunks, group, index, clause, places):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def _family(chunks: Chunks, index: int) -> str:
    act = chunks[index].act
    assert act is not None
    return FAMILY.get(act, act)


def _joins(
    chunks: Chunks, group: Sequence[int], index: int, clause: Sequence[int], places: Mapping[int, set[str]]
) -> bool:
    """Whether a trigger belongs to a group before it."""
    own, other = _family(chunks, group[0]), _family(chunks, index)
    if {own, other} == {"violence", "crowd"}:
        return _crowd_concerned(chunks, group[0], index)
    if {own, other} in _WITH_ARRESTS:
        return "violence" not in (own, other) or not _is_charge(chunks, group[0], index)
    if own != other:
        return False
    here, there = clause[index], clause[group[-1]]
    mine, theirs = places.get(here, set()), places.get(there, set())
    return here == there or not (mine and theirs and mine.isdisjoint(theirs))


def _is_charge(chunks: Chunks, first: int, second: int) -> bool:
    """Whether violence told beside an arrest is their charge: "detained 22 people suspected of …"."""
    if FAMILY.get(chunks[first].act or "") == "violence":
        return False
    between = chunks[first:second]
    return any(chunk.lower in happening_words("held_for") for chunk in between)


def _crowd_concerned(chunks: Chunks, first: int, second: int) -> bool:
    """Whether violence and demonstration in one sentence are one happening: the crowd acts in it or suffers it."""
    between = chunks[min(first, second) : max(first, second)]
    if any(chunk.lower in happening_words("apart_from_crowd") for chunk in between):
        return False
    return any(chunk.form is ActorForm.CROWD for chunk in chunks) or _left_behind(chunks, max(first, second))


def _left_behind(chunks: Chunks, index: int) -> bool:
    """Whether a word of harm says what the act before it left ("rioting in Orl *left two dead* and five injured")."""
    k = index - 1
    while k > 0 and (chunks[k].number is not None or chunks[k].people is not None or chunks[k].lower in _OF_A_TOLL):
        k -= 1
    return chunks[k].lower in ("left", "leaving", "leaves")
