"""Counts of people by what happened to them, with their side: killed, injured, abducted, arrested, surrendered,
displaced. Each finding points to the cue word and to the words counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.values import Count, Side, VictimStatus
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import BE, is_active, is_clause_edge, previous_word
from tocsin.read.rules.lexicon import Lexicon

Chunks = Sequence[Chunk]


@dataclass(frozen=True, slots=True)
class Victims:
    """People of one phrase who met one fate. ``cue`` and ``phrase`` are chunk indexes; ``part`` marks a phrase that
    details a larger figure ("nine people, including *two soldiers*")."""

    status: VictimStatus
    count: Count | None
    side: Side
    cue: int
    phrase: int
    part: bool = False


_CUE_WORDS = {"dead": VictimStatus.KILLED, "hurt": VictimStatus.INJURED, "captured": VictimStatus.ARRESTED}
_PART_MARKS = frozenset({"including", "included", "mostly", "mainly", "notably"})
_TOTAL_NOUNS = frozenset({"death toll", "toll", "deaths", "fatalities", "dead", "bodies", "corpses", "lives"})


def find_victims(chunks: Chunks, lexicon: Lexicon) -> tuple[Victims, ...]:
    """All victim counts of a sentence, in order of their cues; each phrase is counted once per fate."""
    found: list[Victims] = []
    used: set[tuple[int, VictimStatus]] = set()
    for index in range(len(chunks)):
        status = _status_of(chunks, index, lexicon)
        if status is None:
            continue
        for victims in _for_cue(chunks, index, status):
            if (victims.phrase, status) in used:
                continue
            used.add((victims.phrase, status))
            found.append(victims)
    return tuple(_one_fate_each(found))


def _status_of(chunks: Chunks, index: int, lexicon: Lexicon) -> VictimStatus | None:
    chunk = chunks[index]
    if chunk.trigger is not None and _adjectival(chunks, index):
        return None
    if chunk.trigger is not None:
        if chunk.trigger.act == "capture" and not chunk.trigger.is_noun and index + 1 < len(chunks):
            following = chunks[index + 1]
            people = following.people
            if following.kind is ChunkKind.NUMBER or (people is not None and not people.body):
                return VictimStatus.ARRESTED
        status = lexicon.acts[chunk.trigger.act].status
        return VictimStatus(status) if status else None
    return _CUE_WORDS.get(chunk.lower) if chunk.kind is ChunkKind.WORD else None


def _adjectival(chunks: Chunks, index: int) -> bool:
    """ "the surrendered rebels", "the slain officer": a past form between a determiner and people describes them."""
    trigger = chunks[index].trigger
    if (
        trigger is None
        or trigger.form not in ("past", "participle")
        or index == 0
        or index + 1 >= len(chunks)
    ):
        return False
    return (
        chunks[index - 1].lower in ("the", "these", "those", "of the")
        and chunks[index + 1].kind is ChunkKind.PEOPLE
    )


def _one_fate_each(found: list[Victims]) -> list[Victims]:
    """One phrase cannot be both dead and wounded: "killed or wounded 20" keeps an upper bound for each."""
    by_phrase: dict[int, set[VictimStatus]] = {}
    for victims in found:
        by_phrase.setdefault(victims.phrase, set()).add(victims.status)
    result = []
    for victims in found:
        fates = by_phrase[victims.phrase]
        if {VictimStatus.KILLED, VictimStatus.INJURED} <= fates and victims.status in (
            VictimStatus.KILLED,
            VictimStatus.INJURED,
        ):
            top = victims.count.best if victims.count else None
            words = victims.count.words if victims.count else ""
            count = Count(None, None, top, words) if top is not None else None
            result.append(
                Victims(victims.status, count, victims.side, victims.cue, victims.phrase, victims.part)
            )
        elif (
            VictimStatus.KILLED in fates
            and victims.status in (VictimStatus.ABDUCTED, VictimStatus.ARRESTED)
            and len(fates) > 1
        ):
            result.append(victims)
        else:
            result.append(victims)
    return result


def _for_cue(chunks: Chunks, index: int, status: VictimStatus) -> list[Victims]:
    chunk = chunks[index]
    negated = _negated_none(chunks, index, status)
    if negated is not None:
        return [negated]
    if chunk.trigger is None or chunk.lower == "dead":
        phrases = _adjacent_left(chunks, index)
        if not phrases and chunk.lower == "dead":
            phrases = _after_copula(chunks, index)
    elif chunk.trigger.is_noun:
        phrases = _of_noun(chunks, index)
    elif chunk.trigger.act in ("die", "surrender"):
        phrases = _subject_list(chunks, index)
    elif is_active(chunks, index):
        phrases = _list_right(chunks, index)
    else:
        phrases = _subject_list(chunks, index)
    if phrases and chunk.trigger is not None and not is_active(chunks, index):
        phrases += [(k, True) for k in _parts_right(chunks, index)]
    made = [_victims(chunks, index, status, k, part) for k, part in phrases]
    return [v for v in made if not (v.part and v.count is None)]


def _negated_none(chunks: Chunks, index: int, status: VictimStatus) -> Victims | None:
    """ "no casualties", "nobody was hurt", "no one was killed": a count of zero."""
    if status not in (VictimStatus.KILLED, VictimStatus.INJURED):
        return None
    left = [c.lower for c in chunks[max(0, index - 4) : index]]
    if not left:
        return None
    says_none = (
        left[-1] == "no"
        or (left[-1] in BE and bool({"nobody", "none"} & set(left)))
        or left[-3:-1] == ["no", "one"]
    )
    if not says_none:
        return None
    return Victims(
        status, Count(0, 0, 0, f"{' '.join(left[-2:])} {chunks[index].lower}"), Side.UNKNOWN, index, index
    )


def _is_countable(chunk: Chunk) -> bool:
    return chunk.kind in (ChunkKind.PEOPLE, ChunkKind.NUMBER)


def _part_of_list(chunks: Chunks, index: int) -> bool:
    """Whether the phrase at ``index`` details the one before it: "including …", "six of them …", "among them …"."""
    left = [c.lower for c in chunks[max(0, index - 3) : index]]
    if any(word in _PART_MARKS for word in left) or left[-2:] in (
        ["among", "them"],
        ["them", "were"],
        ["of", "whom"],
        ["of", "them"],
    ):
        return True
    right = [c.lower for c in chunks[index + 1 : index + 3]]
    return right[:1] == ["of"] and right[1:2] in (["them"], ["whom"], ["those"])


def _list_right(chunks: Chunks, index: int) -> list[tuple[int, bool]]:
    """Phrases of the object list that starts after ``index``: (chunk index, is a part)."""
    found: list[tuple[int, bool]] = []
    part = False
    for k in range(index + 1, min(len(chunks), index + 24)):
        chunk = chunks[k]
        if chunk.lower in ("himself", "herself") and not found:
            found.append((k, False))
            continue
        if _is_countable(chunk):
            if _appositive(chunks, k, found):
                continue
            part = (part and chunks[k - 1].lower in ("and", ",", "or")) or _part_of_list(chunks, k)
            found.append((k, part and bool(found)))
            continue
        if (
            chunk.kind is ChunkKind.TRIGGER
            and not found
            and chunk.trigger is not None
            and chunk.trigger.status_noun()
        ):
            continue
        if _stops_list(chunk, bool(found)):
            break
    return found or _named_right(chunks, index)


def _appositive(chunks: Chunks, index: int, found: list[tuple[int, bool]]) -> bool:
    """A singular described again after a comma ("a politician, a member of …") is not a second person."""
    if not found or chunks[index - 1].lower != ",":
        return False
    last, here = chunks[found[-1][0]], chunks[index]
    if last.people is None or here.people is None or last.people.count is None or here.people.count is None:
        return False
    following = chunks[index + 1].lower if index + 1 < len(chunks) else ""
    both_one = last.people.count.best == 1 and here.people.count.best == 1 and not here.people.plural
    return both_one and here.lower.startswith(("a ", "an ", "the ")) and following not in ("and", ",")


_LIST_WORDS = frozenset(
    [",", "and", "as", "well", "also", "including", "mostly", "mainly", "among", "them", "at", "least", "the", "other", "others", "another", "more", "further", "some", "about", "all", "of", "whom", "which", "his", "her", "their", "its", "a", "or", "both", "himself", "herself", "themselves", "an", "former", "senior", "local", "off-duty", "unarmed", "innocent", "of-them", "in"]
)


def _stops_list(chunk: Chunk, started: bool) -> bool:
    if chunk.kind in (ChunkKind.TRIGGER, ChunkKind.TIME, ChunkKind.PLACE):
        return True
    if is_clause_edge(chunk) or chunk.lower in (".", ";", "(", ")"):
        return True
    if started:
        return chunk.lower not in _LIST_WORDS or chunk.lower == "in"
    return chunk.lower in ("in", "by", "when", "during", "at", "on", "near", "from", "with", "to", "for")


def _named_right(chunks: Chunks, index: int) -> list[tuple[int, bool]]:
    """A capitalised name right after the verb is one person ("killed Prabhakar, a …")."""
    trigger = chunks[index].trigger
    if trigger is None or trigger.form not in ("past", "ing", "third") or index + 1 >= len(chunks):
        return []
    following = chunks[index + 1]
    if following.lower in ("himself", "herself"):
        return [(index + 1, False)]
    if (
        trigger.act not in ("kill", "injure", "abduct")
        or following.kind is not ChunkKind.WORD
        or following.object_side is not None
    ):
        return []
    if (
        following.lower in ("a", "an")
        and index + 2 < len(chunks)
        and chunks[index + 2].kind is ChunkKind.WORD
        and chunks[index + 2].object_side is None
    ):
        return [(index + 1, False)]
    return (
        [(index + 1, False)]
        if following.capital and following.lower not in ("all", "in", "some", "many")
        else []
    )


_SUBJECT_REACH = 34
_RELATIVE = frozenset({"who", "which", "whom", "whose"})


def _subject_list(chunks: Chunks, index: int) -> list[tuple[int, bool]]:
    """Phrases of the subject list that ends before ``index``, nearest last: (chunk index, is a part).

    Skipped on the way: phrases that hang on a preposition ("two cadres *of the group*"), inserted descriptions
    (", identified as …,") and relative clauses ("who were abducted …").
    """
    found: list[tuple[int, bool]] = []
    k = index - 1
    while k >= 0 and index - k <= _SUBJECT_REACH:
        chunk = chunks[k]
        if _is_countable(chunk):
            if found and not _joined(chunks, k, found[-1][0]):
                break
            if _is_head(chunks, k) or found:
                found.append((k, _part_of_list(chunks, k)))
            k -= 1
            continue
        if chunk.trigger is not None and not chunk.trigger.is_noun:
            relative = _relative_start(chunks, k)
            if relative is None:
                if not found and chunk.trigger.status_like and chunks[k + 1].lower in ("and", "or"):
                    k -= 1  # "killed and wounded"
                    continue
                break
            k = relative - 1
            continue
        if chunk.kind is ChunkKind.TRIGGER and found:
            break
        if (is_clause_edge(chunk) and chunk.lower not in ("that", "reported")) or chunk.lower in (".", ";"):
            break
        if found and not _in_list(chunk):
            break
        k -= 1
    if found and all(part for _, part in found):
        found = [(position, False) for position, _ in found]
    return list(reversed(found))


_NOT_HEADED = frozenset(["of", "with", "to", "by", "from", "as", "between", "against", "for", "under", "in", "on", "at", "near", "before", "after"])


def _in_list(chunk: Chunk) -> bool:
    return chunk.kind is ChunkKind.WORD and chunk.lower in _LIST_WORDS


def _is_head(chunks: Chunks, index: int) -> bool:
    """Whether a countable phrase heads its noun phrase: it hangs on no preposition other than a part mark's."""
    k = index - 1
    while (
        k >= 0
        and index - k <= 3
        and chunks[k].kind in (ChunkKind.WORD, ChunkKind.PLACE)
        and (
            chunks[k].lower in ("the", "a", "an", "village", "local", "chief", "district", "senior", "former")
            or (chunks[k].capital and chunks[k].lower not in _NOT_HEADED)
        )
    ):
        k -= 1
    if k < 0:
        return True
    before = chunks[k].lower
    if before in (
        "of",
        "with",
        "to",
        "by",
        "from",
        "as",
        "between",
        "against",
        "for",
        "under",
        "in",
        "on",
        "at",
        "near",
        "before",
        "towards",
        "near",
    ):
        return (
            before == "of"
            and k > 0
            and chunks[k - 1].kind is not ChunkKind.NUMBER
            and not _is_countable(chunks[k - 1])
            and chunks[k - 1].lower in ("total", "number", "group", "dozens", "hundreds", "handful")
        )
    return before != "identified"


