"""The contract's event filters, one frozen object for command line, Python and URL."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from tocsin.knowledge.codebook import Codebook
from tocsin.knowledge.grades import Grades
from tocsin.knowledge.source_classes import check_names
from tocsin.model.errors import UsageError
from tocsin.model.event import REJECTED, REVIEW_STATES
from tocsin.model.reading import Modality
from tocsin.model.text import fold
from tocsin.store.rows import grade_word, moment

_GRADE = re.compile("^[A-Ea-e][1-5]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events. Several values of one filter mean "any of them"; different filters must all hold.

    ``country``: ISO 3166-1 alpha-3. ``bbox``: west, south, east, north in degrees (west > east crosses the
    date line). ``since``/``until``: first and last day; an event counts when its interval touches them.
    ``changed_since``: revised at or after this moment. ``type``/``sub_type``: names, folded. ``actor``:
    registry id, or part of a name. ``source``: document id, publisher, URL or story, or part of them.
    ``min_grade``: a letter from A to E, or letter and number ("C3"): one document that speaks for its story must be
    graded so or better on both axes; what cannot be judged (F, 6) never is.
    ``without``: classes of sources (``grades.yml``) that are left out, and every event put together anew from what
    remains; the other filters look at the events as they are then. ``pipeline.seen`` does it, the store alone cannot.
    ``text``: words that must all occur in notes, quotes, place or type. ``review``: review state. ``all``
    adds what is not codable. ``as_of``: the dataset as it stood at that moment.
    """

    country: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    since: date | None = None
    until: date | None = None
    changed_since: datetime | None = None
    type: tuple[str, ...] = ()
    sub_type: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    min_confidence: float | None = None
    min_grade: str | None = None
    without: tuple[str, ...] = ()
    disputed: bool | None = None
    background: bool | None = None
    modality: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    text: str | None = None
    all: bool = False
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        if self.bbox is not None:
            _check_bbox(self.bbox)
        if self.since and self.until and self.until < self.since:
            raise UsageError(f"until ({self.until}) lies before since ({self.since}); swap them.")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise UsageError(f"min_confidence {self.min_confidence} is outside 0 to 1.")
        if self.min_grade is not None and not _GRADE.match(self.min_grade):
            raise UsageError(
                f"min_grade {self.min_grade!r} is no grade; write a letter A to E, or with a number 1 to 5: C3."
            )
        if self.without:
            check_names(self.without, Grades.open().classes)
            if self.as_of is not None or self.changed_since is not None:
                raise UsageError(
                    "--without puts the present events together anew; what they were at another time is not kept for "
                    "that, so --as-of and --changed-since do not go with it."
                )
        known = [member.value for member in Modality]
        for name in self.review:
            if fold(name) not in REVIEW_STATES:
                raise UsageError(f"review state {name!r} is unknown; choose from {', '.join(REVIEW_STATES)}.")
        for name in self.modality:
            if name not in known:
                raise UsageError(f"modality {name!r} is unknown; choose from {', '.join(known)}.")
        if self.type or self.sub_type:
            _check_types(self.type, self.sub_type)
        for code in self.country:
            if len(code) != 3 or not code.isalpha():
                raise UsageError(f"country {code!r} is no ISO 3166-1 alpha-3 code such as MLI.")

    def describe(self) -> dict[str, str]:
        """The filters that are set, as text, for manifests and messages."""
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found[field.name] = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        return found


