"""Texts with several events among as many with one: is it several, and which (district, action, date) are there.

    python bench/satp_several.py [--data ../shared/data/satp] [--files several_events_dev.jsonl dev.jsonl] [--detail]

The first file holds texts with several hand-coded events, the second texts with one; as many of the second are taken,
evenly spread. An event of ours is right when its place names the gold district, its action is one of gold's and its
first day is gold's; events are paired one to one. The texts seldom state a date: they are given the day after their
latest event as publication date, as if they stood in the next morning's paper.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from common import Clock, Figures, Json, Tally, arguments, coded_alone, f1, ratio, report, told_as_real
from incidents import day_of, rows_of
from satp import ACTIONS, LABELS, TAGS, number, same_district
from tocsin.model.document import Document, Published
from tocsin.model.text import fold
from tocsin.pipeline.evaluation_rules import assign

_WORDS = {
    "armed assault": "armed_assault", "arrest": "arrest", "bombing": "bombing", "infrastructure": "infrastructure",
    "surrender": "surrender", "seizure": "seizure", "abduction": "abduction",
}  # fmt: skip
_FATES = {"arrested": "arrest", "surrendered": "surrender", "abducted": "abduction"}


def gold_actions(row: Json) -> frozenset[str]:
    """The action labels of one gold event: its 0/1 columns, else the words of its actions."""
    flags = frozenset(label for label in LABELS if number(row, label))
    words = fold(" ".join(str(row.get(key) or "") for key in ("first_action", "second_action", "third_action")))
    return flags or frozenset(label for part, label in _WORDS.items() if part in words)


def actions(event: Json) -> frozenset[str]:
    """The action labels one of our events stands for."""
    own = {ACTIONS[event["sub_event_type"]]} if event["sub_event_type"] in ACTIONS else set()
    own |= {TAGS[tag] for tag in event["tags"] if tag in TAGS}
    return frozenset(own | {_FATES[v["status"]] for v in event["victims"] if v["status"] in _FATES})


def same_tuple(row: Json, event: Json) -> bool:
    """District, action and date agree."""
    day = day_of(str(row.get("date") or ""))
    dated = day is not None and event["date_start"] == day.isoformat()
    return dated and same_district(row, [event]) and bool(gold_actions(row) & actions(event))


def tuples(rows: Sequence[Json], events: Sequence[Json]) -> Tally:
    """tp, fp and fn of one text."""
    pairs = assign([[float(same_tuple(row, event)) for event in events] for row in rows])
    return Counter(tp=len(pairs), fp=len(events) - len(pairs), fn=len(rows) - len(pairs))


def texts_of(options: object) -> list[tuple[str, list[Json]]]:
    """(text, gold events): the several ones and as many single ones, spread over their file."""
    data, files, limit = (getattr(options, name) for name in ("data", "files", "limit"))
    several = [(row["text"], row["events"]) for row in rows_of(data / files[0], limit)]
    met = {text for text, _ in several}
    single = [(row["text"], [row]) for row in rows_of(data / files[1], None) if row["text"] not in met]
    step = max(1, len(single) // max(1, len(several)))
    return several + single[::step][: len(several)]


def as_documents(texts: Sequence[tuple[str, list[Json]]]) -> list[Document]:
    """Each text dated to the day after its latest event."""
    found = []
    for name, (text, rows) in enumerate(texts):
        days = [day for row in rows if (day := day_of(str(row.get("date") or ""))) is not None]
        latest: date | None = max(days, default=None)
        found.append(
            Document(
                f"t{name}",
                text,
                published=Published(latest + timedelta(days=1), "the corpus") if latest else None,
                language="en",
            )
        )
    return found


def main() -> None:
    options = arguments(__doc__ or "", "satp", ["several_events_dev.jsonl", "dev.jsonl"])
    texts, clock = texts_of(options), Clock()
    made = [
        [e for e in told_as_real(events) if not e["background"]]
        for _, events in coded_alone(as_documents(texts), options.engine)
    ]
    gold = [len(rows) > 1 for _, rows in texts]
    figures = Figures()
    said = [len(events) > 1 for events in made]
    answers = [Counter(tp=g and s, fp=s and not g, fn=g and not s) for g, s in zip(gold, said, strict=True)]
    always = [Counter(tp=int(g), fp=int(not g)) for g in gold]
    figures.add("several_f1", answers, f1, idle=always)
    figures.add("several_p", answers, lambda t: ratio(t["tp"], t["tp"] + t["fp"]), idle=always)
    figures.add("several_r", answers, lambda t: ratio(t["tp"], t["tp"] + t["fn"]), idle=always)
    figures.share("number_right", [len(e) == len(r) for e, (_, r) in zip(made, texts, strict=True)],
                  [len(r) == 1 for _, r in texts])  # fmt: skip
    sums = [tuples(rows, events) for events, (_, rows) in zip(made, texts, strict=True)]
    figures.add("tuple_f1", sums, f1, idle=[tuples(rows, []) for _, rows in texts])
    figures.add("tuple_p", sums, lambda t: ratio(t["tp"], t["tp"] + t["fp"]), idle=0.0)
    figures.add("tuple_r", sums, lambda t: ratio(t["tp"], t["tp"] + t["fn"]), idle=0.0)
    if options.detail:
        for (text, rows), events in zip(texts, made, strict=True):
            wanted = [(r.get("district"), sorted(gold_actions(r)), r.get("date")) for r in rows]
            got = [(e["location"], e["sub_event_type"], e["date_start"]) for e in events]
            print(f"\n{wanted}\n  {got}\n  {text}")
    report("satp", options, len(texts), figures, clock)


if __name__ == "__main__":
    main()
