"""``tocsin actors``: looking into the registry of actors."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import leave, say, table, tell
from tocsin.cli.settings import country_code

if TYPE_CHECKING:
    from tocsin.knowledge.actor_lineage import Relative
    from tocsin.knowledge.actor_model import Actor, ActorName
    from tocsin.knowledge.actors import ActorRegistry

actors = typer.Typer(
    help="Actors: search, resolve, check and fill the registry.", no_args_is_help=True, rich_markup_mode=None
)
NEAR = 5
"""Near spellings that are offered when no actor is called as asked."""

OnDay = Annotated[str | None, typer.Option("--on", metavar="DATE", help="As it stood on this day (2022-07-22).")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Id or exact name, in any script.")]


def day_of(text: str | None) -> date | None:
    """The day of an option. Raises UsageError for a wrong one."""
    from tocsin.store import parse_day

    return parse_day(text) if text else None


@actors.command("search")
def actors_search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="A name, an acronym, or part of one.")],
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only those that act in this country.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Only those that existed on this day.")] = None,
) -> None:
    """Find actors by name: any language and script, whatever case, accents or hyphens."""
    from tocsin import knowledge

    sought, day = " ".join(words), day_of(on)
    code = country_code(country) if country else None
    registry = knowledge.load().actors
    found = [a for a in registry.search(sought) if (code is None or a.acts_in(code, day)) and a.alive_on(day)]
    if not found:
        narrowed = " there and then" if code or day else ""
        tell(f"No actor is called {sought!r}{narrowed}.{_advice(registry, sought)}")
        leave(1)
    columns: list[tuple[str, dict[str, Any]]] = [
        ("id", {"no_wrap": True}),
        ("name", {}),
        ("type", {}),
        ("years", {"no_wrap": True}),
        ("countries", {}),
        ("", {}),
    ]
    table(None, columns, [_found(actor, sought, day) for actor in found])


def _found(actor: "Actor", sought: str, day: date | None) -> list[str]:
    name = actor.name_on(day)
    matched = _matched(actor, sought)
    remarks = [f"also {matched}"] if matched is not None and matched not in name else []
    remarks += [] if actor.verified else ["unverified"]
    countries = ", ".join(actor.countries[:5]) + (" …" if len(actor.countries) > 5 else "")
    return [actor.id, name, actor.type_on(day) or "", years(actor), countries, ", ".join(remarks)]


def _matched(actor: "Actor", sought: str) -> str | None:
    """The name of the actor that the words are, or are part of."""
    from tocsin.model.text import script_key

    key = script_key(sought)
    names = [name.text for name in (*actor.titles, *actor.names)]
    exact = next((name for name in names if script_key(name) == key), None)
    return exact or next((name for name in names if f" {key} " in f" {script_key(name)} "), None)


def years(actor: "Actor") -> str:
    """First and last year: "2017-", "1998-2007"; empty where neither is known."""
    if actor.start is None and actor.end is None:
        return ""
    return f"{actor.start.year if actor.start else '?'}-{actor.end.year if actor.end else ''}"


def _advice(registry: "ActorRegistry", words: str) -> str:
    near = [f"{name} ({actor.id})" for name, actor in registry.near(words, NEAR)]
    return f" Near spellings: {', '.join(near)}." if near else ""


def one_actor(name: str) -> "list[Actor]":
    """The actors of an id or exact name; ends the command with near spellings when there is none."""
    from tocsin import knowledge

    registry = knowledge.load().actors
    found = [actor] if (actor := registry.get(name)) else list(registry.by_name(name))
    if not found:
        advice = _advice(registry, name) or f" Try `tocsin actors search {name}`."
        tell(f"No actor has the id or name {name!r}.{advice}")
        leave(1)
    return found


@actors.command("show")
def actors_show(name: Name) -> None:
    """Show one actor: names, types, countries and relations with their dates."""
    for actor in one_actor(name):
        _show(actor)


def _show(actor: "Actor") -> None:
    say(f"{actor.id}{'' if actor.verified else '  (unverified)'}")
    for title in actor.titles:
        say(f"  name      {title.text}{period(title)}")
    if actor.start or actor.end:
        say(f"  existed   {period(actor).strip(' ()')}")
    for language, names in _by_language(actor):
        for alias in names:
            remarks = f"{period(alias)}{'  (weak)' if alias.weak else ''}"
            added = f"  (added in {alias.origin})" if alias.origin and not alias.origin.startswith(_PACKAGED) else ""
            say(f"  also{f' {language}' if language else '':5} {alias.text}{remarks}{added}")
    for kind in actor.types:
        where = f" in {', '.join(kind.countries)}" if kind.countries else ""
        say(f"  type      {kind.type}, inter code {_inter(kind.type)}{where}{period(kind)}")
    for line in _relation_lines(actor):
        say(line)
    say(f"  countries {', '.join(_countries(actor)) or 'none of its own'}")
    if actor.leaders:
        say(f"  leaders   {', '.join(actor.leaders)}  (historical, to understand “the … faction”)")
    if actor.note:
        say(f"  note      {actor.note}")
    say(f"  file      {actor.origin}{f' line {actor.line}' if actor.line else ''}")


_PACKAGED = ("native_names.yml", "relations.yml", "presence.yml")


def _inter(actor_type: str) -> str:
    from tocsin import knowledge

    return str(knowledge.load().codebook.inter_number(actor_type))


def _by_language(actor: "Actor") -> "Iterator[tuple[str | None, list[ActorName]]]":
    """Names without a language first, then by language in alphabetical order."""
    for language in sorted({name.language for name in actor.names}, key=lambda code: code or ""):
        yield language, [name for name in actor.names if name.language == language]


def _relation_lines(actor: "Actor") -> Iterable[str]:
    from tocsin import knowledge
    from tocsin.knowledge.actor_lineage import Kin, lineage

    for relative in lineage(knowledge.load().actors, actor).relatives:
        held = relative.kin.value
        when = f"{when_of(relative)}{known_from(relative)}"
        yield f"  {held:{max(map(len, Kin))}} {relative.actor.name} [{relative.actor.id}]{when}"


def _countries(actor: "Actor") -> Iterator[str]:
    for country in actor.countries:
        dated = [
            f"{period(one).strip()}{'' if one.verified else ' (unverified)'}"
            for one in actor.presence
            if one.country == country
        ]
        yield f"{country} {', '.join(dated)}" if dated else country


def known_from(relative: "Relative") -> str:
    """Where a relation is known from, and how sure it is."""
    if not relative.note:
        return "  (unverified)"
    sure = f"; {relative.confidence} confidence" if relative.confidence else ""
    return f"  source: {relative.note}{sure}{'' if relative.verified else '; unverified'}"


def when_of(relative: "Relative") -> str:
    """The time of a relation: of an act its day, of a state its beginning and end."""
    from tocsin.knowledge.actor_lineage import ACTS

    return _act_day(relative) if relative.kin in ACTS else period(relative)


def _act_day(item: "Relative") -> str:
    return f"  ({first(item.start)})" if item.start is not None else ""


def first(day: date) -> str:
    """A first day in words. The registry reads "2017" as its first day and "2017-03" as that of the month; nothing more
    exact is shown than may have been written."""
    return str(day.year) if (day.month, day.day) == (1, 1) else f"{day:%Y-%m}" if day.day == 1 else day.isoformat()


def last(day: date) -> str:
    """A last day in words, see ``first``."""
    if (day.month, day.day) == (12, 31):
        return str(day.year)
    return f"{day:%Y-%m}" if (day + timedelta(days=1)).day == 1 else day.isoformat()


def period(item: Any) -> str:
    """The days of a name, type or relation in words; empty where none is known."""
    if item.start is None and item.end is None:
        return ""
    if item.end is None:
        return f"  (since {first(item.start)})"
    if item.start is None:
        return f"  (until {last(item.end)})"
    return f"  ({first(item.start)} to {last(item.end)})"


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
    names = [name for actor in everything for name in actor.names]
    languages = {name.language for name in names if name.language}
    relations = [relation for actor in everything for relation in actor.relations]
    sourced = sum(bool(relation.note) for relation in relations)
    say(f"{len(names)} names, {sum(bool(n.language) for n in names)} of them in {len(languages)} languages;"
        f" {len(relations)} relations, {sourced} with a source note")  # fmt: skip
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
