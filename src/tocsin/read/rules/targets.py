"""The things that a happening hits: "blew up *two electricity pylons*", "a bomb exploded outside *the bank*".

A thing is hit when it is the object of an active verb or the subject of a passive one, when it stands behind "on",
"against" or "of" after a noun of attack, or where a device exploded. Its phrase is widened to the words that belong
to it ("the Sarrun oil pipeline"), which are kept as they stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks, trigger_at
from tocsin.read.rules.grammar import is_active, is_clause_edge
from tocsin.read.rules.lexicon import ThingEntry
from tocsin.read.rules.word_lists import grammar_words, happening_words

HITTING = frozenset(
    {"attack", "bomb", "airstrike", "shell", "grenade", "suicide", "shoot", "loot", "destroy", "riot", "mob", "disrupt"}
)
_REACH = 9  # chunks between a trigger and the thing it hits
_WIDE = 5  # chunks of a thing's phrase before its noun, and behind it


@dataclass(frozen=True, slots=True)
class ThingHit:
    """A thing hit: the chunks [first, last) of its phrase, its noun, its kind and side, the trigger that hits it."""

    first: int
    last: int
    noun: int
    entry: ThingEntry
    cue: int


def things_hit(chunks: Chunks, group: Sequence[int]) -> tuple[ThingHit, ...]:
    """The things that the triggers of one happening hit, in order of the text."""
    found: dict[int, ThingHit] = {}
    for cue in group:
        if chunks[cue].act in HITTING:
            for noun in _hit_by(chunks, cue):
                found.setdefault(noun, _phrase(chunks, noun, cue))
    ordered = sorted(found.values(), key=lambda hit: hit.noun)
    return tuple(hit for n, hit in enumerate(ordered) if n == 0 or ordered[n - 1].last <= hit.first)


def particular(chunks: Chunks, hit: ThingHit) -> bool:
    """Whether a certain thing is meant: with an article, a number or a name. "Houses", "its positions" generalise."""
    one = happening_words("one_thing")
    opening = chunks[hit.first : hit.noun] or (chunks[hit.noun],)
    return any(c.kind is not ChunkKind.WORD or c.capital or c.lower.split(" ")[0] in one for c in opening)


def _hit_by(chunks: Chunks, cue: int) -> Iterator[int]:
    trigger = trigger_at(chunks, cue)
    if trigger.is_noun:
        explodes = trigger.act in ("bomb", "grenade", "suicide", "shell")
        yield from _behind(chunks, cue, happening_words("hit_behind") | (_spot() if explodes else frozenset()))
    elif trigger.base in happening_words("goes_off"):
        yield from _behind(chunks, cue, _spot())
    elif is_active(chunks, cue):
        yield from _objects(chunks, cue)
    else:
        yield from _subject(chunks, cue)


def _spot() -> frozenset[str]:
    """Prepositions of the spot where a device goes off."""
    return happening_words("exploded_where")


def _objects(chunks: Chunks, cue: int) -> Iterator[int]:
    """Things in the object of an active verb, lists included; it ends at a preposition of place or time."""
    for k in range(cue + 1, min(len(chunks), cue + 1 + _REACH)):
        chunk = chunks[k]
        if _ends(chunk) or (chunk.lower in grammar_words("object_ends") and k > cue + 1):
            return
        if chunk.kind is ChunkKind.PEOPLE and not _is_thing(chunks, k):
            continue
        if _is_head(chunks, k):
            yield k


def _subject(chunks: Chunks, cue: int) -> Iterator[int]:
    """The subject of a passive verb: the thing in its clause that hangs on no preposition."""
    for k in range(cue - 1, max(-1, cue - 1 - _REACH), -1):
        chunk = chunks[k]
        if is_clause_edge(chunk) or chunk.lower in (".", ";") or (chunk.verb and is_active(chunks, k)):
            return
        if _is_head(chunks, k) and not _hangs(chunks, k):
            yield k


def _behind(chunks: Chunks, cue: int, prepositions: frozenset[str]) -> Iterator[int]:
    """The thing behind one of these prepositions after a noun or a verb without object."""
    open_ = False
    for k in range(cue + 1, min(len(chunks), cue + 1 + _REACH)):
        chunk = chunks[k]
        if _ends(chunk) or chunk.lower == ",":
            return
        if chunk.lower in prepositions:
            open_ = True
        elif open_ and _is_head(chunks, k):
            yield k
            return


def _ends(chunk: Chunk) -> bool:
    return is_clause_edge(chunk) or chunk.lower in (".", ";") or chunk.verb


def _is_thing(chunks: Chunks, index: int) -> bool:
    """Whether a chunk names a thing: a noun of things.yml, or a force's installation ("police station")."""
    return chunks[index].thing is not None or _installation(chunks[index])


def _installation(chunk: Chunk) -> bool:
    people = chunk.people
    return people is not None and people.body and chunk.lower.split(" ")[-1] in happening_words("installations")


def _is_head(chunks: Chunks, index: int) -> bool:
    """Whether a thing is what the phrase is about, not what describes people ("bank employees", "a shop owner")."""
    if not _is_thing(chunks, index):
        return False
    for k in range(index + 1, min(len(chunks), index + 3)):
        following = chunks[k]
        if following.kind is ChunkKind.PEOPLE:
            return False
        if following.noun or following.kind is not ChunkKind.WORD or not following.lower[0].isalpha():
            return following.lower != "'s"
        if following.lower in grammar_words("function_words"):
            return True
    return True


def _hangs(chunks: Chunks, index: int) -> bool:
    """Whether the thing's phrase hangs on a preposition."""
    first = _left(chunks, index)
    before = chunks[first - 1].lower if first else ""
    return before in grammar_words("prepositions")


def _left(chunks: Chunks, noun: int) -> int:
    """Where a thing's phrase begins: adjectives, names and numbers before the noun, up to the determiner."""
    k = noun
    while k > 0 and noun - k < _WIDE and _belongs(chunks[k - 1]):
        k -= 1
    return k - 1 if k and chunks[k - 1].lower in grammar_words("determiners") else k


def _belongs(chunk: Chunk) -> bool:
    """Whether a chunk before a noun is part of its phrase."""
    if chunk.kind in (ChunkKind.NUMBER, ChunkKind.PLACE) or chunk.thing is not None:
        return True
    if chunk.kind is ChunkKind.PEOPLE:
        return chunk.people is not None and chunk.people.body
    plain = chunk.kind is ChunkKind.WORD and (chunk.lower[0].isalpha() or chunk.lower == "'s")
    small = (_spot(), grammar_words("function_words"), grammar_words("prepositions"), grammar_words("be"))
    return plain and all(chunk.lower not in words for words in small)


def _phrase(chunks: Chunks, noun: int, cue: int) -> ThingHit:
    """The phrase of a thing; nouns right behind it belong to it ("bank *branch offices*")."""
    last = noun + 1
    while last < len(chunks) and chunks[last].thing is not None and last - noun < _WIDE:
        last += 1
    first = max(_left(chunks, noun), cue + 1 if cue < noun else 0)
    entry = chunks[noun].thing or ThingEntry("security", "state")
    return ThingHit(first, last, last - 1 if chunks[last - 1].thing is not None else noun, entry, cue)


def effect_on(cue: Chunk) -> str | None:
    """What a trigger says became of the thing; ``None`` when it says nothing."""
    base = cue.trigger.base if cue.trigger is not None else ""
    if cue.act == "destroy":
        return "damaged" if base == "damage" else "destroyed"
    if cue.act == "loot":
        return "burned" if base in happening_words("burning") else "looted"
    return None
