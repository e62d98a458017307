"""Texts that look like a communique although nobody said they are one: a hint, never a decision."""

import re
from functools import cache

from tocsin.ingest.data import load_list
from tocsin.model.document import LOOKS_LIKE_STATEMENT
from tocsin.model.text import fold

_HEAD, _FOOT = 700, 300
"""Characters at both ends of a text in which letterheads and signatures stand."""
_LEAST = 2
"""Marks that a text needs: one alone also stands in news that quotes a communique."""


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.M) for pattern in load_list("statements.yml", "marks"))


def looks_like_statement(text: str) -> str | None:
    """A note that a text has the marks of a communique, with the words found; ``None`` for most texts."""
    ends = text if len(text) <= _HEAD + _FOOT else f"{text[:_HEAD]}\n{text[-_FOOT:]}"
    lines = "\n".join(fold(line).strip() for line in ends.splitlines())
    found = [match[0].strip() for pattern in _marks() if (match := pattern.search(lines)) is not None]
    if len(found) < _LEAST:
        return None
    words = ", ".join(f"{word!r}" for word in found[:3])
    return f"{LOOKS_LIKE_STATEMENT} ({words}): give --kind statement, or a field kind, to have it read as one"
