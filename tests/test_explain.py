"""``tocsin explain`` from the words of a text to the decision: paragraphs, command line, JSON."""

import json
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from cases_collector import load_cases
from tocsin import pipeline
from tocsin.cli.main import run
from tocsin.export import document_json
from tocsin.export.explain_why import export_reasons, outcome, why
from tocsin.export.rule_words import CHOOSING, READING
from tocsin.model.document import Document
from tocsin.pipeline import CodeOptions, Explained, explain_document, explain_stored
from tocsin.store import EventFilter, Store

TEXT = (
    "Gunmen attacked a village near Mopti on 1 March 2024, killing nine people, local officials said. "
    "The attack shocked the region. The minister opened a school. Nurses began a hunger strike in Bamako."
)
Call = Callable[..., tuple[int, str, str]]
RULES = ("--engine", "rules")
"""The words of the rules' decisions are looked for; what the local engine says stands in test_read_local.py."""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        out, err = capsys.readouterr()
        return status, " ".join(out.split()) if "json" not in words else out, err

    return command


@pytest.fixture(scope="module")
def explained() -> Explained:
    return explain_document(Document("doc-1", TEXT, language="en"), "rules")


def paragraphs(found: Explained) -> list[str]:
    assert found.trace is not None
    return [why(sentence, found.trace, found.events) for sentence in found.trace.sentences]


def test_a_paragraph_says_what_decided(explained: Explained) -> None:
    told, mentioned, nothing, speech = paragraphs(explained)
    assert told.startswith("“attacked” (with “killing”) tells “Attack” (typing rule: unarmed people harmed); it became")
    assert "in default exports" in told
    assert "[only_mentioned, decided in happenings.py: Happening.thin]" in mentioned
    assert "no trigger word known in this sentence" in nothing
    assert "“hunger strike”" in speech
    assert "gates.yml: labour_before_strike" in speech
    assert explained.trace is not None
    outcomes = [outcome(sentence, explained.trace) for sentence in explained.trace.sentences]
    assert outcomes == ["coded", "only_mentioned", "no_trigger", "figure_of_speech"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rebels will attack the town of Gao on 3 May 2024, the army said.", "told as planned (will)"),
        ("Nine people were killed in Zzyzx by gunmen.", "no date is known"),
    ],
)
def test_what_is_coded_but_not_exported_says_why(text: str, said: str) -> None:
    assert said in " ".join(paragraphs(explain_document(Document("doc-1", text, language="en"), "rules")))


def test_exported_events_have_no_reason_against(explained: Explained) -> None:
    assert all(event.codable == (not export_reasons(event)) for event in explained.events)


def test_a_language_the_engine_cannot_read_is_named() -> None:
    found = explain_document(Document("doc-1", "Les rebelles ont attaqué.", language="fr"))
    assert found.reading is None
    assert found.notice is not None
    assert "'fr'" in found.notice


def test_a_text_is_explained_without_database(call: Call, tmp_path: Path) -> None:
    status, out, _ = call("explain", *RULES, "--text", TEXT, "--at", "SHOCKED  the")
    assert status == 0
    assert out.startswith("text, sentence 2 of 4 Among the words asked about is no known trigger word")
    assert "No event comes from this sentence. “attack” (act attack, a weak noun), which would tell “Attack”" in out
    assert call("explain", *RULES, "--text", TEXT, "--at", "the attack shocked")[1].startswith(
        "text, sentence 2 of 4 No event"
    )
    assert list(tmp_path.iterdir()) == []


def test_words_that_are_no_trigger_are_named_for_what_they_were_taken_for(call: Call) -> None:
    out = call("explain", *RULES, "--text", "A grenade killed nine people.", "--at", "grenade")[1]
    assert "no known trigger word (“grenade” was seen as weapon)" in out
    assert "weapon “grenade” ·" in out


def test_a_text_without_words_is_wrong_usage(call: Call) -> None:
    status, _, err = call("explain", "--text", "  ")
    assert (status, "--text holds no words" in err) == (2, True)


def test_a_file_is_explained_without_database(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert "+ attacked: Attack (typing rule: unarmed people harmed" in call("explain", *RULES, "a.txt")[1]
    assert "sentence 4 of 4" in call("explain", "a.txt", "--sentence", "4")[1]


def test_standard_input_is_explained(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(TEXT.encode())))
    assert "no trigger word known in this sentence" in call("explain", "-")[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--text", TEXT, "--at", "not in it"], "'not in it' does not stand in text"),
        (["--text", TEXT, "--sentence", "9"], "sentences 1 to 4"),
        (["--text", TEXT, "a.txt"], "one of them"),
        ([], "one of them"),
        (["--text", TEXT, "--format", "xml"], "text or json"),
    ],
)
def test_wrong_questions_get_a_sentence(call: Call, words: list[str], sentence: str) -> None:
    status, _, err = call("explain", *words)
    assert status == 2
    assert sentence in err


