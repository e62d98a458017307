"""Reading other people's lists of actors: CSV, Wikidata JSON, PETRARCH dictionaries, the UCDP actor list.

Each reader yields candidates with the line they stand in (Wikidata: the item's id), or a refusal with the reason. What
a format does not say (Wikidata has no actor type) must be given for the whole file; nothing is guessed.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.knowledge.countries import Countries
from tocsin.model.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Candidate:
    """One actor of a list, in its line (``where``); ``row`` has the keys of an entry of an actor file."""

    where: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadCandidate:
    """A row that cannot be taken, with its line and the reason."""

    where: str
    name: str
    reason: str


Item = Candidate | BadCandidate
_CSV_NEEDED, _CSV_MORE = ("name",), ("id", "names", "type", "countries", "from", "to", "note", "language")


def read_csv(path: Path, countries: Countries) -> Iterator[Item]:
    """A table with the column ``name``; ``id, names, type, countries, from, to, note, language`` may be there. Several
    names or countries are parted by |; ``language`` is that of ``names``.

    Raises:
        KnowledgeError: a column is missing or unknown.
    """
    for line, row in _table(path, _CSV_NEEDED, (*_CSV_NEEDED, *_CSV_MORE)):
        named = [_code(word, countries) for word in _parts(row.get("countries", ""))]
        bad = [word for word, code in zip(_parts(row.get("countries", "")), named, strict=True) if code is None]
        if bad:
            yield BadCandidate(line, row["name"], f"{bad[0]!r} is no country; give ISO codes such as MLI, parted by |")
            continue
        entry: dict[str, Any] = {
            "id": row.get("id") or None,
            "name": row["name"],
            "type": row.get("type") or None,
        }
        names = _parts(row.get("names", ""))
        entry |= {"names_in": {row["language"]: names}} if row.get("language") else {"names": names}
        entry["countries"] = [code for code in named if code]
        yield Candidate(line, entry | {key: row.get(key) or None for key in ("from", "to", "note")})


# UCDP Actor Dataset, column Org: 1 formally organised, 2 informal supporters, 3 communal or ethnic, 4 state.
_ORG = {"1": "Rebel group", "2": "Political militia", "3": "Identity militia", "4": "State forces"}


def read_ucdp(path: Path, countries: Countries) -> Iterator[Item]:
    """UCDP's list of actors as CSV: ``ActorId, NameData``, and where there ``NameFull`` (or ``NameDataFull``),
    ``NameOrig``, ``NameOrigFull``, ``Org``, ``Location``.

    Raises:
        KnowledgeError: a column is missing.
    """
    for line, row in _table(path, ("ActorId", "NameData"), None):
        name, kind = row["NameData"], _ORG.get(row.get("Org", ""))
        if kind == "State forces":
            yield BadCandidate(line, name, "a government: forces of states are in the registry already")
            continue
        words = [word.strip() for word in re.split(r"[,;]", row.get("Location", "")) if word.strip()]
        codes = [_code(word, countries) for word in words]
        if None in codes:
            yield BadCandidate(line, name, f"the location {words[codes.index(None)]!r} is no country")
            continue
        full = row.get("NameFull") or row.get("NameDataFull") or ""
        title = f"{name}: {full}" if full and name.isupper() and full != name else full or name
        others = dict.fromkeys([*(row.get(key, "") for key in ("NameOrig", "NameOrigFull")), name])
        yield Candidate(line, {"id": None, "name": title, "names": [n for n in others if n and n != title],
                               "type": kind, "countries": codes,
                               "note": f"UCDP actor {row['ActorId']}"})  # fmt: skip


_ARMED_ROLES = {"REB": "Rebel group", "INS": "Rebel group", "SEP": "Rebel group", "UAF": "Political militia"}
_DICTIONARY_CODE = re.compile(r"\[([A-Z]{3,})\s*(<\d{6}|>\d{6}|\d{6}-\d{6})?\]")


def read_petrarch(path: Path, countries: Countries) -> Iterator[Item]:
    """A PETRARCH or TABARI dictionary of actors: ``NAME_WITH_UNDERSCORES_ [SOMREB]``, with ``+ALIAS_`` and dated codes
    on the lines below. Only codes of armed organisations are taken (REB, INS, SEP, UAF): the others are governments,
    offices and persons."""
    for number, name, aliases, codes in _dictionary(path):
        line = f"line {number}"
        periods = [_period(code, when) for code, when in codes]
        armed = [p for p in periods if p is not None]
        if not codes:
            yield BadCandidate(line, name, "no code in square brackets follows")
        elif not armed:
            yield BadCandidate(line, name, f"the code {codes[0][0]} is of no armed organisation (REB, INS, SEP, UAF)")
        else:
            homes = [code[:3] for code, _ in codes if countries.by_alpha3(code[:3]) is not None]
            kind: Any = armed if len(armed) > 1 or len(armed[0]) > 1 else armed[0]["type"]
            yield Candidate(line, {"id": None, "name": name, "names": aliases, "type": kind,
                                   "countries": list(dict.fromkeys(homes))})  # fmt: skip


def _dictionary(path: Path) -> Iterator[tuple[int, str, list[str], list[tuple[str, str]]]]:
    """Entries: line, name, aliases, codes with their dates."""
    entry: tuple[int, str, list[str], list[tuple[str, str]]] | None = None
    for number, raw in enumerate(_text(path).splitlines(), 1):
        text = re.split(r"[;#]", raw, maxsplit=1)[0]
        if not text.strip():
            continue
        words = text.split("[", 1)[0].strip()
        codes = _DICTIONARY_CODE.findall(text)
        if words.startswith("+") and entry is not None:
            entry[2].append(_plain(words[1:]))
        elif words:
            if entry is not None:
                yield entry
            entry = (number, _plain(words), [], [])
        if entry is not None:
            entry[3].extend(codes)
    if entry is not None:
        yield entry


def _plain(words: str) -> str:
    """ "AL_SHABAAB_" -> "Al Shabaab"; a single short word stays an acronym."""
    text = words.strip("_ ").replace("_", " ")
    return text if " " not in text and len(text) <= 5 else text.title()


def _period(code: str, when: str) -> dict[str, Any] | None:
    kind = next((t for role, t in _ARMED_ROLES.items() if role in code[3:6]), None)
    if kind is None:
        return None
    start, end = (None, when[1:]) if when[:1] == "<" else (when.lstrip(">")[:6] or None, when[7:] or None)
    bounds = {"from": start and _day(start), "to": end and _day(end)}
    return {"type": kind} | {key: day for key, day in bounds.items() if day}


def _day(digits: str) -> str:
    """YYMMDD; years up to 40 are of this century, as in the dictionaries."""
    year = int(digits[:2])
    return f"{2000 + year if year <= 40 else 1900 + year}-{digits[2:4]}-{digits[4:]}"


def read_wikidata(path: Path, countries: Countries) -> Iterator[Item]:
    """Items of Wikidata as its entity JSON (``{"entities": {"Q…": {labels, aliases, claims}}}``): labels and aliases by
    language, P571 inception, P576 dissolved. Type and countries must be given: items say them in other items.

    Raises:
        KnowledgeError: the file is no such JSON.
    """
    try:
        entities = json.loads(_text(path))["entities"]
        items = list(entities.items())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f'{path} is no entity JSON of Wikidata ({{"entities": {{…}}}}): {error}.') from error
    for item, entity in items:
        try:
            yield _item(item, entity)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            yield BadCandidate(item, item, f"it has not the form of a Wikidata item ({type(error).__name__}: {error})")


def _item(item: str, entity: dict[str, Any]) -> Item:
    """One item; Wikidata writes an empty map as ``[]``."""
    labels = {code: label["value"] for code, label in (entity.get("labels") or {}).items()}
    title = labels.get("en") or next(iter(labels.values()), None)
    if title is None:
        return BadCandidate(item, item, "it has no label in any language")
    spoken: dict[str, list[str]] = {code: [text] for code, text in labels.items() if text != title}
    for code, aliases in (entity.get("aliases") or {}).items():
        spoken.setdefault(code, []).extend(alias["value"] for alias in aliases)
    short = {code: list(dict.fromkeys(texts)) for code, texts in spoken.items() if re.fullmatch("[a-z]{2,3}", code)}
    claims = entity.get("claims") or {}
    return Candidate(item, {"id": None, "name": title, "names": short.pop("en", []), "names_in": short,
                            "from": _time(claims, "P571"),
                            "to": _time(claims, "P576"), "note": f"Wikidata {item}"})  # fmt: skip


_RANKS = ("preferred", "normal")  # the rest is deprecated: Wikidata keeps what is known to be wrong


def _time(claims: dict[str, Any], prop: str) -> str | None:
    """The first time of the best rank of a property, as exact as Wikidata says (precision 9 year, 10 month, 11 day)."""
    ranked = [c for rank in _RANKS for c in claims.get(prop) or () if c.get("rank", "normal") == rank]
    for claim in ranked:
        value = ((claim.get("mainsnak") or {}).get("datavalue") or {}).get("value") or {}
        precision = value.get("precision", 0)
        if precision >= 9 and value.get("time", "").startswith("+"):
            return str(value["time"][1 : {9: 5, 10: 8}.get(precision, 11)])
    return None


READERS: dict[str, Callable[[Path, Countries], Iterator[Item]]] = {
    "csv": read_csv, "wikidata": read_wikidata, "petrarch": read_petrarch, "ucdp": read_ucdp,
}  # fmt: skip


def _table(path: Path, needed: tuple[str, ...], known: tuple[str, ...] | None) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        yield from _rows(path, reader, needed, known)
    except csv.Error as error:
        raise KnowledgeError(
            f"{path} line {reader.line_num} cannot be read as CSV: {error}. Is a quotation mark left open before it?"
        ) from error


def _rows(
    path: Path, reader: "csv.DictReader[str]", needed: tuple[str, ...], known: tuple[str, ...] | None
) -> Iterator[tuple[str, dict[str, str]]]:
    columns = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise KnowledgeError(f"{path} has no column {missing[0]}; its first line must name the columns.")
    unknown = [name for name in columns if known is not None and name not in known]
    if unknown:
        raise KnowledgeError(
            f"{path} has a column {unknown[0]!r} that nothing reads; known are {', '.join(known or ())}."
        )
    for row in reader:
        cells = {key.strip(): " ".join((value or "").split()) for key, value in row.items() if key is not None}
        yield f"line {reader.line_num}", cells  # a row that is too short has empty cells


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _code(word: str, countries: Countries) -> str | None:
    found = countries.by_alpha3(word.upper()) or countries.find_name(word, cased=False)
    return found.alpha3 if found is not None else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path} is not in UTF-8; save it in that encoding.") from error
