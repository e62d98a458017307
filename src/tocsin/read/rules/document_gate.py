"""Whether a whole document is about something else (sport, business, culture), so that its violent words are talk."""

import re
from collections import Counter
from collections.abc import Sequence

from tocsin.read.rules.acts import SURE_ACTS
from tocsin.read.rules.against import Against
from tocsin.read.rules.happenings import SentenceReading
from tocsin.read.rules.word_lists import context_words

_WORD = re.compile(r"[a-z]+")
# Share of other-subject words above which a document needs more than one sure account; from reading news of both sorts.
_SHARE = 0.03
_SHOWN = 12  # of the words that decided, so many are told
_FEWEST = 5  # different words of other subjects below which a text is too short to be judged by them


def other_subject(text: str, readings: Sequence[SentenceReading]) -> Against | None:
    """A reason to read no events from the document, or ``None``."""
    words = _WORD.findall(text.lower())
    if not words:
        return None
    other = [word for word in words if word in context_words("other_subject")]
    share = len(other) / len(words)
    if len(set(other)) < _FEWEST:
        return None
    accounts = [h for reading in readings for h in reading.happenings]
    strong = sum(1 for h in accounts if h.acts & SURE_ACTS and (h.victims or h.agent is not None or h.places))
    needed = 1 if share < _SHARE else 2 + int((share - _SHARE) * 100)
    if share >= _SHARE and strong < needed:
        common = tuple(word for word, _ in Counter(other).most_common(_SHOWN))
        detail = f"{share:.0%} of its words; {strong} sure accounts, {needed} would be needed"
        return Against("other_subject", common, detail)
    return None