def test_json_has_the_documented_keys(call: Call, explained: Explained) -> None:
    status, out, _ = call("explain", *RULES, "--text", TEXT, "--format", "json")
    assert status == 0
    told: dict[str, Any] = json.loads(out)
    same = document_json(explained.document, explained.reading, explained.trace, explained.events)
    assert told.keys() == same.keys()
    assert [s["outcome"] for s in told["sentences"]] == ["coded", "only_mentioned", "no_trigger", "figure_of_speech"]
    trigger = told["sentences"][3]["triggers"][0]
    assert (trigger["quote"], trigger["stage"], trigger["because"]) == ("strike", "gate", ["hunger strike"])
    assert told["events"][0]["not_exported_because"] == []


def test_a_stored_document_is_read_again_and_changed_rules_are_said(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    pipeline.code(["a.txt"], db="tocsin.db", options=CodeOptions())
    out = call("explain", "a.txt")[1]
    assert "=> ev_" in out
    assert "have changed since" not in out
    monkeypatch.setattr("tocsin.pipeline.explaining.digest", lambda rooms: "other")
    assert "Note: The rules or the knowledge have changed since" in call("explain", "a.txt")[1]
    with Store.open("tocsin.db") as store:
        found = explain_stored(store, "a.txt")
        assert explain_stored(store, "nothing") is None
    assert found is not None
    assert found.trace is not None
    assert {key for s in found.trace.sentences for t in s.triggers for key in t.event_mentions} == {
        key for event in found.events for key in event.mention_ids
    }


MINE = "A roadside mine killed nine people near Gao in Mali on 4 March 2024, police said. "
OTHER = "Rebels shelled Kidal in Mali on 9 March 2024, killing two people, police said."


@pytest.fixture
def merged(call: Call, tmp_path: Path) -> Call:
    """Two outlets on one mine, one of them also on a shelling."""
    (tmp_path / "a.txt").write_text(MINE + "The blast also wounded three women. " + OTHER)
    (tmp_path / "b.txt").write_text("Nine travellers were killed by a mine near Gao, Mali, on 4 March 2024.")
    assert call("code", *RULES, "a.txt", "b.txt")[0] == 0
    return call


def test_an_event_says_why_its_accounts_came_together(merged: Call) -> None:
    with Store.open("tocsin.db") as store:
        event = max(store.events(EventFilter(all=True)), key=lambda e: len(e.sources))
        found = pipeline.explain_event(store, event)
    assert {s.document_id for s in event.sources} == {"a.txt", "b.txt"}
    scopes = {pair.scope for pair in found.joined}
    assert scopes == {"document", "documents"}
    assert all(pair.together for pair in found.joined)
    out = merged("explain", event.event_id)[1]
    assert "How its accounts came together" in out
    assert "0.85 needed: same day" in out
    assert "Exported in default exports" in out
    assert f"Confidence {event.confidence:.2f} = " in out
    told = json.loads(merged("explain", event.event_id, "--format", "json")[1])
    assert told["event_id"] == event.event_id
    assert {pair["scope"] for pair in told["joined"]} == scopes


def test_two_events_say_what_keeps_them_apart(merged: Call) -> None:
    with Store.open("tocsin.db") as store:
        events = list(store.events(EventFilter(all=True)))
    mine = next(e for e in events if len(e.sources) == 2)
    shelling = next(e for e in events if e.sub_event_type.startswith("Shelling"))
    status, out, _ = merged("explain", mine.event_id, "--with", shelling.event_id)
    assert status == 0
    assert "What speaks for one event and against it" in out
    assert "ruled out: different d" in out or "ruled out: different p" in out
    assert merged("explain", mine.event_id, "--with", mine.event_id)[0] == 2
    assert merged("explain", mine.event_id, "--with", "ev_none")[0] == 2
    assert merged("explain", "a.txt", "--with", mine.event_id)[0] == 2
    assert merged("explain", mine.event_id, "--at", "mine")[0] == 2


def test_confidence_is_the_sum_of_its_terms(merged: Call) -> None:
    with Store.open("tocsin.db") as store:
        for event in store.events(EventFilter(all=True)):
            words = pipeline.explain_event(store, event).sure
            assert len(words) >= 4
            assert words[-1].startswith("at most")


def test_every_rule_that_reads_or_chooses_has_words() -> None:
    samples = [row.text for row in load_cases()]
    rules = set()
    for text in samples[::4]:
        found = explain_document(Document("doc-1", text, language="en"))
        assert found.reading is not None
        rules |= {e.rule for event in found.events for e in event.evidence}
        rules |= {a.rule for a in found.reading.assertions if a.rule}
    unknown = {rule for rule in rules if rule and rule not in READING and rule not in CHOOSING}
    assert unknown == set()
