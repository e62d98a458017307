"""Cases and section 10 rows that pass, and upkeep of their known gaps.

usage: python bench/cases.py [--why] [--write-gaps] [--explain CASE] [--engine rules|local] [--only FILE]

Prints the cases that fail and, as the last line, one JSON object. ``--write-gaps`` edits the ``known_gap`` lines of
``cases/*.yml`` in place: passing ones lose theirs, failing ones without a reason get the first thing that is wrong.
``--engine local`` reads with the local engine, whose gaps are ``known_gap_local`` (kept by hand); ``--only`` takes the
cases of one file, and no rows. ``--explain`` shows for one case what is wrong and what became of every sentence and
field.
"""

import argparse
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from case_coding import document_of, events_of_case
from cases_collector import CASES, load_cases, problems_of_case
from section10_table import path_of, problems, targets
from tocsin.export import explain_document as page
from tocsin.export import explain_event
from tocsin.pipeline import explain_document

GAP_LINE = re.compile(r"^\s*known_gap: ")
AUTOMATIC = "engine: "  # how a reason begins that this script wrote and may refresh


def case_problems(by: str = "rules", only: str | None = None) -> dict[tuple[str, str], list[str]]:
    """What is wrong with each case, by (file, name)."""
    found = {}
    for case in load_cases():
        if only is not None and case.source != only:
            continue
        try:
            events = events_of_case(case, by)
        except Exception as error:  # a crash of the engine is a failure of this case, not of the others
            found[case.source, case.name] = [f"the engine stopped: {type(error).__name__}: {error}"]
            continue
        found[case.source, case.name] = problems_of_case(case, events)
    return found


def explain(name: str) -> int:
    """Print what is wrong with a case and how it was read; the exit status."""
    found = next((case for case in load_cases() if case.name == name), None)
    if found is None:
        near = [case.name for case in load_cases() if name in case.name]
        print(f"no case is called {name!r}" + (f"; perhaps {', '.join(near[:5])}" if near else ""))
        return 2
    wrong = problems_of_case(found, events_of_case(found))
    print(f"{found.source}: {name}: {'passes' if not wrong else 'fails'}")
    print("\n".join(f"  {sentence}" for sentence in wrong))
    told = explain_document(document_of(found), "rules")
    print(page(told.document, told.reading, told.events, 100, told.stories, told.trace, told.notice))
    for event in told.events:
        readings = {told.document.id: told.reading} if told.reading is not None else None
        print(explain_event(event, [told.document], 100, readings))
    return 1 if wrong else 0


def row_problems() -> dict[tuple[str, str], list[str]]:
    """What is wrong with each section 10 target, by (row, real or twin); absent texts are left out."""
    return {(t.row, t.kind): problems(t) for t in targets() if path_of(t.text).is_file()}


def without_text(sentence: str) -> str:
    """A problem without what was found: the words of a shared text must not get into the repository."""
    sentence = re.sub(r"^never: .*?(\w+) match (\{.*?\}): .*", r"never: \1 match \2", sentence)
    return re.sub(r" is \[.*\], wanted ", " is not ", sentence)


def reason(wrong: list[str], width: int = 150) -> str:
    """The first thing that is wrong, as a quoted YAML string on one line."""
    words = AUTOMATIC + without_text(" ".join(wrong[0].split()))
    return json.dumps(words if len(words) <= width else words[: width - 3] + "...", ensure_ascii=False)


def with_gaps(lines: list[str], starts: dict[int, list[str]], indent: str) -> list[str]:
    """``lines`` with a known gap line after each start line whose problems are not empty, and no other.

    ``starts`` maps the index of the first line of a case or target to what is wrong with it. A reason that a
    person wrote is kept.
    """
    written = {
        max((start for start in starts if start < index), default=-1): line
        for index, line in enumerate(lines)
        if GAP_LINE.match(line) and f'"{AUTOMATIC}' not in line
    }
    out: list[str] = []
    for index, line in enumerate(lines):
        if GAP_LINE.match(line):
            continue
        out.append(line)
        if starts.get(index):
            out.append(written.get(index) or f"{indent}known_gap: {reason(starts[index])}")
    return out


def write_case_gaps(found: dict[tuple[str, str], list[str]]) -> None:
    """Bring the case files up to date."""
    for path in sorted(CASES.glob("*.yml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        starts = {
            index: found[path.name, match[1].split("#")[0].strip()]
            for index, line in enumerate(lines)
            if (match := re.match(r"- case: (.+)$", line)) and (path.name, match[1].strip()) in found
        }
        if starts:
            path.write_text("\n".join(with_gaps(lines, starts, "  ")) + "\n", encoding="utf-8")


def write_row_gaps(found: dict[tuple[str, str], list[str]]) -> None:
    """Bring the section 10 table up to date; targets whose text is absent keep what they have."""
    path = CASES / "section10.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    starts: dict[int, list[str]] = {}
    row = ""
    for index, line in enumerate(lines):
        if match := re.match(r"- row: (\S+)", line):
            row = match[1]
        elif match := re.match(r"  (real|twin):$", line):
            if (row, match[1]) not in found:
                raise SystemExit(f"{path_of('A')} is absent; the gaps of the real texts cannot be told")
            starts[index] = found[row, match[1]]
    path.write_text("\n".join(with_gaps(lines, starts, "    ")) + "\n", encoding="utf-8")


def main() -> None:
    """Judge all cases and rows; print; perhaps write the gaps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--why", action="store_true", help="print everything that is wrong, not only names")
    parser.add_argument("--write-gaps", action="store_true", help="edit the known_gap lines in place")
    parser.add_argument("--explain", metavar="CASE", help="show how one case is read, and stop")
    parser.add_argument("--engine", default="rules", help="rules or local")
    parser.add_argument("--only", metavar="FILE", help="cases of one file, such as statements.yml")
    options = parser.parse_args()
    if options.write_gaps and (options.engine != "rules" or options.only):
        parser.error("--write-gaps goes with all cases and the rules")
    if options.explain:
        sys.exit(explain(options.explain))
    cases = case_problems(options.engine, options.only)
    rows = {} if options.only or options.engine != "rules" else row_problems()
    for (source, name), wrong in cases.items():
        if wrong:
            print(f"{source}: {name}")
            if options.why:
                print("\n".join(f"    {sentence}" for sentence in wrong))
    if options.write_gaps:
        write_case_gaps(cases)
        write_row_gaps(rows)
    metrics = {
        "cases_passed": sum(not wrong for wrong in cases.values()),
        "cases": len(cases),
        "real_passed": sum(not wrong for (_, kind), wrong in rows.items() if kind == "real"),
        "twin_passed": sum(not wrong for (_, kind), wrong in rows.items() if kind == "twin"),
    }
    print(json.dumps({"corpus": "cases", "n": len(cases), "metrics": metrics, "engine": options.engine}))


if __name__ == "__main__":
    main()
