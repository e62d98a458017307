"""``tocsin export``."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import tocsin
from tocsin.cli.console import data_stream, say, tell
from tocsin.cli.settings import DEFAULT_DB, Database, open_store, with_filters
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.export import ExportReport
    from tocsin.knowledge.publishers import Publishers
    from tocsin.store import EventFilter, Store


@with_filters
def export(
    wanted: "EventFilter",
    db: Database = DEFAULT_DB,
    what: Annotated[
        str, typer.Option(metavar="WHAT", help="events, attributions, documents, stories, quotes, mentions, changes.")
    ] = "events",
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="F",
            help="jsonl, csv; events also acled-csv, ged-csv, hxl-csv, geojson, plover-jsonl, parquet, xlsx.",
        ),
    ] = "jsonl",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; else standard output.")
    ] = None,
    fatalities: Annotated[
        str, typer.Option(metavar="BOUND", help="Number of acled-csv and hxl-csv: low or best.")
    ] = "low",
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write nothing; check an exported file: sum, rows, columns, rules of its format."
        ),
    ] = None,
    statement_texts: Annotated[
        bool, typer.Option("--statement-texts", help="With --what documents: also texts of statements.")
    ] = False,
) -> None:
    """Write the dataset to a file, with a manifest beside it.

    With --check the exit status is 1 when something is wrong with the file.
    """
    if check is not None:
        _check(check)
        return
    with open_store(db) as store:
        report = export_from(store, what, format, out, wanted, fatalities, statement_texts)
    if out is not None:
        tell_report(report)


def _check(path: Path) -> None:
    from tocsin.export.checking import check_export
    from tocsin.export.clean import visible

    problems = check_export(path)
    if not problems:
        say(f"{visible(str(path))}: as it was exported, and by the rules of its format")
        return
    for problem in problems:
        say(f"{visible(str(path))}: {visible(problem)}")
    raise typer.Exit(1)


def export_from(
    store: "Store",
    what: str,
    format: str,
    out: Path | None,
    wanted: "EventFilter",
    fatalities: str = "low",
    statement_texts: bool = False,
) -> "ExportReport":
    """Export from an open database. Raises UsageError for a wrong format or a path that cannot be written."""
    from tocsin.export import ExportOptions, write
    from tocsin.export.options import check_format

    check_format(what, format)
    if wanted.without and what not in ("events", "attributions"):
        raise UsageError(f"--without is about events and attributions; {what} are what they are.")
    if fatalities not in ("low", "best"):
        raise UsageError(f"--fatalities takes low or best, not {fatalities!r}.")
    rows, remarks = _rows(store, what, wanted)
    options = ExportOptions(
        fatalities="best" if fatalities == "best" else "low",
        include_all=wanted.all or bool(wanted.modality),
        statement_texts=statement_texts,
        minter=store,
        source_scales=Scales(),
        filters=wanted.describe(),
        versions={"tocsin": tocsin.__version__},
        generated_at=datetime.now(UTC),
        remarks=remarks,
    )
    together: AbstractContextManager[object] = nullcontext() if store.read_only else store.transaction()
    with together:  # public ids that are minted on the way are kept together
        return write(what, format, rows, out or data_stream(), options)


class Scales(Mapping[str, str]):
    """Source scales of the publishers' registry, by any name or web address of a publisher."""

    def __getitem__(self, name: str) -> str:
        found = self._publishers.find(name) or (self._publishers.by_domain(name) if "." in name else None)
        if found is None:
            raise KeyError(name)
        return found.scale

    def __iter__(self) -> Iterator[str]:
        return (publisher.name for publisher in self._publishers.all())

    def __len__(self) -> int:
        return len(self._publishers.all())

    @cached_property
    def _publishers(self) -> "Publishers":
        from tocsin import knowledge

        return knowledge.load().publishers


def _rows(store: "Store", what: str, wanted: "EventFilter") -> tuple[Iterable[Any], Mapping[str, int]]:
    """What is exported, and remarks on it with their numbers."""
    match what:
        case "documents":
            return store.documents(), {}
        case "stories":
            return store.stories(), {}
        case "quotes":
            from tocsin.pipeline import shared_quotes

            return shared_quotes(store), {}
        case "mentions":
            return store.readings().values(), {}
        case "changes":
            return store.revisions(wanted.changed_since), {}
        case _:
            return _seen(store, wanted)


def _seen(store: "Store", wanted: "EventFilter") -> tuple[Iterable[Any], Mapping[str, int]]:
    """Events; those that sources left out take away are named as left out, and what was left out is remarked."""
    from tocsin.export.options import LeftOut
    from tocsin.pipeline.without import seen

    found = seen(store, wanted)
    if found.without is None:
        return found.events, {}
    gone, names = found.without, ", ".join(found.without.classes)
    rows = [
        *found.events,
        *(LeftOut(event_id, f"nothing tells it without {names} sources") for event_id in gone.untold),
        *(LeftOut(event_id, f"no longer passes the filters without {names} sources") for event_id in gone.failing),
    ]
    remarks = {
        f"report left out: {names} sources": len(gone.documents),
        f"statement of a speaker left out: {names} sources": gone.words,
        f"event put together anew without {names} sources": gone.anew,
    }
    return rows, remarks


def tell_report(report: "ExportReport") -> None:
    """What was written and what was left out, on standard error."""
    tell(f"{report.rows} rows written to {report.path}")
    for reason, number in report.left_out.items():
        tell(f"  left out: {number} ({reason})")
    for sentence, number in report.remarks.items():
        tell(f"  note: {number} × {sentence}")
