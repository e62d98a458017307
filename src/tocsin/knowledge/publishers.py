"""Outlets, agencies, monitors and bodies whose word news carries (``data/publishers.yml``)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.matcher import Hit, Matcher, leftmost_longest, variants
from tocsin.knowledge.overlay import own_path, read_own
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

TYPES = frozenset(
    {"agency", "newspaper", "broadcaster", "online", "monitor", "government", "un", "ngo", "armed-group-media"}
)
SCALES = frozenset({"National", "Subnational", "Regional", "International", "Other", "New media"})
_LISTS = ("aliases", "domains", "sign_offs")
_KEYS = frozenset({"name", "type", "scale", "country", "actor", "affiliation", "grade", "unverified", *_LISTS})
AFFILIATIONS = frozenset({"state", "party"})
"""Whom an outlet belongs to that is not its own master: a state, or a party (to a conflict, or of politics)."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher. ``actor`` is the registry id of the armed group that a medium belongs to; ``affiliation`` one of
    ``AFFILIATIONS``; ``grade`` a letter from A to F that stands instead of that of its type. Not ``verified``: type,
    reach or owner await a check."""

    name: str
    type: str
    scale: str
    country: str | None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    sign_offs: tuple[str, ...] = ()
    actor: str | None = None
    affiliation: str | None = None
    grade: str | None = None
    verified: bool = True


@dataclass(frozen=True)
class Publishers:
    """All known publishers, by name and by web domain."""

    publishers: tuple[Publisher, ...]

    @classmethod
    def open(cls, path: Path | None = None) -> "Publishers":
        """Read the packaged ``publishers.yml`` (or ``path``), then the user's ``TOCSIN_KNOWLEDGE/publishers.yml``.

        An own entry of the name of a packaged one replaces it.

        Raises:
            KnowledgeError: an entry is damaged or a name or domain stands twice; names file and entry.
        """
        packaged = path or data_path("publishers.yml")
        rows = _read(packaged, read_yaml(packaged))
        mine = own_path("publishers.yml") if path is None else None
        if mine is not None:
            rows |= _read(mine, read_own(mine))
        owners: dict[str, str] = {}
        for name, (publisher, where) in rows.items():
            for key in {name_key(n) for n in (name, *publisher.aliases)} | set(publisher.domains):
                if owners.setdefault(key, name) != name:
                    raise KnowledgeError(f"{where}: {key!r} stands with {owners[key]} and with {name}; keep one.")
        return cls(tuple(publisher for publisher, _ in rows.values()))

    def all(self) -> tuple[Publisher, ...]:
        """Every publisher, in the order of the file."""
        return self.publishers

    def find(self, name: str) -> Publisher | None:
        """The publisher of this name or alias, whatever case, accents, hyphens or leading article."""
        key = name_key(name)
        return self._by_key.get(key) or self._by_key.get(key.removeprefix("the "))

    def named_in(self, words: str) -> Publisher | None:
        """The publisher that some words are, or hold as the only one: "state television ORTM", "Radio Okapi"."""
        found = self.find(words)
        if found is not None:
            return found
        held = {publisher.name: publisher for _, _, publisher in self.find_all(words)}
        return next(iter(held.values())) if len(held) == 1 else None

    def by_domain(self, url: str) -> Publisher | None:
        """The publisher of an address or host name; subdomains belong to their domain."""
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
        parts = host.lower().split(".")
        for start in range(len(parts) - 1):
            found = self._by_domain.get(".".join(parts[start:]))
            if found is not None:
                return found
        return None

    def find_all(self, text: str) -> Iterator[tuple[int, int, Publisher]]:
        """Publishers named in a text: start, end (offsets into ``text``), publisher. Names need their capitals."""
        fitting = (hit for hit in self._matcher.all(text) if self._fits(hit, text))
        for hit in leftmost_longest(fitting):
            yield hit.start, hit.end, self._names[hit.key][0]

    def _fits(self, hit: Hit, text: str) -> bool:
        words, name = text[hit.start : hit.end], self._names[hit.key][1]
        if name.isupper():
            return words.isupper()
        return words[:1].isupper() or not name[:1].isupper()

    @cached_property
    def _names(self) -> dict[str, tuple[Publisher, str]]:
        return {
            key: (publisher, name)
            for publisher in self.publishers
            for name in (publisher.name, *publisher.aliases)
            for key in variants(name)
        }

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._names)

    @cached_property
    def _by_key(self) -> dict[str, Publisher]:
        index: dict[str, Publisher] = {}
        for publisher in self.publishers:
            for name in (publisher.name, *publisher.aliases):
                key = name_key(name)
                index[key] = publisher
                index.setdefault(key.removeprefix("the "), publisher)
        return index

    @cached_property
    def _by_domain(self) -> dict[str, Publisher]:
        return {domain: publisher for publisher in self.publishers for domain in publisher.domains}


def _read(path: Path, content: Any) -> dict[str, tuple[Publisher, Path]]:
    """The publishers of one file by name. Raises KnowledgeError with file and entry."""
    if not isinstance(content, list | None):
        raise KnowledgeError(f"{path}: it must be a list; each entry begins with `- ` and has name, type and scale.")
    found: dict[str, tuple[Publisher, Path]] = {}
    for number, row in enumerate(content or (), 1):
        publisher = _publisher(row, f"{path}, entry {number}")
        if publisher.name in found:
            raise KnowledgeError(f"{path}, entry {number}: {publisher.name} stands twice in the file; keep one.")
        found[publisher.name] = (publisher, path)
    return found


def _publisher(row: Any, where: str) -> Publisher:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str):
        raise KnowledgeError(f"{where}: it needs a `name` in words.")
    where = f"{where} ({row['name']})"
    unknown = sorted(set(map(str, row)) - _KEYS)
    if unknown:
        raise KnowledgeError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}.")
    for key, choices in (("type", TYPES), ("scale", SCALES)):
        if row.get(key) not in choices:
            raise KnowledgeError(
                f"{where}: `{key}` is {row.get(key)!r}; it must be one of {', '.join(sorted(choices))}."
            )
    lists = {key: row.get(key) or [] for key in _LISTS}
    for key, listed in lists.items():
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise KnowledgeError(f"{where}: `{key}` must be a list of words, [a, b].")
    if "country" not in row:
        raise KnowledgeError(f"{where}: `country` is missing; give the ISO alpha-3 code of the seat, or null.")
    if row.get("affiliation") not in (None, *AFFILIATIONS):
        raise KnowledgeError(
            f"{where}: `affiliation` is {row['affiliation']!r}; it must be one of {', '.join(sorted(AFFILIATIONS))}."
        )
    if row.get("grade") not in (None, *"ABCDEF"):
        raise KnowledgeError(f"{where}: `grade` is {row['grade']!r}; it must be one letter from A to F.")
    if not isinstance(row.get("unverified", False), bool):
        raise KnowledgeError(f"{where}: `unverified` is {row['unverified']!r}; write true, or leave it out.")
    texts = {key: tuple(listed) for key, listed in lists.items()}
    return Publisher(
        row["name"], row["type"], row["scale"], row["country"], **texts,
        actor=row.get("actor"), affiliation=row.get("affiliation"), grade=row.get("grade"),
        verified=not row.get("unverified", False),
    )  # fmt: skip
