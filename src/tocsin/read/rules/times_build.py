"""Builders: from a stretch of tokens that a grammar rule matched to a ``TimeExpression``.

Every builder takes the scan and the token range [i, j) and returns the expression, or ``None`` when the words turn out
not to be a time after all (the grammar then tries the next shorter match).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.read.rules.times_scan import Scan

Build = Callable[[Scan, int, int], TimeExpression | None]

_DEICTIC = {
    "l": "last",
    "p": "last",
    "x": "next",
    "c": "next",
    "h": "this",
    "A": "next",
    "b": "last",
    "j": "this",
}
_STEP = {"l": -1, "p": -1, "b": -1, "x": 1, "c": 1, "A": 1, "h": 0, "s": 0, "j": 0}
_BEFORE_CLAUSE = " tahjofnDqk"  # codes that open the clause or noun phrase of "two days before the attack"


def _first(scan: Scan, i: int, j: int, codes: str) -> Any:
    """Value of the first token in [i, j) with one of the codes, or ``None``."""
    for k in range(i, j):
        if scan.codes[k] in codes:
            return scan.values[k]
    return None


def _has(scan: Scan, i: int, j: int, codes: str) -> str | None:
    """The first code in [i, j) that is one of ``codes``."""
    for code in scan.codes[i:j]:
        if code in codes:
            return code
    return None


def _number(scan: Scan, i: int, j: int) -> int | None:
    """The number said in [i, j); "a" and "an" are one; ``None`` when there is none or it is vague."""
    for codes in ("nDNOo", "q", "a"):
        for k in range(j - 1, i - 1, -1):
            if scan.codes[k] in codes:
                value = scan.values[k]
                return value if codes == "nDNOo" and isinstance(value, int) else 1 if codes == "a" else None
    return None


def _part(scan: Scan, i: int, j: int) -> str | None:
    """Part of the day or clock time; the clock wins as it is finer."""
    clock = _first(scan, i, j, "K")
    part = clock if clock is not None else _first(scan, i, j, "P")
    return part if isinstance(part, str) else None


def _stage(scan: Scan, i: int, j: int) -> str | None:
    """ "early", "mid" or "late" (earlier and later count as early and late)."""
    for k in range(i, j):
        if scan.codes[k] in "JER":
            return {"E": "early", "R": "late"}.get(scan.codes[k], str(scan.values[k]))
    return None


def _possible_day(month: int | None, day: int | None) -> bool:
    """Whether the day can exist in the month in some year."""
    if month is None or day is None:
        return True
    return day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def _year(value: int | None) -> int | None:
    """A year as written; two figures mean 1932..2031 (32 is the lowest that cannot be a day)."""
    if value is not None and value < 100:
        return 1900 + value if value >= 32 else 2000 + value
    return value


def absolute(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """Date, month, season, holiday or weekday with whatever stands beside it."""
    day, month, year = _first(scan, i, j, "DO"), _first(scan, i, j, "M"), _first(scan, i, j, "YN")
    weekday, season = _first(scan, i, j, "W"), _first(scan, i, j, "S")
    holiday = _first(scan, i, j, "H")
    if season is not None and year is None and scan.codes[j : j + 1] in ("f", "g"):
        return None  # "the fall of the city"
    if holiday is not None:
        month, day = holiday
    unit = _first(scan, i, j, "U")
    modifier = _stage(scan, i, j)
    deictic = _has(scan, i, j, "lpbxchAsj")
    only_weekday = weekday is not None and month is None and day is None
    if deictic is not None and unit not in ("month",):
        modifier = _DEICTIC.get(deictic, modifier)
    made = TimeExpression(
        TimeForm.WEEKDAY if only_weekday else TimeForm.ABSOLUTE,
        year=_year(year),
        month=month,
        day=day,
        weekday=weekday,
        season=season,
        part_of_day=_part(scan, i, j),
        modifier=modifier,
    )
    if unit in ("year", "week") and deictic is not None:
        made = replace(made, unit=unit, offset=_STEP[deictic], modifier=_stage(scan, i, j))
    if only_weekday and (deictic in ("A", "b", "s", "j") or scan.codes[i:j].startswith("tx")):
        return replace(made, form=TimeForm.ANAPHORIC, offset=_STEP[deictic or "A"], modifier=None)
    return made


def numeric(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "2022-06-18" and "18/06/2022"."""
    year, month, day = scan.values[j - 1]
    if not _possible_day(month, day):
        return None
    return TimeExpression(TimeForm.ABSOLUTE, year, month, day, weekday=_first(scan, i, j, "W"))


