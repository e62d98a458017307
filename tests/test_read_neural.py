"""The local engine's ways between characters, word pieces, windows and spans; without a trained model."""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.neural.labels import BUCKETS, SENTENCES, SPANS, Part, bucket, part_of, sentences_apart
from tocsin.read.neural.spans import Found, find_spans
from tocsin.read.neural.windows import CLS, SEP, Pieces, Window, pieces


@dataclass
class Words:
    """Stands in for a tokenizer: a piece is a word."""

    def encode(self, text: str, add_special_tokens: bool) -> Any:
        assert not add_special_tokens
        found = list(re.finditer(r"\w+|[^\w\s]", text))
        return SimpleNamespace(ids=[len(m[0]) for m in found], offsets=[m.span() for m in found])


TOKENIZER: Any = Words()


def cut(text: str, width: int = 6) -> Pieces:
    return pieces(text, [m.end() for m in re.finditer(r"[^.]*\.", text)], TOKENIZER, width)


def test_windows_hold_whole_sentences() -> None:
    windows = cut("One two. Three four. Five.", 6).windows
    assert [(w.first, w.last) for w in windows] == [(0, 6), (6, 8)]
    assert windows[0].ids[0] == CLS
    assert windows[0].ids[-1] == SEP


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    assert [(w.first, w.last) for w in cut("A. b c d e f g h i.", 4).windows] == [(0, 2), (2, 6), (6, 10), (10, 11)]


@given(st.lists(st.lists(st.sampled_from(["aa", "b", "."]), min_size=1, max_size=9), max_size=6), st.integers(1, 7))
def test_windows_cover_every_piece_once_and_none_is_too_wide(sentences: list[list[str]], width: int) -> None:
    made = cut(" ".join(" ".join(words) for words in sentences), width)
    covered = [k for window in made.windows for k in range(window.first, window.last)]
    assert covered == list(range(len(made.offsets)))
    assert all(0 < w.last - w.first <= width for w in made.windows)
    assert all(made.windows[made.window_of(k)].first <= k < made.windows[made.window_of(k)].last for k in covered)


@given(st.lists(st.lists(st.sampled_from(["aa", "b", "."]), min_size=1, max_size=9), max_size=6), st.integers(1, 4))
def test_chapters_hold_the_text_once_and_count_their_pieces_anew(sentences: list[list[str]], most: int) -> None:
    made = cut(" ".join(" ".join(words) for words in sentences))
    chapters = list(made.chapters(most))
    assert tuple(offset for chapter in chapters for offset in chapter.offsets) == made.offsets
    assert tuple(w.ids for chapter in chapters for w in chapter.windows) == tuple(w.ids for w in made.windows)
    for chapter in chapters:
        assert 0 < len(chapter.windows) <= most
        assert chapter.windows[0].first == 0
        assert chapter.windows[-1].last == len(chapter.offsets) == chapter.ends[-1]


def test_characters_find_their_pieces() -> None:
    made = cut("Gunmen shot nine men.")
    assert made.covering(7, 16) == (1, 2)
    assert made.covering(8, 9) == (1, 1)
    assert made.covering(6, 7) is None
    assert made.covering(90, 95) is None


def scores(begins: dict[int, float], inside: dict[int, float], count: int, label: str = "actor1") -> Any:
    """Probabilities of one label over so many pieces, a window of them all."""

    def table(likely: dict[int, float]) -> Any:
        made = np.zeros((count, len(SPANS)))
        for piece, value in likely.items():
            made[piece, SPANS.index(label)] = value
        return made

    whole = Pieces(tuple((2 * k, 2 * k + 1) for k in range(count)), (Window(0, count, ()),))
    return SimpleNamespace(pieces=whole, begins=table(begins), inside=table(inside))


def test_a_span_goes_on_while_inside_stays_likely() -> None:
    found = list(find_spans(scores({1: 0.9}, {1: 0.9, 2: 0.5, 3: 0.35, 4: 0.1}, 6), {"actor1": 0.4}))
    assert found == [Found("actor1", 1, 3, 2, 7, 0.9)]


def test_a_new_begin_ends_the_span_before() -> None:
    found = list(find_spans(scores({0: 0.8, 1: 0.9}, {0: 0.9, 1: 0.6}, 3), {"actor1": 0.4}))
    assert [(f.first, f.last) for f in found] == [(0, 0), (1, 1)]


def test_the_threshold_of_a_label_decides() -> None:
    assert list(find_spans(scores({0: 0.5}, {0: 0.9}, 2), {"actor1": 0.6})) == []


@pytest.mark.parametrize(
    ("label", "part"),
    [("killed.civilian", Part("killed", "civilian")), ("killed.any", Part("killed")), ("actor1", Part("actor1")),
     ("muc:Target", Part("muc:Target")), ("colour", None)],
)  # fmt: skip
def test_labels_of_corpora_find_their_head(label: str, part: Part | None) -> None:
    assert part_of(label) == part


@given(st.integers(-600, 600))
def test_distances_fall_into_classes_by_sign_and_size(distance: int) -> None:
    assert 0 <= bucket(distance) < BUCKETS
    assert (bucket(distance) >= 6) == (distance < 0)
    assert bucket(distance) != bucket(-distance) or distance == 0


@given(st.integers(-40, 40))
def test_sentences_apart_fall_into_classes(distance: int) -> None:
    assert 0 <= sentences_apart(distance) < SENTENCES
    assert (sentences_apart(distance) == 0) == (distance == 0)
    assert sentences_apart(distance) != sentences_apart(-distance) or distance == 0


def test_pieces_know_their_sentence() -> None:
    made = cut("One two. Three four. Five.")
    assert [made.sentence_of(k) for k in range(len(made.offsets))] == [0, 0, 0, 1, 1, 1, 2, 2]
