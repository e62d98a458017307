"""The annotated corpus: its reader, its checks, and the corpus itself."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge.codebook import Codebook
from tocsin.train.__main__ import main
from tocsin.train.agreement import agreement, pair_events
from tocsin.train.corpus import CorpusError, Mark, Report, read_corpus, read_marks, read_report
from tocsin.train.corpus_check import Labels, problems
from tocsin.train.corpus_counts import counts

FOLDER = Path(__file__).parent.parent / "corpus"
LABELS = Labels.open(FOLDER)
SHARED = Path(os.environ.get("TOCSIN_SHARED", "../shared"))


def written(tmp_path: Path, head: str, text: str, name: str = "r1") -> Report:
    path = tmp_path / f"{name}.txt"
    path.write_text(
        f"---\nid: {name}\nform: wire\nregion: none\nworld: invented\nhard: []\n{head}---\n{text}\n", encoding="utf-8"
    )
    return read_report(path)


def test_marks_are_taken_out_and_keep_their_place() -> None:
    text, marks = read_marks("[[Nine]{killed.civilian e1} villagers]{actor2 e1, actor2 e2} died.")
    assert text == "Nine villagers died."
    assert marks == (
        Mark(0, 14, "actor2", "e1"),
        Mark(0, 14, "actor2", "e2"),
        Mark(0, 4, "killed.civilian", "e1"),
    )


@pytest.mark.parametrize(
    ("marked", "says"),
    [("a [b", "never closed"), ("a b]{place}", "no partner"), ("a [b] c", "no partner"), ("a [ b]{place}", "blanks"),
     ("a [b]{place e1 e2}", "label and an event id"), ("a {b}", "no partner"), ("[]{place}", "empty")],
)  # fmt: skip
def test_broken_marks_are_named(marked: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        read_marks(marked)


@given(st.lists(st.tuples(st.sampled_from(["gunmen", "Orl", "nine"]), st.booleans()), min_size=1, max_size=8))
def test_bare_text_is_the_marked_one_without_its_marks(pieces: list[tuple[str, bool]]) -> None:
    marked = " ".join(f"[{word}]{{place}}" if mark else word for word, mark in pieces)
    text, marks = read_marks(marked)
    assert text == " ".join(word for word, _ in pieces)
    assert [text[m.start : m.end] for m in marks] == [word for word, mark in pieces if mark]


@pytest.mark.parametrize(
    ("head", "text", "says"),
    [
        ("events: {e1: {type: Attack}}\n", "Gunmen came to the village at night and went.", "no trigger"),
        ("events: {e1: {type: Atack}}\n", "Gunmen [shot]{trigger e1} at the village all the night.", "'Atack'"),
        ("", "Gunmen [shot]{trigger e1} at the village all the night long.", "is about 'e1'"),
        ("", "Gunmen shot at the [village]{vilage} all the night long there.", "not in labels.yml"),
        ("events: {e1: {type: Attack, modality: planned}}\n", "They may [shoot]{trigger e1} at us again this night.",
         "codable: false"),
        ("", "Too short.", "2 words"),
        ("attributions: {a1: {kind: claim, of: e9}}\n", "The Guard [says]{cue a1} that it did it last night.", "'e9'"),
    ],
)  # fmt: skip
def test_what_the_guide_forbids_is_said(tmp_path: Path, head: str, text: str, says: str) -> None:
    report = written(tmp_path, head, text)
    assert any(says in sentence for sentence in problems([report], LABELS, Codebook.open()))


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="'colour'"):
        written(tmp_path, "colour: red\n", "Gunmen came to the village at night.")


def test_two_reports_from_one_template_are_refused(tmp_path: Path) -> None:
    text = "Gunmen on motorbikes rode into {} before dawn and shot four men in front of the mosque, the mayor said."
    both = [written(tmp_path, "", text.format(name), name.lower()) for name in ("Orl", "Pell")]
    assert "write one of them anew" in problems(both, LABELS, Codebook.open())[0]


def test_the_same_annotation_agrees_with_itself(tmp_path: Path) -> None:
    marked = (
        "[Gunmen]{actor1 e1} [shot]{trigger e1} [two]{killed.civilian e1} men; the [Guard]{by a1} [denied]{cue a1} it."
    )
    head = "events: {e1: {type: Attack}}\nattributions: {a1: {kind: denial, of: e1}}\n"
    one = written(tmp_path, head, marked)
    rows = [line for line in agreement([one], [one], LABELS) if line.startswith("| ") and "what" not in line]
    assert rows
    assert all(" 1.00 " in row for row in rows)


def test_events_are_paired_by_their_triggers(tmp_path: Path) -> None:
    head = "events: {e1: {type: Attack}, e2: {type: Arrests}}\n"
    one = written(tmp_path, head, "They [shot]{trigger e1} two men and police [arrested]{trigger e2} eight of them.")
    other = written(tmp_path, head, "They [shot]{trigger e2} two men and police [arrested]{trigger e1} eight of them.")
    assert pair_events(one, other) == {"e1": "e2", "e2": "e1"}
    fewer = replace(other, events=other.events[:1], marks=tuple(m for m in other.marks if m.about != "e2"))
    assert pair_events(one, fewer) == {"e2": "e1"}


def test_the_corpus_keeps_its_guide() -> None:
    reports = read_corpus(FOLDER)
    assert reports
    assert problems(reports, LABELS, Codebook.open()) == []


def test_the_command_counts_the_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER)]) == 0
    assert capsys.readouterr().out.splitlines() == counts(read_corpus(FOLDER))


def test_the_command_names_a_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "labels.yml").write_bytes((FOLDER / "labels.yml").read_bytes())
    (tmp_path / "reports" / "x.txt").write_text("no head", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "x.txt" in capsys.readouterr().err


def test_the_card_gives_the_present_counts() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "\n".join(counts(read_corpus(FOLDER))) in card, "paste the output of `python -m tocsin.train corpus`"


def test_the_card_gives_the_present_agreement() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    lines = agreement(read_corpus(FOLDER), read_corpus(FOLDER, "second"), LABELS)
    assert "\n".join(lines[2:]) in card, "paste the output of `python -m tocsin.train corpus --agreement`"


def test_the_second_pass_marks_the_same_texts() -> None:
    first = {report.id: report.text for report in read_corpus(FOLDER)}
    second = read_corpus(FOLDER, "second")
    assert len(second) >= 50
    assert [report.id for report in second if first.get(report.id) != report.text] == []
    assert problems(second, LABELS, Codebook.open()) == []


@pytest.mark.skipif(not (SHARED / "data" / "event_gold").is_dir(), reason="the corpora are not here (TOCSIN_SHARED)")
def test_nothing_is_copied_from_other_corpora() -> None:
    """No run of ten words of ours stands in the measuring corpora or the two seed articles."""
    data = SHARED / "data"
    wiki, satp = (data / "wiki_incidents_2018").glob("*.jsonl"), data / "satp" / "dev.jsonl"
    files = [*(data / "event_gold").glob("docs*.jsonl"), *(SHARED / "seeds").glob("*"), *wiki, satp]
    theirs = {run for path in files for run in runs(path.read_text(encoding="utf-8", errors="replace"))}
    copied = {report.id: runs(report.text) & theirs for report in read_corpus(FOLDER)}
    assert {name: found for name, found in copied.items() if found} == {}


def runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[k : k + 10]) for k in range(len(words) - 9)}
