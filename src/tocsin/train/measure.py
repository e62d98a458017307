"""How well a trained model's heads do on examples they have not seen. For people who train; what counts for users is
the accuracy of events (``tocsin eval``, ``bench/``)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tocsin.read.neural.labels import FACTS, KINDS, NAMES, SPANS, part_of
from tocsin.read.neural.model import LocalModel, Scores
from tocsin.read.neural.spans import BEGIN, find_spans
from tocsin.read.rules.tokens import split_sentences
from tocsin.train.corpus import Mark
from tocsin.train.example import Example

HALF = 0.5


def figures(model: LocalModel, examples: Iterable[Example]) -> dict[str, float]:
    """F1 of the spans of each label (a span counts when it meets a marked one), of facts, and of parts in events;
    shares of right types, modalities, backgrounds and sides where the words are given. No cases, no figure."""
    counts: dict[str, Counter[str]] = {}
    for example in examples:
        scores = model.read(example.text, [s.end for s in split_sentences(example.text)])
        for name, count in (*_spans(example, scores), *_facts(example, scores), *_events(example, scores, model)):
            counts.setdefault(name, Counter()).update(count)
    return {name: round(_share(count), 4) for name, count in sorted(counts.items()) if count["wanted"]}


def _share(count: Counter[str]) -> float:
    """F1: twice the hits over all that was wanted and all that was found."""
    return 2 * count["hits"] / (count["wanted"] + count["found"])


Counts = Iterable[tuple[str, Counter[str]]]


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


def _events(example: Example, scores: Scores, model: LocalModel) -> Counts:
    """With the marked words given: what the heads over spans and pairs make of them."""
    events = {event.id: event for event in example.events}
    placed = [(mark, scores.pieces.covering(mark.start, mark.end)) for mark in example.marks]
    where = [(mark, at) for mark, at in placed if at is not None]
    for mark, at in where:
        wide = model.wide(scores, *at)
        part = part_of(mark.label)
        if part is not None and part.side:
            yield _one("side", _best(model.side(wide)) == part.side)
        event = events.get(mark.about) if mark.label == "trigger" else None
        if event is not None:
            modalities, background = model.told(wide)
            yield _one("type", _best(model.type_of(wide)) in (event.type, *event.also))
            yield _one("modality", _best(modalities) == event.modality)
            yield _one("background", (background > HALF) == event.background)
            yield from _parts(scores, model, (mark, at), where, set(events))


def _one(name: str, right: bool) -> tuple[str, Counter[str]]:
    return name, Counter(hits=right, wanted=1, found=1)


def _best(likely: dict[str, float]) -> str:
    return max(likely, key=lambda name: likely[name])


def _parts(
    scores: Scores, model: LocalModel, trigger: tuple[Mark, tuple[int, int]],
    where: Sequence[tuple[Mark, tuple[int, int]]], events: set[str],
) -> Counts:  # fmt: skip
    head, (first, last) = trigger
    vector = model.vector(scores, first, last)
    for mark, (begin, end) in where:
        part = part_of(mark.label)
        if part is None or mark.about not in events or mark == head:
            continue
        likely = model.plays(vector, model.vector(scores, begin, end), SPANS.index(part.label), begin - first)
        said, holds = likely > HALF, mark.about == head.about
        yield "part in event", Counter(hits=said and holds, wanted=holds, found=said)
