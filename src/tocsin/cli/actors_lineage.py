"""``tocsin actors lineage``: what an actor came from, was part of and became, as a tree."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.actors import Name, OnDay, day_of, first, known_from, last, one_actor, period, when_of
from tocsin.cli.console import data_stream, say

if TYPE_CHECKING:
    from tocsin.knowledge.actor_lineage import Lineage, Relative
    from tocsin.knowledge.actor_model import Actor

_TEE, _LAST, _BAR, _GAP = "├─ ", "└─ ", "│  ", "   "


def actors_lineage(
    name: Name,
    on: OnDay = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each actor of the name.")] = False,
) -> None:
    """Show what an actor came from, was part of and became, its parts, splinters, allies and rivals.

    With --on: its name, type and chain of that day, and whether it existed; parts, allies and rivals are those of that
    day. What it came from and became is always told.
    """
    from tocsin import knowledge
    from tocsin.knowledge.actor_lineage import lineage

    registry = knowledge.load().actors
    for actor in one_actor(name):
        found = lineage(registry, actor, day_of(on))
        if as_json:
            data_stream().write(json.dumps(lineage_json(found), ensure_ascii=False) + "\n")
        else:
            _show(found)


def lineage_json(found: "Lineage") -> dict[str, Any]:
    """A lineage as JSON; keys always present."""
    actor, day = found.actor, found.day
    return {
        "id": actor.id,
        "on": day.isoformat() if day else None,
        "name": actor.name_on(day),
        "type": actor.type_on(day),
        "from": actor.start.isoformat() if actor.start else None,
        "to": actor.end.isoformat() if actor.end else None,
        "existed": actor.alive_on(day),
        "countries": [country for country in actor.countries if actor.acts_in(country, day)],
        "called": [_short(one, day) for one in found.called],
        "chain": [_short(one, day) for one in found.chain],
        "rolled_up": [_short(one, day) for one in found.rolled_up],
        "verified": actor.verified,
        "relatives": [_relative_json(relative, day) for relative in found.relatives],
    }


def _relative_json(relative: "Relative", day: date | None) -> dict[str, Any]:
    return {
        "kin": relative.kin.value,
        **_short(relative.actor, day),
        "from": relative.start.isoformat() if relative.start else None,
        "to": relative.end.isoformat() if relative.end else None,
        "note": relative.note or None,
        "confidence": relative.confidence.value if relative.confidence else None,
        "verified": relative.verified,
        "relatives": [_relative_json(below, day) for below in relative.relatives],
    }


def _short(actor: "Actor", day: date | None) -> dict[str, Any]:
    return {"id": actor.id, "name": actor.name_on(day)}


def _show(found: "Lineage") -> None:
    actor, day = found.actor, found.day
    say(f"{actor.name_on(day)} [{actor.id}]{period(actor)}{'' if actor.verified else '  (unverified)'}")
    if day is not None:
        say(f"  on {day}: {_on_day(found)}")
    if len(found.chain) > 1:
        say(f"  rolled up{f' on {day}' if day else ''}: {', '.join(one.name_on(day) for one in found.rolled_up)}")
    groups: dict[str, list[Relative]] = {}
    for relative in found.relatives:
        groups.setdefault(relative.kin.value, []).append(relative)
    if not groups:
        say("  no relation to another actor is known")
    for number, (kin, relatives) in enumerate(groups.items(), 1):
        final = number == len(groups)
        say(f"{_LAST if final else _TEE}{kin}")
        _branches(relatives, day, _GAP if final else _BAR, same=True)


def _on_day(found: "Lineage") -> str:
    """What the organisation was on the day, in one line."""
    actor, day = found.actor, found.day
    if actor.alive_on(day):
        countries = [country for country in actor.countries if actor.acts_in(country, day)]
        return f"{actor.type_on(day) or 'type unknown'}, known in {', '.join(countries) or 'no country of its own'}"
    before = day is not None and actor.start is not None and day < actor.start
    if before and actor.start is not None:
        what = f"it did not exist yet (since {first(actor.start)})"
    else:
        what = f"it existed no more (until {last(actor.end)})" if actor.end is not None else ""
    called = ", ".join(f"{one.name_on(day)} [{one.id}]" for one in found.called)
    return f"{what}; {'its forerunners' if before else 'what it became'} then: {called or 'none is known'}"


def _branches(relatives: "list[Relative]", day: date | None, indent: str, same: bool = False) -> None:
    """Lines of relatives below each other; below another relative each says how it stands to that one."""
    for number, relative in enumerate(relatives, 1):
        final = number == len(relatives)
        when = when_of(relative)
        kin = "" if same else f"{relative.kin.value}: "
        known = known_from(relative)
        say(f"{indent}{_LAST if final else _TEE}{kin}{relative.actor.name_on(day)} [{relative.actor.id}]{when}{known}")
        _branches(list(relative.relatives), day, indent + (_GAP if final else _BAR))
