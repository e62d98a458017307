"""Events as rows of UCDP GED's 49 columns (layout of version 23.1).

UCDP counts another thing than ACLED: deaths in organised violence, from first to last day, between sides with names.
Kept are events with at least one death: state-based (1), non-state (2) and one-sided (3) violence (codebook, section 3,
"UCDP view"). What our data cannot say stays empty and is told in the manifest: numbers of conflicts, dyads and actors,
and whether a dyad was active that year. ``best`` is what most reports say, never below ``low``.
"""

from collections.abc import Iterator
from functools import cache
from math import floor

from tocsin import knowledge
from tocsin.export.acled import INTER, Row
from tocsin.export.clean import joined
from tocsin.export.countries import country_row
from tocsin.export.options import ExportOptions, ExportReport, LeftOut
from tocsin.export.own_data import own_data
from tocsin.model.event import REJECTED, REVIEWED, Event
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, DateValue, PlaceValue, Side, VictimStatus

_COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
number_of_sources source_article source_office source_date source_headline source_original
where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid
country country_id region event_clarity date_prec date_start date_end
deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
"""
GED_COLUMNS = tuple(_COLUMNS.split())

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_UNARMED = ("Civilians", "Protesters", "Rioters")
_STATES = ("State forces", "External/Other forces")
_UNDATED = "numbers of conflicts, dyads and actors, and the activity of a dyad, are UCDP's own: left empty"
_REGIONS = {
    "Africa": (1, 2, 3, 4, 5), "Asia": (7, 9, 13, 17, 19), "Middle East": (11,), "Europe": (12,),
    "Americas": (14, 15, 16, 18),
}  # fmt: skip
"""UCDP's regions by ACLED's region numbers."""


def ged_rows(event: Event, options: ExportOptions, report: ExportReport) -> Iterator[Row | LeftOut]:
    """The event as one row, whatever its days, or the reason why UCDP's format has no place for it."""
    sides = _sides(event)
    reason = _why_not(event, sides, options.include_all)
    if reason is not None or sides is None:
        yield LeftOut(event.event_id, reason or "no side is known")
        return
    report.remark(_UNDATED)
    yield _row(event, sides, options)


def type_of_violence(first: ActorValue, second: ActorValue | None) -> int:
    """UCDP's type by who stands on the sides: civilians are fought by one side only, a state makes it state-based."""
    if second is None or second.type in _UNARMED:
        return ONE_SIDED
    return STATE_BASED if {first.type, second.type} & set(_STATES) else NON_STATE


def _sides(event: Event) -> tuple[ActorValue, ActorValue | None] | None:
    """Side a, organised; and side b, ``None`` for civilians whom no actor names. In state-based violence the state is
    side a, as in UCDP's files."""
    first, second = event.actor1, event.actor2
    if first is None or first.type in _UNARMED:
        first, second = second, first
    if first is None or first.type in _UNARMED or first.type not in INTER:
        return None
    if second is None and not (event.civilian_targeting or _only_civilians_died(event)):
        return None
    state = second is not None and second.type == "State forces" and first.type != "State forces"
    return (second, first) if state and second is not None else (first, second)


def _only_civilians_died(event: Event) -> bool:
    dead = [v for v in event.victims if v.status is VictimStatus.KILLED]
    return bool(dead) and all(v.side is Side.CIVILIAN for v in dead)


def _why_not(event: Event, sides: tuple[ActorValue, ActorValue | None] | None, everything: bool) -> str | None:
    """Why the event cannot be a GED row, ``None`` when it can. ``everything``: unidentified sides are kept."""
    if event.review_state == REJECTED:
        return "rejected by a reviewer"
    if event.modality not in (Modality.ACTUAL, Modality.FAILED):
        return f"not told as having happened ({event.modality.value})"
    if not max(event.fatalities.low or 0, event.fatalities.best or 0, event.fatalities.high or 0):
        return "no death is told (UCDP counts lethal violence)"
    if event.event_type in ("Strategic developments", "Protests"):
        return f"no organised violence for UCDP ({event.event_type})"
    if sides is None:
        return "no organised side, or no second side, is known (UCDP needs both)"
    if not everything and any(side is not None and _unidentified(side) for side in sides):
        return "a side is unidentified (UCDP needs names; --all keeps it)"
    if event.date is None or event.place is None or event.place.country is None:
        return "date or country unknown"
    return None


def _unidentified(side: ActorValue) -> bool:
    return side.id is None or side.name.startswith("Unidentified")


