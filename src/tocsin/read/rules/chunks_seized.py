"""Weapons found or taken: a third look at the row of chunks. They are a use of weapons stopped (CODEBOOK section 2,
Disrupted weapons use), not ground taken and no attack, whichever verb tells it."""

from dataclasses import replace

from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import is_clause_edge, previous_word
from tocsin.read.rules.lexicon import TriggerEntry
from tocsin.read.rules.word_lists import grammar_words, phrase_words

Row = tuple[Chunk, ...]
_SEIZED_REACH = 12  # chunks between "seized" and the weapon, which measures and goods may fill
_FOUND_REACH = 26  # chunks before "were recovered" in which the list of what was found stands


def seized_weapons(row: Row) -> Row:
    """ "seized forty grenades", "ammunition was recovered", "a mine was found": weapons that were found or taken."""
    out = list(row)
    for index, chunk in enumerate(row):
        trigger = chunk.trigger
        if trigger is not None and trigger.base in phrase_words("seizers") and _of_weapons(row, index):
            out[index] = replace(chunk, trigger=replace(trigger, act="disrupt", weak=False))
        elif _finds(chunk) and _of_weapons(row, index):
            found = TriggerEntry("disrupt", "past", False, chunk.lower)
            out[index] = replace(chunk, kind=ChunkKind.TRIGGER, trigger=found)
    return tuple(out)


def _finds(chunk: Chunk) -> bool:
    """Whether a plain word says that something came to light."""
    return chunk.kind is ChunkKind.WORD and chunk.lower in phrase_words("finders")


def _of_weapons(row: Row, index: int) -> bool:
    """Whether what a verb of finding or taking is about are weapons: its object, or its subject in the passive."""
    passive = previous_word(row, index) in grammar_words("be")
    return _weapon_before(row, index) if passive else _weapon_behind(row, index)


def _weapon_behind(row: Row, index: int) -> bool:
    """Whether weapons are the object of a verb: before any people, place or verb, and not behind a preposition."""
    for chunk in row[index + 1 : index + 1 + _SEIZED_REACH]:
        if chunk.kind in (ChunkKind.PLACE, ChunkKind.PEOPLE, ChunkKind.TRIGGER) or chunk.object_side == "state":
            return False
        if chunk.arms:
            return True
        if is_clause_edge(chunk) or chunk.lower in phrase_words("no_find_across"):
            return False
    return False


def _weapon_before(row: Row, index: int) -> bool:
    """Whether weapons are the subject of a passive verb; who laid or carried them may stand between."""
    for chunk in reversed(row[max(0, index - _FOUND_REACH) : index]):
        if is_clause_edge(chunk) or chunk.lower in phrase_words("no_weapons_before"):
            return False
        if chunk.arms:
            return True
    return False
