"""``tocsin boundaries``: administrative units as areas, with the days between which they were valid."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.console import leave, say, table, tell
from tocsin.cli.settings import country_code
from tocsin.model.errors import UsageError

boundaries = typer.Typer(
    help="Administrative units as areas, with the days between which they were valid.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@boundaries.command("import")
def import_boundaries(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON of geoBoundaries, of a COD-AB, or any other.")],
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Whose units, if the file does not say.")] = None,
    level: Annotated[int | None, typer.Option(metavar="1..3", help="Their level, if the file does not say.")] = None,
    valid_from: Annotated[str | None, typer.Option(metavar="DATE", help="Since when these units exist.")] = None,
    valid_to: Annotated[str | None, typer.Option(metavar="DATE", help="Their last day.")] = None,
    source: Annotated[str | None, typer.Option(metavar="WORDS", help="Where they come from.")] = None,
    name_field: Annotated[str | None, typer.Option(metavar="FIELD", help="The field that names the units.")] = None,
    code_field: Annotated[str | None, typer.Option(metavar="FIELD", help="The field with their codes.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the file.")] = False,
) -> None:
    """Import the units of one level of one country.

    Events then show the units that their place lay in on their day.
    """
    from tocsin.knowledge.boundaries_import import Wanted, import_set

    code = country_code(country) if country else None
    wanted = Wanted(code, level, source, _day(valid_from), _day(valid_to), name_field, code_field)
    found = import_set(file, wanted, dry_run=dry_run)
    for sentence in (*found.refused, *found.notices):
        tell(sentence)
    about = found.about
    done = "Would import" if dry_run else "Imported"
    say(f"{done} {about.id}: {about.units} units of {about.country}, level {about.level}, {about.period()}.")
    if not dry_run:
        say("The next `tocsin code` puts them on all events.")
    if found.refused:
        leave(1)


@boundaries.command("list")
def list_boundaries() -> None:
    """Show which sets there are."""
    from tocsin.knowledge.boundaries import Boundaries

    sets = Boundaries.open().sets
    if not sets:
        say("No boundaries are imported: places have the units that the gazetteer gives them, for all times.")
        return
    columns = [("id", {"no_wrap": True}), ("country", {}), ("level", {}), ("units", {}), ("valid", {}), ("source", {})]
    table(None, columns, [[a.id, a.country, str(a.level), str(a.units), a.period(), a.source] for a in sets])


@boundaries.command("show")
def show_boundaries(
    latitude: Annotated[float, typer.Argument(metavar="LAT", help="Degrees north.")],
    longitude: Annotated[float, typer.Argument(metavar="LON", help="Degrees east.")],
    country: Annotated[str, typer.Option(metavar="CODE", help="Of which country.")],
    on: Annotated[str | None, typer.Option(metavar="DATE", help="On which day (default: now).")] = None,
) -> None:
    """Show the units that a point lies in.

    A place south or west of zero is written behind two dashes: tocsin boundaries show --country MLI -- 12.6 -8.0
    """
    from tocsin.knowledge.boundaries import Boundaries

    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise UsageError(
            f"{latitude:g}, {longitude:g} is no point on the globe: first degrees north, then degrees east."
        )
    found = Boundaries.open().at(latitude, longitude, country_code(country), _day(on))
    if not found:
        tell("No unit of the imported boundaries holds this point on this day.")
        leave(1)
    for level, unit in found.items():
        say(f"admin{level}  {unit.name}{f' ({unit.code})' if unit.code else ''}  {unit.about.id}, {unit.about.source}")


@boundaries.command("remove")
def remove_boundaries(name: Annotated[str, typer.Argument(metavar="ID", help="A set's id.")]) -> None:
    """Take a set out."""
    from tocsin.knowledge.boundaries_import import remove_set

    remove_set(name)
    say(f"Removed {name}. The next `tocsin code` brings the events in step.")


def _day(said: str | None) -> date | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"{said!r} is no date; write it like 2023-07-01.") from error
