"""Front matter: ``key: value`` lines at the head of a text or page."""

import re

from tocsin.ingest.formats.fields import Fields

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<head>.*?)(?:^|\n)---[ \t]*(?:\r?\n|$)", re.S)
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*:\s*(.*)")
MAX_FRONT = 64_000  # characters; longer ones are no front matter


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
