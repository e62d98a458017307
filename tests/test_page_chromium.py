"""The page in a real browser, opened from disk: no request, no error, and every way to use it."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import factories
import factories_page
from test_export_page import HOSTILE
from tocsin import export
from tocsin.model.event import Event
from tocsin.model.values import DateValue

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = "chromium" in os.environ.get("TOCSIN_REQUIRE", "")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(BROWSER is None and not REQUIRED, reason="no Chromium browser is installed"),
]


class Opened:
    """A page that remembers its requests and errors."""

    def __init__(self, page: Any) -> None:
        self.page, self.requests, self.errors = page, [], []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)

    def goto(self, path: Path, anchor: str = "") -> Any:
        self.page.goto(path.as_uri() + anchor)
        return self.page

    @property
    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "about:"))]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert BROWSER is not None, "TOCSIN_REQUIRE names chromium, but none is installed"
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def world_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events, documents, stories = factories_page.world()
    return export.page(events, documents, stories, tmp_path_factory.mktemp("page") / "index.html", "Demo")


@pytest.fixture
def opened(browser: Any) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield Opened(context.new_page())
    context.close()


def shown(page: Any) -> int:
    return int(page.locator(".card:visible").count())


def write(tmp_path: Path, *events: Event, **documents: Any) -> Path:
    return export.page(events, documents.values(), (), tmp_path / "index.html", "Test")


def test_it_loads_without_requests_or_errors_and_draws_the_map(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page)
    assert shown(page) == 25
    assert page.locator("path.spot").count() == 24
    assert page.locator("canvas").count() == 1
    assert page.locator(".bar").count() > 10
    land = page.evaluate(
        "() => { const c = document.querySelector('canvas');"
        "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n / (c.width * c.height); }"
    )
    assert 0.1 < land < 0.9  # land is painted, and so is not everything
    assert opened.outside == []
    assert opened.errors == []


def test_pointing_at_a_field_lights_up_its_words(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page)
    card = page.locator(".card", has_text="Remote explosive").filter(has_text="Tandoro")
    card.locator(".head").click()
    assert card.locator(".body").is_visible()
    card.locator(".field", has_text="Actor 1").hover()
    assert card.locator("mark.on").all_inner_texts() == ["Northern Dawn Front"]
    page.mouse.move(2, 2)  # focusing may scroll another field under the pointer
    assert card.locator("mark.on").count() == 0
    card.locator(".field", has_text="Deaths").focus()
    assert card.locator("mark.on").all_inner_texts() == ["killing nine soldiers", "eleven dead"]
    assert card.locator("mark.on.rival").all_inner_texts() == ["eleven dead"]
    card.locator(".field", has_text="Deaths").press("Enter")
    values = card.locator(".values:visible").inner_text()
    assert "said by police" in values
    assert "11 (not chosen)" in values
    card.locator(".says button").first.click()
    assert card.locator("mark.on").all_inner_texts() == ["said its men were behind the blast"]
    assert opened.errors == []


def test_pointing_at_words_lights_up_the_field(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page, "#ev_sample00")
    page.locator(".body:visible mark", has_text="Tandoro").hover()
    assert page.locator(".field.lit .name").all_inner_texts() == ["Where"]


def test_copies_count_once(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page, "#ev_sample01")
    assert "2 copies of one report count once" in page.locator(".body:visible").inner_text()
    assert "verbatim copy of samples/01.txt" in page.locator(".source.copy").inner_text()


def test_filters_by_type_country_text_and_period(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page)
    page.locator(".types button", has_text="Battles").click()
    assert shown(page) == 19
    assert page.locator("#count").inner_text() == "19 of 25 events"
    page.select_option("#country", "Mali")
    assert shown(page) == 4
    page.fill("#text", "village ELDER")
    assert shown(page) == 1
    page.fill("#text", "nothing has this word")
    assert page.locator("#none").is_visible()
    page.locator("#clear").click()
    assert shown(page) == 25
    page.locator(".bar").first.click()
    assert shown(page) == 1
    assert "11 Feb 2024" in page.locator("#period").inner_text()
    page.locator("#period").click()
    assert shown(page) == 25
    assert opened.errors == []


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        (date(2024, 12, 5), r"([A-Z][a-z]{2} )?\d{4}"),  # ten years of months: every label has its year
        (date(2015, 11, 5), r"(\d{1,2} )?[A-Z][a-z]{2}( \d{4})?"),
    ],
)
def test_labels_of_the_timeline_leave_no_year_open(opened: Opened, tmp_path: Path, last: date, labels: str) -> None:
    days = (date(2014, 12, 5), last)
    dated = [factories.event(event_id=f"ev_{n}", date=DateValue(d, d, 1)) for n, d in enumerate(days)]
    page = opened.goto(write(tmp_path, *dated, one=factories.document()))
    texts = page.locator("#timeline svg text").all_text_contents()[1:]
    assert len(texts) > 3
    assert all(re.fullmatch(labels, text) for text in texts)
    years = [int(found[0]) for found in (re.findall(r"\d{4}", text) for text in texts) if found]
    assert years == sorted(set(years))
    assert years[-1] == last.year
    assert opened.errors == []


def test_dragging_over_the_timeline_chooses_a_period(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page)
    page.locator("#timeline").scroll_into_view_if_needed()
    box = page.locator("#timeline svg").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60, steps=5)
    page.mouse.up()
    assert 1 < shown(page) < 25
    assert re.search("11 Feb 2024 – .* 2024", page.locator("#period").inner_text())


def test_the_keyboard_reaches_everything(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page)
    page.locator("path.spot").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".body:visible").count() == 1
    assert page.evaluate("document.activeElement.classList.contains('head')")
    page.locator(".bar[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert 0 < shown(page) < 25
    page.keyboard.press("Escape")
    assert shown(page) == 25


def test_everything_that_can_be_pressed_has_a_name(opened: Opened, world_page: Path) -> None:
    page = opened.goto(world_page, "#ev_sample00")
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('button, [role=button], select, input, summary, a[href]')]"
        ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent.trim()))"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert nameless == []


def test_hostile_text_is_inert(opened: Opened, tmp_path: Path) -> None:
    document = factories.document(text=HOSTILE, title=HOSTILE)
    span = document.span(2, 60)
    event = factories.event(notes=HOSTILE, tags=(HOSTILE,), attributions=(), flags=())
    place = replace(factories.KATI, name=HOSTILE)
    actor = replace(factories.FRONT, name=HOSTILE)
    evidence = replace(event.evidence[0], spans=(span,), attributed_to=HOSTILE, reasons=(HOSTILE,))
    source = replace(event.sources[0], publisher=HOSTILE, url="https://x.example/\"onmouseover='window.pwned=3'")
    event = replace(event, place=place, actor1=actor, evidence=(evidence,), sources=(source,), event_id=HOSTILE)
    page = opened.goto(write(tmp_path, event, one=document))
    page.locator(".head").click()
    page.locator(".field").first.click()
    page.locator("path.spot").hover(force=True)
    assert page.locator(".leaflet-tooltip").count() == 1
    assert page.evaluate("window.pwned") is None
    assert page.locator("#app img, #app script, #app [onerror], #app [onmouseover]").count() == 0
    assert "<img src=x" in page.locator(".body").inner_text()
    assert opened.outside == []
    assert opened.errors == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1400, 1000)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_any_width(browser: Any, world_page: Path, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    opened = Opened(context.new_page())
    page = opened.goto(world_page, "#ev_sample00")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    light, ground = page.evaluate(
        "() => ['color', 'backgroundColor'].map(k => getComputedStyle(document.body)[k].match(/\\d+/g)"
        ".slice(0, 3).reduce((a, b) => a + +b, 0) / 3)"
    )
    assert (light > ground) == (scheme == "dark")
    assert abs(light - ground) > 150
    assert opened.errors == []
    context.close()


def test_events_without_date_or_point_do_not_break_it(opened: Opened, tmp_path: Path) -> None:
    bare = factories.event(date=None, place=None, actor1=None, actor2=None, evidence=(), sources=())
    page = opened.goto(write(tmp_path, bare))
    assert shown(page) == 1
    page.locator(".head").click()
    text = page.locator(".card").inner_text()
    assert "date unknown" in text
    assert "place unknown" in text
    assert opened.errors == []


def test_an_empty_page_helps(opened: Opened, tmp_path: Path) -> None:
    page = opened.goto(write(tmp_path))
    assert "No events yet" in page.locator("main").inner_text()
    assert opened.errors == []


def test_without_scripts_the_events_are_a_table(browser: Any, world_page: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(world_page.as_uri())
    assert page.locator("noscript tr, table tr").count() == 26
    context.close()
