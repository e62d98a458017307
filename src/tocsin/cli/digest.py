"""``tocsin digest``: what is new since Monday."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.console import say, tell
from tocsin.cli.events import print_events
from tocsin.cli.settings import DEFAULT_DB, Database, country_code, open_store
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.export.news import News, NewsItem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def digest(
    since: Annotated[
        str, typer.Option(metavar="WHEN", help="monday (or another day), today, yesterday, or a day or moment (UTC).")
    ] = "monday",
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="To this day or moment; else until now.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a self-contained page.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only events in this country (may be repeated).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also events that default exports leave out.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell what is new: new events, changed values with reasons, merged and withdrawn events."""
    from tocsin.export.news import news_page
    from tocsin.export.write import atomic
    from tocsin.pipeline.news import news

    now = datetime.now(UTC)
    start = parse_since(since, now)
    end = parse_since(until, now, end=True) if until else now
    if end < start:
        raise UsageError(f"--until {until} lies before --since {since}; swap them.")
    codes = tuple(country_code(name) for name in country or ())
    with open_store(db) as store:
        found = news(store, start, end, countries=codes, everything=everything)
    if html is not None:  # first, so that a reader who leaves the table early (a pipe into head) gets the page as well
        with atomic(html) as handle:
            handle.write(news_page(found))
        tell(f"Page written to {html}.")
    print_news(found)


def parse_since(text: str, now: datetime, *, end: bool = False) -> datetime:
    """The moment that a person means: a weekday is the last one there was (today, if it is that day), from its first
    minute; ``end`` takes a day's last.

    Raises:
        UsageError: it is none.
    """
    from tocsin.store import parse_moment

    word = text.strip().lower()
    back = {"today": 0, "yesterday": 1}.get(word)
    if back is None and word in WEEKDAYS:
        back = (now.weekday() - WEEKDAYS.index(word)) % 7
    if back is not None:
        word = (now - timedelta(days=back)).date().isoformat()
    try:
        return parse_moment(word if back is not None else text, end_of_day=end)
    except UsageError:
        raise UsageError(
            f"{text!r} is no day: write monday, yesterday, today, 2024-03-04 or 2024-03-04T05:06:07Z."
        ) from None


def print_news(found: "News") -> None:
    """The news as lines."""
    from tocsin.export.news import KINDS

    say(f"{found.title} ({found.period})")
    for kind, (title, _) in KINDS.items():
        items = found.of(kind)
        if items:
            say(f"\n{title} ({len(items)})")
        if kind == "created":
            print_events(item.after for item in items if item.after is not None)
            continue
        for item in items:
            _print_item(item)
    if not found.items:
        say("Nothing changed.")


def _print_item(item: "NewsItem") -> None:
    from tocsin.export.news import reasons

    say(f"  {item.event_id[:11]}  {item.title}" + (f" → {item.merged_into[:11]}" if item.merged_into else ""))
    for label, old, new in item.changes:
        say(f"      {label}: {old} → {new}" if old else f"      {label}: {new}")
    say(f"      why: {reasons(item)}")
