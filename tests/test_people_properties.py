"""Whatever people do in whatever order: undo restores exactly, fields are independent, re-runs change nothing."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people_kit import code, db, event_at, state, template, write_reports
from tocsin.model.event import Verdict
from tocsin.pipeline import people
from tocsin.store import Store

__all__ = ["db", "template"]
ME = people.Person("amina", "checked")
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

VALUES = {
    "sub_event_type": ["Armed clash", "Attack", "Suicide bomb"],
    "date": ["2024-03-01", "2024-02-20/2024-02-28", "unknown"],
    "place": ["Kidal, Mali", "Niger", "16.1,-0.2", "unknown"],
    "actor1": ["jnim", "nobody", "police-mali"],
    "actor2": ["civilians-mali", "nobody"],
    "fatalities": ["0", "7", "3/5/9", "unknown"],
    "weapons": ["mine", "rifle; mortar", "none"],
    "background": ["true", "false"],
    "modality": ["failed", "actual"],
    "notes": ["Checked.", "none"],
    "review_state": ["reviewed", "rejected"],
}
corrections = st.dictionaries(st.sampled_from(sorted(VALUES)), st.integers(0, 3), min_size=1, max_size=5)


def made(db: Path, place: str, chosen: dict[str, int], order: list[str]) -> list[str]:
    """Correct fields of an event in this order; the ids of the acts."""
    event_id, acts = event_at(db, place), []
    with Store.open(db) as store:
        for field in order:
            text = VALUES[field][chosen[field] % len(VALUES[field])]
            event, _ = people.find_event(store, event_id)
            acts.append(people.correct(store, people.edits_of(store, event, field, text), ME).act)
    return acts


def copy_of(db: Path) -> Path:
    return Path(shutil.copy(db, Path(tempfile.mkdtemp(dir=db.parent)) / "copy.db"))


@FEW
@given(chosen=corrections, data=st.data())
def test_corrections_of_different_fields_do_not_mind_their_order(
    template: Path, tmp_path: Path, chosen: dict[str, int], data: st.DataObject
) -> None:
    start = tmp_path / "start.db"
    shutil.copy(template, start)
    one, other = copy_of(start), copy_of(start)
    made(one, "Gao", chosen, sorted(chosen))
    made(other, "Gao", chosen, data.draw(st.permutations(sorted(chosen))))
    assert values(one) == values(other)


def values(db: Path) -> dict[str, object]:
    """What the fields hold, by event."""
    return {k: {f: x for f, x in v.items() if f not in ("evidence",)} for k, v in state(db).items()}


@FEW
@given(chosen=corrections, data=st.data())
def test_taking_all_back_in_any_order_restores_exactly(
    template: Path, tmp_path: Path, chosen: dict[str, int], data: st.DataObject
) -> None:
    db = tmp_path / "undo.db"
    shutil.copy(template, db)
    before = state(db)
    acts = made(db, "Gao", chosen, sorted(chosen))
    with Store.open(db) as store:
        for act in data.draw(st.permutations(acts)):
            people.withdraw(store, act, ME)
    assert state(db) == before


@FEW
@given(data=st.data())
def test_judgements_taken_back_in_any_order_restore_events_and_ids(
    template: Path, tmp_path: Path, data: st.DataObject
) -> None:
    db = tmp_path / "judge.db"
    shutil.copy(template, db)
    before = state(db)
    mentions = sorted(m for event in before.values() for m in event["mentions"])
    with Store.open(db) as store:
        acts = []
        for _ in range(data.draw(st.integers(1, 3))):
            pair = data.draw(st.lists(st.sampled_from(mentions), min_size=2, max_size=2, unique=True))
            verdict = data.draw(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]))
            acts.append(people.judge(store, pair[0], pair[1], verdict, ME).act)
        for act in data.draw(st.permutations(acts)):
            people.withdraw(store, act, ME)
    assert state(db) == before


@FEW
@given(chosen=corrections)
def test_a_rerun_changes_nothing(template: Path, tmp_path: Path, chosen: dict[str, int]) -> None:
    db = tmp_path / "again.db"
    shutil.copy(template, db)
    made(db, "Gao", chosen, sorted(chosen))
    with Store.open(db) as store:
        people.judge(store, *sorted(k for k, v in state(db).items() if v["location"] == "Sofara"), Verdict.SAME, ME)
        store.set_meta("merged_state", "stale")  # as if rules had changed
    after = state(db)
    report = code(write_reports(tmp_path / "in.jsonl"), db)
    assert report.merged_again
    assert (report.created, report.changed, report.removed) == (0, 0, 0)
    assert state(db) == after
