"""The rules by which sources and facts are graded (``data/grades.yml``), with the user's own lines over them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.knowledge.overlay import own_path, read_own
from tocsin.knowledge.publishers import Publisher
from tocsin.knowledge.source_classes import SourceClass, read_classes
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import fold, name_key

LETTERS = "ABCDEF"
"""Reliability of a source, best first; F says that it cannot be judged."""
NUMBERS = "123456"
"""Credibility of what it says, best first; 6 says that it cannot be judged."""
_GRADE = re.compile(f"^[{LETTERS}][{NUMBERS}]$")
_MAPS = ("publishers", "affiliations", "speakers", "parties")
_KEYS = (*_MAPS, "unknown", "anonymous", "member_states", "classes")


@dataclass(frozen=True)
class Grades:
    """Letters by kind of outlet, of owner and of speaker; see the comments in ``grades.yml``."""

    publishers: Mapping[str, str]
    affiliations: Mapping[str, str]
    speakers: Mapping[str, str]
    parties: Mapping[str, str]
    unknown: str
    anonymous: tuple[str, ...]
    member_states: tuple[tuple[str, str], ...]
    classes: Mapping[str, SourceClass]

    @classmethod
    def open(cls, path: Path | None = None) -> "Grades":
        """Read the packaged file (or ``path``), then the lines of the user's ``TOCSIN_KNOWLEDGE/grades.yml``.

        Raises:
            KnowledgeError: a line is damaged or names what the packaged file does not have; names file and key.
        """
        packaged = path or data_path("grades.yml")
        rules = read_yaml(packaged)
        mine = own_path("grades.yml") if path is None else None
        if mine is not None:
            rules = _over(rules, read_own(mine), mine)
        return _grades(rules, mine or packaged)

    def of_outlet(self, publisher: Publisher | None) -> tuple[str, str]:
        """Letter of an outlet that speaks in its own voice, and why."""
        if publisher is None:
            return self.unknown, "no outlet that the registry knows"
        if publisher.grade is not None:
            return publisher.grade, f"{publisher.name}: its own entry says so"
        letter, why = self.publishers[publisher.type], f"{publisher.name}: {publisher.type}"
        owner = publisher.affiliation
        if owner is not None and self.affiliations[owner] > letter:
            return self.affiliations[owner], f"{why} of a {owner}"
        return letter, why

    def of_speaker(self, kind: str) -> tuple[str, str]:
        """Letter of a kind of speaker (``kind_of``), and why."""
        letter = self.speakers.get(kind, self.speakers["other"])
        return letter, f"speaker: {'unnamed' if kind == 'source' else kind}"

    def of_member_states(self, words: str) -> tuple[str, str] | None:
        """Grade and wording of what states told a report; ``None`` for any other speaker."""
        folded = fold(words)
        found = ((grade, wording) for wording, grade in self.member_states if wording in folded)
        return next(found, None)

    def kind_of(self, words: str) -> str:
        """The kind of speaker that some words name: a list of ``lexicon/speech.yml``, ``source`` for nobody in
        particular, ``other`` when no list has any of them."""
        folded = f" {name_key(words)} "
        if any(f" {name_key(word)} " in folded for word in self.anonymous):
            return "source"
        parts = folded.split()
        if folded.strip() in self._kinds:
            return self._kinds[folded.strip()]
        # What a phrase begins with before "of" and its like is its head: "spokesman for the rebels".
        for word in (*reversed(_head(parts)), *parts):
            if word in self._kinds:
                return self._kinds[word]
        return "other"

    @cached_property
    def _kinds(self) -> dict[str, str]:
        listed = read_lexicon("speech.yml")["kinds"]
        return {name_key(str(word)): str(kind) for kind, words in listed.items() for word in words}


def weaker(left: str, right: str) -> str:
    """The weaker of two letters: a chain holds as well as its weakest link, and F, not judged, stays F."""
    return max(left, right)


def _head(parts: list[str]) -> list[str]:
    ends = (k for k, word in enumerate(parts) if k and word in ("of", "for", "from", "in", "at", "with", "de", "du"))
    return parts[: next(ends, len(parts))]


def _over(rules: dict[str, Any], own: Any, path: Path) -> dict[str, Any]:
    if not isinstance(own, dict):
        raise KnowledgeError(f"{path}: it must hold `key: value` lines, as the packaged grades.yml does.")
    joined = dict(rules)
    for key, value in own.items():
        if key not in _KEYS:
            raise KnowledgeError(f"{path}: unknown key {key}; known are {', '.join(_KEYS)}.")
        if key == "classes" and isinstance(value, dict):
            joined[key] = {**rules[key], **value}
            continue
        if key not in _MAPS:
            joined[key] = value
            continue
        if not isinstance(value, dict):
            raise KnowledgeError(f"{path}, {key}: it must hold `kind: letter` lines.")
        unknown = sorted(set(map(str, value)) - set(rules[key]))
        if unknown:
            raise KnowledgeError(f"{path}, {key}: unknown {', '.join(unknown)}; known are {', '.join(rules[key])}.")
        joined[key] = {**rules[key], **value}
    return joined


def _grades(rules: Mapping[str, Any], path: Path) -> Grades:
    for key in _MAPS:
        for kind, letter in rules[key].items():
            if not _is_letter(letter):
                raise KnowledgeError(f"{path}, {key}, {kind}: {letter!r} is no letter from A to F.")
    if not _is_letter(rules["unknown"]):
        raise KnowledgeError(f"{path}, unknown: {rules['unknown']!r} is no letter from A to F.")
    if not isinstance(rules["anonymous"], list) or not all(isinstance(w, str) for w in rules["anonymous"]):
        raise KnowledgeError(f"{path}, anonymous: it must be a list of words, [a, b].")
    rows = rules["member_states"]
    wordings = isinstance(rows, list) and all(isinstance(r, dict) and set(r) == {"words", "grade"} for r in rows)
    if not wordings or not all(_GRADE.match(str(row["grade"])) for row in rows):
        raise KnowledgeError(f"{path}, member_states: each line needs `words` and a `grade` such as C3.")
    return Grades(
        publishers=rules["publishers"],
        affiliations=rules["affiliations"],
        speakers=rules["speakers"],
        parties=rules["parties"],
        unknown=rules["unknown"],
        anonymous=tuple(rules["anonymous"]),
        member_states=tuple((fold(row["words"]), row["grade"]) for row in rows),
        classes=read_classes(rules["classes"], rules["speakers"], path),
    )


def _is_letter(value: object) -> bool:
    return isinstance(value, str) and len(value) == 1 and value in LETTERS
