"""Templates of MUC-4 from the heads that were taught its roles: what the study on small encoders measured, beside which
the templates that Tocsin's events give stand in the bench.

One template for each incident type that the text is likely to tell; each filler goes to the types its own head accepts,
or to the likeliest of the text's (feasibility study, section 2.2). Mentions of one entity are put together by their
words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tocsin.read.neural.labels import MUC, MUC_TYPES, SPANS
from tocsin.read.neural.model import LocalModel, Scores
from tocsin.read.neural.pairing import Where, sentences_between
from tocsin.read.neural.spans import Found, find_spans
from tocsin.train.muc_score import Filled, gtt, pooled
from tocsin.train.sources.muc4_keys import ROLES, Message

STEPS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


@dataclass(frozen=True)
class Settings:
    """From how likely on a text tells an incident type, a filler belongs to one, and a span of a role begins."""

    type: float = 0.5
    filler: float = 0.5
    begin: Mapping[str, float] | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Settings":
        """From the plain values of ``model.json``."""
        return cls(**values)


def templates(model: LocalModel, scores: Scores, text: str, settings: Settings) -> list[Filled]:
    """The templates of a text that was read."""
    kinds = [kind for kind in MUC_TYPES if scores.facts[f"muc:{kind}"] >= settings.type]
    if not kinds:
        return []
    best = max(kinds, key=lambda kind: scores.facts[f"muc:{kind}"])
    made = {kind: Filled(kind, {role: [] for role in ROLES}) for kind in kinds}
    spans = list(find_spans(scores, {label: (settings.begin or {}).get(label, 0.4) for label in MUC}))
    for span, accepted in zip(spans, _accepted(model, scores, spans), strict=True):
        role, words = span.label.removeprefix("muc:"), " ".join(text[span.start : span.end].lower().split())
        own = [kind for kind in kinds if accepted[MUC_TYPES.index(kind)] >= settings.filler] or [best]
        for kind in own:
            _add(made[kind].roles[role], words)
    return list(made.values())


def _accepted(model: LocalModel, scores: Scores, spans: Sequence[Found]) -> Any:
    """[spans, types]: how likely each filler belongs to an incident of each type."""
    if not spans:
        return np.zeros((0, len(MUC_TYPES)))
    stretches = [(span.first, span.last) for span in spans]
    vectors = model.vectors(scores, stretches)
    near = sentences_between(Where.of(scores.pieces, stretches))
    among = model.among(vectors, [SPANS.index(span.label) for span in spans], near)
    return model.incidents(model.wide(scores, stretches, vectors, among))


def _add(entities: list[tuple[str, ...]], words: str) -> None:
    """Add a filler, or put it with the entity that it names: one's words hold the other's, or both end alike."""
    for k, names in enumerate(entities):
        if any(_alike(words, name) for name in names):
            entities[k] = names if words in names else (*names, words)
            return
    entities.append((words,))


def _alike(left: str, right: str) -> bool:
    a, b = left.split(), right.split()
    return set(a) <= set(b) or set(b) <= set(a) or a[-1] == b[-1]


def relevant(scores: Scores, settings: Settings) -> bool:
    """Whether a text tells any incident."""
    return any(scores.facts[f"muc:{kind}"] >= settings.type for kind in MUC_TYPES)


def tuned(model: LocalModel, read: Sequence[tuple[Message, Scores]]) -> Settings:
    """The settings that fill templates best (GTT measure), one after the other and twice around."""
    settings = Settings(begin=dict.fromkeys(MUC, 0.4))

    def figure(trial: Settings) -> float:
        made = [(m, templates(model, scores, m.document.text, trial)) for m, scores in read]
        return _f1([gtt(m, t)[0] for m, t in made]) + _f1([pooled(m, t) for m, t in made])

    for _ in range(2):
        trials = [replace(settings, type=step) for step in STEPS]
        settings = max([settings, *trials], key=figure)
        settings = max([settings, *(replace(settings, filler=step) for step in STEPS)], key=figure)
        for label in MUC:
            begins = [{**(settings.begin or {}), label: step} for step in STEPS]
            settings = max([settings, *(replace(settings, begin=begin) for begin in begins)], key=figure)
    return settings


def _f1(tallies: Sequence[Mapping[str, int]]) -> float:
    right, false, missed = (sum(t[key] for t in tallies) for key in ("tp", "fp", "fn"))
    return 2 * right / (2 * right + false + missed) if right else 0.0
