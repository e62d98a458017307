"""``tocsin eval``: gold files, matching and measures; the corpus' own scorer agrees."""

import importlib.util
import itertools
import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_coding import engine, rooms
from tocsin import knowledge
from tocsin.cli.main import run
from tocsin.model.document import Document
from tocsin.model.errors import UsageError
from tocsin.pipeline import evaluation, evaluation_gold
from tocsin.pipeline.evaluation_rules import Judge, assign, date_right, day, gap, normal

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TOCSIN_SHARED", ROOT.parent / "shared")) / "data" / "event_gold"
TEXT = "Gunmen shot dead four farmers in the Nigerian town of Owo on Tuesday, police said."


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(knowledge.load())


def event(**changes: Any) -> dict[str, Any]:
    plain = {
        "event_type": "Violence against civilians", "sub_event_type": "Attack", "date_start": "2024-03-05",
        "date_end": "2024-03-05", "time_precision": 1, "country": "NGA", "admin1": "Ondo", "location": "Owo",
        "latitude": 7.1962, "longitude": 5.5868, "geo_precision": 1, "modality": "actual",
        "actor1": {"name": "Unidentified Armed Group (Nigeria)", "as_reported": ["gunmen"]},
        "actor2": {"name": "Civilians (Nigeria)", "as_reported": ["farmers"]},
        "fatalities": {"low": 4, "best": 4, "high": 4}, "attributions": [],
    }  # fmt: skip
    return plain | changes


def gold_line(*events: dict[str, Any], name: str = "d1") -> evaluation_gold.GoldDocument:
    return evaluation_gold.GoldDocument(name, date(2024, 3, 6), events)


# Matching


def total(weights: Sequence[Sequence[float]], pairs: Sequence[tuple[int, int]]) -> float:
    return sum(weights[row][column] for row, column in pairs)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
)
def test_assign_finds_the_best_pairing(weights: list[list[int]]) -> None:
    pairs = assign(weights)
    rows, columns = range(len(weights)), range(len(weights[0]))
    small, large = (rows, columns) if len(rows) <= len(columns) else (columns, rows)
    best = max(
        sum(weights[a][b] if small is rows else weights[b][a] for a, b in zip(small, order, strict=True))
        for order in itertools.permutations(large, len(small))
    )
    assert total(weights, pairs) == best
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)


def test_assign_leaves_worthless_pairs_out() -> None:
    assert assign([]) == assign([[]]) == assign([[0.0, 0.0]]) == []
    assert assign([[0.0, 2.0], [0.0, 1.0]]) == [(0, 1)]


def test_the_same_event_is_matched_and_all_right(judge: Judge) -> None:
    made = evaluation.score(gold_line(event()), [event()], judge)
    assert len(made.matched) == 1
    sums = evaluation.tally(made, judge)
    assert all(sums[f"{name}+"] == sums[name] for name in evaluation.SHARES)
    assert sums["fatalities_exact"] == 1


@pytest.mark.parametrize(
    ("change", "may"),
    [
        ({"date_start": "2024-03-12", "date_end": "2024-03-12"}, True),
        ({"date_start": "2024-03-13", "date_end": "2024-03-13"}, False),  # over a week apart
        ({"country": "GHA", "latitude": 5.55, "longitude": -0.2, "location": "Accra"}, False),
        ({"country": "GHA"}, True),  # the point and the name agree
        ({"event_type": "Protests", "sub_event_type": "Peaceful protest"}, True),  # the actors agree
        ({"event_type": "Protests", "sub_event_type": "Peaceful protest", "actor1": None, "actor2": None}, False),
        ({"date_start": None, "date_end": None}, True),  # type and an actor agree
        ({"date_start": None, "date_end": None, "actor1": None, "actor2": None}, False),
    ],
)
def test_what_may_match(judge: Judge, change: dict[str, Any], may: bool) -> None:
    assert judge.may_match(event(), event(**change)) is may


def test_vague_gold_forgives_days_inside_the_interval() -> None:
    month = event(date_start="2024-03-01", date_end="2024-03-31", time_precision=3)
    assert date_right(month, event())
    assert not date_right(event(), month)
    assert gap(month, event(date_start="2024-04-10", date_end="2024-04-10")) == 10
    assert day("2024-03") == date(2024, 3, 1)
    assert day("2024-02-31") is None


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Military Forces of Mali (2021-)", "Malian army", True),
        ("Military Forces of Mali", "Nigerian army", False),
        ("Police Forces of Kenya", "Military Forces of Kenya", False),
        ("Protesters (Kenya)", "Protesters", True),
        ("Al Shabaab", "Al-Shabaab", True),
        ("Islamic State", "Boko Haram", False),
    ],
)
def test_names_of_one_actor(judge: Judge, one: str, two: str, same: bool) -> None:
    assert judge.same_actor(normal(one), normal(two)) is same
    assert judge.same_actor(normal(two), normal(one)) is same


