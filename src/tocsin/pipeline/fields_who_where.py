"""Places and actors as people write them: ids, names, points; with the nearest when there is none of that name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import GazetteerEntry
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.model.people import CorrectedValue
from tocsin.model.text import fold, name_key
from tocsin.model.values import ActorValue, PlaceValue
from tocsin.pipeline.fields_words import is_unknown

Values = dict[str, CorrectedValue]
Parser = Callable[[str, Event, Knowledge], Values]
_POINT = re.compile(r"(?:(?P<name>.+?)\s*@\s*)?(?P<lat>-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(?P<lon>-?\d{1,3}(?:\.\d+)?)")
_LIKE = 75  # rapidfuzz's 0..100: below it a name is no likely misspelling
_NEAR_KM = 100.0  # as far as the gazetteer looks for the town whose country and unit a point is in
_AT_KM = 5.0  # a point within it is at the town


def place(text: str, event: Event, knowledge: Knowledge) -> Values:
    """A place by id, name or point. Raises UsageError with what there is of the name."""
    if is_unknown(text):
        return {"place": None}
    if found := _POINT.fullmatch(text):
        return {"place": _at(float(found["lat"]), float(found["lon"]), found["name"], event, knowledge)}
    if re.fullmatch(r"[a-z0-9_-]+:\S+", text):
        entry = knowledge.gazetteer.get(text)
        if entry is None:
            raise UsageError(f"The gazetteer has no place {text!r}; `tocsin gazetteer show NAME` gives ids.")
        return {"place": value_of(entry)}
    return {"place": _named(text, event, knowledge)}


def value_of(entry: GazetteerEntry) -> PlaceValue:
    """An entry as a place; its kind gives the precision (CODEBOOK section 4): a town 1, a second-level unit 2, larger
    ones 3, a country 4."""
    precision = {"city": 1, "village": 1, "site": 1, "admin2": 2, "admin3": 2, "country": 4}.get(entry.kind, 3)
    point = precision < 4 and entry.latitude is not None and entry.longitude is not None
    return PlaceValue(
        entry.name,
        entry.place_id,
        entry.country or (entry.countries[0] if len(entry.countries) == 1 else None),
        entry.admin1 if precision < 4 else None,
        entry.name if entry.kind == "admin2" else None,
        latitude=round(entry.latitude or 0.0, 4) if point else None,
        longitude=round(entry.longitude or 0.0, 4) if point else None,
        precision=precision,
        radius_km=entry.radius_km,
    )


def _named(text: str, event: Event, knowledge: Knowledge) -> PlaceValue:
    """The one place of a name in the country named behind a comma, else in the event's country, else anywhere."""
    name, *within = (part.strip() for part in text.split(","))
    country, units = _country(within, knowledge)
    whole = knowledge.countries.find_name(text, cased=False)
    if whole is not None and not within and (entry := knowledge.gazetteer.get(f"country:{whole.alpha3}")):
        return value_of(entry)
    country = country or (event.place.country if event.place is not None else None)
    found = [e for e in knowledge.gazetteer.lookup(name, country) if _inside(e, units)]
    distinct = _distinct(found)
    if len(distinct) == 1:
        return value_of(distinct[0])
    if distinct:
        raise UsageError(f"{len(distinct)} places are called {name!r}: {_options(distinct)}; give the id of one.")
    where = f" in {country}" if country else ""
    raise UsageError(f"The gazetteer has no place {text!r}{where}; {_nearby(name, country, knowledge)}")


def _country(within: Sequence[str], knowledge: Knowledge) -> tuple[str | None, list[str]]:
    """The country among the containers named, and the other containers."""
    country, units = None, []
    for part in within:
        found = knowledge.countries.by_alpha3(part.upper()) or knowledge.countries.find_name(part, cased=False)
        if found is not None and country is None:
            country = found.alpha3
        elif part:
            units.append(part)
    return country, units


def _inside(entry: GazetteerEntry, units: Sequence[str]) -> bool:
    return all(name_key(unit) == name_key(entry.admin1 or "") for unit in units)


def _distinct(found: Sequence[GazetteerEntry]) -> list[GazetteerEntry]:
    """Entries that are different places. Of a town and the units named after it the town is meant; a namesake that is
    a hundred times less important in the gazetteer's own order of people is no rival."""
    towns = [e for e in found if e.kind in ("city", "village")] or list(found)
    most = max((e.population or 0 for e in towns), default=0)
    return [e for e in towns if (e.population or 0) * 100 >= most] if most else towns


def _options(entries: Sequence[GazetteerEntry]) -> str:
    shown = [f"{e.place_id} ({', '.join(p for p in (e.name, e.admin1, e.country) if p)})" for e in entries[:6]]
    return ", ".join(shown) + (" …" if len(entries) > 6 else "")


