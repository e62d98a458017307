"""Names of the gazetteer in a row of words: the longest at each place, with what stands before it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin.knowledge.gazetteer import GazetteerEntry
from tocsin.read.rules.places_left import Left
from tocsin.read.rules.places_words import Token, words

Lookup = Callable[[str], tuple[GazetteerEntry, ...]]


LONGEST = 5  # words in a name


TOWN, BIG, METROPOLIS, VILLAGE = 4.2, 4.7, 5.7, 3.3  # log10 of inhabitants: 16 000, 50 000, 500 000, 2 000


@dataclass(slots=True)
class Hit:
    """A name found: token range ``[first, last)``, gazetteer entries (none for an unknown name)."""

    first: int
    last: int
    entries: tuple[GazetteerEntry, ...]
    flat: bool = False
    road: bool = False  # the unknown end of a road
    short: bool = False  # a short form with its full stop ("N.H.")
    left: Left = field(default_factory=Left)

    @property
    def importance(self) -> float:
        """Of the best entry under a main name; alternates count 1.5 less."""
        return max((e.importance - 1.5 * (e.matched != "name") for e in self.entries), default=0.0)

    @property
    def is_country(self) -> bool:
        """Whether the first entry is a country."""
        return bool(self.entries) and self.entries[0].kind == "country"

    @property
    def is_unit(self) -> bool:
        """Whether some entry is larger than a town."""
        return any(e.kind not in ("city", "village", "site") for e in self.entries)


def longest_match(tokens: list[Token], start: int, lookup: Lookup, may_follow: Callable[[int], bool]) -> Hit | None:
    """The longest name of the gazetteer that begins at token ``start``.

    ``may_follow(k)`` says whether token ``k`` may belong to a name that began before it.
    """
    reach = start + 1
    while reach < len(tokens) and reach < start + LONGEST and not tokens[reach - 1].possessive:
        if not tokens[reach].tied or not may_follow(reach):
            break
        reach += 1
    for last in range(reach, start, -1):
        if last - 1 > start and tokens[last - 1].low in words().inner and not tokens[last - 1].cap:
            continue
        key = " ".join(token.key for token in tokens[start:last] if token.key)
        entries = lookup(key)
        if entries:
            return Hit(start, last, entries)
    return None


def has_container(tokens: list[Token], hit: Hit, lookup: Lookup) -> bool:
    if hit.last >= len(tokens) or tokens[hit.last].gap.strip() != ",":
        return False
    start = hit.last + (tokens[hit.last].low in ("in", "en") and hit.last + 1 < len(tokens))
    if not hit.flat and not tokens[start].cap:
        return False
    after = longest_match(tokens, start, lookup, lambda k: True)
    return after is not None and any(e.kind in ("country", "admin1") and e.matched == "name" for e in after.entries)
