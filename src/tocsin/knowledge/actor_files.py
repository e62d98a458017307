"""Reading actor files (``data/actors/*.yml``) into ``Actor`` rows.

An entry (all keys but ``id``, ``name``, ``type`` and ``countries`` may be left out):

    - id: jnim
      name: "JNIM: Group for Support of Islam and Muslims"   # acronym and long form become names by themselves
      earlier: [{name: "...", to: 2022-03}]                   # canonical names before, in order of time
      names: [GSIM, {n: IS, weak: true, from: 2014-06}]       # lower case = any case matches
      names_in: {fr: [Groupe de …], ar: [جماعة …]}            # names by language (ISO 639)
      type: Rebel group                                       # or [{type, from, to, in: [PSE]}, ...]
      countries: [MLI, {in: BFA, from: 2016, to: 2020}]       # home first; dates where known (or unverified: true)
      from: 2017-03-02                                        # year, month or day
      to: 2025
      rel:                                                    # kind, id, from[/to]; the words alone = unverified
        - rival_of issp 2019/2024
        - {is: pledged_to al-qaeda 2017-03, note: video of 2 March 2017, confidence: high}   # or unverified: true
      leaders: [Ghali]                                        # historical, to resolve "the Ghali faction"
      context: [jihad, militant]                              # for weak names
      verified: false                                         # dates, aliases or relations await a check

An *addition* says more of an actor that stands in another file, and changes nothing of it:

    - add_to: jnim
      names: [...]          # also names_in, countries, rel, leaders, context
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from tocsin.knowledge.actor_model import Actor, ActorName, Confidence, Presence, Relation, RelationKind, TypePeriod
from tocsin.knowledge.files import first_day, last_day, read_entries
from tocsin.model.errors import KnowledgeError

_KEYS = frozenset(
    {
        "id",
        "name",
        "earlier",
        "names",
        "names_in",
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
_ADDITION_KEYS = frozenset({"add_to", "names", "names_in", "countries", "rel", "leaders", "context", "note"})
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")
# "JNIM: Group for …" gives both halves; "Syrian Democratic Forces (SDF)" too.
_ACRONYM_FIRST = re.compile(r"^([^:]{2,12}): (.{4,})$")
_ACRONYM_LAST = re.compile(r"^(.{4,}?) \(([A-Z0-9][A-Z0-9/-]{1,11})\)$")
# A bracket tells actors of one name apart ("Islamic State (Somalia)"): such names stand under `names` or nowhere.
_BRACKET = re.compile(r"\([^()]*[a-z][^()]*\)")


@dataclass(frozen=True, slots=True)
class Addition:
    """What a file adds to the actor ``to`` of another file. ``where`` is file and line."""

    to: str
    names: tuple[ActorName, ...]
    countries: tuple[str, ...]
    presence: tuple[Presence, ...]
    relations: tuple[Relation, ...]
    leaders: tuple[str, ...]
    context: tuple[str, ...]
    where: str

    def applied(self, actor: Actor) -> Actor:
        """The actor with what is new to it; what it has already stays as it is."""
        return replace(
            actor,
            names=_with_names(actor.names, self.names),
            countries=_joined(actor.countries, self.countries),
            presence=_joined(actor.presence, self.presence),
            relations=_with_relations(actor.relations, self.relations),
            leaders=_joined(actor.leaders, self.leaders),
            context=_joined(actor.context, self.context),
        )


def _with_names(kept: tuple[ActorName, ...], added: tuple[ActorName, ...]) -> tuple[ActorName, ...]:
    """New names behind the old ones; a spelling that is there already keeps its dates and gets the language."""
    spoken = {name.text: name.language for name in added}
    old = {name.text for name in kept}
    known = [name if name.language else replace(name, language=spoken.get(name.text)) for name in kept]
    return tuple(dict.fromkeys((*known, *(name for name in added if name.text not in old))))


def _with_relations(kept: tuple[Relation, ...], added: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """New relations behind the old ones; one that is there already keeps its days and gets its source."""
    relations = list(kept)
    for relation in added:
        known = next((n for n, old in enumerate(relations) if old.told_by(relation)), None)
        if known is None:
            relations.append(relation)
        elif relation.note:
            old = relations[known]
            relations[known] = replace(relation, start=old.start, end=old.end)
    return tuple(relations)


_Item = TypeVar("_Item")


def _joined(kept: tuple[_Item, ...], added: tuple[_Item, ...]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys((*kept, *added)))


def read_actors(path: Path) -> Iterator[Actor]:
    """The actors of one file, without its additions to others (``read_entries_of``).

    Raises:
        KnowledgeError: an entry is damaged; names file, entry and key.
    """
    yield from (entry for entry in read_entries_of(path) if isinstance(entry, Actor))


def read_entries_of(path: Path) -> Iterator[Actor | Addition]:
    """The actors of one file, and what it adds to actors of other files.

    Raises:
        KnowledgeError: an entry is damaged; names file, entry and key.
    """
    rows, lines = read_entries(path)
    rows = rows or []
    if not isinstance(rows, list):
        raise KnowledgeError(f"{path}: expected a list of actors, each with id, name, type and countries.")
    for row, line in zip(rows, lines, strict=True):
        label = row.get("id", row.get("add_to")) if isinstance(row, dict) else row
        try:
            yield entry_of(row, path.name, line)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KnowledgeError(f"{path.name} line {line} ({label}): missing or wrong value: {error}.") from error


def entry_of(row: dict[str, Any], origin: str, line: int) -> Actor | Addition:
    """The actor of an entry, or what it adds to one. Raises KeyError, TypeError, ValueError or AttributeError."""
    return _addition(row, origin, line) if "add_to" in row else actor_of(row, origin, line)


def _addition(row: dict[str, Any], origin: str, line: int) -> Addition:
    unknown = set(row) - _ADDITION_KEYS
    if unknown:
        raise ValueError(
            f"an addition (`add_to`) may hold {', '.join(sorted(_ADDITION_KEYS - {'add_to'}))}, "
            f"not {', '.join(sorted(unknown))}; what is there cannot be changed by it"
        )
    where = f"{origin} line {line}"
    presence = _presence(row.get("countries", ()))
    return Addition(
        to=row["add_to"],
        names=tuple(replace(name, origin=where) for name in _names(row)),
        countries=tuple(dict.fromkeys(period.country for period in presence)),
        presence=tuple(period for period in presence if period.start or period.end),
        relations=tuple(_relation(words) for words in row.get("rel", ())),
        leaders=tuple(row.get("leaders", ())),
        context=tuple(row.get("context", ())),
        where=where,
    )


def actor_of(row: dict[str, Any], origin: str, line: int) -> Actor:
    """The actor of one entry. Raises KeyError, TypeError, ValueError or AttributeError for a damaged one."""
    unknown = set(row) - _KEYS
    if unknown:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    titles = _titles(row)
    written = _names(row)
    known = {name.text for name in written}
    derived = [
        ActorName(part, title.start, title.end)
        for title in titles
        for part in name_parts(title.text)
        if part not in known
    ]
    if not isinstance(row["id"], str):
        raise ValueError(f"the id {row['id']!r} is no word; put it in quotes")
    presence = _presence(row["countries"])
    return Actor(
        id=row["id"],
        titles=tuple(titles),
        names=tuple(dict.fromkeys(derived + written)),
        types=_types(row["type"]),
        countries=tuple(dict.fromkeys(period.country for period in presence)),
        presence=tuple(period for period in presence if period.start or period.end),
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


def _names(row: dict[str, Any]) -> list[ActorName]:
    """The names of an entry: those of ``names``, then those of ``names_in`` with their language."""
    names = [_name(name) for name in row.get("names", ())]
    spoken = row.get("names_in", {})
    if not isinstance(spoken, dict):
        raise ValueError("`names_in` holds names by language, such as {fr: [Armée du Nord]}")
    for language, words in spoken.items():
        if not isinstance(language, str) or not _LANGUAGE.match(language):
            raise ValueError(f"{language!r} is no ISO 639 code of a language, such as fr; no and on need quotes")
        names += [_name(name, language) for name in words]
    return names


def _name(row: str | dict[str, Any], language: str | None = None) -> ActorName:
    if isinstance(row, str):
        return ActorName(row, language=language)
    if not isinstance(row, dict):
        raise ValueError(f"the name {row!r} is no word; put it in quotes")
    unknown = set(row) - {"n", "from", "to", "weak"}
    if unknown:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))} in the name {row.get('n')!r}")
    start, end = first_day(row.get("from")), last_day(row.get("to"))
    return ActorName(row["n"], start, end, bool(row.get("weak", False)), language)


def _presence(rows: list[str | dict[str, Any]]) -> list[Presence]:
    """Where an actor acts: codes of countries, or ``{in: BFA, from: 2016, to: 2020}``."""
    return [Presence(row) if isinstance(row, str) else _dated_presence(row) for row in rows]


def _dated_presence(row: dict[str, Any]) -> Presence:
    _only(row, {"in", "from", "to", "unverified"}, f"the country {row.get('in')!r}")
    return Presence(row["in"], first_day(row.get("from")), last_day(row.get("to")), not _flag(row, "unverified"))


def _types(value: str | list[dict[str, Any]]) -> tuple[TypePeriod, ...]:
    if isinstance(value, str):
        return (TypePeriod(value),)
    return tuple(
        TypePeriod(row["type"], first_day(row.get("from")), last_day(row.get("to")), tuple(row.get("in", ())))
        for row in value
    )


def _relation(row: str | dict[str, Any]) -> Relation:
    """A relation in words (then nobody said where it is known from), or with its source note.

    Raises ValueError where a mapping says neither, or says a confidence without a note.
    """
    if isinstance(row, str):
        return _relation_words(row)
    if not isinstance(row, dict) or not isinstance(row.get("is"), str):
        raise ValueError(
            f"the relation {row!r} has no `is`; write {{is: rival_of issp 2019, note: joint statement of 2019}}"
        )
    words = row["is"]
    _only(row, {"is", "note", "confidence", "unverified"}, f"the relation {words!r}")
    note, unverified = row.get("note", ""), _flag(row, "unverified")
    if not isinstance(note, str):
        raise ValueError(f"the note of the relation {words!r} is no text; put it in quotes")
    if not note.strip() and not unverified:
        raise ValueError(
            f"the relation {words!r} does not say where it is known from; give it a `note` "
            "(a public fact with its year is enough), or `unverified: true`"
        )
    confidence = _confidence(row.get("confidence"), words)
    if confidence is not None and not note.strip():
        raise ValueError(f"the relation {words!r} has a confidence without a `note`; say what the confidence rests on")
    return replace(_relation_words(words), note=note.strip(), confidence=confidence, verified=not unverified)


def _confidence(value: Any, words: str) -> Confidence | None:
    if value is None:
        return None
    if value not in set(Confidence):
        raise ValueError(f"the confidence {value!r} of the relation {words!r} is none of {', '.join(Confidence)}")
    return Confidence(value)


def _flag(row: dict[str, Any], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"`{key}` is {value!r}; write true, or leave it out")
    return value


def _only(row: dict[str, Any], keys: set[str], what: str) -> None:
    unknown = set(row) - keys
    if unknown:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))} in {what}; known: {', '.join(sorted(keys))}")


def _relation_words(words: str) -> Relation:
    if len(words.split()) not in (2, 3):
        raise ValueError(f"the relation {words!r} is not written `kind id from/to`, such as `rival_of issp 2019/2024`")
    kind, other, *rest = words.split()
    if kind not in set(RelationKind):
        raise ValueError(f"{kind!r} is no kind of relation; they are {', '.join(RelationKind)}")
    start, _, end = rest[0].partition("/") if rest else ("", "", "")
    return Relation(RelationKind(kind), other, first_day(start or None), last_day(end or None))
