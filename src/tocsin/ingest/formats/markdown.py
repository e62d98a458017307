"""Markdown: front matter becomes fields, markup falls away, the words stay."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tocsin.ingest.formats.fields import apply_fields
from tocsin.ingest.formats.front_matter import front_matter
from tocsin.ingest.formats.plain import read_text, unwrapped
from tocsin.ingest.opening import Opened
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.model.document import Refusal


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """The one document of a Markdown file."""
    found = read_text(opened, options)
    if isinstance(found, Refusal):
        yield found
        return
    fields, body = front_matter(found.text)
    text, heading = strip_markup(body)
    found = unwrapped(replace(found, text=text, media_type="text/markdown", title=heading))
    yield apply_fields(found, fields, source="front matter")


_BLOCKS = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.M), ""),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]*){3,}$", re.M), ""),
    (re.compile(r"^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*\S+.*$", re.M), ""),
    (re.compile(r"^(?:[ \t]{0,3}>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.{0,500}?)[ \t]*#*[ \t]*$", re.M), r"\1"),
    (re.compile(r"^([^\n]+)\n[ \t]{0,3}(?:=+|-{2,})[ \t]*$", re.M), r"\1"),
    (re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)", re.M), ""),
)
_INLINE = (
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\[\n]{1,500})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"\[([^\]\[\n]{1,500})\]\[[^\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"\[\^[^\]\n]{1,20}\]"), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~([^~\n]+)~~"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"(?<![ \t])[ \t]{2,}$", re.M), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)
_TITLE = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|$)")


def strip_markup(text: str) -> tuple[str, str | None]:
    """The words of Markdown ``text``, and its first heading when it opens the text (then left out of the
    words)."""
    text = text.replace("\r\n", "\n")
    title = None
    opening = _TITLE.match(text)
    if opening is not None:
        title, text = _strip(opening["title"]), text[opening.end() :]
    words = re.sub(r"\n{3,}", "\n\n", _strip(text)).strip("\n")
    return (words, title) if words.strip() else (title or "", title)


def _without_comments(text: str) -> str:
    """``text`` without ``<!-- … -->``; by searching, because a pattern is slow on many that never close."""
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces.append(text[position:start])
        position = end + 3
    return "".join(pieces) + text[position:]


def _strip(text: str) -> str:
    text = _without_comments(text)
    for pattern, new in (*_BLOCKS, *_INLINE):
        text = pattern.sub(new, text)
    return text
