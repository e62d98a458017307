"""Speed and memory: the whole process over the same files, seconds per stage, start-up.

    python bench/speed.py [--data ../shared/data/event_gold] [--files docs.jsonl] [--rounds 3]

``docs_per_s`` is what a user gets: ``tocsin code`` in a process of its own, from start to finished database. A token is
a word or a punctuation mark. Stages are timed in this process with the rooms wrapped; what is left of the run is the
store. ``docs_per_s_400`` is the rate for documents of 400 words. ``ratio_to_encoder``: reading and resolving over word
pieces and one pass of the encoder on the same texts, one core; for rules it is none.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from common import SHARED, Clock, Figures, arguments, commit, local, model_of, peak_mb
from tocsin import ingest, knowledge, pipeline, read, resolve
from tocsin.model.document import Document
from tocsin.pipeline import CodeOptions
from tocsin.pipeline.rooms import Engine, real_rooms
from tocsin.read.neural.engine import LocalReader
from tocsin.read.rules.tokens import split_sentences

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+")


def _as_installed() -> dict[str, str]:
    """The environment, with compiled modules kept as an installed package has them: a checkout may forbid it."""
    others = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return others | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "tocsin-speed-compiled")}


def whole_run(inputs: Sequence[str], engine: str) -> float:
    """Seconds of ``tocsin code`` in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "tocsin.cli.main",
            "code",
            *inputs,
            "--db",
            f"{folder}/speed.db",
            "--engine",
            engine,
        ]
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=_as_installed())
        if done.returncode not in (0, 1):
            raise SystemExit(f"tocsin code failed: {done.stderr[-500:]}")
        return time.perf_counter() - began


