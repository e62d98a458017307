"""The Admiralty code: letters by outlet, owner, speaker and party; numbers by roots; rules of one's own; the filter."""

import json
from pathlib import Path

import pytest

from merge_builders import ARMY, JNIM, KELMA, Builder, day, killed, world
from tocsin import knowledge
from tocsin.cli.main import run
from tocsin.knowledge.grades import Grades
from tocsin.merge import assemble, find_stories
from tocsin.model.errors import KnowledgeError, UsageError
from tocsin.model.event import Event
from tocsin.model.reading import AttributionKind, Modality, Prop, Stance
from tocsin.model.values import Side
from tocsin.store import EventFilter

KNOWN = knowledge.load()
WORDINGS = {
    "a": "Armed men attacked an army post in Kelma before dawn and left two of its guards dead in the sand.",
    "b": "The garrison of Kelma was attacked on Monday; a patrol lost two soldiers while nine raiders fell.",
    "c": "Fighters on motorcycles attacked the barracks near the river, said a reporter who saw two coffins leave.",
}


def told(
    name: str,
    publisher: str | None,
    by: str | None = None,
    stance: Stance = Stance.ASSERTED,
    claim: tuple[AttributionKind, str, tuple[str, ...]] | None = None,
) -> Builder:
    """A report of an attack at Kelma, all of it in the words of ``by``; each report in words of its own."""
    builder = Builder(name, [WORDINGS[name]], publisher=publisher)
    event = builder.event(0, "attacked")
    for prop, value in (
        (Prop.SUB_EVENT_TYPE, "Armed clash"), (Prop.MODALITY, Modality.ACTUAL), (Prop.DATE, day(3)),
        (Prop.PLACE, KELMA), (Prop.ACTOR1, JNIM), (Prop.ACTOR2, ARMY),
        (Prop.VICTIMS, killed(2, Side.STATE, "soldiers")),
        (Prop.VICTIMS, killed(9, Side.REBEL, "fighters")),
    ):  # fmt: skip
        builder.say(event, prop, value, 0, by, stance)
    if claim is not None:
        kind, speaker, via = claim
        builder.attribute(event, kind, speaker, JNIM, 0, via=via)
    return builder


def event_of(*builders: Builder) -> Event:
    documents, readings = world(*builders)
    mentions = [m.id for r in readings.values() for m in r.event_mentions]
    stories = find_stories(tuple(documents.values()))
    return assemble(mentions, documents=documents, readings=readings, stories=stories, knowledge=KNOWN)


def grades(event: Event, field: str) -> list[str | None]:
    return [e.grade for e in event.evidence if e.field == field]


@pytest.mark.parametrize(
    ("publisher", "by", "grade"),
    [
        ("Reuters", None, "B2"),
        ("Reuters", "police", "C3"),
        ("Reuters", "doctors at the hospital", "B2"),
        ("Reuters", "officials who spoke on condition of anonymity", "D3"),
        ("Reuters", "security sources", "D3"),
        ("Reuters", "a spokesman for the rebels", "C3"),
        ("SANA", None, "C3"),
        ("Amaq", None, "D3"),
        ("Horn Wire of nobody", None, "F6"),
        (None, "police", "F6"),
        ("Reuters", "One Member State", "C3"),
        ("Reuters", "Several Member States", "B3"),
    ],
)
def test_one_report(publisher: str | None, by: str | None, grade: str) -> None:
    event = event_of(told("a", publisher, by))
    assert [s.grade for s in event.sources] == [grade]
    assert grades(event, "modality") == [grade]


def test_a_party_is_believed_on_its_own_losses_and_on_the_place() -> None:
    event = event_of(told("a", "Reuters", "the army"))
    by_side = {
        e.value.side: e.grade for e in event.evidence if e.field == "victims"  # type: ignore[union-attr]
    }  # fmt: skip
    assert (by_side[Side.STATE], by_side[Side.REBEL]) == ("B2", "D3")
    assert grades(event, "place") == ["B2"]
    assert grades(event, "sub_event_type") == ["C3"]


def test_only_another_root_confirms() -> None:
    assert {s.grade for s in event_of(told("a", "Reuters"), told("b", "AFP")).sources} == {"B1"}
    one_voice = event_of(told("a", "Reuters", "the army"), told("b", "AFP", "the army"))
    assert {s.grade for s in one_voice.sources} == {"C3"}, "two outlets with the same army are one root"
    witnesses = event_of(told("a", "Reuters", "witnesses"), told("b", "AFP", "witnesses"))
    assert {s.grade for s in witnesses.sources} == {"C1"}


def test_one_report_is_one_root_whomever_it_quotes() -> None:
    builder = told("a", "Reuters", "the army")
    event = builder.events[0].id
    builder.say(event, Prop.MODALITY, Modality.ACTUAL, 0)
    builder.say(event, Prop.MODALITY, Modality.ACTUAL, 0, "hospital officials")
    assert set(grades(event_of(builder), "modality")) <= {"B2", "C3"}
    quoting = told("b", "AFP", "the army")
    assert "1" not in {(g or "")[1:] for g in grades(event_of(told("a", "Reuters", "the army"), quoting), "modality")}


