"""Event coding against a gold file: events of each document, coded alone, matched and scored by the corpus' own scorer.

    python bench/gold.py [--data ../shared/data/event_gold] [--files docs.jsonl gold.jsonl] [--detail]
"""

import importlib.util
import json
import math
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from common import Clock, arguments, report

from tocsin import export, pipeline
from tocsin.pipeline import CodeOptions
from tocsin.store import Store

KEYS = {
    "detection_f1": "f1", "detection_p": "precision", "detection_r": "recall", "sub_event_type_strict": "sub_event_type_strict",
    "sub_event_type_lenient": "sub_event_type_lenient", "event_type_lenient": "event_type_lenient", "date_exact": "date_exact",
    "date_within_3_days": "date_within_3_days", "country": "country", "admin1": "admin1", "geo_25km": "geo_25km", "geo_161km": "geo_161km",
    "actor1": "actor1", "actor2": "actor2", "fatalities_exact": "fatalities_exact", "attribution_f1": "attribution_f1",
    "no_event_docs_touched": "no_event_docs_with_false", "no_event_docs": "no_event_docs",
}  # fmt: skip


def scorer(folder: Path) -> ModuleType:
    """The corpus' own ``score.py``."""
    spec = importlib.util.spec_from_file_location("event_gold_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def coded(path: Path, engine: str) -> list[dict[str, Any]]:
    """The exported events of a documents file, each document coded alone."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "gold.db"
        pipeline.code([str(path)], db=str(database), options=CodeOptions(engine=engine, merge=False))
        with Store.open(database) as store:
            return [export.event_json(event) for event in store.events()]


def main() -> None:
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl", "gold.jsonl"])
    score = scorer(options.data)
    documents, gold_file = options.data / options.files[0], options.data / options.files[1]
    clock = Clock()
    events = coded(documents, options.engine)
    gold = [
        {"doc_id": d["id"], "publication_date": d.get("published"), "events": [score.from_contract(e) for e in d["events"]]}
        for d in score.load(gold_file)
    ][: options.limit]
    system: dict[str, list[Any]] = {}
    for event in events:
        for source in event["sources"]:
            system.setdefault(source["document"], []).append(score.from_contract(event))
    rows = score.run(gold, system)
    result = score.summarise(rows)
    score.show(result, score.bootstrap(rows, 300))
    empty = score.summarise(score.run(gold, {}))
    print(f"do-nothing baseline: F1 {empty['f1']}")
    if options.detail:
        _detail(score, gold, rows)
    metrics = {name: _number(result[key]) for name, key in KEYS.items()}
    report("event_gold", options, len(gold), metrics, clock)


def _number(value: float) -> float | None:
    return None if isinstance(value, float) and math.isnan(value) else round(value, 4)


def _detail(score: ModuleType, gold: list[Any], rows: list[Any]) -> None:
    def line(event: dict[str, Any]) -> str:
        sides = " > ".join((score.strings(event.get(k)) or ["-"])[0] for k in ("actor1", "actor2"))
        return f"{event.get('sub_event_type')} | {event.get('date_start')}..{event.get('date_end')} | {event.get('country')} {event.get('place')} | {sides} | {score.best(event)}"

    for document, (_, pairs, missed, left) in zip(gold, rows, strict=True):
        print(f"\n== {document['doc_id']}")
        for wanted, got in pairs:
            print(f"  ok    {line(wanted)}\n     => {line(got)}")
        for wanted in missed:
            print(f"  MISS  {line(wanted)}")
        for got in left:
            print(f"  FALSE {line(got)} {json.dumps(got.get('evidence', {}).get('sub_event_type', [{}])[0].get('quote'))}")


if __name__ == "__main__":
    main()
