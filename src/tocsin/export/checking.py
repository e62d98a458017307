"""Checks a written export against its manifest and the rules of its format: for whoever gets the file."""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.export.acled import COLUMN_NAMES, INTER
from tocsin.export.ged import GED_COLUMNS
from tocsin.export.hxl import HASHTAGS
from tocsin.export.options import BINARY, FORMATS
from tocsin.export.tables import COLUMNS
from tocsin.model.errors import UsageError

Problem = str
_MOST = 50  # problems that are told one by one
_PUBLIC_ID = re.compile(r"[A-Z]{3}[0-9]+")


def check_export(path: Path) -> list[Problem]:
    """What is wrong with an exported file: its sum and rows against the manifest beside it, its columns, and every row
    against the rules of its format. Empty when all is well; at most fifty, then how many more.

    Raises:
        UsageError: the file or its manifest is missing, or no manifest of ours.
    """
    facts = _manifest(path)
    problems = list(_problems(path, facts))
    more = len(problems) - _MOST
    return [*problems[:_MOST], *([f"and {more} more"] if more > 0 else [])]


def _manifest(path: Path) -> dict[str, Any]:
    beside = path.with_name(path.name + ".manifest.json")
    if not path.is_file():
        raise UsageError(f"{path} is no file; give one that `tocsin export --out` wrote")
    try:
        facts = json.loads(beside.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"the manifest {beside} cannot be read ({error.strerror}); it lies beside each export, keep them together"
        ) from error
    except ValueError as error:
        raise UsageError(f"{beside} is no manifest: it is not valid JSON ({error})") from error
    known = isinstance(facts, dict) and facts.get("what") in FORMATS and facts.get("format") in FORMATS[facts["what"]]
    if not known:
        raise UsageError(f"{beside} is no manifest of an export: `what` and `format` are missing or unknown")
    return dict(facts)


def _problems(path: Path, facts: Mapping[str, Any]) -> Iterator[Problem]:
    with path.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != facts.get("sha256"):
        yield f"the file was changed after the export: its SHA-256 is {found}, the manifest says {facts.get('sha256')}"
    if facts["format"] in BINARY:
        return  # typed files are as their library wrote them; the sum tells whether they still are
    try:
        rows = yield from _checked(path, facts)
    except UnicodeDecodeError as error:
        yield f"it is not UTF-8: {error.reason} at byte {error.start}"
        return
    except (ValueError, csv.Error) as error:
        yield f"it cannot be read as {facts['format']}: {error}"
        return
    if rows != facts.get("rows"):
        yield f"it has {rows} rows, the manifest says {facts.get('rows')}"


def _checked(path: Path, facts: Mapping[str, Any]) -> Generator[Problem, None, int]:
    """Problems of the rows; returns how many rows there are."""
    kind = facts["format"]
    if kind == "geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        for number, feature in enumerate(features, 1):
            yield from (f"feature {number}: {words}" for words in _feature(feature))
        return len(features)
    if kind in ("jsonl", "plover-jsonl"):
        return (yield from _lines(path, facts))
    return (yield from _table(path, facts))


def _feature(feature: Mapping[str, Any]) -> Iterator[Problem]:
    longitude, latitude = feature["geometry"]["coordinates"]
    yield from _point(latitude, longitude)


def _lines(path: Path, facts: Mapping[str, Any]) -> Generator[Problem, None, int]:
    key = {"events": "id" if facts["format"] == "plover-jsonl" else "event_id"}.get(facts["what"])
    seen: dict[str, int] = {}
    number = 0
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            try:
                record = json.loads(line)
            except ValueError as error:
                yield f"line {number}: no JSON ({error})"
                continue
            if key is not None:
                yield from _seen(seen, record.get(key), f"line {number}", number, key)
            if facts["what"] == "events" and facts["format"] == "jsonl":
                yield from (f"line {number}: {words}" for words in _event(record))
    return number


def _event(record: Mapping[str, Any]) -> Iterator[Problem]:
    first, last = record["date_start"], record["date_end"]
    if first is not None and last is not None and first > last:
        yield f"date_start {first} lies after date_end {last}"
    yield from _bounds(record["fatalities"], "fatalities")
    if record["latitude"] is not None:
        yield from _point(record["latitude"], record["longitude"])
    for name, rows in record["evidence"].items():
        for row in rows:
            if row["document"] is not None and not row["quote"]:
                yield f"evidence of {name} has a document and no words"


