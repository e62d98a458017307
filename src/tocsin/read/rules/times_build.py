"""Builders of absolute times: dates, months, years, weekdays, and ranges of them.

Every builder takes the scan and the token range [i, j) and returns the expression, or ``None`` when the words turn
out not to be a time after all (the grammar then tries the next shorter match).
"""

from dataclasses import replace

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.read.rules.times_scan import Scan
from tocsin.read.rules.times_tokens import (
    DEICTIC,
    STEP,
    code_in,
    first,
    part_in,
    stage_in,
    unit_in,
)

_SURE_PREPOSITIONS = "iCJ"
_PREPOSITIONS = "iC>[^&,fgwBFJo~@-lt"

_TO = "[&-@w"


def weekday_following(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the Wednesday following", "le mercredi suivant"; in "on Wednesday following five days of fighting" the word
    is a preposition."""
    following = scan.words[j - 1] == "following"
    ends = scan.codes[j : j + 1] in ("", ".", ",", ";")
    return None if following and not ends else absolute(scan, i, j)


def absolute(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """Date, month, season, holiday or weekday with whatever stands beside it."""
    if scan.words[i] in scan.lexicon.stage_nouns and scan.codes[i + 1 : i + 2] not in ("f", "g"):
        return None
    day, month, year = first(scan, i, j, "DOo"), first(scan, i, j, "M"), first(scan, i, j, "YN")
    weekday, season = first(scan, i, j, "W"), first(scan, i, j, "S")
    holiday = first(scan, i, j, "H")
    if season is not None and year is None and scan.codes[j : j + 1] in ("f", "g"):
        return None  # "the fall of Tessaro"
    if isinstance(holiday, str):
        season = holiday  # a feast that moves
    elif holiday is not None:
        month, day = holiday
    unit = first(scan, i, j, "U")
    modifier = stage_in(scan, i, j)
    deictic = code_in(scan, i, j, "lpbxchAsj")
    only_weekday = weekday is not None and month is None and day is None
    if deictic is not None and unit not in ("month",):
        modifier = DEICTIC.get(deictic, modifier)
    made = TimeExpression(
        TimeForm.WEEKDAY if only_weekday else TimeForm.ABSOLUTE,
        year=_year(year),
        month=month,
        day=day,
        weekday=weekday,
        season=season,
        part_of_day=part_in(scan, i, j),
        modifier=modifier,
    )
    if unit in ("year", "week") and deictic is not None:
        made = replace(made, unit=unit, offset=STEP[deictic], modifier=stage_in(scan, i, j))
    if only_weekday and (deictic in ("A", "b", "s", "j") or scan.codes[i:j].startswith("tx")):
        return replace(made, form=TimeForm.ANAPHORIC, offset=STEP[deictic or "A"], modifier=None)
    return made


def numeric(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "2022-06-18" and "18/06/2022"."""
    year, month, day = scan.values[j - 1]
    return TimeExpression(TimeForm.ABSOLUTE, year, month, day, weekday=first(scan, i, j, "W"))


def year_only(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "in 2012": four figures are a year only where the words around allow it ("2000 villagers" do not)."""
    codes = scan.codes
    value = scan.values[j - 1]
    if codes[j - 1] == "X":
        return TimeExpression(TimeForm.ABSOLUTE, year=-int(scan.values[j - 2]))
    before = codes[i - 1] if i else "."
    after = codes[j] if j < len(codes) else "."
    made = TimeExpression(TimeForm.ABSOLUTE, year=value, modifier=stage_in(scan, i, j))
    if after == "-" and scan.word(j + 2) in scan.lexicon.sport:
        return None
    if j - i > 1 and unit_in(scan, i, j) not in (None, "year"):
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
        return value % 50 != 0 or not word.endswith("s")  # "the 2020 coup", "their 1978 pact"
    if before in ".;" and after in ".;":
        return before == ";" or i == 0  # a heading
    if before == "(" and after != " ":
        return True
    sure = after != " " or word in scan.lexicon.after_year
    return (before in _PREPOSITIONS and (sure or value % 50 != 0)) or (
        sure and scan.word(j - 2) in scan.lexicon.before_year
    )


def decade(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the 1990s", "les années 1990", "les années 90"."""
    value = first(scan, i, j, "QYN")
    units = first(scan, i, j, "u")
    if value is None or value % 10 or (units is not None and units != "year"):
        return None
    if scan.word(j - 1).isalpha() and "t" not in scan.codes[i:j]:
        return None
    if value < 100 and units is None and scan.word(j - 1)[0] != "'" and "t" not in scan.codes[i:j]:
        return None  # "in his 30s"
    start = value if value > 99 else 1900 + value
    return TimeExpression(TimeForm.ABSOLUTE, year=start, unit="decade", modifier=stage_in(scan, i, j))


def century(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the 19th century"."""
    number = first(scan, i, j, "oO")
    if scan.values[j - 1] != "century" or not isinstance(number, int) or not 1 <= number <= 21:
        return None
    return TimeExpression(TimeForm.ABSOLUTE, year=(number - 1) * 100, unit="century", modifier=stage_in(scan, i, j))


def quarter(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the third quarter (of 2012 / last year)"; "the (latest) quarter" is that of the text."""
    number = first(scan, i, j, "oO")
    if number is None and unit_in(scan, i, j) == "quarter":
        return TimeExpression(TimeForm.ANAPHORIC, offset=0, unit="quarter")
    if first(scan, i, j, "U") != "quarter" or number not in (1, 2, 3, 4):
        return None
    made = TimeExpression(TimeForm.ABSOLUTE, year=first(scan, i, j, "Y"), quarter=number)
    deictic = code_in(scan, i, j, "lhxs")
    return replace(made, unit="year", offset=STEP[deictic]) if deictic is not None else made


def half(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the first half of 2008", "the second half of last year", "the first half of June"."""
    number, month, year = first(scan, i, j, "/"), first(scan, i, j, "M"), first(scan, i, j, "Y")
    stage = "first-half" if number == 1 else "second-half"
    if month is None and year is None:
        if unit_in(scan, i, j) not in ("year", "month"):
            return None
        step = STEP[code_in(scan, i, j, "hlx") or "h"]
        form = TimeForm.NOW if step == 0 else TimeForm.OFFSET
        return TimeExpression(form, offset=step, unit=unit_in(scan, i, j), modifier=stage)
    return TimeExpression(TimeForm.ABSOLUTE, year=year, month=month, modifier=stage)


def week_of_date(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the week of 6 March"."""
    made = absolute(scan, i, j)
    if made is None or unit_in(scan, i, j) != "week":
        return None
    return replace(made, unit="week", modifier=None)


def week_of_month(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the first week of June", "the last days of May": ``count`` is the number of the week, -1 the last."""
    unit = next((scan.values[k] for k in range(i, j) if scan.codes[k] in "Uu"), None)
    number = first(scan, i, j, "o") if code_in(scan, i, j, "o") else -1
    if unit not in ("week", "day") or (unit == "day" and number not in (1, -1)) or number > 5:
        return None
    if unit == "day" and "u" not in scan.codes[i:j]:
        return None
    return TimeExpression(
        TimeForm.ABSOLUTE,
        year=first(scan, i, j, "Y"),
        month=first(scan, i, j, "M"),
        unit="week",
        count=number,
    )


def _year(value: int | None) -> int | None:
    """A year as written; two figures mean 1932..2031 (32 is the lowest that cannot be a day)."""
    if value is not None and value < 100:
        return 1900 + value if value >= 32 else 2000 + value
    return value


def span_of_dates(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "between 3 and 5 May", "from Monday to Wednesday", "the night of 18 to 19 June"."""
    content = "DOMYWN"
    cut = next((k for k in range(i + 1, j) if _cuts(scan.codes, i, j, k, content)), None)
    if cut is None:
        return None
    start, end = absolute(scan, i, cut), absolute(scan, cut + 1, j)
    if start is None or end is None:
        return None
    start, end = _share(start, end)
    return TimeExpression(
        TimeForm.RANGE, start=replace(start, part_of_day=None), end=replace(end, part_of_day=None),
        part_of_day=part_in(scan, i, j), modifier=stage_in(scan, i, j),
    )  # fmt: skip


def _cuts(codes: str, i: int, j: int, k: int, content: str) -> bool:
    """Whether token k joins the two ends: a connective with date words on both sides."""
    return codes[k] in _TO and any(c in content for c in codes[i:k]) and any(c in content for c in codes[k + 1 : j])


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
    """For "from 1996 to 1999", "1996-99"; a season of sport ("the 2021-22 season") is none."""
    first, second = scan.values[i], scan.values[j - 1]
    if second < 100:
        second += first // 100 * 100
    if not first < second <= 2100 or second - first > 150:
        return None
    if scan.codes[j - 2] == "-" and scan.word(j) in scan.lexicon.sport:
        return None
    ends = TimeExpression(TimeForm.ABSOLUTE, year=first), TimeExpression(TimeForm.ABSOLUTE, year=second)
    return TimeExpression(TimeForm.RANGE, start=ends[0], end=ends[1])