def _row(event: Event, sides: tuple[ActorValue, ActorValue | None], options: ExportOptions) -> Row:
    day, place = event.date, event.place
    # _why_not has checked these; the assertions tell the type checker
    assert day is not None
    assert place is not None
    assert place.country is not None
    first, second = sides
    kind, country = type_of_violence(first, second), country_row(place.country)
    public = options.minter.external_id(event.event_id, place.country)
    other = second.name if second is not None and second.type not in _UNARMED else "Civilians"
    return dict.fromkeys(GED_COLUMNS, "") | {
        "id": (country.iso or 999) * 10_000_000 + int(public[3:]),
        "relid": f"{place.country}-{day.start.year}-{kind}-{public}",
        "year": day.start.year,
        "code_status": "Clear" if event.review_state == REVIEWED else event.review_state,
        "type_of_violence": kind,
        "dyad_name": f"{first.name} - {other}",
        "side_a": first.name,
        "side_b": other,
        **_sources(event),
        **_where(place),
        "country": country.name,
        "country_id": _numbers().get(place.country, ""),
        "region": next((name for name, held in _REGIONS.items() if country.region_number in held), ""),
        "event_clarity": 1 if event.incident_count == 1 else 2,
        "date_prec": _date_precision(day),
        "date_start": day.start.isoformat(),
        "date_end": day.end.isoformat(),
        **_deaths(event, sides),
        "gwnoa": _state_number(first),
        "gwnob": _state_number(second) if second is not None else "",
    }


def _sources(event: Event) -> Row:
    """Independent reports first. Titles are not kept with an event: ``source_headline`` stays empty."""
    ranked = sorted(event.sources, key=lambda source: not source.independent)
    offices = [source.publisher or source.document_id for source in ranked]
    dates = [source.published.isoformat() if source.published else "" for source in ranked]
    articles = [",".join(filter(None, pair)) for pair in zip(offices, dates, strict=True)]
    return {
        "number_of_sources": sum(1 for source in ranked if source.independent) or -1,
        "source_article": joined(articles),
        "source_office": joined(offices),
        "source_date": joined([day for day in dates if day]),
        "source_original": joined(list(dict.fromkeys(a.by for a in event.attributions))),
    }


def _where(place: PlaceValue) -> Row:
    known = place.latitude is not None and place.longitude is not None
    latitude = round(place.latitude, 4) if place.latitude is not None else ""
    longitude = round(place.longitude, 4) if place.longitude is not None else ""
    return {
        "where_prec": _where_precision(place),
        "where_coordinates": place.name,
        "where_description": place.words,
        "adm_1": place.admin1 or "",
        "adm_2": place.admin2 or "",
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({longitude} {latitude})" if known else "",
        "priogrid_gid": priogrid(place.latitude, place.longitude) or "",
    }


def _where_precision(place: PlaceValue) -> int:
    """UCDP: 1 exact, 2 near a known point, 3 second-order unit, 4 first-order unit, 5 another area, 6 country."""
    if place.precision >= 4 or place.latitude is None:
        return 6
    if place.precision < 3:
        return max(1, place.precision)
    entry = knowledge.load().gazetteer.get(place.place_id) if place.place_id else None
    return {"admin2": 3, "admin1": 4}.get(entry.kind if entry is not None else "", 5)


def priogrid(latitude: float | None, longitude: float | None) -> int | None:
    """Number of the PRIO-GRID cell (half a degree, counted from the south-west corner of the world along the rows of
    720 cells; Tollefsen et al. 2012)."""
    if latitude is None or longitude is None:
        return None
    row, column = min(floor((latitude + 90) * 2), 359), min(floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _date_precision(day: DateValue) -> int:
    """UCDP: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 longer."""
    days = (day.end - day.start).days + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5


def _deaths(event: Event, sides: tuple[ActorValue, ActorValue | None]) -> Row:
    """Deaths by side, and the total as low, best and high; what no side is told for is ``deaths_unknown``."""
    count = event.fatalities
    low = count.low if count.low is not None else count.best or 0
    best = max(low, count.best if count.best is not None else low)
    high = max(best, count.high if count.high is not None else best)
    told = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0}
    for victim in event.victims:
        if victim.status is VictimStatus.KILLED and not victim.total:
            column = _column(victim.side, victim.actor, sides)
            if column is not None:
                told[column] += victim.count.best if victim.count.best is not None else victim.count.low or 0
    best = max(best, sum(told.values()))
    return {**told, "deaths_unknown": best - sum(told.values()), "best": best, "high": max(best, high), "low": low}


_KINDS_OF_SIDE = {
    Side.STATE: ("State forces", "External/Other forces"), Side.REBEL: ("Rebel group",),
    Side.MILITIA: ("Political militia", "Identity militia"),
}  # fmt: skip


def _column(side: Side, actor: str | None, sides: tuple[ActorValue, ActorValue | None]) -> str | None:
    """The column of dead people of a side; ``None`` where it cannot be told whose they were."""
    if side is Side.CIVILIAN:
        return "deaths_civilians"
    columns = list(zip(("deaths_a", "deaths_b"), sides, strict=True))
    by_id = [name for name, value in columns if value is not None and actor is not None and value.id == actor]
    if by_id:
        return by_id[0]
    kinds = _KINDS_OF_SIDE.get(side, ())
    fit = [name for name, value in columns if value is not None and value.type in kinds]
    return fit[0] if len(fit) == 1 else None


def _state_number(side: ActorValue) -> int | str:
    """The number of the state whose forces a side is."""
    return _numbers().get(side.country or "", "") if side.type in _STATES else ""


@cache
def _numbers() -> dict[str, int]:
    """Gleditsch and Ward's numbers by alpha-3 code."""
    return {str(code): int(number) for code, number in own_data("gw_numbers.yml").items()}
