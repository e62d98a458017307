"""What the statement finders share: cue words of a sentence, its chunks by kind, spans that keep persons out."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.document import Document
from tocsin.model.errors import KnowledgeError
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import Expression, Mention, MentionKind
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.tokens import Sentence, Token, tokenize
from tocsin.read.rules.word_lists import grammar_words

Plain = str | int | float | bool | None
Note = Callable[[MentionKind, int, int, Expression], Mention]
QUOTES = frozenset('"“”«»')


class CueIndex:
    """Cue phrases by purpose; ``scan`` finds every one of them in a row of tokens, overlapping ones too."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._single: dict[str, list[str]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.words = {purpose: frozenset(listed) for purpose, listed in lists.items()}
        for purpose, listed in lists.items():
            for phrase in listed:
                words = tuple(token.lower for token in tokenize(phrase))
                if len(words) == 1:
                    self._single.setdefault(words[0], []).append(purpose)
                else:
                    self._phrases.setdefault(words[0], []).append((words, purpose))

    def scan(self, tokens: Sequence[Token]) -> dict[str, list[tuple[int, int]]]:
        """Token positions [first, last) of all cues by purpose, in text order."""
        found: dict[str, list[tuple[int, int]]] = {}
        lowers = tuple(token.lower for token in tokens)
        for position, word in enumerate(lowers):
            for purpose in self._single.get(word, ()):
                found.setdefault(purpose, []).append((position, position + 1))
            for words, purpose in self._phrases.get(word, ()):
                end = position + len(words)
                if lowers[position + 1 : position + 2] == words[1:2] and lowers[position:end] == words:
                    found.setdefault(purpose, []).append((position, end))
        return found


@cache
def cue_index() -> CueIndex:
    """The compiled ``knowledge/data/lexicon/statements.yml``.

    Raises:
        KnowledgeError: the file is missing or a purpose holds something else than words.
    """
    data = read_lexicon("statements.yml")
    for purpose, listed in data.items():
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise KnowledgeError(
                f"lexicon file statements.yml: {purpose!r} must be a list of words (quote yes, no, on)"
            )
    return CueIndex(data)


@dataclass(slots=True)
class Draft:
    """A statement being built: chunk offsets of its span, plain data, and mentions behind keys of the data."""

    kind: str
    start: int
    end: int
    data: dict[str, Plain] = field(default_factory=dict)
    refs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def put(self, **values: Plain) -> "Draft":
        """Add values; ``None`` and empty words are left out (unknown is never guessed)."""
        self.data.update({key.rstrip("_"): v for key, v in values.items() if v is not None and v != ""})
        return self


