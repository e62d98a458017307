"""The store: opening, documents and readings, events with history, filters."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.cli.main import run
from tocsin.model.document import Document, Dropped, Published, Refusal, Span
from tocsin.model.errors import StoreError, UsageError
from tocsin.model.event import (
    CopyKind,
    Event,
    EventSource,
    Evidence,
    Judgement,
    Link,
    Run,
    Story,
    StoryMember,
    Verdict,
)
from tocsin.model.ids import content_id
from tocsin.model.reading import (
    Assertion,
    Attribution,
    AttributionKind,
    EventMention,
    Flag,
    Mention,
    MentionKind,
    Modality,
    Prop,
    Reading,
    Statement,
)
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, Side, VictimCount, VictimStatus
from tocsin.store import EventFilter, Store, matching, opening, schema
from tocsin.store.filters import parse_bbox, parse_moment
from tocsin.store.opening import make_engine


class Clock:
    """A clock that moves one minute with every look."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "t.db", clock=Clock()) as opened:
        yield opened


def document(
    name: str = "a", text: str = "Two people were killed in Dorat. Police denied it.", **more: Any
) -> Document:
    return Document(name, text, published=Published(date(2024, 3, 4), "given"), language="en", **more)


def reading_of(doc: Document, *sentences: str) -> Reading:
    """A reading with an event mention per sentence of ``sentences`` (all of the text when none is given)."""
    mentions, assertions = [], []
    for number, sentence in enumerate(sentences or (doc.text,)):
        start = doc.text.index(sentence)
        span = doc.span(start, start + len(sentence))
        trigger = doc.span(start, start + 3)
        mention_id = content_id("em", doc.id, doc.version, start)
        mentions.append(EventMention(mention_id, doc.id, trigger, span, number))
        assertions.append(
            Assertion(f"as_{mention_id}", mention_id, Prop.FATALITIES, Count(2, 2, None, "x"), (span,), "stub@1")
        )
    span = doc.span(0, 3)
    return Reading(
        doc.id,
        "stub@1",
        mentions=(Mention("m1", MentionKind.PLACE, span, "words"),),
        event_mentions=tuple(mentions),
        assertions=tuple(assertions),
        attributions=(
            Attribution("at1", mentions[0].id, AttributionKind.DENIAL, "police", None, span, via=("radio", "AFP")),
        ),
        statements=(Statement("s1", doc.id, "threat", span, (("count", 3), ("sure", None))),),
        flags=(Flag("X1", "A sentence.", doc.id, None, (span,)),),
        trace=("trigger kept",),
    )


def draft(*mention_ids: str, docs: tuple[str, ...] = ("a",), **more: Any) -> Event:
    values: dict[str, Any] = {
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "disorder_type": "Political violence",
        "modality": Modality.ACTUAL,
        "background": False,
        "date": DateValue(date(2024, 3, 3), date(2024, 3, 3), 1),
        "place": PlaceValue("Dorat", None, "MLI", "Ségou", latitude=13.5, longitude=-4.25),
        "actor1": ActorValue("jnim", "JNIM", as_reported="GSIM"),
        "actor2": None,
        "civilian_targeting": False,
        "fatalities": Count(2, 2, None),
        "sources": tuple(EventSource(d, "AFP", date(2024, 3, 4), None, "en", "st_1", True) for d in docs),
    }
    return Event(mention_ids=mention_ids, **{**values, **more})


def test_round_trip_of_document_and_reading(store: Store) -> None:
    doc = document(dropped=(Dropped("box", "read more"),), notes=("decoded as cp1252",))
    reading = reading_of(doc)
    run = store.start_run([("engine", "stub@1")])
    store.save_reading(doc, reading, run=run, code="c1")
    assert store.document("a") == doc
    assert store.reading("a") == reading
    assert store.readings() == {"a": reading}
    assert store.has("a", doc.version, "stub@1")
    assert not store.has("a", doc.version, "stub@2")
    assert store.current_reading("a", doc.version, "stub@1") == "c1"


