"""What the benches over one-incident texts share: coding texts alone, figures of events."""

import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tocsin import export, pipeline
from tocsin.pipeline import CodeOptions
from tocsin.store import EventFilter, Store

Json = dict[str, Any]


def rows_of(path: Path, limit: int | None) -> list[Json]:
    """The rows of a JSON-lines corpus file, the first ``limit`` of them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()][:limit]


def coded(texts: Sequence[str], published: Sequence[date | None], engine: str) -> list[list[Json]]:
    """The events of each text by the whole pipeline, one text = one document, nothing merged across documents.

    Kept are events told as having happened (or tried) and not as history; also those without place or day.
    """
    by_document: dict[str, list[Json]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        source, database = Path(folder) / "texts.jsonl", Path(folder) / "bench.db"
        with source.open("w", encoding="utf-8") as out:
            for number, (text, day) in enumerate(zip(texts, published, strict=True)):
                record = {
                    "id": f"t{number}",
                    "text": text,
                    "published": day.isoformat() if day else None,
                    "language": "en",
                }
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        pipeline.code([str(source)], db=str(database), options=CodeOptions(engine=engine, merge=False))
        with Store.open(database) as store:
            for event in store.events(EventFilter(all=True)):
                made = export.event_json(event)
                if made["modality"] in ("actual", "failed") and not made["background"]:
                    by_document[made["sources"][0]["document"]].append(made)
    return [by_document[f"t{number}"] for number in range(len(texts))]


def figure(count: Mapping[str, int | None]) -> int:
    """The number a count is compared by: best, else low, else high, else nothing stated."""
    return next((n for n in (count["best"], count["low"], count["high"]) if n is not None), 0)


def people(events: Sequence[Json], status: str) -> Counter[str]:
    """People of one fate by side over events; people behind the side ``perpetrator`` go to the side of ``actor1``."""
    found: Counter[str] = Counter()
    for event in events:
        for victim in event["victims"]:
            if victim["status"] == status:
                side = victim["side"]
                if side == "perpetrator" and "Rebel" in ((event["actor1"] or {}).get("type") or ""):
                    side = "rebel"
                found[side] += figure(victim)
    return +found


def day_of(words: str) -> date | None:
    """An ISO day, or "1 October 2018"; ``None`` for anything else."""
    months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    match = re.match(r"\s*(\d{1,2})(?:\s*[-–].*?)?\s+([A-Za-z]+)\s+(\d{4})", words)
    if match and match[2].lower() in months:
        return date(int(match[3]), months.index(match[2].lower()) + 1, int(match[1]))
    try:
        return date.fromisoformat(words.strip()[:10])
    except ValueError:
        return None


def exact(pairs: Sequence[tuple[Any, Any]]) -> list[bool | None]:
    """Per (wanted, got) pair: exact match where either says something; ``None`` where both are empty or zero."""
    return [None if not wanted and not got else wanted == got for wanted, got in pairs]
