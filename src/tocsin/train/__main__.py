"""``python -m tocsin.train corpus``: check the annotated corpus, count it, and measure its second pass; with
``--articles DATA`` the annotated articles whose texts lie in the folder of third-party corpora."""

import argparse
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import yaml

from tocsin.knowledge.codebook import Codebook
from tocsin.train.agreement import agreement
from tocsin.train.corpus import CorpusError, Report, read_corpus
from tocsin.train.corpus_check import Labels, problems, problems_within
from tocsin.train.corpus_counts import counts
from tocsin.train.standoff import read_standoff


def main(argv: list[str] | None = None) -> int:
    """Print what is wrong (exit 1), or counts, or with ``--agreement`` the agreement of both passes."""
    parser = argparse.ArgumentParser(prog="python -m tocsin.train", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of the corpus, with labels.yml and reports/")
    parser.add_argument("--agreement", action="store_true", help="agreement of reports/ and second/")
    parser.add_argument("--part", default="reports", help="reports (default) or second")
    parser.add_argument("--articles", type=Path, metavar="DATA", help="the annotated articles, with texts from DATA")
    options = parser.parse_args(argv)
    try:
        labels, codebook = Labels.open(options.folder), Codebook.open()
        if options.articles is not None:
            reports = _articles(options.folder / "standoff", options.articles)
            found = [f"{r.path}, {r.id}: {words}" for r in reports for words in problems_within(r, labels, codebook)]
            again = _articles(options.folder / "standoff" / "second", options.articles)
        else:
            reports = read_corpus(options.folder, options.part)
            found = problems(reports, labels, codebook)
            again = read_corpus(options.folder, "second") if options.agreement else ()
    except (CorpusError, OSError, yaml.YAMLError) as error:
        print(error, file=sys.stderr)
        return 1
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        return 1
    lines = agreement(reports, again, labels) if options.agreement else counts(reports)
    with suppress(BrokenPipeError):  # the reader of a pipe may have seen enough
        print("\n".join(lines), flush=True)
    return 0


def _articles(folder: Path, data: Path) -> tuple[Report, ...]:
    """The annotated articles of a folder under ids that say their shelf."""
    found = read_standoff(folder, data)
    return tuple(replace(report, id=f"{name} {report.id}") for name, own in found.items() for report in own)


if __name__ == "__main__":
    raise SystemExit(main())
