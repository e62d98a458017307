"""Edits made in a spreadsheet: what changed in an edited CSV export, against the revision each row was exported at.

Spreadsheets damage files: another separator, a byte-order mark, days in the user's order, decimal commas, apostrophes,
truth values in the user's language. Cells are therefore compared by what they mean, and damage that means the same is
no edit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tocsin import knowledge
from tocsin.knowledge import Knowledge
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.model.values import PlaceValue
from tocsin.pipeline import fields
from tocsin.pipeline.csv_cells import IGNORED, Table, broken, clean, read_table, same_cell
from tocsin.pipeline.fields_when import day
from tocsin.pipeline.people import anchors_of
from tocsin.pipeline.presenting import made_note, present, value_text
from tocsin.store import Edit, Store


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that becomes a correction. ``row`` counts as the spreadsheet does: the heads are row 1."""

    row: int
    event_id: str
    column: str
    was: str
    new: str
    why: str | None


@dataclass(frozen=True, slots=True)
class CellRefusal:
    """A cell (or a whole row: no column) that cannot become a correction, and why."""

    row: int
    column: str | None
    sentence: str


@dataclass
class Plan:
    """What an edited file asks for: changes, refusals, remarks, and the edits to record."""

    changes: list[CellChange] = field(default_factory=list)
    refused: list[CellRefusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows with a change."""
        return len({change.row for change in self.changes})

    @property
    def cells(self) -> int:
        """Cells that changed."""
        return len(self.changes)

    @property
    def all_reasoned(self) -> bool:
        """Whether every change has a reason of its own, in a column ``why``."""
        return bool(self.changes) and all(change.why for change in self.changes)


def plan(store: Store, path: Path) -> Plan:
    """Compare an edited export with the database.

    Raises:
        UsageError: the file cannot be read, or is no export of events.
    """
    found = read_table(path)
    made = Plan(notices=list(found.notices))
    known = knowledge.load()
    seen: dict[str, int] = {}
    for number, row in found.rows:
        event_id = clean(row["event_id"])
        if not any(clean(cell) for cell in row.values()):
            continue
        if event_id in seen:
            made.refused.append(CellRefusal(number, None, f"{event_id} stands in row {seen[event_id]} already."))
            continue
        seen[event_id] = number
        try:
            _Row(store, known, found, number, row, made).read(event_id)
        except UsageError as error:
            made.refused.append(CellRefusal(number, None, str(error)))
    return made


@dataclass
class _Row:
    """One row of the file, on its way to edits."""

    store: Store
    known: Knowledge
    table: Table
    number: int
    row: Mapping[str, str]
    made: Plan

    def read(self, event_id: str) -> None:
        """Add the row's changes and refusals. Raises UsageError when the row cannot be used at all."""
        event, base, revision = self._event(event_id)
        now, then = _cells(event), _cells(base)
        edited = {}
        for column in self.table.columns:
            if column in IGNORED or column not in then or same_cell(column, self.row[column], then[column]):
                continue
            if column == "notes" and same_cell(column, self.row[column], made_note(base)):
                continue
            if same_cell(column, self.row[column], now[column]):
                continue  # the same correction was made meanwhile
            if not same_cell(column, then[column], now[column]):
                self._refuse(column, f"{event_id} has changed since this row was exported (revision {revision}): "
                             f"{column} is {now[column] or 'unknown'} now, at revision {event.revision}. "
                             "Export anew and edit that.")  # fmt: skip
                continue
            edited[column] = clean(self.row[column])
        if edited:
            self._edit(event, edited)

    def _event(self, event_id: str) -> tuple[Event, Event, int]:
        """The event now, as it was exported, and the revision it was exported at."""
        event = self.store.event(event_id) if event_id else None
        if event is None or event.event_id != event_id:
            raise UsageError(_gone(self.store, event_id, event))
        text = clean(self.row.get("revision", ""))
        revision = int(float(text)) if text.replace(".0", "").isdigit() else 0
        base = event if revision == event.revision else self.store.event_at(event_id, revision)
        if base is None:
            raise UsageError(
                f"The revision {text!r} is none of {event_id} (now {event.revision}); leave that column as it is."
            )
        return event, base, revision

    def _edit(self, event: Event, edited: dict[str, str]) -> None:
        """Edits of one event, group by group of columns that hang together."""
        why = clean(self.row.get("why", "")) or None
        anchors = anchors_of(self.store, event)
        for columns, name, text in _asked(edited, self.row, event):
            try:
                if text is None:
                    raise UsageError(f"{name} cannot be corrected itself: {fields.FOLLOWS[name]}.")
                bad = next((c for c in columns if broken(edited.get(c, ""))), None)
                if bad is not None:
                    raise UsageError(f"{edited[bad]!r} is an error of the spreadsheet, no value; write it anew.")
                values = fields.parse(event, name, text, self.known)
            except UsageError as error:
                self._refuse(columns[0], str(error))
                continue
            for atomic, value in values.items():
                was = fields.shown(event, atomic)
                self.made.edits.append(Edit(event.event_id, atomic, value, was, value_text(value), anchors, why))
            for column in columns:
                was = present(event)[column]
                new = _new(column, values, edited[column])
                self.made.changes.append(CellChange(self.number, event.event_id, column, was, new, why))

    def _refuse(self, column: str, sentence: str) -> None:
        self.made.refused.append(CellRefusal(self.number, column, sentence))


def _cells(event: Event) -> dict[str, str]:
    return present(event)


def _new(column: str, values: fields.Values, cell: str) -> str:
    """What a column will hold: a day year first, an actor by its name; the cell as it is where several columns make one
    value."""
    field = column.removesuffix("_id")
    if field in values:
        return value_text(values[field])
    place = values.get("place")
    if isinstance(place, PlaceValue):
        name = {"location": "name"}.get(column, column)
        return value_text(getattr(place, name, cell))
    return cell


def _gone(store: Store, event_id: str, now: Event | None) -> str:
    if not event_id:
        return "The row has no event_id, so nobody knows which event is meant; corrections cannot add events."
    if now is not None:
        return f"{event_id} was merged into {now.event_id}; correct that event."
    log = store.log(event_id)
    if log:
        return f"{event_id} was withdrawn on {log[-1].at[:10]} ({log[-1].why}); there is nothing to correct."
    return f"No event is called {event_id!r} in this database."


_Asked = tuple[Sequence[str], str, str | None]


def _asked(edited: dict[str, str], row: Mapping[str, str], event: Event) -> Iterator[_Asked]:
    """Columns, the field they ask for, and the text to parse (``None``: the column follows from others)."""
    left = dict(edited)
    for take in (_dates, _place, _counts, _actors):
        yield from take(left, row, event)
    for column, text in left.items():
        yield (column,), column, None if column in fields.FOLLOWS else text


def _dates(left: dict[str, str], row: Mapping[str, str], event: Event) -> Iterator[_Asked]:
    """Both ends of the interval together, so that a day can move past the old one."""
    ends = [c for c in ("date_start", "date_end") if c in left]
    if not ends:
        return
    cells = {c: clean(row[c]) if c in row else fields.shown(event, c) for c in ("date_start", "date_end")}
    for column in ends:
        del left[column]
    if not any(cells.values()):
        yield ends, "date", ""
        return
    try:
        first, last = (day(cells[c]) if cells[c] else None for c in ("date_start", "date_end"))
    except UsageError:
        for column in ends:  # named one by one: the other may be in order
            yield (column,), column, cells[column]
        return
    start, end = first or last, last or first
    if len(ends) == 1 and event.date is not None and event.date.start == event.date.end and None not in (first, last):
        start = end = first if ends == ["date_start"] else last  # a single day that moved
    if start == end:
        yield ends, "date", str(start)
        return
    yield ends, "date", f"{start}/{end}"


def _place(left: dict[str, str], row: Mapping[str, str], event: Event) -> Iterator[_Asked]:
    """The place by the surest of its cells that changed: id, point, name with country."""
    changed = [c for c in ("place_id", "latitude", "longitude", "location", "country", "admin1") if c in left]
    if not changed or changed == ["admin1"]:
        return
    for column in changed:
        del left[column]
    here = {c: clean(row.get(c, "")) for c in ("place_id", "latitude", "longitude", "location", "country", "admin1")}
    point = f"{here['latitude'].replace(',', '.')}, {here['longitude'].replace(',', '.')}"
    if "place_id" in changed and here["place_id"]:
        yield changed, "place", here["place_id"]
    elif "latitude" in changed or "longitude" in changed:
        yield changed, "place", f"{here['location']} @ {point}" if here["location"] else point
    elif changed == ["country"]:
        yield changed, "place", here["country"]
    elif "location" in changed and here["location"]:
        within = [here["admin1"]] if "admin1" in changed else []
        within += [here["country"]] if here["country"] else []
        yield changed, "place", ", ".join([here["location"], *within])
    else:
        yield changed, "place", "unknown"


def _counts(left: dict[str, str], row: Mapping[str, str], event: Event) -> Iterator[_Asked]:
    """Low, best and high together, so that all may rise."""
    for name in ("fatalities", "crowd_size"):
        columns = [f"{name}_{part}" for part in ("low", "best", "high")]
        changed = [c for c in columns if c in left]
        if len(changed) < 2:
            continue
        cells = [clean(row[c]) if c in row else fields.shown(event, c) for c in columns]
        for column in changed:
            del left[column]
        yield changed, name, "/".join(cell or "?" for cell in cells)


def _actors(left: dict[str, str], row: Mapping[str, str], event: Event) -> Iterator[_Asked]:
    """A side by its id where that changed, else by its name; the type of a new side is the registry's."""
    for side in ("actor1", "actor2"):
        changed = [c for c in (f"{side}_id", side) if c in left]
        if not changed:
            continue
        texts = [left.pop(c) for c in changed]
        if len(changed) == 1 and not texts[0]:
            yield changed, side, "unknown"
            continue
        left.pop(f"{side}_type", None)
        yield changed, side, next((text for text in texts if text), "unknown")
