"""Facts that a copy changed: numbers, their firmness, days, names and denials of sentences that stand for each other.

A rewritten copy is read by people as if it were the original; "just over a week" that became "just a week" moves an
event (CODEBOOK section 6). Only what both sides state is compared: what a copy leaves out it did not change.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tocsin.merge.alignment import Pair
from tocsin.merge.copy_words import CopyWords, load
from tocsin.merge.sentences import Sentence, Sentences, Token
from tocsin.model.document import Document
from tocsin.model.event import ChangedFact
from tocsin.model.text import fold

_SHORT = 6  # words of a sentence below which alignment is too loose to speak of denials
_UNIT = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "year", "heure", "semaine", "mois", "hora", "semana"}
)


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something that can change: its kind, value, firmness ("" where plain), and where it stands."""

    kind: str
    value: str
    firmness: str
    start: int
    end: int
    counted: str = ""  # what a number counts, by the word behind it


def changed_facts(
    root: Document, copy: Document, texts: tuple[Sentences, Sentences], pairs: Sequence[Pair], least: float
) -> tuple[ChangedFact, ...]:
    """Facts of ``root`` that ``copy`` tells otherwise, from aligned sentences at least ``least`` alike."""
    found = []
    for pair in pairs:
        if pair.similarity < least:
            continue
        left = texts[0].sentences[pair.left : pair.left_end]
        right = texts[1].sentences[pair.right : pair.right_end]
        for kind, was, became in _differences(texts, left, right):
            found.append(ChangedFact(kind, root.span(was.start, was.end), copy.span(became.start, became.end)))
    return tuple(dict.fromkeys(found))


def _differences(
    texts: tuple[Sentences, Sentences], left: Sequence[Sentence], right: Sequence[Sentence]
) -> Iterator[tuple[str, _Fact, _Fact]]:
    words = load()
    known = ({t.form for s in text.sentences for t in s.tokens} for text in texts)
    of_root, of_copy = known
    for kind in ("number", "day", "name"):
        mine, its = _facts(texts[0].text, left, kind, words), _facts(texts[1].text, right, kind, words)
        yield from _replaced(kind, mine, its, (of_root, of_copy))
        if kind == "number":
            yield from _firmness(mine, its)
            yield from _recounted(mine, its)
    if len(left) == len(right) == 1:
        yield from _denials(left[0], right[0], words)


def _facts(text: str, sentences: Sequence[Sentence], kind: str, words: CopyWords) -> list[_Fact]:
    found = []
    for sentence in sentences:
        for place, token in enumerate(sentence.tokens):
            value = _value(sentence.tokens, place, kind, words)
            if value is not None:
                firm = kind == "number" and not _is_date(sentence.tokens, place, words)
                start, firmness = _hedged(text, sentence, token, words) if firm else (token.start, "")
                behind = sentence.tokens[place + 1 : place + 2]
                counted = behind[0].stem if behind else ""
                found.append(_Fact(kind, value, firmness, start, token.end, counted))
    return found


def _value(tokens: Sequence[Token], place: int, kind: str, words: CopyWords) -> str | None:
    """The value of a token as a fact of ``kind``; of "a week" it is "1 week"."""
    token = tokens[place]
    if kind == "number":
        if token.number is not None:
            return token.number
        if token.form in words.vague:
            return token.form
        unit = place and tokens[place - 1].form in ("a", "an", "one", "une", "un", "una") and token.form in _UNIT
        return f"1 {token.form}" if unit else None
    dated = token.form in words.weekdays or (token.form in words.months and token.name)
    if kind == "day":
        return token.form if dated else None
    return token.form if token.name and not dated and token.number is None else None


