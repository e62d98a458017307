"""Opening of sources: bounded reading, gzip, and telling formats by their content."""

import errno
import gzip
import io
import os
import re
import stat
import sys
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

from tocsin.ingest.codes import refusal
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Source
from tocsin.ingest.repair import bom_of
from tocsin.model.document import Refusal

HEAD = 1 << 16

_BY_SUFFIX = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html",
    ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv",
    ".tsv": "csv", ".tab": "csv",
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "unsupported:a ZIP, DOCX or XLSX file"),
    (b"{\\rtf", "unsupported:an RTF file"),
    (b"\xd0\xcf\x11\xe0", "unsupported:an old Office file (DOC or XLS)"),
    (b"WARC/", "unsupported:a WARC archive"),
    (b"SQLite format 3", "binary:a SQLite database"),
    (b"\x89PNG", "binary:a PNG picture"),
    (b"\xff\xd8\xff", "binary:a JPEG picture"),
    (b"GIF8", "binary:a GIF picture"),
    (b"\x7fELF", "binary:a program"),
    (b"MZ\x90", "binary:a program"),
    (b"BZh", "unsupported:a bzip2 file"),
    (b"\xfd7zXZ", "unsupported:an xz file"),
    (b"\x28\xb5\x2f\xfd", "unsupported:a zstd file"),
    (b"7z\xbc\xaf", "unsupported:a 7-Zip archive"),
    (b"ID3", "binary:a sound file"),
    (b"OggS", "binary:a sound file"),
)
_UNSUPPORTED_SUFFIX = {
    ".docx": "a DOCX file", ".xlsx": "an XLSX file", ".doc": "a DOC file", ".rtf": "an RTF file",
    ".odt": "an ODT file",
    ".eml": "an e-mail", ".mhtml": "an MHTML page", ".mht": "an MHTML page", ".rss": "a feed",
    ".atom": "a feed",
    ".warc": "a WARC archive", ".epub": "an EPUB file",
}  # fmt: skip
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p)\b",
    re.I | re.S,
)
_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that can be read: its stream, its first bytes, and the format they show."""

    source: Source
    stream: io.BufferedReader
    head: bytes
    format: str


# What reading damaged compressed data raises.
GZIP_TROUBLE = (EOFError, gzip.BadGzipFile, zlib.error)


def open_source(source: Source, options: IngestOptions) -> Opened | Refusal:
    """``source`` opened and its format told, or why not. The caller closes ``stream``."""
    raw = _open_raw(source, options)
    if isinstance(raw, Refusal):
        return raw
    keep = False
    try:
        stream, head, suffix = raw, raw.peek(HEAD)[:HEAD], PurePath(source.name).suffix.lower()
        if head.startswith(b"\x1f\x8b"):
            # BinaryIO: GzipFile closes over the raw stream, which the garbage collector closes with it.
            stream = io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=raw)), HEAD)
            head = stream.peek(HEAD)[:HEAD]
            suffix = PurePath(PurePath(source.name).stem).suffix.lower()
        if not head:
            return refusal("I101", source.name, source.name)
        keep = True
        return Opened(source, stream, head, tell_format(head, suffix))
    except GZIP_TROUBLE as error:
        return refusal("I105", source.name, source.name, str(error))
    except OSError as error:
        return os_trouble(source, error)
    finally:
        if not keep and source.path is not None:
            raw.close()


def _open_raw(source: Source, options: IngestOptions) -> io.BufferedReader | Refusal:
    if source.path is None:
        stream: BinaryIO = options.stdin or sys.stdin.buffer
        if isinstance(stream, io.BufferedReader):
            return cast("io.BufferedReader", stream)
        return io.BufferedReader(cast(io.RawIOBase, stream), HEAD)
    try:
        if not source.path.exists() and source.path.is_symlink():
            return refusal("I143", source.name, source.name)
        mode = source.path.stat().st_mode
        # A pipe the user names (process substitution) is read; one that lies in a folder would block for
        # ever.
        if not stat.S_ISREG(mode) and not source.direct:
            return refusal("I146", source.name, source.name)
        if stat.S_ISDIR(mode) or stat.S_ISSOCK(mode) or stat.S_ISBLK(mode):
            return refusal("I146", source.name, source.name)
        return cast("io.BufferedReader", source.path.open("rb", buffering=HEAD))
    except OSError as error:
        return os_trouble(source, error)


def os_trouble(source: Source, error: OSError) -> Refusal:
    """The refusal for an operating-system error."""
    code = {errno.EACCES: "I142", errno.EPERM: "I142", errno.ENOENT: "I140", errno.ELOOP: "I143"}.get(
        error.errno or 0, "I147"
    )
    detail = "" if code != "I147" else error.strerror or type(error).__name__
    return refusal(code, source.name, source.name, detail)


def read_whole(opened: Opened, options: IngestOptions) -> bytes | Refusal:
    """All bytes of a source, or the refusal when there are more than ``max_bytes`` (they are not read
    then)."""
    name = opened.source.name
    try:
        size = os.fstat(opened.stream.fileno()).st_size
    except (OSError, io.UnsupportedOperation, AttributeError):
        size = 0
    try:
        data = opened.stream.read(options.max_bytes + 1) if size <= options.max_bytes else None
    except GZIP_TROUBLE as error:
        return refusal("I105", name, name, str(error))
    except OSError as error:
        return os_trouble(opened.source, error)
    if data is None or len(data) > options.max_bytes:
        return refusal("I107", name, name, f"the limit is {options.max_bytes:,} bytes")
    return data


def tell_format(head: bytes, suffix: str) -> str:
    """The format that content and name show: ``text``, ``markdown``, ``html``, ``pdf``, ``jsonl``, ``json``,
    ``csv``, ``binary:what`` or ``unsupported:what``. Unmistakable content wins over the name."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI ", b"WEBP")):
        return "binary:a sound, picture or film file"
    if suffix in _UNSUPPORTED_SUFFIX:
        return f"unsupported:{_UNSUPPORTED_SUFFIX[suffix]}"
    marked = bom_of(head)
    body = head[marked[1] :] if marked is not None else head
    if _FEED.match(body):
        return "unsupported:a feed"
    known = _BY_SUFFIX.get(suffix)
    if known == "pdf":
        return "pdf" if b"%PDF-" in head[:1024] or not _HTML.match(body) else "html"
    if known is not None:
        return known
    return _tell_text(body)


def _tell_text(body: bytes) -> str:
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if _HTML.match(body):
        return "html"
    start = body.lstrip()[:200]
    if re.match(rb'\{\s*"', start):
        first, newline, rest = body.partition(b"\n")
        return (
            "jsonl" if first.rstrip().endswith(b"}") and (not newline or rest.lstrip()[:1] in (b"{", b"")) else "json"
        )
    if re.match(rb"\[\s*\{", start):
        return "json"
    if start.startswith((b"---\n", b"---\r\n")):
        return "markdown"
    return "text"
