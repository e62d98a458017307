"""Later versions of one story by the same agency or paper: leads, writethrus, corrected and grown texts."""

import re
from dataclasses import dataclass

from tocsin.merge.alignment import align, likeness
from tocsin.merge.copy_words import load as load_words
from tocsin.merge.sentences import Sentences
from tocsin.merge.settings import StorySettings
from tocsin.model.document import Document
from tocsin.model.text import fold, name_key

_BRACKET = re.compile(r"\(([^()]{2,60})\)\s*$|^\s*([^:]{2,30}):|^\s*(update \d{1,2}) ?-")


@dataclass(frozen=True, slots=True)
class Update:
    """A later text is a version of an earlier one: how much of the earlier it keeps (0..1), and why."""

    kept: float
    reasons: tuple[str, ...]


def issuer(document: Document) -> str:
    """Key of the agency, else the publisher, that answers for the text; "" where neither is known."""
    return name_key(document.agency or document.publisher or "")


def sign_of_update(document: Document) -> tuple[int, str] | None:
    """The number of the version that a title tells ("2nd lead": 2; 1 without a number) and the sign; ``None`` where it
    tells none. A sign stands in closing brackets or before a colon or dash."""
    for match in _BRACKET.finditer(fold(document.title or "")):
        words = next(group for group in match.groups() if group)
        for pattern in load_words().update_signs:
            found = pattern.search(words)
            if found is not None:
                number = found.groupdict().get("number")
                return (int(number) if number else 1, found[0])
    return None


def version(document: Document) -> int:
    """0 for a first version, else the number of the update."""
    sign = sign_of_update(document)
    return sign[0] if sign else 0


def is_later(document: Document, other: Document) -> bool:
    """Whether ``document`` is known to come after ``other``: by its day, on one day or without one by its sign."""
    days = _days_between(other, document)
    return version(document) > version(other) if not days else days > 0


def _days_between(earlier: Document, later: Document) -> int | None:
    """Days from one publication to the other; ``None`` where a date is unknown."""
    if earlier.published is None or later.published is None:
        return None
    return (later.published.day - earlier.published.day).days


def find_update(
    older: Document, newer: Document, old: Sentences, new: Sentences, settings: StorySettings
) -> Update | None:
    """Whether ``newer`` is a later version of ``older``: same issuer, few days, same opening, most sentences kept."""
    if not issuer(older) or issuer(older) != issuer(newer) or not is_later(newer, older):
        return None
    if (_days_between(older, newer) or 0) > settings.update_days:
        return None
    whole = sum(s.weight for s in old.sentences)
    kept = sum(
        sum(s.weight for s in old.sentences[p.left : p.left_end])
        for p in align(old, new)
        if p.similarity >= settings.update_sentence
    )
    share = kept / whole if whole else 0.0
    opening = likeness(old.sentences[:2], new.sentences[:3])
    if share < settings.update_kept or opening < settings.update_opening:
        return None
    sign = sign_of_update(newer)
    reasons = [f"the same issuer, {newer.agency or newer.publisher}", f"{share:.0%} of the earlier text is kept"]
    reasons += [f"its title says “{sign[1]}”"] if sign else []
    return Update(share, tuple(reasons))
