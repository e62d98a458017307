"""Country names, ISO numbers and ACLED regions for the outputs, from the countries of ``knowledge``."""

from dataclasses import dataclass
from functools import cache

from tocsin import knowledge


@dataclass(frozen=True, slots=True)
class CountryRow:
    """What the ACLED columns say about a country. ``iso`` and ``region`` are ``None`` when ISO or ACLED has
    none."""

    alpha3: str
    name: str
    iso: int | None
    region: str | None
    region_number: int | None


@cache
def country_row(alpha3: str) -> CountryRow:
    """The row for an ISO 3166-1 alpha-3 code; an unknown code keeps itself as its name, nothing is
    guessed."""
    found = knowledge.load().countries.by_alpha3(alpha3)
    if found is None:
        return CountryRow(alpha3, alpha3, None, None, None)
    return CountryRow(alpha3, found.name, found.numeric or None, found.region_name, found.region)
