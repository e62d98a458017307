"""The grammar of time phrases: short patterns over the codes of ``times_scan``, each with a builder.

At every position the longest match wins (the first rule on a tie). English and French share the rules; word order
that only one language has sits in the same alternation. All patterns are bounded, so matching is linear in the text.
"""

import re
from dataclasses import dataclass

from tocsin.model.expressions import TimeExpression
from tocsin.read.rules import times_build as build
from tocsin.read.rules import times_relative as relative
from tocsin.read.rules.times_scan import Scan
from tocsin.read.rules.times_tokens import Build

_NUM = "[anDNqO]"
_DM = r"(?:[DO],?f?M|Mt?[Oo](?![uU])|tofM|MD(?! )|(?<!i)MD(?= ))"
_DATE = rf"(?:{_DM}(?:,?f?Y|N(?=[(;.]|$))?)"
_PRE = r"(?:(?:Jd?)?t?[lhxA]?W-?P?(?:,?\(?d?t?|f))?"  # "last Friday night, (the)"
_TO = r"[\[@w&-]"
_DAY = r"t?[DO]"
_OF_PART = r"(?:J[ift]{0,2})?t?P[fgd]t?"  # "early on the morning of the"
_PART_OF = r"(?:t?J[fgi-]?t?g?)?"  # "the end of", "mid-"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over codes and the builder of its expression. ``lengths`` marks rules only run when asked for."""

    name: str
    pattern: re.Pattern[str]
    make: Build
    lengths: bool = False


def _rule(name: str, pattern: str, make: Build, lengths: bool = False) -> list[Rule]:
    """One rule per top-level alternative, so that the longest of them wins and not the first."""
    return [Rule(name, re.compile(one), make, lengths) for one in _alternatives(pattern)]


def _alternatives(pattern: str) -> list[str]:
    """``pattern`` split at its outermost ``|`` signs."""
    parts, depth, in_class = [""], 0, False
    for position, char in enumerate(pattern):
        escaped = position > 0 and pattern[position - 1] == "\\"
        if not escaped:
            in_class = char == "[" or (in_class and char != "]")
            depth += (char == "(") - (char == ")") if not in_class else 0
        if char == "|" and depth == 0 and not in_class:
            parts.append("")
        else:
            parts[-1] += char
    return parts


