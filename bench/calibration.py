"""Whether confidence keeps its word: of events, and of values, that are said to be 70% sure, how many are right.

    python bench/calibration.py [--data ../shared/data/event_gold] [--files docs.jsonl gold.jsonl] [--picture OUT.svg]

Events are coded and matched as in ``gold.py``. An event is right when the scorer matches it to gold; one that is
matched to a gold event that is told as fact but too vague to be coded is neither right nor wrong, everywhere here
(``detection_p`` of ``gold.py`` calls it false). A value counts on matched events where gold has one, with the
confidence of its surest chosen evidence: type (or an accepted one), sides, place (within 25 km or the same name, where
gold knows the place), date and number of dead (exact). The calibration error is the mean distance between confidence
and share right over 15 bins of equal mass, or fewer, as equal confidences share a bin. Its baseline is to be always
sure. ``right_of_100`` is about what an export prints that asks for no confidence; an event below a threshold is left
out before matching. ``calibration_error_by_chance`` is the error to expect of confidences that keep their word exactly,
by the luck of so few events in a bin alone: no lower figure can be told from none. ``--picture`` draws the reliability
diagram.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import pi, sqrt
from pathlib import Path
from types import ModuleType
from typing import Any

from common import Clock, Figures, Json, Tally, arguments, f1, ratio, report, total
from gold import coded, corpus, in_scorer_keys, scored, scorer
from tocsin import read

BINS, THRESHOLDS, NEAR_KM = 15, (0.3, 0.5, 0.7, 0.9), 25
FIELDS = ("sub_event_type", "actor1", "actor2", "place", "date", "fatalities")
Point = tuple[float, bool]
"""A confidence, and whether what it was given to is right."""


def split(score: ModuleType, document: Json, row: Any) -> tuple[list[Json], list[Json]]:
    """The right and the wrong events of a scorer's row; those matched to vague gold events are in neither."""
    _, pairs, _, left = row
    rest = [gold for gold in document["events"] if not gold["codable"]]
    matched = score.assign([[score.pair(gold, event) for event in left] for gold in rest]) if rest and left else []
    vague = {j for i, j in matched if rest[i]["modality"] == "actual"}  # the scorer's ``fp_vague``
    return [event for _, event in pairs], [event for j, event in enumerate(left) if j not in vague]


def right(score: ModuleType, field: str, gold: Json, event: Json) -> bool | None:
    """Whether a value of a matched event is right; ``None`` where gold or the event has none."""
    if field == "sub_event_type":
        return bool(score.sub_ok(gold, event))
    if field == "date":
        return bool(score.date_exact(gold, event))
    if field == "fatalities":
        wanted, got = score.best(gold), score.best(event)
        return None if wanted is None or got is None else bool(wanted == got)
    if field == "place":
        known = gold["lat"] is not None and gold["geo_precision"] in (1, 2)
        apart = score.km(gold, event)
        return (apart is not None and apart <= NEAR_KM) or bool(score.place_name(gold, event)) if known else None
    if not gold[field] or not event[field]:
        return None
    return bool(score.actor_ok(gold[field], gold.get(f"alt_{field}"), event[field]))


def sure(event: Json, field: str) -> float | None:
    """The confidence of the surest chosen evidence of a field; ``None`` without any."""
    chosen = [row["confidence"] for row in event["evidence"].get(field, ()) if row["chosen"]]
    return max(chosen, default=None)


def value_points(score: ModuleType, row: Any, field: str) -> list[Point]:
    """The points of one field on the matched events of a document."""
    found = [(sure(event, field), right(score, field, gold, event)) for gold, event in row[1]]
    return [(confidence, outcome) for confidence, outcome in found if confidence is not None and outcome is not None]


def bins_of(points: Sequence[Point]) -> dict[float, int]:
    """The bin of every confidence: a bin is full with a fifteenth of the points, and takes what equals its last."""
    counts = Counter(confidence for confidence, _ in points)
    found: dict[float, int] = {}
    number = held = 0
    left = len(points)
    for confidence, count in sorted(counts.items()):
        if held * BINS >= len(points) and left * BINS >= len(points):  # a rest that fills no bin joins the last
            number, held = number + 1, 0
        found[confidence] = number
        held, left = held + count, left - count
    return found


def binned(points: Sequence[Point], bins: dict[float, int]) -> Tally:
    """Mass, millionths of confidence, right ones, and millionths of the variance of these, of each bin."""
    tally: Tally = Counter()
    for confidence, outcome in points:
        k = bins[confidence]
        spread = round(1_000_000 * confidence * (1 - confidence))
        tally.update({f"n{k}": 1, f"c{k}": round(1_000_000 * confidence), f"r{k}": int(outcome), f"v{k}": spread})
    return tally


@dataclass(frozen=True, slots=True)
class Bin:
    """How many, their mean confidence, the share right."""

    mass: int
    confidence: float
    share: float


