"""A picture of a series: bars of events and of deaths by period, a row of panels for each group, as SVG.

Deaths are drawn as the best number with a line from the low to the high one; an arrow where somebody gives no upper
bound, a question mark where no event of the period tells a number. What goes when sources are left out is the hatched
end of a bar. Dark, hatched and white are told apart without colours.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import ceil, floor, log10

from tocsin.export.series import MEASURES, Cell, Series, label

MOST_GROUPS = 12
"""Groups that are drawn, those with most events first."""

INK, GREY, PALE, BAR, GONE = "#222222", "#666666", "#dddddd", "#1f4e79", "#7f9db9"
WIDE, LEFT, RIGHT, TOP, BOTTOM = 960, 64, 20, 92, 34
HIGH, LOW, FEW = 150, 84, 3  # of a panel, and how many stand high
GAP, TITLE = 22, 22
_LETTER = 6.6  # mean width of a letter of 12 pixels
_TICKS = 4
_EDGED = 8.0  # pixels


@dataclass(frozen=True)
class Panel:
    """Bars of one group and measure: the cells of all periods with what remains of them."""

    title: str
    of: str
    cells: Sequence[tuple[Cell, Cell | None]]

    @property
    def most(self) -> int:
        """The highest value that is drawn."""
        return max((high_of(cell, self.of) for both in self.cells for cell in both if cell is not None), default=0)


def high_of(cell: Cell, of: str) -> int:
    """What its line reaches."""
    return cell.events if of == "events" else max(cell.best, cell.high)


def drawn(
    whole: Series, remaining: Series | None = None, *, of: Sequence[str] = MEASURES, about: Sequence[str] = ()
) -> str:
    """A series as SVG. ``remaining``: the same without some sources; ``of``: the measures drawn, out of ``MEASURES``;
    ``about``: sentences that stand below (filters, what is left out)."""
    periods = sorted({*whole.periods, *(remaining.periods if remaining else ())})
    groups = list(dict.fromkeys((*whole.groups, *(remaining.groups if remaining else ()))))
    panels = list(_panels(whole, remaining, periods, groups[:MOST_GROUPS], of))
    room = int((WIDE - LEFT - RIGHT) / _LETTER)
    notes = [line for words in (*about, *_notes(groups, panels, whole)) for line in textwrap.wrap(words, room)]
    tall = HIGH if len(panels) <= FEW else LOW
    high = TOP + len(panels) * (TITLE + tall + GAP) + BOTTOM + 17 * len(notes) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{high}" viewBox="0 0 {WIDE} {high}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}"><defs><pattern id="gone" width="5" height="5" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="white"/>'
        f'<rect width="2" height="5" fill="{GONE}"/></pattern></defs><rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="36" font-size="20" font-weight="bold">{escape(_heading(whole, of))}</text>',
        f'<text x="{LEFT}" y="58" fill="{GREY}">{escape(_span(whole, periods))}</text>',
        *_legend(remaining is not None),
    ]
    top = TOP
    for number, panel in enumerate(panels):
        ticks = ticks_to(max(other.most for other in panels if other.of == panel.of))  # one scale, to be compared
        parts += _panel(panel, ticks, (top + TITLE, tall), periods, whole.by, named=number == len(panels) - 1)
        top += TITLE + tall + GAP
    if not panels:
        parts.append(f'<text x="{LEFT}" y="{top + 10}">No event passes, so there is nothing to draw.</text>')
    for number, line in enumerate(notes):
        parts.append(f'<text x="{LEFT}" y="{top + BOTTOM + 17 * number}" fill="{GREY}">{escape(line)}</text>')
    return "".join(parts) + "</svg>\n"


def _panels(
    whole: Series, remaining: Series | None, periods: Sequence[date], groups: Sequence[str], of: Sequence[str]
) -> Iterator[Panel]:
    for group in groups:
        cells = [(whole.cell(group, p), remaining.cell(group, p) if remaining else None) for p in periods]
        for measure in of if periods else ():
            what = "events" if measure == "events" else "deaths"
            yield Panel(f"{group}: {what}" if group else what.capitalize(), measure, cells)


def _heading(whole: Series, of: Sequence[str]) -> str:
    what = " and ".join("events" if measure == "events" else "deaths" for measure in of)
    across = {"admin1": "first-level unit", None: ""}.get(whole.across, whole.across or "")
    return f"{what.capitalize()} by {whole.by}" + (f" and {across}" if across else "")


def _span(whole: Series, periods: Sequence[date]) -> str:
    if not periods:
        return ""
    events = sum(cell.events for row in whole.cells.values() for cell in row.values())
    first, last = label(periods[0], whole.by), label(periods[-1], whole.by)
    twice = ", counted with each of its actors" if whole.across == "actor" else ""
    return (first if first == last else f"{first} to {last}") + f"; {events} events{twice}"


def _legend(without: bool) -> Iterator[str]:
    """What bars, ends and lines mean, in a row below the heading."""
    x, y = float(LEFT), 78
    marks = [(f'fill="{BAR}"', "with the sources that remain" if without else "counted")]
    if without:
        marks.append((f'fill="url(#gone)" stroke="{GONE}"', "goes when sources are left out"))
    for style, words in marks:
        yield f'<rect x="{x:.0f}" y="{y - 9}" width="14" height="10" {style}/>'
        yield f'<text x="{x + 20:.0f}" y="{y}">{words}</text>'
        x += 44 + _LETTER * len(words)


_HOW = "bar: best number; line: low to high, with an arrow where somebody gives no upper bound; ?: no number told"


def _panel(
    panel: Panel, ticks: Sequence[int], where: tuple[float, float], periods: Sequence[date], by: str, *, named: bool
) -> Iterator[str]:
    """One panel. ``where``: its upper edge and its height; ``named``: with the periods written below it."""
    top, tall = where
    yield f'<text x="{LEFT}" y="{top - 7}" font-weight="bold">{escape(panel.title)}</text>'
    if panel.of == "fatalities":
        yield f'<text x="{WIDE - RIGHT}" y="{top - 7}" text-anchor="end" fill="{GREY}">{_HOW}</text>'
    scale = tall / ticks[-1]
    low = top + tall
    for tick in ticks:
        y = low - tick * scale
        yield f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="{INK if tick == 0 else PALE}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{GREY}">{tick:,}</text>'
    step = (WIDE - LEFT - RIGHT) / max(1, len(periods))
    for number, (period, (cell, rest)) in enumerate(zip(periods, panel.cells, strict=True)):
        yield from _bar(panel.of, cell, rest, LEFT + step * number, step, low, scale, label(period, by))
    words = max((len(label(p, by)) for p in periods), default=0) * _LETTER + 14
    every = max(1, ceil(words / step))
    for number, period in enumerate(periods if named else ()):
        if number % every == 0 and (number + every <= len(periods) or number == 0 or step * every > words):
            x = LEFT + step * (number + 0.5)
            yield (
                f'<path d="M{x:.1f} {low}v5" stroke="{INK}"/>'
                f'<text x="{x:.1f}" y="{low + 19}" text-anchor="middle" fill="{GREY}">{label(period, by)}</text>'
            )


def _bar(
    of: str, cell: Cell, rest: Cell | None, left: float, step: float, low: float, scale: float, when: str
) -> Iterator[str]:
    """One period's bar with its words for the pointer."""
    if not cell.events and not (rest and rest.events):
        return
    wide = min(max(1.0, step * 0.72), 46.0)
    x, middle = left + (step - wide) / 2, left + step / 2
    full = cell.measure(of) * scale
    kept = min(rest.measure(of) * scale, full) if rest else None
    yield f"<g><title>{escape(_words(cell, rest, when))}</title>"
    if kept is not None and full > kept:
        yield (
            f'<rect x="{x:.1f}" y="{low - full:.1f}" width="{wide:.1f}" height="{full - kept:.1f}" '
            f'fill="url(#gone)" stroke="{GONE}" stroke-width="0.8"/>'
        )
    solid = full if kept is None else kept
    if solid:
        yield f'<rect x="{x:.1f}" y="{low - solid:.1f}" width="{wide:.1f}" height="{solid:.1f}" fill="{BAR}"/>'
    if of == "fatalities":
        shown = rest if rest is not None else cell
        if shown.events and shown.events == shown.unstated:
            yield f'<text x="{middle:.1f}" y="{low - 4:.1f}" text-anchor="middle" fill="{GREY}">?</text>'
        elif shown.high > shown.low or shown.open:
            yield _line(shown, middle, min(wide, 8.0), low, scale)
    yield "</g>"


