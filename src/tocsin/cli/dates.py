"""``tocsin dates``: the times that a text names, what each means and why."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import data_stream, say
from tocsin.cli.given import given, given_files
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.document import Document
    from tocsin.pipeline.dating import NamedTime


def dates(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="Files with texts; - for standard input.")
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="The words themselves, in place of files.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date of texts that state none.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Language of the texts (en, fr …); else it is detected.")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="F", help="text or jsonl.")] = "text",
) -> None:
    """Show every time that a text names: its days, how exact, counted from what, and why.

    English and French in full; of other languages full dates. Needs no database, and no engine that reads the
    language. Without a publication date nothing is counted from it.
    """
    if format not in ("text", "jsonl"):
        raise UsageError(f"--format takes text or jsonl, not {format!r}.")
    if bool(inputs) == (text is not None):
        raise UsageError("Give files, - for standard input, or --text with the words; one of them.")
    from tocsin.pipeline.dating import times_of

    documents = given(text, published) if text is not None or inputs == ["-"] else given_files(inputs or [], published)
    for document in documents:
        spoken = _in_language(document, language)
        times = times_of(spoken)
        if format == "jsonl":
            for time in times:
                data_stream().write(json.dumps(time_json(spoken, time), ensure_ascii=False) + "\n")
        else:
            _show(spoken, times)


def _in_language(document: "Document", language: str | None) -> "Document":
    """The document with the language that was given for it."""
    from dataclasses import replace

    return document if language is None else replace(document, language=language)


def time_json(document: "Document", time: "NamedTime") -> dict[str, Any]:
    """One line of ``--format jsonl``; keys always present, unknown is ``null``."""
    value = time.value
    return {
        "document": document.id,
        "line": time.line,
        "start": time.start,
        "end": time.end,
        "quote": time.quote,
        "type": time.kind,
        "value": time.timex,
        "date_start": value.start.isoformat() if value is not None else None,
        "date_end": value.end.isoformat() if value is not None else None,
        "time_precision": value.precision if value is not None else None,
        "part_of_day": value.part_of_day if value is not None else None,
        "anchor": value.anchor if value is not None else None,
        "confidence": round(time.confidence, 4),
        "reasons": list(time.reasons),
    }


_PRECISION = {1: "the day", 2: "about a week", 3: "a month", 4: "vaguer than a month"}


def _show(document: "Document", times: list["NamedTime"]) -> None:
    """A document's times for people, two lines each."""
    spoken = document.language or "unknown, read as English (say --language)"
    day = document.published.day.isoformat() if document.published is not None else "unknown"
    say(f"{document.id}: language {spoken}, published {day}, {len(times)} times")
    for time in times:
        say(f"  line {time.line}  “{' '.join(time.quote.split())}”  {_meaning(time)}  [{time.kind} {time.timex}]")
        say(f"      {'; '.join(time.reasons)}")


def _meaning(time: "NamedTime") -> str:
    value = time.value
    if value is None:
        return "no day"
    days = value.start.isoformat() if value.start == value.end else f"{value.start} to {value.end}"
    part = f", {value.part_of_day}" if value.part_of_day is not None else ""
    return f"{days}{part} ({_PRECISION[value.precision]}; {_FROM.get(value.anchor, value.anchor)})"


_FROM = {
    "explicit": "written out", "publication": "counted from publication", "text": "counted from the text",
}  # fmt: skip