def _table(path: Path, facts: Mapping[str, Any]) -> Generator[Problem, None, int]:
    """Rows of a CSV file against its columns and rules. A row's number is that of the line in which it ends."""
    wanted = {"acled-csv": COLUMN_NAMES, "ged-csv": GED_COLUMNS, "hxl-csv": tuple(HASHTAGS)}.get(facts["format"])
    wanted = wanted or COLUMNS.get(facts["what"])
    rules: Callable[[Mapping[str, str]], Iterator[Problem]] | None = _RULES.get(facts["format"])
    key = {"acled-csv": "event_id_cnty", "hxl-csv": "event_id_cnty", "ged-csv": "id"}.get(facts["format"])
    key = key or ("event_id" if facts["what"] == "events" else None)
    seen: dict[str, int] = {}
    rows = 0
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = tuple(next(reader, ()))
        if wanted is not None and header != wanted:
            yield f"line 1: the columns are not those of {facts['format']}: {', '.join(header[:5])} …"
            return rows
        if facts["format"] == "hxl-csv" and next(reader, []) != list(HASHTAGS.values()):
            yield "line 2: the hashtags are not those of the columns"
        for cells in reader:
            rows += 1
            where = f"line {reader.line_num}"
            if len(cells) != len(header):
                yield f"{where}: {len(cells)} cells instead of {len(header)}"
                continue
            row = dict(zip(header, cells, strict=True))
            if key is not None:
                yield from _seen(seen, row[key], where, reader.line_num, key)
            if rules is not None:
                try:
                    yield from (f"{where}: {words}" for words in rules(row))
                except ValueError as error:
                    yield f"{where}: {error}"
    return rows


def _seen(seen: dict[str, int], value: object, where: str, number: int, key: str) -> Iterator[Problem]:
    """Ids that stand twice."""
    text = str(value)
    if text in seen:
        yield f"{where}: {key} {text} stands in line {seen[text]} already"
    seen.setdefault(text, number)


def _acled(row: Mapping[str, str]) -> Iterator[Problem]:
    if not _PUBLIC_ID.fullmatch(row["event_id_cnty"]):
        yield f"event_id_cnty {row['event_id_cnty']!r} is not of the form MLI12"
    if date.fromisoformat(row["event_date"]).year != int(row["year"]):
        yield f"year {row['year']} is not that of event_date {row['event_date']}"
    yield from _point(float(row["latitude"]), float(row["longitude"]))
    for name in ("time_precision", "geo_precision"):
        if row[name] not in ("1", "2", "3"):
            yield f"{name} {row[name]!r} is not 1, 2 or 3"
    for name in ("inter1", "inter2"):
        if row[name] and row[name] not in INTER:
            yield f"{name} {row[name]!r} is no actor type"
    if int(row["fatalities"]) < 0:
        yield f"fatalities {row['fatalities']} is below 0"
    int(row["timestamp"])


def _hxl(row: Mapping[str, str]) -> Iterator[Problem]:
    date.fromisoformat(row["event_date"])
    yield from _point(float(row["latitude"]), float(row["longitude"]))
    if int(row["fatalities"]) < 0:
        yield f"fatalities {row['fatalities']} is below 0"


def _ged(row: Mapping[str, str]) -> Iterator[Problem]:
    low, best, high = (int(row[name]) for name in ("low", "best", "high"))
    yield from _bounds({"low": low, "best": best, "high": high}, "deaths")
    parts = sum(int(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
    if parts != best:
        yield f"the deaths of the sides are {parts} together, best is {best}"
    if row["type_of_violence"] not in ("1", "2", "3"):
        yield f"type_of_violence {row['type_of_violence']!r} is not 1, 2 or 3"
    if date.fromisoformat(row["date_start"]) > date.fromisoformat(row["date_end"]):
        yield f"date_start {row['date_start']} lies after date_end {row['date_end']}"
    if row["latitude"]:
        yield from _point(float(row["latitude"]), float(row["longitude"]))


_RULES = {"acled-csv": _acled, "hxl-csv": _hxl, "ged-csv": _ged}


def _point(latitude: float, longitude: float) -> Iterator[Problem]:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        yield f"{latitude}, {longitude} is no point on earth (latitude, longitude)"


def _bounds(count: Mapping[str, int | None], name: str) -> Iterator[Problem]:
    told = [count[bound] for bound in ("low", "best", "high") if count[bound] is not None]
    if told != sorted(told, key=lambda n: n or 0) or any((n or 0) < 0 for n in told):
        yield f"{name}: low, best and high cross: {count['low']}, {count['best']}, {count['high']}"
