"""What was imported (``tocsin gazetteer import``): where it lies, and look-ups in it.

Imported places stand beside the packaged ones in a file of their own. One that both know (same GeoNames id, same ISO
code) is the imported one; a packaged stand-in (a supplement's point, a district without a point) gives way to the
imported place of its name; what the user wrote into files of his own always stands.
"""

import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import platformdirs

from tocsin.knowledge.gazetteer_build import distance_km
from tocsin.knowledge.gazetteer_entry import IMPORTED_COLUMNS, MATCHED, GazetteerEntry, entry_of
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.model.errors import KnowledgeError

FORMAT = "imported@1"
FILE = "gazetteer-imported.sqlite"
SAME_KM = 25.0  # a packaged point within this distance of an imported place of its name is the same place
_EXACT = (
    f"SELECT n.place, n.alternate, {IMPORTED_COLUMNS} FROM name n LEFT JOIN place p ON p.id = n.place "
    "WHERE n.key = ? ORDER BY n.alternate, n.place"
)
_STAND_INS = ("supplement:", "unit:", "us-county:", "iso3166-2:")
_SETTLED = frozenset({"city", "village", "site", "feature"})
_UNITS = frozenset({"admin2", "admin3"})


@dataclass(frozen=True, slots=True)
class Source:
    """An imported file: its label, form (places, names, table, geojson), rows and digest of content and options."""

    number: int
    label: str
    file: str
    sha256: str
    settings: str
    kind: str
    rows: int


def imported_path() -> Path:
    """Where imports are kept: the file that ``TOCSIN_IMPORTED`` names; else beside the file or in the folder that
    ``TOCSIN_GAZETTEER`` names; else in the user's data folder."""
    if named := os.environ.get("TOCSIN_IMPORTED"):
        return Path(named).expanduser()
    given = os.environ.get("TOCSIN_GAZETTEER")
    if not given:
        return Path(platformdirs.user_data_dir("tocsin")) / FILE
    path = Path(given).expanduser()
    return (path.parent if path.suffix in (".sqlite", ".db") else path) / FILE


class ReadOnly:
    """Read-only access to an SQLite file that never changes; one connection per thread and process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def rows(self, query: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """All rows of a query."""
        local = self._local
        if getattr(local, "owner", None) != (os.getpid(), threading.get_ident()):
            uri = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
            local.connection = sqlite3.connect(uri, uri=True)
            local.connection.execute("PRAGMA mmap_size=536870912")  # half a GB of the file without copying pages
            local.owner = (os.getpid(), threading.get_ident())
        return local.connection.execute(query, tuple(parameters)).fetchall()  # type: ignore[no-any-return]


def sources_of(path: Path) -> tuple[Source, ...]:
    """The files a file of imports was made from; none when it does not exist.

    Raises:
        KnowledgeError: it is damaged.
    """
    return Imported(path).sources if path.is_file() else ()


def imported_digest() -> str:
    """Digest of all that is imported; empty when nothing is. Cheap: one small row is read."""
    path = imported_path()
    return Imported(path).digest if path.is_file() else ""


class Imported(ReadOnly):
    """Look-ups in the file of imports."""

    def __init__(self, path: Path) -> None:
        """Open ``path``.

        Raises:
            KnowledgeError: it is damaged, or was made by another version.
        """
        super().__init__(path)
        try:
            meta = dict(self.rows("SELECT key, value FROM meta"))
            both = self.rows("SELECT place_id FROM both")
            listed = self.rows("SELECT number, label, file, sha256, settings, kind, rows FROM source ORDER BY number")
        except sqlite3.Error as error:
            raise KnowledgeError(
                f"{path} does not hold imported places ({error}). Delete it, then import your files again."
            ) from error
        if meta.get("format") != FORMAT:
            raise KnowledgeError(
                f"{path} was made by another version of Tocsin ({meta.get('format')}). Delete it, then import "
                f"{', '.join(row[2] for row in listed)} again."
            )
        self.digest = meta["digest"]
        self.sources = tuple(Source(*row) for row in listed)
        self.both = frozenset(row[0] for row in both)
        """Ids that the packaged list has, too."""

    def exact(self, key: str) -> list[tuple[GazetteerEntry | None, str, int]]:
        """Places called so: entry (``None`` for a packaged place that only its name was imported for), how the name
        belongs to it, number."""
        found: dict[int, tuple[GazetteerEntry | None, str, int]] = {}
        for row in self.rows(_EXACT, (key,)):
            if row[0] not in found:  # a name that two files give stands twice; the better comes first
                matched = MATCHED[row[1]]
                found[row[0]] = (None if row[2] is None else entry_of(row[2:], matched), matched, row[0])
        return list(found.values())

    def get(self, place_id: str) -> GazetteerEntry | None:
        """The imported place of an id."""
        source, _, number = place_id.partition(":")
        column, value = ("id", int(number)) if source == "geonames" and number.isdigit() else ("place_id", place_id)
        rows = self.rows(f"SELECT {IMPORTED_COLUMNS} FROM place p WHERE p.{column} = ?", (value,))
        found = [entry for entry in map(entry_of, rows) if entry.place_id == place_id]
        return found[0] if found else None

    def keys(self, country: str, initial: str) -> tuple[str, ...]:
        """Keys of a country's names that sound as if they began with ``initial``."""
        rows = self.rows("SELECT keys FROM country_keys WHERE country = ? AND initial = ?", (country, initial))
        return tuple(json.loads(zlib.decompress(rows[0][0]))) if rows else ()

    def in_cells(self, cells: Sequence[int]) -> list[GazetteerEntry]:
        """Settlements in one-degree cells."""
        rows = self.rows(
            f"SELECT {IMPORTED_COLUMNS} FROM place p WHERE p.cell IN ({','.join('?' * len(cells))}) "
            "AND p.kind IN ('city', 'village')",
            cells,
        )
        return [entry_of(row) for row in rows]