def parse_moment(text: str, *, end_of_day: bool = False) -> datetime:
    """A moment from ``2024-03-04`` or ``2024-03-04T05:06[:07][Z]`` (UTC when no zone is given).

    Raises:
        UsageError: neither form.
    """
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime.combine(day, time.max if end_of_day else time.min, UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date or moment; write 2024-03-04 or 2024-03-04T05:06:07Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def parse_day(text: str) -> date:
    """A day from ``2024-03-04``. Raises UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date; write it like 2024-03-04.") from None


def parse_bbox(text: str) -> tuple[float, float, float, float]:
    """``west,south,east,north`` in degrees. Raises UsageError."""
    parts = text.split(",")
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise UsageError(f"bbox {text!r} is not west,south,east,north in degrees, e.g. -5.5,12,0.5,17.") from None
    return west, south, east, north


def _check_types(types: Iterable[str], sub_types: Iterable[str]) -> None:
    """Raises UsageError for a name that the codebook does not have: a mistyped filter must not look like no events."""
    book = Codebook.open()
    names = {"type": [name for name, _ in book.event_types], "sub_type": list(book.sub_event_types)}
    folded = {key: {fold(name) for name in known} for key, known in names.items()}
    for key, other, given in (("type", "sub_type", types), ("sub_type", "type", sub_types)):
        for name in given:
            if fold(name) not in folded[key]:
                hint = f"it is a {other}" if fold(name) in folded[other] else f"choose from {', '.join(names[key])}"
                raise UsageError(f"{key} {name!r} is unknown; {hint}.")


def _check_bbox(box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise UsageError(
            f"bbox {west},{south},{east},{north} is not west,south,east,north in degrees "
            "(south below north, within -180..180 and -90..90)."
        )


def conditions(wanted: EventFilter, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """SQL conditions over the flat columns of ``events`` or ``event_revisions``; ``as_of`` is not among
    them."""
    c = table.c
    found: list[sa.ColumnElement[bool]] = []
    if wanted.country:
        found.append(c.country.in_([code.upper() for code in wanted.country]))
    for names, column in (
        (wanted.admin1, c.admin1),
        (wanted.type, c.event_type),
        (wanted.sub_type, c.sub_event_type),
        (wanted.review, c.review_state),
    ):
        if names:
            found.append(sa.func.tocsin_fold(column).in_([fold(name) for name in names]))
    if wanted.bbox is not None:
        found.append(_in_box(wanted.bbox, table))
    if wanted.since is not None:
        found.append(c.date_end >= wanted.since.isoformat())
    if wanted.until is not None:
        found.append(c.date_start <= wanted.until.isoformat())
    if wanted.changed_since is not None:
        found.append(c.updated_at >= moment(wanted.changed_since))
    if wanted.min_confidence is not None:
        found.append(c.confidence >= wanted.min_confidence)
    if wanted.min_grade is not None:
        found.append(sa.or_(*_contains(c.source_search, _passing(wanted.min_grade))))
    if wanted.disputed is not None:
        found.append(c.disputed.is_(wanted.disputed))
    if wanted.background is not None:
        found.append(c.background.is_(wanted.background))
    found += _search_conditions(wanted, table)
    found += _default_conditions(wanted, table)
    return found


def _default_conditions(wanted: EventFilter, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """Codable events only, unless ``all``; naming modalities replaces the modality part of that rule."""
    c = table.c
    found: list[sa.ColumnElement[bool]] = []
    if wanted.modality:
        found.append(c.modality.in_(wanted.modality))
        if not wanted.all:
            found += [c.country.is_not(None), c.time_precision <= 3]
            found.append(sa.func.coalesce(c.review_state, "").not_in([REJECTED]))
    elif not wanted.all and not wanted.review:
        found.append(c.codable.is_(True))
    elif not wanted.all:  # a review state that is asked for is shown
        found += [c.country.is_not(None), c.time_precision <= 3, c.modality.in_(["actual", "failed"])]
    return found


def _search_conditions(wanted: EventFilter, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    c = table.c
    found: list[sa.ColumnElement[bool]] = []
    for names, column in ((wanted.actor, c.actor_search), (wanted.source, c.source_search)):
        if names:
            found.append(sa.or_(*_contains(column, names)))
    if wanted.text:
        found += _contains(c.text_search, wanted.text.split())
    return found


def _passing(worst: str) -> list[str]:
    """The search words (``grade_word``) of all grades that pass."""
    letters = [letter for letter in "ABCDE" if letter <= worst[0].upper()]
    numbers = [number for number in "12345" if number <= (worst[1:] or "5")]
    return [grade_word(letter + number) for letter in letters for number in numbers]


def _contains(column: sa.ColumnElement[Any], words: Iterable[str]) -> list[sa.ColumnElement[bool]]:
    return [column.contains(fold(word), autoescape=True) for word in words]


def _in_box(box: tuple[float, float, float, float], table: sa.FromClause) -> sa.ColumnElement[bool]:
    c = table.c
    west, south, east, north = box
    if west <= east:
        across: sa.ColumnElement[bool] = c.longitude.between(west, east)
    else:
        across = sa.or_(c.longitude >= west, c.longitude <= east)
    return sa.and_(c.latitude.between(south, north), across)
