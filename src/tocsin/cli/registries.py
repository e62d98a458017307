"""``tocsin actors``: looking into the registry of actors."""

from typing import Annotated, Any

import typer

from tocsin.cli.console import leave, say, table, tell

actors = typer.Typer(help="Actors: search and check the registry.", no_args_is_help=True, rich_markup_mode=None)


@actors.command("search")
def actors_search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="A name, an acronym, or part of one.")],
) -> None:
    """Find actors by name."""
    from tocsin import knowledge

    found = knowledge.load().actors.search(" ".join(words))
    if not found:
        tell(f"No actor is called {' '.join(words)!r}.")
        leave(1)
    columns: list[tuple[str, dict[str, Any]]] = [
        ("id", {"no_wrap": True}),
        ("name", {}),
        ("type", {}),
        ("countries", {}),
        ("", {}),
    ]
    rows = [
        [
            actor.id,
            actor.name,
            actor.types[-1].type if actor.types else "",
            ", ".join(actor.countries[:5]),
            "" if actor.verified else "unverified",
        ]
        for actor in found
    ]
    table(None, columns, rows)


@actors.command("show")
def actors_show(name: Annotated[str, typer.Argument(metavar="ID", help="Id or exact name.")]) -> None:
    """Show one actor: names, types and relations with their dates."""
    from tocsin import knowledge

    registry = knowledge.load().actors
    found = [actor] if (actor := registry.get(name)) else list(registry.by_name(name))
    if not found:
        tell(f"No actor has the id or name {name!r}; try `tocsin actors search {name}`.")
        leave(1)
    for actor in found:
        say(f"{actor.id}{'' if actor.verified else '  (unverified)'}")
        for title in actor.titles:
            say(f"  name      {title.text}{_period(title)}")
        for alias in actor.names:
            say(f"  also      {alias.text}{_period(alias)}{'  (weak)' if alias.weak else ''}")
        for kind in actor.types:
            say(f"  type      {kind.type}{_period(kind)}")
        for relation in actor.relations:
            say(f"  {relation.kind.value:9} {relation.other}{_period(relation)}")
        say(f"  countries {', '.join(actor.countries)}")
        say(f"  file      {actor.origin}")


def _period(item: Any) -> str:
    if item.start is None and item.end is None:
        return ""
    return f"  ({item.start or '…'} to {item.end or '…'})"


@actors.command("check")
def actors_check() -> None:
    """Check the actor files for contradictions.

    Each is named with file and line; exit status 1 when there is one. ERROR stops every run; WARNING names what may be
    meant but will surprise.
    """
    from tocsin import knowledge
    from tocsin.knowledge import data_path
    from tocsin.knowledge.actor_check import check
    from tocsin.knowledge.actors import ActorRegistry

    known = knowledge.load()
    registry = ActorRegistry.open(known.countries)
    everything = list(registry.all())
    unverified = sum(not actor.verified for actor in everything)
    generic = sum(actor.generic is not None for actor in everything)
    say(f"{len(everything)} actors ({generic} generated); {unverified} entries await a check")
    problems = check(registry, known.codebook)
    for problem in problems:
        tell(f"{'ERROR' if problem.error else 'WARNING'} {problem}.")
    if problems:
        tell(f"{len(problems)} to correct; the files are in {data_path('actors')}{_and_own()}.")
        leave(1)


def _and_own() -> str:
    from tocsin.knowledge import overlay_path

    overlay = overlay_path()
    return f" and {overlay / 'actors'}" if overlay else ""