def bins_in(tally: Tally) -> list[Bin]:
    """The bins of a tally that hold anything."""
    masses = {k: tally[f"n{k}"] for k in range(BINS) if tally[f"n{k}"]}
    return [Bin(n, tally[f"c{k}"] / 1_000_000 / n, tally[f"r{k}"] / n) for k, n in masses.items()]


def calibration_error(tally: Tally) -> float | None:
    """Mean distance between confidence and share right, weighted by mass."""
    bins = bins_in(tally)
    return ratio(sum(b.mass * abs(b.confidence - b.share) for b in bins), sum(b.mass for b in bins))


def error_by_chance(tally: Tally) -> float | None:
    """The calibration error to expect were every confidence the chance of being right: the mean distance of a bin's
    share from its expectation, by the normal approximation, weighted by mass."""
    bins = [(tally[f"n{k}"], tally[f"v{k}"] / 1_000_000) for k in range(BINS)]
    return ratio(sum(sqrt(2 * variance / pi) for _, variance in bins), sum(n for n, _ in bins))


def add_error(figures: Figures, name: str, documents: Sequence[Sequence[Point]]) -> list[Bin]:
    """The calibration error of points by document; its bins."""
    points = [point for found in documents for point in found]
    bins = bins_of(points)
    tallies = [binned(found, bins) for found in documents]
    certain = [binned([(1.0, outcome) for _, outcome in found], {1.0: 0}) for found in documents]
    figures.add(name, tallies, calibration_error, idle=certain, cases=len(points))
    figures.add(f"{name}_by_chance", tallies, error_by_chance, cases=len(points))
    return bins_in(total(tallies))


def add_thresholds(figures: Figures, score: ModuleType, gold: Sequence[Json], made: dict[str, list[Json]]) -> None:
    """Precision, recall and F1 when only events of a confidence are given."""
    measures: dict[str, Callable[[Tally], float | None]] = {
        "precision": lambda t: ratio(t["tp"], t["tp"] + t["fp"]),
        "recall": lambda t: ratio(t["tp"], t["tp"] + t["fn"]),
        "f1": f1,
    }
    for least in THRESHOLDS:
        kept = {name: [e for e in events if e["confidence"] >= least] for name, events in made.items()}
        tallies = []
        for document, row in zip(gold, scored(score, gold, kept), strict=True):
            good, bad = split(score, document, row)
            tallies.append(Counter(tp=len(good), fp=len(bad), fn=len(row[2])))
        sums = total(tallies)
        cases = {"precision": sums["tp"] + sums["fp"], "recall": sums["tp"] + sums["fn"]}
        for name, quotient in measures.items():
            idle = None if name == "precision" else 0.0  # who gives nothing gives nothing wrong
            figures.add(f"{name}_at_{least}", tallies, quotient, idle=idle, cases=cases.get(name, cases["recall"]))


def main() -> None:
    picture = {"type": Path, "default": None, "help": "draw the reliability diagram to this SVG file"}
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl", "gold.jsonl"], picture=picture)
    score, clock, figures = scorer(options.data), Clock(), Figures()
    lines, documents = corpus(options)
    gold, made = in_scorer_keys(score, lines), coded(documents, options.engine)
    rows = scored(score, gold, made)
    events: list[list[Point]] = []
    for document, row in zip(gold, rows, strict=True):
        outcomes = zip(split(score, document, row), (True, False), strict=True)
        events.append([(event["confidence"], outcome) for found, outcome in outcomes for event in found])
    sums = [Counter(n=len(found), right=sum(outcome for _, outcome in found)) for found in events]
    figures.add("right_of_100", sums, lambda t: ratio(100 * t["right"], t["n"]), cases=total(sums)["n"])
    panels = {"events": add_error(figures, "calibration_error", events)}
    for field in FIELDS:
        points = [value_points(score, row, field) for row in rows]
        panels[field] = add_error(figures, f"calibration_error_{field}", points)
    add_thresholds(figures, score, gold, made)
    if options.detail:
        _detail(panels)
    if options.picture is not None:
        options.picture.parent.mkdir(parents=True, exist_ok=True)
        said = f"{options.data.name}, engine {read.chosen(options.engine)}"
        options.picture.write_text(drawn(panels, said, figures.values), encoding="utf-8")
    report("event_gold", options, len(gold), figures, clock)


def _detail(panels: dict[str, list[Bin]]) -> None:
    for name, bins in panels.items():
        print(f"\n{name}: mass, confidence, share right")
        for one in bins:
            print(f"  {one.mass:5} {one.confidence:.3f} {one.share:.3f}")


# The picture

