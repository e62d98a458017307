"""Bad input: a stable code and a sentence each, and the rest is still read."""

import gzip
import json
import os
import time
import tracemalloc
from pathlib import Path

import pytest

from ingest_kit import REPORT, codes, one, page, pdf, read
from tocsin.ingest import CODES
from tocsin.model.document import Document, Refusal


def refused(path: Path, **options: object) -> Refusal:
    """The one refusal for a file; its sentence names the file and ends as a sentence."""
    results = read(path, **options)
    assert len(results) == 1, results
    assert isinstance(results[0], Refusal), results[0]
    assert path.name in results[0].sentence
    assert results[0].sentence.endswith(".")
    assert CODES[results[0].code].cure in results[0].sentence
    return results[0]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "I101"),
        ("empty.pdf", b"", "I101"),
        ("empty.jsonl", b"", "I101"),
        ("blank.txt", b" \n\t\n ", "I102"),
        ("blank.html", b"   \n", "I102"),
        ("blank.jsonl", b"\n\n", "I102"),
        ("blank.csv", b"\n\n", "I102"),
        ("blank.json", b" \n", "I102"),
        ("bytes.txt", bytes(range(256)) * 20, "I103"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "I103"),
        ("damaged.pdf", b"%PDF-1.4\nnothing more", "I104"),
        ("cut.pdf", pdf([[REPORT[:90]] * 40] * 3)[:-400], "I104"),
        ("damaged.txt.gz", gzip.compress(REPORT.encode() * 50)[:-30], "I105"),
        (
            "russian.txt",
            "Вооруженные люди напали на деревню и убили четырех человек.".encode("cp1251"),
            "I106",
        ),
        ("office.docx", b"PK\x03\x04" + bytes(100), "I112"),
        ("mail.eml", b"From: a@example.org\n\nText", "I112"),
        ("feed.xml", b"<?xml version='1.0'?><rss><channel></channel></rss>", "I112"),
        ("script.html", b"<html><body><script>go()</script></body></html>", "I110"),
        ("furniture.txt", b"Advertisement\nRead more\nShare this article\n", "I111"),
        ("scan.pdf", pdf([[]]), "I108"),
        ("locked.pdf", pdf([[REPORT]], encrypted=True), "I109"),
        ("line.jsonl", b'{"id": 1, "text": ', "I120"),
        ("deep.jsonl", b"[" * 100_000, "I120"),
        ("digits.jsonl", b'{"text": ' + b"9" * 5000 + b"}", "I120"),
        ("list.jsonl", b"[1, 2]\n", "I121"),
        ("number.json", b"7", "I121"),
        ("textless.jsonl", b'{"id": "a", "title": "T"}', "I122"),
        ("null.jsonl", b'{"id": "a", "text": null}', "I122"),
        ("typed.jsonl", b'{"id": "a", "text": ["x"]}', "I123"),
        ("id.jsonl", b'{"id": ["a"], "text": "Four died."}', "I124"),
        ("surrogate-id.jsonl", b'{"id": "\\ud800", "text": "Four died."}', "I124"),
        ("columns.csv", b"a,b\n1,2\n", "I127"),
        ("header.csv", b"id,text\n", "I129"),
        ("list.json", b"[]", "I129"),
    ],
)
def test_file(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).code == code


@pytest.mark.parametrize(
    "value",
    ["2022-13-45", "0025-01-01", "2999-01-01", "yesterday", "2022", "03/05/2022", 20220727, True, [1]],
)
def test_wrong_date_names_field_value_and_line(tmp_path: Path, value: object) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"id": "bad", "text": REPORT, "published": value}, {"id": "good", "text": REPORT}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    bad, good = read(path)
    assert isinstance(bad, Refusal)
    assert bad.code == "I125"
    assert "line 1, field 'published'" in bad.sentence
    if isinstance(value, str):
        assert value in bad.sentence
    assert isinstance(good, Document)


def test_broken_lines_do_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [{"id": "1", "text": REPORT}, None, {"id": "2", "text": f"{REPORT} Two."}]
    path.write_text("\n".join(json.dumps(x) if x else '{"id": broken' for x in lines), encoding="utf-8")
    results = read(path)
    assert codes(results) == ["ok", "I120", "ok"]
    assert isinstance(results[1], Refusal)
    assert "line 2" in results[1].sentence
    assert results[1].input.endswith("a.jsonl#2")


