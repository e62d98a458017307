"""Events as PLOVER records, one JSON object a line (the ontology's own field names; mapping in ``data/plover.yml``).

Lossy: sixteen categories for twenty-five sub-event types. Numbers of dead, injured and arrested stand in ``size`` as
low, best and high of all sides; words, speakers and rivals stay in jsonl.
"""

from collections.abc import Iterator
from typing import Any

from tocsin import __version__, knowledge
from tocsin.export.event_json import iso_day, iso_time
from tocsin.export.notes import event_note
from tocsin.export.options import ExportOptions, LeftOut
from tocsin.export.own_data import own_data
from tocsin.export.records import why_not_codable
from tocsin.model.event import Event
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, PlaceValue, VictimStatus

Json = dict[str, Any]


def plover_records(event: Event, options: ExportOptions) -> Iterator[Json | LeftOut]:
    """One record an event; what PLOVER has no category for is left out with the reason."""
    if not (options.include_all or event.codable):
        yield LeftOut(event.event_id, why_not_codable(event))
        return
    mapped = own_data("plover.yml")["types"].get(event.sub_event_type)
    if mapped is None:
        yield LeftOut(event.event_id, f"PLOVER has no category for {event.sub_event_type or 'an unknown type'}")
        return
    if event.modality not in (Modality.ACTUAL, Modality.FAILED, Modality.THREATENED):
        yield LeftOut(event.event_id, f"not told as having happened ({event.modality.value})")
        return
    yield _record(event, mapped)


def _record(event: Event, mapped: dict[str, str]) -> Json:
    category = "THREATEN" if event.modality is Modality.THREATENED else mapped["event"]
    mode = mapped["drone"] if "drone" in mapped and any("drone" in w for w in event.weapons) else mapped.get("mode")
    first, second = event.actor1, event.actor2
    if mapped.get("doer") == "armed" and first is not None and first.type in ("Protesters", "Rioters"):
        first, second = second, first  # who uses the force acts
    day = event.date
    return {
        "id": event.event_id,
        "has_event": True,
        "date": iso_day(day.start if day is not None else None),
        "enddate": iso_day(day.end if day is not None else None),
        "actor": _entities(first),
        "recipient": _entities(second),
        "event": [category],
        "mode": [mode] if mode is not None and category == mapped["event"] else [],
        "quad_code": own_data("plover.yml")["quads"][category],
        "context": [],
        "event_loc": _location(event.place),
        "event_text": [span.quote for row in event.evidence if row.field == "sub_event_type" and row.chosen
                       for span in row.spans],
        "size": {name: _size(event, status) for name, status in (
            ("dead", VictimStatus.KILLED), ("injured", VictimStatus.INJURED), ("arrested", VictimStatus.ARRESTED))},
        "text": event.notes or event_note(event),
        "cite_info": [{"publication": s.publisher, "date": iso_day(s.published), "url": s.url, "language": s.language,
                       "citation": s.document_id} for s in event.sources],
        "coder": f"tocsin {__version__}",
        "coded_date": iso_time(event.updated_at),
        "comment": f"Tocsin {event.sub_event_type}, confidence {event.confidence:.2f}, {event.review_state}",
    }  # fmt: skip


def _entities(actor: ActorValue | None) -> list[Json]:
    """The side and its allies as PLOVER entities; none for an unknown side."""
    if actor is None:
        return []
    allies: list[Json] = [
        {"code": None, "sector": [], "entity_text": name, "identifier_text": name} for name in actor.associated
    ]
    side = {"code": actor.country, "sector": [_sector(actor)], "entity_text": actor.as_reported or actor.name,
            "identifier_text": actor.name}  # fmt: skip
    return [side, *allies]


def _sector(actor: ActorValue) -> str:
    told = own_data("plover.yml")
    if actor.name.startswith("Unidentified"):
        return str(told["unidentified"])
    if actor.name.startswith("Police Forces"):
        return str(told["police"])
    if actor.name.startswith("Government of"):
        return str(told["government"])
    return str(told["sectors"].get(actor.type or "", "UNK"))


def _location(place: PlaceValue | None) -> Json:
    """The place with PLOVER's resolution: 4 town, 3 second-order unit, 2 first-order unit, 1 country."""
    if place is None:
        return {}
    key = place.place_id or ""
    entry = knowledge.load().gazetteer.get(key) if key else None
    kind = entry.kind if entry is not None else ""
    resolution = {"admin1": 2, "admin2": 3, "country": 1}.get(kind, 4)
    if place.precision >= 3:
        resolution = 1 if place.precision >= 4 else min(resolution, 2 if place.admin2 is None else 3)
    geonames = key.partition(":")[2] if key.startswith("geonames:") else None
    return {
        "extracted_place": place.words or place.name,
        "resolved_place": place.name,
        "geonameid": geonames,
        "lat": place.latitude,
        "lon": place.longitude,
        "district": place.admin2,
        "province": place.admin1,
        "country_code": place.country,
        "resolution": resolution,
    }


def _size(event: Event, status: VictimStatus) -> Json | None:
    """Low, best and high of all sides together; ``None`` where no number is told. For the dead the event's own total,
    else every bound that all parts have is summed."""
    if status is VictimStatus.KILLED:
        counts = [event.fatalities]
    else:
        counts = [v.count for v in event.victims if v.status is status and not v.total]
        counts = counts or [v.count for v in event.victims if v.status is status]
    bounds = {"low": [c.low for c in counts], "best": [c.best for c in counts], "high": [c.high for c in counts]}
    summed = {name: None if not found or None in found else sum(n for n in found if n is not None)
              for name, found in bounds.items()}  # fmt: skip
    return summed if any(n is not None for n in summed.values()) else None
