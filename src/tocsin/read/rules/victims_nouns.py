"""Counts around nouns and adjectives of harm: "the killing of nine men", "a toll of nine", "found dead"."""

from dataclasses import replace

from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.grammar import is_clause_edge
from tocsin.read.rules.victims_clauses import leading_phrase_end, subject_start
from tocsin.read.rules.victims_groups import Group, group_at
from tocsin.read.rules.victims_heads import is_thing
from tocsin.read.rules.victims_lists import Member, read_list
from tocsin.read.rules.victims_words import STOPS, words
from tocsin.read.rules.word_lists import grammar_words

_TOLLS = frozenset({"death toll", "toll", "deaths", "fatalities", "casualties"})
_COUNTED = frozenset(
    {"deaths", "fatalities", "casualties", "lives", "bodies", "corpses", "injuries", "dead", "wounded", "injured"}
)
_SUFFERED = frozenset(
    {"sustained", "suffered", "received", "suffering", "sustaining", "receiving", "sustain", "suffer"}
)
_WITH_REACH = 10  # chunks from "left dead" back to "with"
_LOST = frozenset({"lost", "losing", "lose", "loses"})


def of_noun(chunks: Chunks, index: int) -> list[Member]:
    """The people a noun of harm counts; empty when it counts none."""
    lower = chunks[index].lower
    left = [c.lower for c in chunks[max(0, index - 5) : index]]
    for k in range(index - 1, max(-1, index - 6), -1):
        if chunks[k].lower in _SUFFERED and lower in ("injuries", "injury", "casualties", "deaths"):
            counted = _number_before(chunks, index) if k < index - 1 else None
            return (
                [Member(counted)]
                if counted is not None and lower not in ("injuries", "injury")
                else subject_of(chunks, k)
            )
        if chunks[k].lower in _LOST and lower == "lives":
            return subject_of(chunks, k)
    if any(w in ("succumbed", "succumbing", "succumb") for w in left):
        return []
    counted = _number_before(chunks, index)
    if counted is not None and (lower in _COUNTED or not counted.bare):
        return [Member(counted)]
    if left[-2:] == ["number", "of"] and lower in _COUNTED:
        return _toll(chunks, index)
    if index + 1 < len(chunks) and chunks[index + 1].lower == "of":
        listed = read_list(chunks, index + 2, len(chunks), subject=False)
        if any(m.group.bare or m.group.named for m in listed[:1]) and lower in ("bodies",):
            return []
        return [
            m
            for m in listed
            if m.group.count is None
            or not m.group.bare
            or m.group.named
            or lower in ("killing", "murder", "assassination", "death")
        ]
    if lower in _TOLLS:
        return _toll(chunks, index)
    if (
        lower in ("dead", "wounded", "injured")
        and index + 1 < len(chunks)
        and [c.lower for c in chunks[index + 2 : index + 3]] not in (["identified"], ["named"])
        and chunks[index + 1].lower in ("include", "included", "includes", "including", "were", "are")
    ):
        return [replace(m, part=True) for m in read_list(chunks, index + 2, len(chunks), subject=False)]
    return _before_adjective(chunks, index) if lower in ("dead", "wounded", "injured") else []


def _number_before(chunks: Chunks, index: int) -> Group | None:
    """The number or people right before a noun: "nine deaths", "15 civilian casualties"."""
    for start in range(max(0, index - 4), index):
        group = group_at(chunks, start, index)
        if (
            group is not None
            and not group.named
            and group.last
            >= index
            - (
                1
                if chunks[index - 1].lower
                in ("civilian", "confirmed", "more", "dead", "other", "bullet-riddled", "further")
                else 0
            )
        ):
            return group if group.count is not None and not group.bare else None
    return None


def _toll(chunks: Chunks, index: int) -> list[Member]:
    """ "the death toll rose to nine from six", "a toll of nine"."""
    for k in range(index + 1, min(len(chunks), index + 26)):
        if chunks[k].lower in (".", ";"):
            break
        if chunks[k].kind is ChunkKind.NUMBER or (chunks[k].people is not None and chunks[k].people.count is not None):  # type: ignore[union-attr]
            if chunks[k - 1].lower in words("toll_verbs"):
                group = group_at(chunks, k, len(chunks))
                return [Member(group)] if group is not None else []
            if chunks[k - 1].lower != "from":
                break
    return []


def of_word(chunks: Chunks, index: int) -> list[Member]:
    """The people around an adjective or a plain noun: "nine dead", "found dead", "lost his life", "the body of …"."""
    lower = chunks[index].lower
    if lower == "toll":
        return _toll(chunks, index)
    if lower == "life":
        lost = next((k for k in range(index - 1, max(-1, index - 4), -1) if chunks[k].lower in _LOST), None)
        return subject_of(chunks, lost) if lost is not None else []
    if lower == "body":
        return _body(chunks, index)
    if lower == "succumbed":
        return subject_of(chunks, index)
    if lower == "captured":
        return subject_of(chunks, index) if chunks[index - 1].lower in grammar_words("be") else []
    return _before_adjective(chunks, index)


