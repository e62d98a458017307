"""Importing gazetteers: GeoNames dumps, files of alternate names, places of the user's own.

Everything imported lies in one SQLite file beside nothing else of Tocsin's, so that it survives updates
(``imported_path``). An import writes a new file aside, copies what stays from the old one, and moves it into place
when it is whole: a run that is stopped at any moment leaves the old file as it was. Rows are streamed; memory does not
grow with their number (SQLite sorts on disk).
"""

import contextlib
import hashlib
import os
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin.knowledge import gazetteer_dump, gazetteer_finish, gazetteer_tables
from tocsin.knowledge.files import data_path
from tocsin.knowledge.gazetteer_build import cell_of, town_radius
from tocsin.knowledge.gazetteer_entry import ALTERNATE, FORMER, MAIN
from tocsin.knowledge.gazetteer_imported import FORMAT, imported_path, sources_of
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.knowledge.gazetteer_rows import BadRow, NameRow, PlaceRow, bare_unit
from tocsin.model.errors import KnowledgeError, UsageError

FIRST_OWN = 3_000_000_000  # ids of the user's own rows; GeoNames' and the packaged ones stay below
BATCH = 5_000
TELL_EVERY = 250_000  # rows between two lines of progress
LETTERS = frozenset("PALTHVSR")  # GeoNames' feature classes, without U (under the sea)
_SETTINGS = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-65536;
PRAGMA stage.journal_mode=OFF; PRAGMA stage.synchronous=OFF;
"""
_SCHEMA = """
CREATE TABLE place(id INTEGER PRIMARY KEY, place_id TEXT, name TEXT NOT NULL, country TEXT, countries TEXT,
  admin1 TEXT, admin1_code TEXT, kind TEXT NOT NULL, latitude REAL, longitude REAL, population INTEGER,
  radius_km REAL, verified INTEGER NOT NULL, estimated INTEGER NOT NULL, importance REAL NOT NULL, note TEXT,
  cell INTEGER, admin2 TEXT, feature TEXT, unit TEXT, unit2 TEXT, source INTEGER NOT NULL);
CREATE TABLE stage.staged(key TEXT NOT NULL, place INTEGER NOT NULL, alternate INTEGER NOT NULL, language TEXT,
  source INTEGER NOT NULL);
