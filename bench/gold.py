"""Event coding against a gold file: events of each document, coded alone, matched and scored by the corpus' own scorer.

python bench/gold.py [--data ../shared/data/event_gold] [--files docs.jsonl gold.jsonl] [--detail]
"""

import argparse
import importlib.util
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from common import Clock, Figures, Json, arguments, coded_alone, four, report, told_as_real
from tocsin import ingest, knowledge
from tocsin.model.document import Document
from tocsin.pipeline import evaluation, evaluation_gold
from tocsin.pipeline.evaluation_gold import GoldDocument
from tocsin.pipeline.evaluation_rules import Judge

KEYS = {
    "detection_f1": "f1",
    "detection_p": "precision",
    "detection_r": "recall",
    "sub_event_type_strict": "sub_event_type_strict",
    "sub_event_type_lenient": "sub_event_type_lenient",
    "event_type_lenient": "event_type_lenient",
    "date_exact": "date_exact",
    "date_within_3_days": "date_within_3_days",
    "country": "country",
    "admin1": "admin1",
    "geo_25km": "geo_25km",
    "geo_161km": "geo_161km",
    "actor1": "actor1",
    "actor2": "actor2",
    "fatalities_exact": "fatalities_exact",
    "attribution_f1": "attribution_f1",
    "no_event_docs_touched": "no_event_docs_with_false",
    "no_event_docs": "no_event_docs",
}


def scorer(folder: Path) -> ModuleType:
    """The corpus' own ``score.py``."""
    spec = importlib.util.spec_from_file_location("event_gold_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def corpus(options: argparse.Namespace) -> tuple[list[GoldDocument], list[Document]]:
    """The gold lines and the documents they are about."""
    lines = evaluation_gold.read_gold(options.data / options.files[1])[: options.limit]
    wanted = {line.id for line in lines}
    items = ingest.documents([str(options.data / options.files[0])])
    return lines, [item for item in items if isinstance(item, Document) and item.id in wanted]


def coded(documents: Iterable[Document], engine: str) -> dict[str, list[Json]]:
    """The events that an export would hold, by document, each document coded alone."""
    return {document.id: exported(events) for document, events in coded_alone(documents, engine)}


def exported(events: Iterable[Json]) -> list[Json]:
    """Events told as real, with a country and a time known to the month."""
    return [e for e in told_as_real(events) if e["country"] and e["date_start"] and e["time_precision"] <= 3]


def in_scorer_keys(score: ModuleType, lines: Sequence[GoldDocument]) -> list[Json]:
    """Gold in the names that the scorer works with."""
    return [{"doc_id": d.id, "events": [score.from_contract(e) for e in d.events]} for d in lines]


def scored(score: ModuleType, gold: Sequence[Json], coded_events: dict[str, list[Json]]) -> list[Any]:
    """The scorer's rows, one a document: counts, matched pairs, missed gold events, events left over."""
    system = {name: [score.from_contract(e) for e in events] for name, events in coded_events.items()}
    rows: list[Any] = score.run(gold, system)
    return rows


def main() -> None:
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl", "gold.jsonl"])
    score = scorer(options.data)
    clock = Clock()
    lines, documents = corpus(options)
    coded_events = coded(documents, options.engine)
    gold = in_scorer_keys(score, lines)
    rows = scored(score, gold, coded_events)
    result = score.summarise(rows)
    score.show(result)
    if options.detail:
        _detail(score, gold, rows)
    figures = figures_of(result, lines, coded_events)
    for name, value in figures.values.items():
        print(f"{name:28} {value}  {figures.intervals.get(name, '')}  do-nothing {figures.baselines.get(name)}")
    report("event_gold", options, len(gold), figures, clock)


def figures_of(result: Json, lines: list[GoldDocument], coded_events: dict[str, list[Json]]) -> Figures:
    """The scorer's figures; intervals and baselines from our own matching, which agrees with it."""
    judge, idle = Judge(knowledge.load()), evaluation.constant_answers(lines)
    days = {line.id: line.published.isoformat() if line.published else None for line in lines}
    scores = [evaluation.score(line, coded_events.get(line.id, []), judge) for line in lines]
    own = evaluation.measure(scores, judge, lambda name: {**idle, "date_start": days[name], "date_end": days[name]})
    figures = Figures({name: _number(result[key]) for name, key in KEYS.items()})
    for name, figure in own.items():
        if name in figures.values and figure.low is not None and figure.high is not None:
            scale = result["no_event_docs"] if name == "no_event_docs_touched" else 1
            figures.intervals[name] = [four(figure.low * scale), four(figure.high * scale)]
            figures.baselines[name], figures.cases[name] = four(figure.baseline), figure.n
    return figures


def _number(value: float) -> float | None:
    return None if isinstance(value, float) and math.isnan(value) else round(value, 4)


def _detail(score: ModuleType, gold: list[Any], rows: list[Any]) -> None:
    def line(event: dict[str, Any]) -> str:
        sides = " > ".join((score.strings(event.get(k)) or ["-"])[0] for k in ("actor1", "actor2"))
        when, where = (
            f"{event.get('date_start')}..{event.get('date_end')}",
            f"{event.get('country')} {event.get('place')}",
        )
        return f"{event.get('sub_event_type')} | {when} | {where} | {sides} | {score.best(event)}"

    for document, (_, pairs, missed, left) in zip(gold, rows, strict=True):
        print(f"\n== {document['doc_id']}")
        for wanted, got in pairs:
            print(f"  ok    {line(wanted)}\n     => {line(got)}")
        for wanted in missed:
            print(f"  MISS  {line(wanted)}")
        for got in left:
            print(
                f"  FALSE {line(got)} {json.dumps(got.get('evidence', {}).get('sub_event_type', [{}])[0].get('quote'))}"
            )


if __name__ == "__main__":
    main()
