"""Which texts tell conflict events at all, against document and sentence labels; and false events on quiet texts.

    python bench/relevance.py [--data ../shared/data] [--sets bbc satp insightcrime india glocon] [--files dev.tsv]

Labels are other people's tasks; the map from events to labels stands below. F1: of the positive class (BBC, protest
labels), else the mean over texts with any label on either side of the F1 of label sets ("example-based", as the
corpora's authors report). Events are those told as having happened or tried, dated and placed or not. False events are
counted on BBC texts without label (their positive label seems to mark politics) and on GLOCON documents that are not
about protest; the latter may tell other conflict events rightly, so that figure is an upper bound. Where the engine
has heads that were taught a set's labels, these answer; the figures from events then stand under ``events_``.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from common import Clock, Figures, Json, Tally, arguments, coded_alone, f1, local, ratio, report, told_as_real
from tocsin.model.document import Document
from tocsin.read.neural.engine import LocalReader
from tocsin.read.neural.labels import FACTS

Labels = frozenset[int]
_FIREARMS = {
    "Armed clash", "Attack", "Government regains territory", "Non-state actor overtakes territory", "Mob violence",
    "Sexual violence",
}  # fmt: skip
_OTHER = {
    "Looting/property destruction",
    "Arrests",
    "Disrupted weapons use",
    "Change to group/activity",
    "Agreement",
    "Other",
}
_POLICE = ("State forces",)
_VIOLENT = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots")


@dataclass(frozen=True)
class Text:
    """A text with its gold labels (numbers of the corpus' columns that are 1)."""

    document: Document
    labels: Labels


def tsv(path: Path) -> Iterator[Text]:
    """Rows of text and 0/1 columns; the same text again is left out."""
    met: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        text, *marks = line.split("\t")
        text = text.strip().strip('"').strip()
        if text and marks and text not in met:
            met.add(text)
            labels = frozenset(k for k, mark in enumerate(marks) if mark.strip() == "1")
            yield Text(Document(f"{path.parent.name}-{number}", text, language="en"), labels)


def glocon(path: Path) -> Iterator[Text]:
    """Rows with ``text`` or ``sentence`` and ``label``: 1 = tells a protest event; 2 (unclear) is left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["label"] in (0, 1):
            yield Text(
                Document(row["id"], row.get("text") or row["sentence"], language="en"),
                frozenset([0] if row["label"] else []),
            )


def any_event(events: Sequence[Json]) -> Labels:
    """Label 0: anything happened."""
    return frozenset([0] if events else [])


def protest(events: Sequence[Json]) -> Labels:
    """Label 0: a protest or riot."""
    return frozenset([0] if any(e["event_type"] in ("Protests", "Riots") for e in events) else [])


def satp(events: Sequence[Json]) -> Labels:
    """Armed assault, bombing, abduction, other."""
    kinds = {e["sub_event_type"] for e in events}
    found = {0} if kinds & _FIREARMS else set()
    found |= {1} if any(e["event_type"] == "Explosions/Remote violence" for e in events) else set()
    found |= {2} if "Abduction/forced disappearance" in kinds else set()
    return frozenset(found | ({3} if kinds & _OTHER else set()))


def insight(events: Sequence[Json]) -> Labels:
    """Only violence (column 3) of seven subjects of organised crime can be told from events."""
    return frozenset([3] if any(e["event_type"] in _VIOLENT for e in events) else [])


def india(events: Sequence[Json]) -> Labels:
    """What police did: kill, arrest, any action, fail to act (never told), force."""
    police = [e for e in events if (e["actor1"] or {}).get("type") in _POLICE]
    killed = any(v["status"] == "killed" for e in police for v in e["victims"])
    arrested = any(
        e["sub_event_type"] == "Arrests" or any(v["status"] == "arrested" for v in e["victims"]) for e in events
    )
    force = any(e["event_type"] in (*_VIOLENT, "Protests") for e in police)
    found = {0} if killed else set()
    found |= ({1} if arrested else set()) | ({4} if force else set())
    return frozenset(found | ({2} if police or arrested else set()))


Codes = Callable[[Sequence[Json]], Labels]
SETS: dict[str, tuple[tuple[str, str, Callable[[Path], Iterable[Text]], Codes, Labels], ...]] = {
    "bbc": (("bbc_f1", "conflibert/data/BBC_News/{file}", tsv, any_event, frozenset([0])),),
    "satp": (("satp_relevant_f1", "conflibert/data/satp_relevant/{file}", tsv, satp, frozenset([0])),),
    "insightcrime": (("insightcrime_f1", "conflibert/data/insightCrime/{file}", tsv, insight, frozenset([2])),),
    "india": (
        ("india_f1", "conflibert/data/IndiaPoliceEvents_sents/{file}", tsv, india, frozenset([2])),
        ("india_docs_f1", "conflibert/data/IndiaPoliceEvents_docs/{file}", tsv, india, frozenset([2])),
    ),
    "glocon": (
        ("glocon_docs_f1", "glocon_sample/sample/document/Sabinet_R.json", glocon, protest, frozenset([0])),
        ("glocon_sents_f1", "glocon_sample/sample/sentence/Sabinet.json", glocon, protest, frozenset([0])),
    ),
}
"""Set -> measure, file, reader, map from events to labels, the label a constant answer gives."""
TAUGHT = {
    "bbc_f1": "bbc", "satp_relevant_f1": "satp_relevant", "insightcrime_f1": "insightcrime", "india_f1": "india",
    "india_docs_f1": "india",
}  # fmt: skip
"""Measure -> the set whose labels the local engine's heads were taught."""
QUIET = ("bbc_f1", "glocon_docs_f1")
"""Measures whose texts without label are counted as quiet."""
BINARY = ("bbc_f1", "glocon_docs_f1", "glocon_sents_f1")


def binary(gold: Labels, said: Labels) -> Tally:
    """tp, fp, fn of one yes-no label."""
    return Counter(tp=len(gold & said), fp=len(said - gold), fn=len(gold - said))


def example(gold: Labels, said: Labels) -> Tally:
    """The F1 of one text's label sets; nothing where both are empty."""
    both = len(gold) + len(said)
    return Counter() if not both else Counter({"n": 1, "f": round(1_000_000 * 2 * len(gold & said) / both)})


def example_f1(sums: Tally) -> float | None:
    """Mean over texts."""
    return ratio(sums["f"] / 1_000_000, sums["n"])


def micro(gold: Labels, said: Labels) -> Tally:
    """tp, fp, fn over labels."""
    return binary(gold, said)


def heads(texts: Sequence[Text], name: str, reader: LocalReader | None) -> list[Labels] | None:
    """The labels that heads taught a set's labels give, each where it is likelier than not; ``None`` without such
    heads."""
    facts = [(int(fact.partition(":")[2]), fact) for fact in FACTS if fact.partition(":")[0] == name]
    if reader is None or not facts:
        return None
    found = []
    for text in texts:
        scores = reader.scores(text.document)
        found.append(frozenset(k for k, fact in facts if scores is not None and scores.facts[fact] >= 0.5))
    return found


def main() -> None:
    extra = {"sets": {"nargs": "+", "default": list(SETS), "choices": list(SETS), "help": "which sets"}}
    options = arguments(__doc__ or "", "", [], **extra)
    options.files = options.files or ["dev.tsv"]
    clock, figures, count, engine = Clock(), Figures(), 0, local(options.engine)
    false: dict[str, list[Tally]] = {}
    for name in options.sets:
        for measure, place, reader, codes, constant in SETS[name]:
            files = [options.data / place.format(file=file) for file in (options.files if "{file}" in place else [""])]
            texts = [t for path in files if path.is_file() for t in reader(path)][: options.limit]
            if not texts:
                print(f"{measure:28} no file {place}", flush=True)
                continue
            said, quiet = one_set(texts, codes, options, measure)
            count += len(texts)
            taught = heads(texts, TAUGHT.get(measure, ""), engine)
            if taught is not None:
                add_figures(figures, measure, texts, taught, constant)
            add_figures(figures, measure if taught is None else f"events_{measure}", texts, said, constant)
            if measure in QUIET:
                false[measure] = quiet
    for measure, tallies in false.items():
        label = "bbc" if measure == "bbc_f1" else "glocon"
        figures.add(f"false_events_per_100_{label}", tallies, per_100, idle=0.0)
        figures.add(f"documents_touched_{label}", tallies, lambda t: ratio(t["touched"], t["n"]), idle=0.0)
    everything = [t for tallies in false.values() for t in tallies]
    if everything:
        figures.add("false_events_per_100", everything, per_100, idle=0.0)
        figures.add("false_codable_events_per_100", everything, lambda t: ratio(100 * t["codable"], t["n"]), idle=0.0)
    report("conflibert, glocon_sample", options, count, figures, clock)


def per_100(sums: Tally) -> float | None:
    """Events per 100 documents."""
    return ratio(100 * sums["events"], sums["n"])


def one_set(texts: Sequence[Text], codes: Codes, options: object, measure: str) -> tuple[list[Labels], list[Tally]]:
    """The labels said of each text, and the events on texts without gold label."""
    said, quiet = [], []
    engine, detail = getattr(options, "engine"), getattr(options, "detail")  # noqa: B009
    for text, (document, made) in zip(texts, coded_alone((t.document for t in texts), engine), strict=True):
        events = told_as_real(made)
        said.append(codes(events))
        if not text.labels:
            dated = sum(bool(e["country"] and e["date_start"]) for e in events)
            quiet.append(Counter(n=1, events=len(events), codable=dated, touched=int(bool(events))))
        if detail and (said[-1] != text.labels or (not text.labels and events)):
            kinds = [
                (e["sub_event_type"], [x["quote"] for x in e["evidence"].get("sub_event_type", ())]) for e in events
            ]
            print(f"\n{measure} {document.id} gold {set(text.labels)} said {set(said[-1])} {kinds}")
            print(f"  {document.text[:1500]}")
    return said, quiet


def add_figures(
    figures: Figures, measure: str, texts: Sequence[Text], said: Sequence[Labels], constant: Labels
) -> None:
    """The measure with its constant answer; for label sets also over labels."""
    gold = [t.labels for t in texts]
    one, quotient = (binary, f1) if measure.endswith(BINARY) else (example, example_f1)
    figures.add(
        measure, [one(g, s) for g, s in zip(gold, said, strict=True)], quotient, idle=[one(g, constant) for g in gold]
    )
    if not measure.endswith(BINARY):
        label = measure.removesuffix("_f1")
        sums = [micro(g, s) for g, s in zip(gold, said, strict=True)]
        figures.add(f"{label}_micro_f1", sums, f1, idle=[micro(g, constant) for g in gold])
    if measure.endswith("insightcrime_f1"):
        violence = frozenset([3])
        sums = [binary(g & violence, s & violence) for g, s in zip(gold, said, strict=True)]
        figures.add(
            measure.replace("_f1", "_violence_f1"), sums, f1, idle=[binary(g & violence, violence) for g in gold]
        )


if __name__ == "__main__":
    main()
