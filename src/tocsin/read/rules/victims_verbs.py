"""Verbs of harm: active or passive, and the people who are their subject."""

from dataclasses import replace

from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.grammar import is_clause_edge, previous_word
from tocsin.read.rules.victims_clauses import leading_phrase_end, subject_start
from tocsin.read.rules.victims_groups import Group, group_at
from tocsin.read.rules.victims_lists import Member, read_list
from tocsin.read.rules.victims_words import words
from tocsin.read.rules.word_lists import grammar_words


def object_follows(chunks: Chunks, index: int) -> bool:
    """Whether the verb at ``index`` is active: its object stands right behind it. A past form after "was" is not."""
    trigger = chunks[index].trigger
    assert trigger is not None
    before = previous_word(chunks, index)
    if trigger.form in ("past", "participle") and before in grammar_words("be"):
        return False
    if trigger.base.endswith(" throat"):
        return True
    if trigger.form in ("base", "third", "ing"):
        return True
    k = index + 1
    if k < len(chunks) and chunks[k].lower in words("parts"):
        return False  # "the 20 killed included four children"
    while k < len(chunks) and (
        chunks[k].lower
        in (
            "and",
            "or",
            "seriously",
            "critically",
            "also",
            "himself",
            "herself",
            "then",
            "later",
            "subsequently",
            "dead",
        )
        or (chunks[k].trigger is not None and chunks[k].trigger.status_like)  # type: ignore[union-attr]
        or (chunks[k].verb and chunks[k - 1].lower in ("and", "then", "later", "subsequently"))
    ):
        if chunks[k].trigger is not None and chunks[k].trigger.form not in ("past", "participle"):  # type: ignore[union-attr]
            return False
        if chunks[k].lower in ("himself", "herself"):
            return True
        k += 1
    if k >= len(chunks) or is_clause_edge(chunks[k]) or chunks[k].kind in (ChunkKind.PLACE, ChunkKind.TIME):
        return False
    if chunks[k - 1].lower in ("and", "or") and k > index + 1:
        return False
    if chunks[k].trigger is not None:
        return False
    group = group_at(chunks, k, len(chunks))
    if group is None or (group.named and chunks[k].lower in ("in", "on")):
        return False
    return not _new_subject(chunks, group.last)


def _new_subject(chunks: Chunks, index: int) -> bool:
    """Whether a verb follows at ``index``, so that the people before it are its subject."""
    return index < len(chunks) and (
        chunks[index].lower in grammar_words("be") or chunks[index].lower in ("had", "has", "have")
    )


def is_passive(chunks: Chunks, index: int) -> bool:
    """Whether a past form is about what stands before it: after "was", or with nothing it could act on behind it."""
    trigger = chunks[index].trigger
    if trigger is None or trigger.form not in ("past", "participle"):
        return False
    if previous_word(chunks, index) in grammar_words("be") or index + 1 >= len(chunks):
        return True
    following = chunks[index + 1]
    return following.kind is not ChunkKind.NUMBER and following.lower not in ("a", "an", "the", "their", "his", "her")


def subject_of_verb(chunks: Chunks, index: int) -> list[Member]:
    """The subject of a passive or intransitive verb, with details behind the verb ("…, including two soldiers")."""
    shared = _shared_subject(chunks, index)
    if shared is not None:
        return shared
    start = subject_start(chunks, index)
    start = leading_phrase_end(chunks, start, index)
    if (
        start > 0
        and chunks[start - 1].trigger is not None
        and is_verb(chunks, start - 1)
        and object_follows(chunks, start - 1)
    ):
        start = _last_joint(chunks, start, index)  # "killed six men and two were wounded": the six are an object
    end = index
    while end > start and (
        chunks[end - 1].lower in grammar_words("be")
        or chunks[end - 1].lower
        in ("had", "has", "have", "reportedly", "also", "confirmed", "allegedly", "reported", "feared", "later", "then")
    ):
        end -= 1
    if end > start + 1 and chunks[end - 1].lower in ("he", "she", "they", "it"):
        return []  # somebody told of before
    singular = any(c.lower in ("was", "is", "has") for c in chunks[end:index])
    members = read_list(chunks, start, end, subject=True, singular_verb=singular)
    if not members:
        members = _adjacent(chunks, start, end) or _he(chunks, start, end, index)
    members = [m for m in members if not (m.group.pronoun and len(members) == 1 and m.group.count is None)]
    if members and not members[-1].part:
        members += [replace(m, part=True) for m in _details(chunks, index)]
    if members and all(m.part for m in members):
        members = [replace(m, part=False) for m in members]
    return members


