"""``tocsin series``: counts of events and deaths over time, with and without some sources side by side; as table,
numbers or picture."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from tocsin.cli.console import data_stream, say, table, tell, width
from tocsin.cli.settings import DEFAULT_DB, Database, open_store, with_filters
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from tocsin.export.series import Cell, Series
    from tocsin.store import EventFilter

FORMATS = ("table", "csv", "json", "svg")
_BAR = 24
"""Characters of the longest bar."""
_QUIET = 4
"""So many periods in a row without any event stand in one line of the table."""
_CELLS = ("events", "low", "best", "high", "unstated", "open")


@with_filters
def series(
    wanted: "EventFilter",
    db: Database = DEFAULT_DB,
    by: Annotated[str, typer.Option(metavar="PERIOD", help="day, week (from Monday), month or year.")] = "month",
    of: Annotated[
        str | None, typer.Option(metavar="WHAT", help="What the bars show: events (default) or fatalities; svg: both.")
    ] = None,
    across: Annotated[
        str | None, typer.Option(metavar="GROUP", help="One series each: country, admin1, type or actor.")
    ] = None,
    strategic: Annotated[bool, typer.Option("--strategic", help="Count strategic developments too.")] = False,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="F", help="table, csv, json or svg (a picture).")
    ] = "table",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; else standard output.")
    ] = None,
) -> None:
    """Count events and deaths by period; with --without, both lines and their difference."""
    _check(by, of, across, format)
    strategic = strategic or any("strategic" in name.lower() for name in wanted.type) or bool(wanted.sub_type)
    whole, remaining, sentence = _both(wanted, db, by, across, strategic)
    if sentence:
        tell(sentence)
    _tell_left_out(remaining or whole)
    if format == "table":
        if out is not None:
            raise UsageError("--out takes csv, json or svg (--format); a table is for the terminal.")
        _print(whole, remaining, of or "events", wanted.without)
        return
    from tocsin.export.write import atomic

    with atomic(out) if out is not None else nullcontext(data_stream()) as handle:
        if format == "csv":
            _csv(handle, whole, remaining)
        elif format == "svg":
            handle.write(_picture(whole, remaining, of, wanted, sentence))
        else:
            handle.write(json.dumps(_json(whole, remaining, wanted, sentence), ensure_ascii=False, indent=1) + "\n")


def _check(by: str, of: str | None, across: str | None, format: str) -> None:
    from tocsin.export.series import GROUPS, MEASURES, PERIODS

    for name, value, choices in (("by", by, PERIODS), ("of", of, MEASURES), ("format", format, FORMATS)):
        if value is not None and value not in choices:
            raise UsageError(f"--{name} takes {', '.join(choices)}, not {value!r}.")
    if across is not None and across not in GROUPS:
        raise UsageError(f"--across takes {', '.join(GROUPS)}, not {across!r}.")


def _both(
    wanted: "EventFilter", db: str, by: str, across: str | None, strategic: bool
) -> "tuple[Series, Series | None, str]":
    """The series of all sources, that without some where it is asked for, and a sentence about the difference."""
    from tocsin.export.series import series as series_of
    from tocsin.pipeline.without import seen

    options: dict[str, Any] = {"strategic": strategic, "since": wanted.since, "until": wanted.until}
    if across == "country":
        options["groups"] = wanted.country
    with open_store(db) as store:
        whole = series_of(store.events(replace(wanted, without=())), by, across, **options)
        if not wanted.without:
            return whole, None, ""
        found = seen(store, wanted)
        return whole, series_of(found.events, by, across, **options), found.without.sentence() if found.without else ""


def _tell_left_out(shown: "Series") -> None:
    for reason, number in shown.left_out.items():
        tell(f"left out: {number} ({reason})")
    if shown.spread:
        tell(f"note: {shown.spread} lie over more than one {shown.by}; counted in that of their middle day")


# Rows


def _rows(whole: "Series", remaining: "Series | None") -> "Iterator[tuple[str, date, Cell, Cell | None]]":
    """Every period of every group, with both cells."""
    periods = sorted({*whole.periods, *(remaining.periods if remaining else ())})
    groups = list(dict.fromkeys((*whole.groups, *(remaining.groups if remaining else ()))))
    for group in groups:
        for period in periods:
            yield group, period, whole.cell(group, period), remaining.cell(group, period) if remaining else None


def _flat(whole: "Series", remaining: "Series | None") -> Iterator[dict[str, Any]]:
    from tocsin.export.series import label

    for group, period, cell, other in _rows(whole, remaining):
        row: dict[str, Any] = {"period": label(period, whole.by), "start": period.isoformat()}
        if whole.across:
            row[whole.across] = group
        row |= asdict(cell)
        if other is not None:
            row |= {f"{name}_without": value for name, value in asdict(other).items()}
            row |= {f"{name}_difference": getattr(other, name) - getattr(cell, name) for name in _CELLS[:4]}
        yield row


def _csv(handle: TextIO, whole: "Series", remaining: "Series | None") -> None:
    from tocsin.export.clean import cell

    rows = list(_flat(whole, remaining))
    writer = csv.writer(handle, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([cell(value) for value in row.values()])


def _json(whole: "Series", remaining: "Series | None", wanted: "EventFilter", sentence: str) -> dict[str, Any]:
    return {
        "by": whole.by,
        "across": whole.across,
        "filters": wanted.describe(),
        "without": list(wanted.without),
        "remark": sentence or None,
        "left_out": dict(whole.left_out),
        "spread": whole.spread,
        "rows": list(_flat(whole, remaining)),
    }


def _picture(whole: "Series", remaining: "Series | None", of: str | None, wanted: "EventFilter", sentence: str) -> str:
    from tocsin import __version__
    from tocsin.export.series import MEASURES
    from tocsin.export.series_picture import drawn

    both = MEASURES if whole.across is None else MEASURES[:1]
    said = "; ".join(f"{name}: {value}" for name, value in wanted.describe().items())
    about = [f"Filters: {said or 'none'}.", *([sentence] if sentence else [])]
    return drawn(whole, remaining, of=(of,) if of else both, about=[*about, f"Tocsin {__version__}."])


# A table with bars


def _print(whole: "Series", remaining: "Series | None", of: str, without: tuple[str, ...]) -> None:
    from tocsin.export.series import label

    rows = list(_rows(whole, remaining))
    if not rows:
        tell("No event passes, so there is no series.")
        return
    most = max(cell.measure(of) for _, _, *both in rows for cell in both if cell is not None)
    bar = max(4, min(_BAR, width() - 70))
    columns = _columns(whole, remaining, without)
    for group in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == group]
        cells = []
        for first, last, cell, other in _folded(own):
            when = label(first, whole.by) if first == last else f"{label(first, whole.by)} to {label(last, whole.by)}"
            cells.append([when, *_numbers(cell, other, of), _bars(cell, other, of, most, bar)])
        table(group or None, columns, cells)
    say(
        f"bars: {of}"
        + (" (best)" if of == "fatalities" else "")
        + (f"; ▒ goes without {', '.join(without)} sources" if remaining else "")
    )


def _folded(
    rows: "Sequence[tuple[str, date, Cell, Cell | None]]",
) -> "Iterator[tuple[date, date, Cell, Cell | None]]":
    """First and last period of each line with its cells: of many periods in a row without any event one line is made,
    so that the ones with events are seen (CSV and JSON have them all)."""
    for quiet, together in groupby(rows, key=lambda row: not row[2].events and not (row[3] and row[3].events)):
        held = list(together)
        if quiet and len(held) >= _QUIET:
            yield held[0][1], held[-1][1], held[0][2], held[0][3]
        else:
            yield from ((period, period, cell, other) for _, period, cell, other in held)


def _columns(whole: "Series", remaining: "Series | None", without: tuple[str, ...]) -> list[tuple[str, dict[str, Any]]]:
    right = {"justify": "right", "no_wrap": True}
    columns: list[tuple[str, dict[str, Any]]] = [(whole.by, {"no_wrap": True}), ("events", right), ("dead", right)]
    if remaining is not None:
        columns += [("events without", right), ("dead without", right), ("difference", right)]
    return [*columns, ("", {"no_wrap": True})]


def _numbers(cell: "Cell", other: "Cell | None", of: str) -> list[str]:
    found = [str(cell.events), _dead(cell)]
    if other is not None:
        found += [str(other.events), _dead(other), f"{other.measure(of) - cell.measure(of):+d}"]
    return found


def _dead(cell: "Cell") -> str:
    """``12``, ``9-12``, ``9-12+`` (no upper bound somewhere), with the best number where it lies between; ``?`` where
    no event of the period tells a number."""
    if cell.events == cell.unstated:
        return "?" if cell.events else "0"
    bounds = sorted({cell.low, cell.best, cell.high})
    return "-".join(map(str, bounds)) + ("+" if cell.open else "")


def _bars(cell: "Cell", other: "Cell | None", of: str, most: int, longest: int) -> str:
    """A bar; its lighter end is what goes when sources are left out."""
    full = round(longest * cell.measure(of) / most) if most else 0
    if other is None:
        return "█" * full
    kept = min(full, round(longest * other.measure(of) / most)) if most else 0
    return "█" * kept + "▒" * (full - kept)
