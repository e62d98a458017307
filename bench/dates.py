"""Time expressions against TIMEX3 annotation: spans (strict, relaxed) and values, on TempEval-3 and WikiWars.

    python bench/dates.py --data DIR [--files NAME…] [--limit N] [--errors N]

``DIR`` is searched for ``*.tml``. News is resolved against its document creation time; files named ``NN_Name.tml``
(WikiWars) are histories and get no publication date. Value F1 counts a system expression as right when it overlaps an
annotated one of the same value. Prints one JSON object as its last line.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from tocsin.pipeline.dating import times_in

Timed = tuple[int, int, str, str]  # start, end, value, words
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_DCT = re.compile(r"<DCT>.*?<TIMEX3[^>]*?\bvalue=\"([^\"]*)\"", re.DOTALL)


@dataclass(frozen=True)
class TimedDocument:
    """A text with its annotated times."""

    name: str
    text: str
    published: date | None
    gold: tuple[Timed, ...]


def load(path: Path) -> TimedDocument:
    """Read one TimeML file: the text of its TEXT element and the TIMEX3 in it."""
    source = path.read_text(encoding="utf-8", errors="replace")
    body = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    pieces: list[str] = []
    length, position, open_at, gold = 0, 0, [], []
    for tag in _TAG.finditer(body):
        piece = unescape(body[position : tag.start()])
        pieces.append(piece)
        length, position = length + len(piece), tag.end()
        if tag[2] == "TIMEX3" and not tag[1]:
            value = re.search(r'\bvalue="([^"]*)"', tag[3])
            open_at.append((length, value[1] if value else ""))
        elif tag[2] == "TIMEX3" and open_at:
            start, value_text = open_at.pop()
            if length > start and not open_at:
                gold.append((start, length, value_text, "".join(pieces)[start:length]))
    pieces.append(unescape(body[position:]))
    made = _DCT.search(source)
    history = re.match(r"\d\d_", path.name) is not None
    return TimedDocument(path.name, "".join(pieces), None if history or not made else _day(made[1]), tuple(gold))


def _day(value: str) -> date | None:
    match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", value)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def system(document: TimedDocument) -> list[Timed]:
    """The system's expressions and values of one document."""
    found = times_in(document.text, "en", document.published)
    return [(time.start, time.end, time.timex, time.quote) for time in found]


def counts(gold: Sequence[Timed], found: Sequence[Timed]) -> Counter[str]:
    """Of one document: how many expressions there are, and how many agree strictly, relaxed, and in value."""
    result = Counter(gold=len(gold), found=len(found))
    taken: set[int] = set()
    for start, end, value, _ in found:
        for k, (g_start, g_end, g_value, _) in enumerate(gold):
            if k in taken or g_start >= end or start >= g_end:
                continue
            taken.add(k)
            result["relaxed"] += 1
            result["strict"] += (start, end) == (g_start, g_end)
            result["value"] += value == g_value
            break
    return result


def f1(total: Counter[str], key: str) -> float:
    """F1 of one kind of agreement; 0 when there is nothing."""
    both = total["gold"] + total["found"]
    return 2 * total[key] / both if both else 0.0


def interval(per_document: Sequence[Counter[str]], key: str, rounds: int = 500) -> tuple[float, float]:
    """95% bootstrap interval over documents (fixed seed)."""
    chance = random.Random(7)
    scores = sorted(f1(sum(chance.choices(per_document, k=len(per_document)), Counter()), key) for _ in range(rounds))
    return round(scores[int(rounds * 0.025)], 3), round(scores[int(rounds * 0.975)], 3)


def print_errors(document: TimedDocument, found: Sequence[Timed]) -> None:
    """Spurious, missed and wrong expressions of one document, one a line."""
    for start, end, value, words in found:
        hits = [g for g in document.gold if g[0] < end and start < g[1]]
        around = document.text[max(0, start - 40) : end + 25].replace("\n", " ")
        if not hits:
            print(f"SPURIOUS {words!r} {value} | {around}")
        elif hits[0][2] != value:
            print(f"VALUE {words!r} got {value} want {hits[0][2]} [{hits[0][3]!r}] pub {document.published} | {around}")
    for start, end, value, words in document.gold:
        if not any(f[0] < end and start < f[1] for f in found):
            print(f"MISSED {words!r} {value} | {document.text[max(0, start - 40) : end + 25]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--files", nargs="*", default=[])
    parser.add_argument("--engine", default="rules")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    paths = sorted(p for p in options.data.rglob("*.tml") if not options.files or p.name in options.files)
    documents = [load(path) for path in paths[: options.limit]]
    began = time.perf_counter()
    results = [system(document) for document in documents]
    seconds = time.perf_counter() - began
    per_document = [counts(d.gold, found) for d, found in zip(documents, results, strict=True)]
    if options.errors:
        for document, found in zip(documents, results, strict=True):
            print_errors(document, found)
    total = sum(per_document, Counter())
    names = {"span_f1": "relaxed", "span_f1_strict": "strict", "value_f1": "value"}
    metrics: dict[str, object] = {name: round(f1(total, key), 4) for name, key in names.items()}
    metrics |= {f"{name}_95": interval(per_document, key) for name, key in names.items()}
    metrics |= {f"{name}_baseline_none": 0.0 for name in names}
    metrics["precision_relaxed"] = round(total["relaxed"] / max(total["found"], 1), 4)
    metrics["recall_relaxed"] = round(total["relaxed"] / max(total["gold"], 1), 4)
    metrics["value_accuracy_on_relaxed"] = round(total["value"] / max(total["relaxed"], 1), 4)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    print(
        json.dumps(
            {
                "corpus": options.data.name,
                "files": options.files or [f"{len(paths)} files"],
                "n": len(documents),
                "expressions": total["gold"],
                "metrics": metrics,
                "docs_per_s": round(len(documents) / seconds, 1),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
                "engine": options.engine,
                "model": None,
                "commit": commit.stdout.strip(),
            }
        )
    )


if __name__ == "__main__":
    main()