def test_hedges_denials_and_rivals() -> None:
    assert grades(event_of(told("a", "Reuters", stance=Stance.HEDGED)), "modality") == ["B3"]
    first, second, third = told("a", "Reuters"), told("b", "AFP"), told("c", "AP")
    other = next(a for a in third.assertions if a.prop is Prop.DATE)
    third.assertions.remove(other)
    third.say(other.event_mention_id, Prop.DATE, day(4), 0)
    event = event_of(first, second, third)
    assert {(e.chosen, e.grade) for e in event.evidence if e.field == "date"} == {
        (True, "B1"),
        (False, "B4"),
    }


def test_a_claim_is_graded_by_its_relay_and_an_accusation_is_never_better_than_possible() -> None:
    claim = event_of(told("a", "AFP", claim=(AttributionKind.CLAIM, "JNIM", ("SITE Intelligence Group",))))
    assert [(a.kind, a.grade) for a in claim.attributions] == [(AttributionKind.CLAIM, "B2")]
    relayed = (AttributionKind.CLAIM, "JNIM", ("SITE Intelligence Group",))
    one_relay = event_of(told("a", "AFP", claim=relayed), told("b", "Reuters", claim=relayed))
    assert {a.grade for a in one_relay.attributions} == {"B2"}
    heard = (AttributionKind.CLAIM, "JNIM", ())
    twice_told = event_of(told("a", "AFP", claim=heard), told("b", "Reuters", claim=heard))
    assert {a.grade for a in twice_told.attributions} == {"B1"}
    blamed = (AttributionKind.ACCUSATION, "the government", ())
    twice = event_of(told("a", "AFP", claim=blamed), told("b", "Reuters", claim=blamed))
    assert {a.grade for a in twice.attributions} == {"C3"}


def test_every_grade_says_why() -> None:
    event = event_of(told("a", "Reuters", "the army"), told("b", None))
    graded = [e for e in event.evidence if e.grade is not None]
    assert len(graded) > 10
    assert all(e.graded for e in graded)


def test_own_lines_replace_packaged_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    (tmp_path / "grades.yml").write_text("speakers: {witness: B}\nunknown: E\n", encoding="utf-8")
    rules = Grades.open()
    assert rules.of_speaker("witness")[0] == "B"
    assert rules.of_speaker("official")[0] == "C"
    assert rules.of_outlet(None)[0] == "E"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("publishers: {blog: D}\n", "unknown blog"),
        ("speakers: {witness: G}\n", "no letter from A to F"),
        ("outlets: {online: D}\n", "unknown key outlets"),
        ("member_states: [{words: x, grade: 7}]\n", "a `grade` such as C3"),
        ("publishers: B\n", "`kind: letter` lines"),
    ],
)
def test_damaged_own_lines_are_refused_with_file_and_key(
    content: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    (tmp_path / "grades.yml").write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=complaint) as error:
        Grades.open()
    assert "grades.yml" in str(error.value)


def test_the_filter_leaves_out_what_only_the_unnamed_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [
        ("plain", "Reuters", "KANO, Nigeria - Gunmen killed four farmers in an attack on a market in Kano on Monday."),
        (
            "unnamed",
            "Reuters",
            "MAIDUGURI, Nigeria - Gunmen killed nine herders near Maiduguri, security sources said.",
        ),
        ("nobody", None, "Gunmen killed seven fishermen in an attack on a jetty in Warri, Nigeria, on 2 March 2024."),
    ]
    rows = [{"id": i, "publisher": p, "published": "2024-03-05", "text": text} for i, p, text in reports]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    db = str(tmp_path / "t.db")
    assert run(["code", str(tmp_path / "in.jsonl"), "--db", db, "--engine", "rules"]) == 0
    counts = {}
    for least in (None, "D", "C", "C1"):
        capsys.readouterr()
        given = [] if least is None else ["--min-grade", least]
        assert run(["export", "--format", "jsonl", "--db", db, *given]) == 0
        counts[least] = len(capsys.readouterr().out.splitlines())
    assert counts == {None: 3, "D": 2, "C": 1, "C1": 0}


@pytest.mark.parametrize("given", ["F", "6", "C6", "good", ""])
def test_a_filter_that_is_no_grade_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="is no grade"):
        EventFilter(min_grade=given)


def test_sources_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "show", "sana.sy"]) == 0
    assert "C (SANA: agency of a state)" in capsys.readouterr().out
    assert run(["sources", "search", "reuters"]) == 0
    assert "Reuters" in capsys.readouterr().out
    assert run(["sources", "search", "zzzz"]) == 1
    assert run(["sources", "grades"]) == 0
    assert "several member states" in capsys.readouterr().out


def test_a_search_for_a_part_of_a_name_does_not_meet_grades(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "KANO, Nigeria - Gunmen killed four farmers in an attack on a market in Kano on Monday."
    row = {"id": "a", "publisher": "Reuters", "published": "2024-03-05", "text": text}
    (tmp_path / "in.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    db = str(tmp_path / "t.db")
    assert run(["code", str(tmp_path / "in.jsonl"), "--db", db, "--engine", "rules"]) == 0
    for part, number in (("reut", 1), ("b2", 0), ("grad", 0)):
        capsys.readouterr()
        assert run(["export", "--format", "jsonl", "--db", db, "--source", part]) == 0
        assert len(capsys.readouterr().out.splitlines()) == number, part
