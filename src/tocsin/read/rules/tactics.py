"""Tactics of a happening besides the one that gives its type, kept as tags: one pair, place and day make one event at
the highest level, and the rest must not be lost (CODEBOOK section 1, merge 1)."""

from tocsin.read.rules.chunks import words_of
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.word_lists import happening_words

# Act -> the tag it leaves, and the types that say it already.
_TAG_OF_ACT = {
    "suicide": ("suicide", ("Suicide bomb",)),
    "bomb": ("IED", ("Remote explosive/landmine/IED", "Suicide bomb", "Air/drone strike")),
    "airstrike": ("air support", ("Air/drone strike",)),
    "shell": ("shelling", ("Shelling/artillery/missile attack",)),
    "loot": ("property destroyed", ("Looting/property destruction",)),
    "destroy": ("property destroyed", ("Looting/property destruction",)),
    "disrupt": ("weapons seized", ("Disrupted weapons use",)),
}
_HELD_WITH_REACH = 12  # chunks between an arrest and the weapons taken with it
_HELD = frozenset({"arrest", "surrender"})


def tags_of(happening: Happening) -> dict[str, int]:
    """Tags of a happening and the chunk each rests on."""
    assert happening.typed is not None
    told: dict[str, int] = {}
    for index in happening.triggers:
        tag, said_by = _TAG_OF_ACT.get(happening.chunks[index].act or "", ("", ()))
        if tag and happening.typed.sub_event_type not in said_by:
            told.setdefault(tag, index)
    held_with = _held_with_weapons(happening)
    if held_with is not None:
        told.setdefault("weapons seized", held_with)
    return told


def _held_with_weapons(happening: Happening) -> int | None:
    """The weapon with which people were arrested or gave themselves up ("arrested along with two rifles")."""
    for index in happening.triggers:
        if happening.chunks[index].act not in _HELD:
            continue
        for k in range(index + 1, min(len(happening.chunks), index + 1 + _HELD_WITH_REACH)):
            chunk = happening.chunks[k]
            if chunk.trigger is not None or chunk.lower in (".", ";"):
                break
            if chunk.arms and words_of(happening.chunks[index:k]) & happening_words("held_with"):
                return k
    return None
