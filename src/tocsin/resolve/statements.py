"""Statements with identities: registry names of actors, ISO dates, country codes, and checks of stated distances."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.knowledge.gazetteer import distance_km
from tocsin.model.document import Span
from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.reading import Mention, Statement
from tocsin.model.values import ActorValue, DateValue, PlaceValue
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.places_distances import TOLERANCE_KM, TOLERANCE_SHARE

Data = dict[str, str | int | float | bool | None]
_DATES = frozenset({"date", "since", "deadline", "anchor_date"})
_COUNTRIES = frozenset({"countries", "country"})
_ACTORS = frozenset({"actor", "by", "of", "a", "b", "target", "to", "caused_by", "organisation"})
# History this near to publication is the news itself, told by the events of the text.
_NEWS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Identities:
    """How the mentions of one document resolve; each look-up gives ``None`` for what stayed open."""

    mentions: Mapping[str, Mention]
    place: Callable[[str], PlaceValue | None]
    day: Callable[[str], DateValue | None]
    actor: Callable[[str, str | None, date | None], ActorValue | None]  # mention, country (alpha-3), day
    happening: Callable[[Span], DateValue | None]  # the day told elsewhere of what "two days after …" counts from
    country: str | None  # of which the document speaks
    published: date | None
    grade: Callable[[str], str | None]  # of what states or services told a report, by its words
    registry: Callable[[str, object, object], str | None] | None = None  # what the registry has on a relation told


def resolve_statements(statements: tuple[Statement, ...], known: Identities) -> tuple[Statement, ...]:
    """``statements`` with identities in the place of words; background that turns out to be news is dropped."""
    resolved = (_resolve(statement, known) for statement in statements)
    return tuple(statement for statement in resolved if statement is not None)


def iso(value: DateValue) -> str:
    """A date as precise as its words: a day, a month, a year, or an interval of days."""
    start, end = value.start, value.end
    if start == end:
        return start.isoformat()
    if start == date(start.year, 1, 1) and end == date(start.year, 12, 31):
        return str(start.year)
    if start.day == 1 and end == _month_end(start):
        return start.isoformat()[:7]
    return f"{start.isoformat()}/{end.isoformat()}"


def _deadline(mention_id: str, known: Identities) -> DateValue | None:
    """The day a threat runs out: the next one its words can mean, not the last."""
    mention = known.mentions[mention_id]
    if not isinstance(mention.expression, TimeExpression):
        return None
    return resolve_time(mention.expression, mention.span.quote, published=known.published, tense="future")[0]


def _start(value: DateValue, mention: Mention) -> str:
    """The first day, month or year of a period "since X", as precise as X."""
    expression = mention.expression
    if not isinstance(expression, TimeExpression) or expression.form is not TimeForm.ABSOLUTE:
        return value.start.isoformat()
    if expression.day is not None:
        return value.start.isoformat()
    return value.start.isoformat()[: 7 if expression.month is not None else 4]


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _resolve(statement: Statement, known: Identities) -> Statement | None:
    data: Data = dict(statement.data)
    setting = _setting(statement, known)
    for key, ids in statement.refs:
        value = _value(key, ids, known, data.get(key), setting)
        if value is None:
            data.pop(key, None)  # a date that stayed open is unknown, and unknown keys are left out
        else:
            data[key] = value
    if statement.kind == "background" and not _is_history(statement, known):
        return None
    if statement.kind == "relation" and not _two_sides(statement, data, known):
        return None
    if statement.kind == "relation" and known.registry is not None:
        note = known.registry(str(data["relation"]), data.get("a"), data.get("b"))
        if note is not None:
            data["registry"] = note
    grade = known.grade(str(data.get("supplied_by") or data.get("source") or ""))
    if grade is not None:
        data["grade"] = grade
    if statement.kind == "distance":
        _check_distance(statement, data, known)
    if statement.kind == "date":
        _reckon(statement, data, known)
    if statement.kind == "background":
        _country_of_place(statement, data, known)
    return replace(statement, data=tuple(data.items()))


Setting = tuple[str | None, date | None]


def _setting(statement: Statement, known: Identities) -> Setting:
    """Country and day at which the actors of a statement are named: its own, else those of the document."""
    refs = dict(statement.refs)
    places = [known.place(refs[key][0]) for key in ("place", "country") if key in refs]
    country = next((place.country for place in places if place is not None and place.country), known.country)
    day = known.day(refs["date"][0]) if "date" in refs else None
    return country, day.start if day is not None else known.published


def _two_sides(statement: Statement, data: Data, known: Identities) -> bool:
    """Whether a relation is between two actors. Where the country of the text made both one ("the Vastrian Xs" and
    "the Xs"), their names alone decide."""
    refs = dict(statement.refs)
    if data.get("a") != data.get("b"):
        return True
    for key in ("a", "b"):
        actor = known.actor(refs[key][0], None, known.published) if key in refs else None
        if actor is not None and actor.id is not None:
            data[key] = actor.name
    return data.get("a") != data.get("b")


def _value(key: str, ids: tuple[str, ...], known: Identities, words: object, setting: Setting) -> str | None:
    if key in _DATES:
        day = _deadline(ids[0], known) if key == "deadline" else known.day(ids[0])
        if day is None:
            return None
        return _start(day, known.mentions[ids[0]]) if key == "since" else iso(day)
    if key in _COUNTRIES:
        found = [place.country for place in map(known.place, ids) if place is not None and place.country]
        return ";".join(dict.fromkeys(found)) or None
    if key in _ACTORS:
        actor = known.actor(ids[0], *setting)
        return actor.name if actor is not None and actor.id is not None else str(words)
    return ";".join(_place_name(mention_id, known) for mention_id in ids)


def _place_name(mention_id: str, known: Identities) -> str:
    """The gazetteer's name when the words are a spelling of it, else the words of the name."""
    place = known.place(mention_id)
    expression = known.mentions[mention_id].expression
    said = getattr(expression, "name", known.mentions[mention_id].span.quote)
    return place.name if place is not None and place.place_id is not None else str(said)


