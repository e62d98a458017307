"""Whether a whole document is about something else (sport, business, culture), so that its violent words are talk."""

import re
from collections.abc import Sequence

from tocsin.read.rules.happenings import SentenceReading
from tocsin.read.rules.lexicon import Lexicon

_WORD = re.compile(r"[a-z]+")
_SURE = frozenset(
    {
        "kill",
        "abduct",
        "airstrike",
        "suicide",
        "shell",
        "bomb",
        "clash",
        "mob",
        "riot",
        "protest",
        "capture",
        "chemical",
        "disperse",
    }
)
# Share of other-subject words above which a document needs more than one sure account; from reading news of both sorts.
_SHARE = 0.03


def other_subject(text: str, readings: Sequence[SentenceReading], lexicon: Lexicon) -> str | None:
    """A reason to read no events from the document, or ``None``."""
    words = _WORD.findall(text.lower())
    if not words:
        return None
    share = sum(word in lexicon.words["other_subject"] for word in words) / len(words)
    accounts = [h for reading in readings for h in reading.happenings]
    strong = sum(1 for h in accounts if h.acts & _SURE and (h.victims or h.agent is not None or h.places))
    needed = 1 if share < _SHARE else 2 + int((share - _SHARE) * 100)
    if share >= _SHARE and strong < needed:
        return f"no events read: {share:.0%} of the words are of sport, business or culture, and only {strong} accounts are sure"
    return None
