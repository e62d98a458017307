"""The people noun of a counted phrase: which chunks belong to it, whose side, how many."""

from collections.abc import Sequence

from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import Chunk, ChunkKind, Chunks
from tocsin.read.rules.victims_words import ARTICLES, DEFINITE, POSSESSIVE, QUOTES, words

_MAX_MODIFIERS = 9  # chunks between the start of a phrase and its people noun


def find_head(
    chunks: Chunks, start: int, end: int, number: Count | None, *, marked: bool
) -> tuple[list[int], int] | None:
    """(people chunks of the phrase, end of the phrase with trailing names and brackets)."""
    heads: list[int] = []
    k = start
    while k < end and k - start <= _MAX_MODIFIERS:
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE:
            if heads and (
                not _without_own_count(chunk)
                or (
                    chunks[k - 1].capital
                    and chunks[k - 1].kind is ChunkKind.WORD
                    and _named_between(chunks, heads[-1], k)
                )
            ):
                break
            if number is not None and not heads and not _without_own_count(chunk):
                break
            heads.append(k)
        elif chunk.lower == "(" and (close := closing(chunks, k, end)) is not None:
            k = close
        elif not _is_modifier(chunks, k, adjective=not heads and (k > start or marked or _is_object(chunks, k))):
            break
        k += 1
    if not heads:
        return None
    return heads, trailing(chunks, heads[-1] + 1, end)


def _is_object(chunks: Chunks, index: int) -> bool:
    """Whether a participle stands right behind a verb: "killed abducted traders"."""
    before = chunks[index - 1].trigger if index else None
    return before is not None and not before.is_noun


def _named_between(chunks: Chunks, left: int, right: int) -> bool:
    """Whether a person's name closes the phrase at ``left``; organisations go on ("a UN Health Office clerk")."""
    people = chunks[left].people
    organisation = people is not None and people.body
    return not organisation and any(c.capital for c in chunks[left + 1 : right])


def _without_own_count(chunk: Chunk) -> bool:
    """Whether a people chunk may continue a phrase: no number or article inside it."""
    people = chunk.people
    assert people is not None
    return (people.count is None and chunk.lower.split(" ")[0] not in (ARTICLES | DEFINITE)) or (
        people.count is not None and not people.count.words
    )


def closing(chunks: Chunks, start: int, end: int) -> int | None:
    """Index of the ")" that closes the bracket at ``start``, within eight chunks."""
    return next((k for k in range(start + 1, min(end, start + 9)) if chunks[k].lower == ")"), None)


def _is_modifier(chunks: Chunks, index: int, *, adjective: bool) -> bool:
    """Whether a chunk may stand between the start of a phrase and its people noun."""
    chunk = chunks[index]
    if chunk.kind is ChunkKind.PLACE:
        return True
    if chunk.kind is ChunkKind.TRIGGER:
        return chunk.trigger is not None and chunk.trigger.form in ("past", "participle") and adjective
    if chunk.kind is not ChunkKind.WORD:
        return False
    if chunk.lower in QUOTES or chunk.lower in ("'s", "-"):
        return True
    if chunk.lower in words("things") and not (index + 1 < len(chunks) and chunks[index + 1].kind is ChunkKind.PEOPLE):
        return index + 2 < len(chunks) and chunks[index + 2].kind is ChunkKind.PEOPLE and chunks[index + 1].capital
    return chunk.lower not in words("function") and chunk.lower[0].isalnum()


def trailing(chunks: Chunks, start: int, end: int) -> int:
    """End of a phrase after its noun: name, initials, "alias …" and brackets belong to it ("constable B Sowo (34)")."""
    k = start
    while k < end:
        chunk = chunks[k]
        if chunk.lower in QUOTES and k + 1 < end and (chunks[k + 1].capital or k > start):
            k += 1
        elif chunk.lower == "(" and (close := closing(chunks, k, end)) is not None:
            k = close + 1
        elif (
            chunk.kind in (ChunkKind.WORD, ChunkKind.PLACE)
            and (chunk.capital or chunk.lower in ("alias", "aka", "@"))
            and chunk.lower not in words("function")
        ):
            k += 1
        else:
            break
    return k


def is_thing(chunks: Chunks, start: int, end: int) -> bool:
    """Whether the noun after a number or article is no people: "two cows", "a police station"; the last noun decides
    ("a shop owner" is a person)."""
    thing = False
    for k in range(start, min(end, start + 6)):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE:
            return False
        noun = chunk.noun
        if not noun and (
            chunk.kind is not ChunkKind.WORD or chunk.lower in words("function") or not chunk.lower[0].isalpha()
        ):
            break
        thing = noun or chunk.object_side is not None or chunk.weapon is not None or chunk.lower in words("things")
    return thing


