"""The noun phrase of a speaker: where it begins and ends, what kind of source it is, and which of its words may be kept.

Names of persons never are: "spokesman John Doe of the army" is kept as role and organisation, and a bare name is
followed back to the role it was introduced with (cases/README, codebook section 0).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.expressions import ActorForm
from tocsin.model.text import name_key
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.grammar import BE
from tocsin.read.rules.speech_words import SpeechWords

Row = Sequence[Chunk]
_CLOSING = frozenset([",", "–", "—"])
_LONGEST = 14  # chunks of a speaker's phrase
_MARKS = frozenset([",", ";", ":", '"', "“", "”", "(", ")", "—", "–", "[", "]", "!", "?", "…", "...", "'", "‘", "’"])
_LEADING = frozenset(["the", "a", "an", "but", "and", "however", "meanwhile", "also", "earlier", "later", "one", "another", "some", "'s", ".", "mr", "mrs", "ms",
                      "in", "on", "at", "of", "for", "from", "with", "near", "outside", "two", "three", "several", "many", "other", "both", "its", "their", "his", "her"])  # fmt: skip
NAMED_PERSON = "a person named in the text"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker's phrase: kept ``words`` at [start, end) of the document, its source ``kind``, the people chunk that
    says whose side it is, and the ``names`` that were left out (folded, for later sentences)."""

    words: str
    start: int
    end: int
    kind: str
    chunk: Chunk | None = None
    names: tuple[str, ...] = ()
    first: int = 0
    last: int = 0

    @property
    def bare(self) -> bool:
        """Whether the phrase is a person's name and nothing else."""
        return self.kind == "unnamed"


def kind_of(chunk: Chunk, words: SpeechWords) -> str | None:
    """The kind of source a chunk is the head of; ``None`` for anything else."""
    parts = chunk.lower.split(" ")
    listed = words.kinds.get(chunk.lower) or ("medical" if "hospital" in parts else words.kinds.get(parts[-1]))
    if chunk.people is None:
        return words.kinds.get(chunk.lower) if chunk.kind is ChunkKind.WORD else None
    form = chunk.people.expression.form
    if form is ActorForm.NAMED:
        if chunk.people.side is Side.STATE:
            return listed or "official"
        return "side" if chunk.people.side not in (Side.OTHER, Side.CIVILIAN) else listed or "monitor"
    if form in (ActorForm.STATE, ActorForm.GOVERNMENT, ActorForm.EXTERNAL):
        return listed or "official"
    return listed or ("side" if form is ActorForm.ARMED else "witness")


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
    if found is not None and found.bare and first > 1 and row[first - 1].lower == ",":
        role = phrase_left(text, row, first - 1, words)  # "The foreign minister, Ann Lee said"
        opens = role is not None and not role.bare and role.first <= 1 and _is_person(row[role.last - 1], words)
        return _with_names(role, found) if role is not None and opens else found
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
            return _with_names(role, found)
    return found


def _is_rank(phrase: Phrase) -> bool:
    """Whether only a title of a named person is known ("Lt. Gen."), not whom the person speaks for."""
    return bool(phrase.names) and len(phrase.words.replace(".", " ").split()) <= 2


_APPOSED_OPENERS = frozenset(["a", "an", "the", "who"])


def _is_aside(row: Row, index: int, words: SpeechWords) -> bool:
    """Adverbs, auxiliaries, times and "in a statement" between a speaker and the verb."""
    lower = row[index].lower
    if row[index].kind is ChunkKind.TIME or lower in words["aside"]:
        return True
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


