"""Weapons found or taken: a third look at the row of chunks. They are a use of weapons stopped (CODEBOOK section 2,
Disrupted weapons use), not ground taken and no attack, whichever verb tells it. And mines that somebody steps on."""

from dataclasses import replace

from tocsin.read.rules.chunks import Chunk, ChunkKind, words_of
from tocsin.read.rules.grammar import is_clause_edge, previous_word
from tocsin.read.rules.lexicon import TriggerEntry
from tocsin.read.rules.word_lists import context_words, grammar_words, happening_words, phrase_words

Row = tuple[Chunk, ...]
_SEIZED_REACH = 12  # chunks between "seized" and the weapon, which measures and goods may fill
_IN_FLIGHT = frozenset({"air", "shelling"})  # what radars detect is no find; shot down it is stopped by other rules
_FAILURE_REACH = 4  # chunks between "failed" or "not" and "to explode"
_TRODDEN_REACH = 7  # chunks between "stepped" and the mine
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
    found = _weapon_before(row, index) if passive else _weapon_behind(row, index)
    sensed = row[index].lower.startswith("detect") and found is not None and row[found].means in _IN_FLIGHT
    return found is not None and not sensed


def _weapon_behind(row: Row, index: int) -> int | None:
    """The weapon that is the object of a verb: before any people, place or verb, and not behind a preposition."""
    for k in range(index + 1, min(len(row), index + 1 + _SEIZED_REACH)):
        chunk = row[k]
        if _cache(chunk) or (chunk.arms and chunk.noun):
            return k
        if chunk.kind in (ChunkKind.PLACE, ChunkKind.PEOPLE, ChunkKind.TRIGGER) or chunk.object_side == "state":
            return None
        if chunk.arms:
            return k
        if is_clause_edge(chunk) or chunk.lower in phrase_words("no_find_across"):
            return None
    return None


def _weapon_before(row: Row, index: int) -> int | None:
    """The weapon that is the subject of a passive verb; who laid or carried it may stand between."""
    for k in range(index - 1, max(-1, index - 1 - _FOUND_REACH), -1):
        edge = is_clause_edge(row[k]) and row[k].lower != "that"  # "explosives that weighed 70 kg were recovered"
        if edge or row[k].lower in phrase_words("no_weapons_before"):
            return None
        if row[k].arms or _cache(row[k]):
            return k
    return None


def _cache(chunk: Chunk) -> bool:
    """Whether it is a noun for a store of weapons that tells their find itself ("a cache of arms")."""
    return chunk.noun and chunk.act == "disrupt"


def found_devices(row: Row) -> Row:
    """ "a *roadside bomb* was found", "defused a *car bomb*": the noun names the device that was stopped; it tells no
    explosion."""
    out = list(row)
    for index, chunk in enumerate(row):
        if not chunk.verb or chunk.act != "disrupt":
            continue
        passive = previous_word(row, index) in grammar_words("be") or _went_off(chunk)
        found = _weapon_before(row, index) if passive else _weapon_behind(row, index)
        if found is not None and row[found].noun and row[found].act == "bomb":
            out[found] = replace(row[found], kind=ChunkKind.WORD, trigger=None)
    return tuple(out)


def _went_off(chunk: Chunk) -> bool:
    """Whether a verb says what a device does by itself ("explode")."""
    return chunk.trigger is not None and chunk.trigger.base in happening_words("goes_off")


def duds(row: Row) -> Row:
    """ "the bomb did not go off", "a grenade that failed to explode": a use of weapons stopped, as if defused."""
    out = list(row)
    for index, chunk in enumerate(row):
        trigger = chunk.trigger
        if trigger is None or trigger.is_noun or not _went_off(chunk):
            continue
        before = words_of(row[max(0, index - _FAILURE_REACH) : index])
        failed = not before.isdisjoint(("not", "never", "without")) or not before.isdisjoint(context_words("failed_to"))
        if failed and any(c.weapon_of_war for c in row):
            out[index] = replace(chunk, trigger=replace(trigger, act="disrupt", weak=False))
    return tuple(out)


def trodden_mines(row: Row) -> Row:
    """ "stepped on a mine", "drove over an improvised device": the device went off."""
    out = list(row)
    for index, chunk in enumerate(row):
        if chunk.kind is not ChunkKind.WORD or chunk.lower not in phrase_words("treading"):
            continue
        following = [c for c in row[index + 1 : index + 1 + _TRODDEN_REACH] if c.lower not in ("accidentally", "the")]
        onto = bool(following) and following[0].lower in ("on", "over", "upon", "onto")
        if onto and any(c.means == "ied" for c in following):
            out[index] = replace(chunk, kind=ChunkKind.TRIGGER, trigger=TriggerEntry("bomb", "past", False, "step on"))
    return tuple(out)