def test_new_text_is_a_new_version_and_the_old_one_is_kept(store: Store) -> None:
    first, second = document(), document(text="Three people were killed in Dorat.")
    run = store.start_run([])
    store.save_reading(first, reading_of(first), run=run)
    store.save_reading(second, reading_of(second), run=run)
    assert [doc.text for doc in store.documents()] == [second.text]
    assert not store.has("a", first.version, "stub@1")
    with sqlite3.connect(store.path) as raw:
        rows = raw.execute("SELECT number, current FROM documents ORDER BY number").fetchall()
        mentions = raw.execute("SELECT count(*) FROM event_mentions").fetchone()
        current = raw.execute("SELECT count(*) FROM current_event_mentions").fetchone()
    assert rows == [(1, 0), (2, 1)]
    assert (mentions, current) == ((2,), (1,))
    store.save_reading(first, reading_of(first), run=run)  # the old text is back
    assert [doc.text for doc in store.documents()] == [first.text]


def test_transaction_is_all_or_nothing(store: Store) -> None:
    doc = document()
    run = store.start_run([])

    def fail_half_way() -> None:
        with store.transaction():
            store.save_reading(doc, reading_of(doc), run=run)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert store.document("a") is None
    assert store.readings() == {}


def test_refusals_are_kept_once_with_their_text(store: Store) -> None:
    run = store.start_run([])
    refusal = Refusal("x.txt", "L101", "It is in French.", document("x", "Bonjour"))
    for _ in range(2):
        store.save_refusal(refusal, run=run)
        store.save_refusal(Refusal("y.pdf", "I110", "No text."), run=run)
    assert [(r.input, r.code) for r in store.refusals()] == [("x.txt", "L101"), ("y.pdf", "I110")]
    assert [d.id for d in store.documents(status="refused")] == ["x"]
    status = store.document_status("x")
    assert status is not None
    assert status["refusal_sentence"] == "It is in French."
    doc = document("x", "Bonjour")
    store.save_reading(doc, reading_of(doc), run=run)
    assert [r.input for r in store.refusals()] == ["y.pdf"]


def test_publishing_twice_changes_nothing(store: Store) -> None:
    events = [draft("em_1", "em_2"), draft("em_3", fatalities=Count.exactly(0))]
    first = store.publish(events, why="coded")
    second = store.publish(list(reversed(events)), why="coded again")
    assert (first.created, second.unchanged, second.changed, second.created) == (2, 2, 0, 0)
    found = list(store.events())
    assert {e.event_id for e in found} == {content_id("ev", "em_1"), content_id("ev", "em_3")}
    assert all(len(store.log(e.event_id)) == 1 for e in found)
    assert found[0].updated_at == datetime(2024, 5, 1, 0, 1, tzinfo=UTC)
    again = [replace(e, event_id="", revision=0, updated_at=None) for e in found]
    assert sorted(again, key=lambda e: e.mention_ids) == events


def test_a_change_is_a_revision_with_from_and_to(store: Store) -> None:
    store.publish([draft("em_1")], why="coded")
    store.publish([draft("em_1", "em_2", fatalities=Count.exactly(5))], why="second report", who="tocsin 1")
    (event,) = store.events()
    log = store.log(event.event_id)
    assert [(e.revision, e.why, e.state) for e in log] == [
        (1, "coded", "current"),
        (2, "second report", "current"),
    ]
    assert {"field": "fatalities_high", "from": None, "to": 5} in log[1].changes
    assert event.revision == 2
    store.publish([replace(draft("em_1", "em_2", fatalities=Count.exactly(5)), notes="n")], why="x")
    assert [c["field"] for c in store.log(event.event_id)[2].changes] == ["notes"]


