"""The gazetteer: names of places to points and units, from one SQLite file that is compiled on first use.

``Gazetteer.open()`` finds or compiles the file; ``lookup`` answers exact names (any spelling that folds
alike), ``fuzzy`` near misses within one country, ``nearest`` points. Connections are read-only, one per
thread and process.
"""

import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import platformdirs
from rapidfuzz import fuzz, process

from tocsin.knowledge import gazetteer_build, gazetteer_sources
from tocsin.knowledge.gazetteer_build import distance_km
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

__all__ = ["Gazetteer", "GazetteerEntry", "default_path", "distance_km"]

CACHE_SIZE = 60_000
FUZZY_CUTOFF = 86.0  # of 100; "Diallasagou"/"Diallassagou" 96, "Gao"/"Goa" 67
ALTERNATE_MALUS = 1.5  # in the ordering: a main name before a like-sized place that is only also called so
_COLUMNS = (
    "p.id, p.place_id, p.name, p.country, p.countries, p.admin1, p.admin1_code, p.kind, p.latitude, "
    "p.longitude, p.population, p.radius_km, p.verified, p.estimated, p.importance, p.note"
)
_ARTICLES = ("al ", "el ", "ad ", "an ", "ar ", "as ", "ash ", "at ", "az ", "the ")
_PREFIXES = {
    "saint ": "st ",
    "st ": "saint ",
    "mount ": "mt ",
    "mt ": "mount ",
    "fort ": "ft ",
    "ft ": "fort ",
}


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A place under one of its names.

    ``kind`` is city, village, admin1, admin2, country, region or feature. ``matched`` tells how the name
    asked for relates to it: ``name`` (a main name), ``alternate``, ``variant`` (with or without an article,
    "St"/"Saint") or ``fuzzy``. ``estimated`` marks points computed from member towns; ``verified`` is false
    for entries that rest on the project's own knowledge alone. Countries have no point.
    """

    place_id: str
    name: str
    country: str | None  # ISO alpha-3; None for what lies in several countries or at sea
    countries: tuple[str, ...]
    admin1: str | None
    kind: str
    latitude: float | None
    longitude: float | None
    population: int | None
    radius_km: float | None
    verified: bool
    matched: str = "name"
    importance: float = 0.0
    admin1_code: str | None = None
    estimated: bool = False
    note: str | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """ISO 3166-2 codes a vernacular region is said to consist of."""
        if self.note is None or not self.place_id.startswith("region:"):
            return ()
        return tuple(json.loads(self.note)["units"])

    def lies_in(self, country: str) -> bool:
        """Whether the place is in the country (alpha-3), or reaches into it."""
        return country == self.country or country in self.countries


def default_path() -> Path:
    """Where the compiled file is: ``TOCSIN_GAZETTEER`` (a file, or a folder to keep it in), else the user's
    cache.
    """
    name = f"gazetteer-{gazetteer_sources.version_hash()}.sqlite"
    given = os.environ.get("TOCSIN_GAZETTEER")
    if not given:
        return Path(platformdirs.user_cache_dir("tocsin")) / name
    path = Path(given).expanduser()
    return path if path.suffix in (".sqlite", ".db") else path / name


class Gazetteer:
    """Read-only access to a compiled gazetteer file; may be shared by threads and survives fork and
    pickling.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``.

        Raises:
            KnowledgeError: the file is missing, or is no gazetteer.
        """
        self.path = path
        self._local = threading.local()
        if not path.is_file():
            raise KnowledgeError(
                f"There is no gazetteer at {path}. Build it with 'tocsin gazetteer build', or unset TOCSIN_GAZETTEER."
            )
        try:
            self.meta: dict[str, str] = dict(self._rows("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise KnowledgeError(
                f"{path} is not a Tocsin gazetteer ({error}). Delete it, then run 'tocsin gazetteer build'."
            ) from error
        self._find = lru_cache(maxsize=CACHE_SIZE)(self._find_uncached)
        self._exact = lru_cache(maxsize=CACHE_SIZE)(self._exact_uncached)
        self._keys_of = lru_cache(maxsize=24)(self._keys_uncached)

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[Path]]:
        return (Gazetteer, (self.path,))

    @classmethod
    def build(cls, path: Path | None = None, progress: Callable[[str], None] = lambda _: None) -> "Gazetteer":
        """Compile the gazetteer anew (some 15 s) and open it. See ``gazetteer_build.build`` for errors."""
        return cls(gazetteer_build.build(path or default_path(), progress))

    @classmethod
    def open(cls, path: Path | None = None, progress: Callable[[str], None] = lambda _: None) -> "Gazetteer":
        """The gazetteer at ``path`` (or ``default_path()``), compiled first when it is not there yet.

        Raises:
            KnowledgeError: a gazetteer file is damaged, or the file that ``TOCSIN_GAZETTEER`` names lacks the
                places of the user's own.
        """
        where = path or default_path()
        if not where.is_file():
            return cls.build(where, progress)
        opened = cls(where)
        if path is None:
            opened._check_own()
        return opened

    def _check_own(self) -> None:
        """A file that is named by hand must hold today's own places; they would be missing without a word."""
        wanted = gazetteer_sources.version_hash().partition("-")[2]
        if self.meta.get("version", "").partition("-")[2] != wanted:
            raise KnowledgeError(
                f"{self.path} was compiled with other places of your own than TOCSIN_KNOWLEDGE holds today. Run "
                "'tocsin gazetteer build', or unset TOCSIN_GAZETTEER."
            )

    def _rows(self, query: str, parameters: Iterable[Any] = ()) -> list[Any]:
        local = self._local
        if getattr(local, "owner", None) != (os.getpid(), threading.get_ident()):
            uri = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
            local.connection = sqlite3.connect(uri, uri=True)
            local.owner = (os.getpid(), threading.get_ident())
        return local.connection.execute(query, tuple(parameters)).fetchall()  # type: ignore[no-any-return]

    def lookup(self, name: str, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Places called ``name``, most important first; only those in ``country`` (alpha-3) when given.

        Empty when no spelling folds alike: there is no fallback to a similar name (see ``fuzzy``).
        """
        found = self._find(name_key(name))
        return found if country is None else tuple(entry for entry in found if entry.lies_in(country))

    def exact(self, key: str) -> tuple[GazetteerEntry, ...]:
        """As ``lookup``, for a name that is already a ``name_key``, and without variants of articles."""
        return self._exact(key)

    def _find_uncached(self, key: str) -> tuple[GazetteerEntry, ...]:
        if len(key) < 2:
            return ()
        found = self._exact(key)
        if found:
            return found
        for variant in _variants(key):
            found = self._exact(variant)
            if found:
                return tuple(replace(entry, matched="variant") for entry in found)
        return ()

    def _exact_uncached(self, key: str) -> tuple[GazetteerEntry, ...]:
        rows = self._rows(
            f"SELECT n.alternate, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?",
            (key,),
        )
        entries = [_entry(row[1:], "alternate" if row[0] else "name") for row in rows]
        entries.sort(key=lambda e: (-(e.importance - ALTERNATE_MALUS * (e.matched != "name")), e.place_id))
        return tuple(entries)

    def get(self, place_id: str) -> GazetteerEntry | None:
        """The place of an id such as ``geonames:2455558`` or ``iso3166-2:ML-2``; ``None`` when unknown."""
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdigit():
            rows = self._rows(f"SELECT {_COLUMNS} FROM place p WHERE p.id = ?", (int(number),))
        else:
            rows = self._rows(f"SELECT {_COLUMNS} FROM place p WHERE p.place_id = ?", (place_id,))
        return _entry(rows[0], "name") if rows else None

    def names(self, place_id: str) -> tuple[str, ...]:
        """The folded names a place is found under, main names first."""
        entry = self.get(place_id)
        if entry is None:
            return ()
        country = entry.country or (entry.countries[0] if entry.countries else None)
        keys = self._keys_of(country) if country else (name_key(entry.name),)
        hits = [key for key in keys if any(e.place_id == place_id for e in self._find(key))]
        return tuple(sorted(hits, key=lambda key: (key != name_key(entry.name), key)))

    def _keys_uncached(self, country: str) -> tuple[str, ...]:
        rows = self._rows("SELECT keys FROM country_keys WHERE country = ?", (country,))
        return tuple(json.loads(zlib.decompress(rows[0][0]))) if rows else ()

    def fuzzy(self, name: str, country: str, limit: int = 5) -> tuple[tuple[GazetteerEntry, float], ...]:
        """Near misses of ``name`` within one country, with their likeness in 0..1; only when nothing is
        exact.

        Names under five letters are never matched so. Entries carry ``matched="fuzzy"``. The first letter
        must agree: reporters mishear vowels and double letters, rarely the start.
        """
        key = name_key(name)
        if len(key) < 5 or any(entry.lies_in(country) for entry in self._find(key)):
            return ()
        keys = [other for other in self._keys_of(country) if other[:1] == key[:1]]
        hits = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=limit)
        found: dict[str, tuple[GazetteerEntry, float]] = {}
        for other, score, _ in hits:
            for entry in self._find(other):
                if entry.lies_in(country) and entry.place_id not in found:
                    found[entry.place_id] = (replace(entry, matched="fuzzy"), score / 100)
        return tuple(sorted(found.values(), key=lambda hit: (-hit[1], -hit[0].importance)))[:limit]

    def nearest(
        self,
        latitude: float,
        longitude: float,
        country: str | None = None,
        limit: int = 1,
        within_km: float = 60.0,
    ) -> tuple[tuple[GazetteerEntry, float], ...]:
        """Towns and villages nearest to a point, with distances in km; none beyond ``within_km`` (at most
        100).
        """
        reach = min(within_km, 100.0)
        cells = {
            gazetteer_build.cell_of(max(-90.0, min(89.9, latitude + dy)), longitude + dx)
            for dy in (-1, 0, 1)
            for dx in (-2, -1, 0, 1, 2)
        }
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM place p WHERE p.cell IN ({','.join('?' * len(cells))}) "
            "AND p.kind IN ('city', 'village')",
            sorted(cells),
        )
        hits = []
        for row in rows:
            away = distance_km(latitude, longitude, row[8], row[9])
            if away <= reach and (country is None or row[3] == country):
                hits.append((_entry(row, "name"), away))
        return tuple(sorted(hits, key=lambda hit: (hit[1], hit[0].place_id)))[:limit]

    def capital(self, country: str) -> str | None:
        """Name of the capital of a country (alpha-3), as GeoNames gives it."""
        return self._country_note(country).get("capital") or None

    def neighbours(self, country: str) -> frozenset[str]:
        """Alpha-3 codes of the countries that border on ``country``."""
        return _neighbours(self, country)

    def _country_note(self, country: str) -> dict[str, Any]:
        entry = self.get(f"country:{country}")
        return json.loads(entry.note) if entry is not None and entry.note else {}

    def is_capital(self, name: str) -> str | None:
        """Alpha-3 code of the country whose capital is called ``name``, if any."""
        return _capitals(self).get(name_key(name))

    def info(self) -> dict[str, str | int]:
        """What the file holds: path, version, attribution, and rows by kind."""
        kinds = dict(self._rows("SELECT kind, count(*) FROM place GROUP BY kind ORDER BY kind"))
        names = self._rows("SELECT count(*) FROM name")[0][0]
        return {
            "path": str(self.path),
            "bytes": self.path.stat().st_size,
            **self.meta,
            **{f"kind_{kind}": count for kind, count in kinds.items()},
            "names": names,
        }


@lru_cache(maxsize=8)
def _country_notes(gazetteer: Gazetteer) -> dict[str, dict[str, Any]]:
    rows = gazetteer._rows("SELECT country, note FROM place WHERE kind = 'country'")
    return {country: json.loads(note) for country, note in rows}


@lru_cache(maxsize=8)
def _capitals(gazetteer: Gazetteer) -> dict[str, str]:
    capitals = {}
    for country, note in _country_notes(gazetteer).items():
        for entry in gazetteer.lookup(note["capital"], country)[:1]:
            capitals[name_key(entry.name)] = country
        if note["capital"]:
            capitals[name_key(note["capital"])] = country
    return capitals


@lru_cache(maxsize=512)
def _neighbours(gazetteer: Gazetteer, country: str) -> frozenset[str]:
    codes = _country_notes(gazetteer).get(country, {}).get("neighbours", ())
    return frozenset(codes)


def _variants(key: str) -> Iterable[str]:
    for article in _ARTICLES:
        if key.startswith(article):
            yield key[len(article) :]
    for prefix, other in _PREFIXES.items():
        if key.startswith(prefix):
            yield other + key[len(prefix) :]
    if " " not in key and len(key) > 3:
        yield "al " + key
        yield "el " + key


def _entry(row: tuple[Any, ...], matched: str) -> GazetteerEntry:
    (number, place_id, name, country, countries, admin1, code, kind, latitude, longitude, population, radius,
     verified, estimated, importance, note) = row  # fmt: skip
    return GazetteerEntry(
        place_id or f"geonames:{number}",
        name,
        country,
        tuple(countries.split(";")) if countries else ((country,) if country else ()),
        admin1,
        kind,
        latitude,
        longitude,
        population,
        radius,
        bool(verified),
        matched,
        importance,
        code,
        bool(estimated),
        note,
    )
