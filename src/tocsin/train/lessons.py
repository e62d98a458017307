"""Examples cut into windows with their spans in word pieces: what the training loop feeds to the net."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tocsin.read.neural.labels import KINDS, SPANS, STATUSES, Part, part_of
from tocsin.read.neural.windows import Pieces, pieces
from tocsin.read.rules.tokens import split_sentences
from tocsin.train.example import Example

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NUMBER = {label: k for k, label in enumerate(SPANS)}


@dataclass(frozen=True, slots=True)
class Taught:
    """A span in window ``window``, positions [first, last] within it (0 is the mark at its begin). ``label``: its place
    in SPANS; ``about`` = ids of events and attributions it plays a part in; ``piece`` = its first piece in the text."""

    window: int
    first: int
    last: int
    label: int
    side: str
    about: frozenset[str]
    piece: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One example ready to be learnt. ``windows``: word pieces with marks; ``known``: labels marked exhaustively."""

    example: Example
    windows: tuple[tuple[int, ...], ...]
    spans: tuple[Taught, ...]
    known: frozenset[int]


def lesson(example: Example, tokenizer: "Tokenizer") -> Lesson:
    """Cut one example. Marks that run over the end of a window are cut at it."""
    cut = pieces(example.text, [s.end for s in split_sentences(example.text)], tokenizer)
    return Lesson(
        example,
        tuple(window.ids for window in cut.windows),
        tuple(_spans(example, cut)),
        frozenset(_known(example.marked)),
    )


def _known(marked: Iterable[str]) -> Iterable[int]:
    """Labels that are marked exhaustively: of counts, a status when all its sides are, or when it is named itself."""
    marked = set(marked)
    for label, number in NUMBER.items():
        sides = {name for name in marked if name.startswith(f"{label}.")}
        whole = label in STATUSES and {f"{label}.{s}" for s in ("state", "civilian", "rebel", "militia")} <= sides
        if label in marked or whole:
            yield number
    for own, kind in KINDS.items():
        if own in marked and set(KINDS) <= marked:
            yield NUMBER[kind]


def _spans(example: Example, cut: Pieces) -> Iterable[Taught]:
    """The spans of an example, words that play several parts under one label once."""
    found: dict[tuple[int, int, str], tuple[Part, set[str]]] = {}
    for mark in example.marks:
        part = part_of(mark.label)
        where = cut.covering(mark.start, mark.end) if part is not None else None
        if part is None or where is None:
            continue
        found.setdefault((*where, part.label), (part, set()))[1].update({mark.about} - {""})
        if part.label in KINDS:
            kind = KINDS[part.label]
            found.setdefault((*where, kind), (Part(kind), set()))
    for (first, last, label), (part, about) in sorted(found.items(), key=lambda item: item[0]):
        number = cut.window_of(first)
        window = cut.windows[number]
        begin, end = first - window.first + 1, min(last, window.last - 1) - window.first + 1
        yield Taught(number, begin, end, NUMBER[label], part.side, frozenset(about), first)


def thinned(whole: Lesson, chance: random.Random, keep: float) -> Lesson:
    """The lesson with all windows that hold a span and a share ``keep`` of the others: empty windows teach little."""
    held = {span.window for span in whole.spans}
    kept = [k for k in range(len(whole.windows)) if k in held or chance.random() < keep] or [0]
    at = {old: new for new, old in enumerate(kept)}
    spans = tuple(replace(span, window=at[span.window]) for span in whole.spans)
    return replace(whole, windows=tuple(whole.windows[k] for k in kept), spans=spans)


def batches(lessons: Sequence[Lesson], most: int) -> Iterable[list[Lesson]]:
    """Runs of lessons of together at least ``most`` windows, the last one perhaps fewer."""
    batch: list[Lesson] = []
    size = 0
    for each in lessons:
        batch.append(each)
        size += len(each.windows)
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