def _stops(row: Row, index: int, words: SpeechWords, *, right: bool) -> bool:
    """Whether a noun phrase cannot run over the chunk at ``index``."""
    chunk = row[index]
    if chunk.kind in (ChunkKind.TRIGGER, ChunkKind.TIME) or chunk.lower in _MARKS:
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
    return (
        chunk.lower in words["stops"] or chunk.lower in words["report_verbs"] and words.kinds.get(chunk.lower) is None
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
        c.kind is ChunkKind.TRIGGER or c.lower in words["report_verbs"] or c.lower in BE for c in inside
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
        return _with_names(inner, outer)
    if outer is None or outer.bare:
        return inner or outer
    return _with_names(outer, inner)


def _with_names(role: Phrase, name: Phrase | None) -> Phrase:
    if name is None or not name.names:
        return role
    return Phrase(
        role.words, role.start, role.end, role.kind, role.chunk, role.names + name.names, role.first, role.last
    )


def make_phrase(text: str, row: Row, first: int, last: int, words: SpeechWords) -> Phrase | None:
    """The phrase in chunks [first, last), cut to what may be kept; ``None`` when nothing there can speak."""
    first, last = _trimmed(row, first, last, words)
    if first >= last:
        return None
    whole = text[row[first].start : row[last - 1].end]
    registered = words.names.get(name_key(whole)) if row[first].capital else None
    if registered is not None:
        return Phrase(
            whole,
            row[first].start,
            row[last - 1].end,
            registered,
            row[first] if last == first + 1 and row[first].people else None,
            (),
            first,
            last,
        )
    head = _head(row, first, last, words)
    if head is None:
        return _bare(text, row, first, last, words)
    first = _core_start(row, first, head, words)
    return _kept(text, row, first, last, head, words)


def _trimmed(row: Row, first: int, last: int, words: SpeechWords) -> tuple[int, int]:
    while first < last and (row[first].lower in _LEADING or row[first].kind in (ChunkKind.TIME, ChunkKind.NUMBER)):
        first += 1
    while last > first and (
        row[last - 1].lower in (",", "and", ".", "'s", "the", "a") or row[last - 1].kind is ChunkKind.TIME
    ):
        last -= 1
    return first, last


def _head(row: Row, first: int, last: int, words: SpeechWords) -> int | None:
    """Index of the head: the last source word before the first preposition that follows a source word."""
    head = None
    for k in range(first, last):
        if head is not None and (row[k].lower in words["prepositions"] or row[k].lower == ","):
            break
        if kind_of(row[k], words) is not None:
            head = k
            if row[k].lower.startswith("spokes"):  # what follows is the person's rank and name
                break
    return head


def _core_start(row: Row, first: int, head: int, words: SpeechWords) -> int:
    """Start of the noun phrase of the head: what stands before a preposition does not belong to it."""
    start = first
    for k in range(first, head):
        if row[k].lower in words["prepositions"]:
            start = k + 1
            if row[k + 1].kind is ChunkKind.PLACE and k + 1 < head and row[k].lower != "of":
                start = k + 2
    start, _ = _trimmed(row, start, head + 1, words)
    return min(start, head)


def _kept(text: str, row: Row, first: int, last: int, head: int, words: SpeechWords) -> Phrase:
    """Role and organisation without the person's name."""
    end, names = _name_after(row, head, last, words)
    begin = first
    person = _is_person(row[head], words)
    if end == head + 1 and person:  # "Ann Lee, mayor": no; "Captain" runs: keep the whole run of roles
        end = head + 1
    if person and last > end and row[end].lower in (*words["prepositions"], "'s"):
        end = last
    elif not person and not names:
        end = last
    kind = kind_of(row[head], words) or "source"
    if kind in ("official", "source") and any(
        words.kinds.get(w) == "monitor" for c in row[begin:end] for w in c.lower.split(" ")
    ):
        kind = "monitor"
    chunk = _side_chunk(row, begin, end) if kind in ("official", "side", "source") else None
    if kind == "source" and chunk is not None:
        kind = kind_of(chunk, words) or kind
    start, stop = row[begin].start, row[end - 1].end
    kept = text[start:stop]
    lower = kept.lower()
    for article in ("the ", "a ", "an ", "one ", "some ", "its ", "their ", "his ", "her "):
        if lower.startswith(article):
            start, kept = start + len(article), kept[len(article) :]
            break
    return Phrase(kept, start, stop, kind, chunk, names, begin, end)


def _is_person(chunk: Chunk, words: SpeechWords) -> bool:
    return chunk.lower in words["persons"] or chunk.lower.split(" ")[-1] in words["persons"]


def _name_after(row: Row, head: int, last: int, words: SpeechWords) -> tuple[int, tuple[str, ...]]:
    """End of the role and the name tokens behind it ("minister | Ann Lee")."""
    if not _is_person(row[head], words):
        return last, ()
    end = head + 1
    names = []
    for k in range(head + 1, last):
        if row[k].lower in words["prepositions"] or row[k].lower in ("'s", "and", ","):
            break
        if row[k].lower[:1].isalpha():
            names.append(row[k].lower)
    return end, tuple(names)


def _side_chunk(row: Row, first: int, last: int) -> Chunk | None:
    """The people chunk that says whose side a speaker is on: a named actor before any other."""
    people = [c for c in row[first:last] if c.people is not None]
    named = [c for c in people if c.people is not None and c.people.expression.form is ActorForm.NAMED]
    return next(iter(named or people), None)


def _bare(text: str, row: Row, first: int, last: int, words: SpeechWords) -> Phrase | None:
    """A phrase without a source word: a state by its country, an organisation by its name, else a person's name."""
    inside = [c for c in row[first:last] if c.lower != "."]
    if len(inside) == 1 and inside[0].kind is ChunkKind.PLACE:
        kept = text[inside[0].start : inside[0].end]
        return (
            Phrase(kept, inside[0].start, inside[0].end, "official", None, (), first, last)
            if is_country(inside[0])
            else None
        )
    if not inside or len(inside) > 6 or any(c.kind not in (ChunkKind.WORD, ChunkKind.PLACE) for c in inside):
        return None
    lowered = [c.lower for c in inside]
    start, end = inside[0].start, inside[-1].end
    capitals = [c for c in inside if c.capital]
    small = [
        c
        for c in inside
        if not c.capital
        and c.lower not in ("of", "al", "for", "-", "the", "and", "ibn", "bin", "van", "von", "de", "el", "'s")
    ]
    if not capitals or small:
        return None
    kept = text[start:end]
    if any(w in words["organisations"] for w in lowered) or (len(inside) == 1 and kept.isupper() and len(kept) > 1):
        return Phrase(kept, start, end, "monitor", None, (), first, last)
    return Phrase(NAMED_PERSON, start, end, "unnamed", None, tuple(lowered), first, last)
