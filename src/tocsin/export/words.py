"""Dates, places and counts in words, for notes, explanations and the page."""

from calendar import monthrange
from datetime import date

from tocsin.export.countries import country_row
from tocsin.model.event import Event
from tocsin.model.reading import Stance
from tocsin.model.values import AttackedThing, Count, DateValue, PlaceValue

# The outputs are English whatever the locale of the machine.
_YEAR = "January February March April May June July August September October November December"
_MONTHS = tuple(_YEAR.split())
TIME_PRECISION = {1: "day known", 2: "within about a week", 3: "within a month", 4: "vaguer than a month"}
GEO_PRECISION = {1: "named place", 2: "near it or a small area", 3: "larger region", 4: "country only"}


def day_words(day: date) -> str:
    """``22 July 2022``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_words(start: date, end: date) -> str:
    """``3 to 5 May 2022``, ``30 May to 2 June 2022``; repeated months and years are left out."""
    if start == end:
        return day_words(start)
    if start.year != end.year:
        return f"{day_words(start)} to {day_words(end)}"
    if start.month != end.month:
        return f"{start.day} {_MONTHS[start.month - 1]} to {day_words(end)}"
    return f"{start.day} to {day_words(end)}"


def is_whole_month(value: DateValue) -> bool:
    """Whether the interval is one calendar month."""
    last = monthrange(value.start.year, value.start.month)[1]
    return (value.start.day, value.end.day) == (1, last) and value.start.replace(day=last) == value.end


def date_words(value: DateValue | None) -> str:
    """A date as one would write it in a table: ``22 July 2022``, ``June 2022``, ``3 to 9 May 2022``."""
    if value is None:
        return "date unknown"
    if is_whole_month(value):
        return f"{_MONTHS[value.start.month - 1]} {value.start.year}"
    words = period_words(value.start, value.end)
    return f"night of {words}" if value.part_of_day == "night" and value.start != value.end else words


def date_opening(value: DateValue | None) -> str:
    """The opening of the note: ``On 22 July 2022``, ``Around 6 May 2022 (3 to 9 May)``, ``In June 2022``."""
    if value is None:
        return "On an unknown date"
    if is_whole_month(value):
        return f"In {date_words(value)} (day not reported)"
    if value.precision == 1:
        if value.start == value.end:
            return f"On {day_words(value.start)}"
        if value.part_of_day == "night":
            return f"In the night of {period_words(value.start, value.end)}"
        return f"From {period_words(value.start, value.end)}"
    if value.start == value.end:
        return f"Around {day_words(value.start)}"
    if value.precision >= 4 and (value.end - value.start).days > 360:
        return f"Between {value.start.year} and {value.end.year} (day not reported)"
    return f"In the period {period_words(value.start, value.end)} (day not reported)"


def container_words(place: PlaceValue) -> str:
    """What holds the place: ``Koulikoro, Mali``; names equal to the place itself are left out."""
    country = country_row(place.country).name if place.country else None
    seen = [place.name]
    for name in (place.admin2, place.admin1, country):
        if name and name not in seen:
            seen.append(name)
    return ", ".join(seen[1:])


def place_words(place: PlaceValue | None) -> str:
    """``Kati, Koulikoro, Mali``."""
    if place is None:
        return "place unknown"
    return ", ".join(part for part in (place.name, container_words(place)) if part)


def place_phrase(place: PlaceValue | None) -> str:
    """The place inside a sentence, with its precision: ``near Kati (Koulikoro, Mali)``."""
    if place is None:
        return "at a place not reported"
    if place.precision >= 4:
        country = country_row(place.country).name if place.country else place.name
        return f"in {country} (place not reported)"
    around = container_words(place)
    note = "exact place not reported" if place.precision == 3 else ""
    bracket = "; ".join(part for part in (around, note) if part)
    lead = {1: "in", 2: "in or near", 3: "in the area of"}[max(1, place.precision)]
    return f"{lead} {place.name}" + (f" ({bracket})" if bracket else "")


def count_words(count: Count) -> str:
    """``9``, ``at least 9``, ``9 to 11``, ``up to 20``, ``unknown``; the words of the text stand behind
    vague ones."""
    low, best, high = count.low, count.best, count.high
    if low is None and best is None and high is None:
        return f"an unstated number ({count.words})" if count.words else "unknown"
    if low is None or (low == 0 and high):
        return f"up to {high}" if high is not None else f"about {best}"
    if high is None:
        said = f' ("{count.words}")' if best is None and count.words else ""
        return f"at least {low}{said}"
    return str(low) if low == high else f"{low} to {high}"


def thing_words(thing: AttackedThing) -> str:
    """A thing that was attacked, with its kind, whose it is, and what became of it: ``a flour mill (industry, civilian,
    burned)``."""
    effect = (thing.effect,) if thing.effect else ()
    return f"{thing.words} ({', '.join((thing.kind, thing.side.value, *effect))})"


def is_hedged(event: Event) -> bool:
    """Whether what happened is only told with a hedge: every chosen word for type and modality is hedged."""
    fields = ("sub_event_type", "event_type", "modality")
    stances = [e.stance for e in event.evidence if e.chosen and e.field in fields]
    return bool(stances) and all(stance is Stance.HEDGED for stance in stances)
