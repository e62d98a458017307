"""What the net is punished for, head by head."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from tocsin.read.neural.labels import ATTRIBUTIONS, BARE, FACTS, MODALITIES, NAMES, SIDES, SPANS, SPEECH, bucket
from tocsin.train.lessons import NUMBER, Lesson, Taught
from tocsin.train.net import Hidden, Net

WEIGHTS = {"spans": 4.0, "facts": 0.6, "sides": 0.5, "types": 0.5, "told": 0.25, "pairs": 0.7, "kinds": 0.2}
"""Share of each head in the whole loss; set once so that all are of one size after the first epoch."""
_RARE = 1.5  # more weight for pieces that bear a label: they are one in thirty
_TRIGGER, _CUE = NUMBER["trigger"], NUMBER["cue"]
_SPEECH = frozenset(NUMBER[label] for label in SPEECH) - {_CUE}
_APART = frozenset(NUMBER[label] for label in (*NAMES, *BARE))  # spans without a part in an event


def losses(net: Net, batch: Sequence[Lesson], types: Sequence[str]) -> dict[str, Tensor]:
    """The loss of each head over a batch; heads that the batch does not teach are left out."""
    hidden = net.read([window for lesson in batch for window in lesson.windows])
    hidden = Hidden(net.dropout(hidden.states), hidden.seen)
    found: defaultdict[str, list[Tensor]] = defaultdict(list)
    found["spans"].append(_spans(net, batch, hidden))
    at = 0
    for lesson in batch:
        own = Hidden(hidden.states[at : at + len(lesson.windows)], hidden.seen[at : at + len(lesson.windows)])
        at += len(lesson.windows)
        for name, loss in _of_lesson(net, lesson, own, types).items():
            found[name].append(loss)
    return {name: torch.stack(each).mean() for name, each in found.items()}


def _spans(net: Net, batch: Sequence[Lesson], hidden: Hidden) -> Tensor:
    """Begin and inside of every label at every piece, where the corpus says so."""
    logits = net.span_logits(hidden.states)
    target = torch.zeros_like(logits)
    known = torch.zeros(len(hidden.states), len(SPANS), device=logits.device)
    at = 0
    for lesson in batch:
        known[at : at + len(lesson.windows), sorted(lesson.known)] = 1.0
        for span in lesson.spans:
            target[at + span.window, span.first, 0, span.label] = 1.0
            target[at + span.window, span.first : span.last + 1, 1, span.label] = 1.0
        at += len(lesson.windows)
    counts = torch.maximum(known[:, None, None, :] * hidden.seen[:, :, None, None], target)  # a mark teaches "yes"
    each = functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * (1 + _RARE * target)
    return (each * counts).sum() / (2 * counts.amax(-1)[..., 0].sum() + 1)


def _of_lesson(net: Net, lesson: Lesson, hidden: Hidden, types: Sequence[str]) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    example = lesson.example
    if example.asked:
        asked = torch.tensor([fact in example.asked for fact in FACTS], device=hidden.states.device)
        holds = torch.tensor([float(fact in example.facts) for fact in FACTS], device=hidden.states.device)
        each = functional.binary_cross_entropy_with_logits(net.fact_logits(hidden), holds, reduction="none")
        found["facts"] = (each * asked).sum() / asked.sum()
    if not lesson.spans:
        return found
    vectors = torch.stack([hidden.states[s.window, s.first : s.last + 1].mean(0) for s in lesson.spans])
    wide = torch.cat([vectors, torch.stack([hidden.states[s.window, 0] for s in lesson.spans])], -1)
    events = {event.id: event for event in example.events}
    kinds = {attribution.id: attribution for attribution in example.attributions}

    def classes(name: str, head: Callable[[Tensor], Tensor], chosen: list[tuple[int, int]]) -> None:
        if chosen:
            rows, wanted = zip(*chosen, strict=True)
            goal = torch.tensor(wanted, device=wide.device)
            found[name] = functional.cross_entropy(head(wide[list(rows)]), goal)

    triggers = [(k, events[e]) for k, s in enumerate(lesson.spans) if s.label == _TRIGGER for e in sorted(s.about)]
    classes("sides", net.sides, [(k, SIDES.index(s.side)) for k, s in enumerate(lesson.spans) if s.side])
    classes("types", net.types, [(k, types.index(event.type)) for k, event in triggers])
    classes(
        "kinds", net.kinds,
        [(k, ATTRIBUTIONS.index(kinds[a].kind)) for k, s in enumerate(lesson.spans) if s.label == _CUE
         for a in sorted(s.about)],
    )  # fmt: skip
    if triggers:
        told = net.told(wide[[k for k, _ in triggers]])
        goal = torch.tensor([MODALITIES.index(event.modality) for _, event in triggers], device=wide.device)
        past = torch.tensor([float(event.background) for _, event in triggers], device=wide.device)
        found["told"] = functional.cross_entropy(told[:, :-1], goal)
        found["told"] = found["told"] + functional.binary_cross_entropy_with_logits(told[:, -1], past)
        _pairs(net, lesson, vectors, found)
    return found


def _pairs(net: Net, lesson: Lesson, vectors: Tensor, found: dict[str, Tensor]) -> None:
    """Which spans play a part in which trigger's event (words of an attribution: in the events it is about), and which
    words belong to which cue's attribution."""
    spans, device = lesson.spans, vectors.device
    pairs = pairs_of(spans)
    if not pairs:
        return
    of = {attribution.id: frozenset(attribution.of) for attribution in lesson.example.attributions}
    logits = net.pair_logits(
        vectors[[head for head, _ in pairs]],
        vectors[[part for _, part in pairs]],
        torch.tensor([spans[part].label for _, part in pairs], device=device),
        torch.tensor([bucket(spans[part].piece - spans[head].piece) for head, part in pairs], device=device),
    )

    def plays(head: Taught, part: Taught) -> bool:
        about = part.about
        if head.label == _TRIGGER:
            about = about.union(*(of.get(name, frozenset()) for name in part.about))
        return bool(head.about & about)

    wanted = torch.tensor([float(plays(spans[head], spans[part])) for head, part in pairs], device=device)
    found["pairs"] = functional.binary_cross_entropy_with_logits(logits, wanted)


def pairs_of(spans: Sequence[Taught]) -> list[tuple[int, int]]:
    """Pairs of a trigger with any other span that can play a part, and of a cue with the words of an attribution."""
    parts = [k for k, span in enumerate(spans) if span.about and span.label not in _APART]
    triggers = [(t, p) for t, s in enumerate(spans) if s.label == _TRIGGER for p in parts if t != p]
    cues = [(c, p) for c, s in enumerate(spans) if s.label == _CUE for p in parts if spans[p].label in _SPEECH]
    return triggers + cues
