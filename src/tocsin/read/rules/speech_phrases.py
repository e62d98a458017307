"""The noun phrase of a speaker: where it begins and ends beside a report verb."""

from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech_names import Phrase, ends_informing_states, is_person, kind_of, make_phrase, with_name
from tocsin.read.rules.speech_words import SpeechWords
from tocsin.read.rules.word_lists import grammar_words, speech_list

_CLOSING = frozenset([",", "–", "—"])


_LONGEST = 14  # chunks of a speaker's phrase


def phrase_left(text: str, row: Row, stop: int, words: SpeechWords) -> Phrase | None:
    """The speaker's phrase that ends right before chunk ``stop`` ("The mayor, Ann Lee, on Friday" + said)."""
    last = stop
    while last > 0 and _is_aside(row, last - 1, words):
        last -= 1
    if last == 0:
        return None
    if row[last - 1].lower in words["relatives"]:
        return (
            phrase_left(text, row, last - 2 if row[last - 2].lower == "," else last - 1, words) if last >= 2 else None
        )
    if row[last - 1].lower in _CLOSING:
        return _apposed(text, row, last - 1, words)
    first = _left_edge(row, last, words)
    found = make_phrase(text, row, first, last, words)
    if found is not None and (found.bare or found.person) and first > 1 and row[first - 1].lower == ",":
        role = phrase_left(text, row, first - 1, words)  # "The foreign minister, Ann Lee said"
        opens = role is not None and not role.bare and role.first <= 1 and is_person(row[role.last - 1], words)
        return with_name(role, found) if role is not None and opens else found
    return found


def phrase_right(text: str, row: Row, first: int, words: SpeechWords) -> Phrase | None:
    """The speaker's phrase that begins at chunk ``first`` ("… said" + "a hospital official in Pell")."""
    last = first
    while last < len(row) and last - first < _LONGEST and not _stops(row, last, words, right=True):
        last += 1
    while last > first and (row[last - 1].lower in words["prepositions"] or row[last - 1].lower in ("and", ".", "'s")):
        last -= 1
    found = make_phrase(text, row, first, last, words)
    if last + 1 < len(row) and row[last].lower == "," and (found is None or found.bare or _is_rank(found)):
        opens = (
            row[last + 1].lower in _APPOSED_OPENERS
            or row[last + 1].people is not None
            or row[last + 1].capital
            or kind_of(row[last + 1], words) is not None
        )
        role = phrase_right(text, row, last + 1, words) if opens else None
        if role is not None and not role.bare:
            return with_name(role, found)
    return found


def _is_rank(phrase: Phrase) -> bool:
    """Whether only a title of a named person is known ("Lt. Gen."), not whom the person speaks for."""
    return bool(phrase.names) and len(phrase.words.replace(".", " ").split()) <= 2


def _names_the_group(outer: Phrase, inner: Phrase, words: SpeechWords) -> bool:
    """ "a little-known militant group, the Eastern Front,": the apposition is the group's name."""
    generic = outer.words.lower().split(" ")[-1] in speech_list("generic_groups")
    last = inner.words.lower().split(" ")[-1]
    return generic and last in words["organisations"] and last not in ("group", "movement")


_APPOSED_OPENERS = frozenset(["a", "an", "the", "who"])


def _is_aside(row: Row, index: int, words: SpeechWords) -> bool:
    """Adverbs, auxiliaries, times and "in a statement" between a speaker and the verb."""
    lower = row[index].lower
    if row[index].kind is ChunkKind.TIME or lower in words["aside"]:
        return True
    if (
        lower.endswith("ly")
        and row[index].kind is ChunkKind.WORD
        and not row[index].capital
        and kind_of(row[index], words) is None
    ):
        return lower not in ("family", "assembly", "ally", "italy", "july", "daily", "weekly", "monthly")
    if lower in ("on", "in", "by") and index + 1 < len(row) and row[index + 1].kind is ChunkKind.TIME:
        return True
    for back in (1, 2, 3):
        here = [c.lower for c in row[max(0, index - back) : index + 1]]
        if here and here[0] == "in" and here[-1] in words["statement_heads"]:
            return True
    following = [c.lower for c in row[index + 1 : index + 4]]
    inside = lower in ("in", "a", "the", "an") and any(w in words["statement_heads"] for w in following[:2])
    return inside and (lower == "in" or (index > 0 and row[index - 1].lower == "in"))