@dataclass(slots=True)
class View:
    """One sentence with its chunks and cues."""

    document: Document
    sentence: Sentence
    row: tuple[Chunk, ...]
    cues: dict[str, list[tuple[int, int]]]
    private: tuple[tuple[int, int], ...]  # offsets of personal names and residence facts
    lexicon: Lexicon
    note: Note
    _firsts: list[int] | None = None
    _kinds: dict[ChunkKind, list[int]] | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Tokens of the sentence."""
        return self.sentence.tokens

    def has(self, *purposes: str) -> bool:
        """Whether a cue of one of these purposes stands in the sentence."""
        return any(purpose in self.cues for purpose in purposes)

    def cue(self, purpose: str) -> list[tuple[int, int]]:
        """Token positions of the cues of a purpose."""
        return self.cues.get(purpose, [])

    def chunk_at(self, token: int) -> int:
        """Index of the chunk that holds a token."""
        if self._firsts is None:
            self._firsts = [chunk.first for chunk in self.row]
        return max(0, bisect_right(self._firsts, token) - 1)

    def words(self, first: int, last: int) -> str:
        """Text of tokens [first, last), stripped of marks at its ends."""
        if first >= last:
            return ""
        return self.text(self.tokens[first].start, self.tokens[last - 1].end)

    def text(self, start: int, end: int) -> str:
        """Text between offsets in one line, personal names blanked, marks at its ends stripped."""
        pieces, position = [], start
        for left, right in self.private:
            if left < end and right > start:
                pieces += [self.document.text[position : max(left, position)], "[…]"]
                position = max(position, right)
        pieces.append(self.document.text[position:end] if position < end else "")
        return " ".join("".join(pieces).split()).strip(" ,;:.–—-“”\"«»'‘’")

    def clear_span(self, start: int, end: int, keep: int) -> tuple[int, int] | None:
        """``start:end`` cut so that no personal name or residence fact lies inside and offset ``keep`` does; ``None``
        when ``keep`` itself is private."""
        for left, right in self.private:
            if left <= keep < right:
                return None
            if right <= keep and right > start:
                start = right
            if left > keep and left < end:
                end = left
        text = self.document.text
        while start < end and not (text[start].isalnum() or text[start] in "“\"‘'([«$€£"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-("):
            end -= 1
        return (start, end) if start < end else None

    def draft(self, kind: str, first: int, last: int, keep: int | None = None) -> Draft | None:
        """A draft over tokens [first, last); ``keep`` is a token that must stay when names force a cut."""
        anchor = self.tokens[first if keep is None else keep].start
        span = self.clear_span(self.tokens[first].start, self.tokens[last - 1].end, anchor)
        return Draft(kind, *span) if span is not None else None

    # -- who and where --------------------------------------------------------------------------------------------

    def put_actor(self, draft: Draft, key: str, index: int) -> None:
        """The people phrase at a chunk under ``key``: its words now, its identity after resolving."""
        chunk = self.row[index]
        if chunk.people is None:
            if chunk.place is not None:  # a country or capital that acts
                draft.put(**{key: chunk.place.name})
            return
        mention = self.note(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression)
        draft.put(**{key: _without_determiner(self.text(chunk.start, chunk.end))})
        draft.refs[key] = (mention.id,)

    def put_time(self, draft: Draft, key: str, index: int) -> None:
        """The time phrase at a chunk under ``key``."""
        chunk = self.row[index]
        mention = self.note(MentionKind.DATE, chunk.start, chunk.end, chunk.time)
        draft.put(**{key: self.text(chunk.start, chunk.end)})
        draft.refs[key] = (mention.id,)

    def put_places(self, draft: Draft, key: str, indexes: Sequence[int]) -> None:
        """The place phrases at chunks under ``key``, joined with ";"."""
        if not indexes:
            return
        chunks = [self.row[k] for k in indexes]
        draft.put(**{key: ";".join(c.place.name for c in chunks if c.place is not None)})
        draft.refs[key] = tuple(self.note(MentionKind.PLACE, c.start, c.end, c.place).id for c in chunks)

    def times(self, first: int = 0, last: int | None = None) -> list[int]:
        """Chunk indexes of time phrases between tokens."""
        return self._of_kind(ChunkKind.TIME, first, last)

    def places(self, first: int = 0, last: int | None = None) -> list[int]:
        """Chunk indexes of place phrases between tokens."""
        return self._of_kind(ChunkKind.PLACE, first, last)

    def people(self, first: int = 0, last: int | None = None) -> list[int]:
        """Chunk indexes of people phrases between tokens."""
        return self._of_kind(ChunkKind.PEOPLE, first, last)

    def _of_kind(self, kind: ChunkKind, first: int, last: int | None) -> list[int]:
        if self._kinds is None:
            self._kinds = {}
            for k, chunk in enumerate(self.row):
                self._kinds.setdefault(chunk.kind, []).append(k)
        found = self._kinds.get(kind, [])
        if not found or (first == 0 and last is None):
            return list(found)
        stop = len(self.tokens) if last is None else last
        return [k for k in found if self.row[k].first >= first and self.row[k].last <= stop]

    def edge_left(self, token: int, stops: frozenset[str] = frozenset({";", ":", ".", "…", "–", "—"})) -> int:
        """First token of the clause around ``token`` by marks alone."""
        for k in range(token - 1, -1, -1):
            if self.tokens[k].lower in stops or self.tokens[k].text in QUOTES:
                return k + 1
        return 0

    def edge_right(self, token: int, stops: frozenset[str] = frozenset({";", ":", ".", "…", "–", "—"})) -> int:
        """One past the last token of the clause around ``token`` by marks alone."""
        for k in range(token, len(self.tokens)):
            if self.tokens[k].lower in stops or self.tokens[k].text in QUOTES:
                return k
        return len(self.tokens)

    def quoted(self) -> list[tuple[int, int]]:
        """Token ranges inside quotation marks; a quote that stays open runs to the end of the sentence."""
        ranges: list[tuple[int, int]] = []
        opened: int | None = None
        for k, token in enumerate(self.tokens):
            if token.text not in QUOTES:
                continue
            if opened is None and token.text not in "”»":
                opened = k + 1
            elif opened is not None:
                ranges.append((opened, k))
                opened = None
        if opened is not None and opened < len(self.tokens):
            ranges.append((opened, len(self.tokens)))
        return ranges


def _without_determiner(words: str) -> str:
    head, _, rest = words.partition(" ")
    return rest if rest and head.lower() in grammar_words("name_determiners") else words


def is_group(chunk: Chunk) -> bool:
    """Whether a people phrase names an armed group that is no state's force."""
    return chunk.form is ActorForm.NAMED and chunk.side in (Side.REBEL, Side.MILITIA)


def is_named(chunk: Chunk) -> bool:
    """Whether a people phrase names an actor of the registry."""
    return chunk.form is ActorForm.NAMED


def is_armed(chunk: Chunk) -> bool:
    """Whether a people phrase stands for an armed actor or a state."""
    return chunk.form in (
        ActorForm.NAMED, ActorForm.STATE, ActorForm.ARMED, ActorForm.EXTERNAL,
    )  # fmt: skip


def same_actor(one: Chunk, other: Chunk) -> bool:
    """Whether two named phrases may mean one actor."""
    if one.people is None or other.people is None:
        return False
    return bool(set(one.people.expression.candidates) & set(other.people.expression.candidates))


def named_left(view: View, token: int, test: Callable[[Chunk], bool] = is_named) -> int | None:
    """Index of the nearest phrase left of ``token`` in its clause that passes ``test`` and hangs on no preposition."""
    first = view.edge_left(token)
    for k in range(view.chunk_at(token) - 1, -1, -1):
        if view.row[k].first < first:
            return None
        if test(view.row[k]) and not is_prepositional(view.row, k):
            return k
    return None


def overlapping(ranges: Iterable[tuple[int, int]], first: int, last: int) -> bool:
    """Whether one of the ranges shares a token with [first, last)."""
    return any(a < last and first < b for a, b in ranges)


def inside(ranges: Iterable[tuple[int, int]], token: int) -> bool:
    """Whether a token lies in one of the ranges."""
    return any(a <= token < b for a, b in ranges)


def near(cues: Iterable[tuple[int, int]], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cues that lie wholly in [first, last)."""
    return ((a, b) for a, b in cues if first <= a and b <= last)
