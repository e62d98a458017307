"""What the net is punished for, head by head."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tocsin.read.neural.labels import (
    ATTRIBUTIONS,
    BARE,
    FACTS,
    MODALITIES,
    MUC,
    MUC_TYPES,
    NAMES,
    SIDES,
    SPANS,
    SPEECH,
)  # fmt: skip
from tocsin.read.neural.pairing import Where, geometry, sentences_between
from tocsin.train.corpus import MarkedEvent
from tocsin.train.lessons import NUMBER, Lesson, Taught
from tocsin.train.net import Hidden, Net, Pairs

WEIGHTS = {
    "spans": 4.0, "facts": 0.6, "sides": 0.5, "types": 0.5, "told": 0.4, "pairs": 1.5, "kinds": 0.2, "incidents": 0.2,
    "true": 0.4,
}  # fmt: skip
"""Share of each head in the whole loss; set once so that all are of one size after the first epoch."""
LATER = {**WEIGHTS, "pairs": 4.0}
"""The shares from the second epoch on: which words belong to which event can be learned only where the words are found,
and is what most errors of coded events come from."""
_RARE = 1.5  # more weight for pieces that bear a label: they are one in thirty
_TRIGGER, _CUE = NUMBER["trigger"], NUMBER["cue"]
_SPEECH = frozenset(NUMBER[label] for label in SPEECH) - {_CUE}
_APART = frozenset(NUMBER[label] for label in (*NAMES, *BARE, *MUC))  # spans without a part in an event
_ALONE = frozenset(NUMBER[label] for label in (*NAMES, *BARE))  # spans that look at no other
_MUC = frozenset(NUMBER[label] for label in MUC)
_FALSE, _GOES_ON, _MOST_FALSE, _LONGEST = 0.25, 0.3, 24, 12
"""From which probability a span that the corpus does not mark is shown to the heads as a false one, how far it runs,
how many a lesson shows, and how long they are at most."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A span of the batch: its lesson, the row of its window in the batch, and whether the corpus marks it."""

    lesson: Lesson
    span: Taught
    window: int
    true: bool = True


def losses(net: Net, batch: Sequence[Lesson], types: Sequence[str]) -> dict[str, Tensor]:
    """The loss of each head over a batch; heads that the batch does not teach are left out."""
    windows = [window for lesson in batch for window in lesson.windows]
    hidden = net.read(windows, [tags for lesson in batch for tags in lesson.tags])
    hidden = Hidden(net.dropout(hidden.states), hidden.seen)
    logits = net.span_logits(hidden.states)
    found = {"spans": _spans(logits, batch, hidden)}
    found |= _facts(net, batch, hidden)
    groups = _groups(logits, batch)
    rows = [row for group in groups for row in group]
    if rows:
        vectors = _vectors(hidden, rows)
        among = torch.cat([
            _among(net, own, vectors[at : at + len(own)]) for at, own in _placed(groups)
        ])  # fmt: skip
        heads = hidden.states[[row.window for row in rows], 0]
        found |= _of_spans(net, rows, torch.cat([vectors, heads, among], -1), types)
        found |= _pairs(net, groups, torch.cat([vectors, among], -1))
    return found


def _placed(groups: Sequence[Sequence[_Row]]) -> Iterator[tuple[int, Sequence[_Row]]]:
    """Each lesson's rows with the number of the first of them."""
    at = 0
    for group in groups:
        if group:
            yield at, group
        at += len(group)


def _groups(logits: Tensor, batch: Sequence[Lesson]) -> list[list[_Row]]:
    """The spans of each lesson: those that the corpus marks, and false ones that the net finds likely now."""
    likely = logits.detach().sigmoid().cpu().numpy()
    groups, at = [], 0
    for lesson in batch:
        rows = [_Row(lesson, span, at + span.window) for span in lesson.spans if span.label not in _ALONE]
        if _TRIGGER in lesson.known:
            own = likely[at : at + len(lesson.windows)]
            rows += [_Row(lesson, span, at + span.window, false) for span, false in _false(lesson, own)]
        groups.append(rows)
        at += len(lesson.windows)
    return groups


