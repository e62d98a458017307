"""Versions of one statement: two translations of it, or a translation and its cut reprint, count as one root.

They share no words to speak of. They share their issuer, come within days, and tell the same numbers and names in the
same order (CODEBOOK section 6). Bulletins of one issuer that follow one another tell other numbers, or bear other ones
themselves. Thresholds: ``merge.yml``.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tocsin.knowledge import load as load_knowledge
from tocsin.knowledge.issuers import Issuer, find_issuer
from tocsin.merge.alignment import common_order
from tocsin.merge.settings import StorySettings
from tocsin.merge.shingles import Keys, hashes
from tocsin.model.document import Document, DocumentKind
from tocsin.model.text import name_key


def statement_keys(document: Document, anchors: Sequence[str], settings: StorySettings) -> Keys:
    """Keys by which versions of a statement meet: its days, as spans of ``statement_days``, with each of its names and
    numbers. Other documents, and statements without a date, have none."""
    if document.kind is not DocumentKind.STATEMENT or document.published is None:
        return np.empty(0, np.uint64)
    span = document.published.day.toordinal() // (settings.statement_days + 1)
    return hashes({f"statement|{days}|{anchor}" for days in (span, span + 1) for anchor in set(anchors)})


def version_of(
    left: Document, right: Document, anchors: tuple[Sequence[str], Sequence[str]], settings: StorySettings
) -> tuple[float, tuple[str, ...]] | None:
    """How alike two versions of one statement are, in 0..1, and why; ``None`` for any other two documents.

    ``anchors``: names and numbers of both in their order.
    """
    days = _days_apart(left, right)
    if days is None or days > settings.statement_days:
        return None
    issuers = find_issuer(left, load_knowledge()), find_issuer(right, load_knowledge())
    if issuers[0] is None or issuers[1] is None or not _is_one(issuers[0], issuers[1]):
        return None
    numbers = issuers[0].number, issuers[1].number
    if None not in numbers and numbers[0] != numbers[1]:
        return None
    own = {word for issuer in issuers if issuer for word in _own_words(issuer)}
    told = tuple([a for a in listed if a not in own] for listed in anchors)
    shared = _shared((told[0], told[1]), settings, same_number=None not in numbers)
    if shared is None:
        return None
    figures, names, order = shared
    reasons = (
        f"the same issuer ({issuers[0].name}), {days} d apart",
        f"the same {figures} numbers and {names} names, {order:.0%} of them in the same order",
    )
    return order, reasons


def _own_words(issuer: Issuer) -> set[str]:
    """The issuer's names and the statement's number, which say nothing of what a statement tells."""
    return {*name_key(f"{issuer.words} {issuer.name}").split(), issuer.number or ""}


def _days_apart(left: Document, right: Document) -> int | None:
    if left.kind is not DocumentKind.STATEMENT or right.kind is not DocumentKind.STATEMENT:
        return None
    if left.published is None or right.published is None:
        return None
    return abs((left.published.day - right.published.day).days)


def _is_one(left: Issuer, right: Issuer) -> bool:
    ids = set(left.expression.candidates) & set(right.expression.candidates)
    same_office = left.expression.form is right.expression.form and left.expression.country == right.expression.country
    named = name_key(left.name) == name_key(right.name)
    return bool(ids) or named or (left.is_state and right.is_state and same_office and not left.expression.candidates)


def _shared(
    anchors: tuple[Sequence[str], Sequence[str]], settings: StorySettings, same_number: bool
) -> tuple[int, int, float] | None:
    """How many numbers and names two texts share, and what share of these stand in one order; ``None`` where they are
    too few."""
    counts = [Counter(anchors[0]), Counter(anchors[1])]
    common = counts[0] & counts[1]
    figures = sum(n for anchor, n in common.items() if anchor[:1].isdigit())
    names = sum(anchor[:1].isalpha() for anchor in common)
    least = settings.statement_numbers + (0 if same_number else 1)
    if names < settings.statement_names or figures + max(0, names - settings.statement_names - 1) < least:
        return None
    shorter = min(_numbers(counts[0]), _numbers(counts[1]))
    fewer = min(sum(a[:1].isalpha() for a in c) for c in counts)
    if figures < settings.statement_shared * shorter or names < settings.statement_shared * fewer:
        return None
    rows = [[a for a in listed if a in common] for listed in anchors]
    order = common_order(rows[0], rows[1]) / min(map(len, rows))
    return (figures, names, order) if order >= settings.statement_order else None


def _numbers(counts: Counter[str]) -> int:
    return sum(n for anchor, n in counts.items() if anchor[:1].isdigit())
