"""What a reader's confidence of types and sides stands for: curves for ``merge.yml``, set on held-out reports.

    python bench/value_confidence.py [--data ../shared/data]

Reports of the annotated corpus that the shipped model was not trained on (one in eight, and as many annotated articles
as their texts lie in the data folder) are coded alone. Events are matched to annotated ones by their triggers. A type
is right when it is the annotated one or one that a careful coder could defend; a side that is read, when its words
meet words annotated for that side (where nothing is annotated, it is not counted); a side that the type implies, when
none is annotated. The curve of each field is the one of most likelihood, with a little shrinkage to "as the reader
says". Printed: the curves with their errors before and after (bins of equal mass, on the same reports: an upper bound),
and the share in which implied sides are right. ``bench/calibration.py`` measures the outcome on other texts.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np

from calibration import binned, bins_of, calibration_error
from common import Json, coded_alone, told_as_real
from tocsin.merge.settings import load
from tocsin.merge.value_confidence import Curve, ValueConfidence, log_odds
from tocsin.model.document import Document
from tocsin.train.corpus import Mark, MarkedEvent
from tocsin.train.example import Example
from tocsin.train.plan import held_out
from tocsin.train.sources import read_own
from tocsin.train.standoff import read_articles

FIELDS = ("sub_event_type", "actor1", "actor2")
ROUNDS, SHRINK = 50, 1.0
Point = tuple[float, bool]
"""A reader's confidence, and whether the value was right."""


def examples(corpus: Path, data: Path) -> list[Example]:
    """The held-out reports and articles."""
    every = [*read_own(corpus), *(one for own in read_articles(corpus, data, only_open=False).values() for one in own)]
    return [one for one in every if held_out(one) and one.text.strip()]


def meets(row: Json, mark: Mark) -> bool:
    """Whether the words of an evidence row and of a mark have a character in common."""
    return bool(row["start"] < mark.end and mark.start < row["end"])


def matched(example: Example, events: Sequence[Json]) -> Iterator[tuple[Json, MarkedEvent]]:
    """Coded events with the annotated ones that they tell, by shared triggers, most first."""
    marked = {event.id: event for event in example.events}
    triggers = {name: [m for m in example.marks if m.label == "trigger" and m.about == name] for name in marked}
    likeness = []
    for number, event in enumerate(events):
        rows = event["evidence"].get("sub_event_type", [])
        for name, own in triggers.items():
            hits = sum(any(meets(row, mark) for mark in own) for row in rows)
            if hits:
                likeness.append((hits / (len(rows) + len(own) - hits), marked[name].codable, -number, name))
    used: set[int | str] = set()
    for _, _, number, name in sorted(likeness, reverse=True):
        if not {number, name} & used and marked[name].modality in ("actual", "failed"):
            yield events[-number], marked[name]
        used |= {number, name}


def points(example: Example, event: Json, wanted: MarkedEvent) -> Iterator[tuple[str, Point]]:
    """What a matched event teaches: a field, or the rule that implied a side, with a point."""
    for field in FIELDS:
        rows = [row for row in event["evidence"].get(field, ()) if row["chosen"]]
        if not rows:
            continue
        surest = max(rows, key=lambda row: row["confidence"])
        own = [m for m in example.marks if m.about == wanted.id and m.label == field]
        if field == "sub_event_type":
            yield field, (surest["confidence"], event["sub_event_type"] in (wanted.type, *wanted.also))
        elif surest["author"] == "merge":
            yield surest["rule"], (surest["confidence"], not own)
        elif own:
            yield field, (surest["confidence"], any(meets(row, mark) for row in rows for mark in own))


def fitted(said: Sequence[Point]) -> Curve:
    """The curve of most likelihood (Newton's method), shrunk to slope 1."""
    x = np.array([[log_odds(confidence), 1.0] for confidence, _ in said])
    y = np.array([float(right) for _, right in said])
    weights = np.array([1.0, 0.0])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + SHRINK * np.array([weights[0] - 1, 0.0])
        bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag([SHRINK, 1e-6])
        weights = weights - np.linalg.solve(bend, slope)
    return Curve(round(float(weights[0]), 2), round(float(weights[1]), 2))


def error(said: Sequence[Point]) -> float:
    """The calibration error, as ``calibration.py`` has it."""
    return calibration_error(binned(said, bins_of(said))) or 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of third-party corpora")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    kept = {one.id: one for one in examples(options.corpus, options.data)}
    as_read = replace(load(), value_confidence=ValueConfidence({}, {}))
    vars(import_module("tocsin.merge.assemble"))["load"] = lambda: (
        as_read
    )  # evidence then shows what the reader says, not what the present curves make of it
    found: dict[str, list[Point]] = defaultdict(list)
    for document, events in coded_alone((Document(one.id, one.text, language="en") for one in kept.values()), "local"):
        example = kept[document.id]
        for event, wanted in matched(example, told_as_real(events)):
            for name, point in points(example, event, wanted):
                found[name].append(point)
    print(f"{len(kept)} held-out reports")
    for name, said in sorted(found.items()):
        share = sum(right for _, right in said) / len(said)
        if name not in FIELDS:
            print(f"{name}: {len(said)} implied, {share:.2f} right")
            continue
        curve = fitted(said)
        after = [(curve.of(confidence), right) for confidence, right in said]
        print(
            f"{name}: {len(said)} values, {share:.2f} right, slope {curve.slope}, offset {curve.offset},"
            f" error {error(said):.3f} -> {error(after):.3f}"
        )


if __name__ == "__main__":
    main()