def _adjacent(chunks: Chunks, start: int, end: int) -> list[Member]:
    """The group that ends right before the verb when the clause does not start with people ("… with two killed")."""
    for k in range(max(start, end - 8), end):
        group = group_at(chunks, k, end)
        if group is not None and group.last == end and not group.named and not group.pronoun:
            return [Member(group)]
    return []


def _he(chunks: Chunks, start: int, end: int, verb: int) -> list[Member]:
    """One person told before: "*he* was shot dead on Monday"."""
    if end <= start or chunks[end - 1].lower not in ("he", "she") or chunks[verb].act not in ("kill", "die"):
        return []
    one = Count.exactly(1, chunks[end - 1].lower)
    return [Member(Group(end - 1, end, end - 1, one, Side.UNKNOWN, pronoun=True))]


_THEN = frozenset(
    {
        "then",
        "later",
        "subsequently",
        "also",
        "reportedly",
        "allegedly",
        "finally",
        "afterwards",
        "brutally",
        "seriously",
    }
)


def _shared_subject(chunks: Chunks, index: int) -> list[Member] | None:
    """ "abducted and later killed": a verb right behind "and" shares the subject of the passive verb before it."""
    k = index - 1
    while k > 0 and (chunks[k].lower in _THEN or chunks[k].lower in grammar_words("be")):
        k -= 1
    if k < 1 or chunks[k].lower not in ("and", "or", "then", ","):
        return None
    for j in range(k - 1, max(-1, k - 16), -1):
        if chunks[j].lower in (".", ";") or is_clause_edge(chunks[j]):
            return None
        if chunks[j].trigger is not None and is_verb(chunks, j):
            if not is_passive(chunks, j) or object_follows(chunks, j) or chunks[k].lower == ",":
                return None
            found = subject_of_verb(chunks, j)
            return found or None
    return None


def is_verb(chunks: Chunks, index: int) -> bool:
    trigger = chunks[index].trigger
    return trigger is not None and not trigger.is_noun


def _last_joint(chunks: Chunks, start: int, verb: int) -> int:
    """Behind the last "and" or comma of a stretch, where the subject of ``verb`` starts; ``start`` without one."""
    return next((k + 1 for k in range(verb - 1, start - 1, -1) if chunks[k].lower in ("and", ",")), start)


def _details(chunks: Chunks, index: int) -> list[Member]:
    """Parts told after the verb: "nine were killed, including two soldiers", "…, six of them children"."""
    for k in range(index + 1, min(len(chunks), index + 14)):
        lower = chunks[k].lower
        two = " ".join(c.lower for c in chunks[k : k + 2])
        if lower in words("parts") or two in words("parts"):
            return read_list(chunks, k + (1 if lower in words("parts") else 2), len(chunks), subject=False)
        if (
            chunks[k].kind is ChunkKind.NUMBER
            and k + 2 < len(chunks)
            and chunks[k + 1].lower == "of"
            and chunks[k + 2].lower in ("them", "whom")
        ):
            group = group_at(chunks, k, len(chunks))
            return [Member(group, part=True)] if group is not None else []
        people = chunks[k].people
        counted = chunks[k].kind is ChunkKind.NUMBER or (people is not None and people.count is not None)
        if counted or chunks[k].trigger is not None or is_clause_edge(chunks[k]) or lower in (".", ";"):
            return []
    return []
