"""``tocsin actors import`` and ``remove``: lists of others in the user's own folder."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.console import leave, say, tell
from tocsin.cli.settings import country_code


def actors_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list.")],
    format: Annotated[str, typer.Option("--format", "-f", metavar="F", help="csv, wikidata, petrarch or ucdp.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")] = False,
    type: Annotated[
        str | None, typer.Option(metavar="TYPE", help='Actor type where the file says none ("Rebel group").')
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Country where the file says none; home first.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the import; else that of the file.")] = None,
) -> None:
    """Take a list of actors into your own folder (TOCSIN_KNOWLEDGE/actors/imported-NAME.yml).

    Each row is new, more names of a known actor, the same, conflicting or refused, and told with its line. New actors
    are unverified; of known ones only names are added; where the list contradicts the registry nothing is written.
    Exit status 1 when rows were conflicting or refused; the others are imported.
    """
    from tocsin import knowledge
    from tocsin.knowledge.actor_import import Fate, Given, plan, write

    known = knowledge.load()
    given = Given(type, tuple(country_code(code) for code in country or ()))
    planned = plan(file, format, given, known.actors, known.codebook)
    for one in planned:
        (tell if one.fate in (Fate.CONFLICT, Fate.REFUSED) else say)(
            f"{one.fate.value}: {file.name} {one.where}, {one.name}{f': {one.words}' if one.words else ''}"
        )
    counts = Counter(one.fate for one in planned)
    say(", ".join(f"{counts[fate]} {fate.value}" for fate in Fate))
    path = None if dry_run else write(planned, file, name)
    if path is not None:
        label = path.stem.removeprefix("imported-")
        say(f"written to {path}; `tocsin actors check` reads it, `tocsin actors remove {label}` takes it out again")
    else:
        say("nothing written (--dry-run)" if dry_run else "nothing to write")
    if counts[Fate.CONFLICT] or counts[Fate.REFUSED]:
        leave(1)


def actors_remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of an import.")],
    edited: Annotated[bool, typer.Option("--edited", help="Also when somebody edited its file.")] = False,
) -> None:
    """Take an import out again."""
    from tocsin.knowledge.actor_import import remove

    say(f"removed: {remove(name, edited)}")
