"""The composed stream (``corpus/stream``) as documents with gold: which happening each report tells in which words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tocsin.model.document import Document, Published
from tocsin.model.event import CopyKind, Story, StoryMember

MARK = re.compile(r"\[([^\]]+)\]\{(!?[\w-]+)\}")
ALONE = "!"
"""Begins the id of a total or a set, which is never one event with anything else."""
_OUTLETS = ("Evening Mirror", "Daily Compass", "The Ledger", "News Today", "Morning Star Online", "Harbour Times")


@dataclass(frozen=True, slots=True)
class Item:
    """One happening told in one document: its gold id, and the marked stretches of the text."""

    document_id: str
    gold: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One document of the stream. ``story`` is the id of its root; ``copy`` how it descends from it."""

    document: Document
    items: tuple[Item, ...]
    group: str
    half: str
    kinds: tuple[str, ...]
    story: str
    copy: CopyKind


def unmarked(text: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """A text without its marks, and where in it each happening is told."""
    parts, told, at, length = [], {}, 0, 0
    for mark in MARK.finditer(text):
        before = text[at : mark.start()]
        parts += [before, mark[1]]
        start = length + len(before)
        length = start + len(mark[1])
        told.setdefault(mark[2], []).append((start, length))
        at = mark.end()
    return "".join([*parts, text[at:]]), told


def reports(folder: Path) -> list[Report]:
    """All documents of the stream, reprints and paraphrases included, in the order of their days.

    Raises:
        ValueError: a story has no mark, or an unknown half.
    """
    found = [
        report
        for path in sorted(folder.glob("*.yml"))
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, raw in enumerate(group["stories"], 1)
        for report in _story(raw, group, f"{group['group']}-{number}")
    ]
    return sorted(found, key=lambda r: (r.document.published.day if r.document.published else date.min, r.document.id))


def _story(raw: dict[str, Any], group: dict[str, Any], name: str) -> Iterator[Report]:
    """A story's root, its reprints and its paraphrases."""
    if group["half"] not in ("tune", "held") or not MARK.search(raw["text"]):
        raise ValueError(f"{name}: half must be tune or held, and a mark must say what is told")

    def made(suffix: str, text: str, publisher: str, days: int, copy: CopyKind) -> Report:
        plain, told = unmarked(text.strip())
        day = Published(raw["published"] + timedelta(days=days), "given")
        document = Document(f"{name}{suffix}", plain, published=day, publisher=publisher, language="en")
        items = tuple(Item(document.id, gold, tuple(spans)) for gold, spans in told.items())
        return Report(document, items, group["group"], group["half"], tuple(raw["kinds"]), name, copy)

    yield made("", raw["text"], raw["publisher"], 0, CopyKind.ROOT)
    for n in range(raw.get("reprints", 0)):
        text, copy = _reprint(raw["text"], raw["publisher"], n)
        yield made(f"-r{n + 1}", text, _OUTLETS[n % len(_OUTLETS)], n % 2, copy)
    for n, text in enumerate(raw.get("paraphrases", ())):
        yield made(f"-p{n + 1}", text, "Global Newsroom 24", 1, CopyKind.PARAPHRASE)


def _reprint(text: str, agency: str, number: int) -> tuple[str, CopyKind]:
    """A copy as other outlets print it: whole, the opening alone, or under a line of their own."""
    how = number % 3
    if how == 1 and "\n\n" in text.strip():
        return text.strip().rsplit("\n\n", 1)[0], CopyKind.CUT
    if how == 2:
        return f"By our staff and {agency}\n\n{text.strip()}", CopyKind.NEAR
    return text, CopyKind.VERBATIM


def gold_stories(found: Sequence[Report]) -> tuple[Story, ...]:
    """The stories as they were composed."""
    by_root: dict[str, list[Report]] = {}
    for report in found:
        by_root.setdefault(report.story, []).append(report)
    return tuple(
        Story(f"st_{root}", root, tuple(StoryMember(r.document.id, r.copy, 1.0) for r in members))
        for root, members in sorted(by_root.items())
    )
