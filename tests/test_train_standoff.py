"""Articles annotated without copying them: sheets, standoff marks, and the ones that ship."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from tocsin.knowledge.codebook import Codebook
from tocsin.train.articles import SHELVES, Article, natural
from tocsin.train.corpus import CorpusError, Mark, MarkedAttribution, MarkedEvent
from tocsin.train.corpus_check import Labels, problems_within
from tocsin.train.sheets import read_sheet, shown
from tocsin.train.standoff import read_articles, read_standoff, report_of, write_standoff

CORPUS = Path(__file__).parent.parent / "corpus"
SHARED = Path(os.environ.get("TOCSIN_SHARED", "../shared")) / "data"
ARTICLE = Article(
    "a1", "Gunmen shot nine men in Orl. The Guard denied  the  shooting. Nine men were buried.", date(2024, 3, 5)
)
SHEET = """
# a remark
event e1 Attack also=Armed clash;Mob violence background codable=no
event e2 Attack modality=planned
attribution a1 denial e1
s0 trigger e1 e2 | shot
s0 killed.civilian e1 | nine
s1 cue a1 | denied
s1 trigger e1 | the shooting
"""


def sheet(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "a1.ann"
    path.write_text(words, encoding="utf-8")
    return path


def test_an_article_is_shown_with_numbered_sentences() -> None:
    assert shown(ARTICLE).splitlines()[:2] == ["# a1 (published 2024-03-05)", "[0] Gunmen shot nine men in Orl."]


def test_a_sheet_becomes_events_attributions_and_marks(tmp_path: Path) -> None:
    report, wrong = read_sheet(sheet(tmp_path, SHEET), ARTICLE)
    assert wrong == []
    assert report.events == (
        MarkedEvent("e1", "Attack", ("Armed clash", "Mob violence"), "actual", True, False),
        MarkedEvent("e2", "Attack", (), "planned", False, False),
    )
    assert report.attributions == (MarkedAttribution("a1", "denial", ("e1",)),)
    assert [(ARTICLE.text[m.start : m.end], m.label, m.about) for m in report.marks] == [
        ("shot", "trigger", "e1"), ("shot", "trigger", "e2"), ("nine", "killed.civilian", "e1"),
        ("denied", "cue", "a1"), ("the  shooting", "trigger", "e1"),
    ]  # fmt: skip


def test_the_second_time_of_words_can_be_meant(tmp_path: Path) -> None:
    article = Article("a1", "Orl fears Orl.")
    report, _ = read_sheet(sheet(tmp_path, "s0/2 place | Orl"), article)
    assert report.marks == (Mark(10, 13, "place"),)


@pytest.mark.parametrize(
    "line", ["s0 place e1 | Pell", "s9 place | Orl", "s0 place | O", "s0 place |", "shot is the trigger"]
)
def test_words_that_do_not_stand_there_are_named(tmp_path: Path, line: str) -> None:
    _, wrong = read_sheet(sheet(tmp_path, line), ARTICLE)
    assert "line 1" in wrong[0]


def test_unknown_words_of_an_event_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="codable"):
        read_sheet(sheet(tmp_path, "event e1 Attack codable=perhaps"), ARTICLE)


def test_standoff_marks_hold_no_word_of_the_text_and_come_back(tmp_path: Path) -> None:
    report, _ = read_sheet(sheet(tmp_path, SHEET), ARTICLE)
    write_standoff(tmp_path / "famus.jsonl", [report])
    line = (tmp_path / "famus.jsonl").read_text(encoding="utf-8")
    assert not any(word in line for word in ("Gunmen", "shot", "nine", "Orl", "denied"))
    again = report_of(tmp_path / "famus.jsonl", ARTICLE, json.loads(line))
    assert (again.events, again.attributions, again.marks) == (report.events, report.attributions, report.marks)


def test_another_text_than_the_annotated_one_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "wiki_incidents_2018"
    folder.mkdir(parents=True)
    (folder / "train.jsonl").write_text('{"Details": "It rained.[1]"}\n', encoding="utf-8")
    report, _ = read_sheet(sheet(tmp_path, ""), Article("train-0", "It snowed."))
    write_standoff(tmp_path / "standoff" / "wiki_incidents.jsonl", [report])
    with pytest.raises(CorpusError, match="not the one that was annotated"):
        read_standoff(tmp_path / "standoff", tmp_path / "data")
    assert read_standoff(tmp_path / "standoff", tmp_path / "nowhere") == {}


def test_tokens_are_written_as_prose() -> None:
    words = ["He", "said", ":", '"', "It", "was", "n't", "us", ",", '"', "(", "twice", ")", "-", "the", "Guard", "'s"]
    assert natural(words) == "He said: \"It wasn't us,\" (twice) - the Guard's"


@pytest.mark.skipif(not (SHARED / "muc4").is_dir(), reason="the training corpora are not here (TOCSIN_SHARED)")
def test_the_annotated_articles_keep_the_guide() -> None:
    labels, codebook = Labels.open(CORPUS), Codebook.open()
    found = read_standoff(CORPUS / "standoff", SHARED)
    assert sum(map(len, found.values())) > 900
    assert [
        words for reports in found.values() for r in reports for words in problems_within(r, labels, codebook)
    ] == []
    assert set(read_articles(CORPUS, SHARED, only_open=True)) < set(read_articles(CORPUS, SHARED))


@pytest.mark.skipif(not (SHARED / "event_gold").is_dir(), reason="the corpora are not here (TOCSIN_SHARED)")
def test_no_annotated_article_is_one_that_measures() -> None:
    """No article shares a paragraph's worth of words (sixteen in a row) with the gold corpus, which is never trained
    on."""

    def runs(text: str) -> set[str]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {" ".join(words[k : k + 16]) for k in range(len(words) - 15)}

    gold: set[str] = set()
    for name in ("docs.jsonl", "docs_fr.jsonl"):
        for line in (SHARED / "event_gold" / name).read_text(encoding="utf-8").splitlines():
            gold |= runs(json.loads(line)["text"])
    marked = {path.stem: {json.loads(line)["id"] for line in path.open(encoding="utf-8")}
              for path in (CORPUS / "standoff").glob("*.jsonl")}  # fmt: skip
    shelves = {shelf.name: shelf.articles(SHARED) for shelf in SHELVES}
    shared = [(name, own) for name, ids in marked.items() for own in ids if runs(shelves[name][own].text) & gold]
    assert shared == []
