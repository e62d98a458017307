"""Rows of the section 10 table passed on the real texts and on their twins.

usage: python bench/section10.py [--why] [--engine rules|local]

Prints one line a row and, as the last line, one JSON object. Real texts are looked for in ``TOCSIN_SHARED``
(default ``../shared`` from the repository root); without them only the twins are judged.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from section10_table import ENGINES, TARGETS, Target, path_of, problems, targets


def main() -> None:
    """Judge every target and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--why", action="store_true", help="also print what is wrong with each failed row")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="which engine reads")
    options = parser.parse_args()
    why = options.why
    rows: dict[str, dict[str, Target]] = {}
    for target in targets():
        rows.setdefault(target.row, {})[target.kind] = target
    passed = dict.fromkeys(TARGETS, 0)
    judged = dict.fromkeys(TARGETS, 0)
    print(f"{'row':>4}  {'real':<7}{'twin':<7}gist")
    for row, kinds in rows.items():
        verdicts, reasons = [], []
        for kind in TARGETS:
            target = kinds[kind]
            if not path_of(target.text).is_file():
                verdicts.append("absent")
                continue
            wrong = problems(target, options.engine)
            judged[kind] += 1
            passed[kind] += not wrong
            verdicts.append("fails" if wrong else "passes")
            reasons += [f"        {kind}: {sentence}" for sentence in wrong]
        print(f"{row:>4}  {verdicts[0]:<7}{verdicts[1]:<7}{kinds['twin'].gist}")
        if why and reasons:
            print("\n".join(reasons))
    metrics = {f"{kind}_passed": passed[kind] for kind in TARGETS}
    metrics |= {f"{kind}_judged": judged[kind] for kind in TARGETS}
    print(json.dumps({"corpus": "section10", "n": len(rows), "metrics": metrics, "engine": options.engine}))


if __name__ == "__main__":
    main()
