"""Counts by side and fate, actions, perpetrator and district on hand-coded incident reports: one incident a text.

    python bench/satp.py [--data ../shared/data/satp] [--files dev.jsonl] [--detail]

The events the pipeline makes of a text are summed over the text. Sides: state = security + government officials,
civilian, rebel = maoist, militia = other armed groups. People of no stated side stay apart ("unknown") and make a
row's sides wrong.
"""

from collections import Counter
from collections.abc import Sequence

from common import Clock, Figures, arguments, f1, report
from incidents import Json, coded, day_of, exact, people, rows_of
from tocsin.model.text import fold

# Sub-event types to the corpus' action labels.
ACTIONS = {
    "Armed clash": "armed_assault", "Government regains territory": "armed_assault", "Attack": "armed_assault",
    "Non-state actor overtakes territory": "armed_assault", "Sexual violence": "armed_assault",
    "Mob violence": "armed_assault", "Grenade": "bombing", "Remote explosive/landmine/IED": "bombing",
    "Suicide bomb": "bombing", "Shelling/artillery/missile attack": "bombing", "Air/drone strike": "bombing",
    "Arrests": "arrest", "Abduction/forced disappearance": "abduction", "Disrupted weapons use": "seizure",
    "Looting/property destruction": "infrastructure",
}  # fmt: skip
LABELS = ("armed_assault", "arrest", "bombing", "infrastructure", "surrender", "seizure", "abduction")
# Tags that keep other tactics of an event (one pair, place and day make one event), to the same labels.
TAGS = {
    "weapons seized": "seizure", "property destroyed": "infrastructure", "arrests": "arrest", "IED": "bombing",
    "suicide": "bombing", "shelling": "bombing", "air support": "bombing",
}  # fmt: skip
TOTALS = (
    ("deaths_total", "total_fatalities", "killed"),
    ("injured_total", "total_injuries", "injured"),
    ("abducted", "total_abducted", "abducted"),
    ("arrested", "total_arrests", "arrested"),
    ("surrendered", "total_surrenders", "surrendered"),
)
_PERPETRATOR = {"Rebel group": "Maoist", "State forces": "Security", "External/Other forces": "Security"}


def number(row: Json, key: str) -> int:
    """A figure of the corpus; a missing one is zero."""
    value = str(row.get(key) or "0")
    return int(value) if value.isdigit() else 0


def wanted_sides(row: Json, fate: str) -> dict[str, int]:
    """Gold figures by side, zeros left out. ``fate``: "fatalities" or "injuries"."""
    other = "other_armed_grp" if fate == "fatalities" else "non_maoist_armed_group"
    sides = {
        "state": number(row, f"security_{fate}") + number(row, f"govt_official_{fate}"),
        "civilian": number(row, f"civilian_{fate}"),
        "rebel": number(row, f"maoist_{fate}"),
        "militia": number(row, f"{other}_{fate}"),
    }
    return {side: n for side, n in sides.items() if n}


def _officials_unarmed(row: Json) -> dict[str, int]:
    """Gold deaths with officials among civilians: the corpus counts leaders of parties as officials, the codebook does
    not."""
    sides = wanted_sides(row, "fatalities")
    officials = number(row, "govt_official_fatalities")
    moved = {**sides, "state": sides.get("state", 0) - officials, "civilian": sides.get("civilian", 0) + officials}
    return {side: n for side, n in moved.items() if n}


def actions(events: Sequence[Json]) -> frozenset[str]:
    """The corpus' action labels that the events stand for."""
    found = {ACTIONS[e["sub_event_type"]] for e in events if e["sub_event_type"] in ACTIONS}
    found |= {TAGS[tag] for e in events for tag in e["tags"] if tag in TAGS}
    found |= {
        label for label, status in (("arrest", "arrested"), ("surrender", "surrendered"), ("abduction", "abducted"))
        if people(events, status)
    }  # fmt: skip
    return frozenset(found)


