"""How reports of one happening are put together: the composed stream coded in one database, against its gold ids.

    python bench/stream.py [--engine auto|rules|local] [--stories found|given] [--detail]

An item is one happening told in one document. It lies in the event that has a mention on its marked words, else in
their sentence, if that event is not on the words of another item. ``pair_*``: pairs of items that were read, in one
event or not, against their gold ids; ``root_pair_*``: the same over one document a story, so that copies count for
nothing; ``end_to_end_*``: over all items, those that were not read stand alone. ``over_merged``: share of events with
items of two happenings or more; ``duplicates_per_100``: events beyond the first of a happening, per 100 happenings.
Figures without a suffix are of the held half; ``tune_*`` of the other.
``--detail`` prints errors of the tuning half alone. How far the judge's probability can be trusted is printed too
(``bench/stream_judge.py``).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import stream_judge
from common import Clock, Figures, Tally, arguments, f1, ratio, report
from stream_corpus import ALONE, Item, Report, gold_stories, reports
from tocsin.model.event import Event
from tocsin.model.reading import Modality, Prop, Reading
from tocsin.pipeline.reading import read_one
from tocsin.pipeline.rooms import real_rooms

CORPUS = Path(__file__).parent.parent / "corpus" / "stream"
Placed = Mapping[Item, int | None]


def read_all(found: Sequence[Report], engine: str) -> dict[str, Reading]:
    """Readings by document; raises RuntimeError when one cannot be read."""
    opened = real_rooms().open_engine(engine)
    readings = {}
    for one in found:
        outcome = read_one(opened, one.document)
        if outcome.reading is None:
            raise RuntimeError(f"{one.document.id}: {outcome.refusal.sentence if outcome.refusal else 'not read'}")
        readings[one.document.id] = outcome.reading
    return readings


def events_of(found: Sequence[Report], readings: Mapping[str, Reading], stories: str) -> list[Event]:
    """The events of the whole stream, put together as in a database."""
    rooms = real_rooms()
    documents = {one.document.id: one.document for one in found}
    groups = gold_stories(found) if stories == "given" else rooms.find_stories(tuple(documents.values()))
    clusters = rooms.cluster(documents, readings, groups, scope="all", judgements=())
    return list(rooms.assemble_all(clusters, documents=documents, readings=readings, stories=groups))


def place(found: Iterable[Report], readings: Mapping[str, Reading], events: Sequence[Event]) -> Placed:
    """The event of each item; ``None`` when nothing was read at its words: no event, or only one that lies on the words
    of another item of the document."""
    home = {m: n for n, e in enumerate(events) for m in e.mention_ids if e.modality in _REAL}
    placed: dict[Item, int | None] = {}
    for one in found:
        at = {item: _home(item, readings[one.document.id], home) for item in one.items}
        taken: set[int] = set()
        for item, lies in sorted(at.items(), key=lambda pair: (pair[1] or (9, 0))[0]):
            shares = lies is not None and lies[0] == _SENTENCE and lies[1] in taken
            placed[item] = None if lies is None or shares else lies[1]
            taken |= {lies[1]} if lies is not None else set()
    return placed


_SENTENCE = 2
_REAL = (Modality.ACTUAL, Modality.FAILED)


def _home(item: Item, reading: Reading, home: Mapping[str, int]) -> tuple[int, int] | None:
    """How well (0 best) and which: the event with a mention whose trigger, else its place, else whose sentence alone
    lies on the marked words."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for a in reading.assertions:
        if a.prop is Prop.PLACE:
            places[a.event_mention_id] += [(s.start, s.end) for s in a.spans]
    best: tuple[int, int] | None = None
    for mention in reading.event_mentions:
        if mention.id not in home:
            continue
        spans = (
            [(mention.trigger.start, mention.trigger.end)],
            places[mention.id],
            [(mention.sentence.start, mention.sentence.end)],
        )
        rank = next((n for n, group in enumerate(spans) if _touch(group, item.spans)), None)
        if rank is not None and (best is None or (rank, home[mention.id]) < best):
            best = rank, home[mention.id]
    return best


def mentions_of(found: Iterable[Report], readings: Mapping[str, Reading]) -> dict[Item, frozenset[str]]:
    """The event mentions whose trigger or place lies on the words of each item."""
    result = {}
    for one in found:
        reading = readings[one.document.id]
        alone = {m.id: n for n, m in enumerate(reading.event_mentions)}
        for item in one.items:
            near = {m: _home(item, reading, {m: n}) for m, n in alone.items()}
            result[item] = frozenset(m for m, rank in near.items() if rank is not None and rank[0] < _SENTENCE)
    return result