def test_merge_leaves_a_redirect_and_a_split_gives_the_old_ids_back(store: Store) -> None:
    store.publish([draft("em_1", "em_2", "em_3"), draft("em_4")], why="coded")
    big, small = content_id("ev", "em_1"), content_id("ev", "em_4")
    result = store.publish([draft("em_1", "em_2", "em_3", "em_4")], why="same happening")
    assert (result.merged, result.changed) == (1, 1)
    merged = store.event(small)
    assert merged is not None
    assert merged.event_id == big
    assert store.log(small)[-1].merged_into == big
    store.publish([draft("em_1", "em_2", "em_3"), draft("em_4")], why="taken apart")
    assert {e.event_id for e in store.events()} == {big, small}
    assert [e.state for e in store.log(small)] == ["current", "merged", "current"]


def test_the_part_that_minted_an_id_keeps_it(store: Store) -> None:
    store.publish([draft("em_1", "em_2", "em_3")], why="coded")
    store.publish([draft("em_1"), draft("em_2", "em_3")], why="split")
    by_mention = {e.mention_ids[0]: e.event_id for e in store.events()}
    assert by_mention == {"em_1": content_id("ev", "em_1"), "em_2": content_id("ev", "em_2")}


def test_a_vanished_event_leaves_a_tombstone_and_may_return(store: Store) -> None:
    store.publish([draft("em_1")], why="coded")
    event_id = content_id("ev", "em_1")
    assert store.publish([], why="document withdrawn").withdrawn == 1
    assert store.event(event_id) is None
    assert store.find_event_id(event_id) == event_id
    store.publish([draft("em_1")], why="back")
    assert [e.revision for e in store.log(event_id)] == [1, 2, 3]
    with sqlite3.connect(store.path) as raw:
        assert raw.execute("SELECT count(*) FROM event_redirects").fetchone() == (0,)


def test_an_event_keeps_its_id_when_its_document_is_edited(store: Store) -> None:
    run = store.start_run([])
    one, two = "Two died in Dorat on Monday.", "Five were hurt in Selva."
    first = document(text=f"{one} {two}")
    store.save_reading(first, reading_of(first, one, two), run=run)
    ids = [m.id for m in reading_of(first, one, two).event_mentions]
    store.publish([draft(ids[0]), draft(ids[1], sub_event_type="Attack", place=None, date=None)], why="coded")
    before = {e.sub_event_type: e.event_id for e in store.events(EventFilter(all=True))}
    edited = document(text=f"Update: {one} Seven were hurt in Selva.")
    reading = reading_of(edited, one, "Seven were hurt in Selva.")
    store.save_reading(edited, reading, run=run)
    new = [m.id for m in reading.event_mentions]
    store.publish([draft(new[0]), draft(new[1], sub_event_type="Attack", place=None, date=None)], why="edited")
    after = {e.sub_event_type: e.event_id for e in store.events(EventFilter(all=True))}
    assert after["Armed clash"] == before["Armed clash"]  # its sentence is unchanged
    store.publish([draft("em_new", fatalities=Count.exactly(9))], why="rewritten")
    (event,) = store.events()
    assert event.event_id == before["Armed clash"]  # same document, type, day and place


def test_drafts_that_share_a_mention_are_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="two draft events"):
        store.publish([draft("em_1"), draft("em_1", "em_2")], why="x")
    with pytest.raises(ValueError, match="without event mentions"):
        store.publish([draft()], why="x")
    assert store.counts()["events"] == 0


def test_links_are_made_once_ids_are_known(store: Store) -> None:
    def link(events: Any) -> Any:
        first, *others = events
        return [first, *(replace(e, linked=(Link(first.event_id, "member_of"),)) for e in others)]

    store.publish([draft("em_1"), draft("em_2")], why="coded", link=link)
    linked = {e.event_id: e.linked for e in store.events()}
    assert linked[content_id("ev", "em_2")] == (Link(content_id("ev", "em_1"), "member_of"),)