_SURE_PREPOSITIONS = "iCJ"
_PREPOSITIONS = "iC>[^&,fgwBFJo~@-lt"


def year_only(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "in 2012": four figures are a year only where the words around allow it ("2000 villagers" do not)."""
    codes = scan.codes
    value = scan.values[j - 1]
    if codes[j - 1] == "X":
        return TimeExpression(TimeForm.ABSOLUTE, year=-int(scan.values[j - 2]))
    before = codes[i - 1] if i else "."
    after = codes[j] if j < len(codes) else "."
    made = TimeExpression(TimeForm.ABSOLUTE, year=value, modifier=_stage(scan, i, j))
    if after == "-" and scan.word(j + 2) in scan.lexicon.sport:
        return None
    if j - i > 1 and _unit(scan, i, j) not in (None, "year"):
        return None
    if j - i > 1 or (before in _SURE_PREPOSITIONS and value >= 1000):
        return made if after not in "uU" or after == "U" else None
    return made if _year_alone(scan, i, j, before, after) else None


def _year_alone(scan: Scan, i: int, j: int, before: str, after: str) -> bool:
    """Whether four bare figures are a year. Round figures before a noun are taken for a count."""
    value, word = scan.values[j - 1], scan.word(j)
    if not 1400 <= value <= 2100 or after in "Uu":
        return False
    if before in "tajhm'" and after == " " and value >= 1800:
        return value % 50 != 0 or not word.endswith("s")  # "the 2020 coup", "its 1990 invasion"
    if before in ".;" and after in ".;":
        return before == ";" or i == 0  # a heading
    if before == "(" and after != " ":
        return True
    return before in _PREPOSITIONS and (after != " " or value % 50 != 0 or word in scan.lexicon.after_year)


def decade(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the 1990s", "les années 1990", "les années 90"."""
    value = _first(scan, i, j, "QYN")
    units = _first(scan, i, j, "u")
    if value is None or value % 10 or (units is not None and units != "year"):
        return None
    if value < 100 and units is None and scan.word(j - 1)[0] != "'" and "t" not in scan.codes[i:j]:
        return None  # "in his 30s"
    start = value if value > 99 else 1900 + value
    return TimeExpression(TimeForm.ABSOLUTE, year=start, unit="decade", modifier=_stage(scan, i, j))


def century(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the 19th century"."""
    number = _first(scan, i, j, "oO")
    if scan.values[j - 1] != "century" or not isinstance(number, int) or not 1 <= number <= 21:
        return None
    return TimeExpression(
        TimeForm.ABSOLUTE, year=(number - 1) * 100, unit="century", modifier=_stage(scan, i, j)
    )


def quarter(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the third quarter (of 2012 / last year)"."""
    number = _first(scan, i, j, "oO")
    if _first(scan, i, j, "U") != "quarter" or number not in (1, 2, 3, 4):
        return None
    made = TimeExpression(TimeForm.ABSOLUTE, year=_first(scan, i, j, "Y"), quarter=number)
    deictic = _has(scan, i, j, "lhxs")
    return replace(made, unit="year", offset=_STEP[deictic]) if deictic is not None else made


def named_day(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "yesterday", "last night", "this morning": days counted from publication."""
    day = _first(scan, i, j, "T")
    if day is not None:
        offset, part = int(day[0]), (day[1] if len(day) > 1 else None)
        part = _part(scan, i, j) or part
    else:
        code = _has(scan, i, j, "hlx")
        offset, part = _STEP[code or "h"], _part(scan, i, j)
    form = TimeForm.NOW if offset == 0 else TimeForm.OFFSET
    return TimeExpression(form, offset=offset, unit="day", part_of_day=part, modifier=_stage(scan, i, j))


def _unit(scan: Scan, i: int, j: int) -> str | None:
    """The last unit in [i, j)."""
    for k in range(j - 1, i - 1, -1):
        if scan.codes[k] in "Uu":
            return str(scan.values[k])
    return None


def ago(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "three days ago", "il y a trois jours"; without a number ("years ago") it is vague."""
    unit, number = _unit(scan, i, j), _number(scan, i, j)
    modifier = "approx" if "~" in scan.codes[i:j] else "ago"
    if number is None:
        singular = _has(scan, i, j, "U") is not None and "q" not in scan.codes[i:j]
        if not singular:
            return TimeExpression(TimeForm.VAGUE, unit=unit, modifier="before")
        number = 1
    return TimeExpression(TimeForm.OFFSET, offset=-number, unit=unit, modifier=modifier)


def deictic_unit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "last week", "this month", "la semaine dernière", "late last year", "the weekend"."""
    codes, unit = scan.codes[i:j], _unit(scan, i, j)
    code = _has(scan, i, j, "lpxc") or _has(scan, i, j, "h")
    if code is None:  # "the weekend"
        return (
            TimeExpression(TimeForm.NOW, offset=0, unit=unit, modifier="last") if unit == "weekend" else None
        )
    if unit in ("hour", "minute", "second") and code == "h":
        return None
    offset = _STEP[code]
    if codes[0] == "t" and codes[1:2] in ("l", "p", "x", "c"):
        return TimeExpression(TimeForm.OFFSET, offset=offset, unit=unit, count=1)
    stage = _stage(scan, i, j)
    if code == "h" and unit == "day":
        return TimeExpression(TimeForm.NOW, offset=0, unit="day", modifier=stage)
    if offset == 0:
        return TimeExpression(TimeForm.NOW, offset=0, unit=unit, modifier=stage)
    return TimeExpression(TimeForm.OFFSET, offset=offset, unit=unit, modifier=stage)


def stage_of_unit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "earlier in the week", "the end of the year": of the unit that holds the publication."""
    unit = _unit(scan, i, j)
    if unit not in ("week", "month", "year", "weekend", "decade", "day", "century", "quarter"):
        return None
    if unit == "day":
        return TimeExpression(TimeForm.ANAPHORIC, offset=0, unit="day")
    return TimeExpression(TimeForm.NOW, offset=0, unit=unit, modifier=_stage(scan, i, j))


def period(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the past three weeks", "ces trois derniers jours": a period that ends (or starts) at publication."""
    number, unit = _number(scan, i, j), _unit(scan, i, j)
    step = _STEP[_has(scan, i, j, "lpxcb") or "h"]
    if step == 0:
        return None
    if number is None:
        return TimeExpression(TimeForm.VAGUE, unit=unit, modifier="future" if step > 0 else None)
    return TimeExpression(TimeForm.OFFSET, offset=step * number, unit=unit, count=number)


def vague_unit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "recent weeks", "ces derniers jours"."""
    unit = _unit(scan, i, j)
    return TimeExpression(TimeForm.VAGUE, unit=unit) if unit is not None else None


def now(_scan: Scan, _i: int, _j: int) -> TimeExpression:
    """ "now", "currently"."""
    return TimeExpression(TimeForm.NOW)


def vague(scan: Scan, i: int, j: int) -> TimeExpression:
    """ "recently", "soon"."""
    if "L" in scan.codes[i:j]:
        return TimeExpression(TimeForm.VAGUE, modifier="future")
    long_past = _first(scan, i, j, "v") != "recent"
    return TimeExpression(TimeForm.VAGUE, modifier="before" if long_past else None)


def anaphoric(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the following day", "the next morning", "that night", "le même jour": from a date of the text."""
    code = _has(scan, i, j, "Axbsj") or ("j" if "h" in scan.codes[i:j] else "s")
    unit, part, number = _unit(scan, i, j), _part(scan, i, j), _number(scan, i, j)
    step = _STEP[code]
    if unit in ("hour", "minute", "second", "quarter", "century") and code in "sjb":
        return None
    if part is not None and unit is None:
        unit = "day"
    if number is not None and step:
        return TimeExpression(TimeForm.ANAPHORIC, offset=step * number, unit=unit, count=number)
    return TimeExpression(TimeForm.ANAPHORIC, offset=step, unit=unit, part_of_day=part)


def _opens_clause(scan: Scan, j: int) -> bool:
    """Whether words follow that say what something was before or after of."""
    return j < len(scan.codes) and scan.codes[j] in _BEFORE_CLAUSE


def steps(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "two days later", "a week earlier", "just a week before the leader was killed", "hours after the blast"."""
    unit, number = _unit(scan, i, j), _number(scan, i, j)
    last = scan.codes[j - 1]
    sign = 1 if last in "RF" else -1
    if number is None and "U" in scan.codes[i:j]:
        if (
            scan.codes[i:j][-2:-1] != "-"
        ):  # "week before" alone is a slip of the grammar; "year-earlier" is not
            return None
        number = 1
    form = TimeForm.ANAPHORIC
    if last in "BF" and _opens_clause(scan, j):
        form = TimeForm.EVENT
    modifier = "approx" if "~" in scan.codes[i:j] else None
    if number is None:
        modifier = "after" if sign > 0 else "before"
    offset = sign * number if number is not None else None
    return TimeExpression(form, offset=offset, unit=unit, modifier=modifier)


def shortly(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "shortly after the blast", "soon afterwards": the same day as what it counts from."""
    last = scan.codes[j - 1]
    form = TimeForm.EVENT if last in "BF" and _opens_clause(scan, j) else TimeForm.ANAPHORIC
    return TimeExpression(form, unit="hour", modifier="before" if last == "B" else "after")


def week_of_date(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the week of 6 March"."""
    made = absolute(scan, i, j)
    if made is None or _unit(scan, i, j) != "week":
        return None
    return replace(made, unit="week", modifier=None)


def week_of_month(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the first week of June", "the last days of May": ``count`` is the number of the week, -1 the last."""
    unit = next((scan.values[k] for k in range(i, j) if scan.codes[k] in "Uu"), None)
    number = _first(scan, i, j, "o") if _has(scan, i, j, "o") else -1
    if unit not in ("week", "day") or (unit == "day" and number not in (1, -1)) or number > 5:
        return None
    if unit == "day" and "u" not in scan.codes[i:j]:
        return None
    return TimeExpression(
        TimeForm.ABSOLUTE,
        year=_first(scan, i, j, "Y"),
        month=_first(scan, i, j, "M"),
        unit="week",
        count=number,
    )


def day_before_after(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "the day before", "the week after", "the night before"."""
    sign = 1 if scan.codes[j - 1] == "F" else -1
    unit, part = _unit(scan, i, j), _part(scan, i, j)
    form = TimeForm.EVENT if _opens_clause(scan, j) else TimeForm.ANAPHORIC
    return TimeExpression(form, offset=sign, unit=unit or "day", part_of_day=part)


def neighbour_day(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "le lendemain", "la veille", "the eve of the vote"."""
    offset = _first(scan, i, j, "k")
    form = TimeForm.EVENT if scan.codes[j - 1] == "f" or scan.codes[j : j + 1] == "g" else TimeForm.ANAPHORIC
    if scan.words[j - 1] == "eve" and form is TimeForm.ANAPHORIC:
        return None
    return TimeExpression(form, offset=int(offset), unit="day", part_of_day=_part(scan, i, j))


def time_of_day(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "5 am", "dawn" without a date: on the day the text is at."""
    return TimeExpression(TimeForm.ANAPHORIC, offset=0, unit="hour", part_of_day=_part(scan, i, j))


def clock_from_hours(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "à 5 heures (du matin)", "vers 17 heures 30"."""
    figures = [scan.values[k] for k in range(i, j) if scan.codes[k] == "D"]
    if _unit(scan, i, j) != "hour" or not figures or figures[0] > 24:
        return None
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    if _first(scan, i, j, "P") in ("evening", "afternoon") and hour < 12:
        hour += 12
    if minute > 59:
        return None
    return TimeExpression(
        TimeForm.ANAPHORIC, offset=0, unit="hour", part_of_day=f"{hour % 24:02d}:{minute:02d}"
    )


def duration(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "three days": a length. Ages ("a 12-year-old") are no time at all."""
    word = scan.word(j) if scan.codes[j : j + 1] != "-" else scan.word(j + 1)
    unit, number = _unit(scan, i, j), _number(scan, i, j)
    if word in ("old", "olds", "vieux") or unit in (None, "weekend", "quarter"):
        return None
    if "a" in scan.codes[i:j] and unit == "second":
        return None
    return TimeExpression(TimeForm.DURATION, unit=unit, count=number)


def habit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "every Friday", "each year"."""
    return TimeExpression(
        TimeForm.SET,
        unit=_first(scan, i, j, "y") or _unit(scan, i, j) or "day",
        weekday=_first(scan, i, j, "W"),
        count=_number(scan, i, j) or 1,
    )


_TO = "[&-@w"


def span_of_dates(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "between 3 and 5 May", "from Monday to Wednesday", "the night of 18 to 19 June"."""
    content = "DOMYWN"
    cut = next((k for k in range(i + 1, j) if _cuts(scan.codes, i, j, k, content)), None)
    if cut is None:
        return None
    start, end = absolute(scan, i, cut), absolute(scan, cut + 1, j)
    if start is None or end is None:
        return None
    start, end = _share(start, end)
    if start.month is not None and not _possible_day(start.month, start.day):
        return None
    return TimeExpression(
        TimeForm.RANGE, start=replace(start, part_of_day=None), end=replace(end, part_of_day=None),
        part_of_day=_part(scan, i, j), modifier=_stage(scan, i, j),
    )  # fmt: skip


def _cuts(codes: str, i: int, j: int, k: int, content: str) -> bool:
    """Whether token k joins the two ends: a connective with date words on both sides."""
    return (
        codes[k] in _TO
        and any(c in content for c in codes[i:k])
        and any(c in content for c in codes[k + 1 : j])
    )


def _share(start: TimeExpression, end: TimeExpression) -> tuple[TimeExpression, TimeExpression]:
    """Give each end the month and year that only the other one states."""
    if start.day is not None and start.month is None:
        start = replace(start, month=end.month)
    if end.day is not None and end.month is None:
        end = replace(end, month=start.month)
    if start.year is None and end.year is not None and (start.month or 0) <= (end.month or 13):
        start = replace(start, year=end.year)
    elif start.year is None and end.year is not None and start.month is not None:
        start = replace(start, year=end.year - 1)  # "from December to February 2020"
    if end.year is None and start.year is not None:
        end = replace(end, year=start.year + (1 if (end.month or 13) < (start.month or 0) else 0))
    return start, end


def years_span(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """ "between 2012 and 2015", "2012-15"; a season of sport ("the 2021-22 season") is none."""
    first, second = scan.values[i], scan.values[j - 1]
    if second < 100:
        second += first // 100 * 100
    if not first < second <= 2100 or second - first > 150:
        return None
    if scan.codes[j - 2] == "-" and scan.word(j) in scan.lexicon.sport:
        return None
    return TimeExpression(
        TimeForm.RANGE, start=TimeExpression(TimeForm.ABSOLUTE, year=first), end=TimeExpression(TimeForm.ABSOLUTE, year=second)
    )  # fmt: skip
