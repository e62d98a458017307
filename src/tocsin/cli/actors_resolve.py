"""``tocsin actors resolve``: who words mean on a day in a country, and why."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.actors import day_of
from tocsin.cli.console import data_stream, leave, say, tell
from tocsin.cli.settings import country_code

if TYPE_CHECKING:
    from tocsin.pipeline.naming import NamedActor, RankedActor


def actors_resolve(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='A name or a phrase: JNIM, "the army".')],
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="Day of the event (2022-07-22).")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Country of the event.")] = None,
    beside: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="Another actor that the same text names.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the words: en or fr.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show who words mean on a day in a country, as reports are coded: ranked actors, or ambiguous, with reasons.

    Each in three readings: as reported, canonical on that day, rolled up to its lineage of that day; with its type and
    inter code. Names out of their time are flagged. Exit status 1 when the words stay ambiguous or unknown.
    """
    from tocsin import knowledge
    from tocsin.pipeline.naming import actor_named

    found = actor_named(
        words,
        knowledge.load(),
        day=day_of(date),
        country=country_code(country) if country else None,
        beside=beside or (),
        language=language,
    )
    if as_json:
        data_stream().write(json.dumps(named_json(found), ensure_ascii=False) + "\n")
    else:
        _show(found)
    if found.ambiguous or found.unknown:
        leave(1)


def named_json(found: "NamedActor") -> dict[str, Any]:
    """What words mean as JSON; keys always present."""
    return {
        "as_reported": found.words,
        "form": found.form.value,
        "ambiguous": found.ambiguous,
        "unknown": found.unknown,
        "anachronisms": list(found.anachronisms),
        "reasons": list(found.reasons),
        "actors": [_ranked_json(one) for one in found.ranked],
    }


def _ranked_json(one: "RankedActor") -> dict[str, Any]:
    return {
        "id": one.actor.id,
        "name": one.actor.name,
        "type": one.actor.type,
        "inter": one.inter,
        "country": one.actor.country,
        "confidence": round(one.confidence, 3),
        "lineage": [{"id": actor_id, "name": name} for actor_id, name in one.lineage],
        "rolled_up": [{"id": actor_id, "name": name} for actor_id, name in one.rolled_up],
    }


def _show(found: "NamedActor") -> None:
    if found.unknown:
        tell(f"{found.words!r} stays open: {'; '.join(found.reasons)}. Try `tocsin actors search`.")
        return
    say(f"as reported  {found.words}{'  (ambiguous: nothing decides between these)' if found.ambiguous else ''}")
    for number, one in enumerate(found.ranked, 1):
        if number == 2 and not found.ambiguous:
            say("rival readings")
        _show_one(one)
    for reason in found.anachronisms:
        say(f"warning      {reason}")
    for reason in found.reasons:
        if reason not in found.anachronisms:
            say(f"because      {reason}")


def _show_one(one: "RankedActor") -> None:
    inter = f", inter code {one.inter}" if one.inter is not None else ""
    above = [name for actor_id, name in one.rolled_up if actor_id != one.actor.id]
    kind = f"{one.actor.type or 'type unknown'}{inter}"
    say(f"  canonical  {one.actor.name} [{one.actor.id}]  {kind}  {one.confidence:.2f}")
    say(f"  rolled up  {', '.join(above) if above else one.actor.name}")
