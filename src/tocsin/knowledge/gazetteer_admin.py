"""First-order units: which GeoNames admin-1 code is which ISO 3166-2 subdivision.

The packaged city list gives each city a GeoNames code ("ML", "07") without a name; ISO 3166-2 gives names
without points. Neither package joins them. We learn the join from the cities themselves: a unit is usually
named after a city in it, and where it is not, ``admin1.yml`` names its seat. Both are votes for "the code
of that city is this unit".
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.model.text import name_key

SEAT_VOTE = 100.0  # a seat named by hand outweighs any likeness of names
LETTER_VOTE = 1000.0  # GeoNames uses ISO's own letters for some countries (US, CH, GB …)
LETTER_SHARE = 0.6  # of a country's codes that must be ISO's letters before they are trusted
PRIMARY_VOTE, ALTERNATE_VOTE = 2.0, 1.0
SEAT_SHARE = 0.05  # of a code's largest town that a town must have to lend its name to the unit
LEAST_VOTE = 4.5  # below, a unit stays unjoined: a village of the name, or a town that is also called so

_GENERIC = re.compile(
    r"\b(region|regional|state|province|provincia|governorate|district|oblast|department|departement|county|"
    r"prefecture|republic|respublika|territory|capital|federal|autonomous|city|municipality|kray|krai|muhafazat|"
    r"wilayat|wilaya|ostan|vilayeti|council|special|national|metropolitan|of|de|la|du|and|the|i|ii|iii|iv|v|vi|"
    r"vii|viii|ix|x|xi|xii|xiii|people|peoples|nationalities|sheng|shi|zizhiqu|maakond|megye|lan|fylke|apskritis|novads|judet|zupanija|viloyati|oblysy)\b"
)
_ARTICLE = re.compile(r"^(al|el|ad|an|ar|as|ash|at|az|aq) ")


@dataclass(frozen=True, slots=True)
class Unit:
    """A subdivision: ISO 3166-2 ``code`` ("ML-2"), ``name`` as the press writes it, other ``names``,
    ``seat``.
    """

    code: str
    country: str  # alpha-2
    name: str
    names: tuple[str, ...]
    parent: str | None = None
    seat: str | None = None


def unit_keys(names: Iterable[str]) -> set[str]:
    """Keys under which a unit's name may be met: as written, without its generic words, without an Arabic
    article.
    """
    keys: set[str] = set()
    for name in names:
        plain = name_key(re.sub(r"\[.*?\]|\(.*?\)", " ", name))
        bare = " ".join(_GENERIC.sub(" ", plain).split())
        for key in (plain, bare):
            keys.update((key, _ARTICLE.sub("", key)))
    return {key for key in keys if len(key) > 1}


def votes_of_country(
    units: Sequence[Unit], cities: Iterable[tuple[str, str, int, Sequence[str]]]
) -> dict[tuple[str, str], float]:
    """Votes for (GeoNames code, ISO code) pairs from ``(admin1 code, name, population, alternates)`` of
    cities.

    A pair gets the vote of its best city: by the logarithm of the population, a main name twice an
    alternate one.
    """
    index: dict[str, list[tuple[Unit, float]]] = defaultdict(list)
    for unit in units:
        for key in unit_keys(unit.names):
            index[key].append((unit, 1.0))
            if len(key) > 5:  # "kharkiv" / "kharkivska oblast"
                index[key[:5] + "*"].append((unit, 0.4))
        if unit.seat is not None:
            index[name_key(unit.seat)].append((unit, SEAT_VOTE))
    found: dict[tuple[str, str], float] = defaultdict(float)
    cities = list(cities)
    largest: dict[str, int] = defaultdict(int)
    for code, _, population, _ in cities:
        largest[code] = max(largest[code], population)
    codes = set(largest)
    for code, name, population, alternates in cities:
        minor = population < SEAT_SHARE * largest[code]
        weight = math.log10(population + 10)
        for rank, spelling in enumerate((name, *alternates)):
            key = name_key(spelling)
            factor = weight * (ALTERNATE_VOTE if rank else PRIMARY_VOTE)
            for form in (key, _ARTICLE.sub("", key), key[:5] + "*"):
                for unit, vote in index.get(form, ()):
                    if minor and vote < SEAT_VOTE:
                        continue
                    pair = (code, unit.code)
                    found[pair] = max(found[pair], vote * factor)
    letters = {unit.code.partition("-")[2]: unit.code for unit in units}
    if sum(code.isalpha() and code in letters for code in codes) >= LETTER_SHARE * len(codes):
        for code in codes & set(letters):
            found[code, letters[code]] += LETTER_VOTE
    return found


def assign(votes: Mapping[tuple[str, str], float], codes: set[str]) -> dict[str, str]:
    """The one-to-one join GeoNames code -> ISO code that follows the strongest votes first."""
    join: dict[str, str] = {}
    taken: set[str] = set()
    for (code, unit), vote in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if vote >= LEAST_VOTE and code in codes and code not in join and unit not in taken:
            join[code] = unit
            taken.add(unit)
    return join
