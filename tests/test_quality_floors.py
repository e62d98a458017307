"""What the engine can do must not get less: floors on our own cases, section 10 rows and samples.

``quality_floors.json`` holds for each measure the ``floor``, the ``highest`` floor it ever had, and, where the floor
was lowered, the ``reason``, which must stand in the changelog word for word. Raise floors with
``python tests/test_quality_floors.py``; it never lowers one.
"""

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from case_coding import engine, events_of_case, rooms
from cases_collector import load_cases, problems_of_case
from section10_table import path_of, problems, targets
from tocsin import knowledge
from tocsin.pipeline import evaluation, evaluation_gold

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("quality_floors.json")
SLACK = 0.04
"""How far a raised floor of a share stays under what was measured: one event of the samples is two to four points, so
that one event lost is noticed by nobody and two are."""

SAMPLE_MEASURES = (
    "detection_f1", "detection_p", "detection_r", "sub_event_type_lenient", "event_type_lenient", "date_exact",
    "country", "geo_25km", "actor1", "actor2", "actors_any_order", "fatalities_exact", "attribution_f1",
)  # fmt: skip


def floors() -> dict[str, dict[str, Any]]:
    """The file."""
    loaded: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return loaded


@cache
def measured() -> dict[str, float]:
    """What the engine reaches now; rows of texts that are absent are left out."""
    passed = [not problems_of_case(c, events_of_case(c)) for c in load_cases()]
    found: dict[str, float] = {"cases_passed": sum(passed)}
    for kind in ("twin", "real"):
        rows = [t for t in targets() if t.kind == kind]
        if all(path_of(t.text).is_file() for t in rows):
            found[f"section10_{kind}_passed"] = sum(not problems(t) for t in rows)
    return found | {f"samples_{name}": value for name, value in samples().items()}


def samples() -> dict[str, float]:
    """Measures on the packaged samples; ``quiet_documents`` are those without event that stayed so."""
    gold = evaluation_gold.read_gold(ROOT / "samples" / "gold.jsonl")
    others = evaluation_gold.documents_from([str(ROOT / "samples" / "articles")], rooms())
    documents = evaluation_gold.documents_for(gold, others)
    done = evaluation.evaluate(gold, documents, engine=engine(), rooms=rooms(), knowledge=knowledge.load())
    values = {name: done.figures[name].value or 0.0 for name in SAMPLE_MEASURES}
    return values | {"quiet_documents": 1 - (done.figures["no_event_docs_touched"].value or 0.0)}


@pytest.mark.parametrize("name", list(floors()))
def test_no_measure_is_below_its_floor(name: str) -> None:
    if name not in measured():
        pytest.skip("the real texts are absent (TOCSIN_SHARED)")
    floor = floors()[name]["floor"]
    assert measured()[name] >= floor, f"{name} fell to {measured()[name]:.4g}, its floor is {floor}"


def test_every_measure_has_a_floor() -> None:
    assert measured().keys() <= floors().keys()


@pytest.mark.parametrize("name", list(floors()))
def test_a_lowered_floor_has_its_reason_in_the_changelog(name: str) -> None:
    entry = floors()[name]
    assert entry["floor"] <= entry["highest"]
    if entry["floor"] < entry["highest"]:
        changelog = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())
        reason = entry.get("reason") or ""
        assert len(reason) > 20, f"{name}: say why its floor went from {entry['highest']} to {entry['floor']}"
        assert " ".join(reason.split()) in changelog, f"{name}: the reason must stand in CHANGELOG.md"


def load_accuracy() -> ModuleType:
    """``bench/accuracy.py``."""
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "bench" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy"] = module
    spec.loader.exec_module(module)
    return module


def test_the_accuracy_page_is_what_was_measured() -> None:
    accuracy = load_accuracy()
    made = accuracy.PAGE.read_text(encoding="utf-8")
    assert made == accuracy.page(), "run `python bench/accuracy.py --page` and commit what it writes"
    for path in sorted(accuracy.FOLDER.glob("*.json")):
        line = json.loads(path.read_text(encoding="utf-8"))
        assert path.stem in accuracy.words()["benches"], f"{path.name} belongs to no script"
        assert {"corpus", "files", "n", "metrics", "engine", "commit", "command", "date"} <= line.keys(), path.name


def test_every_measure_on_the_page_is_explained() -> None:
    accuracy = load_accuracy()
    told = accuracy.words()
    for path in sorted(accuracy.FOLDER.glob("*.json")):
        line, bench = json.loads(path.read_text(encoding="utf-8")), told["benches"][path.stem]
        shown = bench.get("show") or [k for k, v in line["metrics"].items() if not isinstance(v, dict)]
        assert not [name for name in shown if name not in told["measures"]], path.name


def raise_floors() -> None:
    """Write floors from what is measured now: counts as they are, shares a little lower."""
    kept = floors() if FLOORS.is_file() else {}
    for name, value in measured().items():
        reached = (
            value
            if float(value).is_integer() and not name.startswith("samples")
            else int((value - SLACK) * 1000) / 1000
        )
        entry = kept.setdefault(name, {"floor": reached, "highest": reached})
        if reached > entry["floor"]:
            entry["floor"] = reached
            entry["highest"] = max(entry["highest"], reached)
    FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise_floors()