def _line(cell: Cell, x: float, wide: float, low: float, scale: float) -> str:
    """From the low to the high number; on a bar that is wide enough, edged in white to be seen."""
    bottom, top = low - cell.low * scale, low - max(cell.high, cell.best) * scale
    half = wide / 2
    end = f"m{-half:.1f} 5l{half:.1f} -5l{half:.1f} 5" if cell.open else f"m{-half:.1f} 0h{wide:.1f}"
    top = top - 6 if cell.open else top
    path = f"M{x - half:.1f} {bottom:.1f}h{wide:.1f}M{x:.1f} {bottom:.1f}V{top:.1f}{end}"
    line = f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.3"/>'
    return f'<path d="{path}" fill="none" stroke="white" stroke-width="3.4"/>{line}' if wide >= _EDGED else line


def _words(cell: Cell, rest: Cell | None, when: str) -> str:
    told = f"{when}: {cell.events} events, deaths {cell.low} to {cell.high}{'+' if cell.open else ''}, best {cell.best}"
    told += f", no number for {cell.unstated}" if cell.unstated else ""
    return told if rest is None else f"{told}; what remains: {rest.events} events, best {rest.best}"


def ticks_to(most: int) -> list[int]:
    """Whole numbers from 0 in even steps of 1, 2 or 5 times a power of ten, the last at or above ``most``."""
    raw = max(most, 1) / _TICKS
    power = 10 ** max(0, floor(log10(raw))) if raw >= 1 else 1
    step = next(int(power * k) for k in (1, 2, 5, 10) if power * k >= raw)
    return list(range(0, ceil(max(most, 1) / step) * step + 1, step))


def _notes(groups: Sequence[str], panels: Sequence[Panel], whole: Series) -> Iterator[str]:
    if len(groups) > MOST_GROUPS and panels:
        yield f"Drawn are the {MOST_GROUPS} groups with most events, of {len(groups)}."
    for reason, number in whole.left_out.items():
        yield f"Left out: {number} ({reason})."
    if whole.spread:
        yield f"{whole.spread} lie over more than one {whole.by} and are counted in that of their middle day."
