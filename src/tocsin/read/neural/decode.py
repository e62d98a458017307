"""From the model's probabilities to the events of a text, as stretches of words: which triggers tell one event, and
which spans play a part in it. No identities and no rules of language here; ``phrases`` reads the words.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.read.neural.found import AttributionFound, Decoded, EventFound, Likely, Part, Trigger, renumbered
from tocsin.read.neural.gate import SHORT
from tocsin.read.neural.labels import ATTRIBUTIONS, MODALITIES, ROLES, SPANS, SPEECH, STATUSES
from tocsin.read.neural.model import LocalModel, Numbers, Scores
from tocsin.read.neural.pairing import Where, geometry, sentences_between
from tocsin.read.neural.scorer import Scorer
from tocsin.read.neural.spans import Found, find_spans
from tocsin.read.neural.tags import Link
from tocsin.read.neural.thresholds import BRIEF, RULES_TOLD, Thresholds

_PARTS = tuple(label for label in (*ROLES, *SPEECH) if label != "trigger")


def decode(model: LocalModel, scores: Scores, settings: Thresholds, scorer: Scorer | None) -> Decoded:
    """The events and attributions of a text that was read. ``scorer`` says how likely an event is one; without it, its
    surest trigger does."""
    spans = _spans(scores, settings)
    if not any(span.label == "trigger" for span in spans):
        return Decoded(())
    seen = _Seen.of(model, scores, spans)
    triggers, parts = seen.some(lambda span: span.label == "trigger"), seen.some(lambda span: span.label != "trigger")
    told = _told(model, triggers)
    near = model.plays(triggers.pair, triggers.pair, geometry(triggers.where, triggers.where, triggers.where))
    groups = clusters((near + near.T) / 2, settings.join)
    likely = model.plays(triggers.pair, parts.pair, geometry(triggers.where, parts.where, triggers.where))
    likely = _with_links(likely, triggers.spans, parts.spans, scores.links, settings.link)
    sides = model.sides(parts.wide)
    events = [_event([told[k] for k in group], scores) for group in groups]
    for event, group in zip(events, groups, strict=True):
        _give_parts(event, likely[group].max(axis=0), parts, sides, settings)
    _share_counts(events)
    if scorer is not None:
        for event in events:
            event.likely = scorer.likely(event, scores.facts)
    brief = not scores.pieces.offsets or scores.pieces.offsets[-1][1] <= SHORT
    for event in events:
        event.needed = settings.event - (BRIEF if brief and event.rules == "told" else 0.0)
    kept = [k for k, event in enumerate(events) if event.likely >= event.needed]
    speech = _attributions(model, parts, triggers, likely, groups, settings)
    numbers = {old: new for new, old in enumerate(kept)}
    return Decoded(
        tuple(events[k] for k in kept),
        tuple(own for a in speech if (own := renumbered(a, numbers)) is not None),
        tuple(event for event in events if event.likely < event.needed),
    )


def _spans(scores: Scores, settings: Thresholds) -> list[Found]:
    """The spans that the model finds, and those of the rules that it does not."""
    spans = list(find_spans(scores, {label: settings.begins(label) for label in ("trigger", *_PARTS)}))
    spans += _told_by_rules(scores, spans)
    spans += _linked(scores, spans, settings)
    return spans


def _told_by_rules(scores: Scores, spans: Sequence[Found]) -> list[Found]:
    """The main word of a happening that the rules code, where the model marks none of its words: tried like a trigger
    of its own, as likely as such words are."""
    found: list[Found] = []
    for words in scores.told:
        at = scores.pieces.covering(*words[0])
        met = any(s.label == "trigger" and s.start < end and start < s.end for s in spans for start, end in words)
        if at is not None and not met:
            found.append(Found("trigger", *at, *words[0], RULES_TOLD))
    return found


def _linked(scores: Scores, spans: Sequence[Found], settings: Thresholds) -> list[Found]:
    """Words that the rules give to a trigger and the model marks nowhere: tried like its own, with the probability that
    a span of that label needs."""
    found: dict[tuple[str, int, int], Found] = {}
    for link in scores.links:
        at = scores.pieces.covering(link.start, link.end)
        met = any(s.label == link.label and s.start < link.end and link.start < s.end for s in spans)
        if at is not None and not met:
            likely = settings.begins(link.label)
            found[link.label, *at] = Found(link.label, *at, link.start, link.end, likely)
    return list(found.values())


def _with_links(
    likely: Numbers, triggers: Sequence[Found], parts: Sequence[Found], links: Sequence[Link], more: float
) -> Numbers:
    """[triggers, parts]: the probabilities with the odds raised where the rules, too, give a part to a trigger."""
    raised = np.zeros_like(likely)
    for link in links:
        rows = [k for k, t in enumerate(triggers) if t.start < link.trigger_end and link.trigger_start < t.end]
        columns = [
            k for k, p in enumerate(parts) if p.label == link.label and p.start < link.end and link.start < p.end
        ]
        raised[np.ix_(rows, columns)] = more
    odds = np.clip(likely, 1e-6, 1 - 1e-6)
    made: Numbers = (1 / (1 + (1 - odds) / odds * np.exp(-raised))).astype(np.float32)
    return made


@dataclass(frozen=True)
class _Seen:
    """Spans with what the model sees in them: ``pair``, their words and what they see among the others, ``wide`` with
    their window as well, and how likely each is a true one. Rows run in parallel."""

    spans: Sequence[Found]
    where: Where
    pair: Numbers
    wide: Numbers
    true: Numbers

    @classmethod
    def of(cls, model: LocalModel, scores: Scores, spans: Sequence[Found]) -> "_Seen":
        stretches = [(span.first, span.last) for span in spans]
        vectors = model.vectors(scores, stretches)
        labels = [SPANS.index(span.label) for span in spans]
        where = Where.of(scores.pieces, stretches)
        among = model.among(vectors, labels, sentences_between(where))
        wide = model.wide(scores, stretches, vectors, among)
        begins = np.array([span.likely for span in spans], dtype=np.float32)
        return cls(spans, where, np.concatenate([vectors, among], axis=-1), wide, np.sqrt(begins * model.true(wide)))

    def some(self, wanted: Callable[[Found], bool]) -> "_Seen":
        """Those of certain spans, in their order."""
        kept = [k for k, span in enumerate(self.spans) if wanted(span)]
        spans = [self.spans[k] for k in kept]
        return _Seen(spans, self.where.some(kept), self.pair[kept], self.wide[kept], self.true[kept])


def _told(model: LocalModel, triggers: _Seen) -> list[Trigger]:
    types = model.kinds_of_events(triggers.wide)
    modalities, background, codable = model.told(triggers.wide)
    return [
        Trigger(span, float(triggers.true[k]), types[k], modalities[k], float(background[k]), float(codable[k]))
        for k, span in enumerate(triggers.spans)
    ]


def clusters(together: NDArray[np.floating[Any]], least: float) -> list[list[int]]:
    """Triggers that tell one event: the two groups that are likeliest one on average are joined first, down to
    ``least``; of equals those told first. ``together``: [triggers, triggers], symmetric."""
    mean = np.array(together, dtype=np.float64)
    np.fill_diagonal(mean, -1.0)
    groups: list[list[int] | None] = [[k] for k in range(len(mean))]
    while len(mean) > 1:
        left, right = sorted(map(int, np.unravel_index(int(mean.argmax()), mean.shape)))
        first, second = groups[left], groups[right]
        if mean[left, right] < least or first is None or second is None:
            break
        size = len(first) + len(second)
        mean[left] = (len(first) * mean[left] + len(second) * mean[right]) / size
        mean[:, left] = mean[left]
        mean[left, left] = mean[right] = mean[:, right] = -1.0
        groups[left], groups[right] = sorted(first + second), None
    return sorted(group for group in groups if group is not None)


def _event(triggers: list[Trigger], scores: Scores) -> EventFound:
    """What several triggers say of one event, each as far as it is likely a trigger at all."""
    weights = np.array([t.likely for t in triggers])
    weights = weights / weights.sum()
    types = np.asarray(sum(w * t.types for w, t in zip(weights, triggers, strict=True)), dtype=np.float32)
    modalities = np.asarray(sum(w * t.modalities for w, t in zip(weights, triggers, strict=True)))
    return EventFound(
        triggers,
        max(t.likely for t in triggers),
        types,
        MODALITIES[int(modalities.argmax())],
        float(sum(w * t.background for w, t in zip(weights, triggers, strict=True))),
        float(sum(w * t.codable for w, t in zip(weights, triggers, strict=True))),
        next(
            (verdict for verdict in ("told", "refused")
             if any(scores.tagged(f"rule:{verdict}", t.span.first, t.span.last) for t in triggers)),
            "",
        ),
    )  # fmt: skip


def _give_parts(event: EventFound, likely: Numbers, parts: _Seen, sides: Numbers, settings: Thresholds) -> None:
    for k, span in enumerate(parts.spans):
        if span.label in ROLES and likely[k] >= settings.plays(span.label):
            side = tuple(sides[k].tolist()) if span.label in STATUSES else ()
            event.parts.setdefault(span.label, []).append(Part(span, float(likely[k]), float(parts.true[k]), side))
    for found in event.parts.values():
        found.sort(key=lambda part: (-part.likely * part.true, part.span.start))


def _share_counts(events: Sequence[EventFound]) -> None:
    """A number of people belongs to the one event that it most likely belongs to: the same dead are not dead twice. Of
    equals the first has it."""
    best: dict[Found, tuple[float, int]] = {}
    for number, event in enumerate(events):
        for label in STATUSES:
            for part in event.parts.get(label, ()):
                best[part.span] = max(best.get(part.span, (0.0, 0)), (part.likely, -number))
    for number, event in enumerate(events):
        for label in STATUSES:
            kept = [part for part in event.parts.get(label, ()) if best[part.span][1] == -number]
            event.parts.pop(label, None)
            if kept:
                event.parts[label] = kept


def _attributions(
    model: LocalModel, parts: _Seen, triggers: _Seen, likely: Numbers, groups: Sequence[Sequence[int]],
    settings: Thresholds,
) -> Iterator[AttributionFound]:  # fmt: skip
    """Each cue with its words and events."""
    cues = parts.some(lambda span: span.label == "cue")
    words = parts.some(lambda span: span.label in SPEECH and span.label != "cue")
    if not cues.spans:
        return
    kinds = model.attributions(cues.wide)
    near = model.plays(cues.pair, words.pair, geometry(cues.where, words.where, triggers.where))
    columns = [k for k, span in enumerate(parts.spans) if span.label == "cue"]
    for row, cue in enumerate(cues.spans):
        own = [(float(near[row, c]), span) for c, span in enumerate(words.spans)
               if near[row, c] >= settings.plays(span.label)]  # fmt: skip
        event = {n: float(likely[list(group), columns[row]].max()) for n, group in enumerate(groups)}
        about = {n: value for n, value in event.items() if value >= settings.plays("cue")}
        if about:
            yield AttributionFound(
                ATTRIBUTIONS[int(kinds[row].argmax())], cue, _of(own, "by"), _of(own, "of"), _of(own, "via"), about,
                float(kinds[row].max() * cues.true[row]),
            )  # fmt: skip


def _of(own: Iterable[tuple[float, Found]], label: str) -> Likely:
    """The words of one label."""
    mine = sorted(((span, likely) for likely, span in own if span.label == label), key=lambda o: (-o[1], o[0].start))
    return tuple(mine)