INK, GREY, PALE, LINE, DOT = "#333333", "#777777", "#e3e3e3", "#9a9a9a", "#2a6f97"
TITLES = {
    "sub_event_type": "type", "actor1": "acting side", "actor2": "other side", "place": "place", "date": "date",
    "fatalities": "dead",
}  # fmt: skip
LARGE, SMALL = 430, 165
LEFT, TOP = 76, 104  # of the large plot's corner
RIGHT, GAP_X, GAP_Y = LEFT + LARGE + 80, 42, 80  # of the small plots
WIDE, HIGH = RIGHT + 3 * SMALL + 2 * GAP_X + 30, TOP + LARGE + 64


def drawn(panels: dict[str, list[Bin]], said: str, values: dict[str, float | None]) -> str:
    """The reliability diagram as SVG: events large, every field small."""
    count = sum(b.mass for b in panels["events"])
    small = []
    for k, field in enumerate(FIELDS):
        left, top = RIGHT + k % 3 * (SMALL + GAP_X), TOP + 20 + k // 3 * (SMALL + GAP_Y)
        small.append(f'<text x="{left}" y="{top - 8}" font-weight="bold">{escape(TITLES[field])}</text>')
        small.append(
            f'<text x="{left + SMALL}" y="{top - 8}" text-anchor="end" fill="{GREY}">'
            f"{sum(b.mass for b in panels[field])}, error {_shown(values[f'calibration_error_{field}'])}</text>"
        )
        small.append(plot(panels[field], left, top, SMALL))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}"><rect width="100%" height="100%" fill="white"/>'
        f'<text x="{LEFT}" y="38" font-size="20" font-weight="bold">Does confidence keep its word?</text>'
        f'<text x="{LEFT}" y="60" fill="{GREY}">{escape(said)}. A dot: all of about one confidence; its area: how '
        f"many; its bar: the 95% interval. On the diagonal, what is said to be 70% sure is right in 70 of 100 cases."
        f'</text><text x="{LEFT}" y="{TOP - 10}" font-weight="bold">events: matched to gold</text>'
        f'<text x="{LEFT + LARGE}" y="{TOP - 10}" text-anchor="end" fill="{GREY}">{count} events, calibration error '
        f"{_shown(values['calibration_error'])}</text>{plot(panels['events'], LEFT, TOP, LARGE)}{_words()}"
        f'<text x="{RIGHT}" y="{TOP - 10}" fill="{GREY}">values of matched events, same axes</text>'
        f"{''.join(small)}</svg>\n"
    )


def _words() -> str:
    """Names of the axes and sides of the large plot."""
    middle, far, low = LEFT + LARGE / 2, LEFT + LARGE, TOP + LARGE
    return (
        f'<text x="{middle}" y="{low + 44}" text-anchor="middle" font-size="14">confidence given</text>'
        f'<text transform="translate({LEFT - 46} {TOP + LARGE / 2}) rotate(-90)" text-anchor="middle" '
        f'font-size="14">share right</text><text x="{LEFT + 14}" y="{TOP + 26}" fill="{GREY}">better than said</text>'
        f'<text x="{far - 14}" y="{low - 16}" text-anchor="end" fill="{GREY}">worse than said</text>'
        f'<text transform="translate({LEFT + 68} {low - 78}) rotate(-45)" fill="{GREY}">as right as said</text>'
    )


def plot(bins: Sequence[Bin], left: float, top: float, size: float) -> str:
    """Frame, grid, diagonal and dots of one plot, 0 to 1 either way."""
    large, bottom = size == LARGE, top + size
    parts = [f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="{PALE}"/>']
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0) if large else (0.0, 0.5, 1.0):
        x, y = left + tick * size, bottom - tick * size
        parts.append(f'<path d="M{x:.1f} {top}V{bottom}M{left} {y:.1f}H{left + size}" stroke="{PALE}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle" fill="{GREY}">{tick:g}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{GREY}">{tick:g}</text>')
    parts.append(f'<path d="M{left} {bottom}L{left + size} {top}" stroke="{LINE}" stroke-dasharray="5 4"/>')
    mass = sum(b.mass for b in bins)
    for one in bins:
        low, high = _interval(one)
        x, y = left + one.confidence * size, bottom - one.share * size
        radius = size * (0.062 if large else 0.085) * (one.mass / mass) ** 0.5
        parts.append(
            f'<path d="M{x:.1f} {bottom - low * size:.1f}V{bottom - high * size:.1f}" stroke="{DOT}" '
            f'stroke-opacity="0.45"/><circle cx="{x:.1f}" cy="{y:.1f}" r="{max(radius, 2):.1f}" fill="{DOT}" '
            f'fill-opacity="0.75" stroke="white"><title>{one.mass}: said {one.confidence:.2f}, right {one.share:.2f}'
            f"</title></circle>"
        )
    return "".join(parts)


def _interval(one: Bin) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927)."""
    n, z = one.mass, 1.96
    middle = (one.share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (one.share * (1 - one.share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
