"""Hand-coded incidents of one conflict in India: counts by side, kinds of action, who acted. One row, one text.

The rows give numbers without their words; each number is looked for in the text, and a fate of which any number is not
found is not taught by that text.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tocsin.train.corpus import Mark
from tocsin.train.example import Example
from tocsin.train.sources.people import Counted, CountedPeople, with_number

ACTIONS = ("armed_assault", "arrest", "bombing", "infrastructure", "surrender", "seizure", "abduction")
PERPETRATORS = ("Maoist", "Security", "other")
_ACTED = frozenset(f"satp:{action}" for action in ACTIONS)
_BY = frozenset(f"satp:by {name}" for name in PERPETRATORS)
_LONGEST = 1500  # characters; longer texts tell several incidents, of which the row codes one
_TWIN = 30  # first words that two texts share when one repeats the other
FATES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "killed": {
        "state": ("security_fatalities", "govt_official_fatalities"),
        "civilian": ("civilian_fatalities",),
        "rebel": ("maoist_fatalities",),
        "militia": ("other_armed_grp_fatalities",),
    },
    "injured": {
        "state": ("security_injuries", "govt_official_injuries"),
        "civilian": ("civilian_injuries",),
        "rebel": ("maoist_injuries",),
        "militia": ("non_maoist_armed_group_injuries",),
    },
    "abducted": {"any": ("total_abducted",)},
    "arrested": {"any": ("total_arrests",)},
    "surrendered": {"any": ("total_surrenders",)},
}
"""Columns of the corpus by fate and side."""


def read_satp(path: Path, people: CountedPeople) -> Iterable[Example]:
    """The examples of a file of rows, repeated and very long texts left out."""
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        key = " ".join(row["text"].lower().split()[:_TWIN])
        if key not in seen and len(row["text"]) <= _LONGEST:
            seen.add(key)
            yield _example(f"{path.stem}-{number}", row, people(row["text"]))


def figure(row: Mapping[str, Any], *columns: str) -> int:
    """The sum of some columns of a row; a missing figure is zero."""
    values = (str(row.get(column) or "0") for column in columns)
    return sum(int(value) for value in values if value.isdigit())


def _example(name: str, row: Mapping[str, Any], people: list[Counted]) -> Example:
    marks: list[Mark] = []
    marked: set[str] = set()
    for fate, sides in FATES.items():
        found = _marks_of(row, fate, sides, people)
        if found is not None:
            marks += found
            marked |= {f"{fate}.{side}" for side in sides} if "any" not in sides else {fate}
    facts = {f"satp:{action}" for action in ACTIONS if figure(row, action)}
    asked = set(_ACTED)
    who = row.get("perpetrator")
    if who not in (None, "Unknown"):
        asked |= _BY
        facts.add(f"satp:by {who if who in PERPETRATORS else 'other'}")
    return Example(
        name, "satp", row["text"], tuple(sorted(marks)), frozenset(marked), facts=frozenset(facts),
        asked=frozenset(asked), group=str(row.get("date", "")),
    )  # fmt: skip


def _marks_of(
    row: Mapping[str, Any], fate: str, sides: Mapping[str, tuple[str, ...]], people: list[Counted]
) -> list[Mark] | None:
    """The words of all numbers of a fate; None when one of them is not found."""
    marks = []
    for side, columns in sides.items():
        number = figure(row, *columns)
        if number:
            words = with_number(people, number, None if side == "any" else side)
            if words is None:
                return None
            marks.append(Mark(words.start, words.end, f"{fate}.{side}"))
    return marks