def _left_edge(row: Row, last: int, words: SpeechWords) -> int:
    first = last
    while first > 0 and last - first < _LONGEST and not _stops(row, first - 1, words, right=False):
        first -= 1
    return first


def _is_part_of_name(row: Row, index: int) -> bool:
    """ "Liberation" in "Pell Liberation Front": a noun for a happening inside a run of capitals."""
    chunk = row[index]
    if chunk.trigger is None or not chunk.trigger.is_noun or not chunk.capital or index == 0 or index + 1 >= len(row):
        return False
    return row[index - 1].capital and row[index + 1].capital


def _stops(row: Row, index: int, words: SpeechWords, *, right: bool) -> bool:
    """Whether a noun phrase cannot run over the chunk at ``index``."""
    chunk = row[index]
    if _is_part_of_name(row, index) or ends_informing_states(row, index, words):
        return False
    if chunk.kind in (ChunkKind.TRIGGER, ChunkKind.TIME) or chunk.lower in grammar_words("phrase_marks"):
        return True
    if chunk.lower == ";":
        return True
    if chunk.lower == ".":
        return index == len(row) - 1
    if chunk.lower in ("and", "&"):
        return not _joins(row, index, words)
    if (
        right
        and chunk.lower in ("on", "in", "at")
        and index + 1 < len(row)
        and row[index + 1].kind is not ChunkKind.PLACE
    ):
        return row[index + 1].kind is ChunkKind.TIME or kind_of(row[index + 1], words) is None
    if chunk.kind is not ChunkKind.WORD or (chunk.lower == "to" and index and row[index - 1].lower == "close"):
        return False
    return chunk.lower in words["stops"] or (
        chunk.lower in words["report_verbs"] and words.kinds.get(chunk.lower) is None
    )


def _joins(row: Row, index: int, words: SpeechWords) -> bool:
    """Whether "and" joins two sources ("police and hospital officials") and no clauses."""
    if index == 0 or index + 1 >= len(row):
        return False
    before, after = row[index - 1], row[index + 1]
    named = before.kind is ChunkKind.PLACE or before.capital
    return (kind_of(before, words) is not None or named) and (
        after.capital or kind_of(after, words) is not None or after.kind is ChunkKind.PLACE
    )


def _apposed(text: str, row: Row, comma: int, words: SpeechWords) -> Phrase | None:
    """ "Ann Lee, the mayor of Pell," and "The mayor of Pell, Ann Lee," before the verb: the part that says the role."""
    opening = comma - 1
    mark = row[comma].lower
    while opening > 0 and comma - opening < 2 * _LONGEST and row[opening].lower != mark:
        opening -= 1
    if opening <= 0 or row[opening].lower != mark:
        return None
    relative = row[opening + 1].lower in words["relatives"]
    inside = row[opening + 1 : comma]
    if not relative and any(
        c.kind is ChunkKind.TRIGGER or c.lower in words["report_verbs"] or c.lower in grammar_words("be")
        for c in inside
    ):
        return None
    inner = None if relative else make_phrase(text, row, opening + 1, comma, words)
    outer = phrase_left(text, row, opening, words)
    named = (
        row[opening - 1].capital
        and kind_of(row[opening - 1], words) is None
        and row[opening - 1].kind is ChunkKind.WORD
    )
    if inner is not None and not inner.bare and (outer is None or outer.bare or (named and not _is_rank(inner))):
        return with_name(inner, outer)
    if outer is None or outer.bare:
        return inner or outer
    if inner is not None and _names_the_group(outer, inner, words):
        return inner
    return with_name(outer, inner)
