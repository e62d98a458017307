"""The card beside a model names every set it was trained on."""

import json
from pathlib import Path

import pytest

from tocsin.train.articles import SHELVES
from tocsin.train.card import TERMS, card, write_card
from tocsin.train.sources import SOURCES


def model(folder: Path, corpora: dict[str, int], only_open: bool = False) -> Path:
    about = {
        "recipe": {"epochs": 8, "seed": 1, "portions": [["satp", 0.2]]}, "corpora": corpora, "only_open": only_open,
        "sha256": "ab" * 32,
    }  # fmt: skip
    (folder / "model.json").write_text(json.dumps(about))
    (folder / "figures.json").write_text(json.dumps({"span trigger": 0.7123}))
    return folder


def test_every_set_stands_with_its_terms(tmp_path: Path) -> None:
    write_card(model(tmp_path, {"own": 400, "article:ecb": 126, "wiki_incidents_2018": 1574}))
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| `own` | 400 | Tocsin's |" in text
    assert "| `ecb` | 126 | Tocsin's | ECB+, topics 1 to 25: news |" in text
    assert "126 of 2100 texts" in text
    assert "0.712" in text
    assert "portions" not in text


def test_a_build_without_doubtful_sets_says_so(tmp_path: Path) -> None:
    text = card(model(tmp_path, {"own": 400, "article:muc4": 220}, only_open=True))
    assert "tocsin train --only-open" in text
    assert "| sets with doubtful terms | none" in text


@pytest.mark.parametrize("name", sorted({s.name for s in (*SOURCES, *SHELVES)}))
def test_terms_are_known_of_every_source(name: str) -> None:
    assert ("wiki_incidents" if "wiki_incidents" in name else name) in TERMS
