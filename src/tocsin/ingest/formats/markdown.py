"""Markdown: front matter becomes fields, markup falls away, the words stay."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tocsin.ingest.formats.fields import Fields, apply_fields
from tocsin.ingest.formats.plain import read_text, unwrapped
from tocsin.ingest.opening import Opened
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.model.document import Refusal

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<head>.*?)(?:^|\n)---[ \t]*(?:\r?\n|$)", re.S)
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*:\s*(.*)")
MAX_FRONT = 64_000  # characters; longer ones are no front matter


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


def front_matter(text: str) -> tuple[Fields, str]:
    """``key: value`` lines between two ``---`` lines at the very start, and the text below them.

    Only plain pairs are read (no YAML types, so that ids and dates stay as written); anything else is left
    out.
    """
    match = _FRONT.match(text[:MAX_FRONT])
    if match is None:
        return {}, text
    fields: Fields = {}
    for line in match["head"].splitlines():
        pair = _PAIR.fullmatch(line.strip()) if not line.startswith((" ", "\t", "#", "-")) else None
        if pair is not None:
            fields[pair[1].strip().lower()] = _unquote(pair[2].strip())
    if not fields:
        return {}, text
    return fields, text[match.end() :]


def _unquote(value: str) -> str | None:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    value = re.sub(r"\s+#.*$", "", value)
    return None if value in ("", "null", "~") else value


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
