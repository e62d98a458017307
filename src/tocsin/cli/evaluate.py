"""``tocsin eval``: accuracy against a gold file."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import say, table, tell
from tocsin.cli.settings import open_store
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.document import Document, Refusal
    from tocsin.pipeline.evaluation import Evaluation
    from tocsin.pipeline.rooms import Rooms

EVERY = 25
"""Documents between two progress lines."""


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Gold file: one JSON line a document.")],
    documents: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Files or folders with the texts, when the gold file holds none."),
    ] = None,
    db: Annotated[
        str | None, typer.Option(metavar="FILE_OR_URL", help="Database that holds the texts, instead of --documents.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="auto (the best offline engine), local or rules.")
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
    detail: Annotated[bool, typer.Option("--detail", help="Also print each match, miss and false event.")] = False,
) -> None:
    """Code the documents of a gold file, each alone, and compare the events with the gold ones.

    Prints each measure with its 95% interval over documents, the cases it rests on, and the figure of a system that
    only gives the most frequent answer.
    """
    from tocsin import knowledge
    from tocsin.pipeline import evaluation, evaluation_gold
    from tocsin.pipeline.rooms import real_rooms

    if documents and db:
        raise UsageError("--documents and --db both say where the texts are; give one of them.")
    began = time.perf_counter()
    rooms = real_rooms()
    lines = evaluation_gold.read_gold(gold)
    texts = evaluation_gold.documents_for(lines, _elsewhere(documents, db, rooms), where=str(gold))
    opened = rooms.open_engine(engine)
    done = evaluation.evaluate(
        lines, texts, engine=opened, rooms=rooms, knowledge=knowledge.load(), progress=_progress(len(lines))
    )
    seconds = time.perf_counter() - began
    if detail:
        print_detail(done)
    unread = [score.id for score in done.scores if not score.read]
    if unread:
        tell(
            f"{len(unread)} documents are in a language that {opened.author} does not read; what happens in them "
            "counts as missed."
        )
    if as_json:
        say(json.dumps(closing(gold, opened.author, done, seconds), ensure_ascii=False))
    else:
        print_figures(done)


def _elsewhere(inputs: list[str] | None, db: str | None, rooms: "Rooms") -> "Iterable[Document | Refusal]":
    from tocsin.pipeline.evaluation_gold import documents_from

    if inputs:
        return documents_from(inputs, rooms)
    if db:
        with open_store(db) as store:
            return list(store.documents())
    return ()


def _progress(total: int) -> Any:
    done = 0

    def listen(_: str) -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0:
            tell(f"{done} of {total} documents …")

    return listen


def print_figures(done: "Evaluation") -> None:
    """The table of measures."""

    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:.3f}"

    rows = [
        [
            f.name,
            shown(f.value),
            f"{shown(f.low)}-{shown(f.high)}" if f.low is not None else "",
            str(f.n),
            shown(f.baseline),
        ]
        for f in done.figures.values()
    ]
    columns: list[tuple[str, dict[str, Any]]] = [
        ("measure", {}), ("figure", {"justify": "right"}), ("95% interval", {"justify": "right"}),
        ("cases", {"justify": "right"}), ("always the usual answer", {"justify": "right"}),
    ]  # fmt: skip
    table(f"{len(done.scores)} documents, each coded alone", columns, rows)
    false = sum(len(score.false) for score in done.scores)
    vague, unreal = sum(s.vague for s in done.scores), sum(s.unreal for s in done.scores)
    say(f"Of {false} false events {vague} resemble a gold record too vague to code, {unreal} one that did not happen.")


def closing(gold: Path, author: str, done: "Evaluation", seconds: float) -> dict[str, Any]:
    """The JSON object of all accuracy measurements: corpus, files, n, metrics, and what belongs to them."""

    def four(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    figures = done.figures
    return {
        "corpus": gold.parent.resolve().name,
        "files": [gold.name],
        "n": len(done.scores),
        "metrics": {name: four(figure.value) for name, figure in figures.items()},
        "intervals": {name: [four(f.low), four(f.high)] for name, f in figures.items() if f.low is not None},
        "baselines": {name: four(figure.baseline) for name, figure in figures.items()},
        "cases": {name: figure.n for name, figure in figures.items()},
        "docs_per_s": round(len(done.scores) / max(seconds, 1e-9), 2),
        "peak_mb": peak_mb(),
        "engine": author,
        "model": None,
    }


def peak_mb() -> float | None:
    """Largest memory of this process in MiB; ``None`` where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def print_detail(done: "Evaluation") -> None:
    """Each document with its matches, misses and false events."""
    from tocsin.export.clean import visible

    for score in done.scores:
        if score.matched or score.missed or score.false:
            say(f"\n{visible(score.id)}")
        for wanted, got in score.matched:
            say(f"  ok     {_line(wanted)}\n      -> {_line(got)}")
        for wanted in score.missed:
            say(f"  MISSED {_line(wanted)}")
        for got in score.false:
            say(f"  FALSE  {_line(got)}")


def _line(event: dict[str, Any]) -> str:
    from tocsin.export.clean import visible

    sides = " > ".join((event.get(key) or {}).get("name") or "?" for key in ("actor1", "actor2"))
    best = (event.get("fatalities") or {}).get("best")
    dates = "..".join(dict.fromkeys(str(event.get(key) or "?") for key in ("date_start", "date_end")))
    background = " (background)" if event.get("background") else ""
    place = f"{event.get('country') or '?'} {event.get('location') or '?'}"
    dead = "" if best is None else f" | dead {best}"
    return visible(f"{event.get('sub_event_type')} | {dates} | {place} | {sides}{dead}{background}")
