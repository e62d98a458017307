"""Place and time phrases of a happening."""

from collections.abc import Sequence

from tocsin.model.expressions import PlaceRelation, TimeForm
from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks, is_country
from tocsin.read.rules.places_aside import usable_places
from tocsin.read.rules.word_lists import grammar_words

# News names the place behind the act more often than before it, so one before it counts as this much farther away.
_PLACE_BEFORE, _TIME_BEFORE = 4, 2
_NOUN_REACH = 7  # chunks between a definite noun and a place that stands with it
# Acts that are done by saying so ("announced on Sunday that they had merged"): the day of speaking is theirs.
_DECLARED = frozenset({"change", "agree", "coup", "base"})
_SINCE_REACH = 8  # chunks between "since" and the time of what it names
_OWNER_REACH = 3  # chunks from a place to the one it holds, told behind it
_HOLDER_REACH = 8  # chunks between a place and the unit that holds it
_LIST_REACH = 4  # chunks between two places of one list


def find_places(chunks: Chunks, group: Sequence[int], clause: Sequence[int], definite: bool) -> tuple[int, ...]:
    """Place phrases of the happening: those of its clauses if any, else of the sentence.

    Never where people spoke, nor the far end of a distance when the near end is named too ("Kati, 15 km from Bamako").
    A definite noun ("the raid") takes only a place that stands with it; what else the sentence names describes others.
    """
    usable = usable_places(chunks)
    usable = [k for k in usable if not holds_the_next(chunks, usable, k)]
    if definite:
        usable = [k for k in usable if any(_stands_with(chunks, noun, k) for noun in group)]
    clauses = {clause[k] for k in group}
    own = [k for k in usable if clause[k] in clauses] or usable
    if not own:
        return ()
    towns = [k for k in own if not is_country(chunks[k])] or own
    towns = _without_border(chunks, towns)
    towns = [k for k in towns if not _is_part(chunks[k])] or towns  # "Mopti, central Mali": the town
    towns = [k for k in towns if not _holds_another(chunks, k, towns)]  # "Pell in Olt province": Pell
    first = min(group)
    after = [k for k in own if k > first]
    if after and all(k < first for k in towns):
        towns = after  # "partners in the west attacked a camp in Vastria": the place behind the act counts
    nearest = min(towns, key=lambda k: abs(k - first) + (_PLACE_BEFORE if k < first else 0))
    return tuple(_list_around(chunks, towns, nearest))


def holds_the_next(chunks: Chunks, usable: Sequence[int], index: int) -> bool:
    """Whether a place only holds the one right behind it: "*Kashmir*'s Shopian district"."""
    held = next((chunks[k].place for k in usable if index < k <= index + _OWNER_REACH), None)
    place = chunks[index].place
    return held is not None and place is not None and held.containers[:1] == (place.name,)


def _is_part(chunk: Chunk) -> bool:
    """Whether a place is a part of a country ("central Mali"), which a town named beside it makes needless."""
    return chunk.place is not None and chunk.place.is_country and chunk.place.relation is PlaceRelation.PART


def _without_border(chunks: Chunks, places: Sequence[int]) -> list[int]:
    """Of a border and other places: the town that is named as well; else the border, and no unit that only says which
    stretch of it is meant ("the Olt region, near the border with Vastria")."""
    at_border = [p for k in places if (p := chunks[k].place) is not None and p.relation is PlaceRelation.BORDER]
    told = {name for place in at_border for name in place.containers}
    others = [k for k in places if chunks[k].place not in at_border]
    towns = [k for k in others if (p := chunks[k].place) is not None and p.name not in told and not _is_part(chunks[k])]
    return towns or [k for k in places if k not in others] or list(places)


def _holds_another(chunks: Chunks, index: int, places: Sequence[int]) -> bool:
    """Whether a place is named only to say where another one right before it lies."""
    outer = chunks[index].place
    return outer is not None and any(
        0 < index - k <= _HOLDER_REACH and outer.name in inner.containers
        for k in places
        if (inner := chunks[k].place) is not None
    )