class Stages:
    """Seconds by stage; wraps functions and iterators so that their own time is counted."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def of(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, timed."""

        def timed(*arguments: Any, **options: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                self.seconds[stage] += time.perf_counter() - began  # type: ignore[assignment]

        return timed

    def items(self, stage: str, function: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
        """``function`` with the time of each item counted."""

        def timed(*arguments: Any, **options: Any) -> Iterator[Any]:
            step = iter(function(*arguments, **options))
            following = self.of(stage, lambda: next(step, None))
            while (item := following()) is not None:
                yield item

        return timed


def stage_seconds(inputs: Sequence[str], engine: str) -> dict[str, float]:
    """Seconds in each room of one run in this process; ``store`` is the rest."""
    stages, rooms = Stages(), real_rooms()

    def open_timed(name: str) -> Engine:
        known = stages.of("knowledge", knowledge.load)()
        reader = stages.of("knowledge", read.engine)(name, known)
        read_one, resolved = stages.of("read", reader.read), stages.of("resolve", resolve.resolve)

        def both(document: Document) -> Any:
            return resolved(document, read_one(document), known)

        return Engine(reader.author, reader.languages, both)

    timed = replace(
        rooms,
        documents=stages.items("ingest", rooms.documents),
        open_engine=open_timed,
        find_stories=stages.of("merge", rooms.find_stories),
        cluster=stages.of("merge", rooms.cluster),
        assemble_all=stages.of("assemble", rooms.assemble_all),
        link=stages.of("merge", rooms.link) if rooms.link else None,
    )
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        pipeline.code(inputs, db=f"{folder}/speed.db", options=CodeOptions(engine=engine), rooms=timed)
        total = time.perf_counter() - began
    spent = {name: round(float(seconds), 3) for name, seconds in stages.seconds.items()}
    return spent | {"store": round(total - sum(stages.seconds.values()), 3), "total": round(total, 3)}


def ratio_to_encoder(reader: LocalReader, texts: Sequence[str], rounds: int) -> float:
    """Reading and resolving over the bare encoder (word pieces, one pass of every window) on the same texts, in turns
    so that both meet the same machine; the quickest of each counts."""
    documents = [Document(f"speed-{n}", text, language="en") for n, text in enumerate(texts)]
    known = knowledge.load()
    bare, whole = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        for text in texts:
            reader.model.read(text, [s.end for s in split_sentences(text)])
        bare.append(time.perf_counter() - began)
        began = time.perf_counter()
        for document in documents:
            resolve.resolve(document, reader.read(document), known)
        whole.append(time.perf_counter() - began)
    return round(min(whole) / min(bare), 2)


def stream(engine: str, texts: Sequence[str]) -> dict[str, float]:
    """Texts a second, read and resolved by one core, where one in ten tells of conflict: BBC news without label between
    those measured; and the share of events that the gate costs on the latter."""
    quiet_file = SHARED / "data" / "conflibert" / "data" / "BBC_News" / "dev.tsv"
    if read.chosen(engine) != "local" or not quiet_file.exists():
        return {}
    known = knowledge.load()
    gated, whole = LocalReader(known, read.WEIGHTS), LocalReader(known, read.WEIGHTS, gated=False)
    rows = [line.split("\t") for line in quiet_file.read_text(encoding="utf-8").splitlines()]
    quiet = [row[0].strip().strip('"') for row in rows if len(row) > 1 and row[1].strip() == "0"]
    mixed = [text for number, text in enumerate(quiet) for text in (text, *texts[number // 9 : number // 9 + 1])[
        : 2 if number % 9 == 8 else 1]]  # fmt: skip
    documents = [Document(f"stream-{n}", text, language="en") for n, text in enumerate(mixed)]
    began = time.perf_counter()
    for document in documents:
        resolve.resolve(document, gated.read(document), known)
    seconds = time.perf_counter() - began
    found = [[len(reader.read(Document("x", text, language="en")).event_mentions) for text in texts]
             for reader in (gated, whole)]  # fmt: skip
    lost = sum(max(0, b - a) for a, b in zip(*found, strict=True)) / max(1, sum(found[1]))
    return {"docs_per_s_stream": round(len(mixed) / seconds, 2), "events_lost_by_gate": round(lost, 4)}


def main() -> None:
    rounds = {"type": int, "default": 3, "help": "runs; the median counts"}
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl"], rounds=rounds)
    clock, inputs = Clock(), [str(options.data / name) for name in options.files]
    texts = [item.text for item in ingest.documents(inputs) if isinstance(item, Document)]
    tokens, words = (sum(len(pattern.findall(text)) for text in texts) for pattern in (_TOKEN, _WORD))
    with tempfile.TemporaryDirectory() as folder:
        tiny = Path(folder) / "tiny.txt"
        tiny.write_text("Two soldiers were killed in an ambush near Gao on Monday.\n", encoding="utf-8")
        whole_run([str(tiny)], options.engine)  # compiles the modules
        start = median(whole_run([str(tiny)], options.engine) for _ in range(options.rounds))
    seconds = [whole_run(inputs, options.engine) for _ in range(options.rounds)]
    memory = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)
    stages = stage_seconds(inputs, options.engine)
    typical = median(seconds)
    reading = stages.get("read", 0.0) + stages.get("resolve", 0.0)
    figures, reader = Figures(), local(options.engine)
    figures.values |= {
        "docs_per_s": round(len(texts) / typical, 2), "tokens_per_s": round(tokens / typical),
        "docs_per_s_400": round(words / 400 / typical, 2),
        "docs_per_s_400_reading": round(words / 400 / max(reading, 1e-9), 2),
        "peak_mb": memory, "startup_s": round(start, 2),
        "ratio_to_encoder": ratio_to_encoder(reader, texts, options.rounds) if reader is not None else None,
    }  # fmt: skip
    figures.values |= stream(options.engine, texts)
    figures.intervals["docs_per_s"] = [round(len(texts) / max(seconds), 2), round(len(texts) / min(seconds), 2)]
    for name, value in figures.values.items():
        print(f"{name:24} {value}")
    print("seconds per stage:", ", ".join(f"{name} {value}" for name, value in stages.items()))
    reasons = {} if reader is not None else {"ratio_to_encoder": "the engine has no encoder"}
    line = {"stages_s": stages, "words": words, "tokens": tokens, "reasons": reasons}
    finish(options, len(texts), figures, clock, line)


def finish(options: Any, n: int, figures: Figures, clock: Clock, line: dict[str, Any]) -> None:
    """The closing line; ``docs_per_s`` and ``peak_mb`` are those of the whole process."""
    import json

    closing = {
        "corpus": options.data.name, "files": options.files, "n": n, "metrics": figures.values,
        "docs_per_s": figures.values["docs_per_s"], "peak_mb": figures.values["peak_mb"] or peak_mb(),
        "engine": options.engine, "model": model_of(options.engine), "commit": commit(), "intervals": figures.intervals,
        "baselines": {}, "cases": {}, "seconds": round(time.perf_counter() - clock.started, 1),
    }  # fmt: skip
    print(json.dumps(closing | line))


if __name__ == "__main__":
    main()
