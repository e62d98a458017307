"""``tocsin gazetteer``: compiling, importing and looking up places."""

import csv
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import leave, say, table, tell
from tocsin.cli.settings import country_code

if TYPE_CHECKING:
    from tocsin.knowledge.gazetteer import GazetteerEntry
    from tocsin.knowledge.gazetteer_import import ImportReport

app = typer.Typer(
    help="Places: compile the gazetteer, import fuller ones and your own, and look things up.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SHOWN = 20
"""Refused rows that are printed with their reasons."""

Languages = Annotated[
    str | None,
    typer.Option(metavar="CODES", help="Of files of alternate names: only these languages (en,fr,ar). All without it."),
]
Classes = Annotated[
    str | None,
    typer.Option(
        metavar="LETTERS",
        help="GeoNames feature classes of which everything is taken (H: every well and stream); see features.yml.",
    ),
]
RefusedFile = Annotated[Path | None, typer.Option("--refused", metavar="FILE", help="Write refused rows to a CSV.")]


@app.command("build")
def build() -> None:
    """Compile the gazetteer anew (otherwise done on first use)."""
    from tocsin.knowledge.gazetteer import Gazetteer

    began = time.monotonic()
    built = Gazetteer.build(progress=tell)
    size = built.path.stat().st_size / 1e6
    say(f"{built.path}: {size:.0f} MB in {time.monotonic() - began:.1f} s")


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Dumps, names, tables or GeoJSON.")],
    languages: Languages = None,
    classes: Classes = None,
    refused: RefusedFile = None,
) -> None:
    """Import places: GeoNames dumps (ML.txt, ML.zip, allCountries.txt), alternateNamesV2.txt, or your own as CSV or
    GeoJSON.

    A table needs the columns name, latitude, longitude, country; admin1, admin2, kind, names (parted by |), population,
    radius_km, id, verified and note may be there. A file of the name of an earlier one replaces it. Stopping an import
    leaves everything as it was. Exit status 1 when rows were refused; the others are imported.
    """
    _report(_run(files, languages, classes), refused)


@app.command("fetch")
def fetch(
    countries: Annotated[
        list[str],
        typer.Argument(metavar="COUNTRY…", help="ISO codes (ML BF NE), or allCountries, or alternateNamesV2."),
    ],
    base: Annotated[
        str | None, typer.Option(metavar="URL", help="Another address than GeoNames' (or set TOCSIN_GEONAMES).")
    ] = None,
    languages: Languages = None,
    classes: Classes = None,
    refused: RefusedFile = None,
) -> None:
    """Download countries from GeoNames and import them. This needs a connection; nothing else does."""
    from tocsin.knowledge.gazetteer_fetch import fetch as download

    _report(_run(download(countries, base, tell), languages, classes), refused)


@app.command("remove")
def remove(
    labels: Annotated[list[str], typer.Argument(metavar="NAME…", help="As `tocsin gazetteer info` shows it.")],
) -> None:
    """Take imported files out again."""
    from tocsin.knowledge import gazetteer_import

    gazetteer_import.remove(labels, packaged=_packaged(), progress=tell)
    say(f"removed: {', '.join(labels)}")


def _run(files: list[Path], languages: str | None, classes: str | None) -> "ImportReport":
    from tocsin.knowledge import gazetteer_import

    options = gazetteer_import.ImportOptions(
        languages=frozenset(word.strip().lower() for word in (languages or "").split(",") if word.strip()),
        classes=frozenset((classes or "").upper().replace(",", "").replace(" ", "")),
    )
    return gazetteer_import.run(files, options, packaged=_packaged(), progress=tell)


def _packaged() -> Path:
    """The compiled gazetteer, without what was imported: that may be damaged, and an import must mend it."""
    from tocsin.knowledge.gazetteer import Gazetteer, default_path

    return Gazetteer.open(default_path(), tell).path