CREATE TABLE source(number INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, file TEXT NOT NULL, sha256 TEXT NOT NULL,
  settings TEXT NOT NULL, kind TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_PLACE = f"INSERT OR IGNORE INTO place VALUES ({','.join('?' * 22)})"
_NAME = "INSERT INTO stage.staged VALUES (?,?,?,?,?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """``classes``: GeoNames feature classes (letters) of which every code is taken, beyond ``features.yml``.
    ``languages``: of names files, ISO 639 codes; empty takes all.
    """

    classes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if unknown := sorted(self.classes - LETTERS):
            raise UsageError(f"{unknown[0]!r} is no feature class of GeoNames; they are {', '.join(sorted(LETTERS))}.")

    def words(self) -> str:
        """The options as kept in the file."""
        return f"classes={''.join(sorted(self.classes))} languages={','.join(sorted(self.languages))}"


@dataclass(slots=True)
class ImportReport:
    """What an import did: rows taken by file, rows refused, features left out by code, remarks, files unchanged."""

    taken: dict[str, int] = field(default_factory=dict)
    refused: list[BadRow] = field(default_factory=list)
    refused_number: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    path: Path | None = None


KEPT_REFUSALS = 10_000  # kept with their reasons; beyond, they are counted only


def run(
    files: Sequence[Path],
    options: ImportOptions = ImportOptions(),
    *,
    packaged: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> ImportReport:
    """Import ``files`` in their order into ``imported_path()``; a file of a name that was imported before replaces it.

    ``packaged`` is the compiled gazetteer, by which units are known. A file whose content and options are those of
    the last import is not read again.

    Raises:
        UsageError: two files bear one name.
        KnowledgeError: a file cannot be read or is of no known form, or the result cannot be written.
    """
    report = ImportReport(path=imported_path())
    plan = [(_label(path), path, _kind(path), _digest(path, options)) for path in files]
    if doubled := [label for label, number in Counter(p[0] for p in plan).items() if number > 1]:
        raise UsageError(f"Two files are called {doubled[0]}; import them one after the other under different names.")
    known = {source.label: source.sha256 for source in sources_of(imported_path())}
    report.unchanged = [label for label, _, _, digest in plan if known.get(label) == digest]
    plan = [item for item in plan if item[0] not in report.unchanged]
    if plan:
        with _rewritten(imported_path(), {label for label, *_ in plan}, packaged, progress) as connection:
            for item in plan:
                progress(f"reading {item[1].name}")
                _read_one(connection, item, options, packaged, report, progress)
    return report


def remove(labels: Collection[str], *, packaged: Path, progress: Callable[[str], None] = lambda _: None) -> None:
    """Take imported files out again.

    Raises:
        UsageError: nothing was imported under a label.
        KnowledgeError: the result cannot be written.
    """
    known = {source.label for source in sources_of(imported_path())}
    if unknown := sorted(set(labels) - known):
        raise UsageError(f"Nothing was imported as {unknown[0]!r}; there is {', '.join(sorted(known)) or 'nothing'}.")
    if known == set(labels):
        imported_path().unlink()
        return
    with _rewritten(imported_path(), set(labels), packaged, progress):
        pass


def _label(path: Path) -> str:
    return path.name.removesuffix(".zip").removesuffix(".txt")


def _kind(path: Path) -> str:
    """``places``, ``names``, ``table`` or ``geojson``, by ending and number of columns."""
    if not path.is_file():
        raise KnowledgeError(f"There is no file {path}.")
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        return "table"
    if ending in (".geojson", ".json"):
        return "geojson"
    columns = gazetteer_dump.columns_of(path)
    if columns == gazetteer_dump.PLACE_COLUMNS:
        return "places"
    if columns in gazetteer_dump.NAME_COLUMNS:
        return "names"
    raise KnowledgeError(
        f"{path} is of no form that can be imported: its first row has {columns} columns. Known are GeoNames dumps "
        f"(19 columns, tabs), alternateNamesV2 (10), tables with a heading (.csv, .tsv) and GeoJSON (.geojson)."
    )


def _digest(path: Path, options: ImportOptions) -> str:
    taken = data_path("gazetteer", "features.yml").read_bytes()  # what is taken may change with an update
    total = hashlib.sha256(f"{FORMAT} {options.words()}\0".encode() + taken)
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()


class _rewritten:  # noqa: N801  # used as a statement
    """A new file with everything of the old one but ``dropped`` labels; finished and moved into place at the end."""

    def __init__(self, path: Path, dropped: set[str], packaged: Path, progress: Callable[[str], None]) -> None:
        self._path, self._dropped, self._packaged, self._progress = path, dropped, packaged, progress

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _remove_remains(self._path)
            handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", suffix=".tmp", dir=self._path.parent)
        except OSError as error:
            raise KnowledgeError(
                f"Cannot write to {self._path.parent}: {error.strerror or error}. Set TOCSIN_GAZETTEER to a folder "
                "that can be written to."
            ) from error
        os.close(handle)
        self._temporary = Path(name)
        self._staging = self._temporary.with_suffix(".staged")
        self._connection = sqlite3.connect(self._temporary)
        self._connection.execute("ATTACH ? AS stage", (str(self._staging),))
        self._connection.executescript(_SETTINGS + _SCHEMA)
        if self._path.is_file():
            self._progress(f"keeping what was imported before ({self._path.name})")
            _copy(self._connection, self._path, self._dropped)
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                gazetteer_finish.finish(self._connection, self._packaged, self._progress)
            self._connection.close()
            if kind is None:
                self._temporary.chmod(0o644)
                os.replace(self._temporary, self._path)
        except (OSError, sqlite3.Error) as trouble:
            raise self._unwritten(trouble) from trouble
        finally:
            self._connection.close()
            self._temporary.unlink(missing_ok=True)
            self._staging.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise self._unwritten(error) from error

    def _unwritten(self, error: Exception) -> KnowledgeError:
        return KnowledgeError(
            f"The import could not be written beside {self._path}: {error}. Free space there (allCountries needs some "
            "8 GB while it is imported), then run the same command again; what was imported before is unharmed."
        )


def _remove_remains(path: Path) -> None:
    """Remove what imports left that were killed outright, after an hour: a younger one may still be at work."""
    for remains in path.parent.glob(f".{path.name}.*"):
        with contextlib.suppress(OSError):
            if time.time() - remains.stat().st_mtime > 3600:
                remains.unlink()


def _copy(connection: sqlite3.Connection, old: Path, dropped: set[str]) -> None:
    connection.execute("ATTACH ? AS old", (str(old.resolve()),))
    marks = ",".join("?" * len(dropped))
    kept = f"SELECT number FROM old.source WHERE label NOT IN ({marks})"
    parameters = tuple(sorted(dropped))
    connection.execute(f"INSERT INTO source SELECT * FROM old.source WHERE number IN ({kept})", parameters)
    connection.execute(f"INSERT INTO place SELECT * FROM old.place WHERE source IN ({kept})", parameters)
    connection.execute(
        "INSERT INTO stage.staged SELECT key, place, alternate, language, source FROM old.name "
        f"WHERE source IN ({kept})",
        parameters,
    )
    connection.commit()
    connection.execute("DETACH old")


class _Writer:
    """Writes the rows of one file, in batches; keeps what is refused."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, report: ImportReport, progress: Callable[[str], None]
    ) -> None:
        self._connection, self._file, self._report, self._progress = connection, path.name, report, progress
        self.number = int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM source").fetchone()[0])
        self._own = int(
            connection.execute("SELECT max(?, coalesce(max(id), 0)) FROM place", (FIRST_OWN,)).fetchone()[0]
        )
        self._seen: set[str] = set()
        self.taken = 0

    def refuse(self, line: int, reason: str) -> None:
        """Keep a row that is not taken."""
        self._report.refused_number += 1
        if len(self._report.refused) < KEPT_REFUSALS:
            self._report.refused.append(BadRow(self._file, line, reason))

    def _counted(self) -> None:
        self.taken += 1
        if self.taken % TELL_EVERY == 0:
            self._progress(f"{self._file}: {self.taken:,} rows taken")

    def places(self, rows: Iterable[tuple[int, PlaceRow | str]]) -> None:
        """Write places with their names; of two rows of one id the first stands."""
        names: list[tuple[str, int, int, None, int]] = []
        for line, row in rows:
            if isinstance(row, str):
                self.refuse(line, row)
                continue
            if row.number is None and row.place_id in self._seen:
                self.refuse(line, f"a place of the id {row.place_id} stands in this file already; keep one")
                continue
            number = self._number(row)
            new = self._connection.execute(_PLACE, self._cells(row, number)).rowcount > 0
            if not new and not self._replaces(number, row):
                self.refuse(line, f"a place of the id {number} stands in this file already; keep one")
                continue
            names += [(key, number, alternate, None, self.number) for key, alternate in _keys(row).items()]
            if len(names) >= BATCH:
                self._connection.executemany(_NAME, names)
                names.clear()
            self._counted()
        self._connection.executemany(_NAME, names)

    def _number(self, row: PlaceRow) -> int:
        if row.number is not None:
            return row.number
        self._seen.add(row.place_id or "")
        self._own += 1
        return self._own

    def _replaces(self, number: int, row: PlaceRow) -> bool:
        """Whether the id came from another file: then this later file's row replaces that one's."""
        source = self._connection.execute("SELECT source FROM place WHERE id = ?", (number,)).fetchone()[0]
        if source == self.number:
            return False
        self._connection.execute("DELETE FROM place WHERE id = ?", (number,))
        self._connection.execute(_PLACE, self._cells(row, number))
        return True

    def _cells(self, row: PlaceRow, number: int) -> tuple[Any, ...]:
        radius = town_radius(row.population) if row.population and row.kind in ("city", "village") else row.radius_km
        return (
            number, row.place_id, row.name, row.country, ";".join(row.countries) or None, None, row.admin1_code,
            row.kind, row.latitude, row.longitude, row.population, radius, int(row.verified), 0,
            round(row.importance, 3), row.note, cell_of(row.latitude, row.longitude), row.admin2, row.feature,
            row.unit, row.unit2, self.number,
        )  # fmt: skip

    def names(self, rows: Iterable[tuple[int, NameRow | str]]) -> None:
        """Write names of places that a dump or the packaged list has; the others are dropped in the end."""
        batch: list[tuple[str, int, int, str | None, int]] = []
        for line, row in rows:
            if isinstance(row, str):
                self.refuse(line, row)
                continue
            key = place_key(row.name)
            if len(key) > 1:
                batch.append((key, row.number, FORMER if row.former else ALTERNATE, row.language, self.number))
                self._counted()
            if len(batch) >= BATCH:
                self._connection.executemany(_NAME, batch)
                batch.clear()
        self._connection.executemany(_NAME, batch)


