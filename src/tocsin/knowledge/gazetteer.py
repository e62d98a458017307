"""The gazetteer: names of places to points and units, from one SQLite file that is compiled on first use, and from
what the user imported.

``Gazetteer.open()`` finds or compiles the file; ``lookup`` answers exact names (any spelling that folds
alike), ``fuzzy`` near misses within one country, ``nearest`` points. Connections are read-only, one per
thread and process.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import platformdirs
from rapidfuzz import fuzz, process

from tocsin.knowledge import gazetteer_build, gazetteer_sources
from tocsin.knowledge.gazetteer_build import distance_km
from tocsin.knowledge.gazetteer_entry import MATCHED, PACKAGED_COLUMNS, GazetteerEntry, entry_of
from tocsin.knowledge.gazetteer_imported import Imported, ReadOnly, imported_path, joined
from tocsin.knowledge.gazetteer_keys import initial, latin_key, place_key, sound_key, variants
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

__all__ = ["Gazetteer", "GazetteerEntry", "default_path", "distance_km"]

CACHE_SIZE = 60_000
FUZZY_CUTOFF = 85.0  # of 100, likeness of letters: one of seven may differ; "Gao"/"Goa" 67
SOUND_CUTOFF = 88.0  # the same, likeness of sounds
OTHER_NAME = 0.05  # taken off a near spelling of one of a small place's lesser names, which are many and odd
KNOWN_BY_MANY = 4.0  # log10 of inhabitants from which all names of a place are in use ("Tombouctou" for Timbuktu)
SOUND_LETTERS = 58.0  # likeness of letters below which names that sound alike are not the same: "Sudzha"/"Zuya" 40
SOUND_LIKENESS = 0.95  # of a name that only sounds like the one asked for ("Wagadugu"/"Ouagadougou")
ALTERNATE_MALUS = 1.5  # in the ordering: a main name before a like-sized place that is only also called so


def _imports() -> Path | None:
    path = imported_path()
    return path if path.is_file() else None


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
    """Read-only access to a compiled gazetteer file and to what was imported; may be shared by threads and survives
    fork and pickling.
    """

    def __init__(self, path: Path, imported: Path | None = None) -> None:
        """Open ``path``, and the file of imports at ``imported``.

        Raises:
            KnowledgeError: a file is missing, or is no gazetteer.
        """
        self.path = path
        if not path.is_file():
            raise KnowledgeError(
                f"There is no gazetteer at {path}. Build it with 'tocsin gazetteer build', or unset TOCSIN_GAZETTEER."
            )
        self._file = ReadOnly(path)
        try:
            self.meta: dict[str, str] = dict(self._rows("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise KnowledgeError(
                f"{path} is not a Tocsin gazetteer ({error}). Delete it, then run 'tocsin gazetteer build'."
            ) from error
        self.imported = None if imported is None else Imported(imported)
        self._find = lru_cache(maxsize=CACHE_SIZE)(self._find_uncached)
        self._exact = lru_cache(maxsize=CACHE_SIZE)(self._exact_uncached)
        self._keys_of = lru_cache(maxsize=64)(self._keys_uncached)
        self._sounds_of = lru_cache(maxsize=64)(self._sounds_uncached)

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[Path, Path | None]]:
        return (Gazetteer, (self.path, None if self.imported is None else self.imported.path))

    @classmethod
    def build(cls, path: Path | None = None, progress: Callable[[str], None] = lambda _: None) -> "Gazetteer":
        """Compile the gazetteer anew (some 15 s) and open it. See ``gazetteer_build.build`` for errors."""
        built = gazetteer_build.build(path or default_path(), progress)
        return cls(built, _imports() if path is None else None)

    @classmethod
    def open(cls, path: Path | None = None, progress: Callable[[str], None] = lambda _: None) -> "Gazetteer":
        """The gazetteer at ``path`` (or ``default_path()``), compiled first when it is not there yet.

        Raises:
            KnowledgeError: a gazetteer file is damaged, or the file that ``TOCSIN_GAZETTEER`` names lacks the
                places of the user's own.
        """
        where = path or default_path()
        if not where.is_file():
            gazetteer_build.build(where, progress)
        if path is not None:
            return cls(where)
        opened = cls(where, _imports())
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

    def _rows(self, query: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        return self._file.rows(query, parameters)

    def lookup(self, name: str, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Places called ``name``, most important first; only those in ``country`` (alpha-3) when given.

        Empty when no spelling folds alike: there is no fallback to a similar name (see ``fuzzy``). A name in another
        script that is not known in it is looked up by its letters in ours (``matched="transliteration"``).
        """
        found = self.short(name) if name.endswith(".") else ()
        found = found or self._find(place_key(name)) or self._transliterated(name)
        return found if country is None else tuple(entry for entry in found if entry.lies_in(country))

    def _transliterated(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Places by the letters of a name in another script; only asked when nothing is called exactly so."""
        key = latin_key(name)
        return tuple(replace(entry, matched="transliteration") for entry in self._find(key)) if key else ()

    def short(self, name: str) -> tuple[GazetteerEntry, ...]:
        """The unit of a short form with its full stop ("N.H."); nothing for any other name."""
        code = gazetteer_sources.abbreviations().get(place_key(name))
        entry = self.get(f"iso3166-2:{code}") if code else None
        return () if entry is None else (replace(entry, matched="alternate"),)

    def exact(self, key: str) -> tuple[GazetteerEntry, ...]:
        """As ``lookup``, for a name that is already a ``place_key``, and without variants of articles."""
        return self._exact(key)

    def _find_uncached(self, key: str) -> tuple[GazetteerEntry, ...]:
        if len(key) < 2:
            return ()
        found = self._exact(key)
        if found:
            return found
        for variant in variants(key):
            found = self._exact(variant)
            if found:
                return tuple(replace(entry, matched="variant") for entry in found)
        return ()

    def _exact_uncached(self, key: str) -> tuple[GazetteerEntry, ...]:
        rows = self._rows(
            f"SELECT n.alternate, {PACKAGED_COLUMNS} FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?",
            (key,),
        )
        entries = [entry_of(row[1:], MATCHED[row[0]]) for row in rows]
        if self.imported is not None:
            entries = joined(entries, self._imported(key), self.imported)
        entries.sort(key=lambda e: (-(e.importance - ALTERNATE_MALUS * (e.matched != "name")), e.place_id))
        return tuple(entries)

    def _imported(self, key: str) -> list[GazetteerEntry]:
        """Imported readings of a name, and packaged places of which only the name was imported."""
        found = []
        for entry, matched, number in self.imported.exact(key) if self.imported is not None else ():
            if entry is not None:
                found.append(entry)
            elif (known := self._packaged(f"geonames:{number}")) is not None:
                found.append(replace(known, matched=matched))
        return found

    def get(self, place_id: str) -> GazetteerEntry | None:
        """The place of an id such as ``geonames:2455558`` or ``iso3166-2:ML-2``; ``None`` when unknown."""
        imported = None if self.imported is None else self.imported.get(place_id)
        return imported or self._packaged(place_id)

    def _packaged(self, place_id: str) -> GazetteerEntry | None:
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdigit():
            rows = self._rows(f"SELECT {PACKAGED_COLUMNS} FROM place p WHERE p.id = ?", (int(number),))
        else:
            rows = self._rows(f"SELECT {PACKAGED_COLUMNS} FROM place p WHERE p.place_id = ?", (place_id,))
        return entry_of(rows[0]) if rows else None

    def names(self, place_id: str) -> tuple[str, ...]:
        """The folded names a place is found under, main names first."""
        entry = self.get(place_id)
        if entry is None:
            return ()
        country = entry.country or (entry.countries[0] if entry.countries else None)
        initials = self._initials(country) if country else ()
        keys = [key for begins in initials for key in self._keys_of(country or "", begins)] or [place_key(entry.name)]
        hits = [key for key in keys if any(e.place_id == place_id for e in self._find(key))]
        return tuple(sorted(hits, key=lambda key: (key != place_key(entry.name), key)))

    def _initials(self, country: str) -> tuple[str, ...]:
        query = "SELECT initial FROM country_keys WHERE country = ?"
        rows = self._rows(query, (country,)) + (self.imported.rows(query, (country,)) if self.imported else [])
        return tuple(sorted({row[0] for row in rows}))

    def _keys_uncached(self, country: str, begins: str) -> tuple[str, ...]:
        rows = self._rows("SELECT keys FROM country_keys WHERE country = ? AND initial = ?", (country, begins))
        keys = json.loads(zlib.decompress(rows[0][0])) if rows else []
        more = self.imported.keys(country, begins) if self.imported is not None else ()
        return tuple(dict.fromkeys((*keys, *more)))

    def _sounds_uncached(self, country: str, begins: str) -> dict[str, tuple[str, ...]]:
        """Keys of a country by their sound."""
        found: dict[str, list[str]] = {}
        for key in self._keys_of(country, begins):
            found.setdefault(sound_key(key), []).append(key)
        return {sound: tuple(keys) for sound, keys in found.items()}

    def fuzzy(self, name: str, country: str, limit: int = 5) -> tuple[tuple[GazetteerEntry, float], ...]:
        """Near misses of ``name`` within one country, with their likeness in 0..1; only when nothing is
        exact. The places of the ``limit`` nearest names.

        First names that sound alike (``matched="spelling"``), then near ones (``matched="fuzzy"``). Names under
        five letters are never matched by likeness, nor those under four by sound. The first sound must agree:
        reporters mishear vowels and double letters, rarely the start.
        """
        key = latin_key(name) or place_key(name)
        if len(key) < 4 or any(entry.lies_in(country) for entry in self._find(key)):
            return ()
        found: dict[str, tuple[GazetteerEntry, float]] = {}
        for other, share in self._near(key, country, limit):
            matched = "spelling" if share == SOUND_LIKENESS else "fuzzy"
            for entry in self._find(other):
                if entry.lies_in(country) and entry.place_id not in found:
                    known = entry.matched == "name" or entry.importance >= KNOWN_BY_MANY
                    worth = share if known else share - OTHER_NAME
                    found[entry.place_id] = (replace(entry, matched=matched), worth)
        return tuple(sorted(found.values(), key=lambda hit: (-hit[1], -hit[0].importance, hit[0].place_id)))

    def _near(self, key: str, country: str, limit: int) -> list[tuple[str, float]]:
        """Keys of a country that sound like ``key``, that have its consonants, or most of its letters."""
        begins, sound = initial(key), sound_key(key)
        sounds = self._sounds_of(country, begins)
        alike = [other for other in sounds.get(sound, ()) if fuzz.ratio(key, other) >= SOUND_LETTERS]
        likeness = dict.fromkeys(alike, SOUND_LIKENESS)
        if len(key) > 4:
            keys = self._keys_of(country, begins)
            for other, score, _ in process.extract(
                key, keys, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=limit
            ):
                likeness.setdefault(other, min(score / 100, SOUND_LIKENESS - 0.01))
            near = process.extract(sound, sounds.keys(), scorer=fuzz.ratio, score_cutoff=SOUND_CUTOFF, limit=limit)
            for other_sound, score, _ in near:
                for other in sounds[other_sound]:
                    likeness.setdefault(other, (score + fuzz.ratio(key, other)) / 200)
        return sorted(likeness.items(), key=lambda item: (-item[1], item[0]))[:limit]

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
            f"SELECT {PACKAGED_COLUMNS} FROM place p WHERE p.cell IN ({','.join('?' * len(cells))}) "
            "AND p.kind IN ('city', 'village')",
            tuple(sorted(cells)),
        )
        entries = {entry.place_id: entry for entry in map(entry_of, rows)}
        if self.imported is not None:
            entries |= {entry.place_id: entry for entry in self.imported.in_cells(sorted(cells))}
        hits = []
        for entry in entries.values():
            if entry.latitude is None or entry.longitude is None or (country is not None and entry.country != country):
                continue
            away = distance_km(latitude, longitude, entry.latitude, entry.longitude)
            if away <= reach:
                hits.append((entry, away))
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
