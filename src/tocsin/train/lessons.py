"""Examples cut into windows with their spans in word pieces: what the training loop feeds to the net."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tocsin.read.neural.labels import KINDS, SPANS, STATUSES, Part, part_of
from tocsin.read.neural.tags import NOTHING, TAGS, Noted, on_pieces
from tocsin.read.neural.tags import NUMBER as TAG_NUMBER
from tocsin.read.neural.windows import WIDTH, Pieces, pieces
from tocsin.read.rules.tokens import split_sentences
from tocsin.train.example import Example

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NUMBER = {label: k for k, label in enumerate(SPANS)}
_FROM_RULES = frozenset(k for tag, k in TAG_NUMBER.items() if tag.startswith(("rule:", "type:", "speech:", "quiet")))

Tags = tuple[tuple[int, ...], ...]
"""Numbers of the tags of each position of a window, the marks at its ends included."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A span in window ``window``, positions [first, last] within it (0 is the mark at its begin). ``label``: its place
    in SPANS; ``about`` = ids of events and attributions it plays a part in; ``piece`` and ``sentence`` = number of its
    first piece and of its sentence in the text."""

    window: int
    first: int
    last: int
    label: int
    side: str
    about: frozenset[str]
    piece: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One example ready to be learnt. ``windows``: word pieces with marks; ``tags``: their tags; ``starts``: number of
    each window's first piece in the text; ``ends``: number of the piece at which each sentence ends; ``known``: labels
    marked exhaustively."""

    example: Example
    windows: tuple[tuple[int, ...], ...]
    tags: tuple[Tags, ...]
    spans: tuple[Taught, ...]
    known: frozenset[int]
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def lesson(
    example: Example, tokenizer: "Tokenizer", noted: Noted = NOTHING, width: int = WIDTH, most: int | None = None
) -> Lesson:
    """Cut one example. Marks that run over the end of a window are cut at it. ``most``: only the first windows."""
    ends = [s.end for s in split_sentences(example.text)]
    cut = pieces(example.text, ends, tokenizer, width, noted.names)
    laid = on_pieces(noted.tags, cut.offsets)
    tags = tuple(((), *laid[window.first : window.last], ()) for window in cut.windows)
    spans = tuple(_spans(example, cut))
    return Lesson(
        example,
        tuple(window.ids for window in cut.windows)[:most],
        tags[:most],
        spans if most is None else tuple(span for span in spans if span.window < most),
        frozenset(_known(example.marked)),
        tuple(window.first for window in cut.windows)[:most],
        cut.ends,
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
        yield Taught(number, begin, end, NUMBER[label], part.side, frozenset(about), first, cut.sentence_of(first))


def thinned(whole: Lesson, chance: random.Random, keep: float) -> Lesson:
    """The lesson with its first window, which says best what a text is about, all windows that hold a span, and a share
    ``keep`` of the others: empty windows teach little."""
    held = {0, *(span.window for span in whole.spans)}
    kept = [k for k in range(len(whole.windows)) if k in held or chance.random() < keep]
    at = {old: new for new, old in enumerate(kept)}
    spans = tuple(replace(span, window=at[span.window]) for span in whole.spans)
    return replace(
        whole,
        windows=tuple(whole.windows[k] for k in kept),
        tags=tuple(whole.tags[k] for k in kept),
        starts=tuple(whole.starts[k] for k in kept),
        spans=spans,
    )


def without_tags(whole: Lesson, rules_only: bool) -> Lesson:
    """The lesson without the tags of what the rules made of the text, or without any: the net must not lean on them
    alone."""
    gone = _FROM_RULES if rules_only else frozenset(range(len(TAGS)))
    tags = tuple(tuple(tuple(k for k in piece if k not in gone) for piece in window) for window in whole.tags)
    return replace(whole, tags=tags)


_SHELF = 256  # lessons among which those of like length are put together


def batches(lessons: Sequence[Lesson], most: int, chance: random.Random) -> list[list[Lesson]]:
    """Lessons in batches of about ``most`` positions, padding included. Lessons of like length are put together, or
    half of all work would be padding; the order of the batches is drawn by ``chance``."""
    found = []
    for at in range(0, len(lessons), _SHELF):
        found += list(_packed(sorted(lessons[at : at + _SHELF], key=longest), most))
    chance.shuffle(found)
    return found


def longest(lesson: Lesson) -> int:
    """Positions of the longest window."""
    return max(map(len, lesson.windows))


def _packed(lessons: Sequence[Lesson], most: int) -> Iterable[list[Lesson]]:
    batch: list[Lesson] = []
    windows = 0
    for each in lessons:
        if batch and (windows + len(each.windows)) * longest(each) > most:
            yield batch
            batch, windows = [], 0
        batch.append(each)
        windows += len(each.windows)
    if batch:
        yield batch