def _false(lesson: Lesson, likely: NDArray[np.float32]) -> Iterator[tuple[Taught, bool]]:
    """Likely spans of parts and triggers that meet no marked one of their label, likeliest first."""
    marked: dict[tuple[int, int], list[Taught]] = {}
    for span in lesson.spans:
        marked.setdefault((span.window, span.label), []).append(span)
    begins = likely[:, :, 0]
    places = np.argwhere(begins > _FALSE)
    shown = 0
    for window, first, label in places[np.argsort(-begins[tuple(places.T)])]:
        if label in _APART or first == 0 or first >= len(lesson.windows[window]) - 1:
            continue
        last = int(first)
        inside = likely[window, :, 1, label]
        while last + 2 < len(lesson.windows[window]) and last - first < _LONGEST and inside[last + 1] > _GOES_ON:
            last += 1
        own = marked.get((int(window), int(label)), ())
        if any(span.first <= last and first <= span.last for span in own):
            continue
        piece = lesson.starts[window] + int(first) - 1
        sentence = bisect_right(lesson.ends, piece)
        yield Taught(int(window), int(first), last, int(label), "", frozenset(), piece, sentence), False
        shown += 1
        if shown >= _MOST_FALSE:
            return


def _spans(logits: Tensor, batch: Sequence[Lesson], hidden: Hidden) -> Tensor:
    """Begin and inside of every label at every piece, where the corpus says so."""
    target = torch.zeros(logits.shape)
    known = torch.zeros(len(hidden.states), len(SPANS))
    at = 0
    for lesson in batch:
        known[at : at + len(lesson.windows), sorted(lesson.known)] = 1.0
        for span in lesson.spans:
            target[at + span.window, span.first, 0, span.label] = 1.0
            target[at + span.window, span.first : span.last + 1, 1, span.label] = 1.0
        at += len(lesson.windows)
    target, known = target.to(logits.device), known.to(logits.device)
    counts = torch.maximum(known[:, None, None, :] * hidden.seen[:, :, None, None], target)  # a mark teaches "yes"
    each = functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * (1 + _RARE * target)
    return (each * counts).sum() / (2 * counts.amax(-1)[..., 0].sum() + 1)


def _facts(net: Net, batch: Sequence[Lesson], hidden: Hidden) -> dict[str, Tensor]:
    """Labels of whole texts, each over the texts that were asked for it."""
    logits = net.window_facts(hidden)
    each, at = [], 0
    for lesson in batch:
        example, end = lesson.example, at + len(lesson.windows)
        if example.asked:
            asked = torch.tensor([fact in example.asked for fact in FACTS], device=logits.device)
            holds = torch.tensor([float(fact in example.facts) for fact in FACTS], device=logits.device)
            whole = torch.logsumexp(logits[at:end], 0)
            loss = functional.binary_cross_entropy_with_logits(whole, holds, reduction="none")
            each.append((loss * asked).sum() / asked.sum())
        at = end
    return {"facts": torch.stack(each).mean()} if each else {}


def _vectors(hidden: Hidden, rows: Sequence[_Row]) -> Tensor:
    """[spans, hidden]: the mean over the pieces of each span, by sums up to its ends."""
    sums = functional.pad(hidden.states.cumsum(1), (0, 0, 1, 0))
    windows = [row.window for row in rows]
    first, last = [row.span.first for row in rows], [row.span.last for row in rows]
    width = torch.tensor([b - a + 1 for a, b in zip(first, last, strict=True)], device=sums.device)
    return (sums[windows, [b + 1 for b in last]] - sums[windows, first]) / width[:, None]


def _among(net: Net, rows: Sequence[_Row], vectors: Tensor) -> Tensor:
    """The spans of one text in view of one another."""
    labels = torch.tensor([row.span.label for row in rows], device=vectors.device)
    return net.among(vectors, labels, torch.from_numpy(sentences_between(_where(rows))).to(vectors.device))


def _where(rows: Sequence[_Row]) -> Where:
    """Where the spans of one text stand."""
    return Where(np.array([row.span.piece for row in rows]), np.array([row.span.sentence for row in rows]))


def _of_spans(net: Net, rows: Sequence[_Row], wide: Tensor, types: Sequence[str]) -> dict[str, Tensor]:
    """Heads over spans: whether they are true ones, type and telling of triggers, sides of counts, kinds of
    attributions, incidents of fillers."""
    found: dict[str, Tensor] = {}
    triggers = _triggers(rows)
    kinds = [(k, a.kind) for k, row in enumerate(rows) if row.span.label == _CUE
             for a in row.lesson.example.attributions if a.id in row.span.about]  # fmt: skip
    sides = [(k, SIDES.index(row.span.side)) for k, row in enumerate(rows) if row.span.side]
    for name, head, chosen in (
        ("sides", net.sides, sides),
        ("types", net.types, [(k, types.index(event.type)) for k, event in triggers]),
        ("kinds", net.kinds, [(k, ATTRIBUTIONS.index(kind)) for k, kind in kinds]),
    ):
        if chosen:
            which, wanted = zip(*chosen, strict=True)
            goal = torch.tensor(wanted, device=wide.device)
            found[name] = functional.cross_entropy(head(wide[list(which)]), goal)
    if triggers:
        found["told"] = _told(net.told(wide[[k for k, _ in triggers]]), [event for _, event in triggers])
    judged = [k for k, row in enumerate(rows) if _TRIGGER in row.lesson.known and row.span.label not in _APART]
    if judged:
        goal = torch.tensor([float(rows[k].true) for k in judged], device=wide.device)
        found["true"] = functional.binary_cross_entropy_with_logits(net.true(wide[judged])[:, 0], goal)
    fillers = [k for k, row in enumerate(rows) if row.span.label in _MUC and row.span.about]
    if fillers:
        wanted_types = [[float(kind in rows[k].span.about) for kind in MUC_TYPES] for k in fillers]
        goal = torch.tensor(wanted_types, device=wide.device)
        found["incidents"] = functional.binary_cross_entropy_with_logits(net.incidents(wide[fillers]), goal)
    return found


