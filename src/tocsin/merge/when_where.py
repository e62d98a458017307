"""Choosing date and place: the most precise, then the best supported; contradictions become flags."""

from collections.abc import Sequence
from typing import TypeVar

from tocsin.merge.case import Case, Choice, Told, conflict, evidence_of, quotes
from tocsin.merge.relations import DateRelated, PlaceRelated, dates_relate, places_relate
from tocsin.model.event import Evidence, FieldAlternative
from tocsin.model.reading import Flag, Prop
from tocsin.model.text import name_key
from tocsin.model.values import DateValue, PlaceValue

_V = TypeVar("_V", DateValue, PlaceValue)


def choose_date(case: Case) -> Choice[DateValue | None]:
    """The most precise date, of equals one stated in its own sentence where the happening is told ("the day of the
    bombing" may be that of other news), then the one most stories give, then the surest, then the first report's.
    """
    told = case.voices(Prop.DATE, DateValue)
    if not told:
        return Choice(None, "no-date")
    told = _without_contradicted_defaults(told)

    def rank(t: Told[DateValue]) -> tuple[float, ...]:
        stories = {o.story for o in told if (o.value.start, o.value.end) == (t.value.start, t.value.end)}
        return (t.value.precision, not t.own, t.mere, -len(stories), -round(t.confidence, 2))

    best = min(told, key=lambda t: (rank(t), t.order))
    same = [t for t in told if (t.value.start, t.value.end) == (best.value.start, best.value.end)]
    rule = _rule(len(same), told, best)
    others = [t for t in told if _elsewhere(t, best) and _days_contradict(best.value, t.value)]
    others = [t for t in others if not (t.mere and best.value.end < t.value.start and _is_usual(t, best, case))]
    return Choice(
        best.value,
        rule,
        _evidence("date", case.told(Prop.DATE, DateValue), [t.assertion.id for t in same], rule),
        _date_flags(best, others),
        _alternatives("date", [(t.value.start.isoformat(), t.confidence) for t in others]),
    )


_DEFAULT_RULE = "narrative-date"


def _without_contradicted_defaults(told: list[Told[DateValue]]) -> list[Told[DateValue]]:
    """Without days that were only taken from the text around an account, where no account that states its own time
    allows them: "last month" goes before 4 September, which stands in another sentence."""
    stated = [t.value for t in told if t.assertion.rule != _DEFAULT_RULE and t.value.precision <= _CODABLE]
    if not stated:
        return told
    return [
        t
        for t in told
        if t.assertion.rule != _DEFAULT_RULE or any(v.start <= t.value.end and t.value.start <= v.end for v in stated)
    ]


_CODABLE = 3  # a month; a vaguer time dates no event (codebook section 4)


def _elsewhere(told: Told[_V], best: Told[_V]) -> bool:
    """Whether another report states the value itself: what a document carries over can not contradict it."""
    return told.own and told.root and told.story != best.story


def _is_usual(told: Told[DateValue], best: Told[DateValue], case: Case) -> bool:
    """Whether a later day beside a mere mention lies so close that it is rather that of other news ("mourning for the
    victims of the bombing was held on Monday"). The next day may be a report of another day."""
    lag = (told.value.start - best.value.end).days
    return 1 < lag <= case.settings.across.day_of_news_days


def _days_contradict(left: DateValue, right: DateValue) -> bool:
    return dates_relate(left, right) in (DateRelated.DIFFERENT, DateRelated.DAY_APART)


def _date_flags(best: Told[DateValue], others: Sequence[Told[DateValue]]) -> tuple[Flag, ...]:
    if not others:
        return ()
    sides = [best, *_one_each(others)]
    sentence = f"The reports give different days: {quotes(sides)}; {best.value.start} was chosen."
    return (conflict("date_conflict", sentence, sides),)


def choose_place(case: Case) -> Choice[PlaceValue | None]:
    """The most precise place, of equals one stated in its own sentence, then the one most stories give, then the
    surest, then the first report's.

    A place that was found in the gazetteer goes before a bare name, whatever its precision.
    """
    told = case.voices(Prop.PLACE, PlaceValue)
    if not told:
        return Choice(None, "no-place")
    near = case.settings.across.near_km

    def rank(t: Told[PlaceValue]) -> tuple[float, ...]:
        same = [o for o in told if _same_place(t.value, o.value, near)]
        found = t.value.place_id is not None or t.value.latitude is not None
        stories = len({o.story for o in same})
        part = (t.value.place_id or "").startswith("part:")  # "eastern Syria": any place named in it is closer
        return (not found, t.value.precision, part, not t.own, -stories, -len(same), -t.confidence)

    best = min(told, key=lambda t: (rank(t), t.order))
    same = [t for t in told if _same_place(best.value, t.value, near)]
    rule = _rule(len(same), told, best)
    others = [
        t for t in told if _elsewhere(t, best) and places_relate(best.value, t.value, near) is PlaceRelated.DIFFERENT
    ]
    return Choice(
        best.value,
        rule,
        _evidence("place", case.told(Prop.PLACE, PlaceValue), [t.assertion.id for t in same], rule),
        _place_flags(best, others),
        _alternatives("place", [(t.value.name, t.confidence) for t in others]),
    )


def _same_place(left: PlaceValue, right: PlaceValue, near_km: float) -> bool:
    """Whether two values name one place; two mentions of one country do, though it holds many places."""
    if left.precision == right.precision == 4 and left.country == right.country:
        return left.place_id == right.place_id and name_key(left.name) == name_key(right.name)
    return places_relate(left, right, near_km) in (PlaceRelated.SAME, PlaceRelated.SAME_AREA)


def _place_flags(best: Told[PlaceValue], others: Sequence[Told[PlaceValue]]) -> tuple[Flag, ...]:
    if not others:
        return ()
    sides = [best, *_one_each(others)]
    sentence = f"The reports give different places: {quotes(sides)}; {best.value.name} was chosen."
    return (conflict("place_conflict", sentence, sides),)


def _one_each(told: Sequence[Told[_V]]) -> list[Told[_V]]:
    """The first assertion of every different value."""
    return list({repr(t.value): t for t in reversed(told)}.values())[::-1]


def _rule(agreeing: int, told: Sequence[Told[_V]], best: Told[_V]) -> str:
    """The name of what decided."""
    if len(told) == 1:
        return "only-report"
    if agreeing == len(told):
        return "all-reports"
    if any(t.value.precision > best.value.precision for t in told):
        return "most-precise"
    return "most-reports" if agreeing > 1 else "surest"


def _evidence(name: str, told: Sequence[Told[_V]], chosen: Sequence[str], rule: str) -> tuple[Evidence, ...]:
    return tuple(evidence_of(name, t, t.value, t.assertion.id in chosen, rule) for t in told)


def _alternatives(name: str, rivals: Sequence[tuple[str, float]]) -> tuple[FieldAlternative, ...]:
    best: dict[str, float] = {}
    for value, confidence in rivals:
        best[value] = max(best.get(value, 0.0), confidence)
    return tuple(FieldAlternative(name, v, round(c * 0.5, 4)) for v, c in sorted(best.items()))
