"""Values that people gave: they outrank whatever engines read, and every rule behind them sees them.

A correction is about one atomic field (``fatalities_high``, ``date_start``); parts that nobody corrected stay as the
reports have them. Where a person's part contradicts what the reports give for another part (a lower bound above the
upper one), the person's stands and the other follows. Of two corrections of one field the later stands.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from tocsin.merge.case import Choice
from tocsin.merge.sides import Side, Sides
from tocsin.merge.victims import Tolls
from tocsin.model.event import Event, Evidence
from tocsin.model.people import CORRECTED, Correction
from tocsin.model.reading import Modality, Value
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, PlaceValue, VictimCount

_T = TypeVar("_T")
_BOUNDS = ("low", "best", "high")
UNKNOWN = "unknown"
"""What stands in the evidence for a value that a person took away."""


@dataclass(frozen=True)
class Corrections:
    """The corrections in force for one event, in the order they were made."""

    made: tuple[Correction, ...]

    @classmethod
    def of(cls, made: Iterable[Correction]) -> "Corrections":
        """Sorted by moment, each once."""
        unique = {(c.id, c.field): c for c in made}
        return cls(tuple(sorted(unique.values(), key=lambda c: (c.at, c.id, c.field))))

    def latest(self, field: str) -> Correction | None:
        """What stands for a field."""
        return next((c for c in reversed(self.made) if c.field == field), None)

    def parts(self, name: str, parts: Sequence[str]) -> dict[str, Correction]:
        """What stands for the parts of a field (``fatalities_low``), those made earlier first."""
        found = [(p, c) for p in parts if (c := self.latest(f"{name}_{p}")) is not None]
        return dict(sorted(found, key=lambda pair: (pair[1].at, pair[1].id, parts.index(pair[0]))))

    # Fields

    def choice(self, field: str, told: Choice[_T], make: Callable[[Any], _T]) -> Choice[_T]:
        """A field's choice, or what a person put in its place; rivals stay visible, contradictions are settled."""
        said = self.latest(field)
        if said is None:
            return told
        return replace(
            told,
            value=make(said.value),
            rule=CORRECTED,
            evidence=(*self.evidence(field), *_rivals(told.evidence)),
            flags=(),
        )

    def date(self, told: Choice[DateValue | None]) -> Choice[DateValue | None]:
        """The date, with the days and the precision that people gave."""
        said = self.parts("date", ("start", "end"))
        precision = self.latest("time_precision")
        if not said and precision is None:
            return told
        value = _interval(told.value, {p: c.value for p, c in said.items()})
        if value is not None and precision is not None and isinstance(precision.value, int):
            value = replace(value, precision=precision.value)
        made = [*said.values(), *([precision] if precision is not None else [])]
        return self._composed(told, "date", value, made, whole=bool(said))

    def place(self, told: Choice[PlaceValue | None]) -> Choice[PlaceValue | None]:
        """The place, with the precision that people gave."""
        found = self.choice("place", told, lambda value: value)
        precision = self.latest("geo_precision")
        if precision is None or found.value is None or not isinstance(precision.value, int):
            return found
        value = replace(found.value, precision=precision.value)
        return self._composed(found, "place", value, [precision], whole=False)

    def crowd(self, told: Choice[Count | None]) -> Choice[Count | None]:
        """The size of the crowd."""
        said = self.parts("crowd_size", _BOUNDS)
        if not said:
            return told
        count = _bounded(told.value or Count(None, None, None), said)
        value = None if count == Count(None, None, None) else count
        return self._composed(told, "crowd_size", value, list(said.values()), whole=len(said) == 3)

    def tolls(self, told: Tolls) -> Tolls:
        """Fatalities and victims. Who counts the dead anew settles the reports' contradictions about them."""
        fatalities, evidence, flags = told.fatalities, told.evidence, told.flags
        said = self.parts("fatalities", _BOUNDS)
        if said:
            fatalities = _bounded(told.fatalities, said)
            own = self._evidence("fatalities", fatalities, list(said.values()))
            evidence = (*own, *_rivals(evidence, "fatalities" if len(said) == 3 else ""))
            flags = ()
        victims = self.latest("victims")
        if victims is not None:
            evidence = (*self.evidence("victims"), *_rivals(evidence, "victims"))
        counts = told.victims if victims is None else _all(victims, VictimCount)
        return Tolls(fatalities, counts, evidence, flags)

    def sides(self, told: Sides) -> Sides:
        """Both sides before what the type implies."""
        return replace(told, actor1=self._side("actor1", told.actor1), actor2=self._side("actor2", told.actor2))

    def _side(self, name: str, told: Side) -> Side:
        return self.choice(name, told, lambda value: value)

    def final_sides(self, before: Sides, implied: tuple[Side, Side]) -> tuple[Side, Side]:
        """Both sides in the end: what the type implies moves nobody whom a person put in a place."""
        first, second = implied
        if self.latest("actor1") is not None:
            moved = second.value is not None and second.value == before.actor1.value
            first, second = before.actor1, before.actor2 if moved else second
        if self.latest("actor2") is not None:
            moved = first.value is not None and first.value == before.actor2.value
            first, second = before.actor1 if moved else first, before.actor2
        return self._allied("actor1", first), self._allied("actor2", second)

    def _allied(self, name: str, side: Side) -> Side:
        said = self.latest(f"{name}_associated")
        if said is None or side.value is None:
            return side
        value = replace(side.value, associated=_all(said, str))
        return replace(side, value=value, evidence=(*side.evidence, *self.evidence(f"{name}_associated", name)))

    def finish(self, event: Event) -> Event:
        """The event with the corrections of what is derived (targeting, dispute), notes and review state."""
        changes: dict[str, Any] = {}
        evidence: list[Evidence] = []
        for field in ("civilian_targeting", "disputed", "notes", "review_state"):
            said = self.latest(field)
            if said is not None:
                changes[field] = said.value
                evidence += self.evidence(field)
        if not changes:
            return event
        kept = tuple(replace(e, chosen=False) if e.field in changes else e for e in event.evidence)
        return replace(event, evidence=(*kept, *evidence), **changes)

    # Evidence

    def evidence(self, field: str, name: str | None = None) -> tuple[Evidence, ...]:
        """Every correction of a field as evidence, the one that stands chosen; ``name`` is the field it is shown at."""
        latest = self.latest(field)
        return tuple(
            _row(name or field, value, c, c is latest)
            for c in reversed([c for c in self.made if c.field == field])
            for value in _values(c.value)
        )

    def _composed(
        self, told: Choice[_T], name: str, value: _T, made: Sequence[Correction], *, whole: bool
    ) -> Choice[_T]:
        rivals = _rivals(told.evidence) if whole else told.evidence
        shown: Value = UNKNOWN if value is None else value  # type: ignore[assignment]
        evidence = (*self._evidence(name, shown, made), *rivals)
        return replace(told, value=value, rule=CORRECTED, evidence=evidence, flags=() if whole else told.flags)

    def _evidence(self, name: str, value: Value, made: Sequence[Correction]) -> tuple[Evidence, ...]:
        """A value made of several people's parts: one row an act, the last first."""
        acts = dict.fromkeys(c.id for c in reversed(made))
        rows = []
        for number, act in enumerate(acts):
            of_act = [c for c in made if c.id == act]
            row = _row(name, value, of_act[0], number == 0)
            parts = tuple(f"{c.field}: {c.was or UNKNOWN} → {c.shown or UNKNOWN}" for c in of_act)
            rows.append(replace(row, reasons=(*row.reasons, *parts)))
        return tuple(rows)


