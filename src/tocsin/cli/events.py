"""``tocsin events``, ``explain`` and ``documents``: looking at what is in the database."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import data_stream, leave, say, table, tell, width
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

LIKE = 0.75
"""From this likeness (0..1) an id may be what was meant: one letter in four may be wrong."""

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
        found = store.events(wanted)
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


def print_events(shown: "Iterable[Event]", title: str | None = None) -> None:
    """A table of events that fits the terminal, with a legend of the marks in it."""
    from tocsin.export.clean import visible

    shown = list(shown)
    if width() < VERY_NARROW:
        for event in shown:
            words = (_date(event), _where(event), event.sub_event_type, toll(event.fatalities), _marks(event))
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
        row = [_date(event), _where(event), event.sub_event_type]
        if wide:
            names = [actor.name for actor in (event.actor1, event.actor2) if actor]
            row += [" / ".join(names) or "?", str(len(event.sources))]
        rows.append([*row, toll(event.fatalities), _marks(event), event.event_id[:11]])
    table(title, columns, rows)


def _date(event: "Event") -> str:
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


def _where(event: "Event") -> str:
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


def explain(
    name: Annotated[str, typer.Argument(metavar="ID", help="Event id or its beginning, or a document id.")],
    db: Database = DEFAULT_DB,
) -> None:
    """Show where each field of an event comes from, or what became of a document."""
    with open_store(db) as store:
        if store.document(name) is not None:
            say(_document_text(store, name))
            return
        event_id = store.find_event_id(name)
        if event_id is not None:
            _explain_event(store, event_id)
            return
        documents = store.find_documents(name)
        if len(documents) == 1:
            say(_document_text(store, documents[0]))
            return
        _not_found(store, name, documents)


def _explain_event(store: "Store", event_id: str) -> None:
    from tocsin.export import explain_event

    event = store.event(event_id)
    if event is None or event.event_id != event_id:
        last = store.log(event_id)[-1]
        where = f"merged into {last.merged_into}" if last.merged_into else "withdrawn"
        tell(f"{event_id} was {where} on {last.at[:10]}: {last.why}.")
    if event is None:
        leave(1)
    behind = {source.document_id for source in event.sources}
    documents = [document for name in sorted(behind) if (document := store.document(name)) is not None]
    say(explain_event(event, documents, width=min(width(), 120)))


def _document_text(store: "Store", document_id: str) -> str:
    from tocsin.export import explain_document
    from tocsin.export.clean import visible
    from tocsin.store import EventFilter

    document = store.document(document_id)
    status = store.document_status(document_id) or {}
    if document is None:
        raise UsageError(f"There is no document {document_id!r}.")
    events = store.events(EventFilter(source=(document_id,), all=True))
    text = explain_document(document, store.reading(document_id), events, min(width(), 120), store.stories())
    if status.get("refusal_sentence"):
        text += f"\n  Refused {status['refusal_code']}: {visible(status['refusal_sentence'])}\n"
    return text


def _not_found(store: "Store", name: str, documents: list[str]) -> None:
    if documents:
        some = ", ".join(documents[:4])
        raise UsageError(f"{len(documents)} documents begin with {name!r} ({some} …); give more characters.")
    for refusal in store.refusals():
        if name in (refusal.input, refusal.input.rsplit("/", 1)[-1]):
            tell(f"refused {refusal.code}: {refusal.sentence}")
            leave(1)
    likely = near_names(name, store.find_documents(""))
    if likely:
        raise UsageError(f"Nothing here is called {name!r}. Did you mean {' or '.join(likely)}?")
    raise UsageError(
        f"Nothing here is called {name!r}; `tocsin events` and `tocsin documents` list what there is, and "
        "`tocsin events --text WORDS` searches."
    )


def near_names(name: str, ids: Iterable[str], most: int = 4) -> list[str]:
    """Document ids that were perhaps meant: those that hold the name, then those spelled much like it, with or
    without folder and suffix."""
    from difflib import SequenceMatcher

    wanted = name.casefold()
    ranked = []
    for document_id in ids:
        whole = document_id.casefold()
        stem = whole.rsplit("/", 1)[-1]
        forms = (whole, stem, stem.rsplit(".", 1)[0])
        likeness = max(SequenceMatcher(None, wanted, form).ratio() for form in forms)
        if len(wanted) >= 3 and wanted in whole:
            likeness += 1
        if likeness >= LIKE:
            ranked.append((-likeness, document_id))
    return [document_id for _, document_id in sorted(ranked)[:most]]


def documents(
    db: Database = DEFAULT_DB,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl (with the text).")] = "table",
) -> None:
    """List documents; as jsonl with their stored text, which all offsets count in."""
    _check_format(format)
    with open_store(db) as store:
        if format == "jsonl":
            _jsonl("documents", store.documents(), include_all=True)
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


def _check_format(name: str) -> None:
    if name not in ("table", "jsonl"):
        raise UsageError(f"--format takes table or jsonl, not {name!r}; `tocsin export` has more formats.")


def _jsonl(what: str, rows: Iterable[Any], *, include_all: bool) -> None:
    from tocsin.export import ExportOptions, write

    write(what, "jsonl", rows, data_stream(), ExportOptions(include_all=include_all))