def _body(chunks: Chunks, index: int) -> list[Member]:
    """ "the (dead) body of a trader was found": one dead."""
    said = {w for c in chunks[max(0, index - 10) : index + 16] for w in c.lower.split(" ")}
    if not said & {
        "found",
        "recovered",
        "dead",
        "discovered",
        "bullet-riddled",
        "bullet-ridden",
        "retrieved",
        "dumped",
        "beheaded",
    }:
        return []
    if index + 1 < len(chunks) and chunks[index + 1].lower == "of":
        listed = read_list(chunks, index + 2, len(chunks), subject=False)[:1]
        return [m for m in listed if m.group.count is not None]
    return []


def _before_adjective(chunks: Chunks, index: int) -> list[Member]:
    """ "nine people dead", "12 dead", "leaving three others hurt", "two men were found dead"."""
    end = index
    while end > 0 and (chunks[end - 1].lower in words("beside") or chunks[end - 1].lower in grammar_words("be")):
        end -= 1
    if end == 0:
        return []
    if end < index:
        return _behind_with(chunks, end) or subject_of(chunks, end) or told_before(chunks, end)
    for start in range(max(0, index - 9), index):
        group = group_at(chunks, start, index)
        if group is None or group.count is None or group.named or group.bare:
            continue
        if group.last == index - 1 and group.head == start and _unknown_noun(chunks, index - 1):
            return [Member(group)]
        if group.last == index:
            members = read_list(chunks, _list_start(chunks, start), index, subject=True)
            return members or [Member(group)]
    return []


def _behind_with(chunks: Chunks, end: int) -> list[Member]:
    """ "ended *with five officers and a dozen gunmen* left dead": the list behind "with" that ends at ``end``."""
    start = next((k + 1 for k in range(end - 1, max(-1, end - 1 - _WITH_REACH), -1) if chunks[k].lower == "with"), None)
    if start is None or any(c.trigger is not None or c.lower in STOPS for c in chunks[start:end]):
        return []
    counted = _plain_number(chunks, start)  # "five officers", where no list knows the noun
    return counted + [m for m in read_list(chunks, start, end, subject=True) if m.group.count is not None]


def _plain_number(chunks: Chunks, start: int) -> list[Member]:
    """A number with a plural noun that no list knows."""
    if chunks[start].kind is not ChunkKind.NUMBER or not _unknown_noun(chunks, start + 1):
        return []
    known = group_at(chunks, start, start + 2)
    return [] if known is not None else [Member(Group(start, start + 2, start, chunks[start].number, Side.UNKNOWN))]


def told_before(chunks: Chunks, end: int) -> list[Member]:
    """One person told of before: "*she* was found dead"."""
    if chunks[end - 1].lower not in ("he", "she"):
        return []
    one = Count.exactly(1, chunks[end - 1].lower)
    return [Member(Group(end - 1, end, end - 1, one, Side.UNKNOWN, pronoun=True))]


def _unknown_noun(chunks: Chunks, index: int) -> bool:
    """Whether a plural noun that no list knows stands at ``index``: "left seven *workmen* dead"."""
    chunk = chunks[index]
    plural = chunk.lower.endswith(("s", "men", "women", "people"))
    return chunk.kind is ChunkKind.WORD and plural and chunk.lower.isalpha() and not is_thing(chunks, index, index + 1)


def _list_start(chunks: Chunks, start: int) -> int:
    """The start of a list whose last member starts at ``start``: behind the verb or edge before it."""
    k = start
    while k > 0 and not (
        chunks[k - 1].trigger is not None
        or is_clause_edge(chunks[k - 1])
        or chunks[k - 1].lower in ("left", "leaving", "with", "leaves", ".", ";", "dead", "injured", "wounded")
    ):
        k -= 1
    return k


def subject_of(chunks: Chunks, verb: int) -> list[Member]:
    """The subject list of a verb that is no trigger ("lost", "sustained", "were found")."""
    start = leading_phrase_end(chunks, subject_start(chunks, verb), verb)
    end = verb
    while end > start and (
        chunks[end - 1].lower in grammar_words("be")
        or chunks[end - 1].lower in ("had", "has", "have", "also", "reportedly", "later")
    ):
        end -= 1
    singular = any(c.lower in ("was", "is", "has") for c in chunks[end:verb]) or any(
        c.lower in ("his", "her") for c in chunks[verb + 1 : verb + 3]
    )
    return read_list(chunks, start, end, subject=True, singular_verb=singular)
