"""Events with HXL hashtags: one row a day as in acled-csv, the hashtags of OCHA's conflict files under the header."""

from collections.abc import Iterator

from tocsin.export.acled import Row, acled_rows
from tocsin.export.countries import country_row
from tocsin.export.options import ExportOptions, ExportReport, LeftOut
from tocsin.model.event import Event

HASHTAGS = {
    "iso3": "#country+code", "event_id_cnty": "#event+code", "event_date": "#date+occurred",
    "event_type": "#event+type", "sub_event_type": "#event+type+sub", "actor1": "#group+name+first",
    "assoc_actor_1": "#group+name+first+assoc", "actor2": "#group+name+second",
    "assoc_actor_2": "#group+name+second+assoc", "region": "#region+name", "country": "#country+name",
    "admin1": "#adm1+name", "admin2": "#adm2+name", "admin3": "#adm3+name", "location": "#loc+name",
    "latitude": "#geo+lat", "longitude": "#geo+lon", "source": "#meta+source", "notes": "#description",
    "fatalities": "#affected+killed",
}  # fmt: skip
"""Columns and their hashtags (HXL 1.1; the attributes of OCHA's files of conflict events)."""


def hxl_rows(event: Event, options: ExportOptions, report: ExportReport) -> Iterator[Row | LeftOut]:
    """The event as one row a day, or the reason why it is left out (that of acled-csv)."""
    for row in acled_rows(event, options, report):
        if isinstance(row, LeftOut):
            yield row
            continue
        country = event.place.country if event.place is not None else None
        row = row | {"iso3": country_row(country).alpha3 if country else ""}
        yield {column: row[column] for column in HASHTAGS}
