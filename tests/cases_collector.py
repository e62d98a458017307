"""Reads the case files of ``cases/`` and checks what the engine makes of them (see ``cases/README.md``)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tocsin.model.text import fold

CASES = Path(__file__).resolve().parents[1] / "cases"
MARK = re.compile(r"\[([^\[\]]+)\]\{([a-z0-9_]+)\}")
ASSERTED = ("actual", "failed")
EVIDENCE_OF_MARK = {  # mark in a case -> evidence fields of the contract that may carry it
    "date": ("date", "date_start", "dates"),
    "place": ("place", "location"),
    "fatalities": ("fatalities", "victims"),
    "victims": ("victims", "fatalities"),
}
MATCHER_KEYS = {
    "equals", "in", "contains", "not_contains", "matches", "between", "min", "max", "absent", "present", "any"
}  # fmt: skip
CASE_KEYS = {
    "case", "why", "published", "country", "language", "text", "expect", "never", "events", "known_gap",
    "known_gap_local", "kind", "issuer", "publisher", "via"
}  # fmt: skip
EXPECT_KEYS = {
    "sub_event_type", "event_type", "date", "date_start", "date_end", "time_precision", "country", "place",
    "geo_precision", "actor1", "actor2", "fatalities", "victims", "modality", "background", "disputed",
    "civilian_targeting", "attributions", "alternatives", "targets", "weapons", "incident_count", "crowd_size", "tags"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case: marks taken out of ``text``, kept in ``marks`` as (words, field)."""

    name: str
    why: str
    text: str
    published: date | None
    expect: tuple[Mapping[str, Any], ...]
    never: tuple[Any, ...]
    events: int | None
    known_gap: str | None
    source: str
    marks: tuple[tuple[str, str], ...] = field(default=())
    language: str = "en"
    known_gap_local: str | None = None
    kind: str = "article"
    issuer: str | None = None
    publisher: str | None = None
    via: tuple[str, ...] = ()


