"""Classes of sources that a count can be made without, such as partisan ones (``data/grades.yml``, ``classes``)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.knowledge.publishers import AFFILIATIONS, TYPES, Publisher
from tocsin.model.errors import KnowledgeError, UsageError

UNKNOWN = "unknown"
"""Stands among ``outlets`` for documents of no outlet that the registry knows."""


@dataclass(frozen=True, slots=True)
class SourceClass:
    """A class: types of outlets, owners (``affiliation``), kinds of speakers; ``statements``: texts that an actor
    issued itself."""

    outlets: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    statements: bool = False

    def has_outlet(self, outlet: Publisher | None) -> bool:
        """Whether what this outlet prints is of the class; ``None``: of no known outlet."""
        if outlet is None:
            return UNKNOWN in self.outlets
        return outlet.type in self.outlets or outlet.affiliation in self.owners


def check_names(names: Iterable[str], classes: Mapping[str, SourceClass]) -> None:
    """Raises UsageError for a class that is not there: a mistyped one must not look like nothing to leave out."""
    for name in names:
        if name not in classes:
            raise UsageError(f"without {name!r}: no such class of sources; choose from {', '.join(classes)}.")


def read_classes(rows: Any, speakers: Collection[str], path: Path) -> dict[str, SourceClass]:
    """The ``classes`` of a grades file. Raises KnowledgeError with file, class and key."""
    if not isinstance(rows, dict):
        raise KnowledgeError(f"{path}, classes: it must hold `name: {{outlets: […], speakers: […]}}` lines.")
    return {str(name): _class(row, f"{path}, classes, {name}", speakers) for name, row in rows.items()}


def _class(row: Any, where: str, speakers: Collection[str]) -> SourceClass:
    known = {"outlets": {*TYPES, UNKNOWN}, "owners": set(AFFILIATIONS), "speakers": set(speakers)}
    if not isinstance(row, dict) or not row:
        raise KnowledgeError(f"{where}: give it outlets, owners, speakers or `statements: true`.")
    unknown = sorted(set(map(str, row)) - {*known, "statements"})
    if unknown:
        raise KnowledgeError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(known)}, statements.")
    for key, choices in known.items():
        value = row.get(key, [])
        if not isinstance(value, list) or not set(map(str, value)) <= choices:
            raise KnowledgeError(f"{where}, {key}: it must be a list out of {', '.join(sorted(choices))}.")
    statements = row.get("statements", False)
    if not isinstance(statements, bool):
        raise KnowledgeError(f"{where}, statements: it is true or false, not {statements!r}.")
    lists = {key: frozenset(row.get(key, ())) for key in known}
    return SourceClass(**lists, statements=statements)
