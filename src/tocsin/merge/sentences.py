"""Sentences of a text as they are compared with those of another: words, names, numbers, and what stands in quotation
marks. Only merging reads texts this way; an engine's own sentences are its own business.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tocsin.merge.copy_words import CopyWords, load
from tocsin.model.text import fold

_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“«(]?\s*[A-ZÀ-ÝÉ0-9])|\n+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[\"“”«»]")
DATELINE = re.compile(r"\s*[A-Z][A-Z'’.]+(?:[ /-][A-Z'’.]+){0,3}(?:, [^\n–—-]{1,30})?(?: ?\([^()\n]{2,30}\))? *[-–—]+ ")
"""A place in capitals, perhaps a day and an agency, and a dash: "BAMAKO, March 3 (Agency) - ", "MOGADISHU — "."""

_OPEN, _CLOSE = "“«", "”»"


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands, its folded form, whether it is a name, its value as a number, whether quoted."""

    start: int
    end: int
    form: str
    stem: str
    name: bool
    number: str | None
    quoted: bool

    @property
    def anchor(self) -> str | None:
        """What of it survives rewriting: a name or a number; ``None`` for other words."""
        return self.number if self.number is not None else (self.form if self.name else None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its tokens; offsets are those of the text."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    weights: Mapping[str, float]  # of its own words (not the quoted ones) by what they are compared by
    weight: float  # their sum
    anchors: tuple[str, ...]  # names and numbers outside quotation marks, in their order


@dataclass(frozen=True, slots=True)
class Sentences:
    """A text cut into sentences."""

    document_id: str
    text: str
    sentences: tuple[Sentence, ...]
    anchors: tuple[str, ...]  # of the whole text, in their order

    @property
    def weight(self) -> float:
        """The sum of the weights of its sentences."""
        return sum(s.weight for s in self.sentences)


def sentences_of(document_id: str, text: str) -> Sentences:
    """``text`` cut at full stops and line ends, with the tokens of each piece that has any."""
    words = load()
    names = _names_inside(text)
    quoted = quoted_stretches(text)
    found = []
    dateline = DATELINE.match(text)
    start = dateline.end() if dateline else 0
    for end, after in (*((m.start(), m.end()) for m in _END.finditer(text, start)), (len(text), len(text))):
        tokens = tuple(_tokens(text, start, end, names, quoted, words))
        if tokens:
            weights = _weights(tokens, words)
            anchors = tuple(t.anchor for t in tokens if t.anchor is not None and not t.quoted)
            found.append(Sentence(start, end, tokens, weights, sum(weights.values()), anchors))
        start = after
    return Sentences(document_id, text, tuple(found), tuple(a for s in found for a in s.anchors))


@lru_cache(maxsize=100_000)
def stem_of(form: str, words: CopyWords) -> str:
    """A folded word without its ending, synonyms by the term they may stand for."""
    term = words.like.get(form)
    bare = _bare(form)
    return "=" + (term or words.like.get(bare) or bare[:7])


def _bare(form: str) -> str:
    for ending, least in (("ies", 3), ("ing", 4), ("ed", 4), ("es", 4), ("ly", 4), ("s", 3)):
        if form.endswith(ending) and len(form) - len(ending) >= least:
            return form[: -len(ending)] + ("y" if ending == "ies" else "")
    return form


def _names_inside(text: str) -> frozenset[str]:
    """Words that stand capitalised inside a sentence somewhere: names also where they open one."""
    return frozenset(fold(m[1]) for m in re.finditer(r"(?<=[a-zà-ÿ,;] )([A-ZÀ-Ý][\w'’-]+)", text))


def quoted_stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches between quotation marks inside a paragraph, marks excluded; an unclosed one ends with it."""
    return tuple(_quoted_spans(text))


def _quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for match in re.finditer(r"[\"“”«»\n]", text):
        mark, at = match[0], match.start()
        if mark == "\n":
            if opened is not None and at > opened:
                yield opened, at
            opened = None
        elif opened is None and mark not in _CLOSE:
            opened = match.end()
        elif opened is not None and mark not in _OPEN:
            if at > opened:
                yield opened, at
            opened = None
    if opened is not None and len(text) > opened:
        yield opened, len(text)


def _tokens(
    text: str, start: int, end: int, names: frozenset[str], quoted: tuple[tuple[int, int], ...], words: CopyWords
) -> Iterator[Token]:
    first = True
    near = [(left, right) for left, right in quoted if right > start and left < end]
    for match in _TOKEN.finditer(text, start, end):
        raw = match[0]
        if raw in '"“”«»':
            continue
        form, stem, number, capital = _seen(raw, words)
        name = capital and (not first or form in names)
        inside = bool(near) and any(left <= match.start() < right for left, right in near)
        yield Token(match.start(), match.end(), form, stem, name, number, inside)
        first = False


@lru_cache(maxsize=100_000)  # a few words make up most of every text
def _seen(raw: str, words: CopyWords) -> tuple[str, str, str | None, bool]:
    """A word's folded form and stem, its value as a number, and whether it may be a name by how it is written."""
    form = fold(raw).removesuffix("'s")
    number = _number(form, words)
    return form, stem_of(form, words), number, raw[0].isupper() and number is None and form not in words.stop


def _number(form: str, words: CopyWords) -> str | None:
    """The value of a number in digits or words; ``None`` for other words and for "one", which is seldom a number."""
    if form[0].isdigit():
        return form.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", form) else form
    value = words.numbers.get(form)
    if value is None and "-" in form:
        head, _, unit = form.partition("-")
        if head in words.tens and unit in words.numbers:
            value = words.tens[head] + words.numbers[unit]
    return None if value is None or value in (0, 1) else str(value)


def _weights(tokens: Iterable[Token], words: CopyWords) -> dict[str, float]:
    """Names and numbers count double; words without content, and quoted ones, do not count."""
    found: dict[str, float] = {}
    for token in tokens:
        if token.quoted:
            continue
        if token.anchor is not None:
            found[token.anchor] = 2.0
        elif token.form not in words.stop and len(token.form) > 2:
            found[token.stem] = 1.0
    return found