def _triggers(rows: Sequence[_Row]) -> list[tuple[int, MarkedEvent]]:
    """Rows of triggers with the event each tells; a word that tells two stands twice."""
    return [
        (k, event)
        for k, row in enumerate(rows)
        if row.span.label == _TRIGGER
        for event in row.lesson.example.events
        if event.id in row.span.about
    ]


def _told(logits: Tensor, events: Sequence[MarkedEvent]) -> Tensor:
    """Modality; whether it is background; whether place and time are exact enough to be coded."""
    modality = torch.tensor([MODALITIES.index(event.modality) for event in events], device=logits.device)
    flags = torch.tensor([[float(event.background), float(event.codable)] for event in events], device=logits.device)
    loss = functional.cross_entropy(logits[:, :-2], modality)
    return loss + 2 * functional.binary_cross_entropy_with_logits(logits[:, -2:], flags)


def _pairs(net: Net, groups: Sequence[Sequence[_Row]], spans: Tensor) -> dict[str, Tensor]:
    """Which spans play a part in which trigger's event (words of an attribution: in the events it is about), and which
    words belong to which cue's attribution. A trigger plays a part in the event of another when both tell one."""
    found: list[tuple[NDArray[np.int64], ...]] = []
    for at, rows in _placed(groups):
        where = _where(rows)
        triggers = where.some([k for k, row in enumerate(rows) if row.span.label == _TRIGGER])
        events, own = _about(rows, through=True), _about(rows, through=False)
        for heads, parts, about in ((*_triggers_with_parts(rows), events), (*_cues_with_words(rows), own)):
            if heads and parts:
                near = geometry(where.some(heads), where.some(parts), triggers)
                wanted = (about[heads].astype(np.int64) @ about[parts].T.astype(np.int64)) > 0
                kept = np.array(heads)[:, None] != np.array(parts)[None]
                row, column = np.nonzero(kept)
                found.append((
                    at + np.array(heads)[row], at + np.array(parts)[column], near.pieces[kept], near.sentences[kept],
                    near.between[kept], wanted[kept].astype(np.int64),
                ))  # fmt: skip
    if not sum(len(columns[0]) for columns in found):
        return {}
    *columns, goal = (torch.from_numpy(np.concatenate(c)).to(spans.device) for c in zip(*found, strict=True))
    logits = net.pair_logits(spans, Pairs(*columns))
    return {"pairs": functional.binary_cross_entropy_with_logits(logits, goal.float())}


def _about(rows: Sequence[_Row], through: bool) -> NDArray[np.bool_]:
    """[spans, events and attributions of the text]: in which each span plays a part; ``through``: what an attribution
    is about counts for its words."""
    example = rows[0].lesson.example
    names = {name: k for k, name in enumerate((*(e.id for e in example.events), *(a.id for a in example.attributions)))}
    of = {a.id: a.of for a in example.attributions} if through else {}
    about = np.zeros((len(rows), len(names)), dtype=bool)
    for k, row in enumerate(rows):
        for name in row.span.about & names.keys():
            about[k, [names[n] for n in (name, *of.get(name, ()))]] = True
    return about


def _triggers_with_parts(rows: Sequence[_Row]) -> tuple[list[int], list[int]]:
    """Triggers, and all that can play a part in their events; false spans are tried, too."""
    parts = [k for k, row in enumerate(rows) if (row.span.about or not row.true) and row.span.label not in _APART]
    return [k for k, row in enumerate(rows) if row.span.label == _TRIGGER], parts


def _cues_with_words(rows: Sequence[_Row]) -> tuple[list[int], list[int]]:
    """Cues of attributions, and the words that can belong to one."""
    words = [k for k, row in enumerate(rows) if (row.span.about or not row.true) and row.span.label in _SPEECH]
    return [k for k, row in enumerate(rows) if row.span.label == _CUE], words
