"""Coding of damaged texts against a gold file: the same documents in capitals, in lower case, badly scanned, and
without punctuation.

    python bench/noise.py [--data ../shared/data/event_gold] [--files docs.jsonl gold.jsonl] [--variants upper lower]

Every variant is coded and scored as ``gold.py`` does. Its figures stand under its name: ``plain`` the text as it is,
``upper`` and ``lower`` in one case, ``ocr`` with 2% of the letters read as letters, digits or pairs that look like them
and 1% of the spaces lost, ``unpunctuated`` without . , ; : ! ? and quotation marks. The damage is drawn by ``--seed``
and the document's id, so that a document is damaged alike in every run.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from common import Clock, Figures, arguments, report
from gold import coded, corpus, figures_of, in_scorer_keys, scored, scorer
from tocsin.model.document import Document

LOOK_ALIKES = {
    "l": "1I", "I": "l1", "i": "lj", "O": "0", "o": "0c", "e": "c", "c": "e", "S": "5", "s": "5", "B": "8", "G": "6",
    "Z": "2", "g": "9q", "h": "b", "b": "h", "n": "ru", "u": "n", "v": "y", "t": "f", "f": "t", "a": "o", "D": "O",
    "E": "F", "R": "K", "m": ("rn",), "d": ("cl",), "w": ("vv",),
}  # fmt: skip
"""A letter, and what scanners take it for."""
PAIRS = {"rn": "m", "cl": "d", "vv": "w", "ri": "n"}
"""Two letters that are taken for one."""
LETTERS, SPACES = 0.02, 0.01
"""Shares of letters and spaces that are damaged."""
MARKS = str.maketrans("", "", ".,;:!?\"'“”‘’")
MEASURES = ("detection_f1", "sub_event_type_lenient", "fatalities_exact", "no_event_docs_touched")


def badly_scanned(text: str, chance: random.Random) -> str:
    """The text as a bad scan gives it. Digits stay: a wrong number is another fact, not noise."""
    pieces = list(text)
    found = [k for k, char in enumerate(text) if char in LOOK_ALIKES or text[k : k + 2] in PAIRS]
    letters = sum(char.isalpha() for char in text)
    for k in chance.sample(found, min(len(found), round(LETTERS * letters))):
        joined = PAIRS.get(text[k : k + 2])
        if joined is not None and pieces[k + 1] == text[k + 1]:
            pieces[k : k + 2] = [joined, ""]
        elif text[k] in LOOK_ALIKES and pieces[k]:  # not the second letter of a pair read as one
            pieces[k] = chance.choice(LOOK_ALIKES[text[k]])
    spaces = [k for k, char in enumerate(text) if char == " "]
    for k in chance.sample(spaces, round(SPACES * len(spaces))):
        pieces[k] = ""
    return "".join(pieces)


VARIANTS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda text, _: text,
    "upper": lambda text, _: text.upper(),
    "lower": lambda text, _: text.lower(),
    "ocr": badly_scanned,
    "unpunctuated": lambda text, _: text.translate(MARKS),
}
"""Name -> the damaged text, drawn by chance where it is."""


def damaged(document: Document, variant: str, seed: int) -> Document:
    """The document with text and title damaged."""
    chance = random.Random(f"{seed} {variant} {document.id}")
    damage = VARIANTS[variant]
    title = damage(document.title, chance) if document.title else None
    return replace(document, text=damage(document.text, chance), title=title)


def main() -> None:
    extra = {
        "variants": {"nargs": "+", "default": list(VARIANTS), "choices": list(VARIANTS), "help": "which variants"},
        "seed": {"type": int, "default": 7, "help": "draws the damage"},
    }
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl", "gold.jsonl"], **extra)
    score, clock, figures = scorer(options.data), Clock(), Figures()
    lines, documents = corpus(options)
    gold = in_scorer_keys(score, lines)
    for variant in options.variants:
        coded_events = coded((damaged(d, variant, options.seed) for d in documents), options.engine)
        result = score.summarise(scored(score, gold, coded_events))
        take(figures, variant, figures_of(result, lines, coded_events))
        if options.detail:
            print(f"{variant}: matched {result['matched']}, false {result['false']}, missed {result['missed']}")
    rate = clock.rate(len(gold) * len(options.variants))
    report("event_gold", options, len(gold), figures, clock, variants=options.variants, docs_per_s=rate)


def take(figures: Figures, variant: str, made: Figures) -> None:
    """Keep the measures of one variant under its name, and print them."""
    for measure in MEASURES:
        name = f"{variant}_{measure}"
        figures.values[name], figures.baselines[name] = made.values[measure], made.baselines.get(measure)
        if measure in made.intervals:
            figures.intervals[name], figures.cases[name] = made.intervals[measure], made.cases[measure]
        print(f"{name:36} {made.values[measure]}  {made.intervals.get(measure, '')}  do-nothing "
              f"{figures.baselines[name]}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
