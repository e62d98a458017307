"""``python -m tocsin.train corpus``: check the annotated corpus, count it, and measure its second pass."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

import yaml

from tocsin.knowledge.codebook import Codebook
from tocsin.train.agreement import agreement
from tocsin.train.corpus import CorpusError, read_corpus
from tocsin.train.corpus_check import Labels, problems
from tocsin.train.corpus_counts import counts


def main(argv: list[str] | None = None) -> int:
    """Print what is wrong (exit 1), or counts, or with ``--agreement`` the agreement of both passes."""
    parser = argparse.ArgumentParser(prog="python -m tocsin.train", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of the corpus, with labels.yml and reports/")
    parser.add_argument("--agreement", action="store_true", help="agreement of reports/ and second/")
    parser.add_argument("--part", default="reports", help="reports (default) or second")
    options = parser.parse_args(argv)
    try:
        labels = Labels.open(options.folder)
        reports = read_corpus(options.folder, options.part)
        found = problems(reports, labels, Codebook.open())
    except (CorpusError, OSError, yaml.YAMLError) as error:
        print(error, file=sys.stderr)
        return 1
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        return 1
    second = read_corpus(options.folder, "second") if options.agreement else ()
    lines = agreement(reports, second, labels) if options.agreement else counts(reports)
    with suppress(BrokenPipeError):  # the reader of a pipe may have seen enough
        print("\n".join(lines), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
