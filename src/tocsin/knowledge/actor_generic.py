"""Generated actors: the forces, civilians, crowds and unnamed armed groups of every country."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.knowledge.actor_model import Actor, ActorName, TypePeriod
from tocsin.knowledge.countries import Countries, Country
from tocsin.knowledge.files import first_day, read_yaml
from tocsin.model.errors import KnowledgeError

# Kind -> form of the name and actor type, as conflict datasets write them (CODEBOOK section 3, naming).
KINDS: dict[str, tuple[str, str]] = {
    "military": ("Military Forces of {}", "State forces"),
    "police": ("Police Forces of {}", "State forces"),
    "government": ("Government of {}", "State forces"),
    "civilians": ("Civilians ({})", "Civilians"),
    "protesters": ("Protesters ({})", "Protesters"),
    "rioters": ("Rioters ({})", "Rioters"),
    "unidentified-armed-group": ("Unidentified Armed Group ({})", "Political militia"),
    "unidentified-gang": ("Unidentified Gang ({})", "Political militia"),
    "unidentified-communal-militia": ("Unidentified Communal Militia ({})", "Identity militia"),
    "unidentified-military-forces": ("Unidentified Military Forces ({})", "External/Other forces"),
}
STATE_KINDS = frozenset({"military", "police", "government"})


@dataclass(frozen=True, slots=True)
class Regime:
    """A rule over a country from ``start`` to ``end`` (inclusive). ``label`` is the bracket: ``2021-``."""

    start: date
    end: date | None
    label: str
    verified: bool


def read_regimes(path: Path) -> dict[str, tuple[Regime, ...]]:
    """Regimes by alpha-3, in order of time.

    Raises:
        KnowledgeError: a country's dates run backwards or are no dates.
    """
    regimes = {}
    for alpha3, rows in read_yaml(path).items():
        try:
            regimes[alpha3] = _regimes(rows)
        except (KeyError, TypeError, ValueError) as error:
            raise KnowledgeError(f"{path}, {alpha3}: {error}.") from error
    return regimes


def _regimes(rows: list[Any]) -> tuple[Regime, ...]:
    starts: list[tuple[date, bool]] = []
    for row in rows:
        value = row["from"] if isinstance(row, dict) else row
        start = first_day(value)
        if start is None or (starts and start <= starts[-1][0]):
            raise ValueError(f"the regime start {value!r} is missing or not later than the one before")
        starts.append((start, row.get("verified", True) if isinstance(row, dict) else True))
    out = []
    for number, (start, verified) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else None
        label = f"{start.year}-{following.year if following else ''}"
        out.append(Regime(start, following - timedelta(days=1) if following else None, label, verified))
    return tuple(out)


def generate(country: Country, kind: str, regimes: tuple[Regime, ...], unit: str = "") -> Actor:
    """The actor of one kind for one country; state forces carry a name per regime, with ``unit`` behind it."""
    form, actor_type = KINDS[kind]
    titles: tuple[ActorName, ...] = (ActorName(form.format(country.name)),)
    if kind in STATE_KINDS:
        suffix = f" {unit}" if unit else ""
        base = form.format(country.name)
        before = regimes[0].start - timedelta(days=1) if regimes else None
        titles = (ActorName(f"{base}{suffix}", end=before),)
        titles += tuple(ActorName(f"{base} ({r.label}){suffix}", r.start, r.end) for r in regimes)
    return Actor(
        id=f"{kind}-{country.slug}",
        titles=titles,
        types=(TypePeriod(actor_type),),
        countries=(country.alpha3,),
        generic=kind,
        verified=all(regime.verified for regime in regimes),
        origin="generated",
    )


def generate_all(countries: Countries, regimes: dict[str, tuple[Regime, ...]]) -> dict[str, Actor]:
    """Every generated actor by id: each kind for each country."""
    actors = (generate(country, kind, regimes.get(country.alpha3, ())) for country in countries.all() for kind in KINDS)
    return {actor.id: actor for actor in actors}
