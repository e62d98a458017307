"""What merging must not do: look across with ``--no-merge``, put pending changes down to a person, withdraw events over
damaged knowledge, keep what was read of a forgotten text."""

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from merge_builders import CIVILIANS, GUNMEN, JNIM, KELMA, Builder, day, killed
from tocsin import pipeline
from tocsin.model.errors import KnowledgeError
from tocsin.model.event import Verdict
from tocsin.pipeline import CodeOptions, forgetting, merging, people, updating
from tocsin.pipeline.options import Report
from tocsin.pipeline.people import Person
from tocsin.pipeline.rooms import real_rooms
from tocsin.store import EventFilter, Store

FIRST = (
    ("old", "2024-05-05", "JNIM fighters attacked an army post in Ansongo, Mali, on 4 May 2024, killing two soldiers."),
    ("new", "2024-06-05", "JNIM fighters attacked an army post in Ansongo, Mali, on Tuesday, killing four soldiers. "
     "It was the first attack on Ansongo, residents said."),
)  # fmt: skip
ME = Person("amina", "seen")


def code(folder: Path, db: Path, rows: Any = FIRST, **options: Any) -> Report:
    """Code reports of (id, day of publication, text)."""
    path = folder / "in.jsonl"
    lines = (json.dumps({"id": i, "published": p, "text": t, "language": "en"}) for i, p, t in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return pipeline.code([str(path)], db=db, options=CodeOptions(engine="rules", **options))


def flags(db: Path) -> set[str]:
    """Codes of the flags of all events."""
    with Store.open(db) as store:
        return {flag.code for event in store.events(EventFilter(all=True)) for flag in event.flags}


def test_each_document_is_alone_without_merging(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    code(tmp_path, db, merge=False)
    assert "first_conflict" not in flags(db)
    code(tmp_path, db, merge=True)
    assert "first_conflict" in flags(db)
    code(tmp_path, db, merge=False)
    assert "first_conflict" not in flags(db)
    with Store.open(db) as store:
        assert not any(event.linked for event in store.events(EventFilter(all=True)))


def test_nothing_read_of_a_text_outlives_it_without_merging(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    code(tmp_path, db)
    code(tmp_path, db, merge=False)
    with Store.open(db) as store:
        forgetting.forget(store, "new", reason="asked for")
        for table in ("tellings", "document_texts", "document_marks", "telling_keys", "text_keys"):
            assert sqlite3.connect(db).execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_what_is_pending_is_not_put_down_to_who_forgets(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    code(tmp_path, db)
    with Store.open(db) as store:
        store.set_meta(merging.STATE, "")
        store.set_meta(updating.FROM, "")
        done = forgetting.forget(store, "new", reason="asked for", by="amina")
        assert any("first brought up to date" in notice for notice in done.notices)


def test_a_judgement_outlives_any_account(tmp_path: Path) -> None:
    told = "{} killed {} in {}, Nigeria, on Sunday, residents said."
    rows = [
        (f"{place}-{n}", "2024-03-05", told.format(who, toll, place))
        for place, toll in (("Gwoza", "four farmers"), ("Bama", "nine traders"))
        for n, who in enumerate(("Gunmen", "Armed men"))
    ]
    for forgotten, _, _ in rows:
        db = tmp_path / f"{forgotten}.db"
        code(tmp_path, db, rows)
        with Store.open(db) as store:
            one, other = (e.event_id for e in store.events(EventFilter(all=True)))
            people.judge(store, one, other, Verdict.SAME, ME)
            assert len(store.members()) == 1
            forgetting.forget(store, forgotten, reason="asked for")
            assert len(store.members()) == 1, forgotten


def test_damaged_knowledge_withdraws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "t.db"
    code(tmp_path, db)

    def fail(*_: Any, **__: Any) -> Any:
        raise KnowledgeError("The boundaries x are damaged.")

    monkeypatch.setattr("tocsin.merge.assemble_all", fail)
    with Store.open(db) as store:
        before = [e.event_id for e in store.events(EventFilter(all=True))]
    with pytest.raises(KnowledgeError, match="are damaged"):
        code(tmp_path, db, rebuild=True)
    with Store.open(db) as store:
        assert [e.event_id for e in store.events(EventFilter(all=True))] == before


def test_a_machine_paraphrase_is_joined_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(document_id: str, sentence: str, when: int, who: object) -> Builder:
        builder = Builder(document_id, [sentence], date(2024, 6, 12), None)
        facts = {"type": "Attack", "place": KELMA, "date": day(when), "actor1": who, "victims": killed(9)}
        builder.event(0, sentence.split()[1], actor2=CIVILIANS, **facts)
        return builder

    def clusters(store: Store) -> set[tuple[str, ...]]:
        merging.merge_and_publish(store, real_rooms(), "all", store.start_run([]), Report(), rebuild=True)
        return {event.mention_ids for event in store.events(EventFilter(all=True))}

    reports = (
        told("a", "Raiders attacked Kelma.", 4, JNIM),
        told("b", "Gunmen hit Kelma village hard.", 3, GUNMEN),
        told("s", "Militants assaulted Kelma hamlet. stated. did. , mentioned. knowledgeable. ,", 5, JNIM),
    )
    with Store.open(tmp_path / "t.db") as store:
        for report in reports:
            store.save_reading(report.document, report.reading, run=store.start_run([]), code="x")
        piece_by_piece = clusters(store)
        assert sorted(map(len, piece_by_piece)) == [1, 2]
        monkeypatch.setattr(updating, "can_update", lambda rooms, scope: False)
        assert clusters(store) == piece_by_piece
