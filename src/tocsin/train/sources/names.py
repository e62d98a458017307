"""Corpora of names without events: RE3D (Syria and Iraq), WikiGold, WNUT17 and BTC."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tocsin.train.corpus import Mark
from tocsin.train.example import Example

RE3D_KINDS = {"Organisation": "name:actor", "Location": "name:place", "Temporal": "name:date", "Weapon": "name:weapon",
              "MilitaryPlatform": "name:weapon"}  # fmt: skip
CONLL_KINDS = {"ORG": "name:actor", "LOC": "name:place", "corporation": "name:actor", "group": "name:actor",
               "location": "name:place"}  # fmt: skip
_NEVER_SHIPS = "BBC"  # the folder of RE3D whose texts may not be passed on


def read_re3d(folder: Path) -> Iterable[Example]:
    """The documents of RE3D, the BBC's left out, with organisations, places, times and weapons."""
    for part in sorted(p for p in folder.iterdir() if p.is_dir() and _NEVER_SHIPS not in p.name):
        marks: dict[str, list[Mark]] = {}
        for row in _lines(part / "entities.json"):
            if row["type"] in RE3D_KINDS:
                mark = Mark(row["begin"], row["end"], RE3D_KINDS[row["type"]])
                marks.setdefault(row["documentId"], []).append(mark)
        for row in _lines(part / "documents.json"):
            own = tuple(sorted(set(marks.get(row["_id"], ()))))
            yield Example(row["_id"], "re3d", row["text"], own, frozenset(RE3D_KINDS.values()), group=part.name)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def read_conll(path: Path, source: str, column: int = -1, sentences: int = 6) -> Iterable[Example]:
    """A file of words and tags B-X, I-X, O, one a line; runs of ``sentences`` sentences make one text. Persons are not
    marked: Tocsin keeps no names of persons."""
    words: list[str] = []
    tags: list[str] = []
    told, made = 0, 0
    for line in [*path.read_text(encoding="utf-8").splitlines(), *([""] * sentences)]:
        cells = line.split()
        if cells and not line.startswith("-DOCSTART-"):
            words.append(cells[0])
            tags.append(cells[column])
            continue
        told += 1
        if words and told >= sentences:
            made += 1
            yield _sentence(f"{path.stem}-{made}", source, words, tags)
            words, tags, told = [], [], 0


def _sentence(name: str, source: str, words: list[str], tags: list[str]) -> Example:
    marks: list[Mark] = []
    at, opened = 0, ("", 0)
    for word, tag in zip([*words, ""], [*tags, "O"], strict=True):
        kind = CONLL_KINDS.get(tag.split("-", 1)[-1], "") if tag != "O" else ""
        goes_on = kind and kind == opened[0] and tag.startswith("I-")
        if opened[0] and not goes_on:
            marks.append(Mark(opened[1], at - 1, opened[0]))
        if not goes_on:
            opened = (kind, at)
        at += len(word) + 1
    marked = frozenset({"name:actor", "name:place"})
    return Example(name, source, " ".join(words), tuple(marks), marked)
