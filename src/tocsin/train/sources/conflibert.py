"""Texts and sentences with labels of the whole text: general news, incident reports, organised crime, what police did.

Rows repeat one another now and then; a text is read once. Of the sentences on what police did, nine in ten bear no
label: one in four of these is kept.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tocsin.train.example import Example

SETS = {"bbc": "BBC_News", "satp_relevant": "satp_relevant", "insightcrime": "insightCrime",
        "india": "IndiaPoliceEvents_sents"}  # fmt: skip
"""Name of a set's labels, and its folder."""
_KEEP = {"india": 4}  # one in so many texts without a label


def read_labelled(path: Path, name: str) -> Iterable[Example]:
    """The examples of a file of tab-separated rows: the text, then 0 or 1 for each label."""
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
        text, *marks = line.split("\t")
        text = text.strip().strip('"').strip()
        if not text or not marks or text in seen:
            continue
        seen.add(text)
        holds = frozenset(f"{name}:{k}" for k, mark in enumerate(marks) if mark.strip() == "1")
        if holds or _kept(text, _KEEP.get(name, 1)):
            asked = frozenset(f"{name}:{k}" for k in range(len(marks)))
            yield Example(f"{path.stem}-{number}", name, text, facts=holds, asked=asked)


def _kept(text: str, one_in: int) -> bool:
    """Chance by the text itself, so that it stays the same in every run."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % one_in == 0