def plain(value: Any) -> Any:
    """YAML's dates as ISO strings, all the way down."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def load_cases(folder: Path = CASES) -> list[Case]:
    """All cases of the folder's files, except the section 10 table and the time-expression files.

    Raises:
        ValueError: a case has an unknown key, lacks ``why``, or its name occurs twice.
    """
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == "section10.yml" or path.name.startswith("dates_"):
            continue
        for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
            case = _case(raw, path.name)
            if case.name in seen:
                raise ValueError(f"case {case.name!r} is in {seen[case.name]} and again in {path.name}")
            seen[case.name] = path.name
            cases.append(case)
    return cases


def _case(raw: Mapping[str, Any], source: str) -> Case:
    unknown = set(raw) - CASE_KEYS
    name = raw.get("case")
    if unknown or not name or not raw.get("why"):
        raise ValueError(f"{source}: case {name!r} needs `case` and `why`; unknown keys: {sorted(unknown)}")
    expect = tuple(raw.get("expect") or ())
    for item in expect:
        if set(item) - EXPECT_KEYS:
            raise ValueError(f"{source}: {name}: unknown expect keys {sorted(set(item) - EXPECT_KEYS)}")
    if not expect and not raw.get("never"):
        raise ValueError(f"{source}: {name}: neither `expect` nor `never`, so nothing is checked")
    marked = raw["text"].strip()
    return Case(
        name=name,
        why=raw["why"],
        text=MARK.sub(r"\1", marked),
        published=raw.get("published"),
        expect=tuple(plain(item) for item in expect),
        never=tuple(plain(item) for item in raw.get("never") or ()),
        events=raw.get("events"),
        known_gap=raw.get("known_gap"),
        source=source,
        marks=tuple((words, mark) for words, mark in MARK.findall(marked)),
        language=raw.get("language", "en"),
        known_gap_local=raw.get("known_gap_local"),
        kind=raw.get("kind", "article"),
        issuer=raw.get("issuer"),
        publisher=raw.get("publisher"),
        via=tuple(raw.get("via") or ()),
    )


# --- matchers ---


def found(row: Any, path: str) -> list[Any]:
    """Values at a dotted path; lists on the way are walked through, so one path may give several values."""
    values = [row]
    for key in path.split("."):
        stepped: list[Any] = []
        for value in values:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Mapping) and key in item:
                    stepped.append(item[key])
        values = stepped
    flat: list[Any] = []
    for value in values:
        flat.extend(value if isinstance(value, list) else [value])
    return flat


def matches(values: list[Any], matcher: Any) -> bool:
    """Whether the values at a path satisfy a matcher (``cases/README.md``); one that fits is enough."""
    if not isinstance(matcher, Mapping):
        matcher = {"equals": matcher}
    if set(matcher) - MATCHER_KEYS:
        raise ValueError(f"unknown matcher {sorted(set(matcher) - MATCHER_KEYS)}")
    present = [v for v in values if v is not None and v != "" and v != []]
    for key, wanted in matcher.items():
        if key == "absent":
            if bool(present) == bool(wanted):
                return False
        elif key == "present":
            if bool(present) != bool(wanted):
                return False
        elif key == "not_contains":
            if any(fold(str(wanted)) in fold(str(v)) for v in present):
                return False
        elif not any(_one(key, v, wanted) for v in (values if key == "equals" else present)):
            return False
    return True


def _one(key: str, value: Any, wanted: Any) -> bool:
    if key == "any":
        return isinstance(value, Mapping) and row_matches(value, wanted)
    if key == "contains":
        return fold(str(wanted)) in fold(str(value))
    if key == "matches":
        return re.search(wanted, fold(str(value))) is not None
    if key == "in":
        return any(_one("equals", value, item) for item in wanted)
    if key == "equals":
        if isinstance(value, str) and isinstance(wanted, str):
            return fold(value) == fold(wanted)
        return bool(value == wanted and isinstance(value, bool) == isinstance(wanted, bool))
    low, high = {"between": wanted, "min": (wanted, None), "max": (None, wanted)}[key]
    kind = str if isinstance(low if low is not None else high, str) else (int, float)
    if isinstance(value, bool) or not isinstance(value, kind):
        return False
    return (low is None or value >= low) and (high is None or value <= high)


def row_matches(row: Any, where: Mapping[str, Any]) -> bool:
    """Whether one exported row satisfies all matchers."""
    return all(matches(found(row, path), matcher) for path, matcher in where.items())


# --- section 10 queries ---


def problems_of_target(target: Mapping[str, Any], exports: Mapping[str, list[Any]]) -> list[str]:
    """What is wrong with the exports of one text, as sentences; empty when the row's target passes."""
    problems: list[str] = []
    for query in plain(list(target.get("queries") or ())):
        problems += _query(query, exports)
    for never in plain(list(target.get("never") or ())):
        rows = [row for row in exports[never["export"]] if row_matches(row, never["where"])]
        if rows:
            problems.append(f"never: {len(rows)} {never['export']} match {never['where']}: {_short(rows[0])}")
    return problems


def _query(query: Mapping[str, Any], exports: Mapping[str, list[Any]]) -> list[str]:
    if "any_of" in query:
        tried = [[p for q in branch for p in _query(q, exports)] for branch in query["any_of"]]
        return [] if any(not t for t in tried) else [" OR ".join("; ".join(t) for t in tried)]
    rows = [row for row in exports[query["export"]] if row_matches(row, query["where"])]
    expect = query["expect"]
    problems: list[str] = []
    count = expect.get("count", {"min": 1})
    if isinstance(count, Mapping):
        ok = count.get("min", 0) <= len(rows) <= count.get("max", len(rows))
    else:
        ok = len(rows) == count
    if not ok:
        problems.append(f"{query['export']} where {query['where']}: {len(rows)} rows, wanted {count}")
    for row in rows if "all" in expect else ():
        for path, matcher in expect["all"].items():
            if not matches(found(row, path), matcher):
                problems.append(f"{query['export']}: {path} is {_short(found(row, path))}, wanted {matcher}")
    if rows and "some" in expect and not any(row_matches(row, expect["some"]) for row in rows):
        problems.append(f"{query['export']} where {query['where']}: none has {expect['some']}")
    return problems


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 160 else text[:157] + "..."


# --- cases ---


