"""Texts made to be slow: every one is read or refused in time that grows with its length only."""

import time
from pathlib import Path

import pytest

from ingest_kit import REPORT, read

N = 100_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "<!--" * N),
        ("a.md", "[" * N),
        ("a.md", "![" * N),
        ("a.md", f"x{' ' * N}x"),
        ("a.md", f"# {'# ' * N}x"),
        ("a.md", "*_" * N),
        ("a.md", "- " * N + "x"),
        ("a.md", "---\n" + "a: b\n" * N),
        ("a.txt", "(reporting by " * N),
        ("a.txt", "a/" * N),
        ("a.txt", " " * N + "x"),
        ("a.txt", "." + " " * N + "x. Read more"),
        ("a.txt", "“" * N),
        ("a.txt", "required fields are marked *" * (N // 10)),
        ("a.txt", "Read more\n" * N),
        ("a.txt", "Related stories\n" * N),
        ("a.txt", "&#" * N),
        ("a.txt", "Ã©" * N),
        ("a.html", "<!--" * N),
        ("a.html", "<!" * N),
        ("a.html", "</" * N),
        ("a.html", "<a " * N),
        ("a.html", "<a b=" * N),
        ("a.html", "&" * N),
        ("a.html", "<![CDATA[" * N),
        ("a.html", "<script>" * N),
        ("a.html", f"<table>{'<tr><td>' * N}"),
        ("a.html", f"<b><i>{REPORT}" * (N // 100)),
        ("a.jsonl", '{"a":' * N),
        ("a.jsonl", "\n" * N),
        ("a.json", "[" * N),
        ("a.csv", "text\n" + '"' * N),
        ("a.csv", "text\n" + '"a\n' * (N // 10)),
        ("a.csv", "," * N),
    ],
)
def test_slow_on_purpose(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    began = time.monotonic()
    results = read(path)
    assert results
    assert time.monotonic() - began < 10
