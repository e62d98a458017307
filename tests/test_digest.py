"""``tocsin digest``: what is new since Monday, on the terminal and as a page that needs nothing else."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from people_kit import Call, call, db, event_at, template
from test_people_judge import sofara
from tocsin.cli.digest import parse_since
from tocsin.model.errors import UsageError
from tocsin.store import Store

__all__ = ["call", "db", "template"]
WEDNESDAY = datetime(2024, 3, 6, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("monday", "2024-03-04"), ("Wednesday", "2024-03-06"), ("thursday", "2024-02-29"), ("today", "2024-03-06"),
        ("yesterday", "2024-03-05"), ("2024-02-01", "2024-02-01"),
    ],
)  # fmt: skip
def test_days_as_people_say_them(text: str, day: str) -> None:
    assert parse_since(text, WEDNESDAY) == datetime.fromisoformat(f"{day}T00:00:00+00:00")


def test_a_day_that_is_none() -> None:
    with pytest.raises(UsageError, match="write monday"):
        parse_since("last week", WEDNESDAY)


@pytest.fixture
def worked_on(call: Call, db: Path) -> str:
    """The moment before people worked on the database."""
    with Store.open(db) as store:
        moment = store.last_change()
    assert moment is not None
    call("correct", event_at(db, "Gao"), "fatalities", "3", "--why", "hospital <b>list</b>")
    call("correct", event_at(db, "Bamako"), "review_state", "rejected", "--why", "a parade")
    call("judge", *sofara(db), "same", "--why", "one raid")
    call("judge", "--undo", "--why", "slip")
    call("judge", *sofara(db), "same", "--why", "one raid, told twice")
    return moment.isoformat()


def test_the_lines_say_what_changed_from_what_to_what_and_why(call: Call, db: Path, worked_on: str) -> None:
    status, out, _ = call("digest", "--since", worked_on)
    assert status == 0
    assert "Changed (2)" in out
    assert "Deaths: 2 → 3" in out
    assert "why: amina: hospital <b>list</b>" in out
    assert "Merged (1)" in out
    assert "Withdrawn (1)" in out
    assert "slip" not in out  # done and taken back within the period
    assert "co_" not in out
    _, out, _ = call("digest", "--since", "yesterday")
    assert "New events (2)" in out  # the merged and the rejected one came and went
    assert "Changed" not in out
    _, out, _ = call("digest", "--since", worked_on, "--country", "NER")
    assert "Nothing changed." in out
    _, out, _ = call("digest", "--since", worked_on, "--until", worked_on)
    assert "Nothing changed." in out


def test_the_page_stands_alone_and_runs_nothing(call: Call, db: Path, worked_on: str) -> None:
    assert call("digest", "--since", worked_on, "--html", "news.html")[0] == 0
    html = (db.parent / "news.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert not re.findall(r'(?:src|href)="(?!#|data:,)', html)
    assert "http" not in re.sub(r"http-equiv", "", html)
    assert "hospital &lt;b&gt;list&lt;/b&gt;" in html
    assert "<del>2</del> → <ins>3</ins>" in html
    assert "prefers-color-scheme: dark" in html
    assert html.count("<h1>") == 1
    assert call("digest", "--since", "2031-01-01", "--until", "2031-01-02", "--html", "empty.html")[0] == 0
    assert "Nothing changed" in (db.parent / "empty.html").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_fits_the_screen(call: Call, db: Path, worked_on: str, width: int) -> None:
    """Nothing is wider than a telephone: the page with a probe that writes the widths into its title."""
    call("digest", "--since", worked_on, "--html", "news.html")
    page = db.parent / "news.html"
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
    probe = "<script>document.title = document.documentElement.scrollWidth <= innerWidth ? 'fits' : 'too wide'</script>"
    page.write_text(html.replace("</body>", f"{probe}</body>"), encoding="utf-8")
    arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--window-size={width},900",
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(["chromium", *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert "<title>fits</title>" in done.stdout
