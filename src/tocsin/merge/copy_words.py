"""Word lists for telling copies, read from ``knowledge/data/copies.yml``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import fold

_FILE = "copies.yml"


@dataclass(frozen=True, slots=True, eq=False)
class CopyWords:
    """The lists of the file; what each is for stands there."""

    like: Mapping[str, str]  # one word -> the term it may stand for
    odd: Mapping[str, str]  # phrase that only machines write -> the term it stands for, "" for none
    bare_verbs: frozenset[str]
    subjects: frozenset[str]
    update_signs: tuple[re.Pattern[str], ...]
    hedges: tuple[str, ...]  # longest first
    hedge_of: Mapping[str, str]  # hedge -> the one that stands for all that mean the same
    negations: Mapping[str, str]  # word -> the one that stands for all that mean the same
    no_denial: frozenset[str]
    numbers: Mapping[str, int]
    tens: Mapping[str, int]
    vague: frozenset[str]
    hedges_behind: Mapping[str, str]  # "or more" behind a number -> the hedge that it equals
    speaking: frozenset[str]
    weekdays: frozenset[str]
    months: frozenset[str]
    stop: frozenset[str]


@cache
def load() -> CopyWords:
    """The packaged lists (read once; the files do not change while a process runs).

    Raises:
        KnowledgeError: a list is missing or damaged.
    """
    return parse(read_yaml(data_path(_FILE)), read_yaml(data_path("lexicon", "numbers.yml")))


def parse(raw: Any, numbers: Any) -> CopyWords:
    """The lists from the content of ``copies.yml`` and of ``lexicon/numbers.yml``. Raises KnowledgeError."""
    try:
        like, odd = _terms(raw["terms"])
        odd.update((fold(phrase), "") for phrase in raw["odd_phrases"])
        hedges = sorted({fold(h) for h in raw["hedges"]} | {fold(h) for g in raw["same_hedge"] for h in g})
        return CopyWords(
            like=like,
            odd=odd,
            bare_verbs=_set(raw["bare_verbs"]),
            subjects=_set(raw["subjects"]),
            update_signs=tuple(_sign(words) for words in raw["update_signs"]),
            hedges=tuple(sorted(hedges, key=lambda h: (-len(h), h))),
            hedge_of=_first_of(raw["same_hedge"]),
            negations={**{w: w for w in _set(raw["negations"])}, **_first_of(raw["same_negation"])},
            no_denial=_set(raw["no_denial"]),
            numbers={**numbers["units"], **numbers["tens"], **raw["numbers"]},
            tens=dict(numbers["tens"]),
            vague=_set((*numbers["vague"], "hundred")),
            hedges_behind={fold(k): fold(v) for k, v in raw["hedges_behind"].items()},
            speaking=_set(raw["speaking"]),
            weekdays=_set(raw["weekdays"]),
            months=_set(raw["months"]),
            stop=_set(raw["stop"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{_FILE} cannot be read ({error!r}); restore the packaged file.") from error


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _terms(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    """Single words by the first term they may stand for, and odd phrases by theirs."""
    like: dict[str, str] = {}
    odd: dict[str, str] = {}
    for row in rows:
        term = fold(row["term"])
        for word in (term, *map(fold, row["like"]), *map(fold, row["odd"])):
            if " " not in word:
                like.setdefault(word, term)
        odd.update((fold(phrase), term) for phrase in row["odd"])
    return like, odd


def _first_of(groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """Each word with the first of the first group that has it."""
    found: dict[str, str] = {}
    for group in groups:
        words = [fold(word) for word in group]
        for word in words:
            found.setdefault(word, words[0])
    return found


def _sign(words: str) -> re.Pattern[str]:
    """A sign of an update as a pattern with an optional group ``number``."""
    pattern = re.escape(words.strip()).replace("N", r"(?P<number>\d{1,2})").replace(r"\ ", r"[ -]?")
    return re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])")