def perpetrator(events: Sequence[Json]) -> str:
    """The corpus' perpetrator class of the first event that names a side."""
    for event in events:
        kind = (event["actor1"] or {}).get("type")
        if kind is not None:
            return _PERPETRATOR.get(kind, "other")
    return "Unknown"


def same_district(row: Json, events: Sequence[Json]) -> bool:
    """Whether any event lies in the gold district (names folded)."""
    district = fold(str(row.get("district") or ""))
    return any(
        district and district in fold(" ".join(str(v) for k, v in event.items() if k in _PLACE_KEYS and v))
        for event in events
    )


_PLACE_KEYS = ("location", "admin1", "admin2", "admin3")


def _labels(wanted: frozenset[str], got: frozenset[str]) -> Counter[str]:
    return Counter(tp=len(wanted & got), fp=len(got - wanted), fn=len(wanted - got))


def main() -> None:
    options = arguments(__doc__ or "", "satp", ["dev.jsonl"])
    rows = [row for name in options.files for row in rows_of(options.data / name, options.limit)]
    clock = Clock()
    found = coded([row["text"] for row in rows], [day_of(str(row.get("date") or "")) for row in rows], options.engine)
    both = list(zip(rows, found, strict=True))
    totals = {name: [(number(r, key), people(e, fate).total()) for r, e in both] for name, key, fate in TOTALS}
    sides = {
        "deaths_by_side": [(wanted_sides(r, "fatalities"), dict(people(e, "killed"))) for r, e in both],
        "injured_by_side": [(wanted_sides(r, "injuries"), dict(people(e, "injured"))) for r, e in both],
    }
    figures = Figures()
    for name, pairs in {**totals, **sides}.items():
        figures.share(name, exact(pairs), exact([(w, type(w)()) for w, _ in pairs]))  # type: ignore[arg-type, attr-defined]
    either = [
        None if not w and not g else g in (w, _officials_unarmed(r))
        for (w, g), r in zip(sides["deaths_by_side"], rows, strict=True)
    ]
    figures.share("deaths_by_side_officials_either", either, 0.0)
    deaths = totals["deaths_total"]
    figures.share("deaths_total_gold_rows", [(w == g) if w else None for w, g in deaths], 0.0)
    figures.share("false_positive_rate", [None if w else g != 0 for w, g in deaths], 0.0)
    labels = [(frozenset(k for k in LABELS if number(r, k)), actions(e)) for r, e in both]
    always = frozenset({"armed_assault"})
    figures.add(
        "actions_micro_f1", [_labels(w, g) for w, g in labels], f1, idle=[_labels(w, always) for w, _ in labels]
    )
    known = [None if r.get("perpetrator") in (None, "Unknown") else r["perpetrator"] for r in rows]
    figures.share(
        "perpetrator",
        [None if k is None else perpetrator(e) == k for k, e in zip(known, found, strict=True)],
        [None if k is None else k == "Security" for k in known],
    )
    figures.share("district", [same_district(r, e) for r, e in both], 0.0)
    figures.share("no_event", [not e for e in found], 1.0)
    if options.detail:
        _detail(rows, {**totals, **sides}, found)
    report("satp", options, len(rows), figures, clock)


def _detail(
    rows: Sequence[Json], pairs: dict[str, list[tuple[object, object]]], found: Sequence[Sequence[Json]]
) -> None:
    for number_, (row, events) in enumerate(zip(rows, found, strict=True)):
        wrong = {name: p[number_] for name, p in pairs.items() if p[number_][0] != p[number_][1]}
        if wrong:
            kinds = [
                (e["sub_event_type"], [(v["side"], v["status"], v["best"], v["who"]) for v in e["victims"]])
                for e in events
            ]
            print(f"\n#{number_} {wrong}\n  {kinds}\n  {row['text']}")


if __name__ == "__main__":
    main()
