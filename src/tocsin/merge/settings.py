"""Thresholds and word lists of merging, read from ``knowledge/data/merge.yml``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import combinations_with_replacement
from typing import Any, TypeVar

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.merge.asides import AsideSettings
from tocsin.merge.value_confidence import Curve, ValueConfidence
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import fold

_FILE = "merge.yml"


@dataclass(frozen=True, slots=True)
class StorySettings:
    """When documents descend from one report; see the comments in the file."""

    near_jaccard: float
    cut_containment: float
    cut_min_shingles: int
    cut_length: float
    grown_share: float
    long_run_shingles: int
    long_run_containment: float
    permutations: int
    bands: int
    seed: int
    anchor_every: int
    anchor_max_documents: int
    anchor_min_common: int
    passage_runs: int
    passage_every: int
    template_new: float
    template_anchors: int
    update_days: int
    update_sentence: float
    update_kept: float
    update_opening: float
    statement_days: int
    statement_numbers: int
    statement_names: int
    statement_shared: float
    statement_order: float
    retold_anchors: int
    retold_weight: float
    retold_meetings: int
    retold_order: float
    retold_new: float
    retold_sentence: float
    retold_likeness: float
    retold_covered: float
    retold_whole: float
    retold_kept: float
    changed_sentence: float
    spun_first: float
    spun_further: float
    spun_points: float
    spun_alone: float
    quote_words: int
    quote_content: int
    quote_common: float
    agency_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class WithinSettings:
    """Points and words for grouping the accounts of one document."""

    join: float
    same_place: float
    same_day: float
    same_actor: float
    same_class: float
    same_toll: float
    same_weapon: float
    same_sentence: float
    next_sentence: float
    near_sentence: float
    near_sentences: int
    far_sentence: float
    far_sentences: int
    definite: float
    same_words: float
    claim_days: int
    poor: float
    opening: float
    other_toll: float
    doubtful_place: float
    doubtful_own_place: float
    doubtful_actor: float
    doubtful_date: float
    far_date: float
    background_differs: float
    new_happening: float
    further_happening: float
    same_place_distance_km: float
    definite_words: tuple[str, ...]
    happening_nouns: tuple[str, ...]
    new_words: tuple[str, ...]
    further_words: tuple[str, ...]
    answers: tuple[str, ...]
    new_sentence_openings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcrossSettings:
    """Points and thresholds for two reports of different documents. ``plain_stems`` are those of ``plain_words``."""

    same: float
    unsure: float
    even: float
    steepness: float
    block_days: int
    undated_days: int
    same_place: float
    near_place: float
    near_km: float
    inside_place: float
    town_named: float
    same_day: float
    date_overlap: float
    day_apart: float
    day_apart_stated: float
    day_of_news: float
    day_of_news_days: int
    day_untold: float
    same_type: float
    close_type: float
    other_type: float
    least_strength: float
    same_named_actor: float
    same_force: float
    compatible_actor: float
    doubtful_actor: float
    rival_actor: float
    same_toll: float
    same_large_toll: float
    compatible_toll: float
    toll_differs: float
    toll_grows: float
    toll_grows_ratio: float
    toll_far: float
    toll_far_ratio: float
    same_weapon: float
    same_story: float
    far_toll_min: int
    same_word: float
    same_words_most: int
    plain_words: frozenset[str]
    plain_stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class VictimSettings:
    """Words that tell parts of a toll from its total."""

    including: tuple[str, ...]
    anybody: tuple[str, ...]
    others: tuple[str, ...]
    late: tuple[str, ...]
    also: tuple[str, ...]
    rival: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstSettings:
    """Cues of a claim to be the first; words that make it one about a whole region, about the way to the capital, or
    about a degree (regular expressions). ``hints``: no text without one of them is searched; ``reach``: characters back
    to the event that a claim in a sentence of its own is about."""

    cues: tuple[str, ...]
    regions: tuple[str, ...]
    nearest: tuple[str, ...]
    degree: tuple[str, ...]
    hints: tuple[str, ...]
    reach: int


@dataclass(frozen=True, slots=True)
class FollowUpSettings:
    """``cues``: regular expressions for words before what a later happening answers; ``weak``: those that may mean no
    more than a time; ``most_days``: how much later it may be."""

    cues: tuple[str, ...]
    weak: tuple[str, ...]
    most_days: int


@dataclass(frozen=True, slots=True)
class ConfidenceSettings:
    """Weights of ``merge.confidence``."""

    trigger: float
    complete: float
    corroborated: float
    hedged: float
    contradicted: float
    paraphrase_only: float
    highest: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All of ``merge.yml``; ``same_happening`` maps a sorted pair of sub-event types to a strength in 0..1"""

    stories: StorySettings
    within: WithinSettings
    across: AcrossSettings
    asides: AsideSettings
    firsts: FirstSettings
    follow_ups: FollowUpSettings
    victims: VictimSettings
    confidence: ConfidenceSettings
    value_confidence: ValueConfidence
    hierarchy_floor: float
    same_happening: Mapping[tuple[str, str], float]

    def strength(self, left: str, right: str) -> float:
        """How well two sub-event types can be one happening: 1 the same, 0 never."""
        if left == right:
            return 1.0
        return self.same_happening.get((min(left, right), max(left, right)), 0.0)