def _relative_start(chunks: Chunks, index: int) -> int | None:
    """Index of the "who" or "which" that opens the relative clause around the verb at ``index``."""
    for k in range(index - 1, max(-1, index - 14), -1):
        if chunks[k].lower in _RELATIVE:
            return k
        if chunks[k].lower in (".", ";") or (chunks[k].trigger is not None and not chunks[k].trigger.is_noun):  # type: ignore[union-attr]
            return None
    return None


def _joined(chunks: Chunks, left: int, right: int) -> bool:
    """Whether two countable phrases stand in one list: only commas, "and", part marks and short words between."""
    between = [chunks[k] for k in range(left + 1, right)]
    words = [c.lower for c in between if c.kind is ChunkKind.WORD]
    if any(c.kind not in (ChunkKind.WORD,) for c in between):
        return False
    if not words:
        return False
    return all(word in _LIST_WORDS and word != "in" for word in words) and bool(
        {",", "and", "including", "or"} & set(words)
    )


def _adjacent_left(chunks: Chunks, index: int) -> list[tuple[int, bool]]:
    """ "nine people dead", "12 dead", "three others hurt" (with copula too)."""
    k = index - 1
    while k >= 0 and (
        chunks[k].lower in BE
        or chunks[k].lower
        in ("left", "found", "others", "reported", "feared", "confirmed", "have", "had", "shot", ",")
    ):
        k -= 1
    return _subject_list(chunks, k + 1) if k >= 0 else []


