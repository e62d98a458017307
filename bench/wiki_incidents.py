"""Whole records of incidents around the world: dead, injured, country, perpetrator, doubt, type of the largest event.

    python bench/wiki_incidents.py [--data ../shared/data/wiki_incidents_2018] [--files dev.jsonl] [--detail]

``Dead`` "2 (+1)" means two dead and one dead attacker; attackers are compared apart. A figure is compared where the
text states it itself (the number stands in the text, in digits or words, or is one); where gold is zero a figure
above zero is a false positive.
"""

import re
from collections import Counter
from collections.abc import Sequence

from common import Clock, Figures, arguments, f1, report
from incidents import Json, coded, day_of, figure, people, rows_of
from tocsin import knowledge
from tocsin.model.text import fold

_NOTES = re.compile(r"\s*\[[^\]]{1,20}\]")
_FIGURE = re.compile(r"^\s*(\d[\d,]*)?\s*\+?\s*(?:\(\s*\+\s*(\d+)\s*\))?")
_WORDS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
]
_ARMED = ("perpetrator", "rebel", "militia")
# The corpus' incident words to sub-event types; the first fitting word of the cell decides.
TYPES = (
    ("suicide", {"Suicide bomb", "Armed clash"}),
    ("grenade", {"Grenade"}),
    ("rocket", {"Shelling/artillery/missile attack"}),
    ("mortar", {"Shelling/artillery/missile attack"}),
    ("kidnap", {"Abduction/forced disappearance", "Attack"}),
    ("hostage", {"Abduction/forced disappearance", "Attack"}),
    ("bombing", {"Remote explosive/landmine/IED"}),
    ("landmine", {"Remote explosive/landmine/IED"}),
    ("arson", {"Looting/property destruction", "Attack"}),
    ("vandal", {"Looting/property destruction"}),
    ("ambush", {"Armed clash"}),
    ("shooting", {"Attack", "Armed clash"}),
    ("stabbing", {"Attack"}),
    ("assassination", {"Attack"}),
    ("execution", {"Attack"}),
    ("vehic", {"Attack"}),
)


def gold_figures(cell: str) -> tuple[int, int] | None:
    """(people, attackers) of a cell such as "2 (+1)"; ``None`` for words."""
    match = _FIGURE.match(cell)
    if match is None or (match[1] is None and match[2] is None):
        return None
    return int((match[1] or "0").replace(",", "")), int(match[2] or 0)


def states(text: str, number: int) -> bool:
    """Whether the text itself gives this number."""
    if number == 1:
        return True
    shown = {str(number), f"{number:,}"} | ({_WORDS[number]} if number < len(_WORDS) else set())
    return any(re.search(rf"(?<![\d\w]){re.escape(form)}(?![\d\w])", text, re.IGNORECASE) for form in shown)


def largest(events: Sequence[Json]) -> Json | None:
    """The event with the most dead, then hurt, then the first."""

    def size(event: Json) -> tuple[int, int]:
        return figure(event["fatalities"]), people([event], "injured").total()

    return max(events, key=size, default=None)


def hurt(event: Json | None, status: str) -> tuple[int, int]:
    """(people, attackers) of one fate; attackers are perpetrators and rebels, and militias where no rebels attack."""
    if event is None:
        return 0, 0
    sides = people([event], status)
    armed = _ARMED if "Rebel" not in ((event["actor1"] or {}).get("type") or "") else _ARMED[:2]
    attackers = sum(sides[side] for side in armed)
    total = figure(event["fatalities"]) if status == "killed" else sides.total()
    return max(0, total - attackers), attackers


def compared(
    rows: Sequence[Json], texts: Sequence[str], found: Sequence[Json | None], cell: str, status: str
) -> dict[str, list[bool | None]]:
    """Outcomes per row: the figure where stated, attackers where any, false positives where gold is zero."""
    out: dict[str, list[bool | None]] = {"stated": [], "attackers": [], "false": []}
    for row, text, event in zip(rows, texts, found, strict=True):
        gold = gold_figures(row[cell])
        got = hurt(event, status)
        out["stated"].append(got[0] == gold[0] if gold and gold[0] and states(text, gold[0]) else None)
        out["attackers"].append(got[1] == gold[1] if gold and (gold[1] or got[1]) else None)
        out["false"].append(got[0] != 0 if gold and not gold[0] else None)
    return out


def perpetrator_right(row: Json, event: Json | None, known: knowledge.Knowledge) -> bool | None:
    """Whether actor1 (or a rival of it) is the gold organisation; nobody named is right for "Unknown"."""
    said = row["Perpetrator"].replace("(suspected)", "").strip()
    actor = (event or {}).get("actor1")
    if not said or fold(said) in ("unknown", "unclaimed"):
        return actor is None or "unidentified" in fold(actor["name"])
    if event is None:
        return False
    names = [actor["name"] if actor else "", *(a["value"] for a in event["alternatives"] if a["field"] == "actor1")]
    ids = {i for hit in known.actors.find(said) for i in hit.ids}
    given = {actor["id"] if actor else None} | {a.id for name in names if name for a in known.actors.by_name(name)}
    if ids & given:
        return True
    return any(fold(said) in fold(name) for name in names if name)


def told(row: Json, text: str, known: knowledge.Knowledge) -> bool:
    """Whether the text itself names the perpetrator of the row, or the row names nobody."""
    said = row["Perpetrator"].replace("(suspected)", "").strip()
    if not said or fold(said) in ("unknown", "unclaimed") or fold(said) in fold(text):
        return True
    wanted = {i for hit in known.actors.find(said) for i in hit.ids}
    return bool(wanted & {i for hit in known.actors.find(text, qualified=True) for i in hit.ids})


