"""Accuracy against a gold file: matching, measures, intervals over documents, and a baseline that does nothing."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tocsin.export import event_json
from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.pipeline.checks import check_reading
from tocsin.pipeline.evaluation_gold import GoldDocument
from tocsin.pipeline.evaluation_rules import (
    Json,
    Judge,
    assign,
    country_right,
    date_right,
    deaths,
    gap,
    kilometres,
    normal,
    sub_type_right,
)
from tocsin.pipeline.rooms import Engine, Rooms

NOT_ASSERTED = ("planned", "hypothetical", "threatened", "negated")
ROUNDS = 500
"""Resamples behind an interval: the bounds of 95% move by less than a point between seeds."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one document got: pairs of (gold, coded), codable gold that was missed, coded events without partner.

    ``vague`` and ``unreal`` count false events that resemble a gold record that is not codable: too vague, or not
    told as having happened. ``read`` is false when the document could not be read at all.
    """

    id: str
    matched: tuple[tuple[Json, Json], ...]
    missed: tuple[Json, ...]
    false: tuple[Json, ...]
    vague: int = 0
    unreal: int = 0
    read: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure: its value, how many cases it rests on, its 95% interval, and that of a system that does nothing
    but answer with the most frequent value (``None`` where it has none)."""

    name: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    baseline: float | None = None


@dataclass(slots=True)
class Evaluation:
    """Scores of all documents and the measures over them."""

    scores: list[Score] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)


def coded_alone(document: Document, engine: Engine, rooms: Rooms) -> list[Json] | None:
    """Events of one document in the contract's keys, as ``tocsin code --no-merge`` and the default export give them.

    ``None`` when the engine does not read its language.
    """
    if document.language is not None and engine.languages and document.language not in engine.languages:
        return None
    reading = engine.read(document)
    check_reading(document, reading)
    documents, readings = {document.id: document}, {document.id: reading}
    clusters = rooms.cluster(documents, readings, (), scope="document", judgements=())
    events = rooms.assemble_all(clusters, documents=documents, readings=readings, stories=())
    return [event_json(event) for event in events if event.codable]


def score(gold: GoldDocument, coded: Sequence[Json], judge: Judge) -> Score:
    """Match the events of one document."""
    codable = [event for event in gold.events if event.get("codable") is not False]
    others = [event for event in gold.events if event.get("codable") is False]
    asserted = [e for e in coded if e.get("codable") is not False and e.get("modality") not in NOT_ASSERTED]
    pairs = assign([[judge.likeness(g, s) for s in asserted] for g in codable])
    used = {column for _, column in pairs}
    left = [event for number, event in enumerate(asserted) if number not in used]
    resembling = [others[row] for row, _ in assign([[judge.likeness(g, s) for s in left] for g in others])]
    real = sum(event.get("modality", "actual") == "actual" for event in resembling)
    return Score(
        gold.id,
        tuple((codable[row], asserted[column]) for row, column in pairs),
        tuple(event for number, event in enumerate(codable) if number not in {row for row, _ in pairs}),
        tuple(left),
        vague=real,
        unreal=len(resembling) - real,
    )


