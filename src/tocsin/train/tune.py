"""Sets a model's thresholds on held-out texts: from how likely on a span, a part or an event is taken.

Each is put where the figure that it is there for is best: spans and parts of a label for that label's parts in events
(of parts that an event has one of, the likeliest counts).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from tocsin.read.neural.decode import decode
from tocsin.read.neural.found import Decoded, EventFound
from tocsin.read.neural.labels import ROLES, SPEECH, part_of
from tocsin.read.neural.model import LocalModel, Scores
from tocsin.read.neural.spans import Found
from tocsin.read.neural.tags import Noted
from tocsin.read.neural.thresholds import Thresholds
from tocsin.read.rules.tokens import split_sentences
from tocsin.train.corpus import Mark, MarkedEvent
from tocsin.train.example import Example

STEPS = (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
ONE = ("actor1", "actor2", "place", "date")
"""Parts of which the likeliest stands in the event."""
LINKS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
LABELS = tuple(label for label in (*ROLES, *SPEECH) if label != "trigger")


@dataclass(frozen=True)
class Held:
    """A held-out text with what the model says of it."""

    example: Example
    scores: Scores


def held(model: LocalModel, examples: Iterable[tuple[Example, Noted]]) -> list[Held]:
    """Read held-out texts once; thresholds are then tried on the probabilities."""
    return [
        Held(example, model.read(example.text, [s.end for s in split_sentences(example.text)], noted))
        for example, noted in examples
        if example.text.strip()
    ]


def tuned(model: LocalModel, texts: Sequence[Held], start: Thresholds, say: Callable[[str], None]) -> Thresholds:
    """The thresholds of spans and parts that read the held-out texts best. Those of triggers, of grouping and of events
    are set with the scorer (``train/scoring.py``)."""
    return _parts(model, texts, _link(model, texts, start, say), say)


def _link(model: LocalModel, texts: Sequence[Held], settings: Thresholds, say: Callable[[str], None]) -> Thresholds:
    """How much the rules' word for a part weighs: what gives most parts of all labels rightly."""
    best, value = settings, -1.0
    for step in LINKS:
        trial = replace(settings, link=step)
        decoded = [decode(model, text.scores, trial, None) for text in texts]
        counts: Counter[str] = Counter()
        for count in parts_found(texts, decoded, settings.other_part).values():
            counts.update(count)
        if f1(counts) > value + 1e-9:
            best, value = trial, f1(counts)
    say(f"parts that the rules give: {value:.3f} with {best.link}")
    return best


def _parts(model: LocalModel, texts: Sequence[Held], settings: Thresholds, say: Callable[[str], None]) -> Thresholds:
    """Both thresholds of every label: all pairs are tried, for all labels at once, since labels do not meet."""
    best: dict[str, tuple[float, float, float]] = {}
    trigger = settings.begins("trigger")
    for begin in STEPS:
        begins = {**dict.fromkeys(LABELS, begin), "trigger": trigger}
        for part in STEPS:
            trial = replace(settings, begin=begins, part=dict.fromkeys(LABELS, part))
            if part == STEPS[0]:
                decoded = [decode(model, text.scores, trial, None) for text in texts]
            for label, count in parts_found(texts, decoded, part).items():
                value = f1(count)
                if value > best.get(label, (-1.0, 0.0, 0.0))[0] + 1e-9:
                    best[label] = (value, begin, part)
    for label, (value, begin, part) in best.items():
        say(f"{label} {value:.3f}: begin {begin}, part {part}")
    return replace(
        settings,
        begin={"trigger": trigger, **{label: b for label, (_, b, _) in best.items()}},
        part={label: p for label, (_, _, p) in best.items()},
    )


def f1(count: Mapping[str, int]) -> float:
    """Twice the hits over all that was wanted and all that was found."""
    whole = count["wanted"] + count["found"]
    return 2 * count["hits"] / whole if whole else 0.0


def asserted(event: EventFound, settings: Thresholds) -> bool:
    """Whether an event is told as having happened or tried, and exactly enough to be coded."""
    return event.modality in ("actual", "failed") and event.codable >= settings.codable