def _after_copula(chunks: Chunks, index: int) -> list[tuple[int, bool]]:
    """ "The dead included/were two soldiers"."""
    for k in range(index + 1, min(len(chunks), index + 3)):
        if chunks[k].lower in ("included", "include", "were", "are"):
            return [(j, True) for j, _ in _list_right(chunks, k)]
    return []


def _of_noun(chunks: Chunks, index: int) -> list[tuple[int, bool]]:
    """Counts around a noun cue: "killing of nine men", "nine deaths", "death toll rose to nine", "the lives of nine"."""
    lower = chunks[index].lower
    previous = index - 1
    for k in range(index - 1, max(-1, index - 5), -1):
        if chunks[k].lower in ("sustained", "suffered", "received", "suffering", "sustaining", "succumbed"):
            return _subject_list(chunks, k)
    if previous >= 0 and _is_countable(chunks[previous]) and lower not in ("death toll", "toll"):
        return [(previous, False)]
    if index + 1 < len(chunks) and chunks[index + 1].lower == "of":
        listed = _list_right(chunks, index + 1)
        if listed:
            return listed
    if lower in _TOTAL_NOUNS and lower not in ("dead", "bodies", "lives"):
        for k in range(index + 1, min(len(chunks), index + 12)):
            if _is_countable(chunks[k]):
                return (
                    [(k, False)]
                    if chunks[k - 1].lower
                    in (
                        "to",
                        "at",
                        "is",
                        "was",
                        "stands",
                        "of",
                        "reached",
                        "exceeded",
                        "passed",
                        "hit",
                        "least",
                        "past",
                        "than",
                        "were",
                        "includes",
                        "included",
                    )
                    else []
                )
            if is_clause_edge(chunks[k]) or chunks[k].lower in (".", ";", ","):
                break
    return []


