"""Leaving out classes of sources: events put together anew from what remains; series with and without them."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import event as an_event
from tocsin import knowledge, pipeline
from tocsin.cli.main import run
from tocsin.cli.series import _folded
from tocsin.export.series import Cell, label, period_of, series
from tocsin.knowledge.grades import Grades
from tocsin.model.document import Document, DocumentKind
from tocsin.model.errors import KnowledgeError, UsageError
from tocsin.model.event import Link
from tocsin.model.values import Count, DateValue
from tocsin.pipeline import CodeOptions, seen
from tocsin.pipeline.leaving_out import LeavingOut
from tocsin.pipeline.rooms import real_rooms
from tocsin.pipeline.without import recompute
from tocsin.store import EventFilter, Store

KNOWN = knowledge.load()
ROWS = [
    (
        "mixed",
        "Reuters",
        "Gunmen attacked an army post at Ménaka in Mali on Sunday, killing four soldiers. Fighters of the JNIM group "
        "attacked a convoy near Gao on Monday and killed nineteen soldiers, a JNIM spokesman said.",
    ),
    (
        "own",
        "Az-Zallaqa",
        "Fighters of JNIM attacked an army post at Ménaka in Mali on Sunday, killing thirty soldiers.",
    ),
    (
        "hidden",
        "AFP",
        "Gunmen killed six traders in an attack on a market in Ansongo, Mali, on Saturday, security sources said.",
    ),
    ("plain", "AP", "A roadside bomb killed two farmers near Bankass, Mali, on Friday."),
    (
        "army",
        "Xinhua",
        "Soldiers killed eleven militants in a clash near Djibo in Burkina Faso on Thursday, the army said.",
    ),
    ("nobody", None, "Protesters marched peacefully in Kayes, Mali, on Wednesday."),
]
DAYS = {"first": "2024-03-05"}
CLASSES = tuple(KNOWN.grades.classes)


def coded(folder: Path, rows: Sequence[tuple[str, str | None, str]] = ROWS, merge: bool = True) -> Path:
    """A database of reports composed for the purpose."""
    lines = [{"id": i, "publisher": p, "published": DAYS.get(i, "2024-03-06"), "text": text} for i, p, text in rows]
    source, db = folder / "in.jsonl", folder / "t.db"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    pipeline.code([str(source)], db=str(db), options=CodeOptions(engine="rules", merge=merge))
    return db


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coded(tmp_path_factory.mktemp("without"))


def tolls(db: Path, *classes: str) -> dict[str, tuple[int | None, str | None, int]]:
    """Deaths, actor1 and number of reports by place."""
    with Store.open(str(db), create=False) as store:
        events = list(seen(store, EventFilter(without=classes)).events)
    return {
        e.place.name: (e.fatalities.best, e.actor1.id if e.actor1 else None, len(e.sources)) for e in events if e.place
    }


def test_each_event_is_put_together_from_what_remains(db: Path) -> None:
    whole, left = tolls(db), tolls(db, "partisan")
    assert whole["Ménaka"][1:] == ("jnim", 2)
    assert left["Ménaka"] == (4, "unidentified-armed-group-mali", 1)
    assert "Gao" in whole
    assert "Gao" not in left
    assert {"Ansongo", "Bankass", "Djibo", "Kayes"} <= left.keys()
    assert all(left[place] == whole[place] for place in ("Ansongo", "Bankass", "Djibo", "Kayes"))


def test_the_classes_leave_out_what_they_say(db: Path) -> None:
    assert tolls(db).keys() - tolls(db, "anonymous").keys() == {"Ansongo"}
    assert tolls(db).keys() - tolls(db, "state").keys() == {"Djibo"}
    assert tolls(db).keys() - tolls(db, "unknown").keys() == {"Kayes"}


def test_what_is_left_out_is_told_and_flagged(db: Path) -> None:
    with Store.open(str(db), create=False) as store:
        found = seen(store, EventFilter(without=("partisan",)))
        assert found.without is not None
        assert (found.without.documents, len(found.without.untold), found.without.anew) == (("own",), 1, 1)
        flagged = [e for e in found.events if any(f.code == "sources_left_out" for f in e.flags)]
        assert [e.place.name for e in flagged if e.place] == ["Ménaka"]
        stored = store.event(flagged[0].event_id)
        assert stored is not None
        assert stored.revision == flagged[0].revision
        assert all(f.code != "sources_left_out" for e in store.events() for f in e.flags)  # nothing is stored


def test_filters_look_at_the_events_as_they_are_then(db: Path) -> None:
    with Store.open(str(db), create=False) as store:
        wanted = EventFilter(actor=("jnim",))
        assert len(list(seen(store, wanted).events)) == 2
        found = seen(store, replace(wanted, without=("partisan",)))
        assert list(found.events) == []
        assert found.without is not None
        assert (len(found.without.untold), len(found.without.failing)) == (1, 1)
        with pytest.raises(ValueError, match="put together by pipeline"):
            list(store.events(replace(wanted, without=("partisan",))))


@pytest.mark.parametrize("merge", [True, False])
def test_leaving_out_nothing_puts_together_the_same_events(tmp_path: Path, merge: bool) -> None:
    with Store.open(str(coded(tmp_path, merge=merge)), create=False) as store:
        again = recompute(store, real_rooms(), (), everything=True)
        assert {e.event_id: e for e in again.events} == {e.event_id: e for e in store.events(EventFilter(all=True))}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.sampled_from(range(len(ROWS))), min_size=1), classes=st.sets(st.sampled_from(CLASSES)))
def test_nothing_left_out_is_the_same_and_all_left_out_is_none(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int], classes: set[str]
) -> None:
    rows = [(f"{ROWS[n][0]}", ROWS[n][1], ROWS[n][2]) for n in sorted(chosen)]
    with Store.open(str(coded(tmp_path_factory.mktemp("some"), rows)), create=False) as store:
        present = {e.event_id: e for e in store.events(EventFilter(all=True))}
        same = recompute(store, real_rooms(), (), everything=True)
        assert {e.event_id: e for e in same.events} == present
        left = recompute(store, real_rooms(), tuple(sorted(classes)))
        assert {e.event_id for e in left.events} | set(left.untold) == set(present)
        assert not {e.event_id for e in left.events} & set(left.untold)
        kept = {d for e in left.events for d in (s.document_id for s in e.sources)}
        assert not kept & left.documents
    with Store.open(
        str(coded(tmp_path_factory.mktemp("none"), [(i, None, t) for i, _, t in rows])), create=False
    ) as store:
        assert recompute(store, real_rooms(), ("unknown",)).events == []


def test_people_are_never_left_out(tmp_path: Path) -> None:
    db = coded(tmp_path)
    with Store.open(str(db), create=False) as store:
        event_id = next(e.event_id for e in store.events() if e.place and e.place.name == "Ménaka")
    assert (
        run(["correct", event_id, "fatalities", "5", "--by", "amina", "--why", "hospital list", "--db", str(db)]) == 0
    )
    assert tolls(db, "partisan")["Ménaka"][0] == 5


def test_copies_of_a_left_out_report_go_with_it(tmp_path: Path) -> None:
    text = ROWS[1][2] + " The fighters burned two vehicles of the garrison and took weapons before they left at dawn."
    rows = [("first", "Az-Zallaqa", text), ("copy", "AP", text)]
    assert tolls(coded(tmp_path, rows))
    assert not tolls(coded(tmp_path, rows), "partisan")


def test_the_statement_of_an_army_is_a_states(tmp_path: Path) -> None:
    partisan, state = (LeavingOut.of((name,), KNOWN) for name in ("partisan", "state"))
    for issuer, kinds in (
        ("Malian army", (False, True)),
        ("Houthi military media", (True, False)),
        ("X", (True, False)),
    ):
        paper = Document("d", "Our forces struck.", kind=DocumentKind.STATEMENT, issuer=issuer)
        assert (partisan.document(paper), state.document(paper)) == kinds, issuer


def test_a_statement_is_its_issuers_whoever_published_it() -> None:
    text = "Statement of the Ministry of Defence of Mali\n\nOur forces struck a camp near Gossi."
    partisan, state = (LeavingOut.of((name,), KNOWN) for name in ("partisan", "state"))
    for publisher in ("Az-Zallaqa", "Reuters", None):
        paper = Document("d", text, kind=DocumentKind.STATEMENT, publisher=publisher)
        assert (partisan.document(paper), state.document(paper)) == (False, True), publisher


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("a JNIM spokesman", True),
        ("the Taliban", True),
        ("Amaq", True),
        ("the army", False),
        ("a doctor", False),
        ("Hezbollah's Al-Manar television", True),
        ("state television ORTM", False),
        ("a reporter of Radio Okapi", False),
    ],
)
def test_whose_words_are_partisan(words: str, left: bool) -> None:
    assert LeavingOut.of(("partisan",), KNOWN).speaker(words) is left


def test_state_media_named_with_what_they_are() -> None:
    state = LeavingOut.of(("state",), KNOWN)
    for words, left in (
        ("state television ORTM", True),
        ("Xinhua", True),
        ("state agency SANA", True),
        ("Reuters", False),
    ):
        assert state.speaker(words) is left, words


def test_wrong_use_is_refused(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="choose from partisan, state, anonymous, unknown"):
        EventFilter(without=("partisans",))
    with pytest.raises(UsageError, match="--as-of"):
        EventFilter(without=("partisan",), changed_since=EventFilter().as_of, as_of=_moment())
    for words in (["export", "--what", "documents"], ["release", "r1", "--title", "x"]):
        assert run([*words, "--without", "partisan", "--db", str(db)]) == 2
    assert "--without" in capsys.readouterr().err


def _moment():  # type: ignore[no-untyped-def]
    from tocsin.store import parse_moment

    return parse_moment("2024-01-01")


def test_rules_of_one_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    mine = tmp_path / "grades.yml"
    mine.write_text("classes: {wires: {outlets: [agency]}}\n", encoding="utf-8")
    assert set(Grades.open().classes) == {*CLASSES, "wires"}
    for content, complaint in (
        ("classes: [a]\n", "it must hold"),
        ("classes: {wires: {outlets: [radio]}}\n", "outlets: it must be a list out of"),
        ("classes: {wires: {type: [agency]}}\n", "unknown key type"),
        ("classes: {wires: {statements: 1}}\n", "it is true or false"),
        ("classes: {wires: {}}\n", "give it outlets"),
    ):
        mine.write_text(content, encoding="utf-8")
        with pytest.raises(KnowledgeError, match=complaint):
            Grades.open()


def test_the_export_says_what_it_left_out(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.csv"
    assert (
        run(["export", "--format", "csv", "--out", str(out), "--without", "partisan,anonymous", "--db", str(db)]) == 0
    )
    manifest = json.loads((tmp_path / "e.csv.manifest.json").read_text(encoding="utf-8"))
    assert manifest["filters"] == {"without": "partisan, anonymous"}
    assert [(row["reason"], row["count"]) for row in manifest["left_out"]] == [
        ("nothing tells it without partisan, anonymous sources", 2)
    ]
    assert {row["remark"]: row["count"] for row in manifest["remarks"]}[
        "report left out: partisan, anonymous sources"
    ] == 1
    assert "sources_left_out" in out.read_text(encoding="utf-8")


# Series


def test_a_series_with_and_without(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        "series",
        "--by",
        "day",
        "--of",
        "fatalities",
        "--country",
        "MLI",
        "--without",
        "partisan",
        "--db",
        str(db),
    ]
    assert run([*command, "--format", "csv"]) == 0
    told = capsys.readouterr()
    rows = {row["period"]: row for row in csv.DictReader(io.StringIO(told.out))}
    assert "documents left out: 1," in told.err
    assert (rows["2024-03-04"]["events"], rows["2024-03-04"]["events_without"]) == ("1", "0")
    assert rows["2024-03-04"]["best_difference"] == "-19"
    assert rows["2024-03-03"]["best_without"] == "4"
    assert int(rows["2024-03-03"]["high"]) >= 30
    assert run(command) == 0
    shown = capsys.readouterr().out
    assert "▒" in shown
    assert "bars: fatalities (best); ▒ goes without partisan sources" in shown
    assert run([*command, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["without"] == ["partisan"]
    assert len(found["rows"]) == len(rows)


def test_a_series_without_leaving_out_and_wrong_words(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["series", "--by", "year", "--across", "type", "--db", str(db)]) == 0
    assert "Battles" in capsys.readouterr().out
    for words in (["--by", "decade"], ["--of", "injured"], ["--across", "river"], ["--format", "pdf"]):
        assert run(["series", *words, "--db", str(db)]) == 2
    assert run(["series", "--country", "CHL", "--across", "country", "--since", "2024-01-01", "--until", "2024-02-01",
                "--db", str(db)]) == 0  # fmt: skip
    assert "2024-02       0     0" in capsys.readouterr().out


def _event(event_id: str, first: str, last: str | None = None, deaths: Count | None = None, **other: object):  # type: ignore[no-untyped-def]
    days = DateValue(date.fromisoformat(first), date.fromisoformat(last or first), 1)
    event = an_event(date=days, fatalities=deaths or Count(None, None, None), **other)
    return replace(event, event_id=event_id)


def test_tolls_add_up_with_their_bounds() -> None:
    found = series(
        [
            _event("ev_1", "2024-03-04", deaths=Count(4, 4, 4)),
            _event("ev_2", "2024-03-09", deaths=Count(2, 3, None)),
            _event("ev_3", "2024-05-01"),
            _event("ev_4", "2024-05-31", "2024-06-04", deaths=Count(None, 5, 7)),
        ],
        "month",
    )
    assert [label(p, "month") for p in found.periods] == ["2024-03", "2024-04", "2024-05", "2024-06"]
    assert found.cell("", date(2024, 3, 1)) == Cell(2, 6, 7, 7, 0, 1)
    assert found.cell("", date(2024, 4, 1)) == Cell()
    assert found.cell("", date(2024, 5, 1)) == Cell(1, 0, 0, 0, 1, 0)
    assert found.cell("", date(2024, 6, 1)) == Cell(1, 0, 5, 7, 0, 0)
    assert found.spread == 1


def test_no_toll_is_added_to_another_of_the_same_and_no_strategic_development_counted() -> None:
    whole = _event("ev_1", "2024-03-04", deaths=Count(9, 9, 9))
    part = replace(_event("ev_2", "2024-03-04", deaths=Count(4, 4, 4)), linked=(Link("ev_1", "member_of"),))
    strategic = _event("ev_3", "2024-03-04", event_type="Strategic developments", sub_event_type="Arrests")
    found = series([whole, part, strategic], "year")
    assert found.cell("", date(2024, 1, 1)) == Cell(1, 4, 4, 4, 0, 0)
    assert sum(found.left_out.values()) == 2
    assert series([whole, strategic], "year", strategic=True).cell("", date(2024, 1, 1)).events == 2


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.sampled_from(["day", "week", "month", "year"]))
def test_a_period_holds_its_day_and_is_its_own_period(day: date, by: str) -> None:
    start = period_of(day, by)
    assert start <= day
    assert period_of(start, by) == start
    assert label(start, by) == label(period_of(day, by), by)


def test_quiet_periods_stand_in_one_line() -> None:
    none, some = Cell(), Cell(events=1, low=2, best=2, high=2)
    days = [date(2024, month, 1) for month in range(1, 9)]
    cells = [some, none, none, none, none, some, none, some]
    rows = [("", day, cell, None) for day, cell in zip(days, cells, strict=True)]
    assert [(first.month, last.month, cell.events) for first, last, cell, _ in _folded(rows)] == [
        (1, 1, 1), (2, 5, 0), (6, 6, 1), (7, 7, 0), (8, 8, 1)
    ]  # fmt: skip
    without = [(name, day, cell, none) for name, day, cell, _ in rows]
    assert len(list(_folded(without))) == 5, "a line is quiet only when both cells are"
