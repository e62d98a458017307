"""Outlets, agencies, monitors and bodies whose word news carries (``data/publishers.yml``)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.matcher import Hit, Matcher, leftmost_longest, variants
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

TYPES = frozenset(
    {"agency", "newspaper", "broadcaster", "online", "monitor", "government", "un", "ngo", "armed-group-media"}
)
SCALES = frozenset({"National", "Subnational", "Regional", "International", "Other", "New media"})


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher. ``actor`` is the registry id of the armed group that a medium belongs to."""

    name: str
    type: str
    scale: str
    country: str | None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    sign_offs: tuple[str, ...] = ()
    actor: str | None = None


@dataclass(frozen=True)
class Publishers:
    """All known publishers, by name and by web domain."""

    publishers: tuple[Publisher, ...]

    @classmethod
    def open(cls, path: Path | None = None) -> "Publishers":
        """Read ``publishers.yml``.

        Raises:
            KnowledgeError: an entry is damaged or a name or domain stands twice; names the entry.
        """
        path = path or data_path("publishers.yml")
        rows = []
        owners: dict[str, str] = {}
        for number, row in enumerate(read_yaml(path), 1):
            try:
                lists = {key: tuple(row.get(key, ())) for key in ("aliases", "domains", "sign_offs")}
                publisher = Publisher(
                    row["name"], row["type"], row["scale"], row["country"], **lists, actor=row.get("actor")
                )
            except (KeyError, TypeError) as error:
                raise KnowledgeError(f"{path}, entry {number}: missing or wrong key {error}.") from error
            if publisher.type not in TYPES or publisher.scale not in SCALES:
                raise KnowledgeError(f"{path}, {publisher.name}: unknown type or scale.")
            keys = {name_key(n) for n in (publisher.name, *publisher.aliases)} | set(publisher.domains)
            for key in keys:
                if owners.setdefault(key, publisher.name) != publisher.name:
                    raise KnowledgeError(
                        f"{path}: {key!r} stands with {owners[key]} and with {publisher.name}; keep one."
                    )
            rows.append(publisher)
        return cls(tuple(rows))

    def all(self) -> tuple[Publisher, ...]:
        """Every publisher, in the order of the file."""
        return self.publishers

    def find(self, name: str) -> Publisher | None:
        """The publisher of this name or alias, whatever case, accents, hyphens or leading article."""
        key = name_key(name)
        return self._by_key.get(key) or self._by_key.get(key.removeprefix("the "))

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