_GROUPS: tuple[list[Rule], ...] = (
    # absolute dates
    _rule("numeric-date", r"(?:W,?\(?)?Z", build.numeric),
    _rule("date", rf"{_PRE}t?{_DATE}", build.absolute),
    _rule("date", rf"t?[lhx]{_DM}|t?{_DM}[lx]", build.absolute),
    _rule("week-of-date", rf"t?Uf(?:W,?)?t?{_DATE}", build.week_of_date),
    _rule("week-of-month", r"t?[ol]-?n?[Uu]f(?:tUf)?M(?:,?f?Y)?", build.week_of_month),
    _rule("date-of-year", rf"(?:W,?)?t?{_DM}f?[lhxpj]U", build.absolute),
    _rule("part-of-date", rf"{_OF_PART}(?:W,?)?{_DATE}", build.absolute),
    _rule("part-of-weekday", rf"{_OF_PART}[lh]?W", build.absolute),
    _rule("weekday-day", r"t?W,?(?:t?O|D(?! ))", build.absolute),
    _rule("day-of-month", r"(?<=[dB>\[])tO", build.absolute),
    _rule("month", rf"{_PART_OF}(?:t?Uf)?M(?:,?f?Y)?", build.absolute),
    _rule("month", r"(?:t?Jf?-?)?[lhxj]M|M[lx]|t?[sb]M", build.absolute),
    _rule("month-of-year", rf"{_PART_OF}M,?f?[lhxpbsj]U|Mf?(?:tUl|tsU|tAU|tUA|tUb)", build.absolute),
    _rule("year", rf"(?:{_PART_OF}|t?Uf?)Y", build.year_only),
    _rule("era", r"[YND]X", build.year_only),
    _rule("decade", r"(?:t?J[fg-]?)?t?Q|(?:t?J[fg]?)?t?u[QYN]", build.decade),
    _rule("century", r"(?:t?J[f-]?)?t?[oO]-?U", build.century),
    _rule("quarter", r"t?[oO]-?U(?:f?Y|f?t?[lhxs]?U[lx]?)?|t?Y[oO]-?U|[lhx]U'[oO]-?U|t[l*]?U", build.quarter),
    _rule("half", r"t?/f?(?:Y|[hlx]U|tU|M(?:,?Y)?)", build.half),
    _rule("season", rf"{_PART_OF}(?:[thlxsjA]|(?<=i))S(?:f?Y)?|{_PART_OF}Sf?Y|[th]S[lx]", build.absolute),
    _rule("season-of-year", rf"{_PART_OF}t?Sf?[lhxp]U", build.absolute),
    _rule("holiday", r"[lhx]?H(?:,?Y)?", build.absolute),
    # weekdays
    _rule("weekday", r"(?:J[dt-]{0,2})?(?:t?[lhxpbcAjs]|h[lpxc])?W(?:-?t?P)?", build.absolute),
    _rule("weekday", r"[ht]?W[lxb](?:@?t?P)?|W@tP", build.absolute),
    _rule("weekday", r"[ht]?WA(?:@?t?P)?", build.weekday_following),
    _rule("weekday-of-week", r"W,?f?(?:t?[lhxpbA]|hp)U|WftU[lx]", build.absolute),
    # counted from publication
    _rule("named-day", r"(?:J-?)?T(?:P|@tP|,?@K)?", relative.named_day),
    _rule("part-of-this-day", r"(?:J[ft]{0,2})?[hl]P(?!-t)|(?:J[ft]{0,2})?P[lx]", relative.named_day),
    _rule("ago", rf"~*(?:{_NUM}[&\[-])?{_NUM}?-?[Uu]-?G|~*G~*{_NUM}[Uu]|~*{_NUM}n[Uu]G", relative.ago),
    _rule("unit", r"(?:[tj]?J[ft]{0,2}|[ER][it]{0,2})?(?:h[lpxc]?|l|x|t?c|p)U(?!-)", relative.deictic_unit),
    _rule("unit", r"(?:t?J[ft]{0,2})?[th]U[lpxc]|t[lp]U|(?<=i)txU", relative.deictic_unit),
    _rule("weekend", r"[th]U(?![AbsfBF])|(?<=i)U(?![AbsfBF-])", relative.deictic_unit),
    _rule("part-of-unit", r"t?J[fi]?tU(?![Aflxb])|t?JgU|[ER]itU|t?U'?-?J(?=[ ,;.]|$)", relative.stage_of_unit),
    _rule("period", r"t?[lpxcb](?:[nDNqOa]|an)u|h[nDq]?[lpxc]u|[xc]u|t[lpxc]u", relative.period),
    _rule("period", r"t?[nDq][lpxc][uU]|t[nDq]?u[lpxc]", relative.period),
    _rule("recent", r"[th]?r[uU]|[th]ur|ul", relative.vague_unit),
    _rule("now", r"V", relative.now),
    _rule("vague", r"[vL]|(?<=i)tp(?![anDNqOuU])", relative.vague),
    # counted from a date of the text
    _rule("next-unit", r"t?[Ab][UP]|tx[UP]|t[xAb][nDq]u|t?[UP][Ab]|t?s[UP]|j[UP]|h[UP]-t|hsU", relative.anaphoric),
    _rule("later-that-unit", r"[ERJ]i?(?:j|ts|s|hs)[UP]", relative.anaphoric),
    _rule("steps", rf"~*{_NUM}?-?[Uu]-?[REBF]", relative.steps),
    _rule("shortly", r"~?z[BFR](?!F)", relative.shortly),
    _rule("day-before", r"tU[BF]|tP[BF](?=[,;.]|$)", relative.day_before_after),
    _rule("eve", r"t?kP?f?", relative.neighbour_day),
    # ranges
    _rule("days-of-month", rf"{_DAY}{_TO}{_DAY},?f?M(?:,?f?Y)?|W,?t?D{_TO}W,?t?D,?f?M(?:,?f?Y)?", build.span_of_dates),
    _rule("days-of-month", r"(?:W,?)?M[DO](?:[\[-]t?[DO](?!M)|&t?[DO](?![ M]))(?:,?Y)?", build.span_of_dates),
    _rule("dates", rf"(?<=[>^gfP])(?:W,?)?t?{_DATE}{_TO}(?:W,?)?t?{_DATE}", build.span_of_dates),
    _rule("dates", rf"(?:W,?)?t?{_DATE}[\[-](?:W,?)?t?{_DATE}", build.span_of_dates),
    _rule("weekdays", rf"(?<=[>^gf])[lh]?W{_TO}W|W[\[-]WP?", build.span_of_dates),
    _rule("night-to", rf"t?P[fg>]t?W{_TO}t?W|t?P[fg>]{_DAY}(?:f?M)?{_TO}{_DAY}f?M(?:,?Y)?", build.span_of_dates),
    _rule("months", rf"(?<=[>^gf])M(?:,?Y)?{_TO}M(?:,?Y)?|M(?:,?Y)?[\[-]M(?:,?Y)?|M&M,?Y", build.span_of_dates),
    _rule("years", rf"(?<=[>^gf])Y{_TO}Y|Y-[YND]", build.years_span),
    # times of the day alone
    _rule("clock", r"K", relative.time_of_day),
    _rule("hours", r"(?:(?<=[@~])|(?<=@t))D[Uu]D?(?:[fg]P)?", relative.clock_from_hours),
    _rule("part-of-day", r"(?<=[@~BF\[Cwi])(?:J-?)?tP|(?<=[@B~Fw])P|(?<=i)P(?! )", relative.time_of_day),
    # lengths and habits, on request
    _rule("duration", rf"~*(?:{_NUM}[&\[-])?(?:{_NUM}|an)\+?-?[Uu]|{_NUM}Uu", relative.duration, lengths=True),
    _rule("bare-units", r"u(?=[ ,;.]|$)", relative.duration, lengths=True),
    _rule("in-passing", r"h(?= )", relative.in_passing, lengths=True),
    _rule("business-year", r"tU(?= )", relative.business_year, lengths=True),
    _rule("habit", r"e(?:[UWPS]|[nD]u)|y", relative.habit, lengths=True),
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(rule for group in _GROUPS for rule in group)

# A stretch of known words that holds at least one word of time; only such stretches are looked at.
_ISLAND = re.compile(r"[^ .;']*?[MWYTkKPUuSQHVvzLrZXyOp][^ .;']*")
_NEVER_FIRST = frozenset(" .;',(&-[@w^CdFBm")


def islands(codes: str) -> list[tuple[int, int]]:
    """Token ranges worth matching in."""
    return [match.span() for match in _ISLAND.finditer(codes)]


def best_match(scan: Scan, start: int, lengths: bool) -> tuple[int, TimeExpression] | None:
    """End token and expression of the longest phrase that starts at token ``start``, or ``None``."""
    found = []
    for order, rule in enumerate(RULES):
        if rule.lengths and not lengths:
            continue
        match = rule.pattern.match(scan.codes, start)
        if match is not None and match.end() > start:
            found.append((-match.end(), order, rule))
    for end, _, rule in sorted(found, key=lambda f: f[:2]):
        made = rule.make(scan, start, -end)
        if made is not None:
            return -end, made
    return None


def may_start(code: str) -> bool:
    """Whether a phrase can start with this code."""
    return code not in _NEVER_FIRST
