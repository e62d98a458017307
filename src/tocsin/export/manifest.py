"""The manifest beside an export: what is in the file, what is not and why, versions, citation, licences."""

from typing import Any

from tocsin import __version__
from tocsin.export.event_json import iso_time
from tocsin.export.options import ExportOptions, ExportReport

LICENCES = (
    {
        "what": "place names and coordinates",
        "from": "GeoNames (https://www.geonames.org)",
        "licence": "CC BY 4.0",
        "duty": "name GeoNames as the source",
    },
    {
        "what": "quotes from documents",
        "from": "their publishers",
        "licence": "rights stay with the publishers",
        "duty": "quote sparingly and name the source",
    },
    {
        "what": "coding",
        "from": f"Tocsin {__version__} (Apache-2.0)",
        "licence": "yours: the rows belong to whoever coded them",
        "duty": "cite version, filters and date of the export",
    },
)
CAVEATS = (
    "Absence of reports is not absence of violence.",
    "Figures are as reported and unverified; low, best and high show how far reports differ.",
    "Strategic developments are selected by context and are not comparable between countries.",
)


def manifest(report: ExportReport, options: ExportOptions, sha256: str | None) -> dict[str, Any]:
    """The manifest as plain JSON values."""
    when = iso_time(options.generated_at)
    return {
        "tocsin": __version__,
        "what": report.what,
        "format": report.format,
        "file": None if report.path is None else report.path.name,
        "sha256": sha256,
        "generated_at": when,
        "filters": {str(key): str(value) for key, value in options.filters.items()},
        "include_all": options.include_all,
        "fatalities": options.fatalities if report.format in ("acled-csv", "hxl-csv") else None,
        "read": report.read,
        "rows": report.rows,
        "columns": list(report.columns),
        "left_out": [
            {"reason": reason, "count": count, "first_ids": report.examples.get(reason, [])}
            for reason, count in sorted(report.left_out.items())
        ],
        "remarks": [{"remark": remark, "count": count} for remark, count in sorted(report.remarks.items())],
        "versions": dict(options.versions),
        "citation": citation(report, options),
        "licences": [dict(entry) for entry in LICENCES],
        "caveats": list(CAVEATS),
    }


def citation(report: ExportReport, options: ExportOptions) -> str:
    """One sentence to put under a table or map."""
    filters = ", ".join(f"{key}={value}" for key, value in options.filters.items()) or "none"
    when = "" if options.generated_at is None else f", exported {options.generated_at.date().isoformat()}"
    return (
        f"Conflict {report.what} coded from news reports with Tocsin {__version__}{when}; "
        f"filters: {filters}; {report.rows} rows. Place data: GeoNames, CC BY 4.0."
    )
