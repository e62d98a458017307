"""The coding vocabulary: event types, disorder types, actor types and precision codes (``data/codebook.yml``)."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.model.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class SubEventType:
    """A sub-event type. ``rank`` is its place in the hierarchy, 0 the highest; ``disorder`` joins with "; "."""

    name: str
    event_type: str
    definition: str
    rank: int
    disorder: str
    political_violence: bool
    organized_violence: bool
    demonstration: bool


@dataclass(frozen=True)
class Codebook:
    """The taxonomy and its codes.

    ``inter_codes`` maps 1-8 to words; ``inter_aliases`` other software's words to numbers.
    """

    version: str
    event_types: tuple[tuple[str, str], ...]  # name, definition
    sub_types: tuple[SubEventType, ...]
    inter_codes: dict[int, str]
    inter_aliases: dict[str, int]
    interaction_exceptions: dict[int, str]
    time_precision: dict[int, str]
    geo_precision: dict[int, str]

    @classmethod
    def open(cls, path: Path | None = None) -> "Codebook":
        """Read ``codebook.yml``.

        Raises:
            KnowledgeError: the file is damaged, or a sub-event type stands under no disorder type.
        """
        path = path or data_path("codebook.yml")
        data = read_yaml(path)
        try:
            return cls(
                version=data["version"],
                event_types=tuple((t["name"], t["definition"]) for t in data["event_types"]),
                sub_types=_sub_types(data, path),
                inter_codes=data["inter_codes"],
                inter_aliases={name.lower(): code for name, code in data["inter_aliases"].items()},
                interaction_exceptions=data["interaction_exceptions"],
                time_precision=data["time_precision"],
                geo_precision=data["geo_precision"],
            )
        except KeyError as error:
            raise KnowledgeError(f"{path}: the key {error} is missing.") from error

    @property
    def sub_event_types(self) -> tuple[str, ...]:
        """Names of the 25 sub-event types in hierarchical order."""
        return tuple(self._by_name)

    def sub_event_type(self, name: str) -> SubEventType:
        """The sub-event type of this exact name.

        Raises:
            KnowledgeError: there is none.
        """
        found = self._by_name.get(name)
        if found is None:
            raise KnowledgeError(f"{name!r} is no sub-event type; known are {', '.join(self.sub_event_types)}.")
        return found

    def event_type_of(self, sub_event_type: str) -> str:
        """``"Armed clash"`` -> ``"Battles"``. Raises as ``sub_event_type``."""
        return self.sub_event_type(sub_event_type).event_type

    def disorder_of(self, sub_event_type: str) -> str:
        """``"Armed clash"`` -> ``"Political violence"``. Raises as ``sub_event_type``."""
        return self.sub_event_type(sub_event_type).disorder

    def inter_number(self, words: str) -> int | None:
        """Number of an actor type in words, any case ("State forces" -> 1); ``None`` when unknown."""
        return self._inter_numbers.get(words.strip().lower())

    def inter_words(self, number: int) -> str | None:
        """Words of an actor type (8 -> "External/Other forces"); ``None`` when unknown."""
        return self.inter_codes.get(number)

    def interaction(self, inter1: str, inter2: str | None) -> tuple[int, str]:
        """Interaction of two actor types in words: ``(27, "Rebel group-Civilians")``, ``(60, "Protesters only")``.

        Raises:
            KnowledgeError: a word is no actor type.
        """
        numbers = [self._must_be_inter(inter1)]
        if inter2:
            numbers.append(self._must_be_inter(inter2))
        if len(numbers) == 1:
            return numbers[0] * 10, f"{self.inter_codes[numbers[0]]} only"
        low, high = sorted(numbers)
        code = low * 10 + high
        words = f"{self.inter_codes[low]}-{self.inter_codes[high]}"
        return code, self.interaction_exceptions.get(code, words)

    def _must_be_inter(self, words: str) -> int:
        number = self.inter_number(words)
        if number is None:
            known = ", ".join(self.inter_codes.values())
            raise KnowledgeError(f"{words!r} is no actor type; known are {known}.")
        return number

    @cached_property
    def _by_name(self) -> dict[str, SubEventType]:
        return {sub.name: sub for sub in self.sub_types}

    @cached_property
    def _inter_numbers(self) -> dict[str, int]:
        return self.inter_aliases | {words.lower(): number for number, words in self.inter_codes.items()}


def _sub_types(data: dict[str, Any], path: Path) -> tuple[SubEventType, ...]:
    rows: list[SubEventType] = []
    for event_type in data["event_types"]:
        for sub in event_type["sub_event_types"]:
            name = sub["name"]
            disorders = [words for words, names in data["disorder_types"].items() if name in names]
            if not disorders:
                raise KnowledgeError(f"{path}: sub-event type {name!r} stands under no disorder type.")
            violent = "Political violence" in disorders
            rows.append(
                SubEventType(
                    name=name,
                    event_type=event_type["name"],
                    definition=sub["definition"],
                    rank=len(rows),
                    disorder="; ".join(disorders),
                    political_violence=violent,
                    organized_violence=violent and name not in data["not_organized"],
                    demonstration="Demonstrations" in disorders,
                )
            )
    return tuple(rows)