def _row(name: str, value: Value, correction: Correction, chosen: bool) -> Evidence:
    return Evidence(
        field=name,
        value=value,
        spans=(),
        chosen=chosen,
        author=correction.author,
        rule=CORRECTED,
        reasons=(correction.why, f"on {correction.at.date().isoformat()}"),
        assertion_id=correction.id,
    )


def _values(value: object) -> tuple[Any, ...]:
    if value is None or value == ():
        return (UNKNOWN,)
    return value if isinstance(value, tuple) else (value,)


def _rivals(evidence: Iterable[Evidence], field: str | None = None) -> tuple[Evidence, ...]:
    """Evidence that a person's value stands before; only of one field when it is named."""
    return tuple(replace(e, chosen=False) if field is None or e.field == field else e for e in evidence)


def _all(correction: Correction, kind: type[_T]) -> tuple[_T, ...]:
    value = correction.value
    return tuple(v for v in value if isinstance(v, kind)) if isinstance(value, tuple) else ()


def _interval(told: DateValue | None, said: dict[str, Any]) -> DateValue | None:
    """The days in the order they were given; the other end follows where it would lie on the wrong side."""
    start, end = (told.start, told.end) if told is not None else (None, None)
    for part, text in said.items():
        day = date.fromisoformat(text) if text is not None else None
        if part == "start":
            start, end = day, end if day is None or end is None else max(day, end)
        else:
            end, start = day, start if day is None or start is None else min(day, start)
    if start is None or end is None:
        known = start or end
        if known is None or None in said.values():
            return None
        start = end = known
    kept = told is not None and (start, end) == (told.start, told.end)
    if told is not None and kept:
        return told
    precision = told.precision if told is not None and start != end else 1 if start == end else 2
    return DateValue(start, end, precision)


def _bounded(told: Count, said: dict[str, Correction]) -> Count:
    """Bounds in the order they were given; reported bounds on the wrong side of them follow."""
    bounds: dict[str, int | None] = {"low": told.low, "best": told.best, "high": told.high}
    for part, correction in said.items():
        value = correction.value if isinstance(correction.value, int) else None
        bounds[part] = value
        if value is None:
            continue
        for other in _BOUNDS:
            known, place = bounds[other], _BOUNDS.index(other) - _BOUNDS.index(part)
            if known is not None and place:
                bounds[other] = min(known, value) if place < 0 else max(known, value)
    return Count(bounds["low"], bounds["best"], bounds["high"])


def modality(value: Any) -> Modality:
    """A stored modality."""
    return Modality(value)


def actor(value: Any) -> ActorValue | None:
    """A stored actor, ``None`` for nobody."""
    return value if isinstance(value, ActorValue) else None


def things(value: Any) -> tuple[AttackedThing, ...]:
    """Stored things hit."""
    return tuple(v for v in value or () if isinstance(v, AttackedThing))


def words(value: Any) -> tuple[str, ...]:
    """Stored words (weapons, tags)."""
    return tuple(v for v in value or () if isinstance(v, str))


def number(value: Any) -> int | None:
    """A stored number."""
    return value if isinstance(value, int) else None
