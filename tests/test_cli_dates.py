"""``tocsin dates``: the times of a text, for people and for programs."""

import json
from pathlib import Path

import pytest

from tocsin.cli.main import run

FRENCH = "Le poste est tombé dans la nuit du 18 au 19 juin. Deux jours plus tard, un marché a brûlé."


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_french_text_is_dated_without_an_engine_that_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "note.txt"
    path.write_text(FRENCH, encoding="utf-8")
    assert run(["dates", str(path), "--published", "2022-07-27", "--language", "fr", "--format", "jsonl"]) == 0
    night, later = lines(capsys)
    assert (night["quote"], night["value"], night["type"]) == ("la nuit du 18 au 19 juin", "2022-06-18TNI", "TIME")
    assert (night["date_start"], night["date_end"], night["part_of_day"]) == ("2022-06-18", "2022-06-18", "night")
    assert (later["date_start"], later["anchor"], later["time_precision"]) == ("2022-06-20", "text", 1)
    assert FRENCH[later["start"] : later["end"]] == later["quote"]  # type: ignore[misc]


def test_without_publication_nothing_relative_is_dated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dates", "--text", "It fell on Friday, in June 2019.", "--language", "en", "-f", "jsonl"]) == 0
    friday, june = lines(capsys)
    assert (friday["date_start"], friday["anchor"], friday["confidence"]) == (None, None, 0.0)
    assert friday["reasons"] == ["a weekday is counted from the publication date, which is not known"]
    assert (june["date_start"], june["date_end"], june["anchor"]) == ("2019-06-01", "2019-06-30", "explicit")


def test_for_people_each_time_has_its_line_its_days_and_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Karrin fell on 3 May.\n\nTwo days after the fall of Karrin a bridge blew up. The truce ended on 31 June."
    assert run(["dates", "--text", text, "--published", "2024-06-20", "--language", "en"]) == 0
    shown = capsys.readouterr().out
    assert "published 2024-06-20, 3 times" in shown
    assert "line 3  “Two days after”  2024-05-05 (the day; counted from the text)" in shown
    assert "is told elsewhere with the day '3 May'" in shown
    assert "“31 June”  no day" in shown
    assert "31/6/2024 is not in the calendar" in shown


def test_unknown_language_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dates", "--text", "hm 2019-06-03"]) == 0
    assert "read as English (say --language)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give files, - for standard input, or --text"),
        (["a.txt", "--text", "b"], "one of them"),
        (["--text", "b", "--format", "xml"], "--format takes text or jsonl, not 'xml'"),
    ],
)
def test_wrong_usage_gets_a_sentence(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dates", *arguments]) == 2
    assert words in capsys.readouterr().err
