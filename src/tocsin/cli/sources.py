"""``tocsin sources``: the registry of outlets, and the rules by which they are graded."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import leave, say, table, tell

if TYPE_CHECKING:
    from tocsin.knowledge.publishers import Publisher
    from tocsin.knowledge.source_classes import SourceClass

sources = typer.Typer(
    help="Outlets and monitors: whose they are, and how far they are trusted.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@sources.command("search")
def sources_search(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS…]", help="Part of a name; none for all.")] = None,
) -> None:
    """List outlets by name, with type, reach, seat, owner and the letter of their grade."""
    from tocsin import knowledge
    from tocsin.model.text import name_key

    known = knowledge.load()
    wanted = name_key(" ".join(words or ()))
    found = [p for p in known.publishers.all() if any(wanted in name_key(n) for n in (p.name, *p.aliases, *p.domains))]
    if not found:
        tell(f"No outlet is called {' '.join(words or ())!r}. Add it to publishers.yml in your knowledge folder.")
        leave(1)
    columns: list[tuple[str, dict[str, Any]]] = [
        (name, {}) for name in ("name", "type", "reach", "seat", "belongs to", "grade")
    ]
    rows = [[p.name, p.type, p.scale, p.country or "", _owner(p), known.grades.of_outlet(p)[0]] for p in found]
    table(None, columns, rows)


@sources.command("show")
def sources_show(name: Annotated[str, typer.Argument(metavar="NAME", help="Name, alias or web address.")]) -> None:
    """Show one outlet: other names, addresses, owner, and why it is graded as it is."""
    from tocsin import knowledge

    known = knowledge.load()
    found = known.publishers.find(name) or known.publishers.by_domain(name)
    if found is None:
        tell(f"No outlet has the name or address {name!r}; try `tocsin sources search {name}`.")
        leave(1)
    letter, why = known.grades.of_outlet(found)
    say(f"{found.name}{'' if found.verified else '  (unverified)'}")
    for label, value in (
        ("also", ", ".join(found.aliases)),
        ("type", found.type),
        ("reach", found.scale),
        ("seat", found.country or "none"),
        ("address", ", ".join(found.domains)),
        ("belongs to", _owner(found)),
        ("grade", f"{letter} ({why}); in its own voice"),
    ):
        if value:
            say(f"  {label:<11}{value}")


@sources.command("grades")
def sources_grades() -> None:
    """Show the rules in force: letters by type of outlet, owner, speaker and party, and wordings of Member States."""
    from tocsin import knowledge

    rules = knowledge.load().grades
    for title, letters in (
        ("outlet, in its own voice", rules.publishers),
        ("outlet that belongs to a", rules.affiliations),
        ("speaker", rules.speakers),
        ("party to the fighting, on", rules.parties),
    ):
        say(title)
        for kind, letter in letters.items():
            say(f"  {letter}  {kind.replace('_', ' ')}")
    say(f"outlet that is not known\n  {rules.unknown}")
    say("reports of what states told")
    for wording, grade in rules.member_states:
        say(f"  {grade} “{wording}”")
    say("classes that --without leaves out")
    for name, one in rules.classes.items():
        say(f"  {name}: {_members(one)}")
    say("Change them in grades.yml of your knowledge folder (TOCSIN_KNOWLEDGE); docs/grades.md says how.")


def _members(one: "SourceClass") -> str:
    """What a class holds, in words."""
    parts = [
        ("outlets", one.outlets), ("outlets of a", one.owners), ("speakers", one.speakers),
    ]  # fmt: skip
    words = [f"{label} {', '.join(sorted(names))}" for label, names in parts if names]
    return "; ".join([*words, *(["statements of sides"] if one.statements else [])])


def _owner(publisher: "Publisher") -> str:
    return publisher.actor or publisher.affiliation or ""
