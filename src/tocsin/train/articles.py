"""Bare texts of third-party corpora, by name: what people annotate in Tocsin's labels without copying a word of it.

The marks are kept apart from the texts (``standoff``), so every reader here must give the same text each time.
"""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.train.example import Shipping
from tocsin.train.sources.muc4_keys import MONTHS, read_folder


@dataclass(frozen=True, slots=True)
class Article:
    """One bare text; ``published`` where the corpus tells it."""

    id: str
    text: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A corpus of bare texts: its name, whether weights taught by it may ship, its folder below the shared data."""

    name: str
    shipping: Shipping
    folder: str
    read: Callable[[Path], Iterable[Article]]

    def articles(self, data: Path) -> dict[str, Article]:
        """Its texts by id; none when the folder is not there."""
        folder = data / self.folder
        return {article.id: article for article in self.read(folder)} if folder.exists() else {}


def natural(words: Iterable[str]) -> str:
    """Words and marks of a tokenised corpus written as prose: no blank before a comma, none inside brackets, quotation
    marks close to what they quote."""
    text = " ".join(words)
    text = re.sub(r" ([,.;:!?%)\]}…]|['’]s\b|n['’]t\b|['’](?:re|ve|ll|d|m)\b)", r"\1", text)
    text = re.sub(r"([(\[{$£€#]) ", r"\1", text)
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    return re.sub(r'" ([^"]*?) ?"', r'"\1"', text)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _cells(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        if line.strip():
            yield line.split("\t")


_STORY = re.compile(r"This story is from ([A-Z][a-z]+) (\d{1,2}), (\d{4})\s*")
_QUOTE_DUST = re.compile(r"aEUR\(tm\)|aEUR~")
_DASH_DUST = re.compile(r"aEUR(?:oe|\")?")


def _india(folder: Path) -> Iterator[Article]:
    """The sentences of the training part put together to their stories again (each opens with its date)."""
    number, day, sentences = 0, None, list[str]()
    for cells in [*_cells(folder / "train.tsv"), ["This story is from January 1, 2000"]]:
        opening = _STORY.match(cells[0])
        if opening is not None:
            if sentences:
                yield Article(f"train-{number}", " ".join(sentences), day)
            number, sentences = number + 1, []
            day = date(int(opening[3]), MONTHS.index(opening[1][:3].upper()) + 1, int(opening[2]))
        words = _DASH_DUST.sub('"', _QUOTE_DUST.sub("'", cells[0][opening.end() if opening else 0 :])).strip()
        sentences += [words] if words else []


def _rows(folder: Path) -> Iterator[Article]:
    """One text a row, in its first cell, in quotation marks of its own."""
    for number, cells in enumerate(_cells(folder / "train.tsv")):
        text = cells[0].strip()
        inner = text[1:-1] if text[:1] == text[-1:] == '"' else text
        yield Article(f"train-{number}", inner.replace('""', '"').strip())


def _famus(folder: Path) -> Iterator[Article]:
    seen: set[str] = set()
    for row in _lines(folder / "data/source_validation/dev.jsonl"):
        for part in ("report", "source"):
            name = f"{row['instance_id'].split('-source-')[0]}-{part}"
            if row.get("bool_generated") and part == "source":
                continue  # made by a machine
            if name not in seen:
                seen.add(name)
                yield Article(name, natural(row[f"{part}_dict"]["doctext"].split()))


def _rams(folder: Path) -> Iterator[Article]:
    """The windows of the development part, the first one of each article."""
    seen: set[str] = set()
    for row in _lines(folder / "data/rams/dev.jsonlines"):
        if row["source_url"] not in seen:
            seen.add(row["source_url"])
            yield Article(row["doc_key"], "\n".join(natural(sentence) for sentence in row["sentences"]))


def _ecb(folder: Path) -> Iterator[Article]:
    """Topics 1 to 25; the others are for measuring."""
    for path in sorted(folder.glob("*/*.xml")):
        if int(path.parent.name) <= 25:
            tokens: dict[str, list[str]] = {}
            for token in ElementTree.parse(path).getroot().iter("token"):
                tokens.setdefault(token.attrib["sentence"], []).append(token.text or "")
            yield Article(path.stem, "\n".join(natural(words) for words in tokens.values()))


def _re3d(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*/documents.json")):
        if "BBC" not in path.parent.name:  # its texts may not be passed on
            for row in _lines(path):
                yield Article(row["_id"], row["text"])


def _lgl(folder: Path) -> Iterator[Article]:
    root = ElementTree.parse(folder / "data/Corpora/lgl.xml").getroot()
    for number, article in enumerate(root.iter("article")):
        yield Article(f"lgl-{number}", " ".join((article.findtext("text") or "").split()))


def _muc4(folder: Path) -> Iterator[Article]:
    for message in read_folder(folder / "dev"):
        document = message.document
        yield Article(document.id, document.text, document.published.day if document.published else None)


_FOOTNOTE = re.compile(r"\[\d+\]")


def _wiki_incidents(folder: Path) -> Iterator[Article]:
    for number, row in enumerate(_lines(folder / "train.jsonl")):
        yield Article(f"train-{number}", _FOOTNOTE.sub("", row["Details"]))


def _satp(folder: Path) -> Iterator[Article]:
    for number, row in enumerate(_lines(folder / "train.jsonl")):
        yield Article(f"train-{number}", row["text"], date.fromisoformat(row["date"]))


def _gum(folder: Path) -> Iterator[Article]:
    """The news texts, put together from their tokens; genres under other terms are left out."""
    for path in sorted((folder / "not-to-release/sources").glob("GUM_news_*.conllu")):
        sentences: list[str] = []
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            text = next((line[9:] for line in block.splitlines() if line.startswith("# text = ")), None)
            sentences += [text] if text else []
        yield Article(path.stem, "\n".join(sentences))


SHELVES: Sequence[Shelf] = (
    Shelf("famus", Shipping.OPEN, "famus_sv", _famus),
    Shelf("gum", Shipping.OPEN, "ud_english_gum", _gum),
    Shelf("muc4", Shipping.OPEN, "muc4", _muc4),
    Shelf("re3d", Shipping.OPEN, "re3d", _re3d),
    Shelf("wiki_incidents", Shipping.OPEN, "wiki_incidents_2018", _wiki_incidents),
    Shelf("bbc", Shipping.DOUBTFUL, "conflibert/data/BBC_News", _rows),
    Shelf("ecb", Shipping.DOUBTFUL, "ecbplus", _ecb),
    Shelf("india", Shipping.DOUBTFUL, "conflibert/data/IndiaPoliceEvents_sents", _india),
    Shelf("insightcrime", Shipping.DOUBTFUL, "conflibert/data/insightCrime", _rows),
    Shelf("lgl", Shipping.DOUBTFUL, "geoparsing", _lgl),
    Shelf("rams", Shipping.DOUBTFUL, "rams_devtest", _rams),
    Shelf("satp", Shipping.DOUBTFUL, "satp", _satp),
)
"""Corpora with texts that may teach weights that ship (see the shared data's own notes on each)."""

BY_NAME: Mapping[str, Shelf] = {shelf.name: shelf for shelf in SHELVES}
