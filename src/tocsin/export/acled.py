"""Events as rows of ACLED's 31 columns.

Columns, order, inter and interaction texts: ACLED codebook and API documentation (2024-2026). Tocsin's
choices: ISO dates, text codes, fatalities = the lowest reported number unless told otherwise.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tocsin.export.clean import joined
from tocsin.export.countries import country_row
from tocsin.export.notes import event_note
from tocsin.export.options import ExportOptions, ExportReport, LeftOut
from tocsin.export.words import count_words
from tocsin.model.event import REJECTED, Event
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, DateValue

_COLUMNS = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type
actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting
iso region country admin1 admin2 admin3 location latitude longitude geo_precision
source source_scale notes fatalities tags timestamp
"""
COLUMN_NAMES = tuple(_COLUMNS.split())

INTER = {
    "State forces": 1,
    "Rebel group": 2,
    "Political militia": 3,
    "Identity militia": 4,
    "Rioters": 5,
    "Protesters": 6,
    "Civilians": 7,
    "External/Other forces": 8,
}
_SCALES = (
    "Local partner",
    "Subnational",
    "National",
    "Regional",
    "International",
    "Other",
    "New media",
)

Row = dict[str, str | int | float | None]


def acled_rows(event: Event, options: ExportOptions, report: ExportReport) -> Iterator[Row | LeftOut]:
    """The event as one row a day, or the reason why ACLED's format has no place for it."""
    reason = why_not(event)
    if reason is not None:
        yield LeftOut(event.event_id, reason)
        return
    assert event.date is not None  # why_not has just checked it
    days = event_days(event.date)
    tolls = _tolls(event, len(days), options, report)
    for number, ((day, precision), toll) in enumerate(zip(days, tolls, strict=True)):
        key = event.event_id if number == 0 else f"{event.event_id}@{day.isoformat()}"
        yield _row(event, key, day, precision, toll, len(days), options)


def why_not(event: Event) -> str | None:
    """Why the event cannot be an ACLED row, ``None`` when it can."""
    if event.review_state == REJECTED:
        return "rejected by a reviewer"
    if event.modality not in (Modality.ACTUAL, Modality.FAILED):
        return f"not told as having happened ({event.modality.value})"
    if not event.event_type or not event.sub_event_type:
        return "type unknown"
    if event.date is None:
        return "date unknown"
    if event.date.precision > 3:
        return "date vaguer than a month"
    place = event.place
    if place is None or place.country is None:
        return "place or country unknown"
    if place.precision > 3:
        return "place known at country level only"
    if place.latitude is None or place.longitude is None:
        return "place without coordinates"
    return None


def event_days(value: DateValue) -> tuple[tuple[date, int], ...]:
    """The days of an event with their precision.

    Precision 1 over several days means that each day is reported: one row a day; a night counts as its
    first day. Else one day: the middle of the period; for "early" or "late" in a month its first or last
    day (CODEBOOK 4).
    """
    start, end = value.start, value.end
    if value.precision == 1:
        if value.part_of_day is not None:
            return ((start, 1),)
        return tuple((start + timedelta(days=n), 1) for n in range((end - start).days + 1))
    one_month = (start.year, start.month) == (end.year, end.month)
    if value.precision == 3 and one_month and (end - start).days < 12:
        if start.day == 1:
            return ((start, 3),)
        if (end + timedelta(days=1)).month != end.month:
            return ((end, 3),)
    return ((start + (end - start) // 2, value.precision),)


def interaction(first: ActorValue | None, second: ActorValue | None) -> str:
    """``State forces-Civilians``, ``Protesters only``; empty when the type of a named actor is unknown.

    The lower code comes first, except that ACLED writes "External/Other forces-Civilians".
    """
    types = [actor.type for actor in (first, second) if actor is not None]
    if not types or any(kind not in INTER for kind in types):
        return ""
    known = sorted((kind for kind in types if kind is not None), key=INTER.__getitem__)
    if len(known) == 1:
        return f"{known[0]} only"
    if known == ["Civilians", "External/Other forces"]:
        known.reverse()
    return "-".join(known)


def _tolls(event: Event, days: int, options: ExportOptions, report: ExportReport) -> list[int]:
    """Deaths per day: the total divided evenly, the remainder on the first days (CODEBOOK 5)."""
    count = event.fatalities
    number = count.low if options.fatalities == "low" or count.best is None else count.best
    if number is None and count.best is not None:
        number = count.best
    if number is None:
        report.remark("no number of deaths is stated: fatalities written as 0")
        number = 0
    if days > 1:
        report.remark("reported on several days: one row a day, deaths divided evenly")
    share, rest = divmod(number, days)
    return [share + (1 if n < rest else 0) for n in range(days)]


def _row(event: Event, key: str, day: date, precision: int, toll: int, days: int, options: ExportOptions) -> Row:
    place = event.place
    # why_not has checked these; the assertions tell the type checker
    assert place is not None
    assert place.country is not None
    assert place.latitude is not None
    assert place.longitude is not None
    country = country_row(place.country)
    note = event.notes if event.notes and days == 1 else event_note(event, day)
    if days > 1:
        note += f" [Reported for {days} days; the total of deaths is divided evenly over them.]"
    return {
        "event_id_cnty": options.minter.external_id(key, place.country),
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": precision,
        "disorder_type": event.disorder_type,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        **_actor("1", event.actor1),
        **_actor("2", event.actor2),
        "interaction": interaction(event.actor1, event.actor2),
        "civilian_targeting": "Civilian targeting" if event.civilian_targeting else "",
        "iso": country.iso,
        "region": country.region or "",
        "country": country.name,
        "admin1": place.admin1 or "",
        "admin2": place.admin2 or "",
        "admin3": place.admin3 or "",
        "location": place.name,
        "latitude": round(place.latitude, 4),
        "longitude": round(place.longitude, 4),
        "geo_precision": max(1, place.precision),
        "source": joined(_publishers(event)),
        "source_scale": _scale(event, options),
        "notes": note,
        "fatalities": toll,
        "tags": joined(_tags(event)),
        "timestamp": _timestamp(event, options),
    }


def _actor(number: str, actor: ActorValue | None) -> Row:
    return {
        f"actor{number}": "" if actor is None else actor.name,
        f"assoc_actor_{number}": "" if actor is None else joined(actor.associated),
        f"inter{number}": "" if actor is None or actor.type not in INTER else actor.type,
    }


def _publishers(event: Event) -> list[str]:
    """Publishers, independent ones first, each once; a document without publisher is named by its id."""
    ranked = sorted(event.sources, key=lambda source: not source.independent)
    return list(dict.fromkeys(source.publisher or source.document_id for source in ranked))


def _scale(event: Event, options: ExportOptions) -> str:
    """ACLED's source scale: one, or the two outermost of those known, joined by a hyphen; empty when none
    is known."""
    known = {options.source_scales.get(name, "") for name in _publishers(event)}
    ordered = [scale for scale in _SCALES if scale in known]
    return "-".join(dict.fromkeys((ordered[0], ordered[-1]))) if ordered else ""


def _tags(event: Event) -> list[str]:
    tags = list(event.tags)
    if event.event_type in ("Protests", "Riots") and not any(tag.startswith("crowd size=") for tag in tags):
        crowd = event.crowd_size
        tags.insert(0, f"crowd size={'no report' if crowd is None else crowd.words or count_words(crowd)}")
    return tags


def _timestamp(event: Event, options: ExportOptions) -> int:
    """Unix seconds of the last change; an event that no store has seen takes the time of the export, else
    0."""
    moment = event.updated_at or options.generated_at
    return 0 if moment is None else int(moment.timestamp())
