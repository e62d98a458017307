"""The reader's word lists: each is used, explained, well formed, and can be extended by the user."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.model.errors import KnowledgeError
from tocsin.read.rules import word_lists
from tocsin.read.rules.word_lists import (
    context_words,
    gate_words,
    grammar_words,
    happening_words,
    phrase_words,
    speech_list,
    statement_words,
)

RULES = Path(word_lists.__file__).parent
READERS = (RULES, RULES.parent / "neural")
FILES: dict[str, tuple[str, Callable[[str], frozenset[str]]]] = {
    "grammar_words": ("grammar_en.yml", grammar_words),
    "phrase_words": ("people_phrases.yml", phrase_words),
    "gate_words": ("gates.yml", gate_words),
    "happening_words": ("happenings.yml", happening_words),
    "context_words": ("context.yml", context_words),
    "statement_words": ("statement_words.yml", statement_words),
    "speech_list": ("speech.yml", speech_list),
}
SHARED = {"speech.yml"}  # read in other ways, too


def asked_for() -> Iterator[tuple[str, str, str]]:
    """(module, accessor, purpose) of every list that the engines ask for."""
    for path in sorted(path for folder in READERS for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FILES:
                (argument,) = node.args
                assert isinstance(argument, ast.Constant), f"{path.name}: line {node.lineno} names no list"
                yield path.name, node.func.id, str(argument.value)


def test_every_list_asked_for_exists() -> None:
    missing = [
        f"{module}: {accessor}({purpose!r}) is not in {FILES[accessor][0]}"
        for module, accessor, purpose in asked_for()
        if purpose not in read_yaml(data_path("lexicon", FILES[accessor][0]))
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("accessor", [name for name, (file, _) in FILES.items() if file not in SHARED])
def test_every_list_is_used(accessor: str) -> None:
    used = {purpose for _, name, purpose in asked_for() if name == accessor}
    assert set(read_yaml(data_path("lexicon", FILES[accessor][0]))) - used == set()


@pytest.mark.parametrize("file", sorted({file for file, _ in FILES.values()} - SHARED))
def test_every_list_says_what_it_is_for_and_holds_words_once(file: str) -> None:
    path = data_path("lexicon", file)
    lines = path.read_text(encoding="utf-8").splitlines()
    for purpose, listed in read_yaml(path).items():
        line = next(k for k, text in enumerate(lines) if text.startswith(f"{purpose}:"))
        assert lines[line - 1].startswith("# "), f"{file}, {purpose}: no comment says what the list is for"
        assert not lines[line - 1].startswith("# --"), f"{file}, {purpose}: no comment says what the list is for"
        assert all(isinstance(word, str) and word == word.lower() and word.strip() == word for word in listed), purpose
        assert len(set(listed)) == len(listed), f"{file}, {purpose}: a word stands twice"


def test_the_users_words_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "lexicon" / "gates.yml"
    own.parent.mkdir()
    own.write_text("no_violence_before: [pillow]\n", encoding="utf-8")
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    word_lists.word_lists.cache_clear()
    gate_words.cache_clear()
    try:
        assert {"pillow", "heart"} <= gate_words("no_violence_before")
        own.write_text("no_violence_behind: [pillow]\n", encoding="utf-8")
        word_lists.word_lists.cache_clear()
        with pytest.raises(KnowledgeError, match="no list of that name"):
            gate_words("labour_before_strike")
    finally:
        word_lists.word_lists.cache_clear()
        gate_words.cache_clear()
