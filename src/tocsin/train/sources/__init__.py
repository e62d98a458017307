"""Readers of the corpora that teach the heads, and whether weights taught by each may ship."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tocsin.knowledge import Knowledge
from tocsin.train.example import Example, Shipping
from tocsin.train.sources.conflibert import SETS, read_labelled
from tocsin.train.sources.muc4 import read_muc4
from tocsin.train.sources.names import read_conll, read_re3d
from tocsin.train.sources.own import read_own
from tocsin.train.sources.people import CountedPeople
from tocsin.train.sources.satp import read_satp
from tocsin.train.sources.wiki_incidents import read_wiki_incidents


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus: its name, whether weights taught by it may ship, its folder below the shared data, its reader."""

    name: str
    shipping: Shipping
    folder: str
    read: Callable[[Path, Knowledge], Iterable[Example]]


def _labelled(name: str) -> Callable[[Path, Knowledge], Iterable[Example]]:
    return lambda folder, _: read_labelled(folder / "train.tsv", name)


SOURCES = (
    Source("muc4", Shipping.OPEN, "muc4", lambda folder, _: read_muc4(folder / "dev")),
    Source("satp", Shipping.DOUBTFUL, "satp", lambda folder, k: read_satp(folder / "train.jsonl", CountedPeople(k))),
    Source(
        "wiki_incidents_2018", Shipping.OPEN, "wiki_incidents_2018",
        lambda folder, k: read_wiki_incidents(folder / "train.jsonl", CountedPeople(k)),
    ),
    Source("re3d", Shipping.OPEN, "re3d", lambda folder, _: read_re3d(folder)),
    Source(
        "wikigold", Shipping.OPEN, "ner_small_cc/data/wikigold/CONLL-format/data",
        lambda folder, _: [e for path in sorted(folder.glob("*")) for e in read_conll(path, "wikigold")],
    ),
    Source(
        "wnut17", Shipping.OPEN, "ner_small_cc/data/WNUT17/CONLL-format/data/train",
        lambda folder, _: [e for path in sorted(folder.glob("*.conll")) for e in read_conll(path, "wnut17")],
    ),
    *(Source(name, Shipping.DOUBTFUL, f"conflibert/data/{folder}", _labelled(name)) for name, folder in SETS.items()),
)  # fmt: skip
"""Third-party corpora, read where they are found; only train parts. Tocsin's own: ``read_own``."""


def examples(data: Path, knowledge: Knowledge, only_open: bool = False) -> dict[str, list[Example]]:
    """The examples of every source whose folder lies below ``data``, by name. ``only_open``: no doubtful ones."""
    wanted = [s for s in SOURCES if s.shipping is Shipping.OPEN or not only_open]
    return {s.name: list(s.read(data / s.folder, knowledge)) for s in wanted if (data / s.folder).is_dir()}


__all__ = ["SOURCES", "Source", "examples", "read_own"]
