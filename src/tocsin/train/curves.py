"""The course of a training run as a picture: one small plot for each loss, epoch by epoch (SVG, no library)."""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

WIDE, HIGH, GAP, ROW = 230, 120, 34, 3
_INK, _LINE, _PALE = "#333", "#2a6f97", "#ddd"


def draw(log: Path, out: Path) -> None:
    """Plots of all figures of ``log.jsonl`` but the epoch's number, in the order of their names, as an SVG file."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    names = sorted({name for row in rows for name in row} - {"epoch"})
    plots = [_plot(k, name, [(row["epoch"], row[name]) for row in rows if name in row]) for k, name in enumerate(names)]
    lines = (len(names) + ROW - 1) // ROW
    size = f'width="{ROW * (WIDE + GAP) + GAP}" height="{lines * (HIGH + 2 * GAP) + GAP}"'
    style = f'font-family="sans-serif" font-size="11" fill="{_INK}"'
    out.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(plots)}</svg>\n',
        encoding="utf-8",
    )


def _plot(number: int, name: str, points: Sequence[tuple[int, float]]) -> str:
    left, top = GAP + number % ROW * (WIDE + GAP), GAP + number // ROW * (HIGH + 2 * GAP)
    low, high = min(0.0, *(y for _, y in points)), max(y for _, y in points) or 1.0
    first, last = points[0][0], points[-1][0]

    def place(x: int, y: float) -> str:
        right = (x - first) / max(1, last - first) * WIDE
        return f"{left + right:.1f},{top + HIGH - (y - low) / ((high - low) or 1.0) * HIGH:.1f}"

    path = " ".join(place(x, y) for x, y in points)
    dots = "".join(f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="2"/>' for p in path.split(" "))
    return (
        f'<g><text x="{left}" y="{top - 8}" font-weight="bold">{escape(name.replace("_", " "))}</text>'
        f'<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" fill="none" stroke="{_PALE}"/>'
        f'<polyline points="{path}" fill="none" stroke="{_LINE}" stroke-width="1.5"/><g fill="{_LINE}">{dots}</g>'
        f'<text x="{left}" y="{top + HIGH + 14}">epoch {first}</text>'
        f'<text x="{left + WIDE}" y="{top + HIGH + 14}" text-anchor="end">{last}</text>'
        f'<text x="{left + WIDE}" y="{top - 8}" text-anchor="end">{points[0][1]:.3g} → {points[-1][1]:.3g}</text></g>'
    )