def test_as_of_rebuilds_the_past_and_diff_tells_the_change(store: Store) -> None:
    store.publish([draft("em_1"), draft("em_9")], why="coded")
    between = datetime(2024, 5, 1, 0, 1, 30, tzinfo=UTC)
    store.publish([draft("em_1", fatalities=Count.exactly(7)), draft("em_5")], why="more", link=None)
    past = {e.event_id: e.fatalities.best for e in store.events(EventFilter(as_of=between))}
    assert past == {content_id("ev", "em_1"): 2, content_id("ev", "em_9"): 2}
    assert list(store.events(EventFilter(as_of=datetime(2020, 1, 1, tzinfo=UTC)))) == []
    kinds = {c.event_id: c.kind for c in store.diff(between)}
    assert kinds[content_id("ev", "em_1")] == "changed"
    assert store.diff(datetime(2025, 1, 1, tzinfo=UTC)) == []
    changed = [e.event_id for e in store.events(EventFilter(changed_since=between))]
    assert content_id("ev", "em_1") in changed


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"a", "b"}),
    ({"all": True}, {"a", "b", "c", "d"}),
    ({"country": ("mli",)}, {"a"}),
    ({"admin1": ("segou",)}, {"a"}),
    ({"bbox": (-5, 13, -4, 14)}, {"a"}),
    ({"bbox": (170, -20, -170, -10)}, {"b"}),
    ({"since": date(2024, 3, 4)}, {"b"}),
    ({"until": date(2024, 3, 3)}, {"a"}),
    ({"since": date(2024, 3, 12), "until": date(2024, 3, 12)}, {"b"}),
    ({"type": ("battles",)}, {"a"}),
    ({"sub_type": ("ARMED CLASH", "attack")}, {"a", "b"}),
    ({"actor": ("gsim",)}, {"a"}),
    ({"actor": ("jnim", "police")}, {"a", "b"}),
    ({"source": ("reuters",)}, {"b"}),
    ({"source": ("doc-b",)}, {"b"}),
    ({"min_confidence": 0.8}, {"b"}),
    ({"disputed": True}, {"b"}),
    ({"disputed": False}, {"a"}),
    ({"background": True, "all": True}, {"c"}),
    ({"modality": ("planned",)}, {"d"}),
    ({"modality": ("planned", "actual")}, {"a", "b", "d"}),
    ({"review": ("unreviewed",)}, {"a", "b"}),
    ({"text": "MARKET dorat"}, {"a"}),
    ({"text": "50%"}, set()),
]


@pytest.fixture
def four(store: Store) -> Store:
    span = Span("doc-a", 0, 10, "the market in Dorat")
    evidence = (Evidence("sub_event_type", "Armed clash", (span,), True, "stub@1", "only-report"),)
    week = DateValue(date(2024, 3, 10), date(2024, 3, 16), 2)
    far = PlaceValue("Korodu", None, "FJI", latitude=-17.0, longitude=178.0)
    police = ActorValue(None, "Police", as_reported="Police")
    store.publish(
        [
            draft("em_a", docs=("doc-a",), notes="a", evidence=evidence),
            replace(
                draft("em_b", notes="b", event_type="Violence against civilians", sub_event_type="Attack"),
                date=week,
                place=far,
                actor1=police,
                confidence=0.9,
                disputed=True,
                sources=(EventSource("doc-b", "Reuters", None, None, "en", "st_2", True),),
            ),
            draft("em_c", notes="c", background=True, date=None),
            draft("em_d", notes="d", modality=Modality.PLANNED),
        ],
        why="coded",
    )
    return store


