"""Checks of the annotated corpus: closed lists, complete events, and no two reports from one template."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tocsin.knowledge.codebook import Codebook
from tocsin.train.corpus import MarkedEvent, Report

RUN = 6  # words in a run that two reports share
MOST_SHARED = 0.06  # share of a report's runs that another may hold too: beyond, both look like one template
FEWEST_WORDS, MOST_WORDS = 8, 700
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Labels:
    """The closed lists of ``corpus/labels.yml``; ``needs`` and ``kinds`` by label."""

    form: frozenset[str]
    region: frozenset[str]
    world: frozenset[str]
    hard: frozenset[str]
    needs: dict[str, str]
    kinds: dict[str, str]
    attribution_kinds: frozenset[str]
    modalities: frozenset[str]

    @classmethod
    def open(cls, folder: Path) -> "Labels":
        """The lists of a corpus folder; counts become labels STATUS.SIDE that need an event."""
        data: dict[str, Any] = yaml.safe_load((folder / "labels.yml").read_text(encoding="utf-8"))
        counts = [f"{status}.{side}" for status in data["statuses"] for side in data["sides"]]
        rows: dict[str, dict[str, str]] = data["labels"]
        return cls(
            form=frozenset(data["form"]),
            region=frozenset(data["region"]),
            world=frozenset(data["world"]),
            hard=frozenset(data["hard"]),
            needs={**{name: row["needs"] for name, row in rows.items()}, **dict.fromkeys(counts, "event")},
            kinds={**{name: row["kind"] for name, row in rows.items()}, **dict.fromkeys(counts, "number")},
            attribution_kinds=frozenset(data["attribution_kinds"]),
            modalities=frozenset(data["modalities"]),
        )


def problems(reports: Sequence[Report], labels: Labels, codebook: Codebook) -> list[str]:
    """One sentence for each thing that the guide does not allow; empty when all is well."""
    found = [f"{report.path}: {words}" for report in reports for words in _of_report(report, labels, codebook)]
    return found + _twins(reports)


def _of_report(report: Report, labels: Labels, codebook: Codebook) -> Iterator[str]:
    if report.path.stem != report.id:
        yield f"the id is {report.id!r}; it must be the file's name."
    for key in ("form", "region", "world"):
        if getattr(report, key) not in getattr(labels, key):
            yield f"{key} is {getattr(report, key)!r}; labels.yml lists {', '.join(sorted(getattr(labels, key)))}."
    for word in set(report.hard) - labels.hard:
        yield f"hard holds {word!r}; labels.yml lists {', '.join(sorted(labels.hard))}."
    if not FEWEST_WORDS <= report.words <= MOST_WORDS:
        yield f"the text has {report.words} words; {FEWEST_WORDS} to {MOST_WORDS} are allowed."
    yield from problems_within(report, labels, codebook)


def problems_within(report: Report, labels: Labels, codebook: Codebook) -> Iterator[str]:
    """A sentence for each event, attribution or mark that the guide does not allow, whatever the text is."""
    for event in report.events:
        yield from _of_event(report, event, labels, codebook)
    yield from _of_attributions(report, labels)
    yield from _of_marks(report, labels)


def _of_event(report: Report, event: MarkedEvent, labels: Labels, codebook: Codebook) -> Iterator[str]:
    for name in (event.type, *event.also):
        if name not in codebook.sub_event_types:
            yield f"{event.id} has the type {name!r}; known are {', '.join(codebook.sub_event_types)}."
    if event.modality not in labels.modalities:
        yield f"{event.id} has the modality {event.modality!r}; known are {', '.join(sorted(labels.modalities))}."
    if event.codable and event.modality not in ("actual", "failed"):
        yield f"{event.id} is {event.modality}: write codable: false."
    if not any(mark.label == "trigger" for mark in report.of(event.id)):
        yield f"{event.id} has no trigger; mark the word that tells it."


def _of_attributions(report: Report, labels: Labels) -> Iterator[str]:
    events = {event.id for event in report.events}
    for attribution in report.attributions:
        if attribution.kind not in labels.attribution_kinds:
            yield f"{attribution.id} has the kind {attribution.kind!r}; known: {', '.join(labels.attribution_kinds)}."
        for of in attribution.of:
            if of not in events:
                yield f"{attribution.id} is of {of!r}, which is no event of the head."
        if not {"by", "cue"} & {mark.label for mark in report.of(attribution.id)}:
            yield f"{attribution.id} has neither 'by' nor 'cue' in the text."


def _of_marks(report: Report, labels: Labels) -> Iterator[str]:
    ids = {
        "event": {event.id for event in report.events},
        "attribution": {attribution.id for attribution in report.attributions},
    }
    ids |= {"event or none": ids["event"] | {""}, "none": {""}}
    for mark in report.marks:
        words = report.text[mark.start : mark.end]
        if mark.label not in labels.needs:
            yield f"the label {mark.label!r} on {words!r} is not in labels.yml."
        elif mark.about not in ids[labels.needs[mark.label]]:
            about = repr(mark.about) if mark.about else "nothing"
            yield f"{mark.label} on {words!r} is about {about}; it needs: {labels.needs[mark.label]}."
        if "\n\n" in words:
            yield f"{mark.label} on {words!r} runs over paragraphs."


def _runs(report: Report) -> set[tuple[str, ...]]:
    words = _WORDS.findall(report.text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def _twins(reports: Sequence[Report]) -> list[str]:
    """Pairs of reports that share too many runs of words."""
    runs = [_runs(report) for report in reports]
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(runs):
        for run in own:
            holders[run].append(number)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for numbers in holders.values():
        for place, first in enumerate(numbers):
            for second in numbers[place + 1 :]:
                shared[first, second] += 1
    return [
        f"{reports[first].path}: shares {n} runs of {RUN} words with {reports[second].id}; write one of them anew."
        for (first, second), n in sorted(shared.items())
        if n > max(2, MOST_SHARED * min(len(runs[first]), len(runs[second])))
    ]