def test_planned_events_are_not_asserted_and_vague_gold_is_not_missed(judge: Judge) -> None:
    gold = gold_line(event(codable=False, modality="planned"))
    assert evaluation.score(gold, [event(modality="planned")], judge).false == ()
    made = evaluation.score(gold, [event()], judge)
    assert (len(made.false), len(made.missed), made.vague, made.unreal) == (1, 0, 0, 1)
    sums = evaluation.tally(made, judge)
    assert (sums["quiet"], sums["disturbed"]) == (1, 1)


def test_measures_have_intervals_and_a_baseline(judge: Judge) -> None:
    lines = [gold_line(event(), name=f"d{n}") for n in range(6)]
    scores = [evaluation.score(line, [event()] if n else [], judge) for n, line in enumerate(lines)]
    figures = evaluation.measure(scores, judge, lambda _: evaluation.constant_answers(lines))
    found = figures["detection_f1"]
    assert found.value == pytest.approx(10 / 11)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert found.baseline == 0
    assert figures["country"].baseline == 1  # one country throughout: the figure says nothing
    assert figures["geo_25km"].baseline == 0
    assert figures["attribution_f1"].value is None  # nothing to compare


# Files


def write_gold(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{broken", "line 2: this is no JSON"),
        ({"id": "a"}, 'line 2: a gold line is an object with "id"'),
        ({"id": "a", "events": [{"event_type": "Riots"}]}, "line 2: an event lacks 'sub_event_type'"),
        ({"id": "a", "published": "yesterday", "events": []}, "no ISO date"),
        ({"id": "first", "events": []}, "the id 'first' stands on several lines"),
    ],
)
def test_a_broken_gold_file_gets_a_sentence(tmp_path: Path, row: object, words: str) -> None:
    path = write_gold(tmp_path / "gold.jsonl", {"id": "first", "events": []}, row)
    with pytest.raises(UsageError, match=words):
        evaluation_gold.read_gold(path)


def test_a_document_that_is_nowhere_gets_a_sentence() -> None:
    with pytest.raises(UsageError, match="'d1' has no text there"):
        evaluation_gold.documents_for([gold_line()])
    found = evaluation_gold.documents_for([gold_line()], [Document("d1", TEXT)])
    assert found["d1"].published is not None
    assert found["d1"].published.day == date(2024, 3, 6)  # the gold file's date wins


def test_eval_prints_figures_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": "d1", "text": TEXT, "published": "2024-03-06", "events": [event()]}
    path = write_gold(
        tmp_path / "gold.jsonl", row, {"id": "d2", "text": "Nothing happened.", "published": None, "events": []}
    )
    assert run(["eval", str(path), "--detail"]) == 0
    text = capsys.readouterr().out
    assert "detection_f1" in text
    assert "  ok     Attack | 2024-03-05 | NGA Owo" in text
    assert run(["eval", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["n"] == 2
    assert told["metrics"]["detection_f1"] == 1
    assert told["cases"]["fatalities_exact"] == 1
    assert told["intervals"]["country"] == [1, 1]
    assert run(["eval", str(path), "--db", "a.db", "--documents", "b"]) == 2
    assert "give one of them" in capsys.readouterr().err


def test_documents_from_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, db = tmp_path / "docs.jsonl", str(tmp_path / "a.db")
    source.write_text(json.dumps({"id": "d1", "text": TEXT, "published": "2024-03-06"}) + "\n", encoding="utf-8")
    assert run(["code", str(source), "--db", db]) == 0
    path = write_gold(tmp_path / "gold.jsonl", {"id": "d1", "published": "2024-03-06", "events": [event()]})
    capsys.readouterr()
    assert run(["eval", str(path), "--db", db, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["detection_f1"] == 1


# The corpus' own scorer


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("event_gold_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are absent (TOCSIN_SHARED)")
def test_the_scorer_of_the_corpus_agrees(judge: Judge) -> None:
    theirs = scorer()
    gold = evaluation_gold.read_gold(SHARED / "gold.jsonl")[:60]
    texts = evaluation_gold.documents_for(gold, evaluation_gold.documents_from([str(SHARED / "docs.jsonl")], rooms()))
    coded = {line.id: evaluation.coded_alone(texts[line.id], engine(), rooms()) or [] for line in gold}
    ours = [evaluation.score(line, coded[line.id], judge) for line in gold]
    rows = theirs.run(
        [{"doc_id": g.id, "events": [theirs.from_contract(e) for e in g.events]} for g in gold],
        {name: [theirs.from_contract(e) for e in events] for name, events in coded.items()},
    )
    wanted = theirs.summarise(rows)
    figures = evaluation.measure(ours, judge, lambda _: {})
    assert abs(sum(len(s.matched) for s in ours) - wanted["matched"]) <= 2
    pairs = {"detection_f1": "f1", "detection_p": "precision", "detection_r": "recall", "no_event_docs_touched": None}
    pairs |= {n: n for n in ("sub_event_type_strict", "sub_event_type_lenient", "date_exact", "country", "geo_25km")}
    pairs |= {n: n for n in ("event_type_lenient", "actor1", "actor2", "fatalities_exact", "admin1", "attribution_f1")}
    for mine, other in pairs.items():
        value = wanted[other] if other else wanted["no_event_docs_with_false"] / wanted["no_event_docs"]
        assert figures[mine].value == pytest.approx(value, abs=0.04), mine
