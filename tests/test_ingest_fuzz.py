"""Whatever the bytes, the intake yields documents and refusals, never an exception."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest_kit import REPORT, page, pdf, read
from tocsin.ingest import CODES
from tocsin.ingest.repair import repair
from tocsin.model.document import Document, Refusal

SUFFIXES = ["", ".txt", ".md", ".html", ".pdf", ".jsonl", ".json", ".csv", ".tsv", ".gz", ".xyz"]
SEEDS = [
    REPORT.encode(),
    page(f"<p>{REPORT}</p>").encode(),
    pdf([[REPORT]]),
    json.dumps({"id": "a", "text": REPORT, "published": "2024-03-04"}).encode(),
    b'id,text\n1,"Four died."\n',
    f"---\ntitle: T\n---\n{REPORT}".encode(),
    gzip.compress(REPORT.encode()),
    REPORT.encode("utf-16"),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with a stretch replaced, or plain random bytes."""
    seed = draw(st.sampled_from([b"", *SEEDS]))
    start = draw(st.integers(0, len(seed)))
    end = draw(st.integers(start, len(seed)))
    return seed[:start] + draw(st.binary(max_size=60)) + seed[end:]


def check(results: list[Document | Refusal]) -> None:
    for item in results:
        if isinstance(item, Refusal):
            assert item.code in CODES
            (item.sentence + item.input).encode("utf-8")
            assert "\n" not in item.sentence
        else:
            assert item.text.strip()
            (item.text + item.id + (item.title or "") + (item.url or "") + (item.publisher or "")).encode("utf-8")
            assert "\r" not in item.text
            assert "\0" not in item.text


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_any_bytes(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    results = read(path, max_bytes=100_000)
    assert results
    check(results)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
KEYS = ("id", "text", "html", "title", "published", "url", "publisher", "language", "kind", "other")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(st.sampled_from(KEYS), values), min_size=1, max_size=4))
def test_any_json_rows(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    results = read(path)
    check(results)
    assert len(results) <= len(rows)


@given(st.text())
def test_repair_is_stable(text: str) -> None:
    once = repair(text)[0]
    once.encode("utf-8")
    if not repair(once)[1]:
        assert repair(once)[0] == once


@given(st.text(alphabet="abcdé’“”«»\u00a0\u202f .,\n-–—…:;!?()'\"0123456789ŒœÇß€"))
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == (text, ())
