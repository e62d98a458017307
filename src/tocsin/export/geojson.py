"""Events as GeoJSON features (RFC 7946: WGS 84, longitude first)."""

from collections.abc import Iterator
from typing import Any

from tocsin.export.event_json import event_json
from tocsin.export.options import ExportOptions, LeftOut
from tocsin.export.records import why_not_codable
from tocsin.export.tables import event_row
from tocsin.model.event import Event


def features(event: Event, options: ExportOptions) -> Iterator[dict[str, Any] | LeftOut]:
    """One point feature, its precision and radius among the properties; events without a point are left out.

    A point of precision 2 or 3 stands for an area: draw ``radius_km`` around it.
    """
    if not (options.include_all or event.codable):
        yield LeftOut(event.event_id, why_not_codable(event))
        return
    record = event_json(event)
    if record["latitude"] is None or record["longitude"] is None:
        country_only = record["geo_precision"] == 4
        yield LeftOut(
            event.event_id,
            "place known at country level only" if country_only else "place without coordinates",
        )
        return
    row = event_row(record)[0]
    properties = {key: value for key, value in row.items() if key not in ("latitude", "longitude")}
    yield {
        "type": "Feature",
        "id": event.event_id,
        "geometry": {"type": "Point", "coordinates": [record["longitude"], record["latitude"]]},
        "properties": properties,
    }
