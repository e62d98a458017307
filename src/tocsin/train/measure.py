"""How well a trained model's heads do on examples they have not seen. For people who train; what counts for users is
the accuracy of events (``tocsin eval``, ``bench/``)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.read.neural.labels import BARE, FACTS, KINDS, MODALITIES, NAMES, SIDES, SPANS, part_of
from tocsin.read.neural.model import LocalModel, Numbers, Scores
from tocsin.read.neural.pairing import Stretch, Where, geometry, sentences_between
from tocsin.read.neural.spans import BEGIN, find_spans
from tocsin.read.neural.tags import Noted
from tocsin.read.rules.tokens import split_sentences
from tocsin.train.corpus import Mark
from tocsin.train.example import Example

HALF = 0.5
Counts = Iterable[tuple[str, Counter[str]]]


def figures(model: LocalModel, examples: Iterable[tuple[Example, Noted]]) -> dict[str, float]:
    """F1 of the spans of each label (a span counts when it meets a marked one), of facts, and of parts in events;
    shares of right types, modalities, backgrounds and sides where the words are given. No cases, no figure."""
    counts: dict[str, Counter[str]] = {}
    for example, noted in examples:
        scores = model.read(example.text, [s.end for s in split_sentences(example.text)], noted)
        for name, count in (*_spans(example, scores), *_facts(example, scores), *_events(example, scores, model)):
            counts.setdefault(name, Counter()).update(count)
    return {name: round(_share(count), 4) for name, count in sorted(counts.items()) if count["wanted"]}


def _share(count: Counter[str]) -> float:
    """F1: twice the hits over all that was wanted and all that was found."""
    return 2 * count["hits"] / (count["wanted"] + count["found"])


def _spans(example: Example, scores: Scores) -> Counts:
    labels = [label for label in SPANS if any(name.partition(".")[0] == label for name in example.marked)]
    labels += [name for name in NAMES if set(KINDS) <= example.marked]
    for label in labels:
        wanted = [m for m in example.marks if _is(m, label)]
        found = list(find_spans(scores, {label: BEGIN}))
        hits = sum(any(f.start < m.end and m.start < f.end for m in wanted) for f in found)
        yield f"span {label}", Counter(hits=hits, wanted=len(wanted), found=len(found))


def _is(mark: Mark, label: str) -> bool:
    part = part_of(mark.label)
    return KINDS.get(mark.label) == label or (part is not None and part.label == label)


def _facts(example: Example, scores: Scores) -> Counts:
    for fact in example.asked & set(FACTS):
        said, holds = scores.facts[fact] > HALF, fact in example.facts
        yield f"fact {fact}", Counter(hits=said and holds, wanted=holds, found=said)


@dataclass(frozen=True)
class _Placed:
    """Marked words as pieces, with all the parts they play under one label."""

    stretch: Stretch
    label: str
    side: str
    about: frozenset[str]


def _placed(example: Example, scores: Scores) -> list[_Placed]:
    """The marked words that look at one another: those that can play a part."""
    found: dict[tuple[Stretch, str], tuple[str, set[str]]] = {}
    for mark in example.marks:
        part, at = part_of(mark.label), scores.pieces.covering(mark.start, mark.end)
        if part is not None and at is not None and part.label not in (*NAMES, *BARE):
            found.setdefault((at, part.label), (part.side, set()))[1].add(mark.about)
    return [_Placed(at, label, side, frozenset(about)) for (at, label), (side, about) in found.items()]


def _events(example: Example, scores: Scores, model: LocalModel) -> Counts:
    """With the marked words given: what the heads over spans and pairs make of them."""
    events = {event.id: event for event in example.events}
    placed = _placed(example, scores)
    if not placed:
        return
    stretches = [p.stretch for p in placed]
    vectors = model.vectors(scores, stretches)
    where = Where.of(scores.pieces, stretches)
    among = model.among(vectors, [SPANS.index(p.label) for p in placed], sentences_between(where))
    wide = model.wide(scores, stretches, vectors, among)
    sides, types, told = model.sides(wide), model.kinds_of_events(wide), model.told(wide)
    for k, words in enumerate(placed):
        if words.side:
            yield _one("side", SIDES[int(sides[k].argmax())] == words.side)
        for event in (events[name] for name in sorted(words.about) if words.label == "trigger"):
            modalities, background, codable = told
            yield _one("type", model.types[int(types[k].argmax())] in (event.type, *event.also))
            yield _one("modality", MODALITIES[int(modalities[k].argmax())] == event.modality)
            yield _one("background", bool(background[k] > HALF) == event.background)
            yield _one("codable", bool(codable[k] > HALF) == event.codable)
    yield from _parts(model, placed, where, np.concatenate([vectors, among], axis=-1), frozenset(events))


def _one(name: str, right: bool) -> tuple[str, Counter[str]]:
    return name, Counter(hits=right, wanted=1, found=1)


def _parts(
    model: LocalModel, placed: Sequence[_Placed], where: Where, spans: Numbers, events: frozenset[str]
) -> Counts:
    """For every pair of a trigger with words that play a part in some event: whether the model ties them rightly."""
    heads = [k for k, words in enumerate(placed) if words.label == "trigger"]
    parts = [k for k, words in enumerate(placed) if words.about & events]
    near = geometry(where.some(heads), where.some(parts), where.some(heads))
    likely = model.plays(spans[heads], spans[parts], near)
    for row, head in enumerate(heads):
        for column, part in enumerate(parts):
            if head != part:
                said, holds = bool(likely[row, column] > HALF), bool(placed[head].about & placed[part].about)
                name = "same event" if placed[part].label == "trigger" else "part in event"
                yield name, Counter(hits=said and holds, wanted=holds, found=said)
