"""Texts annotated in Tocsin's labels as training examples, our own reports and articles of others: everything is
marked."""

from collections.abc import Iterable
from pathlib import Path

from tocsin.train.corpus import Report, read_corpus
from tocsin.train.corpus_check import Labels
from tocsin.train.example import Example


def read_own(folder: Path) -> Iterable[Example]:
    """The examples of the corpus folder."""
    labels = frozenset(Labels.open(folder).needs)
    for report in read_corpus(folder):
        yield as_example(report, "own", labels)


def as_example(report: Report, source: str, labels: frozenset[str]) -> Example:
    """One report; it is relevant when it tells an event that a data set would hold."""
    relevant = frozenset({"relevant"})
    return Example(
        report.id, source, report.text, report.marks, labels, report.events, report.attributions,
        facts=relevant if any(event.codable for event in report.events) else frozenset(), asked=relevant,
    )  # fmt: skip
