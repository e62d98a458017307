"""Find time expressions in a text (English, French; absolute dates in other languages)."""

from dataclasses import replace

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.read.rules.times_grammar import best_match, islands, may_start
from tocsin.read.rules.times_lexicon import lexicon
from tocsin.read.rules.times_other import find_absolute
from tocsin.read.rules.times_scan import Scan, scan

Found = tuple[int, int, TimeExpression]
_UNTIL = frozenset({"until", "till", "jusqu'au", "jusqu'a", "jusqu'en"})


def find_times(text: str, language: str | None, *, lengths: bool = False) -> list[Found]:
    """All time expressions of a text as ``(start, end, expression)``, in order and without overlap.

    ``text[start:end]`` are the words without their preposition ("Friday" of "on Friday"); offsets count code points.
    ``lengths=True`` adds durations ("for three days") and habits ("every Friday"), which are not times.
    A language without a lexicon gets absolute dates only.
    """
    words = lexicon(language or "")
    if words is None:
        return find_absolute(text, language)
    scanned = scan(text, words)
    found: list[tuple[int, int, TimeExpression]] = []
    for start, end in islands(scanned.codes):
        position = start
        while position < end:
            match = best_match(scanned, position, lengths) if may_start(scanned.codes[position]) else None
            if match is None:
                position += 1
                continue
            found.append((position, match[0], _bounded(scanned, position, match[1])))
            position = match[0]
    return [(scanned.starts[i], scanned.ends[j - 1], expression) for i, j, expression in _join(scanned, found)]


def _bounded(scanned: Scan, i: int, expression: TimeExpression) -> TimeExpression:
    """The expression with "since" or "until", when that word stands before it."""
    before = scanned.codes[i - 1] if i else "."
    if expression.modifier is not None or expression.form in (
        TimeForm.VAGUE,
        TimeForm.EVENT,
        TimeForm.DURATION,
    ):
        return expression
    if before == "C":
        return replace(expression, modifier="since")
    if before == "[" and scanned.word(i - 1) in _UNTIL:
        return replace(expression, modifier="until")
    return expression


_GLUE = frozenset(",@dit~fgw->(")
_DAY_FORMS = (TimeForm.ABSOLUTE, TimeForm.WEEKDAY, TimeForm.OFFSET, TimeForm.NOW, TimeForm.ANAPHORIC)


def _join(scanned: Scan, found: list[Found]) -> list[Found]:
    """Join a time of the day with the date beside it ("at 5 am on Friday", "Friday at dawn")."""
    joined: list[Found] = []
    for i, j, expression in found:
        if joined and _glued(scanned.codes[joined[-1][1] : i]):
            first, _, before = joined[-1]
            between = scanned.codes[joined[-1][1] : i]
            both = _counted_from(before, expression, between) or _one_time(before, expression, "," in between)
            if both is not None:
                joined[-1] = (first, j, both)
                continue
        joined.append((i, j, expression))
    return joined


def _glued(codes: str) -> bool:
    """Whether only connectives stand between two expressions."""
    return len(codes) <= 3 and all(code in _GLUE for code in codes)


def _counted_from(left: TimeExpression, right: TimeExpression, between: str) -> TimeExpression | None:
    """ "the day after Friday's attack": an EVENT expression whose happening is dated right behind it."""
    if left.form is not TimeForm.EVENT or between.strip("tf") or right.form not in _DAY_FORMS or not _has_day(right):
        return None
    return replace(left, start=right)


def _one_time(left: TimeExpression, right: TimeExpression, comma: bool) -> TimeExpression | None:
    """Date and time of the day as one expression; ``None`` when the two are two dates or two times in a list."""
    if is_time_of_day(left) and is_time_of_day(right) and comma:
        return None
    if is_time_of_day(left) and not is_time_of_day(right) and _has_day(right):
        return replace(right, part_of_day=_finer(left.part_of_day, right.part_of_day))
    if is_time_of_day(right) and _has_day(left):
        return replace(left, part_of_day=_finer(left.part_of_day, right.part_of_day))
    return None


def _finer(left: str | None, right: str | None) -> str | None:
    """The more exact of two parts of the day: a clock time, then dawn, then the others; the first on a tie."""
    parts = [part for part in (left, right) if part is not None]
    return min(parts, key=lambda part: 0 if ":" in part else 1 if part == "dawn" else 2, default=None)


def is_time_of_day(expression: TimeExpression) -> bool:
    """Whether the expression is only a time of the day ("at dawn"), without a date of its own."""
    return expression.form is TimeForm.ANAPHORIC and expression.unit == "hour" and expression.offset == 0


def _has_day(expression: TimeExpression) -> bool:
    """Whether the expression names a single day, so that a time of the day can belong to it."""
    if expression.form not in _DAY_FORMS or is_time_of_day(expression):
        return is_time_of_day(expression)
    if expression.form is TimeForm.ABSOLUTE:
        return expression.day is not None
    return expression.form is TimeForm.WEEKDAY or expression.unit == "day"
