"""Publication dates: as written, found in texts and pages, and which one wins."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_kit import REPORT, one, page
from tocsin.ingest.dates import dates_of_text, parse_date
from tocsin.ingest.options import IngestOptions

DAY = date(2024, 3, 4)
OTHER = date(2024, 6, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-04", "2024-03-04T23:30:00Z", "2024/03/04", "20240304", "4 March 2024", "March 4, 2024",
        "Mar. 4, 2024", "4 mars 2024", "le 4 mars 2024", "lundi 4 mars 2024", "Mon, 04 Mar 2024 10:00:00 GMT",
        "Monday, March 4th 2024", "2024-3-4", " 2024-03-04 ",
    ],
)  # fmt: skip
def test_full_dates(value: str) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    ["2024", "March 2024", "2024-03", "2024-13-45", "2024-02-30", "04/03/2024", "yesterday", "", "12345678"],
)
def test_no_full_dates(value: str) -> None:
    assert parse_date(value) is None


def test_numeric_dates_need_one_reading() -> None:
    assert parse_date("13/03/2024") == parse_date("03/13/2024") == date(2024, 3, 13)
    assert parse_date("04/03/2024", day_first=True) == DAY


@given(st.dates(min_value=date(1800, 1, 1)))
def test_iso_round_trip(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(day.strftime("%d %B %Y").replace(" 0", " ")) == day or day.year < 1000


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (f"KARO, 4 March 2024 (AFP) - {REPORT}", "dateline"),
        (f"KARO, March 4, 2024 (AFP) - {REPORT}", "dateline"),
        (f"Karo, le 4 mars 2024 – {REPORT}", "dateline"),
        (f"Karo (Tamboura), 4 mars 2024 – {REPORT}", "dateline"),
        (f"Market attacked\n4 March 2024\n{REPORT}", "dateline"),
        (f"Market attacked\nPublished on March 4, 2024\n{REPORT}", "byline"),
        (f"Marché attaqué\nPublié le 04/03/2024 à 10:20\n{REPORT}", "byline"),
        (f"Marché attaqué\nMis en ligne le lundi 4 mars 2024\n{REPORT}", "byline"),
    ],
)
def test_dates_in_texts(text: str, how: str) -> None:
    found = list(dates_of_text(text))
    assert found, text
    assert parse_date(found[0].value) == DAY
    assert how in found[0].how


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        f"On 4 March 2024 gunmen attacked the market. {REPORT}",
        f"The law was published on the day of the 2024 vote. {REPORT}",
        f"KARO, 4 March (AFP) - {REPORT}",
        f"Karo, 4 March 2024 was a black day for traders. {REPORT}",
        f"Published on 03/04/2024\n{REPORT}",
    ],
)
def test_prose_gives_no_publication_date(text: str) -> None:
    assert list(dates_of_text(text)) == []


def write(tmp_path: Path, row: dict[str, str]) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", **row}), encoding="utf-8")
    return path


def test_without_a_date_there_is_none(tmp_path: Path) -> None:
    assert one(write(tmp_path, {"text": REPORT})).published is None


def test_the_option_fills_a_gap(tmp_path: Path) -> None:
    published = one(write(tmp_path, {"text": REPORT}), published=OTHER).published
    assert published is not None
    assert (published.day, published.how) == (OTHER, "given with --published")


def test_the_field_wins_over_the_option_and_says_so(tmp_path: Path) -> None:
    document = one(write(tmp_path, {"text": REPORT, "published": "2024-03-04"}), published=OTHER)
    assert document.published is not None
    assert document.published.day == DAY
    assert any("2024-06-01 (given with --published) differs" in note for note in document.notes)


def test_the_option_wins_over_a_dateline(tmp_path: Path) -> None:
    document = one(write(tmp_path, {"text": f"KARO, 4 March 2024 (AFP) - {REPORT}"}), published=OTHER)
    assert document.published is not None
    assert document.published.day == OTHER
    assert any("2024-03-04 (dateline of the text) differs" in note for note in document.notes)


def test_future_dateline_is_not_used(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": f"KARO, 4 March 2024 (AFP) - {REPORT}"})
    assert one(path, latest=date(2024, 1, 1)).published is None


@pytest.mark.parametrize(
    ("head", "body", "how"),
    [
        ('<meta property="article:published_time" content="2024-03-04T08:00:00+00:00">', "", "meta"),
        ('<meta itemprop="datePublished" content="2024-03-04">', "", "meta"),
        ("", '<time datetime="2024-03-04">Monday</time>', "time element"),
        ("", "<div>Publié le 04/03/2024 à 10:20</div>", "byline of the page"),
        ("", "<table><tr><td>Mis en ligne le 4 mars 2024</td></tr></table>", "byline of the page"),
        ("", "<span>Published on March 4, 2024</span>", "byline of the page"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
            '"datePublished": "2024-03-04", "dateModified": "2024-05-05"}]}</script>',
            "",
            "JSON-LD",
        ),
    ],
)
def test_dates_of_pages(tmp_path: Path, head: str, body: str, how: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(f"{body}<p>{REPORT}</p>", head), encoding="utf-8")
    published = one(path).published
    assert published is not None
    assert published.day == DAY
    assert how in published.how


def test_copyright_year_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(f"<p>{REPORT}</p>"), encoding="utf-8")
    assert one(path).published is None


def test_wrong_metadata_is_noted_not_fatal(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(f"<p>{REPORT}</p>", '<meta name="date" content="0000-00-00">'), encoding="utf-8")
    document = one(path)
    assert document.published is None
    assert any("0000-00-00" in note for note in document.notes)


def test_file_time_and_clock_are_never_used(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert one(path).published is None
    assert IngestOptions().published is None