def _stands_with(chunks: Chunks, noun: int, place: int) -> bool:
    """Whether a place belongs to a noun: right before it, or behind it with no verb, comma or relative word between."""
    if place < noun:
        return noun - place <= 2
    between = chunks[noun + 1 : place]
    return (
        place > noun
        and len(between) <= _NOUN_REACH
        and not any(
            chunk.kind is ChunkKind.TRIGGER or chunk.lower in grammar_words("noun_phrase_ends") for chunk in between
        )
    )


def _list_around(chunks: Chunks, places: Sequence[int], seed: int) -> list[int]:
    """The coordinated list a place stands in: "in A, B and C"."""
    members = [seed]
    for row in ([k for k in places if k > seed], [k for k in reversed(places) if k < seed]):
        here = seed
        for following in row:
            if not _only_list_words(chunks, min(here, following), max(here, following)):
                break
            members.append(following)
            here = following
    members.sort()
    joined = any(chunk.lower in ("and", "&", "or") for chunk in chunks[members[0] : members[-1]])
    return members if joined else members[:1]  # "in Rawa, Anbar": the second holds the first


def _only_list_words(chunks: Chunks, left: int, right: int) -> bool:
    words = [chunk.lower for chunk in chunks[left + 1 : right]]
    joined = "and" in words or "," in words
    return joined and len(words) <= _LIST_REACH and grammar_words("list_words").issuperset(words)


def find_times(chunks: Chunks, group: Sequence[int], clause: Sequence[int]) -> tuple[int, ...]:
    """Time phrases of the happening, nearest first: those of its clauses, else reckoned ones, else of the sentence.

    Never when somebody spoke; a time reckoned from another happening dates the clause around, not its own.
    """
    clauses = {clause[k] for k in group}
    declared = all(chunks[k].act in _DECLARED for k in group)
    usable, reckoned = [], []
    for k, chunk in enumerate(chunks):
        spoken = not declared and is_speech_time(chunks, k)
        if chunk.time is None or spoken or _of_relative(chunks, k, group):
            continue
        if k > min(group) and _is_of_start(chunks, k):
            continue
        if chunk.time.form is TimeForm.EVENT:
            if clause[k] in clauses:
                continue
            reckoned.append(k)
        usable.append(k)
    own = [k for k in usable if clause[k] in clauses]
    first = min(group)
    nearest = sorted(own or reckoned or usable, key=lambda k: abs(k - first) + (_TIME_BEFORE if k < first else 0))
    return tuple(nearest)


def _of_relative(chunks: Chunks, index: int, group: Sequence[int]) -> bool:
    """Whether a time is that of a deed told in a relative clause about others ("killed a man who had surrendered in
    *2006*")."""
    for k in range(index - 1, max(-1, index - 1 - _SINCE_REACH), -1):
        if k in group or chunks[k].lower in (",", ";"):
            return False
        if chunks[k].trigger is not None:
            before = [c.lower for c in chunks[max(0, k - 3) : k]]
            return "had" in before and any(word in before for word in ("who", "which", "that"))
    return False


def _past_place(chunks: Chunks, index: int) -> int:
    """The position to look back from for a verb of speech: before "in Geneva" in "said in Geneva on Tuesday"."""
    place = chunks[index - 2].place if index > 2 and chunks[index - 1].lower == "on" else None
    return index - 2 if place is not None and chunks[index - 3].lower == "in" else index


def _is_of_start(chunks: Chunks, index: int) -> bool:
    """Whether a time is that of a noun since which something is told: "the deadliest since the coup in *May*"."""
    for k in range(index - 1, max(-1, index - 1 - _SINCE_REACH), -1):
        if chunks[k].verb or chunks[k].lower in (",", ";"):
            return False
        if chunks[k].lower == "since":
            return k < index - 1
    return False


def is_speech_time(chunks: Chunks, index: int) -> bool:
    """Whether a time is when somebody spoke ("police said on Friday"), not when something happened."""
    if index + 1 < len(chunks) and chunks[index + 1].lower == "'s":
        return False  # "claimed Monday's attack"
    before = chunks[max(0, _past_place(chunks, index) - 3) : index]
    left = [chunk.lower for chunk in before]
    if "responsibility" in left or "claimed" in left or "claiming" in left:
        return True
    spoken = not grammar_words("speech_verbs").isdisjoint(left)
    return spoken and not any(chunk.trigger is not None for chunk in before)