def is_modifier_of_thing(chunks: Chunks, index: int) -> bool:
    """Whether the people noun before ``index`` only modifies what follows ("Taliban attack", "police station")."""
    chunk = chunks[index]
    if chunk.trigger is not None:
        return chunk.trigger.is_noun and not chunk.trigger.status_noun()
    return chunk.kind is ChunkKind.WORD and (
        chunk.object_side is not None
        or chunk.weapon is not None
        or chunk.lower in words("things")
        or chunk.lower == "'s"
    )


def side_of(chunks: Chunks, heads: Sequence[int], last: int, end: int) -> Side:
    """Side of the people noun; a mere role takes that of the organisation before or behind it."""
    people = chunks[heads[-1]].people
    assert people is not None
    noun = chunks[heads[-1]].lower.split(" ")[-1]
    role = people.side in (Side.UNKNOWN, Side.CIVILIAN) and noun in words("roles")
    if noun in ("fighter", "fighters") and words("irregular") & {w for k in heads for w in chunks[k].lower.split(" ")}:
        return Side.MILITIA
    if not role and people.side is not Side.UNKNOWN:
        return people.side
    for k in heads[:-1]:
        before = chunks[k].people
        if before is not None and before.side is not Side.UNKNOWN:
            return before.side
    behind = _behind(chunks, last, end) if role else None
    if behind is not None:
        return behind
    return Side.CIVILIAN if noun in words("unarmed") else people.side


def _behind(chunks: Chunks, start: int, end: int) -> Side | None:
    """Side of the organisation in "of / from / belonging to the …" right behind a role."""
    k = start
    while k < end and chunks[k].lower in QUOTES:
        k += 1
    if k < end and chunks[k].lower == "belonging":
        k += 1
    if k >= end or chunks[k].lower not in ("of", "from", "with", "to", "attached"):
        return None
    for j in range(k + 1, min(end, k + 6)):
        people = chunks[j].people
        if chunks[j].lower.startswith(("ruling", "the ruling")):
            return Side.STATE if chunks[start - 1].lower.split(" ")[-1] in words("office") else None
        if people is not None:
            return people.side if people.side is not Side.UNKNOWN else None
        passed = chunks[j].kind is ChunkKind.PLACE or chunks[j].lower == "'s" or chunks[j].lower in QUOTES
        if not passed and (
            chunks[j].kind is not ChunkKind.WORD
            or chunks[j].lower in words("function") - {"to"}
            or not chunks[j].lower[0].isalnum()
        ):
            return None
    return None


def is_former(chunks: Chunks, first: int, head: int) -> bool:
    said = {word for chunk in chunks[first : head + 1] for word in chunk.lower.replace("-", " ").split(" ")}
    return bool(said & words("former"))


_BODIES = frozenset({"personnel", "men", "women"})
_COLLECTIVE = {"couple": 2, "duo": 2, "pair": 2, "trio": 3}


def noun_behind(chunks: Chunks, index: int, end: int) -> bool:
    """Whether a plain noun follows the name of a force ("police *captain*")."""
    if index >= end:
        return False
    chunk = chunks[index]
    plain = (
        chunk.kind is ChunkKind.WORD
        and chunk.lower.isalpha()
        and chunk.lower not in words("function")
        and not chunk.capital
    )
    return (
        plain
        and not chunk.lower.endswith(("s", "ed", "ing"))
        and not is_thing(chunks, index, end)
        and chunk.lower not in words("leading")
    )


def count_of(
    chunks: Chunks,
    heads: Sequence[int],
    number: Count | None,
    leading: Sequence[str],
    determiner: str,
    named_behind: bool,
    plain_behind: bool,
) -> tuple[Count | None, bool]:
    """(how many, whether a singular noun stands without article)."""
    if number is not None:
        return number, False
    last = chunks[heads[-1]].lower.split(" ")[-1]
    if last in _COLLECTIVE:
        return Count.exactly(_COLLECTIVE[last], chunks[heads[-1]].lower), False
    for k in heads:
        own = chunks[k].people
        if own is not None and own.count is not None and own.count.words not in ("", "the"):
            return own.count, False
    people = chunks[heads[-1]].people
    assert people is not None
    one = determiner in ARTICLES or bool(ARTICLES & set(leading))
    if people.body or (people.group == "named" and people.plural):
        soldier = (
            people.group != "named"
            and (last in words("roles") or last in ("commando", "ranger"))
            and last not in _BODIES
        )
        rank = people.group != "named" and plain_behind  # "a police captain"
        single = one and (people.group == "named" or soldier or rank) and not last.endswith("s")
        titled = people.group == "government" and named_behind  # "president Ama Sowo"
        return (Count.exactly(1, chunks[heads[-1]].lower) if single or titled else None), False
    if people.plural:
        single = one and last == "personnel"
        return (Count.exactly(1, chunks[heads[-1]].lower) if single else None), False
    marked = one or bool((DEFINITE | POSSESSIVE) & {determiner, *leading})
    return Count.exactly(1, chunks[heads[-1]].lower), not marked
