"""``tocsin events`` and ``documents``: looking at what is in the database."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import data_stream, say, table, tell, width
from tocsin.cli.settings import DEFAULT_DB, Database, open_store, with_filters
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.event import Event
    from tocsin.model.values import Count
    from tocsin.store import EventFilter, Store

NARROW = 100
"""Below this many columns the table of events leaves out actors and sources."""

VERY_NARROW = 70
"""Below this many columns each event is one line of text, which the terminal wraps."""

MARKS = {
    "f": "failed",
    "p": "planned",
    "t": "threatened",
    "h": "hypothetical",
    "n": "negated",
    "d": "disputed",
    "b": "background",
}
"""One letter for what a reader must know about an event; the words are those of the exports."""


@with_filters
def events(
    wanted: "EventFilter",
    db: Database = DEFAULT_DB,
    limit: Annotated[int, typer.Option(metavar="N", help="Most rows to show; 0 for all.")] = 200,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl.")] = "table",
) -> None:
    """List events."""
    _check_format(format)
    with open_store(db) as store:
        found = iter(seen_events(store, wanted))
        if format == "jsonl":
            _jsonl("events", found, include_all=True)
            return
        shown = list(islice(found, limit or None))
        more = sum(1 for _ in found)
    print_events(shown)
    if more:
        tell(f"{more} more; --limit 0 shows all, `tocsin export` writes them to a file.")
    if not shown:
        tell("No event passes. --all adds what lacks country or month, and what was only planned or denied.")


def seen_events(store: "Store", wanted: "EventFilter") -> "Iterable[Event]":
    """The events that pass; tells on standard error what was left out where sources were."""
    from tocsin.pipeline.without import seen

    found = seen(store, wanted)
    if found.without is not None:
        tell(found.without.sentence())
    return found.events


def print_events(shown: "Iterable[Event]", title: str | None = None) -> None:
    """A table of events that fits the terminal, with a legend of the marks in it."""
    from tocsin.export.clean import visible

    shown = list(shown)
    if width() < VERY_NARROW:
        for event in shown:
            words = (date_cell(event), where_cell(event), event.sub_event_type, toll(event.fatalities), _marks(event))
            say(f"{event.event_id[:11]} {visible(' '.join(word for word in words if word))}")
    elif shown:
        _event_table(shown, title)
    used = [f"{mark} {words}" for mark, words in MARKS.items() if any(mark in _marks(event) for event in shown)]
    if used:
        say(f"marks: {', '.join(used)}")


def _event_table(shown: "Iterable[Event]", title: str | None) -> None:
    wide = width() >= NARROW
    columns: list[tuple[str, dict[str, Any]]] = [
        ("date", {"no_wrap": True}),
        ("place", {}),
        ("type", {}),
    ]
    if wide:
        columns += [("actors", {"ratio": 1}), ("src", {"justify": "right", "no_wrap": True})]
    columns += [
        ("dead", {"justify": "right", "no_wrap": True}),
        ("", {"no_wrap": True}),
        ("event", {"no_wrap": True}),
    ]
    rows = []
    for event in shown:
        row = [date_cell(event), where_cell(event), event.sub_event_type]
        if wide:
            names = [actor.name for actor in (event.actor1, event.actor2) if actor]
            row += [" / ".join(names) or "?", str(len(event.sources))]
        rows.append([*row, toll(event.fatalities), _marks(event), event.event_id[:11]])
    table(title, columns, rows)


def date_cell(event: "Event") -> str:
    """A day, ``2024-03-01+2d`` for more of them, ``2024-03`` for a whole month, ``2011`` for a whole year, and
    the first and last year of what took longer (``2011/2013``)."""
    if event.date is None:
        return "?"
    start, end = event.date.start, event.date.end
    if start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    if (end - start).days > 365:
        return f"{start.year}/{end.year}"
    if start.day == 1 and (end + timedelta(days=1)).day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    return f"{start.isoformat()}+{(end - start).days}d"


def where_cell(event: "Event") -> str:
    """``Kati, MLI``; the country alone when nothing finer is known."""
    if event.place is None:
        return "?"
    if event.place.country and (event.place.place_id or "").startswith("country:"):
        return event.place.name
    return f"{event.place.name}, {event.place.country or '?'}"


def toll(count: "Count") -> str:
    """Deaths in few characters: ``9``, ``9-11``, ``12+`` (no upper bound), ``?-5``, empty when unstated."""
    low, high = count.low, count.high
    if low is None and high is None:
        return "" if count.best is None else f"~{count.best}"
    if low == high:
        return str(low)
    if high is None:
        return f"{low}+"
    return f"{'?' if low is None else low}-{high}"


def _marks(event: "Event") -> str:
    """Letters of ``MARKS``."""
    mark = next((letter for letter, word in MARKS.items() if word == event.modality.value), "")
    return mark + ("d" if event.disputed else "") + ("b" if event.background else "")


def documents(
    db: Database = DEFAULT_DB,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl (with the text).")] = "table",
) -> None:
    """List documents; as jsonl with their stored text, which all offsets count in.

    This is the archive itself, statements included: for your own use, not to be passed on (`tocsin export` leaves the
    texts of statements out).
    """
    _check_format(format)
    with open_store(db) as store:
        if format == "jsonl":
            _jsonl("documents", store.documents(), include_all=True, statement_texts=True)
            return
        rows = [
            [
                document.id,
                document.published.day.isoformat() if document.published else "?",
                document.language or "?",
                (store.document_status(document.id) or {}).get("status", ""),
                document.publisher or "",
                document.title or "",
            ]
            for document in store.documents()
        ]
        refusals = store.refusals()
        forgotten = store.all_forgotten()
    columns: list[tuple[str, dict[str, Any]]] = [
        ("document", {}),
        ("published", {"no_wrap": True}),
        ("lang", {}),
        ("status", {}),
        ("publisher", {}),
        ("title", {"ratio": 1}),
    ]
    if width() < NARROW:  # the publisher would leave no room for the title
        columns.pop(4)
        rows = [[*row[:4], row[5]] for row in rows]
    if rows:
        table(None, columns, rows)
    for refusal in refusals:
        tell(f"refused {refusal.code}: {refusal.sentence}")
    for tombstone in forgotten:
        tell(f"forgotten {tombstone.at.date()}: {tombstone.document_id} ({tombstone.reason})")


def _check_format(name: str) -> None:
    if name not in ("table", "jsonl"):
        raise UsageError(f"--format takes table or jsonl, not {name!r}; `tocsin export` has more formats.")


def _jsonl(what: str, rows: Iterable[Any], *, include_all: bool, statement_texts: bool = False) -> None:
    from tocsin.export import ExportOptions, write

    options = ExportOptions(include_all=include_all, statement_texts=statement_texts)
    write(what, "jsonl", rows, data_stream(), options)