def test_duplicate_id(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [("a", "One died."), ("b", "Two died."), ("a", "Three died."), ("b", "Two died.")]
    path.write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in rows), encoding="utf-8")
    results = read(path)
    assert codes(results) == ["ok", "ok", "I126"]
    assert isinstance(results[2], Refusal)
    assert "line 3" in results[2].sentence
    assert "line 1" in results[2].sentence


def test_csv_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'id,text,published\n1,"Four died.",2024-01-02\n2,,2024-01-02\n3,Five died.,2024-13-02\n'
        '4,a,b,c,d\n5,"Six died.\n6,Seven died.,\n7,"Eight died.",\n',
        encoding="utf-8",
    )
    results = read(path)
    assert codes(results) == ["ok", "I122", "I125", "I128", "I128", "ok", "ok"]
    assert [item.id for item in results if isinstance(item, Document)] == ["1", "6", "7"]
    assert isinstance(results[4], Refusal)
    assert "line 6" in results[4].sentence


def test_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)  # sparse: costs no disk
    tracemalloc.start()
    assert refused(path).code == "I107"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"a" * 20_000_000))
    assert refused(path, max_bytes=1_000_000).code == "I107"


def test_one_long_line_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{"a" * 5000}"}}\n{json.dumps({"id": "b", "text": REPORT})}\n', encoding="utf-8")
    assert codes(read(path, max_bytes=1000)) == ["I107", "ok"]
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert codes(read(path, max_bytes=1000)) == ["I107", "ok"]


def test_entity_bomb(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "bomb.html"
    path.write_text(f'<!DOCTYPE html [<!ENTITY l0 "ha">{levels}]><html><body><p>&l11;</p></body></html>', "utf-8")
    began = time.monotonic()
    assert refused(path).code == "I113"
    assert time.monotonic() - began < 1


def test_deeply_nested_page_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text(f"<html><body>{'<div>' * 20_000}<p>{REPORT}</p>{'</div>' * 20_000}</body></html>", "utf-8")
    began = time.monotonic()
    document = one(path)
    assert time.monotonic() - began < 5
    assert document.text == REPORT
    assert any("nested too deeply" in note for note in document.notes)


def test_odd_characters_are_repaired_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "Four\\u0000 people died.\\ud800 Five\\u200b fled."}\n', encoding="utf-8")
    document = one(path)
    assert document.text == "Four people died.\ufffd Five fled."
    assert len(document.notes) >= 3


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    (tmp_path / "void" / ".hidden").write_text("x", encoding="utf-8")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    assert codes(read(tmp_path / "none.txt")) == ["I140"]
    assert codes(read("")) == ["I140"]
    assert codes(read(tmp_path / "*.nothing")) == ["I141"]
    assert codes(read(tmp_path / "dangling.txt")) == ["I143"]
    assert codes(read(tmp_path / "void")) == ["I144"]
    assert codes(read("https://example.org/a.html")) == ["I148"]


def test_links_in_folders(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "twin").symlink_to(tmp_path / "in")
    results = read(tmp_path)
    assert sorted(codes(results)) == ["I143", "I145", "ok"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "z.txt").write_text(REPORT, encoding="utf-8")
    assert codes(read(tmp_path)) == ["I142", "I142", "ok"]


def test_permission_error_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for users who may read everything: the system's answer decides."""
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")

    def deny(self: Path, *args: object, **kwargs: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert refused(path).code == "I142"


def test_a_pipe_in_a_folder_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert codes(read(tmp_path)) == ["I146"]


def test_good_files_survive_bad_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "b.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "c.html").write_text(page(f"<p>{REPORT}</p>"), encoding="utf-8")
    (tmp_path / "d.bin").write_bytes(bytes(1000))
    assert codes(read(tmp_path)) == ["I104", "ok", "ok", "I103"]


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9\n.txt"
    with open(name, "wb") as stream:
        stream.write(REPORT.encode())
    document = one(tmp_path)
    document.id.encode("utf-8")


def test_a_parser_that_gives_up_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    def fail(self: object) -> object:
        raise ValueError("broken character map")

    monkeypatch.setattr(pypdfium2.PdfPage, "get_textpage", fail)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[REPORT]]))
    assert refused(path).code == "I150"


def test_an_article_parser_that_gives_up_costs_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*args: object, **kwargs: object) -> object:
        raise RuntimeError("no tree")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    path = tmp_path / "a.html"
    path.write_text(page(f"<p>{REPORT}</p>"), encoding="utf-8")
    document = one(path)
    assert document.text.endswith(REPORT)
    assert any("gave up" in note for note in document.notes)
