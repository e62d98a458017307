"""Runs the accuracy and speed scripts and writes ``docs/accuracy.md`` from their closing lines.

    python bench/accuracy.py                 # measure all whose corpus is there, write JSON and page
    python bench/accuracy.py --only muc gold # some of them
    python bench/accuracy.py --page          # only write the page from docs/accuracy/*.json
    python bench/accuracy.py --check         # exit status 1 when the page is out of date

What is measured is the last commit, not the working tree: its files are laid out in a temporary folder first
(``--tree`` measures the working tree). One script runs at a time, at low priority. Titles, meanings and limits stand in
``accuracy_words.yml``, the causes of errors, found by reading, in ``docs/accuracy/causes.yml``.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
FOLDER, PAGE = ROOT / "docs" / "accuracy", ROOT / "docs" / "accuracy.md"
WORDS = Path(__file__).with_name("accuracy_words.yml")
SHARED = Path(os.environ.get("TOCSIN_SHARED", ROOT.parent / "shared"))
LIMIT_S = 3600
"""A script that runs longer hangs."""

Json = dict[str, Any]


def words() -> Json:
    """``accuracy_words.yml``."""
    found: Json = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    for name, said in list(found["measures"].items()):
        found["measures"][f"events_{name}"] = f"{said}; from events, not from heads taught the corpus' labels"
    return found


@contextmanager
def committed(commit: str) -> Iterator[Path]:
    """The files of a commit in a temporary folder."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
        yield Path(folder)


def git(*arguments: str) -> str:
    """One line of git's answer."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def measure(name: str, bench: Json, tree: Path, commit: str) -> Json | None:
    """Run one script; its closing line with command, commit and date. ``None`` when its corpus is absent."""
    data = SHARED / "data" / bench["data"] if bench.get("data") is not None else None
    if data is not None and not data.exists():
        print(f"{name}: no corpus {data.name}, skipped")
        return None
    command = [part.replace("{data}", str(data)) for part in bench["run"].split()]
    print(f"{name}: {bench['command']}", flush=True)
    environment = os.environ | {"PYTHONPATH": str(tree / "src"), "TOCSIN_SHARED": str(SHARED.resolve())}
    done = subprocess.run(
        ["nice", sys.executable, *command], cwd=tree, env=environment, capture_output=True, text=True, timeout=LIMIT_S
    )
    if done.returncode != 0:
        raise SystemExit(f"{name} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    line: Json = {"files": []} | json.loads(done.stdout.strip().splitlines()[-1])
    date = git("show", "-s", "--format=%cs", commit)
    return line | {"command": bench["command"], "commit": commit, "date": date}


def write(name: str, line: Json) -> None:
    """Keep a closing line."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(line, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


# The page


def page() -> str:
    """``docs/accuracy.md`` from what is kept."""
    told = words()
    parts = ["<!-- Made by bench/accuracy.py; do not edit by hand. -->\n", told["introduction"]]
    kept = {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in _measured()}
    for name, bench in told["benches"].items():
        if name in kept:
            parts.append(section(name, bench, kept[name], told["measures"]))
    absent = [f"`{bench['command']}`" for name, bench in told["benches"].items() if name not in kept]
    if absent:
        parts.append("## Not measured yet\n\n" + ", ".join(absent) + "\n")
    parts += [causes(), told["closing"]]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts if part)


def _measured() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def section(name: str, bench: Json, line: Json, meanings: Mapping[str, str]) -> str:
    """One script: what it compares, the table, limits."""
    told = (meanings or {}) | (bench.get("measures") or {})
    order = list(told)
    plain = [key for key, value in line["metrics"].items() if not isinstance(value, dict)]
    shown = bench.get("show") or sorted(plain, key=lambda key: order.index(key) if key in told else len(order))
    rows = [row(key, line, told) for key in shown if key in line["metrics"]]
    table = (
        "| measure | figure | 95% interval | does nothing | cases | what it means |\n|---|---|---|---|---|---|\n"
        + "\n".join(rows)
    )
    where = f"Corpus: {bench['corpus']}, {line['n']} {bench.get('unit', 'documents')}."
    how = f"`{line['command']}`, commit {line['commit']} of {line['date']}, {line['docs_per_s']} documents a second." \
        if line.get("docs_per_s") else f"`{line['command']}`, commit {line['commit']} of {line['date']}."  # fmt: skip
    parts = [f"## {bench['title']}", bench["what"].strip(), f"{where} {how}", table, reasons(line)]
    if bench.get("limits"):
        parts.append("Limits: " + bench["limits"].strip())
    return "\n\n".join(part for part in parts if part) + "\n"


def row(key: str, line: Json, told: Mapping[str, str]) -> str:
    """One measure."""
    low, high = (line.get("intervals") or {}).get(key) or line["metrics"].get(f"{key}_95") or (None, None)
    baseline = (line.get("baselines") or {}).get(key, line["metrics"].get(f"{key}_baseline_none"))
    cases = (line.get("cases") or {}).get(key)
    between = f"{number(low)} to {number(high)}" if low is not None else ""
    cells = [f"`{key}`", number(line["metrics"][key]), between, number(baseline), "" if cases is None else str(cases)]
    return "| " + " | ".join([*cells, told.get(key, "")]) + " |"


def number(value: object) -> str:
    """Figures as people read them: three decimals for shares, fewer for large numbers, "-" for nothing."""
    if value is None:
        return "-"
    if isinstance(value, int) or not isinstance(value, float):
        return str(value)
    return f"{value:.3f}" if abs(value) < 2 else f"{value:.1f}"


def reasons(line: Json) -> str:
    """Why a figure is missing, and seconds by stage."""
    found = [f"`{key}` has no figure: {why}." for key, why in (line.get("reasons") or {}).items()]
    if line.get("stages_s"):
        found.append("Seconds by stage: " + ", ".join(f"{k} {v}" for k, v in line["stages_s"].items()) + ".")
    return " ".join(found)


def causes() -> str:
    """What went wrong in the errors that were read."""
    path = FOLDER / "causes.yml"
    if not path.is_file():
        return ""
    told: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = ["## What goes wrong", told["introduction"].strip()]
    for group in told["groups"]:
        total = sum(cause["errors"] for cause in group["causes"])
        rows = [
            f"| {c['errors'] / total:.0%} | {c['cause']} | {c.get('cure', '')} |"
            for c in sorted(group["causes"], key=lambda c: -c["errors"])
        ]
        head = f"### {group['title']}\n\n{group['what'].strip()} {total} errors read, commit {group['commit']}.\n"
        parts.append(head + "\n| share | cause | what would cure it |\n|---|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(words()["benches"]), help="measure only these")
    parser.add_argument("--page", action="store_true", help="measure nothing")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the page is up to date")
    parser.add_argument("--tree", action="store_true", help="measure the working tree instead of the last commit")
    options = parser.parse_args()
    if options.check:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        print("up to date" if same else "docs/accuracy.md is out of date; run `python bench/accuracy.py --page`")
        return 0 if same else 1
    if not options.page:
        benches = {n: b for n, b in words()["benches"].items() if not options.only or n in options.only}
        commit = git("rev-parse", "--short", "HEAD")  # once: others may commit while this runs
        with committed(commit) as tree:
            for name, bench in benches.items():
                line = measure(name, bench, ROOT if options.tree else tree, commit)
                if line is not None:
                    write(name, line)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