def _keys(row: PlaceRow) -> dict[str, int]:
    """Keys of a place's names: 0 its main name, 1 another. Units are found without their unit word, too."""
    keys = {place_key(row.name): MAIN}
    if row.kind in ("admin1", "admin2", "admin3"):
        keys |= {bare_unit(row.name): MAIN}
    for name in row.names:
        keys.setdefault(place_key(name), MAIN if name == row.names[0] else ALTERNATE)
        if row.kind in ("admin1", "admin2", "admin3"):
            keys.setdefault(bare_unit(name), ALTERNATE)
    return {key: alternate for key, alternate in keys.items() if 1 < len(key) <= 60}


def _read_one(
    connection: sqlite3.Connection,
    item: tuple[str, Path, str, str],
    options: ImportOptions,
    packaged: Path,
    report: ImportReport,
    progress: Callable[[str], None],
) -> None:
    """One file (label, path, form, digest) into the open new database."""
    label, path, kind, digest = item
    writer = _Writer(connection, path, report, progress)
    if kind == "names":
        writer.names(gazetteer_dump.names(path, options.languages))
    elif kind == "places":
        writer.places(gazetteer_dump.places(path, options.classes, report.left_out))
    else:
        rows = gazetteer_tables.table_rows if kind == "table" else gazetteer_tables.geojson_rows
        with closing(sqlite3.connect(packaged)) as known:
            writer.places(gazetteer_tables.inside(rows(path, report.remarks), known))
    report.taken[label] = writer.taken
    row = (writer.number, label, path.name, digest, options.words(), kind, writer.taken)
    connection.execute("INSERT INTO source VALUES (?,?,?,?,?,?,?)", row)
    connection.commit()
