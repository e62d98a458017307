"""Rows of invented places in GeoNames' form, and a small compiled gazetteer, for tests of imports."""

from collections.abc import Sequence
from pathlib import Path

Row = tuple[int, str, str, float, float, str, str, str, str, str, int]


def dump_line(
    number: object,
    name: str,
    others: str = "",
    point: tuple[object, object] = (14.2, -3.9),
    feature: str = "P.PPL",
    country: str = "ML",
    unit: str = "04",
    unit2: str = "",
    people: object = 0,
) -> str:
    """One line of a dump with its 19 columns."""
    group, _, code = feature.partition(".")
    cells = [number, name, name, others, *point, group, code, country, "", unit, unit2, "", "", people, "", "", "", ""]
    return "\t".join(map(str, cells))


DUMP = (
    dump_line(11_000_001, "Tafourat Region", "Région de Tafourat", feature="A.ADM1", unit="77"),
    dump_line(11_000_002, "Karo Cercle", feature="A.ADM2", unit="77", unit2="701", people=90_000),
    dump_line(11_000_003, "Karo", "Karro,Qaro,КАРО,KRO", (14.21, -3.91), unit="77", unit2="701", people=1200),
    dump_line(11_000_004, "Sinkaroubougou", point=(14.3, -3.8), unit="77", unit2="701"),
    dump_line(11_000_005, "Karo Airport", point=(14.25, -3.95), feature="S.AIRP", unit="77"),
    dump_line(11_000_006, "Karo Well", feature="H.WLL", unit="77"),
    dump_line(2454955, "Kolokani", point=(13.57, -8.03), unit="07"),  # in the packaged list, too
)


def write_dump(path: Path, lines: Sequence[str] = DUMP) -> Path:
    """A dump file."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
