"""What the benchmark scripts share: arguments, coding texts alone, figures with intervals and baselines, the closing
JSON line (shape: METRICS).
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin import knowledge, read
from tocsin.export import event_json
from tocsin.model.document import Document
from tocsin.pipeline.reading import read_one
from tocsin.pipeline.rooms import real_rooms
from tocsin.read.neural.engine import LocalReader

SHARED = Path(os.environ.get("TOCSIN_SHARED", Path(__file__).parent.parent.parent / "shared"))
RESAMPLES = 500
Json = dict[str, Any]
Tally = Counter[str]


def arguments(description: str, corpus: str | Path, files: Sequence[str], **extra: Any) -> argparse.Namespace:
    """``--data DIR --files NAME… --engine --limit`` with the corpus' defaults; ``extra``: more options with help."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / corpus, help="the corpus folder")
    parser.add_argument("--files", nargs="+", default=list(files), help="files of the corpus")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--limit", type=int, default=None, help="only the first N documents")
    parser.add_argument("--detail", action="store_true", help="print each error")
    for name, settings in extra.items():
        parser.add_argument(f"--{name}", **settings)
    options = parser.parse_args()
    if files and not options.data.exists():
        parser.error(f"the corpus folder {options.data} does not exist; give it with --data or set TOCSIN_SHARED")
    missing = [name for name in options.files if not (options.data / name).exists()]
    if missing:
        parser.error(f"{options.data} holds no {missing[0]}; name its files with --files")
    return options


def coded_alone(documents: Iterable[Document], engine: str) -> Iterator[tuple[Document, list[Json]]]:
    """Each document with its events in the contract's keys, coded alone, in memory, one document at a time.

    All events are given, also those without place or day and those that did not happen. A document that cannot be
    read is named on standard error and has none.
    """
    rooms = real_rooms()
    opened = rooms.open_engine(engine)
    for document in documents:
        outcome = read_one(opened, document)
        if outcome.reading is None:
            print(outcome.refusal.sentence if outcome.refusal else f"{document.id}: not read", file=sys.stderr)
            yield document, []
            continue
        one, read = {document.id: document}, {document.id: outcome.reading}
        clusters = rooms.cluster(one, read, (), scope="document", judgements=())
        events = rooms.assemble_all(clusters, documents=one, readings=read, stories=())
        yield document, [event_json(event) for event in events]


def told_as_real(events: Iterable[Json]) -> list[Json]:
    """Events told as having happened or tried."""
    return [event for event in events if event["modality"] in ("actual", "failed")]


@dataclass
class Clock:
    """Wall time of a run."""

    started: float = field(default_factory=time.perf_counter)

    def rate(self, documents: int) -> float:
        """Documents per second since the start."""
        return round(documents / max(time.perf_counter() - self.started, 1e-9), 2)


def four(value: float | None) -> float | None:
    """Rounded to four decimals."""
    return None if value is None else round(value, 4)


@dataclass
class Figures:
    """Measures as they are made: printed at once, kept for the closing line.

    ``tallies`` are sums per document, so that resampled documents are measured by adding; ``quotient`` makes the
    measure of such a sum (``None`` = nothing to measure). ``idle`` is the figure, or the tallies, of a system that
    does nothing.
    """

    values: dict[str, float | None] = field(default_factory=dict)
    intervals: dict[str, list[float | None]] = field(default_factory=dict)
    baselines: dict[str, float | None] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        name: str,
        tallies: Sequence[Tally],
        quotient: Callable[[Tally], float | None],
        *,
        idle: Sequence[Tally] | float | None = None,
        cases: int | None = None,
    ) -> None:
        """Measure, print and keep. ``cases``: what the figure rests on, where not the documents."""
        value = quotient(total(tallies))
        chance = random.Random(7)
        drawn = sorted(
            v
            for _ in range(RESAMPLES if value is not None else 0)
            if (v := quotient(total(chance.choices(tallies, k=len(tallies))))) is not None
        )
        nothing = quotient(total(idle)) if isinstance(idle, Sequence) else idle
        self.values[name], self.baselines[name] = four(value), four(nothing)
        self.cases[name] = len(tallies) if cases is None else cases
        if drawn:
            self.intervals[name] = [four(drawn[int(0.025 * len(drawn))]), four(drawn[int(0.975 * len(drawn)) - 1])]
        between = " ".join(f"{bound:.3f}" for bound in self.intervals.get(name, ()) if bound is not None)
        shown = "none" if value is None else f"{value:.3f}"
        print(f"{name:28} {shown:>6}  [{between}]  do-nothing {nothing if nothing is None else round(nothing, 3)}")

    def share(
        self, name: str, outcomes: Sequence[bool | None], idle: Sequence[bool | None] | float | None = None
    ) -> None:
        """The share of ``True``; ``None`` does not count."""
        nothing = [_outcome(o) for o in idle] if isinstance(idle, Sequence) else idle
        known = sum(o is not None for o in outcomes)
        self.add(name, [_outcome(o) for o in outcomes], lambda t: ratio(t["right"], t["n"]), idle=nothing, cases=known)


def _outcome(right: bool | None) -> Tally:
    return Counter() if right is None else Counter(n=1, right=int(right))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum; unlike ``sum`` it keeps no half-sums."""
    result: Tally = Counter()
    for one in tallies:
        result.update(one)
    return result


def ratio(above: float, below: float) -> float | None:
    """A quotient; ``None`` when there is nothing below."""
    return above / below if below else None


def f1(tally: Tally, prefix: str = "") -> float | None:
    """F1 of ``tp``, ``fp`` and ``fn`` (with a prefix)."""
    right, false, missed = (tally[f"{prefix}{key}"] for key in ("tp", "fp", "fn"))
    return ratio(2 * right, 2 * right + false + missed)


def peak_mb() -> float:
    """Largest memory of this process and its finished children, in MiB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(max(own, children) / 1024, 1)


def commit() -> str | None:
    """The commit that was measured; ``None`` outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def model_of(engine: str) -> str | None:
    """The hash of the engine's model; ``None`` for an engine without one."""
    if read.chosen(engine) != "local":
        return None
    said: Json = json.loads((read.WEIGHTS / "model.json").read_text(encoding="utf-8"))
    return str(said["sha256"])


def local(engine: str) -> LocalReader | None:
    """The local engine, where that is asked for: benches of what its heads were taught ask them directly."""
    if read.chosen(engine) != "local":
        return None
    return LocalReader(knowledge.load(), read.WEIGHTS, gated=False)


def report(
    corpus: str,
    options: argparse.Namespace,
    n: int,
    metrics: Mapping[str, object] | Figures,
    clock: Clock,
    **more: object,
) -> None:
    """Print the closing JSON line. ``more``: further keys."""
    made = metrics if isinstance(metrics, Figures) else None
    line = {
        "corpus": corpus, "files": options.files, "n": n, "metrics": dict(made.values if made else metrics),  # type: ignore[arg-type]
        "docs_per_s": clock.rate(n), "peak_mb": peak_mb(), "engine": options.engine, "model": model_of(options.engine),
        "commit": commit(),
    }  # fmt: skip
    if made:
        line |= {"intervals": made.intervals, "baselines": made.baselines, "cases": made.cases}
    print(json.dumps(line | more, ensure_ascii=False))