def _is_date(tokens: Sequence[Token], place: int, words: CopyWords) -> bool:
    """Whether a number is a year or the day of a month: "until 1 March", "since around 2018" hedge no count."""
    token = tokens[place]
    year = token.number is not None and token.number.isdigit() and 1900 <= int(token.number) <= 2100
    beside = (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
    return year or any(t.form in words.months and t.name for t in beside)


def _hedged(text: str, sentence: Sentence, token: Token, words: CopyWords) -> tuple[int, str]:
    """Where a number with the words for its firmness begins, and that firmness."""
    behind = " ".join(re.findall(r"[a-z]+", fold(text[token.end : sentence.end]))[:4])
    for phrase, hedge in words.hedges_behind.items():
        if re.match(rf"(?:\w+ )?{phrase}\b", behind):
            return token.start, words.hedge_of.get(hedge, hedge)
    before = fold(text[sentence.start : token.start])
    bare = re.sub(r"(?:\s+(?:a|an|the|une?|les|of|like|one))*\s+$", "", before)
    for hedge in words.hedges:
        rest = bare[: -len(hedge)] if bare.endswith(hedge) else "x"
        if not rest[-1:].isalpha() and not (hedge == "about" and rest.split()[-1:] in ([w] for w in words.speaking)):
            length = len(before) - len(bare) + len(hedge)
            return max(sentence.start, token.start - length), words.hedge_of.get(hedge, hedge)
    return token.start, ""


def _replaced(
    kind: str, mine: Sequence[_Fact], its: Sequence[_Fact], known: tuple[set[str], set[str]]
) -> Iterator[tuple[str, _Fact, _Fact]]:
    """Values that stand at the same place of both sequences and differ. A name counts only where neither text has the
    other's anywhere: one said early and one said late is no change."""
    matcher = SequenceMatcher(None, [f.value for f in mine], [f.value for f in its], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "replace" or i2 - i1 != j2 - j1:
            continue
        for was, became in zip(mine[i1:i2], its[j1:j2], strict=True):
            if kind == "name" and (was.value in known[1] or became.value in known[0] or i2 - i1 > 1):
                continue
            yield kind, was, became


def _recounted(mine: Sequence[_Fact], its: Sequence[_Fact]) -> Iterator[tuple[str, _Fact, _Fact]]:
    """Another number of the same thing, wherever it stands: "nine people" that became "13 people, not nine"."""
    for was in mine:
        same = [f for f in its if f.counted == was.counted]
        alone = len(same) == 1 and sum(f.counted == was.counted for f in mine) == 1
        if was.counted and alone and same[0].value != was.value:
            yield "number", was, same[0]


def _firmness(mine: Sequence[_Fact], its: Sequence[_Fact]) -> Iterator[tuple[str, _Fact, _Fact]]:
    """The same number, told more or less firmly."""
    matcher = SequenceMatcher(None, [f.value for f in mine], [f.value for f in its], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        for was, became in zip(mine[i : i + size], its[j : j + size], strict=True):
            if was.firmness != became.firmness:
                yield "firmness", was, became


def _denials(left: Sentence, right: Sentence, words: CopyWords) -> Iterator[tuple[str, _Fact, _Fact]]:
    """A denial of one side of which the other has nothing; the other side shows what stands in its place."""
    mine, its = _negations(left, words), _negations(right, words)
    if bool(mine) == bool(its) or min(len(left.tokens), len(right.tokens)) < _SHORT:
        return
    has = (mine or its)[0]
    fact = _Fact("denial", has.form, "", has.start, has.end)
    shown = _counterpart(has, left if mine else right, right if mine else left)
    yield ("denial", fact, shown) if mine else ("denial", shown, fact)


def _negations(sentence: Sentence, words: CopyWords) -> list[Token]:
    """Words that deny, outside quotations; "no less than" denies nothing."""
    following = [t.form for t in sentence.tokens[1:]] + [""]
    return [
        token
        for token, after in zip(sentence.tokens, following, strict=True)
        if not token.quoted
        and (token.form in words.negations or token.form.endswith("n't"))
        and not (token.form == "no" and after in words.no_denial)
    ]


def _counterpart(has: Token, own: Sentence, other: Sentence) -> _Fact:
    """The words of the other sentence between the neighbours that both share, else its end."""
    at = own.tokens.index(has)
    before = {t.stem for t in own.tokens[max(0, at - 4) : at]}
    after = {t.stem for t in own.tokens[at + 1 : at + 5]}
    tokens = other.tokens
    first = max((n for n, t in enumerate(tokens) if t.stem in before), default=-1) + 1
    last = next((n for n, t in enumerate(tokens) if n >= first and t.stem in after), len(tokens))
    chosen = tokens[first:last][:6] or tokens[max(0, first - 1) : first + 2] or tokens[-1:]
    return _Fact("denial", "", "", chosen[0].start, chosen[-1].end)