def evaluate(
    gold: Sequence[GoldDocument],
    documents: Mapping[str, Document],
    *,
    engine: Engine,
    rooms: Rooms,
    knowledge: Knowledge,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Code every document alone and measure. Documents in a language the engine does not read are missed whole."""
    judge = Judge(knowledge)
    result = Evaluation()
    for line in gold:
        coded = coded_alone(documents[line.id], engine, rooms)
        made = score(line, coded or (), judge)
        result.scores.append(made if coded is not None else replace(made, read=False))
        progress(line.id)
    idle = constant_answers(gold)
    published = {line.id: line.published for line in gold}
    result.figures = measure(result.scores, judge, lambda name: {**idle, **_on(published[name])})
    return result


# Measures

Tally = Counter[str]
"""Sums over documents; a measure is a quotient of them, so resampled documents are measured by adding."""

SHARES = ("sub_event_type_strict", "sub_event_type_lenient", "event_type_strict", "event_type_lenient", "date_exact",
          "date_within_3_days", "country", "admin1", "geo_25km", "geo_161km", "actor1", "actor2", "actors_any_order",
          "fatalities_exact", "fatalities_silent_when_unstated")  # fmt: skip


def measure(scores: Sequence[Score], judge: Judge, idle: Callable[[str], Json]) -> dict[str, Figure]:
    """All measures with interval and baseline. ``idle``: the constant answer for a document id."""
    tallies = [tally(one, judge) for one in scores]
    silent = [tally(replace(s, matched=tuple((g, idle(s.id)) for g, _ in s.matched)), judge) for s in scores]
    total, nothing = sum(tallies, Counter()), sum(silent, Counter())
    draw = random.Random(7)
    resampled = [sum(draw.choices(tallies, k=len(tallies)), Counter()) for _ in range(ROUNDS)] if tallies else []
    figures = {}
    for name, quotient in MEASURES.items():
        value, n = quotient(total)
        drawn = sorted(v for one in resampled if (v := quotient(one)[0]) is not None)
        low, high = (drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn)) - 1]) if drawn else (None, None)
        silence = quotient(nothing)[0] if name in SHARES else 0.0
        figures[name] = Figure(name, value, n, low, high, silence)
    return figures


def constant_answers(gold: Sequence[GoldDocument]) -> Json:
    """An event made of the most frequent value of each field of the codable gold events."""
    events = [event for line in gold for event in line.events if event.get("codable") is not False]

    def usual(values: Iterable[object]) -> object:
        known = Counter(json.dumps(value) for value in values if value is not None)
        return json.loads(min(known, key=lambda v: (-known[v], v))) if known else None

    answer: Json = {
        key: usual(e.get(key) for e in events) for key in ("event_type", "sub_event_type", "country", "admin1")
    }
    for side in ("actor1", "actor2"):
        name = usual((event.get(side) or {}).get("name") for event in events)
        answer[side] = {"name": name, "as_reported": []} if name is not None else None
    answer["fatalities"] = {"best": usual(deaths(event) for event in events)}
    return answer


def _on(published: date | None) -> Json:
    day_words = published.isoformat() if published is not None else None
    return {"date_start": day_words, "date_end": day_words}


def tally(one: Score, judge: Judge) -> Tally:
    """The sums of one document: ``name`` counts the cases, ``name+`` the right ones."""
    sums: Tally = Counter(
        found=len(one.matched), false=len(one.false), missed=len(one.missed), vague=one.vague, unreal=one.unreal
    )
    if not one.matched and not one.missed:
        sums.update(quiet=1, disturbed=int(bool(one.false)), disturbing=len(one.false))
    for gold, coded in one.matched:
        for name, right in _outcomes(gold, coded, judge).items():
            if right is not None:
                sums[name] += 1
                sums[f"{name}+"] += right
        sums["attributed"] += len(gold.get("attributions") or ())
        sums["attributing"] += len(coded.get("attributions") or ())
        sums["attributed+"] += judge.attributions_right(gold, coded)
    return sums


def _outcomes(gold: Json, coded: Json, judge: Judge) -> dict[str, bool | None]:
    """Per share: right, wrong, or ``None`` where gold has nothing to compare with."""
    distance, apart = kilometres(gold, coded), gap(gold, coded)
    point = gold.get("geo_precision") if gold.get("latitude") is not None else None
    unit, stated = normal(gold.get("admin1")), deaths(gold)
    ours, theirs = unit, normal(coded.get("admin1"))
    ceiling = (gold.get("fatalities") or {}).get("high")
    sides = [(a, b) for a in ("actor1", "actor2") for b in ("actor1", "actor2")]
    return {
        "sub_event_type_strict": sub_type_right(gold, coded, lenient=False),
        "sub_event_type_lenient": sub_type_right(gold, coded),
        "event_type_strict": judge.type_right(gold, coded, lenient=False),
        "event_type_lenient": judge.type_right(gold, coded),
        "date_exact": date_right(gold, coded),
        "date_within_3_days": apart is not None and apart <= 3,
        "country": country_right(gold, coded) if gold.get("country") else None,
        "admin1": bool(theirs) and (ours in theirs or theirs in ours) if unit else None,
        "geo_25km": distance is not None and distance <= 25 if point == 1 else None,
        "geo_161km": distance is not None and distance <= 161 if point in (1, 2) else None,
        "actor1": judge.actor_right(gold, coded, "actor1") if gold.get("actor1") else None,
        "actor2": judge.actor_right(gold, coded, "actor2") if gold.get("actor2") else None,
        "actors_any_order": any(judge.actor_right(gold, coded, a, b) for a, b in sides)
        if gold.get("actor1") or gold.get("actor2")
        else None,
        "fatalities_exact": deaths(coded) == stated if stated is not None else None,
        "fatalities_silent_when_unstated": not deaths(coded) if stated is None and ceiling is None else None,
    }


def _ratio(above: int, below: int) -> tuple[float | None, int]:
    return (above / below if below else None), below


def _f1(found: int, false: int, missed: int) -> float | None:
    return _ratio(2 * found, 2 * found + false + missed)[0]


def _share(name: str) -> Callable[[Tally], tuple[float | None, int]]:
    return lambda sums: _ratio(sums[f"{name}+"], sums[name])


MEASURES: dict[str, Callable[[Tally], tuple[float | None, int]]] = {
    "detection_f1": lambda t: (_f1(t["found"], t["false"], t["missed"]), t["found"] + t["missed"]),
    "detection_p": lambda t: _ratio(t["found"], t["found"] + t["false"]),
    "detection_r": lambda t: _ratio(t["found"], t["found"] + t["missed"]),
    "no_event_docs_touched": lambda t: _ratio(t["disturbed"], t["quiet"]),
    **{name: _share(name) for name in SHARES},
    "attribution_f1": lambda t: (_ratio(2 * t["attributed+"], t["attributed"] + t["attributing"])[0], t["attributed"]),
}
"""Measure -> value and the number of cases below it."""
