"""What ``tocsin gazetteer build|show|info`` prints: plain lines, ready for the command line."""

from collections.abc import Iterator
from pathlib import Path

from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry, default_path


def entry_line(entry: GazetteerEntry) -> str:
    """One place on one line: id, name, kind, unit and country, point, and remarks."""
    where = ", ".join(part for part in (entry.admin1, entry.country or "/".join(entry.countries)) if part)
    point = "no point" if entry.latitude is None else f"{entry.latitude:.4f}, {entry.longitude:.4f}"
    remarks = [f"found as {entry.matched}"] if entry.matched != "name" else []
    if entry.population:
        remarks.append(f"{entry.population:,} inhabitants")
    if entry.radius_km is not None:
        remarks.append(f"radius {entry.radius_km:g} km")
    if entry.estimated:
        remarks.append("estimated point")
    if not entry.verified:
        remarks.append("unverified")
    tail = f" ({'; '.join(remarks)})" if remarks else ""
    return f"{entry.place_id}  {entry.name} [{entry.kind}] {where}  {point}{tail}"


def show(gazetteer: Gazetteer, name: str, country: str | None = None) -> Iterator[str]:
    """Lines for ``tocsin gazetteer show NAME``: exact readings, most important first, else near spellings.

    Near spellings need ``country`` (alpha-3). Says so when there is nothing.
    """
    found = gazetteer.lookup(name, country)
    if found:
        yield from map(entry_line, found)
        return
    within = f" in {country}" if country else ""
    yield f"No place called {name!r}{within} is in the gazetteer."
    if country is None:
        yield "Give --country (ISO alpha-3) to look for near spellings."
        return
    for entry, likeness in gazetteer.fuzzy(name, country):
        yield f"{likeness:.0%}  {entry_line(entry)}"


def info(gazetteer: Gazetteer) -> Iterator[str]:
    """Lines for ``tocsin gazetteer info``: file, version, contents, attribution."""
    for key, value in gazetteer.info().items():
        yield f"{key.replace('_', ' ')}: {value:,}" if isinstance(value, int) else f"{key.replace('_', ' ')}: {value}"


def build(path: Path | None = None) -> Iterator[str]:
    """Compile anew and say where. See ``Gazetteer.build`` for errors."""
    gazetteer = Gazetteer.build(path or default_path())
    yield f"Built {gazetteer.path} ({gazetteer.path.stat().st_size / 1e6:.0f} MB)."
    yield gazetteer.meta["attribution"]
