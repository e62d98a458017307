"""The last steps of an import: units of places, sorted names, keys for near spellings. All in SQLite, on disk."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from tocsin.knowledge.gazetteer_admin import unit_keys
from tocsin.knowledge.gazetteer_imported import FORMAT
from tocsin.knowledge.gazetteer_keys import initial

# Which of our first-level units a unit of GeoNames is: that in which the packaged list has most of its places.
_VOTES = """
SELECT p.unit, k.admin1_code, count(*) FROM place p JOIN pk.place k ON k.id = p.id
WHERE p.unit IS NOT NULL AND k.admin1_code IS NOT NULL AND k.kind = 'city' GROUP BY 1, 2 ORDER BY 3, 2
"""
_UNITS = """
CREATE TEMP TABLE unit1(code TEXT PRIMARY KEY, iso TEXT, name TEXT);
CREATE TEMP TABLE unit2(code TEXT PRIMARY KEY, name TEXT);
INSERT OR IGNORE INTO unit2 SELECT unit2, name FROM place WHERE feature = 'ADM2' AND unit2 IS NOT NULL ORDER BY id;
"""
# What the packaged list knows of a town (its unit, its people) is younger than most dumps that people keep; it stands.
_FILL = """
UPDATE place SET admin1_code = (SELECT iso FROM unit1 WHERE code = unit),
  admin1 = (SELECT name FROM unit1 WHERE code = unit) WHERE unit IS NOT NULL;
UPDATE place SET admin2 = (SELECT name FROM unit2 WHERE code = place.unit2)
  WHERE unit2 IS NOT NULL AND feature != 'ADM2';
UPDATE place SET admin1 = k.admin1, admin1_code = k.admin1_code FROM pk.place k
  WHERE k.id = place.id AND k.kind = 'city' AND k.admin1_code IS NOT NULL;
UPDATE place SET admin1 = k.name FROM pk.place k
  WHERE place.unit IS NULL AND place.admin1_code IS NOT NULL AND k.place_id = 'iso3166-2:' || place.admin1_code;
UPDATE place SET importance = max(place.importance, k.importance), population = k.population, radius_km = k.radius_km
  FROM pk.place k WHERE k.id = place.id AND k.population > 0;
UPDATE place SET place_id = NULL WHERE feature = 'ADM1';
UPDATE place SET place_id = 'iso3166-2:' || admin1_code, name = admin1 WHERE feature = 'ADM1' AND id IN
  (SELECT min(id) FROM place WHERE feature = 'ADM1' AND admin1_code IS NOT NULL GROUP BY admin1_code);
UPDATE place SET importance = max(place.importance, k.importance), radius_km = coalesce(k.radius_km, place.radius_km),
  population = coalesce(place.population, k.population) FROM pk.place k WHERE k.place_id = place.place_id;
"""
# A name stays when its place is imported, or is one of the packaged list.
_NAMES = """
CREATE TABLE name(key TEXT NOT NULL, place INTEGER NOT NULL, alternate INTEGER NOT NULL, language TEXT,
  source INTEGER NOT NULL, PRIMARY KEY(key, place, source)) WITHOUT ROWID;
INSERT OR IGNORE INTO name SELECT key, place, alternate, language, source FROM stage.staged s
  WHERE EXISTS (SELECT 1 FROM place WHERE id = s.place) OR EXISTS (SELECT 1 FROM pk.place WHERE id = s.place)
  ORDER BY key, place, source, alternate;
DELETE FROM stage.staged;
CREATE TABLE both AS SELECT 'geonames:' || id AS place_id FROM place WHERE id IN (SELECT id FROM pk.place)
  UNION SELECT place_id FROM place WHERE place_id IN (SELECT place_id FROM pk.place);
CREATE INDEX place_cell ON place(cell);
CREATE INDEX place_own ON place(place_id) WHERE place_id IS NOT NULL;
CREATE TABLE country_keys(country TEXT NOT NULL, initial TEXT NOT NULL, keys BLOB NOT NULL,
  PRIMARY KEY(country, initial)) WITHOUT ROWID;
"""
_KEYS = """
SELECT DISTINCT coalesce(p.country, k.country) AS country, sound_initial(n.key) AS begins, n.key
FROM name n LEFT JOIN place p ON p.id = n.place LEFT JOIN pk.place k ON k.id = n.place
WHERE coalesce(p.country, k.country) IS NOT NULL ORDER BY 1, 2, 3
"""


def finish(connection: sqlite3.Connection, packaged: Path, progress: Callable[[str], None]) -> None:
    """Complete a database into which all rows were written. ``packaged`` is the compiled gazetteer.

    Raises:
        sqlite3.Error: the disk is full.
    """
    connection.commit()
    connection.execute("ATTACH ? AS pk", (str(packaged.resolve()),))
    connection.create_function("sound_initial", 1, initial, deterministic=True)
    progress("finding the units of the places")
    connection.executescript(_UNITS)
    connection.executemany("INSERT INTO unit1 VALUES (?,?,?)", _first_level(connection))
    connection.executescript(_FILL)
    progress("sorting names")
    connection.executescript(_NAMES)
    progress("noting how names sound")
    _note_keys(connection)
    listed = connection.execute("SELECT label, sha256 FROM source ORDER BY label").fetchall()
    digest = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]
    connection.executemany(
        "INSERT INTO meta VALUES (?,?)",
        [
            ("format", FORMAT),
            ("digest", digest),
            ("attribution", "GeoNames (geonames.org), CC BY 4.0; your own files."),
        ],
    )
    connection.commit()
    connection.execute("DETACH pk")


def _first_level(connection: sqlite3.Connection) -> list[tuple[str, str | None, str]]:
    """GeoNames' code, ISO 3166-2 code and name of each first-level unit that occurs."""
    found: dict[str, str] = {}
    for code, iso, _ in connection.execute(_VOTES):  # the most votes come last
        found[code] = iso
    rows = connection.execute(
        "SELECT unit, name, country FROM place WHERE feature = 'ADM1' AND unit IS NOT NULL ORDER BY id"
    )
    called: dict[str, str] = {}
    for code, name, country in rows.fetchall():
        called.setdefault(code, name)
        if code not in found and (iso := _by_name(connection, name, country)) is not None:
            found[code] = iso
    names = dict(connection.execute("SELECT admin1_code, name FROM pk.place WHERE kind = 'admin1'"))
    units = [(code, iso, names.get(iso, iso)) for code, iso in found.items()]
    return [*units, *((code, None, name) for code, name in called.items() if code not in found)]


def _by_name(connection: sqlite3.Connection, name: str, country: str) -> str | None:
    for key in sorted(unit_keys((name,))):
        row = connection.execute(
            "SELECT p.admin1_code FROM pk.name n JOIN pk.place p ON p.id = n.place "
            "WHERE n.key = ? AND p.kind = 'admin1' AND p.country = ?",
            (key, country),
        ).fetchone()
        if row is not None:
            return str(row[0])
    return None


def _note_keys(connection: sqlite3.Connection) -> None:
    """Keys by country and by the first letter of their sound, packed: near spellings are looked for in one pack."""
    rows = connection.cursor().execute(_KEYS)
    for (country, begins), group in groupby(rows, key=lambda row: row[:2]):
        packed = zlib.compress(json.dumps([row[2] for row in group]).encode(), 6)
        connection.execute("INSERT INTO country_keys VALUES (?,?,?)", (country, begins, packed))
