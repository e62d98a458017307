"""PDF: text of all pages, with lines joined, words mended at line ends, and running headers taken out."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from tocsin.ingest.codes import refusal
from tocsin.ingest.opening import Opened, read_whole
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.model.document import Refusal
from tocsin.model.text import fold

MAX_PAGES = 3000
MIN_LETTERS = 20  # below, a PDF holds at most page numbers: a scan
MAX_RUNNING_WORDS = 15  # a header is a title with a number, not a sentence
_TAIL = 1 << 16  # bytes in which the end marks of a whole file stand, even with rubbish after it
_PASSWORD = 4  # FPDF_ERR_PASSWORD of fpdfview.h
_SECURITY = 5  # FPDF_ERR_SECURITY: an unknown kind of encryption


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """The one document of a PDF file."""
    data = read_whole(opened, options)
    if isinstance(data, Refusal):
        yield data
        return
    name = opened.source.name
    pages = pdf_pages(data, name)
    if isinstance(pages, Refusal):
        yield pages
        return
    text = pages_to_text(pages)
    if sum(1 for char in text if char.isalpha()) < MIN_LETTERS:
        yield refusal("I108", name, name)
        return
    yield Found(
        id=opened.source.id, text=text, name=name, where=name, media_type="application/pdf",
        raw_sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip


def pdf_pages(data: bytes, name: str) -> list[str] | Refusal:
    """The raw text of each page, or why it cannot be had."""
    import pypdfium2

    if not any(mark in data[-_TAIL:] for mark in (b"%%EOF", b"startxref")):
        # The library would open what is left of it, and pages would be missing without a word.
        return refusal("I104", name, name, "its end is missing")
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) in (_PASSWORD, _SECURITY) or "password" in str(error).lower()
        return refusal("I109" if encrypted else "I104", name, name)
    try:
        if len(pdf) > MAX_PAGES:
            return refusal("I107", name, name, f"{len(pdf)} pages; the limit is {MAX_PAGES}")
        pages = []
        for number in range(len(pdf)):
            page = pdf[number]
            textpage = page.get_textpage()
            pages.append(str(textpage.get_text_range()))
            textpage.close()
            page.close()
        return pages
    except pypdfium2.PdfiumError as error:
        return refusal("I104", name, name, str(error))
    except (ValueError, MemoryError, RecursionError) as error:
        return refusal("I150", name, name, type(error).__name__)
    finally:
        pdf.close()


def pages_to_text(pages: list[str]) -> str:
    """Running text of the pages: paragraphs on lines of their own, parted by blank lines."""
    # pdfium writes U+FFFE (once U+0002) for a hyphen at a line end and swallows the line break.
    broken = (re.sub("[\ufffe\x02]\\s*", "-\n", page) for page in pages)
    lines_of_pages = [[line.rstrip() for line in re.split(r"\r\n|\r|\n", page)] for page in broken]
    running = _running_lines(lines_of_pages)
    lines = [
        line
        for page in lines_of_pages
        for number, line in enumerate(page)
        if not (_at_edge(page, number) and _mask(line) in running)
    ]
    return join_lines(lines)


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", fold(line)).strip()


def _at_edge(page: list[str], number: int) -> bool:
    return number < 2 or number >= len(page) - 2


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Headers and footers: lines at the edge of at least half of three or more pages, but for their numbers;
    and bare page numbers."""
    counts = Counter(
        mask
        for page in pages
        for mask in {
            _mask(line)
            for number, line in enumerate(page)
            if _at_edge(page, number) and 0 < len(line.split()) <= MAX_RUNNING_WORDS
        }
    )
    running = {mask for mask, count in counts.items() if len(pages) >= 3 and count >= max(3, len(pages) / 2)}
    return running | {"#", "- # -", "page #", "page # of #", "page # sur #", "#/#", "# / #"}


_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$")


def join_lines(lines: list[str]) -> str:
    """Lines of a page set joined into paragraphs.

    A paragraph ends at a blank line, or where a line closes a sentence and is clearly shorter than its column
    (less than 85% of the usual width), or before a line that begins like a list item.
    """
    widths = sorted(len(line) for line in lines if line.strip())
    usual = widths[int(len(widths) * 0.75)] if widths else 0
    paragraphs: list[str] = []
    current = ""
    for line in lines:
        stripped = line.strip(" \t\u00a0")
        if not stripped:
            current = _flush(paragraphs, current)
            continue
        if current and re.match(r"(?:[•▪●–-]|\d{1,2}[.)])\s", stripped):
            current = _flush(paragraphs, current)
        current = _append(current, stripped)
        short = len(stripped) < 0.85 * usual
        heading = len(stripped) < 0.5 * usual and current == stripped and not re.search(r"[,;-]$", stripped)
        if (short and _ENDS.search(stripped)) or heading:
            current = _flush(paragraphs, current)
    _flush(paragraphs, current)
    return "\n\n".join(paragraphs)


def _flush(paragraphs: list[str], current: str) -> str:
    if current.strip():
        paragraphs.append(current)
    return ""


def _append(current: str, line: str) -> str:
    """``current`` continued with ``line``; a word broken by the line end is mended."""
    if not current:
        return line
    if re.search(r"\w[-\u00ad\u2010]$", current) and line[:1].isalnum():
        return _mend(current, line)
    return f"{current} {line}"


def _mend(current: str, line: str) -> str:
    """Join a broken word. The hyphen stays before capitals and numbers ("al-Qaida", "2012-2013"), after first
    halves that are written with one ("cross-border"), and in words that already hold one."""
    last = current.rsplit(maxsplit=1)[-1][:-1]
    keep = not line[0].islower() or not last[-1].isalpha() or "-" in last or fold(last) in _PREFIXES
    return (current if keep else current[:-1]) + line


# First halves that are written with a hyphen anyway.
_PREFIXES = {
    "anti", "counter", "cross", "ex", "self", "non", "co", "pro", "vice", "half", "mid", "all", "well", "so",
    "vehicle",
    "al", "car", "rocket", "two", "three", "four", "five", "six", "contre", "avant", "apres", "sous", "demi",
}  # fmt: skip