def doubted(event: Json | None) -> bool:
    """Whether the event's perpetrator is hedged: told with a hedge, accused, disputed, or only an alternative."""
    if event is None:
        return False
    return (
        event["disputed"]
        or any(e["chosen"] and e["stance"] == "hedged" for e in event["evidence"].get("actor1", ()))
        or any(a["kind"] == "accusation" for a in event["attributions"])
        or any(a["field"] == "actor1" for a in event["alternatives"])
    )


def type_right(row: Json, event: Json | None) -> bool | None:
    """Whether the type is one the corpus' first word allows; words without a map do not count."""
    cell = fold(row["Type"])
    hits = sorted((cell.find(word), word, types) for word, types in TYPES if word in cell)
    if not hits:
        return None
    allowed = next((types for _, word, types in hits if word == "suicide"), None) or set().union(
        *(t for _, _, t in hits)
    )
    return event is not None and event["sub_event_type"] in allowed


def main() -> None:
    options = arguments(__doc__ or "", "wiki_incidents_2018", ["dev.jsonl"])
    rows = [row for name in options.files for row in rows_of(options.data / name, options.limit)]
    texts = [_NOTES.sub("", row["Details"]).strip() or "-" for row in rows]
    clock = Clock()
    known = knowledge.load()
    events = coded(texts, [day_of(row["Date"]) for row in rows], options.engine)
    found = [largest(e) for e in events]
    dead = compared(rows, texts, found, "Dead", "killed")
    injured = compared(rows, texts, found, "Injured", "injured")
    countries = [_country(row, known) for row in rows]
    outcomes: dict[str, list[bool | None]] = {
        "dead": dead["stated"], "dead_attackers": dead["attackers"], "dead_false_on_zero": dead["false"],
        "injured": injured["stated"], "injured_false_on_zero": injured["false"],
        "country": [
            None if c is None else e is not None and e["country"] == c for c, e in zip(countries, found, strict=True)
        ],
        "country_given_right": [
            None if c is None or e is None or e["country"] is None else e["country"] == c
            for c, e in zip(countries, found, strict=True)
        ],
        "perpetrator": [perpetrator_right(r, e, known) for r, e in zip(rows, found, strict=True)],
        "perpetrator_told": [
            perpetrator_right(r, e, known) if told(r, t, known) else None
            for r, t, e in zip(rows, texts, found, strict=True)
        ],
        "type": [type_right(r, e) for r, e in zip(rows, found, strict=True)],
        "no_event": [e is None for e in found],
    }  # fmt: skip
    idle = idle_answers(rows, dead, countries)
    figures = Figures()
    for name, values in outcomes.items():
        figures.share(name, values, idle.get(name, 0.0))
    hedges = [("suspected" in fold(r["Perpetrator"]), doubted(e)) for r, e in zip(rows, found, strict=True)]
    named = [h for h, r, t in zip(hedges, rows, texts, strict=True) if told(r, t, known)]
    for name, pairs in (("hedged_f1", hedges), ("hedged_told_f1", named)):  # told: the text itself names the suspect
        figures.add(name, [_doubt(w, g) for w, g in pairs], f1, idle=[_doubt(w, True) for w, _ in pairs])
    if options.detail:
        _detail(rows, texts, events, outcomes)
    report("wiki_incidents_2018", options, len(rows), figures, clock)


def idle_answers(
    rows: Sequence[Json], dead: dict[str, list[bool | None]], countries: Sequence[str | None]
) -> dict[str, list[bool | None] | float]:
    """What a system gets that names the most frequent country and type, nobody as perpetrator, and one dead."""
    usual = max({c for c in countries if c}, key=lambda c: (countries.count(c), c), default="")
    shooting = {"sub_event_type": "Attack"}
    figures_ = [gold_figures(row["Dead"]) for row in rows]
    return {
        "dead": [
            None if d is None else f is not None and f[0] == 1 for d, f in zip(dead["stated"], figures_, strict=True)
        ],
        "country": [None if c is None else c == usual for c in countries],
        "perpetrator": [fold(r["Perpetrator"].strip()) in ("", "unknown", "unclaimed") for r in rows],
        "type": [type_right(r, shooting) for r in rows],
        "no_event": 1.0,
    }


def _doubt(wanted: bool, got: bool) -> Counter[str]:
    return Counter(tp=wanted and got, fp=got and not wanted, fn=wanted and not got)


def _country(row: Json, known: knowledge.Knowledge) -> str | None:
    """Alpha-3 of the last part of the place cell."""
    country = known.countries.find_name(row["Location"].split(",")[-1].strip(), cased=False)
    return country.alpha3 if country is not None else None


def _detail(
    rows: Sequence[Json], texts: Sequence[str], events: Sequence[Sequence[Json]], outcomes: dict[str, list[bool | None]]
) -> None:
    wrong = {"dead": False, "dead_attackers": False, "dead_false_on_zero": True, "injured": False}
    for n, (row, text, found) in enumerate(zip(rows, texts, events, strict=True)):
        names = [name for name, bad in wrong.items() if outcomes[name][n] is bad]
        if names:
            kinds = [
                (
                    e["sub_event_type"],
                    figure(e["fatalities"]),
                    [(v["side"], v["status"], v["best"], v["who"]) for v in e["victims"]],
                )
                for e in found
            ]
            print(f"\n#{n} {names} dead {row['Dead']} injured {row['Injured']}\n  {kinds}\n  {text}")


if __name__ == "__main__":
    main()
