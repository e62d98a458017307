"""Reading actor files (``data/actors/*.yml``) into ``Actor`` rows.

An entry (all keys but ``id``, ``name``, ``type`` and ``countries`` may be left out):

    - id: jnim
      name: "JNIM: Group for Support of Islam and Muslims"   # acronym and long form become names by themselves
      earlier: [{name: "...", to: 2022-03}]                   # canonical names before, in order of time
      names: [GSIM, {n: IS, weak: true, from: 2014-06}]       # lower case = any case matches
      type: Rebel group                                       # or [{type, from, to, in: [PSE]}, ...]
      countries: [MLI, BFA]                                   # home first
      from: 2017-03-02                                        # year, month or day
      to: 2025
      rel: [pledged_to al-qaeda 2017-03, rival_of issp 2019/2024]   # kind, id, from[/to]
      leaders: [Ghali]                                        # historical, to resolve "the Ghali faction"
      context: [jihad, militant]                              # for weak names
      verified: false                                         # dates, aliases or relations await a check
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from tocsin.knowledge.actor_model import Actor, ActorName, Relation, RelationKind, TypePeriod
from tocsin.knowledge.files import first_day, last_day, read_entries
from tocsin.model.errors import KnowledgeError

_KEYS = frozenset(
    {
        "id",
        "name",
        "earlier",
        "names",
        "type",
        "countries",
        "from",
        "to",
        "rel",
        "leaders",
        "context",
        "verified",
        "note",
    }
)
# "JNIM: Group for …" gives both halves; "Syrian Democratic Forces (SDF)" too.
_ACRONYM_FIRST = re.compile(r"^([^:]{2,12}): (.{4,})$")
_ACRONYM_LAST = re.compile(r"^(.{4,}?) \(([A-Z0-9][A-Z0-9/-]{1,11})\)$")
# A bracket tells actors of one name apart ("Islamic State (Somalia)"): such names stand under `names` or nowhere.
_BRACKET = re.compile(r"\([^()]*[a-z][^()]*\)")


def read_actors(path: Path) -> Iterator[Actor]:
    """The actors of one file.

    Raises:
        KnowledgeError: an entry is damaged; names file, entry and key.
    """
    rows, lines = read_entries(path)
    rows = rows or []
    if not isinstance(rows, list):
        raise KnowledgeError(f"{path}: expected a list of actors, each with id, name, type and countries.")
    for row, line in zip(rows, lines, strict=True):
        where = f"{path.name} line {line} ({row.get('id') if isinstance(row, dict) else row})"
        try:
            yield _actor(row, path.name, line)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KnowledgeError(f"{where}: missing or wrong value: {error}.") from error


def _actor(row: dict[str, Any], origin: str, line: int) -> Actor:
    unknown = set(row) - _KEYS
    if unknown:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    titles = _titles(row)
    written = [_name(name) for name in row.get("names", ())]
    known = {name.text for name in written}
    derived = [
        ActorName(part, title.start, title.end)
        for title in titles
        for part in name_parts(title.text)
        if part not in known
    ]
    if not isinstance(row["id"], str):
        raise ValueError(f"the id {row['id']!r} is no word; put it in quotes")
    return Actor(
        id=row["id"],
        titles=tuple(titles),
        names=tuple(dict.fromkeys(derived + written)),
        types=_types(row["type"]),
        countries=tuple(row["countries"]),
        start=first_day(row.get("from")),
        end=last_day(row.get("to")),
        relations=tuple(_relation(words) for words in row.get("rel", ())),
        leaders=tuple(row.get("leaders", ())),
        context=tuple(row.get("context", ())),
        verified=row.get("verified", True),
        note=row.get("note", ""),
        origin=origin,
        line=line,
    )


def name_parts(title: str) -> tuple[str, ...]:
    """The names in a canonical name: "JNIM: Group …" -> both halves; "Islamic State (Somalia)" -> none."""
    if _BRACKET.search(title):
        return ()
    for pattern in (_ACRONYM_FIRST, _ACRONYM_LAST):
        match = pattern.match(title)
        if match:
            return match.groups()
    return (title,)


def _titles(row: dict[str, Any]) -> list[ActorName]:
    """Canonical names in order of time; the current one starts the day after the last earlier one ended."""
    titles = [
        ActorName(earlier["name"], first_day(earlier.get("from")), last_day(earlier["to"]))
        for earlier in row.get("earlier", ())
    ]
    ended = titles[-1].end if titles else None
    return [*titles, ActorName(row["name"], ended + timedelta(days=1) if ended else None)]


def _name(row: str | dict[str, Any]) -> ActorName:
    if isinstance(row, str):
        return ActorName(row)
    if not isinstance(row, dict):
        raise ValueError(f"the name {row!r} is no word; put it in quotes")
    return ActorName(row["n"], first_day(row.get("from")), last_day(row.get("to")), bool(row.get("weak", False)))


def _types(value: str | list[dict[str, Any]]) -> tuple[TypePeriod, ...]:
    if isinstance(value, str):
        return (TypePeriod(value),)
    return tuple(
        TypePeriod(row["type"], first_day(row.get("from")), last_day(row.get("to")), tuple(row.get("in", ())))
        for row in value
    )


def _relation(words: str) -> Relation:
    kind, other, *rest = words.split()
    start, _, end = rest[0].partition("/") if rest else ("", "", "")
    return Relation(RelationKind(kind), other, first_day(start or None), last_day(end or None))
