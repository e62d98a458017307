"""What a training run is made from: its plan, its corpora, which texts are held out, what the rules say of each."""

import hashlib
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.pipeline.digest import READING, digest
from tocsin.read.neural.tags import Noted, noted
from tocsin.read.rules.engine import RulesReader
from tocsin.train.example import Example
from tocsin.train.sources import examples, read_own
from tocsin.train.standoff import read_articles

HELD = 8  # one text in eight of those annotated in our labels is held out of training; thresholds are set on these


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What ``tocsin train`` was asked for; see there."""

    out: Path
    encoder: Path | None = None
    data: Path = Path("../shared/data")
    corpus: Path = Path("corpus")
    only_open: bool = False
    epochs: int = 8
    seed: int = 1
    threads: int = 1
    device: str = "cpu"


def held_out(example: Example) -> bool:
    """Whether a text annotated in our labels is kept from training: by its id, so that it stays so when the corpus
    grows."""
    name = example.id if example.source == "own" else f"{example.source} {example.id}"
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD == 0


def corpora(plan: Plan, known: Knowledge) -> tuple[Mapping[str, list[Example]], list[Example]]:
    """The examples to train on by corpus, and the held-out ones."""
    marked: dict[str, Iterable[Example]] = {"own": read_own(plan.corpus)}
    marked |= read_articles(plan.corpus, plan.data, plan.only_open)
    taught = examples(plan.data, known, plan.only_open)
    kept: list[Example] = []
    for name, own in marked.items():
        every = list(own)
        taught[name] = [each for each in every if not held_out(each)]
        kept += [each for each in every if held_out(each)]
    return taught, kept


class Notes:
    """What the rule reader notes on examples; kept in a file of ``folder``, since reading all corpora takes minutes.
    Notes of other rules or knowledge than today's are not used."""

    def __init__(self, known: Knowledge, folder: Path) -> None:
        self._reader = RulesReader(known)
        self._path = path = folder / f"notes-{digest(READING)}.pickle"
        self._new = 0  # texts read since the file was written
        self._knowledge = known
        self._known: dict[str, Noted] = pickle.loads(path.read_bytes()) if path.exists() else {}

    def __call__(self, example: Example) -> Noted:
        key = hashlib.sha256(example.text.encode()).hexdigest()
        if key not in self._known:
            self._new += 1
            document = Document(example.id, example.text, language="en")
            self._known[key] = noted(document, self._reader.work(document), self._knowledge)
        return self._known[key]

    def keep(self) -> None:
        """Write the file, when there is something new to it."""
        if not self._new:
            return
        self._new = 0
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(pickle.dumps(self._known))
