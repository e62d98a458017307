"""Marks kept apart from their texts: annotations of third-party articles that hold none of their words.

``corpus/standoff/<shelf>.jsonl`` has one text a line: its id, the hash of its text, events, attributions, and marks as
[start, end, label, part] in code points. A text is read where its corpus is found; without it the line teaches nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tocsin.train.articles import BY_NAME, Article
from tocsin.train.corpus import CorpusError, Mark, MarkedAttribution, MarkedEvent, Report
from tocsin.train.corpus_check import Labels
from tocsin.train.example import Example, Shipping
from tocsin.train.sources.own import as_example


def read_standoff(folder: Path, data: Path) -> dict[str, tuple[Report, ...]]:
    """The annotated articles of every shelf of ``folder`` whose corpus lies below ``data``.

    Raises CorpusError when a text is not the one that was annotated.
    """
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        articles = BY_NAME[path.stem].articles(data)
        if articles:
            found[path.stem] = tuple(_reports(path, articles))
    return found


def read_articles(folder: Path, data: Path, only_open: bool = False) -> Mapping[str, list[Example]]:
    """The articles annotated in ``folder/standoff`` by source ("article:famus"), as far as their corpora lie below
    ``data``; ``only_open``: without those whose terms are doubtful."""
    labels = frozenset(Labels.open(folder).needs)
    found = read_standoff(folder / "standoff", data)
    return {
        f"article:{name}": [as_example(report, f"article:{name}", labels) for report in reports]
        for name, reports in found.items()
        if BY_NAME[name].shipping is Shipping.OPEN or not only_open
    }


def _reports(path: Path, articles: dict[str, Article]) -> Iterator[Report]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        article = articles.get(row["id"])
        if article is None or digest(article.text) != row["text"]:
            raise CorpusError(
                f"{path}, line {number}: the text of {row['id']} is not the one that was annotated; is the corpus of "
                "another version?"
            )
        yield report_of(path, article, row)


def report_of(path: Path, article: Article, row: dict[str, Any]) -> Report:
    """A report from an article and its standoff line."""
    return Report(
        article.id, path, "article", "none", "real", article.published, (),
        tuple(_event(key, values) for key, values in row["events"].items()),
        tuple(MarkedAttribution(key, kind, tuple(of)) for key, (kind, of) in row["attributions"].items()),
        article.text,
        tuple(sorted((Mark(*mark) for mark in row["marks"]), key=lambda m: (m.start, -m.end, m.label, m.about))),
    )  # fmt: skip


def _event(key: str, values: dict[str, Any]) -> MarkedEvent:
    return MarkedEvent(key, values["type"], tuple(values.get("also", ())), values.get("modality", "actual"),
                       values.get("background", False), values.get("codable", True))  # fmt: skip


def digest(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_standoff(path: Path, reports: Iterable[Report]) -> None:
    """One line a report, by id."""
    rows = (json.dumps(_row(report), ensure_ascii=False) for report in sorted(reports, key=lambda r: r.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "text": digest(report.text),
        "events": {event.id: _values(event) for event in report.events},
        "attributions": {a.id: [a.kind, list(a.of)] for a in report.attributions},
        "marks": [[m.start, m.end, m.label, m.about] for m in report.marks],
    }


def _values(event: MarkedEvent) -> dict[str, Any]:
    values: dict[str, Any] = {"type": event.type}
    if event.also:
        values["also"] = list(event.also)
    if event.modality != "actual":
        values["modality"] = event.modality
    if event.background:
        values["background"] = True
    if not event.codable:
        values["codable"] = False
    return values
