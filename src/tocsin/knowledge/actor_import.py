"""Taking lists of actors into the user's own folder: what is new, the same, more, in conflict, refused; and undoing it.

One import is one file, ``TOCSIN_KNOWLEDGE/actors/imported-NAME.yml``, that a person can read and edit like any other.
Nothing of the registry is changed by it: new actors are entries of their own, marked unverified; of known ones it adds
names only. Where a list contradicts the registry nothing is written, and both sides are told.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from tocsin.knowledge.actor_files import actor_of, entry_of
from tocsin.knowledge.actor_import_formats import READERS, BadCandidate, Candidate
from tocsin.knowledge.actor_model import Actor, is_id
from tocsin.knowledge.actors import ActorRegistry
from tocsin.knowledge.codebook import Codebook
from tocsin.knowledge.files import first_day, overlay_path
from tocsin.model.errors import UsageError
from tocsin.model.text import fold, script_key

_PREFIX = "imported-"
_SEAL = re.compile(r"^# Body: ([0-9a-f]{64})$", re.MULTILINE)
_WRONG = (KeyError, TypeError, ValueError, AttributeError)  # what reading a damaged entry raises
_YEARS_APART = 1  # first or last years of sources often differ by one, when a founding was told late


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a whole file, where its format does not: actor type (words), countries (alpha-3)."""

    type: str | None = None
    countries: tuple[str, ...] = ()


