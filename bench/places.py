"""Measure place finding and resolving on toponym corpora (LGL and TR-News layout).

Usage: python bench/places.py [--data DIR] [--files lgl.xml TR-News.xml] [--limit N] [--errors N]

Prints tables, and as its last line one JSON object. Gold spans: the name alone is resolved, not what its phrase adds to
it ("between X and Y", "20 km from X"); acc@161 km over all gold toponyms with
coordinates (a name without a point counts as an error at half the earth's girth). End to end: a gold
toponym is right when a found span overlaps it and lies within 161 km. A gold country or first-order unit is
right when the same country or unit is given, since the system states no point for countries and centroids
of areas differ between gazetteers; "by points alone" is the figure without that, with the middle of a
country's units as its point.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from tocsin.knowledge import Knowledge, load
from tocsin.knowledge.gazetteer import distance_km
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.places import find_places
from tocsin.resolve.places import PlaceContext, resolve_place

LIMIT_KM, WORST_KM = 161.0, 20039.0
Point = tuple[float, float]
SHOWN = (
    "acc_161",
    "oracle_share",
    "share_of_oracle",
    "ece",
    "end_to_end_161",
    "precision_of_found",
    "mean_km",
    "median_km",
)


@dataclass
class Toponym:
    """A gold toponym: offsets, words, point (``None`` when the corpus gives none)."""

    start: int
    end: int
    words: str
    point: Point | None
    country: str
    code: str = ""  # GeoNames feature code
    admin1: str = ""


@dataclass
class Article:
    """A text with its gold toponyms."""

    id: str
    text: str
    toponyms: list[Toponym]


def read_corpus(path: Path) -> list[Article]:
    """Articles of a file in the LGL layout."""
    articles = []
    for node in ET.parse(path).getroot().iter("article"):
        text = node.findtext("text") or ""
        toponyms = []
        for gold in node.iter("toponym"):
            latitude, longitude = gold.findtext(".//lat"), gold.findtext(".//lon")
            toponyms.append(
                Toponym(
                    int(gold.findtext("start") or 0),
                    int(gold.findtext("end") or 0),
                    (gold.findtext("phrase") or "").strip(),
                    (float(latitude), float(longitude)) if latitude and longitude else None,
                    gold.findtext(".//country") or "",
                    gold.findtext(".//fcode") or "",
                    gold.findtext(".//admin1") or "",
                )
            )
        articles.append(Article(node.get("docid") or "", text, toponyms))
    return articles


class Points:
    """Points of resolved values; countries get the middle of their cities, for measuring only."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.middles: dict[str, Point | None] = {}

    def country(self, code: str) -> Point | None:
        """Plain middle of the points of a country's units."""
        if code not in self.middles:
            rows = self.knowledge.gazetteer._rows(
                "SELECT avg(latitude), avg(longitude) FROM place WHERE country = ? AND kind = 'admin1'", (code,)
            )
            self.middles[code] = (rows[0][0], rows[0][1]) if rows and rows[0][0] is not None else None
        return self.middles[code]

    def of(self, value: object) -> Point | None:
        """Point of a PlaceValue."""
        latitude, longitude = getattr(value, "latitude"), getattr(value, "longitude")  # noqa: B009
        if latitude is not None:
            return latitude, longitude
        place_id, country = getattr(value, "place_id"), getattr(value, "country")  # noqa: B009
        return self.country(country) if place_id and place_id.startswith("country:") else None


def error_km(point: Point | None, gold: Point) -> float:
    """Distance, or the worst possible one when there is no point."""
    return WORST_KM if point is None else distance_km(*point, *gold)


def same_area(knowledge: Knowledge, toponym: Toponym, country: str | None, admin1: str | None) -> bool:
    """Whether a gold country or first-order unit is the one given: centroids of areas differ between
    gazetteers.
    """
    if country is None or not (toponym.code.startswith("PCL") or toponym.code == "ADM1"):
        return False
    gold = knowledge.countries.find_name(toponym.country, cased=False)
    if gold is None or gold.alpha3 != country:
        return False
    if toponym.code != "ADM1":
        return admin1 is None
    return admin1 is not None and any(
        e.admin1 == admin1 for e in knowledge.gazetteer.lookup(toponym.admin1, country) if e.kind == "admin1"
    )


Sure = list[tuple[float, bool]]  # stated probability of a place, whether it was right


