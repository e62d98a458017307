"""Counts of events and deaths by period, and within each by country, first-level unit, type or actor.

Rules (CODEBOOK sections 5 and 8): strategic developments stand in no rate unless they are asked for; an event told as
a number ("six attacks") is left out where its members are there too, for no toll is added to another of the same; an
unstated toll adds nothing and is counted apart; an open upper bound leaves the sum of them open.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.model.event import Event
from tocsin.model.values import ActorValue

PERIODS = ("day", "week", "month", "year")
GROUPS = ("country", "admin1", "type", "actor")
MEASURES = ("events", "fatalities")
STRATEGIC = "Strategic developments"
UNKNOWN = "unknown"
MOST_PERIODS = 4000
"""Longest row of periods that is filled with zeros: ten years of days."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one group. ``low``, ``best``, ``high``: sums of deaths; ``unstated``: events without a number;
    ``open``: events whose number has no upper bound."""

    events: int = 0
    low: int = 0
    best: int = 0
    high: int = 0
    unstated: int = 0
    open: int = 0

    def measure(self, of: str) -> int:
        """What a bar shows: the number of events, or the best number of dead."""
        return self.events if of == "events" else self.best

    def plus(self, event: Event) -> "Cell":
        """With one event more."""
        low, best, high = event.fatalities.low, event.fatalities.best, event.fatalities.high
        least = low if low is not None else best if best is not None else 0
        likely = best if best is not None else least
        return Cell(
            self.events + 1,
            self.low + (low if low is not None else 0),
            self.best + likely,
            self.high + (high if high is not None else likely),
            self.unstated + (low is None and best is None and high is None),
            self.open + (high is None and (low is not None or best is not None)),
        )


@dataclass(frozen=True)
class Series:
    """Cells by group (``""`` where nothing is grouped) and first day of a period, every period there. ``left_out`` says
    in words what stands in no cell, with its number; ``spread`` are events that lie over several periods and are
    counted in that of their middle day."""

    by: str
    across: str | None
    periods: tuple[date, ...]
    cells: Mapping[str, Mapping[date, Cell]]
    left_out: Mapping[str, int] = field(default_factory=dict)
    spread: int = 0

    def cell(self, group: str, period: date) -> Cell:
        """A cell; empty where nothing was told."""
        return self.cells.get(group, {}).get(period, Cell())

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups, those with most events first."""
        total = {group: sum(cell.events for cell in row.values()) for group, row in self.cells.items()}
        return tuple(sorted(total, key=lambda group: (-total[group], group)))


def series(
    events: Iterable[Event],
    by: str,
    across: str | None = None,
    *,
    strategic: bool = False,
    since: date | None = None,
    until: date | None = None,
    groups: Sequence[str] = (),
) -> Series:
    """The series of ``events`` by a period of ``PERIODS`` and across a group of ``GROUPS`` or none. Days bound the row
    of periods where they are given, else the first and last event. ``groups`` are there even without any event."""
    left_out: dict[str, int] = {}
    cells: dict[str, dict[date, Cell]] = {group: {} for group in groups}
    spread = 0
    counted = [] if across else [""]
    for event in _counted(list(events), left_out, strategic=strategic):
        if event.date is None:
            _count(left_out, "no day is known")
            continue
        start = period_of(event.date.start, by)
        if start != period_of(event.date.end, by):
            spread += 1
            start = period_of(event.date.start + (event.date.end - event.date.start) / 2, by)
        for group in groups_of(event, across) if across else counted:
            row = cells.setdefault(group, {})
            row[start] = row.get(start, Cell()).plus(event)
    told = sorted({start for row in cells.values() for start in row})
    first = period_of(since, by) if since else told[0] if told else None
    last = period_of(until, by) if until else told[-1] if told else None
    periods = _periods(first, last, by) if first is not None and last is not None else ()
    return Series(by, across, tuple(sorted({*periods, *told})), cells, left_out, spread)


def period_of(day: date, by: str) -> date:
    """The first day of the period that holds ``day``; weeks begin on Monday (ISO 8601)."""
    match by:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
    raise ValueError(f"{by!r} is no period; they are {', '.join(PERIODS)}")


def label(period: date, by: str) -> str:
    """A period in ISO 8601: 2024, 2024-03, 2024-W09, 2024-03-04."""
    if by == "week":
        year, week, _ = period.isocalendar()
        return f"{year}-W{week:02}"
    return period.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


def groups_of(event: Event, across: str) -> tuple[str, ...]:
    """The groups an event counts in: one, or both its actors."""
    match across:
        case "country":
            return (event.place.country or UNKNOWN if event.place else UNKNOWN,)
        case "admin1":
            place = event.place
            return (f"{place.country}, {place.admin1}" if place and place.admin1 else UNKNOWN,)
        case "type":
            return (event.event_type or UNKNOWN,)
        case "actor":
            return (
                tuple(dict.fromkeys(map(_name, (event.actor1, event.actor2))))
                if event.actor2
                else (_name(event.actor1),)
            )
    raise ValueError(f"{across!r} is no group; they are {', '.join(GROUPS)}")


def _name(actor: ActorValue | None) -> str:
    return actor.name if actor is not None else UNKNOWN


def _counted(events: Sequence[Event], left_out: dict[str, int], *, strategic: bool) -> Iterator[Event]:
    shown = {event.event_id for event in events}
    sets = {link.event_id for event in events for link in event.linked if link.kind == "member_of"} & shown
    for event in events:
        if event.event_type == STRATEGIC and not strategic:
            _count(left_out, "strategic developments, which stand in no rate (--strategic counts them)")
        elif event.event_id in sets:
            _count(left_out, "told as a number, and its members are counted")
        else:
            yield event


def _count(counts: dict[str, int], reason: str) -> None:
    counts[reason] = counts.get(reason, 0) + 1


def _periods(first: date, last: date, by: str) -> Iterator[date]:
    step: Callable[[date], date] = {
        "day": lambda day: day + timedelta(days=1),
        "week": lambda day: day + timedelta(days=7),
        "month": lambda day: (day + timedelta(days=31)).replace(day=1),
        "year": lambda day: day.replace(year=day.year + 1),
    }[by]
    for _ in range(MOST_PERIODS):
        if first > last:
            return
        yield first
        first = step(first)