def _report(report: "ImportReport", refused: Path | None) -> None:
    for label in report.unchanged:
        say(f"{label}: imported before, unchanged")
    for label, rows in report.taken.items():
        say(f"{label}: {rows:,} rows imported")
    if report.left_out:
        codes = ", ".join(f"{code} {number:,}" for code, number in report.left_out.most_common(8))
        say(f"left out by kind (features.yml): {sum(report.left_out.values()):,}, most of them {codes}")
    for remark in report.remarks:
        say(remark)
    for row in report.refused[:SHOWN]:
        tell(f"refused: {row}")
    if report.refused_number > SHOWN:
        more = "" if refused else "; `--refused FILE` writes them all"
        tell(f"refused: {report.refused_number - SHOWN:,} more{more}")
    if refused is not None:
        with refused.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("file", "line", "reason"))
            writer.writerows((row.file, row.line, row.reason) for row in report.refused)
    refusals = "1 row" if report.refused_number == 1 else f"{report.refused_number:,} rows"
    say(f"{refusals} refused; places are in {_short(report.path)}")
    if report.refused_number:
        leave(1)


def _short(path: Path | None) -> str:
    """A path as typed from here, where it lies below."""
    if path is not None and path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return str(path)


@app.command("info")
def info() -> None:
    """Show which gazetteer is in use, what it holds and what was imported."""
    from tocsin.knowledge.gazetteer import Gazetteer

    opened = Gazetteer.open(progress=tell)
    say(f"file         {opened.path} ({opened.path.stat().st_size / 1e6:.0f} MB)")
    for key, value in sorted(opened.meta.items()):
        say(f"{key:12} {value}")
    if opened.imported is None:
        say("imported     nothing")
        return
    size = opened.imported.path.stat().st_size / 1e6
    say(f"imported     {opened.imported.path} ({size:.0f} MB, {opened.imported.digest})")
    for source in opened.imported.sources:
        say(f"  {source.label}: {source.rows:,} {'names' if source.kind == 'names' else 'places'} ({source.file})")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a place, in any spelling.")],
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only in this country.")] = None,
) -> None:
    """Show the places of a name; with a country also near spellings, when no place is called exactly so."""
    from tocsin.knowledge.gazetteer import Gazetteer

    code = country_code(country) if country else None
    opened = Gazetteer.open(progress=tell)
    found = list(opened.lookup(name, code))
    if not found:
        near = [entry for entry, _ in opened.fuzzy(name, code)] if code else []
        advice = "" if code else " Give --country to look for near spellings."
        tell(f"No place is called {name!r}{f' in {code}' if code else ''}.{' Near spellings:' if near else advice}")
        if not near:
            leave(1)
        found = near
    columns: list[tuple[str, dict[str, Any]]] = [
        ("id", {"no_wrap": True}),
        ("name", {}),
        ("country", {}),
        ("admin1", {}),
        ("kind", {}),
        ("lat, lon", {}),
        ("people", {"justify": "right"}),
        ("", {}),
    ]
    table(None, columns, [_row(entry) for entry in found])


_ROUGH = ("supplement:", "region:", "own:")  # points whose precision is worth telling
_FOUND_AS = {
    "alternate": "another name",
    "former": "a former name",
    "variant": "without or with article",
    "spelling": "sounds alike",
    "fuzzy": "near spelling",
    "transliteration": "from another script",
}


def _row(entry: "GazetteerEntry") -> list[str]:
    remarks = [_FOUND_AS[entry.matched]] if entry.matched in _FOUND_AS else []
    remarks += [] if entry.verified else ["unverified"]
    if entry.place_id.startswith(_ROUGH) and entry.radius_km is not None:
        remarks.append(f"within {entry.radius_km:g} km")
    return [
        entry.place_id,
        entry.name,
        entry.country or ", ".join(entry.countries),
        ", ".join(part for part in (entry.admin2, entry.admin1) if part),
        entry.kind,
        "" if entry.latitude is None else f"{entry.latitude:.4f}, {entry.longitude:.4f}",
        "" if entry.population is None else f"{entry.population:,}",
        ", ".join(remarks),
    ]
