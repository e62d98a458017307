"""The page as a file: one piece, safe, small."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
import factories_page
from tocsin import export
from tocsin.export.cities import towns
from tocsin.export.page import asset, embedded, outlines, render
from tocsin.export.page_data import event_data
from tocsin.export.snippets import Mark, snippets
from tocsin.model.document import Span
from tocsin.model.errors import UsageError
from tocsin.model.values import Count, DateValue

HOSTILE = (
    'A </script><script>window.pwned=1</script><img src=x onerror="window.pwned=2"> bomb \u202eevil\u202c & "quoted" '
    "killed {{ 7*7 }} people.\u2028 End."
)


def data_of(html: str) -> dict[str, list[dict[str, object]]]:
    """The JSON block of a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert found is not None
    loaded: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return loaded


def test_one_file_without_references_to_others(tmp_path: Path) -> None:
    events, documents, stories = factories_page.world()
    path = export.page(iter(events), documents, iter(stories), tmp_path / "index.html", "Conflict events")
    html = path.read_text(encoding="utf-8")
    own = html.replace(asset("vendor/leaflet.js"), "")
    assert not re.search(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=(?![\"']?data:)", own)
    assert "url(" not in own
    assert "@import" not in own
    assert "sourceMappingURL" not in html
    assert [p.name for p in tmp_path.iterdir()] == ["index.html"]


def test_a_hundred_events_stay_under_two_megabytes(tmp_path: Path) -> None:
    events, documents, stories = factories_page.world()
    many = [replace(e, event_id=f"{e.event_id}-{n}") for n in range(4) for e in events]
    path = export.page(many, documents, stories, tmp_path / "index.html")
    assert len(many) == 100
    assert path.stat().st_size < 2_000_000


def test_hostile_text_stays_data() -> None:
    document = factories.document(text=HOSTILE, title=HOSTILE, publisher=HOSTILE)
    span = document.span(2, len(HOSTILE) - 5)
    event = factories.event(notes=HOSTILE)
    evidence = replace(event.evidence[0], spans=(span,), attributed_to=HOSTILE)
    source = replace(event.sources[0], publisher=HOSTILE, url="javascript:alert(1)")
    event = replace(event, evidence=(evidence,), attributions=(), flags=(), sources=(source,), tags=(HOSTILE,))
    html = render([event], {document.id: document}, (), HOSTILE)
    assert "<script>window" not in html
    assert "<img" not in html
    assert "\u202e" not in html
    shown = data_of(html)["events"][0]
    assert shown["notes"] == HOSTILE.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
    assert "javascript:" not in html


def test_the_policy_allows_the_own_scripts_only() -> None:
    html = render([factories.event()], {}, (), "x")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == 3


def test_no_events_give_a_helpful_sentence() -> None:
    html = render([], {}, (), "Conflict events")
    assert "No events yet" in html
    assert "tocsin code" in html
    assert "<script" not in html


def test_the_demo_says_that_its_texts_are_composed() -> None:
    assert "do not cite" in render([], {}, (), "Tocsin demo")
    assert "do not cite" not in render([], {}, (), "Tocsin")
    assert "absence of reports is not absence of violence" in render([], {}, (), "Tocsin")


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        export.page([], [], [], tmp_path / "missing" / "index.html")


def test_newest_events_come_first_and_undated_last() -> None:
    undated = factories.event(event_id="ev_undated", date=None)
    old = factories.event(event_id="ev_old", date=DateValue(date(1999, 1, 1), date(1999, 1, 1), 1))
    data = data_of(render([undated, old, factories.event()], {}, (), "x"))
    assert [e["id"] for e in data["events"]] == ["ev_abcdefghijklmnop", "ev_old", "ev_undated"]


def test_the_page_is_the_same_each_time() -> None:
    events, documents, stories = factories_page.world()
    known = {d.id: d for d in documents}
    assert render(events, known, stories, "x") == render(events[::-1], known, stories, "x")


def test_fields_point_to_the_words_they_rest_on() -> None:
    document = factories.document()
    data = event_data(factories.event(document), {document.id: document}, {})
    deaths = next(f for f in data["fields"] if f["key"] == "fatalities")
    assert deaths["value"] == "9 to 11"
    assert [data["values"][n]["chosen"] for n in deaths["values"]] == [True, False]
    pieces = [piece for stretch in data["sources"][0]["text"] for piece in stretch]
    for number, quote in zip(deaths["values"], ("killing nine people", "eleven dead"), strict=True):
        assert "".join(text for text, numbers in pieces if number in numbers) == quote
    assert [b["word"] for b in data["badges"]] == ["disputed"]


def test_unknown_evidence_fields_are_shown_too() -> None:
    event = factories.event()
    odd = replace(event.evidence[0], field="strength", value=Count.exactly(40))
    data = event_data(replace(event, evidence=(odd,)), {}, {})
    assert {"key": "strength", "label": "Strength", "value": "40", "values": [0]} in data["fields"]


def test_copies_follow_their_root_and_say_of_what() -> None:
    events, documents, stories = factories_page.world()
    data = event_data(events[1], {d.id: d for d in documents}, {s.id: s for s in stories})
    assert [s["independent"] for s in data["sources"]] == [True, False]
    assert data["sources"][1]["copy"] == "verbatim copy of samples/01.txt"


texts = st.text(alphabet="ab \n", min_size=1, max_size=900)


@given(text=texts, cuts=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 60)), max_size=8))
def test_snippets_give_back_the_text_and_each_quote(text: str, cuts: list[tuple[int, int]]) -> None:
    document = factories.document(text=text)
    marks = []
    for start, length in cuts:
        end = min(len(text), start + length)
        if start < end:
            marks.append(Mark(Span(document.id, start, end, text[start:end]), len(marks)))
    made = snippets(document, marks, around=50)
    for mark in marks:
        covered = ["".join(t for t, numbers in stretch if mark.number in numbers) for stretch in made]
        assert covered.count(mark.span.quote) == 1
        assert sum(map(len, covered)) == len(mark.span.quote)
    for stretch in made:
        assert "".join(t for t, _ in stretch).removeprefix("… ").removesuffix(" …") in text


def test_a_quote_that_does_not_fit_the_document_stands_alone() -> None:
    document = factories.document(text="Another version of the text.")
    stale = Mark(Span(document.id, 0, 4, "Once"), 0)
    assert snippets(document, [stale]) == [[("Once", (0,))]]
    assert snippets(None, [stale]) == [[("Once", (0,))]]


def test_embedded_json_cannot_leave_its_element() -> None:
    value = {"x": "</script><!-- & \u2028\u2029"}
    text = embedded(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_towns_for_orientation() -> None:
    found = towns(["MLI", "MLI", "XXX"])
    assert len(found) == 12
    assert [name for name, _, _, capital in found if capital] == ["Bamako"]


def test_the_basemap_is_sound() -> None:
    world = json.loads(outlines())
    countries = world["objects"]["countries"]["geometries"]
    assert len(countries) > 230
    names = {c["properties"]["n"] for c in countries}
    assert {"Mali", "Ukraine", "Myanmar", "Palestine"} <= names
    used = {abs(i) if i >= 0 else ~i for c in countries for i in _indices(c["arcs"])}
    assert max(used) < len(world["arcs"])


def _indices(arcs: object) -> list[int]:
    return [arcs] if isinstance(arcs, int) else [n for part in arcs for n in _indices(part)]  # type: ignore[attr-defined]