def _is_history(statement: Statement, known: Identities) -> bool:
    """Whether a dated background lies well before publication; an undated one is told as history."""
    ids = dict(statement.refs).get("date")
    if ids is None:
        return True
    day = known.day(ids[0])
    if day is None:
        return False
    if known.published is None:
        return day.start != day.end  # a single day may be the news itself
    return known.published - day.end > _NEWS


def _country_of_place(statement: Statement, data: Data, known: Identities) -> None:
    ids = dict(statement.refs).get("place")
    place = known.place(ids[0]) if ids else None
    if place is not None and place.country is not None:
        data.setdefault("country", place.country)


def _check_distance(statement: Statement, data: Data, known: Identities) -> None:
    """Compare the stated kilometres with the straight line; roads are longer, hence the tolerance (CODEBOOK 4)."""
    refs = dict(statement.refs)
    ends = [known.place(refs[key][0]) for key in ("place", "from") if key in refs]
    points = [
        (p.latitude, p.longitude) for p in ends if p is not None and p.latitude is not None and p.longitude is not None
    ]
    said = data.get("km")
    if len(points) != 2 or not isinstance(said, float):
        return
    computed = distance_km(*points[0], *points[1])
    data["computed_km"] = round(computed, 1)
    data["consistent"] = abs(computed - said) <= max(TOLERANCE_KM, TOLERANCE_SHARE * said)


def _reckon(statement: Statement, data: Data, known: Identities) -> None:
    """The day an offset from a dated happening gives; that day, where it is told in another sentence, is found by the
    words of the happening (``resolve/dates_anchor.py``)."""
    ids = dict(statement.refs).get("anchor_date")
    anchor = known.day(ids[0]) if ids else known.happening(statement.span)
    offset = data.get("offset_days")
    if anchor is None or anchor.precision > 2 or not isinstance(offset, int):
        return
    data.setdefault("anchor_date", iso(anchor))
    step = timedelta(days=offset)
    data["date"] = iso(replace(anchor, start=anchor.start + step, end=anchor.end + step))