def measure(articles: list[Article], knowledge: Knowledge, show: int, sure: Sure) -> dict[str, list[list[float]]]:
    """Per article: errors with gold spans, of an oracle choice, and end to end. Fills ``sure``."""
    points = Points(knowledge)
    rows: dict[str, list[list[float]]] = {"gold": [], "oracle": [], "found": [], "spurious": [], "strict": []}
    shown = 0
    for article in articles:
        found = find_places(article.text, knowledge.gazetteer, knowledge.countries)
        by_span = {(s, e): x for s, e, x in found}
        expressions = [
            _at(t, found) or PlaceExpression(t.words, is_country=_is_country(knowledge, t.words))
            for t in article.toponyms
        ]
        context = PlaceContext.build(article.text, [*by_span.values(), *expressions], knowledge)
        own = PlaceContext.build(article.text, list(by_span.values()), knowledge)
        gold_errors, oracle_errors, found_errors, strict_errors = [], [], [], []
        for toponym, expression in zip(article.toponyms, expressions, strict=True):
            if toponym.point is None:
                continue
            named = replace(expression, relation=PlaceRelation.IN, others=(), distance_km=None, bearing=None)
            value, score, _, why = resolve_place(named, toponym.words, context=context, knowledge=knowledge)
            error = error_km(points.of(value), toponym.point)
            strict_errors.append(error)
            if same_area(knowledge, toponym, value.country, value.admin1):
                error = min(error, LIMIT_KM)
            gold_errors.append(error)
            if value.place_id is not None:
                sure.append((score.value, error <= LIMIT_KM))
            oracle_errors.append(min(error, _oracle(knowledge, points, expression, toponym)))
            hit = _at(toponym, found)
            if hit is None:
                found_errors.append(WORST_KM)
            else:
                value = resolve_place(hit, toponym.words, context=own, knowledge=knowledge)[0]
                error_found = error_km(points.of(value), toponym.point)
                if same_area(knowledge, toponym, value.country, value.admin1):
                    error_found = min(error_found, LIMIT_KM)
                found_errors.append(error_found)
            if error > LIMIT_KM and shown < show:
                shown += 1
                print(f"{article.id} {toponym.words!r} ({toponym.country}) -> {value.name} {value.country} "
                      f"{value.admin1} {error:.0f} km, oracle {oracle_errors[-1]:.0f}: {why}")  # fmt: skip
        rows["gold"].append(gold_errors)
        rows["strict"].append(strict_errors)
        rows["oracle"].append(oracle_errors)
        rows["found"].append(found_errors)
        spans = [(t.start, t.end) for t in article.toponyms]
        rows["spurious"].append([0.0 if any(s < ge and gs < e for gs, ge in spans) else 1.0 for s, e, _ in found])
    return rows


def _is_country(knowledge: Knowledge, words: str) -> bool:
    return knowledge.countries.find_name(words) is not None


def _at(toponym: Toponym, found: list[tuple[int, int, PlaceExpression]]) -> PlaceExpression | None:
    for start, end, expression in found:
        if start < toponym.end and toponym.start < end:
            return expression
    return None


def _oracle(knowledge: Knowledge, points: Points, expression: PlaceExpression, toponym: Toponym) -> float:
    entries = knowledge.gazetteer.lookup(expression.name) or knowledge.gazetteer.lookup(toponym.words)
    assert toponym.point is not None
    if any(same_area(knowledge, toponym, e.country, e.admin1) for e in entries):
        return 0.0
    options = [
        points.country(e.country) if e.kind == "country" and e.country else (e.latitude, e.longitude)
        for e in entries
        if e.latitude is not None or e.kind == "country"
    ]
    return min((error_km(p, toponym.point) for p in options if p), default=WORST_KM)  # type: ignore[arg-type]


def share_within(rows: list[list[float]], limit: float = LIMIT_KM) -> float:
    """Share of errors within ``limit`` km over all rows."""
    flat = [error for row in rows for error in row]
    return sum(error <= limit for error in flat) / len(flat) if flat else 0.0


def auc(rows: list[list[float]]) -> float:
    """Normalised area under the curve of log errors (0 best, 1 worst)."""
    flat = [math.log(1 + error) / math.log(1 + WORST_KM) for row in rows for error in row]
    return sum(flat) / len(flat) if flat else 1.0