class Fate(StrEnum):
    """What becomes of a row of a list."""

    NEW = "new"
    MORE = "more names"
    SAME = "same"
    CONFLICT = "conflicting"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a list: where it stands, its name, what becomes of it and why; ``entry`` is what is written."""

    where: str
    name: str
    fate: Fate
    words: str = ""
    entry: dict[str, Any] | None = None


def plan(path: Path, form: str, given: Given, registry: ActorRegistry, codebook: Codebook) -> tuple[Planned, ...]:
    """What an import of ``path`` would do; writes nothing.

    Raises:
        UsageError: no such format, or a given type that is none.
        KnowledgeError: the file cannot be read as that format.
    """
    if form not in READERS:
        raise UsageError(f"--format takes {', '.join(READERS)}, not {form!r}.")
    if given.type is not None and codebook.inter_number(given.type) is None:
        raise UsageError(f"--type {given.type!r} is no actor type; docs/reference/types.md lists them.")
    planned: list[Planned] = []
    taken: dict[str, str] = {}
    for item in READERS[form](path, registry.countries):
        if isinstance(item, BadCandidate):
            planned.append(Planned(item.where, item.name, Fate.REFUSED, item.reason))
            continue
        one = _planned(item, given, registry, codebook, taken)
        if one.entry is not None:
            taken |= dict.fromkeys((one.entry.get("id", ""), *map(script_key, _names(one.entry))), item.where)
        planned.append(one)
    return tuple(planned)


def _planned(
    item: Candidate, given: Given, registry: ActorRegistry, codebook: Codebook, taken: dict[str, str]
) -> Planned:
    row = {key: value for key, value in item.row.items() if value not in (None, [], {}, "")}
    name = str(row.get("name", ""))
    if not script_key(name):
        return Planned(item.where, name, Fate.REFUSED, "it has no name")
    bearers = {actor.id: actor for text in _names(row) for actor in registry.by_name(text)}
    same = registry.get(row["id"]) if "id" in row else None
    if same is not None:
        bearers = {same.id: same}
    if len(bearers) > 1:
        words = f"its names belong to several actors: {', '.join(sorted(bearers))}"
        return Planned(item.where, name, Fate.CONFLICT, words)
    if bearers:
        return _known(item.where, row, next(iter(bearers.values())), taken)
    double = next((taken[key] for key in map(script_key, _names(row)) if key in taken), None)
    if double is not None:
        return Planned(item.where, name, Fate.REFUSED, f"a name of it stands in {double} of the file already")
    said = {"type": given.type, "countries": list(given.countries)}
    row = {key: value for key, value in said.items() if value} | row
    return _new(item.where, row, registry, codebook, taken)


def _known(where: str, row: dict[str, Any], actor: Actor, taken: dict[str, str]) -> Planned:
    """A row about an actor of the registry: in conflict, with names to add, or nothing new."""
    against = list(_contradictions(row, actor))
    if against:
        return Planned(where, row["name"], Fate.CONFLICT, f"{actor.id} ({actor.where}): {'; '.join(against)}")
    old = {script_key(name.text) for name in (*actor.titles, *actor.names)} | set(taken)
    names = [name for name in (row["name"], *row.get("names", ())) if script_key(name) not in old]
    spoken = {code: [n for n in texts if script_key(n) not in old] for code, texts in row.get("names_in", {}).items()}
    spoken = {code: texts for code, texts in spoken.items() if texts}
    if not names and not spoken:
        return Planned(where, row["name"], Fate.SAME, actor.id)
    entry: dict[str, Any] = {"add_to": actor.id} | ({"names": names} if names else {})
    entry |= {"names_in": spoken} if spoken else {}
    try:
        entry_of(entry, "import", 0)
    except _WRONG as error:
        return Planned(where, row["name"], Fate.REFUSED, f"missing or wrong value: {error}")
    added = ", ".join([*names, *(text for texts in spoken.values() for text in texts)])
    return Planned(where, row["name"], Fate.MORE, f"{actor.id}: {added}", entry)


def _contradictions(row: dict[str, Any], actor: Actor) -> Iterator[str]:
    kinds = {period.type for period in actor.types}
    said = {row["type"]} if isinstance(row.get("type"), str) else {period["type"] for period in row.get("type", ())}
    if said and kinds and not said & kinds:
        yield f"type {', '.join(sorted(said))}, the registry has {', '.join(sorted(kinds))}"
    for key, known in (("from", actor.start), ("to", actor.end)):
        try:
            day = first_day(row.get(key))
        except ValueError:
            yield f"`{key}` {row.get(key)!r} is no date"
            continue
        if day is not None and known is not None and abs(day.year - known.year) > _YEARS_APART:
            yield f"`{key}` {row[key]}, the registry has {known}"
    countries = row.get("countries", ())
    if countries and actor.countries and not set(countries) & set(actor.countries):
        yield f"countries {', '.join(countries)}, the registry has {', '.join(actor.countries)}"


def _new(
    where: str, row: dict[str, Any], registry: ActorRegistry, codebook: Codebook, taken: dict[str, str]
) -> Planned:
    name = row["name"]
    if "type" not in row:
        return Planned(where, name, Fate.REFUSED, "its actor type is not said; give --type for the whole file")
    if "countries" not in row:
        return Planned(where, name, Fate.REFUSED, "its country is not said; give --country for the whole file")
    wanted = row.get("id") or _slug(name)
    if not is_id(wanted):
        words = f"{wanted!r} is no id" if wanted else "no id can be made of its letters"
        return Planned(where, name, Fate.REFUSED, f"{words}; give one such as northern-front in a column `id`")
    tries = [wanted, f"{wanted}-{row['countries'][0].lower()}"]
    free = next((one for one in tries if one and registry.get(one) is None and one not in taken), None)
    if free is None:
        return Planned(where, name, Fate.REFUSED, f"its id {wanted!r} is taken; give another in a column `id`")
    entry = row | {"id": free, "verified": False}
    try:
        actor = actor_of(entry, "import", 0)
    except _WRONG as error:
        return Planned(where, name, Fate.REFUSED, f"missing or wrong value: {error}")
    bad = next((period.type for period in actor.types if codebook.inter_number(period.type) is None), None)
    if bad is not None:
        return Planned(where, name, Fate.REFUSED, f"{bad!r} is no actor type; docs/reference/types.md lists them")
    if actor.start is not None and actor.end is not None and actor.end < actor.start:
        return Planned(where, name, Fate.REFUSED, f"its dates run backwards: {actor.start} to {actor.end}")
    return Planned(where, name, Fate.NEW, f"{free}, {row['type'] if isinstance(row['type'], str) else 'dated types'}",
                   {"id": free} | entry)  # fmt: skip


def _names(row: dict[str, Any]) -> list[str]:
    spoken = (text for texts in row.get("names_in", {}).values() for text in texts)
    return [*((str(row["name"]),) if "name" in row else ()), *row.get("names", ()), *spoken]


def _slug(name: str) -> str:
    """An id from a name, or from its acronym ("NDF: Northern Dawn Front" -> "ndf")."""
    first = name.split(":", 1)[0] if ":" in name else name
    return re.sub(r"[^a-z0-9]+", "-", fold(first)).strip("-")


def write(planned: Iterable[Planned], source: Path, label: str | None = None) -> Path | None:
    """Write what is new into the user's folder; ``None`` when there is nothing.

    Raises:
        UsageError: no folder of the user's own is set, or an import of this name is there with other content.
    """
    entries = [one.entry for one in planned if one.entry is not None]
    if not entries:
        return None
    path = _file(label or source.stem)
    body = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=110)
    if path.exists():
        raise UsageError(f"{path} is there from an earlier import; take it out with `tocsin actors remove "
                         f"{path.stem.removeprefix(_PREFIX)}`, or give this one another --name.")  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"# Imported from {source.name} ({_digest(source.read_bytes())}). Entries await a check (verified: false).\n"
    path.write_text(f"{head}# Body: {_digest(body.encode())}\n{body}", encoding="utf-8")
    return path


def remove(label: str, even_edited: bool = False) -> Path:
    """Take an import out again.

    Raises:
        UsageError: there is no import of that name, or somebody edited its file and ``even_edited`` is not set.
    """
    path = _file(label)
    if not path.is_file():
        there = sorted(p.stem.removeprefix(_PREFIX) for p in path.parent.glob(f"{_PREFIX}*.yml") if p.is_file())
        raise UsageError(f"There is no import {label!r} in {path.parent}; there are: {', '.join(there) or 'none'}.")
    text = path.read_bytes().decode("utf-8", errors="replace")
    seal = _SEAL.search(text)
    body = text[seal.end() + 1 :] if seal is not None else ""
    if not even_edited and (seal is None or seal.group(1) != _digest(body.encode())):
        raise UsageError(f"{path} was edited since it was imported; --edited takes it out all the same, or rename it "
                         "to keep it.")  # fmt: skip
    path.unlink()
    return path


def _file(label: str) -> Path:
    folder = overlay_path()
    if folder is None:
        raise UsageError("Imports lie in a folder of your own: make one and set TOCSIN_KNOWLEDGE to it.")
    slug = _slug(label)
    if not slug:
        raise UsageError(f"--name {label!r} holds no letter or digit.")
    return folder / "actors" / f"{_PREFIX}{slug}.yml"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
