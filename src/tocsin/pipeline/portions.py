"""Work cut into portions, so that no query and no list grows with the archive."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from tocsin.store import Store

_T = TypeVar("_T")
PORTION = 1000
"""Items looked at together: what bounds memory."""


def portions(items: Iterable[_T], size: int = PORTION) -> Iterator[list[_T]]:
    """``items`` cut into lists of ``size``."""
    found = list(items)
    for start in range(0, len(found), size):
        yield found[start : start + size]


def accounts_in(store: Store, documents: Collection[str]) -> set[str]:
    """Present events with accounts in some documents."""
    return {e for portion in portions(sorted(documents)) for e in store.events_of_accounts_in(portion)}
