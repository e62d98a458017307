"""Descriptions of incidents around the world in 2018 with the numbers of dead and injured. One row, one text."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tocsin.train.corpus import Mark
from tocsin.train.example import Example
from tocsin.train.sources.people import Counted, CountedPeople, with_number

_FOOTNOTE = re.compile(r"\[\d+\]")
_FIGURE = re.compile(r"(\d+)(?:\s*\(\+(\d+)\))?")  # "12 (+2)": twelve, and two attackers
_COLUMNS = {"killed": "Dead", "injured": "Injured"}


def read_wiki_incidents(path: Path, people: CountedPeople) -> Iterable[Example]:
    """The examples of a file of rows; all of them tell an incident."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        text = _FOOTNOTE.sub("", row["Details"])
        yield _example(f"{path.stem}-{number}", text, row, people(text))


def _example(name: str, text: str, row: Mapping[str, str], people: list[Counted]) -> Example:
    marks: list[Mark] = []
    marked = set()
    for fate, column in _COLUMNS.items():
        figure = _FIGURE.fullmatch(row[column].strip())
        if figure is None or figure[2]:
            continue  # attackers stand apart in the row; which number of the text means them is not said
        words = with_number(people, int(figure[1])) if int(figure[1]) else None
        if words is None and int(figure[1]):
            continue
        marked.add(fate)
        if words is not None:
            marks.append(Mark(words.start, words.end, f"{fate}.any"))
    told = frozenset({"relevant"})
    return Example(name, "wiki_incidents_2018", text, tuple(sorted(marks)), frozenset(marked), facts=told, asked=told)