def _touch(left: Iterable[tuple[int, int]], right: Sequence[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in left for c, d in right)


def pair_tally(items: Sequence[Item], placed: Placed, *, read: bool) -> Tally:
    """tp, fp and fn over pairs of items; ``read``: only of items that were read."""
    tally: Tally = Counter()
    for left, right in combinations([i for i in items if not read or placed[i] is not None], 2):
        gold = left.gold == right.gold and not left.gold.startswith(ALONE)
        said = placed[left] is not None and placed[left] == placed[right]
        if gold or said:
            tally["tp" if gold and said else "fp" if said else "fn"] += 1
    return tally


def event_tally(items: Sequence[Item], placed: Placed) -> Tally:
    """Events and happenings: how many, how many events hold several happenings, how many are left over."""
    inside: dict[int, set[str]] = defaultdict(set)
    spread: dict[str, set[int]] = defaultdict(set)
    for item in items:
        home = placed[item]
        if home is not None:
            inside[home].add(item.gold)
            if not item.gold.startswith(ALONE):
                spread[item.gold].add(home)
    return Counter(
        events=len(inside),
        over=sum(len(golds) > 1 for golds in inside.values()),
        happenings=len(spread),
        extra=sum(len(homes) - 1 for homes in spread.values()),
        items=len(items),
        read=sum(placed[item] is not None for item in items),
    )


def by_group(found: Sequence[Report], of: Callable[[Sequence[Item]], Tally]) -> list[Tally]:
    """One tally a group of stories: resampled whole."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for one in found:
        groups[one.group] += one.items
    return [of(items) for _, items in sorted(groups.items())]


PAIRS: dict[str, Callable[[Tally], float | None]] = {
    "f1": f1,
    "p": lambda t: ratio(t["tp"], t["tp"] + t["fp"]),
    "r": lambda t: ratio(t["tp"], t["tp"] + t["fn"]),
}


def measure(found: Sequence[Report], placed: Placed, figures: Figures, prefix: str) -> None:
    """All figures of one half."""
    alone = {item: n for n, item in enumerate(placed)}
    roots = [one for one in found if one.document.id == one.story]
    for name, part, read in (("pair", found, True), ("root_pair", roots, True), ("end_to_end", found, False)):
        tallies = by_group(part, lambda items, read=read: pair_tally(items, placed, read=read))  # type: ignore[misc]
        idle = by_group(part, lambda items, read=read: pair_tally(items, alone, read=read))  # type: ignore[misc]
        for key, quotient in PAIRS.items():
            figures.add(f"{prefix}{name}_{key}", tallies, quotient, idle=idle)
    events = by_group(found, lambda items: event_tally(items, placed))
    idle = by_group(found, lambda items: event_tally(items, alone))
    figures.add(f"{prefix}over_merged", events, lambda t: ratio(t["over"], t["events"]), idle=idle)
    figures.add(f"{prefix}duplicates_per_100", events, lambda t: ratio(100 * t["extra"], t["happenings"]), idle=idle)
    figures.add(f"{prefix}items_read", events, lambda t: ratio(t["read"], t["items"]), idle=0.0)


def by_kind(found: Sequence[Report], placed: Placed) -> dict[str, dict[str, float | None]]:
    """F1 over pairs of roots of which one is of a kind."""
    kinds = {item: one.kinds for one in found for item in one.items}
    items = [item for one in found if one.document.id == one.story for item in one.items if placed[item] is not None]
    result = {}
    for kind in sorted({k for one in found for k in one.kinds}):
        tally: Tally = Counter()
        for left, right in combinations(items, 2):
            if kind in kinds[left] or kind in kinds[right]:
                tally += pair_tally((left, right), placed, read=True)
        result[kind] = {key: value(tally) for key, value in PAIRS.items()} | {"pairs": tally["tp"] + tally["fn"]}
    return result


def show(found: Sequence[Report], placed: Placed, events: Sequence[Event]) -> None:
    """The errors, one a line: items not read, happenings in several events, events with several happenings."""
    for one in found:
        for item in one.items:
            if placed[item] is None and one.document.id == one.story:
                print(f"not read   {item.document_id} {item.gold}")
    homes: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    golds: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item, home in placed.items():
        if home is not None:
            homes[item.gold][home].append(item.document_id)
            golds[home][item.gold].append(item.document_id)
    for gold, parts in sorted(homes.items()):
        if len(parts) > 1:
            print(f"split      {gold}:", " | ".join(f"{_brief(events[n])} {ids}" for n, ids in parts.items()))
    for home, parts_of in sorted(golds.items()):
        if len(parts_of) > 1:
            print(f"over-merge {_brief(events[home])}:", dict(parts_of))


def _brief(event: Event) -> str:
    day, where = (event.date.start.isoformat() if event.date else "?"), (event.place.name if event.place else "?")
    return f"<{event.sub_event_type}, {day}, {where}, {event.fatalities.best} dead>"


def main() -> None:
    options = arguments(
        __doc__ or "", CORPUS, [], stories={"default": "found", "choices": ["found", "given"], "help": "whose stories"}
    )
    everything, clock = reports(CORPUS)[: options.limit], Clock()
    readings = read_all(everything, options.engine)
    events = events_of(everything, readings, options.stories)
    placed = place(everything, readings, events)
    figures = Figures()
    halves = {half: [one for one in everything if one.half == half] for half in ("held", "tune")}
    for half, found in halves.items():
        mine = {item: placed[item] for one in found for item in one.items}
        measure(found, mine, figures, "" if half == "held" else "tune_")
    kinds = by_kind(halves["held"], placed)
    for kind, values in kinds.items():
        print(f"{kind:14}", {key: None if v is None else round(v, 3) for key, v in values.items()})
    judged = {half: stream_judge.pairs(found, readings, mentions_of(found, readings)) for half, found in halves.items()}
    judge = {half: stream_judge.show(some, half) for half, some in judged.items()}
    print("best curve on the tuning half (even, steepness):", stream_judge.fit(judged["tune"]))
    if options.detail:
        tune = {item for one in halves["tune"] for item in one.items}
        show(halves["tune"], {item: home for item, home in placed.items() if item in tune}, events)
    options.files = ["corpus/stream"]
    stories = len({one.story for one in everything})
    report(
        "stream",
        options,
        len(everything),
        figures,
        clock,
        kinds=kinds,
        judge=judge,
        stories_of=options.stories,
        stories=stories,
    )


if __name__ == "__main__":
    main()