_Part = TypeVar("_Part")


def _part(kind: type[_Part], raw: Any, where: str) -> _Part:
    """``raw`` as ``kind``; every key must be known and present."""
    wanted = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if not isinstance(raw, dict) or set(raw) != wanted:
        found = set(raw) if isinstance(raw, dict) else set()
        raise KnowledgeError(
            f"{_FILE}, section {where!r}: missing {sorted(wanted - found)}, unknown {sorted(found - wanted)};"
            " restore the packaged file or correct the keys."
        )
    return kind(**{k: tuple(map(str, v)) if isinstance(v, list) else v for k, v in raw.items()})


def _with_plain_words(across: Any) -> dict[str, Any]:
    """The section with its words folded, whole and as stems."""
    said = {word for line in across["plain_words"] for word in fold(str(line)).split()}
    return {**across, "plain_words": frozenset(said), "plain_stems": frozenset(map(stem, said))}


def stem(word: str) -> str:
    """A word without its commonest endings; enough to bring "trader" and "traders" together."""
    for ending in ("ers", "ing", "ies", "es", "er", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _words(stories: Any) -> frozenset[str]:
    """The words by which agencies are known, folded."""
    return frozenset(fold(str(word)) for word in stories["agency_words"])


def _pairs(groups: Any) -> dict[tuple[str, str], float]:
    """Groups of types as a map of ordered pairs; the strongest group that holds a pair counts."""
    pairs: dict[tuple[str, str], float] = {}
    for group in groups:
        for left, right in combinations_with_replacement(sorted(group["types"]), 2):
            pairs[left, right] = max(pairs.get((left, right), 0.0), float(group["strength"]))
    return pairs


def parse(raw: Any) -> Settings:
    """Settings from the content of a ``merge.yml``.

    Raises:
        KnowledgeError: a key is missing or unknown.
    """
    try:
        assembling = dict(raw["assembling"])
        return Settings(
            stories=_part(StorySettings, {**raw["stories"], "agency_words": _words(raw["stories"])}, "stories"),
            within=_part(WithinSettings, raw["within_document"], "within_document"),
            across=_part(AcrossSettings, _with_plain_words(raw["across_documents"]), "across_documents"),
            asides=_part(AsideSettings, raw["asides"], "asides"),
            firsts=_part(FirstSettings, raw["firsts"], "firsts"),
            follow_ups=_part(FollowUpSettings, raw["follow_ups"], "follow_ups"),
            victims=_part(VictimSettings, raw["victims"], "victims"),
            confidence=_part(ConfidenceSettings, assembling["confidence"], "assembling.confidence"),
            value_confidence=_value_confidence(assembling["value_confidence"]),
            hierarchy_floor=float(assembling["hierarchy_floor"]),
            same_happening=_pairs(raw["same_happening"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{_FILE} cannot be read ({error}); restore the packaged file.") from error


def _value_confidence(raw: Any) -> ValueConfidence:
    """The section ``assembling.value_confidence``."""
    where = "assembling.value_confidence"
    curves = {
        engine: {name: _part(Curve, curve, f"{where}.read.{engine}.{name}") for name, curve in by_field.items()}
        for engine, by_field in raw["read"].items()
    }
    return ValueConfidence(curves, {rule: float(share) for rule, share in raw["implied"].items()})


@cache
def load() -> Settings:
    """The packaged settings (read once; the file does not change while a process runs)."""
    return parse(read_yaml(data_path(_FILE)))
