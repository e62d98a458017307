"""Plain text: one file, one document."""

import hashlib
import re
from collections.abc import Iterator

from tocsin.ingest.codes import refusal
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
    yield read_text(opened, options)


_WRAPPED = re.compile(r"(?<=[^\s.!?:;”\"])\n(?=[^\W\d_A-Z])")


def unwrap(text: str) -> str:
    """``text`` with single newlines inside paragraphs as spaces (offsets stay the same)."""
    return _WRAPPED.sub(" ", text)
