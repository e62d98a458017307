"""Rules about actor names as data (``data/actors/rules.yml``; the comments there say what each list is for)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.knowledge.actor_model import within
from tocsin.knowledge.files import first_day, last_day, read_yaml
from tocsin.knowledge.matcher import square, variants
from tocsin.model.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class NameRule:
    """From words or an actor, with country and day, to another actor (``id``) or a generated kind (``kind``)."""

    id: str | None = None
    kind: str | None = None
    of: str | None = None
    branches: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    alternatives: tuple[str, ...] = ()
    because: str = ""
    anywhere: bool = False  # the words alone name the actor, also where the country is unknown

    def holds(self, country: str | None, day: date | None) -> bool:
        """Whether country and day fit. A rule with bounds needs the day, one with countries the country, unless its
        words are used ``anywhere`` of nobody else."""
        if self.countries and country not in self.countries and not (country is None and self.anywhere):
            return False
        if day is None:
            return self.start is None and self.end is None
        return within(day, self.start, self.end)


@dataclass(frozen=True)
class ActorRules:
    """All rules; words and names are squared or in lower case."""

    shared_names: frozenset[str]
    ordinary_words: frozenset[str]
    euphemisms: frozenset[str]
    ranges: tuple[NameRule, ...]
    armed: tuple[NameRule, ...]
    external: tuple[NameRule, ...]
    branches: Mapping[str, Mapping[str, str]]


def read_rules(path: Path) -> ActorRules:
    """Read ``rules.yml``.

    Raises:
        KnowledgeError: a list is missing or a rule is damaged; names the list and the rule.
    """
    data = read_yaml(path)
    try:
        return ActorRules(
            shared_names=frozenset(key for name in data["shared_names"] for key in variants(name)),
            ordinary_words=frozenset(square(word) for word in data["ordinary_words"]),
            euphemisms=frozenset(square(word).strip() for word in data["euphemisms"]),
            ranges=_rules(path, "ranges", data["ranges"]),
            armed=_rules(path, "armed", data["armed"]),
            external=_rules(path, "external", data["external"]),
            branches=data["branches"],
        )
    except KeyError as error:
        raise KnowledgeError(f"{path}: the key {error} is missing.") from error


def _rules(path: Path, name: str, rows: list[dict[str, Any]]) -> tuple[NameRule, ...]:
    rules = []
    for number, row in enumerate(rows, 1):
        try:
            rules.append(
                NameRule(
                    id=row.get("id"),
                    kind=row.get("kind"),
                    of=row.get("of"),
                    branches=tuple(row.get("branches", ())),
                    heads=tuple(row.get("heads", ())),
                    words=tuple(row.get("words", ())),
                    countries=tuple(row.get("in", ())),
                    start=first_day(row.get("from")),
                    end=last_day(row.get("to")),
                    alternatives=tuple(row.get("alternatives", ())),
                    because=row.get("because", ""),
                    anywhere=bool(row.get("anywhere", False)),
                )
            )
        except (TypeError, ValueError) as error:
            raise KnowledgeError(f"{path}, {name}, rule {number}: {error}.") from error
    return tuple(rules)