def joined(packaged: Sequence[GazetteerEntry], found: Sequence[GazetteerEntry], own: Imported) -> list[GazetteerEntry]:
    """Packaged and imported readings of one name as one list, each place once."""
    imported = {entry.place_id: entry for entry in found}
    kept = []
    for entry in packaged:
        known = imported.get(entry.place_id)
        if known is None and entry.place_id in own.both:
            other = own.get(entry.place_id)
            known = None if other is None else replace(other, matched=entry.matched)
        if known is not None:
            better = entry.matched == "name" and known.matched != "name"
            imported[entry.place_id] = replace(known, matched="name") if better else known
        elif entry.own:
            imported = {key: e for key, e in imported.items() if e.own or not stands_for(entry, e)}
            kept.append(entry)
        elif not entry.place_id.startswith(_STAND_INS) or (twin := _twin(entry, imported.values(), own)) is None:
            kept.append(entry)
        elif twin.place_id not in imported:
            imported[twin.place_id] = replace(twin, matched=entry.matched)
    return [*kept, *imported.values()]


def _twin(entry: GazetteerEntry, found: Iterable[GazetteerEntry], own: Imported) -> GazetteerEntry | None:
    """The imported place for which a packaged entry stands in, by the name asked for or by the entry's main name."""
    for other in found:
        if stands_for(entry, other):
            return other
    named = (other for other, _, _ in own.exact(place_key(entry.name)) if other is not None)
    return next((other for other in named if stands_for(entry, other)), None)


def stands_for(entry: GazetteerEntry, other: GazetteerEntry) -> bool:
    """Whether a packaged entry of our own knowledge is the same place as an imported one of the same name."""
    if entry.country != other.country:
        return False
    if entry.kind in _UNITS:
        return other.kind in _UNITS and entry.admin1_code == other.admin1_code
    if entry.kind not in _SETTLED or other.kind not in _SETTLED:
        return False
    if entry.latitude is None or entry.longitude is None or other.latitude is None or other.longitude is None:
        return entry.admin1_code == other.admin1_code
    return distance_km(entry.latitude, entry.longitude, other.latitude, other.longitude) <= SAME_KM