def calibration(pairs: list[tuple[float, bool]]) -> dict[str, float]:
    """Stated probability against what came true, of names that were given a place: mean gap over tenths (ECE), Brier
    score, and the Brier score of always saying the share that is right."""
    gap, share = 0.0, sum(right for _, right in pairs) / max(1, len(pairs))
    for tenth in range(10):
        among = [(p, right) for p, right in pairs if min(9, int(p * 10)) == tenth]
        gap += abs(sum(p for p, _ in among) - sum(right for _, right in among))
    brier = sum((p - right) ** 2 for p, right in pairs)
    count = max(1, len(pairs))
    return {
        "ece": round(gap / count, 3),
        "brier": round(brier / count, 3),
        "brier_constant": round(share * (1 - share), 3),
    }


def interval(rows: list[list[float]], rounds: int = 400) -> tuple[float, float]:
    """95% bootstrap interval of the share within 161 km, over articles."""
    chance = random.Random(7)
    draws = sorted(share_within(chance.choices(rows, k=len(rows))) for _ in range(rounds))
    return round(draws[int(0.025 * rounds)], 3), round(draws[int(0.975 * rounds) - 1], 3)


def summary(rows: dict[str, list[list[float]]]) -> dict[str, object]:
    """The measures of one corpus."""
    flat = [error for row in rows["gold"] for error in row]
    spurious = [flag for row in rows["spurious"] for flag in row]
    located = [error for error in flat if error < WORST_KM]
    return {
        "toponyms": len(flat),
        "acc_161": round(share_within(rows["gold"]), 3),
        "acc_161_by_points_alone": round(share_within(rows["strict"]), 3),
        "acc_161_interval": interval(rows["gold"]),
        "oracle_share": round(share_within(rows["oracle"]), 3),
        "share_of_oracle": round(share_within(rows["gold"]) / max(1e-9, share_within(rows["oracle"])), 3),
        "end_to_end_161": round(share_within(rows["found"]), 3),
        "precision_of_found": round(1 - sum(spurious) / len(spurious), 3) if spurious else None,
        "mean_km": round(sum(flat) / len(flat), 1) if flat else None,
        "median_km": round(median(flat), 1) if flat else None,
        "mean_km_located": round(sum(located) / len(located), 1) if located else None,
        "auc": round(auc(rows["gold"]), 3),
        "unresolved": round(sum(error >= WORST_KM for error in flat) / len(flat), 3) if flat else None,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path("../shared/data/geoparsing/data/Corpora")
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--files", nargs="+", default=["lgl.xml", "TR-News.xml"])
    parser.add_argument("--engine", default="rules")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", type=int, default=0, help="print this many errors with their reasons")
    arguments = parser.parse_args()
    knowledge = load()
    metrics: dict[str, object] = {}
    baselines: dict[str, float] = {}
    count, seconds = 0, 0.0
    for name in arguments.files:
        path = arguments.data / name
        if not path.is_file():
            sys.exit(f"There is no corpus file {path}; give its folder with --data.")
        articles = read_corpus(path)[: arguments.limit]
        start = time.perf_counter()
        sure: Sure = []
        rows = measure(articles, knowledge, arguments.errors, sure)
        seconds += time.perf_counter() - start
        count += len(articles)
        metrics[name] = summary(rows) | calibration(sure)
        baseline = _fame_baseline(articles, knowledge)
        baselines.setdefault("acc_161", round(baseline, 3))
        print(f"{name}: {metrics[name]}; most famous namesake: acc_161 {baseline:.3f}")
    head = metrics[arguments.files[0]]
    assert isinstance(head, dict)
    result = {
        "corpus": "geoparsing",
        "files": arguments.files,
        "n": count,
        "metrics": {**{k: head[k] for k in SHOWN}, **metrics},
        "intervals": {"acc_161": head["acc_161_interval"]},
        "baselines": baselines,
        "cases": {"acc_161": head["toponyms"]},
        "docs_per_s": round(count / seconds, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "engine": arguments.engine,
        "model": None,
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip(),
    }
    print(json.dumps(result))


def _fame_baseline(articles: list[Article], knowledge: Knowledge) -> float:
    """Always the most important entry of the name."""
    points = Points(knowledge)
    errors = []
    for article in articles:
        for toponym in article.toponyms:
            if toponym.point is None:
                continue
            entries = knowledge.gazetteer.lookup(toponym.words)
            if not entries:
                errors.append(WORST_KM)
                continue
            first = entries[0]
            if first.kind == "country" and first.country:
                point = points.country(first.country)
            elif first.latitude is not None and first.longitude is not None:
                point = (first.latitude, first.longitude)
            else:
                point = None
            errors.append(error_km(point, toponym.point))
    return share_within([errors])


if __name__ == "__main__":
    main()