def _parts_right(chunks: Chunks, index: int) -> list[int]:
    """Details after a passive: "nine were killed, including two soldiers", "…, six of them children"."""
    for k in range(index + 1, min(len(chunks), index + 12)):
        chunk = chunks[k]
        if chunk.lower in _PART_MARKS or (
            chunk.lower == "among" and k + 1 < len(chunks) and chunks[k + 1].lower == "them"
        ):
            return [j for j, _ in _list_right(chunks, k)]
        if chunk.kind is ChunkKind.NUMBER and _part_of_list(chunks, k):
            return [k]
        if chunk.kind is ChunkKind.TRIGGER or is_clause_edge(chunk) or chunk.lower in (".", ";"):
            break
    return []


def _victims(chunks: Chunks, cue: int, status: VictimStatus, phrase: int, part: bool) -> Victims:
    chunk = chunks[phrase]
    if chunk.lower in ("himself", "herself"):
        return Victims(status, Count.exactly(1, chunk.lower), Side.PERPETRATOR, cue, phrase)
    if chunk.kind is ChunkKind.WORD:
        return Victims(status, Count.exactly(1, chunk.lower), Side.UNKNOWN, cue, phrase)
    if chunk.kind is ChunkKind.NUMBER:
        return Victims(status, chunk.number, _side_after(chunks, phrase), cue, phrase, part)
    assert chunk.people is not None
    return Victims(status, chunk.people.count, chunk.people.side, cue, phrase, part)


def _side_after(chunks: Chunks, index: int) -> Side:
    """Side of a bare number from "of them soldiers" or "of the attackers" behind it."""
    if index + 1 < len(chunks) and chunks[index + 1].lower == "of":
        for k in range(index + 2, min(len(chunks), index + 5)):
            people = chunks[k].people
            if people is not None:
                return people.side
            if chunks[k].lower not in ("them", "whom", "the", "those", "were", "whom"):
                break
    return Side.UNKNOWN


__all__ = ["Victims", "find_victims", "previous_word"]