def problems_of_case(case: Case, events: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is wrong with the events (contract's JSON form) coded from a case's text; empty when it passes."""
    rows = list(events)
    problems: list[str] = []
    free = list(rows)
    taken: list[Mapping[str, Any]] = []
    for wanted in case.expect:
        ranked = sorted(free, key=lambda row: len(_misses(wanted, row)))
        if not ranked:
            problems.append(f"no event left for {dict(wanted)}")
            continue
        misses = _misses(wanted, ranked[0])
        if misses:
            problems.append(f"{wanted.get('sub_event_type', wanted)}: " + "; ".join(misses))
        free.remove(ranked[0])
        taken.append(ranked[0])
    asserted = [row for row in rows if row["modality"] in ASSERTED and not row["background"]]
    for never in case.never:
        bad = [row for row in asserted if _forbidden(never, row)]
        if bad:
            problems.append(f"never {never}: {bad[0]['sub_event_type']} at {bad[0]['location']}")
    if case.events is not None and len(asserted) != case.events:
        got = [(row["sub_event_type"], row["location"], row["date_start"]) for row in asserted]
        problems.append(f"{len(asserted)} asserted events, wanted {case.events}: {got}")
    problems += [f"[{words}]{{{mark}}} is no evidence" for words, mark in _unmarked(case, taken)]
    return problems


def _unmarked(case: Case, events: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [
        (words, mark)
        for words, mark in case.marks
        if mark != "trigger"  # several words may trigger one type; the mark is for the reader
        and not any(
            fold(words) in fold(quote) or fold(quote) in fold(words)
            for event in events
            for name in EVIDENCE_OF_MARK.get(mark, (mark,))
            for quote in found(event.get("evidence") or {}, f"{name}.quote")
            if quote
        )
    ]


def _forbidden(never: Any, row: Mapping[str, Any]) -> bool:
    if isinstance(never, Mapping):
        return not _misses(never, row)
    return never == "any" or never in (row["sub_event_type"], row["event_type"])


def _misses(wanted: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    out = []
    for name, value in wanted.items():
        got = _problem(name, value, row)
        if got is not None:
            out.append(f"{name} is {_short(got)}, wanted {value}")
    return out


def _problem(name: str, value: Any, row: Mapping[str, Any]) -> Any:
    """``None`` when the row has the wanted value, else what it has."""
    got: Any
    if name == "date":
        got = (row["date_start"], row["date_end"])
        return None if got == (value, value) else got
    if name in ("actor1", "actor2"):
        got = (row[name] or {}).get("name")
        if value is None:
            return None if got is None else got
        options = value if isinstance(value, list) else [value]
        return None if any(fold(v) in fold(got or "") for v in options) else got or "unknown"
    if name in ("fatalities", "crowd_size"):
        got = row[name]
        return None if _count_fits(value, got) else got or "unknown"
    if name in ("victims", "attributions", "alternatives", "targets"):
        got = row[name]
        return None if all(any(_item_fits(name, v, g) for g in got) for v in value) else got or "none"
    if name in ("weapons", "tags"):
        got = row[name]
        return None if all(any(fold(v) in fold(g) for g in got) for v in value) else got or "none"
    if name == "place" and value is not None and _place_fits(value, row):
        return None
    got = row[{"place": "location"}.get(name, name)]
    options = value if isinstance(value, list) else [value]
    return None if matches([got], {"in": options}) or (got is None and value is None) else got or str(got)


def _place_fits(wanted: str, row: Mapping[str, Any]) -> bool:
    """Whether the place is the wanted one by its registry name or by the words it was chosen for."""
    chosen = [item for item in (row.get("evidence") or {}).get("place", ()) if item.get("chosen")]
    names = [row["location"] or "", *(item.get("quote") or "" for item in chosen)]
    return row["location"] is not None and any(fold(wanted) in fold(name) for name in names)


def _count_fits(wanted: Any, got: Mapping[str, Any] | None) -> bool:
    got = got or {"low": None, "best": None, "high": None}
    if wanted is None:
        return got["low"] is None and got["best"] is None and got["high"] is None
    if isinstance(wanted, Mapping):
        return all(got[key] == number for key, number in wanted.items())
    return bool(got["best"] == wanted)


def _item_fits(name: str, wanted: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    if name == "victims":
        return all(got.get(key) == value for key, value in wanted.items())
    return all(fold(str(value)) in fold(str(got.get(key) or "")) for key, value in wanted.items())
