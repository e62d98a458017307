"""Plain text: one file, one document; front matter may give its fields, as in Markdown."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tocsin.ingest.codes import refusal
from tocsin.ingest.formats.fields import CONTRACT_KEYS, apply_fields
from tocsin.ingest.formats.front_matter import front_matter
from tocsin.ingest.opening import Opened, read_whole
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.ingest.repair import decode, looks_binary
from tocsin.model.document import Refusal


def read_text(opened: Opened, options: IngestOptions, declared: str | None = None) -> Found | Refusal:
    """The decoded text of a source as a bare ``Found``, or why it is none."""
    data = read_whole(opened, options)
    if isinstance(data, Refusal):
        return data
    name = opened.source.name
    decoded = decode(data, declared)
    if decoded is None:
        return refusal("I103" if data.count(0) else "I106", name, name)
    if looks_binary(decoded.text):
        return refusal("I103", name, name)
    if not decoded.text.strip("\ufeff\u200b \t\r\n\f\v\x00"):
        return refusal("I102", name, name)
    return Found(
        id=opened.source.id,
        text=decoded.text,
        name=name,
        where=name,
        raw_sha256=hashlib.sha256(data).hexdigest(),
        notes=(decoded.note,) if decoded.note is not None else (),
    )


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """The one document of a text file."""
    found = read_text(opened, options)
    if isinstance(found, Refusal):
        yield found
        return
    fields, body = front_matter(found.text)
    if not set(CONTRACT_KEYS) & set(fields) or not body.strip():
        yield unwrapped(found)  # lines of dashes may be anything in plain text
        return
    yield apply_fields(unwrapped(replace(found, text=body.lstrip("\r\n"))), fields, source="front matter")


def unwrapped(found: Found) -> Found:
    """``found`` without the margin's line breaks, with a note when there were any."""
    text = unwrap(found.text)
    if text == found.text:
        return found
    remark = "line breaks inside paragraphs turned into spaces"
    return replace(found, text=text, notes=(*found.notes, remark))


# Widths of e-mail and terminal text; a full line is broken by the margin, not by the writer.
_FULL, _WIDEST = 50, 100
_MIN_WRAPPED = 3  # so many full lines that run on make a wrapped text
_OPEN = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "near", "of", "on", "or", "that", "the", "to", "who", "with"}
)
"""A line that ends with such a word goes on in the next: no headline and no sentence ends so."""


def unwrap(text: str) -> str:
    """``text`` with the margin's line breaks inside paragraphs as spaces (offsets stay the same).

    Only texts whose lines all stay within ``_WIDEST`` characters are touched, and only breaks after a full
    line that does not end a sentence or before a line that goes on in lower case. In a text with few such lines, one of
    them may be a headline: only breaks in the midst of a sentence are touched there.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if any(len(line) > _WIDEST for line in lines):
        return text
    runs = [_runs_on(line, after) for line, after in pairwise(lines)]
    if sum(runs) < _MIN_WRAPPED:
        runs = [run and _is_open(line, after) for run, (line, after) in zip(runs, pairwise(lines), strict=True)]
    if not any(runs):
        return text
    return "".join(line + (" " if run else "\n") for line, run in zip(lines, runs, strict=False)) + lines[-1]


def _is_open(line: str, after: str) -> bool:
    return after[:1].islower() or line.split()[-1] in _OPEN


def _runs_on(line: str, after: str) -> bool:
    first = after[:1]
    return len(line) >= _FULL and (first.islower() or (first.isalnum() and line.rstrip()[-1:] not in '.!?:;"”»'))