@pytest.mark.parametrize(("wanted", "expected"), FILTERS)
def test_filters(four: Store, wanted: dict[str, Any], expected: set[str]) -> None:
    now = {event.notes for event in four.events(EventFilter(**wanted))}
    assert now == expected
    later = EventFilter(**wanted, as_of=datetime(2030, 1, 1, tzinfo=UTC))
    assert {event.notes for event in four.events(later)} == expected


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"bbox": (0, 10, 5, 5)}, "south below north"),
        ({"min_confidence": 3.0}, "outside 0 to 1"),
        ({"modality": ("rumoured",)}, "choose from actual"),
        ({"type": ("Battel",)}, "choose from Battles"),
        ({"type": ("Armed clash",)}, "it is a sub_type"),
        ({"sub_type": ("Armed clashes",)}, "choose from .*Armed clash"),
        ({"country": ("Mali",)}, "alpha-3"),
        ({"since": date(2024, 1, 2), "until": date(2024, 1, 1)}, "swap them"),
    ],
)
def test_wrong_filters_are_told(wanted: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        EventFilter(**wanted)


def test_moments_and_boxes_are_parsed_at_the_edge() -> None:
    assert parse_moment("2024-03-04") == datetime(2024, 3, 4, tzinfo=UTC)
    assert parse_moment("2024-03-04", end_of_day=True).hour == 23
    assert parse_moment("2024-03-04T05:06:07Z").tzinfo is not None
    assert parse_bbox("-5.5,12,0.5,17") == (-5.5, 12, 0.5, 17)
    for wrong in ("4 March", "2024-02-30"):
        with pytest.raises(UsageError, match="write 2024-03-04"):
            parse_moment(wrong)
    with pytest.raises(UsageError, match="west,south,east,north"):
        parse_bbox("1,2,3")


def test_stories_and_judgements_round_trip(store: Store) -> None:
    story = Story("st_1", "a", (StoryMember("a", CopyKind.ROOT, 1.0), StoryMember("b", CopyKind.NEAR, 0.9, ("x",))))
    for _ in range(2):
        store.save_stories([story])
    assert store.stories() == (story,)
    at = datetime(2024, 1, 1, tzinfo=UTC)
    judgement = Judgement("em_1", "em_2", Verdict.SAME, "reviewer", "same street", at)
    before = store.fingerprint()
    store.add_judgement(judgement)
    assert store.judgements() == (judgement,)
    assert store.fingerprint() != before


def test_find_event_by_prefix(store: Store) -> None:
    store.publish([draft(f"em_{n}") for n in range(40)], why="coded")
    event_id = content_id("ev", "em_7")
    assert store.find_event_id(event_id[:12]) == event_id
    assert store.find_event_id(event_id.removeprefix("ev_")[:10]) == event_id
    assert store.find_event_id("nothing") is None
    with pytest.raises(UsageError, match="give more characters"):
        store.find_event_id("ev_")


def test_migrations_end_at_the_tables_of_the_code(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "src/tocsin/store/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD
    with make_engine(store.path, timeout=1).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        names = set(sa.inspect(connection).get_view_names())
    assert {"current_documents", "current_assertions"} <= names


def test_a_new_database_is_what_the_migrations_give(tmp_path: Path) -> None:
    opening.migrate(tmp_path / "migrated.db")
    Store.open(tmp_path / "made.db").close()

    def content(name: str) -> tuple[str, object, object]:
        with closing(sqlite3.connect(tmp_path / name)) as raw:
            return (
                opening.statements(raw),
                raw.execute("SELECT version_num FROM alembic_version").fetchall(),
                raw.execute("PRAGMA application_id").fetchall(),
            )

    made = content("made.db")
    assert made == content("migrated.db"), "run python bench/schema.py"
    assert made[0].count("CREATE TABLE") > 10


def test_files_that_are_no_tocsin_database(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all, just some words in a file")
    with pytest.raises(StoreError, match="not even SQLite"):
        Store.open(text)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE t (x)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(foreign)
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="no database at"):
        Store.open(tmp_path / "absent.db", create=False)
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(tmp_path / "no" / "where.db")
    with pytest.raises(StoreError, match="'postgresql' are not supported"):
        Store.open("postgresql://host/db")
    assert text.read_text().startswith("not a database")


def test_newer_and_damaged_databases(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    Store.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreError, match="newer Tocsin"):
        Store.open(path)
    path.write_bytes(b"SQLite format 3\x00" + os.urandom(3000))
    with pytest.raises(StoreError, match=r"damaged|reports:"):
        Store.open(path)


def test_empty_file_and_url_are_new_databases(tmp_path: Path) -> None:
    path = tmp_path / "sub ? dir#" / "t.db"
    path.parent.mkdir()
    path.touch()
    with Store.open(f"sqlite:///{path}") as store:
        assert store.counts()["documents"] == 0
    assert not path.with_name("t.db-wal").exists()


def test_locked_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    with Store.open(path, timeout=0.1) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            store.set_meta("a", "b")
        other.close()
        store.set_meta("a", "b")
        assert store.meta("a") == "b"


def test_second_writer_is_told_which_process_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    with Store.open(path) as one, Store.open(path) as two:
        with one.exclusive(), pytest.raises(StoreError, match=f"process {os.getpid()}"), two.exclusive():
            pass
        with two.exclusive():
            pass
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.db"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_ids_are_unique_and_every_old_id_leads_somewhere(data: st.DataObject) -> None:
    """Whatever partition follows another: ids stay unique, none is lost, equal input changes nothing."""
    with _scratch() as store:
        seen: set[str] = set()
        for step in range(4):
            labels = data.draw(st.lists(st.integers(0, 4), min_size=7, max_size=7))
            groups: dict[int, list[str]] = {}
            for number, label in enumerate(labels):
                if label:  # 0 = the mention is gone
                    groups.setdefault(label, []).append(f"em_{number}")
            drafts = [draft(*group, docs=("a",), notes=str(len(group))) for group in groups.values()]
            store.publish(drafts, why=f"step {step}")
            assert store.publish(drafts[::-1], why="again").unchanged == len(drafts)
            ids = [e.event_id for e in store.events()]
            assert len(set(ids)) == len(ids) == len(drafts)
            seen |= set(ids)
            for event_id in seen - set(ids):
                assert store.log(event_id)[-1].state in ("merged", "withdrawn")


class _scratch:  # noqa: N801
    """A store in a folder that goes away."""

    def __enter__(self) -> Store:
        import tempfile

        self._folder = tempfile.TemporaryDirectory()
        self._store = Store.open(Path(self._folder.name) / "t.db", clock=Clock())
        return self._store

    def __exit__(self, *exception: object) -> None:
        self._store.close()
        self._folder.cleanup()


def test_flat_columns_say_what_the_event_says(four: Store) -> None:
    victims = (VictimCount(Side.CIVILIAN, VictimStatus.INJURED, Count(3, None, None)),)
    four.publish([draft("em_a", victims=victims, fatalities=Count.exactly(0))], why="x")
    with sqlite3.connect(four.path) as raw:
        row = raw.execute(
            "SELECT country, date_start, fatalities_low, injured_low, injured_high, actor1_id FROM events"
        ).fetchone()
    assert row == ("MLI", "2024-03-03", 0, 3, None, "jnim")


def test_run_is_recorded(store: Store) -> None:
    run = store.start_run([("engine", "stub@1")])
    assert isinstance(run, Run)
    store.finish_run(run)
    with sqlite3.connect(store.path) as raw:
        assert raw.execute("SELECT settings, finished_at IS NOT NULL FROM runs").fetchone() == (
            '{"engine": "stub@1"}',
            1,
        )


partitions = st.lists(st.integers(0, 4), min_size=6, max_size=6)
"""To which of five groups each of six accounts belongs."""


@settings(max_examples=60, deadline=None)
@given(first=partitions, path=st.lists(partitions, max_size=5))
def test_events_come_back_under_their_ids_whatever_happened_between(first: list[int], path: list[list[int]]) -> None:
    def drafts(groups: list[int]) -> list[Event]:
        names = sorted(set(groups))
        return [draft(*(f"em_{n}" for n, g in enumerate(groups) if g == name)) for name in names]

    def ids(opened: Store) -> dict[tuple[str, ...], str]:
        return {tuple(sorted(e.mention_ids)): e.event_id for e in opened.events(EventFilter(all=True))}

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "t.db", clock=Clock()) as opened:
        opened.publish(drafts(first), why="read")
        before = ids(opened)
        for groups in path:
            opened.publish(drafts(groups), why="judged", restore=True)
            assert opened.publish(drafts(groups), why="read again").changed == 0
        opened.publish(drafts(first), why="taken back", restore=True)
        assert ids(opened) == before
        assert set(opened.redirects()).isdisjoint(before.values())


@pytest.fixture
def protected(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that the system lets nobody write: of a colleague, on a shared drive, in an archive."""
    store.publish([draft("em_1")], why="documents read")
    store.close()
    monkeypatch.setattr("tocsin.store.opening.os.access", lambda path, mode: mode != os.W_OK)
    return store.path


def test_a_protected_database_is_read_and_not_written(protected: Path) -> None:
    before = sorted(protected.parent.iterdir()), protected.read_bytes()
    with Store.open(protected, create=False) as opened:
        assert opened.read_only
        assert [event.mention_ids for event in opened.events(EventFilter(all=True))] == [("em_1",)]
        with pytest.raises(StoreError, match=r"cannot be written .* permissions"):
            opened.set_meta("key", "value")
        assert opened.meta("key") is None
    assert (sorted(protected.parent.iterdir()), protected.read_bytes()) == before


def test_a_protected_database_is_read_beside_its_writer(protected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("tocsin.store.opening.os.access", lambda path, mode: True)
        writer = Store.open(protected)
        writer.set_meta("key", "not yet folded into the file")
    with writer, Store.open(protected) as opened:
        assert opened.meta("key") == "not yet folded into the file"


def test_a_protected_database_of_an_older_schema_says_what_to_do(protected: Path) -> None:
    with sqlite3.connect(protected) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match=r"older Tocsin .* copy it to a folder of your own"):
        Store.open(protected)


def test_a_protected_database_is_exported(protected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--db", str(protected), "--format", "csv", "--all", "--out", str(tmp_path / "e.csv")]) == 0
    assert "Dorat" in (tmp_path / "e.csv").read_text(encoding="utf-8")
    assert run(["export", "--db", str(protected), "--format", "acled-csv", "--out", str(tmp_path / "a.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_what_an_event_once_was_counts_more_than_a_likeness() -> None:
    """Another engine has read in between and found other accounts; its events look like those of the first engine, each
    like the other one."""
    first = [
        draft("em_1", place=PlaceValue("North", None, "MLI")),
        draft("em_2", place=PlaceValue("South", None, "MLI")),
    ]
    north, south = (matching.mint(d.mention_ids) for d in first)
    known = [
        matching.Known(north, {"em_8": "em_8"}, frozenset({"a"}), "Armed clash", "2024-01-01", "South"),
        matching.Known(south, {"em_9": "em_9"}, frozenset({"a"}), "Armed clash", "2024-01-01", "North"),
    ]
    former = [matching.Former(north, 1, {"em_1": "em_1"}), matching.Former(south, 1, {"em_2": "em_2"})]
    signatures = {"em_1": "em_1", "em_2": "em_2"}
    assert matching.assign(first, known, signatures).ids == (south, north)
    assert matching.assign(first, known, signatures, former).ids == (north, south)


def test_a_database_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    path = tmp_path / "old.db"
    config = Config()
    config.set_main_option("script_location", "src/tocsin/store/migrations")
    with make_engine(path, timeout=1).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.exec_driver_sql(
            'INSERT INTO judgements (left_id, right_id, verdict, "by", why, at) '
            "VALUES ('em_1', 'em_2', 'same', 'amina', 'x', '2024-01-01T00:00:00.000000Z')"
        )
    with Store.open(path) as opened:
        assert [(j.left, j.right, j.verdict) for j in opened.judgements()] == [("em_1", "em_2", Verdict.SAME)]
        assert [d.left for d in opened.decisions()] == ["em_1"]
        assert opened.corrections() == ()
