"""Builders of times counted from something: from publication, from the text, from a happening; lengths and habits.

Every builder takes the scan and the token range [i, j) and returns the expression, or ``None`` when the words turn
out not to be a time after all (the grammar then tries the next shorter match).
"""

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.read.rules.times_scan import Scan
from tocsin.read.rules.times_tokens import STEP, code_in, first, number_in, opens_clause, part_in, stage_in, unit_in


def named_day(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "yesterday", "last night", "this morning": days counted from publication."""
    day = first(scan, i, j, "T")
    if day is not None:
        offset, part = int(day[0]), (day[1] if len(day) > 1 else None)
        part = part_in(scan, i, j) or part
    else:
        code = code_in(scan, i, j, "hlx")
        offset, part = STEP[code or "h"], part_in(scan, i, j)
    form = TimeForm.NOW if offset == 0 else TimeForm.OFFSET
    return TimeExpression(form, offset=offset, unit="day", part_of_day=part, modifier=stage_in(scan, i, j))


def ago(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "three days ago", "il y a trois jours"; without a number ("years ago") it is vague."""
    unit, number = unit_in(scan, i, j), number_in(scan, i, j)
    modifier = "approx" if "~" in scan.codes[i:j] else "ago"
    if number is None:
        singular = code_in(scan, i, j, "U") is not None and "q" not in scan.codes[i:j]
        if not singular:
            return TimeExpression(TimeForm.VAGUE, unit=unit, modifier="before")
        number = 1
    return TimeExpression(TimeForm.OFFSET, offset=-number, unit=unit, modifier=modifier)


def deictic_unit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "last week", "this month", "la semaine dernière", "late last year", "the weekend"."""
    codes, unit = scan.codes[i:j], unit_in(scan, i, j)
    code = code_in(scan, i, j, "lpxc") or code_in(scan, i, j, "h")
    if code is None:  # "the weekend"
        return TimeExpression(TimeForm.NOW, offset=0, unit=unit, modifier="last") if unit == "weekend" else None
    if unit in ("hour", "minute", "second") and code == "h":
        return None
    if any(scan.codes[k] in "lpxc" and scan.words[k].endswith("s") for k in range(i, j)):
        return TimeExpression(TimeForm.VAGUE, unit=unit, modifier="future" if STEP[code] > 0 else None)
    offset = STEP[code]
    if codes[0] == "t" and codes[1:2] in ("l", "p", "x", "c"):
        return TimeExpression(TimeForm.OFFSET, offset=offset, unit=unit, count=1)
    stage = stage_in(scan, i, j)
    if code == "h" and unit == "day":
        return TimeExpression(TimeForm.NOW, offset=0, unit="day", modifier=stage)
    if offset == 0:
        return TimeExpression(TimeForm.NOW, offset=0, unit=unit, modifier=stage)
    return TimeExpression(TimeForm.OFFSET, offset=offset, unit=unit, modifier=stage)


def stage_of_unit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "earlier in the week", "the end of the year": of the unit that holds the publication."""
    unit = unit_in(scan, i, j)
    if unit not in ("week", "month", "year", "weekend", "decade", "day", "century", "quarter"):
        return None
    if unit == "day":
        return TimeExpression(TimeForm.ANAPHORIC, offset=0, unit="day")
    return TimeExpression(TimeForm.NOW, offset=0, unit=unit, modifier=stage_in(scan, i, j))


def period(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the past three weeks", "ces trois derniers jours": a period that ends (or starts) at publication."""
    number, unit = number_in(scan, i, j), unit_in(scan, i, j)
    step = STEP[code_in(scan, i, j, "lpxcb") or "h"]
    if step == 0:
        return None
    if number is None:
        return TimeExpression(TimeForm.VAGUE, unit=unit, modifier="future" if step > 0 else None)
    return TimeExpression(TimeForm.OFFSET, offset=step * number, unit=unit, count=number)


def vague_unit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "recent weeks", "ces derniers jours"."""
    unit = unit_in(scan, i, j)
    return TimeExpression(TimeForm.VAGUE, unit=unit) if unit is not None else None


def now(_scan: Scan, _i: int, _j: int) -> TimeExpression:
    """For "now", "currently"."""
    return TimeExpression(TimeForm.NOW)


def in_passing(scan: Scan, i: int, _j: int) -> TimeExpression | None:
    """For "the current weakness": a time only for those who ask for all of them."""
    return TimeExpression(TimeForm.NOW) if scan.words[i] == "current" else None


def business_year(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the year ended March 31": a length that ends on the day named."""
    if unit_in(scan, i, j) != "year" or scan.word(j) not in ("ended", "ending"):
        return None
    return TimeExpression(TimeForm.DURATION, unit="year", count=1)


def vague(scan: Scan, i: int, j: int) -> TimeExpression:
    """For "recently", "soon"."""
    if "L" in scan.codes[i:j]:
        return TimeExpression(TimeForm.VAGUE, modifier="future")
    long_past = first(scan, i, j, "v") != "recent"
    return TimeExpression(TimeForm.VAGUE, modifier="before" if long_past else None)


def anaphoric(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the following day", "the next morning", "that night", "le même jour": from a date of the text."""
    code = code_in(scan, i, j, "Axbsj") or ("j" if "h" in scan.codes[i:j] else "s")
    unit, part, number = unit_in(scan, i, j), part_in(scan, i, j), number_in(scan, i, j)
    step = STEP[code]
    if unit in ("hour", "minute", "second", "quarter", "century") and code in "sjb":
        return None
    if part is not None and unit is None:
        unit = "day"
    if number is not None and step:
        return TimeExpression(TimeForm.ANAPHORIC, offset=step * number, unit=unit, count=number)
    return TimeExpression(TimeForm.ANAPHORIC, offset=step, unit=unit, part_of_day=part)


def steps(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "two days later", "a week earlier", "a week before the ceasefire was signed", "hours after the blast"."""
    unit, number = unit_in(scan, i, j), number_in(scan, i, j)
    last = scan.codes[j - 1]
    sign = 1 if last in "RF" else -1
    if number is None and "U" in scan.codes[i:j]:
        if scan.codes[i:j][-2:-1] != "-":  # "week before" alone is a slip of the grammar; "year-earlier" is not
            return None
        number = 1
    form = TimeForm.ANAPHORIC
    if last in "BF" and opens_clause(scan, j):
        form = TimeForm.EVENT
    modifier = "approx" if "~" in scan.codes[i:j] else None
    if number is None:
        modifier = "after" if sign > 0 else "before"
    offset = sign * number if number is not None else None
    return TimeExpression(form, offset=offset, unit=unit, modifier=modifier)


def shortly(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "shortly after the blast", "soon afterwards": the same day as what it counts from."""
    last = scan.codes[j - 1]
    form = TimeForm.EVENT if last in "BF" and opens_clause(scan, j) else TimeForm.ANAPHORIC
    return TimeExpression(form, unit="hour", modifier="before" if last == "B" else "after")


def day_before_after(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "the day before", "the week after", "the night before"."""
    sign = 1 if scan.codes[j - 1] == "F" else -1
    unit, part = unit_in(scan, i, j), part_in(scan, i, j)
    form = TimeForm.EVENT if opens_clause(scan, j) else TimeForm.ANAPHORIC
    return TimeExpression(form, offset=sign, unit=unit or "day", part_of_day=part)


def neighbour_day(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "le lendemain", "la veille", "the eve of the vote"."""
    offset = first(scan, i, j, "k")
    form = TimeForm.EVENT if scan.codes[j - 1] == "f" or scan.codes[j : j + 1] == "g" else TimeForm.ANAPHORIC
    if scan.words[j - 1] == "eve" and form is TimeForm.ANAPHORIC:
        return None
    return TimeExpression(form, offset=int(offset), unit="day", part_of_day=part_in(scan, i, j))


def time_of_day(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "5 am", "dawn" without a date: on the day the text is at."""
    return TimeExpression(TimeForm.ANAPHORIC, offset=0, unit="hour", part_of_day=part_in(scan, i, j))


def clock_from_hours(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "à 5 heures (du matin)", "vers 17 heures 30"."""
    figures = [scan.values[k] for k in range(i, j) if scan.codes[k] == "D"]
    if unit_in(scan, i, j) != "hour" or not figures or figures[0] > 24:
        return None
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    if first(scan, i, j, "P") in ("evening", "afternoon") and hour < 12:
        hour += 12
    if minute > 59:
        return None
    return TimeExpression(TimeForm.ANAPHORIC, offset=0, unit="hour", part_of_day=f"{hour % 24:02d}:{minute:02d}")


def duration(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "three days": a length. Ages ("a 12-year-old") are no time at all."""
    word = scan.word(j) if scan.codes[j : j + 1] != "-" else scan.word(j + 1)
    unit, number = unit_in(scan, i, j), number_in(scan, i, j)
    joint = next((k for k in range(i + 1, j) if scan.codes[k] in "&[-" and number_in(scan, i, k) is not None), None)
    if joint is not None and number_in(scan, joint, j) is not None:
        number = number_in(scan, i, joint)  # "two to three weeks": two at least
    if word in ("old", "olds", "vieux") or unit in (None, "weekend", "quarter"):
        return None
    if "a" in scan.codes[i:j] and unit == "second":
        return None
    return TimeExpression(TimeForm.DURATION, unit=unit, count=number)


def habit(scan: Scan, i: int, j: int) -> TimeExpression | None:
    """For "every Friday", "each year"."""
    return TimeExpression(
        TimeForm.SET,
        unit=first(scan, i, j, "y") or unit_in(scan, i, j) or "day",
        weekday=first(scan, i, j, "W"),
        count=number_in(scan, i, j) or 1,
    )