def _nearby(name: str, country: str | None, knowledge: Knowledge) -> str:
    alike = knowledge.gazetteer.fuzzy(name, country, 4) if country else ()
    if alike:
        return f"did you mean {_options([entry for entry, _ in alike])}?"
    elsewhere = knowledge.gazetteer.lookup(name)
    if elsewhere:
        return f"elsewhere there is {_options(elsewhere[:3])}; give its id if you mean it."
    return "give an id (`tocsin gazetteer show NAME`) or a point such as `Kati @ 12.74,-8.07`."


def _at(latitude: float, longitude: float, name: str | None, event: Event, knowledge: Knowledge) -> PlaceValue:
    """A point with country and first-level unit of the nearest town."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise UsageError(f"{latitude},{longitude} is no point; latitude (-90 to 90) comes first, then longitude.")
    near = knowledge.gazetteer.nearest(latitude, longitude, within_km=_NEAR_KM)
    country = knowledge.outlines.country_at(latitude, longitude)
    at_home = [hit for hit in near if hit[0].country == country] or list(near)
    town = at_home[0][0] if at_home else None
    if town is None and country is None and (event.place is None or event.place.country is None):
        raise UsageError(
            f"No town lies within {_NEAR_KM:g} km of {latitude},{longitude}, and it lies in no country; name the "
            "place by an id."
        )
    present = event.place
    called = name or (present.name if present is not None and present.precision < 4 else None)
    return PlaceValue(
        called or (town.name if town is not None else f"{latitude:g}, {longitude:g}"),
        None,
        country or (town.country if town is not None else present.country if present else None),
        town.admin1 if town is not None else present.admin1 if present else None,
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        precision=1 if near and near[0][1] <= _AT_KM else 2,
        radius_km=1.0,
    )


def geo_precision(text: str, event: Event, knowledge: Knowledge) -> Values:
    """The precision code of the codebook."""
    codes = knowledge.codebook.geo_precision
    if not text.isdigit() or int(text) not in codes:
        known = ", ".join(f"{code} ({words})" for code, words in codes.items())
        raise UsageError(f"geo_precision takes {known}, not {text!r}.")
    if event.place is None:
        raise UsageError("The event has no place yet; correct `place`.")
    return {"geo_precision": int(text)}


def actor(side: str) -> Parser:
    """A side of the event."""

    def parse(text: str, event: Event, knowledge: Knowledge) -> Values:
        if is_unknown(text):
            return {side: None}
        day = event.date.start if event.date is not None else None
        country = event.place.country if event.place is not None else None
        value = knowledge.actors.value(actor_id(text, knowledge, country), day, country)
        before: ActorValue | None = getattr(event, side)
        allies = before.associated if before is not None and before.id == value.id else ()
        return {side: replace(value, associated=allies)}

    return parse


def allies(side: str) -> Parser:
    """The associated actors of a side."""

    def parse(text: str, event: Event, knowledge: Knowledge) -> Values:
        field = f"{side}_associated"
        if is_unknown(text):
            return {field: ()}
        if getattr(event, side) is None:
            raise UsageError(f"The event has no {side}, so nobody can be with it; correct `{side}` first.")
        day = event.date.start if event.date is not None else None
        country = event.place.country if event.place is not None else None
        names = [part.strip() for part in text.split(";") if part.strip()]
        known = getattr(event, side).associated
        return {field: tuple(dict.fromkeys(
            name if name in known else knowledge.actors.name_on(actor_id(name, knowledge, country), day)
            for name in names
        ))}  # fmt: skip

    return parse


def actor_id(text: str, knowledge: Knowledge, country: str | None) -> str:
    """The id of an actor named by id or by one of its names; of several of one name that of the event's country.

    Raises:
        UsageError: there is none, or several; the sentence names the nearest.
    """
    registry = knowledge.actors
    if registry.get(text) is not None:
        return text
    titled = [a for a in registry.all() if any(name_key(t.text) == name_key(text) for t in a.titles)]
    found = titled or list(registry.by_name(text))
    here = [a for a in found if country is not None and country in a.countries]
    chosen = here if len(here) == 1 else found
    if len(chosen) == 1:
        return chosen[0].id
    if chosen:
        some = ", ".join(f"{a.id} ({a.name})" for a in chosen[:6])
        raise UsageError(f"{len(chosen)} actors are called {text!r}: {some}; give the id of one.")
    raise UsageError(f"{text!r} is no actor of the registry; {_likely(text, knowledge)}")


def _likely(text: str, knowledge: Knowledge) -> str:
    names: dict[str, str] = {}
    for found in knowledge.actors.all():
        names.setdefault(found.id, found.id)
        for title in (*found.titles, *found.names):
            names.setdefault(title.text, found.id)
    folded = {name: fold(name) for name in names}
    hits = process.extract(fold(text), folded, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=12)
    ids = dict.fromkeys(names[name] for _, _, name in hits)
    holding = dict.fromkeys(a.id for a in knowledge.actors.search(text))
    likely = [a for i in (*ids, *holding) if (a := knowledge.actors.get(i)) is not None][:4]
    if likely:
        return f"did you mean {' or '.join(f'{a.id} ({a.name})' for a in likely)}?"
    return "`tocsin actors search WORDS` looks further; docs/knowledge-files.md says how to add a group."
