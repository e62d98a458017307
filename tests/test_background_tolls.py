"""Sums over years are no events of a day: they are statements, or stay out of the default export."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from factories import event as make_event
from tocsin import knowledge
from tocsin.export import ExportOptions, write
from tocsin.merge import assemble_all, cluster, find_stories
from tocsin.model.document import Document, Published
from tocsin.model.event import Event
from tocsin.model.values import DateValue
from tocsin.pipeline.rooms import open_engine

KNOWN = knowledge.load()
NEWS = "A shell hit a market in Aleppo on Friday, killing four people, medics said. "


def coded(text: str) -> list[Event]:
    document = Document("d", text, published=Published(date(2016, 8, 16), "test"), language="en")
    readings = {"d": open_engine("rules").read(document)}
    stories = find_stories([document])
    groups = cluster({"d": document}, readings, stories, scope="all", knowledge=KNOWN)
    return list(assemble_all(groups, documents={"d": document}, readings=readings, stories=stories, knowledge=KNOWN))


@pytest.mark.parametrize(
    "sum_of_years",
    [
        "The war in Syria, which began in 2011, has killed more than 300,000 people.",
        "The conflict has left 300,000 people dead since 2011.",
        "Since 2011, more than 300,000 people have been killed in Syria.",
        "More than 300,000 people have been killed in the war that has raged since March 2011.",
        "The war, which started with protests in March 2011, has killed 300,000 people.",
    ],
)
def test_a_sum_of_years_is_no_event_of_a_day(sum_of_years: str) -> None:
    for text in (NEWS + sum_of_years, sum_of_years):
        for event in coded(text):
            if event.codable:
                assert event.date is not None
                assert event.date.start == date(2016, 8, 12)
                assert event.fatalities.high == 4


def test_what_spans_more_than_a_month_is_kept_and_not_exported_by_default() -> None:
    years = DateValue(date(2011, 1, 1), date(2016, 8, 16), 4, "since 2011")
    event = replace(make_event(), date=years, background=True)
    assert not event.codable
    for fmt in ("jsonl", "csv", "acled-csv", "geojson"):
        out = StringIO()
        report = write("events", fmt, [event], out, ExportOptions(manifest=False))
        assert report.rows == 0, fmt
        assert sum(report.left_out.values()) == 1
    out = StringIO()
    write("events", "jsonl", [event], out, ExportOptions(manifest=False, include_all=True))
    row = json.loads(out.getvalue())
    assert (row["date_start"], row["date_end"], row["time_precision"]) == ("2011-01-01", "2016-08-16", 4)
    assert row["background"] is True
