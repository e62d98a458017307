"""What the benchmark scripts share: arguments, timing, and the closing JSON line (shape: METRICS)."""

import argparse
import json
import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SHARED = Path(os.environ.get("TOCSIN_SHARED", Path(__file__).parent.parent.parent / "shared"))


def arguments(description: str, corpus: str, files: Sequence[str]) -> argparse.Namespace:
    """``--data DIR --files NAME… --engine --limit`` with the corpus' defaults."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / corpus, help="the corpus folder")
    parser.add_argument("--files", nargs="+", default=list(files), help="files of the corpus")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--limit", type=int, default=None, help="only the first N documents")
    parser.add_argument("--detail", action="store_true", help="print each error")
    options = parser.parse_args()
    if not options.data.exists():
        parser.error(f"the corpus folder {options.data} does not exist; give it with --data or set TOCSIN_SHARED")
    return options


@dataclass
class Clock:
    """Wall time of a run."""

    started: float = field(default_factory=time.perf_counter)

    def rate(self, documents: int) -> float:
        """Documents per second since the start."""
        return round(documents / max(time.perf_counter() - self.started, 1e-9), 2)


def peak_mb() -> float:
    """Largest memory of this process and its finished children, in MiB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(max(own, children) / 1024, 1)


def commit() -> str | None:
    """The commit that was measured; ``None`` outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def report(corpus: str, options: argparse.Namespace, n: int, metrics: Mapping[str, object], clock: Clock) -> None:
    """Print the closing JSON line."""
    line = {
        "corpus": corpus, "files": options.files, "n": n, "metrics": dict(metrics), "docs_per_s": clock.rate(n),
        "peak_mb": peak_mb(), "engine": options.engine, "model": None, "commit": commit(),
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False))