def events_found(example: Example, events: Sequence[EventFound], settings: Thresholds) -> Counter[str]:
    """Codable events of a text found, matched by their triggers. One that is found though the text tells it too vaguely
    to be coded counts neither way."""
    found = [e for e in events if asserted(e, settings)]
    pairs = matched(example, found)
    wanted = [e for e in example.events if e.codable]
    hits = sum(e.codable for e in pairs.values())
    return Counter(hits=hits, wanted=len(wanted), found=len(found) - (len(pairs) - hits))


def matched(example: Example, found: Sequence[EventFound]) -> dict[int, MarkedEvent]:
    """Found events (by number) with the marked ones they tell: by shared triggers, most first, codable ones first."""
    triggers: dict[str, list[Mark]] = {}
    for mark in example.marks:
        if mark.label == "trigger":
            triggers.setdefault(mark.about, []).append(mark)
    scores = sorted(
        (
            (_shared(event, triggers.get(marked.id, ())), marked.codable, -number, marked.id)
            for number, event in enumerate(found)
            for marked in example.events
        ),
        reverse=True,
    )
    events = {event.id: event for event in example.events}
    pairs: dict[int, MarkedEvent] = {}
    taken: set[str] = set()
    for shared, _, number, name in scores:
        if shared and -number not in pairs and name not in taken:
            pairs[-number] = events[name]
            taken.add(name)
    return pairs


def _shared(event: EventFound, marks: Sequence[Mark]) -> float:
    """How much of both groups of triggers is in common."""
    hits = sum(any(_meets(t.span, m) for m in marks) for t in event.triggers)
    return hits / (len(event.triggers) + len(marks) - hits) if hits else 0.0


def _meets(span: Found, mark: Mark) -> bool:
    return span.start < mark.end and mark.start < span.end


def parts_found(texts: Sequence[Held], decoded: Sequence[Decoded], least: float) -> dict[str, Counter[str]]:
    """By label, the spans that play their part in a matched event at least so likely; words of attributions by cue."""
    counts: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    for text, found in zip(texts, decoded, strict=True):
        pairs = matched(text.example, found.events)
        for number, marked in pairs.items():
            own = [mark for mark in text.example.marks if mark.about == marked.id]
            for label in LABELS:
                wanted = [mark for mark in own if _label(mark) == label]
                parts = found.events[number].parts.get(label, ())
                if label not in SPEECH:
                    spans = [p.span for p in parts if p.likely >= least]
                    counts[label].update(_first(spans, wanted) if label in ONE else _tally(spans, wanted))
        _speech(text, found, pairs, counts, least)
    return counts


def _label(mark: Mark) -> str:
    part = part_of(mark.label)
    return part.label if part is not None else ""


def _speech(
    text: Held, decoded: Decoded, pairs: Mapping[int, MarkedEvent], counts: Mapping[str, Counter[str]], least: float
) -> None:
    """Cues that belong to the right event; speakers, the blamed and channels of the cues."""
    of = {a.id: frozenset(a.of) for a in text.example.attributions}
    for number, marked in pairs.items():
        names = {name for name, events in of.items() if marked.id in events}
        mine = [a for a in decoded.attributions if a.events.get(number, 0.0) >= least]
        for label, spans in (
            ("cue", [a.cue for a in mine]),
            ("by", [s for a in mine for s, likely in a.by[:1] if likely >= least]),
            ("of", [s for a in mine for s, likely in a.of[:1] if likely >= least]),
            ("via", [s for a in mine for s, likely in a.via if likely >= least]),
        ):
            wanted = [m for m in text.example.marks if m.about in names and m.label == label]
            counts[label].update(_tally(spans, wanted))


def _first(found: Sequence[Found], wanted: Sequence[Mark]) -> Counter[str]:
    """Whether the likeliest span is a right one, of a part that an event has one of."""
    right = bool(found) and any(_meets(found[0], mark) for mark in wanted)
    return Counter(hits=int(right), wanted=int(bool(wanted)), found=int(bool(found)))


def _tally(found: Sequence[Found], wanted: Sequence[Mark]) -> Counter[str]:
    right = sum(any(_meets(span, mark) for mark in wanted) for span in found)
    told = sum(any(_meets(span, mark) for span in found) for mark in wanted)
    return Counter(hits=min(right, told), wanted=len(wanted), found=len(found))


def plain(settings: Thresholds) -> dict[str, object]:
    """The thresholds as ``model.json`` keeps them."""
    return asdict(settings)
