"""Choosing the sub-event type: the codebook's decision procedure over everything the reports assert.

The steps and their order are CODEBOOK section 2, "decision procedure"; the exception for a suicide device
with gunmen is section 0. The order of the table is not a plain ranking, hence rules and not ``max()``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.merge.case import Case, Choice, Told, conflict, evidence_of, quotes
from tocsin.model.event import FieldAlternative
from tocsin.model.reading import Flag, Modality, Prop, Stance
from tocsin.model.types import REMOTE_TYPES

_PEACEFUL = ("Excessive force against protesters", "Protest with intervention", "Peaceful protest")
_RIOTS = ("Violent demonstration", "Mob violence")
_BATTLES = ("Government regains territory", "Non-state actor overtakes territory", "Armed clash")
_CIVILIAN = ("Sexual violence", "Attack", "Abduction/forced disappearance")
_DISRUPTED = "Disrupted weapons use"
_NEARLY = 0.8  # share of the support of a strike from which a weapon stopped, with nobody hurt, decides


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the procedure needs besides the types: sides, harm, independent reports of a fight."""

    two_armed: bool | None  # None: a side is unknown
    harmed: int  # people killed or injured
    rioters: bool
    modality: Modality
    stories: int
    abroad: bool = False  # a state's force acts in another country
    irregular: bool = False  # who acts is a rebel group or militia, and no state's force is told beside it
    crowd_meets_force: bool = False  # unarmed people or demonstrators on one side, forces of a state on the other


def choose_type(case: Case, circumstances: Circumstances) -> Choice[str]:
    """The sub-event type of the fused assertions, with the rival types that were not chosen.

    Support of a type is its surest assertion, plus 0.1 for each further independent story. Only types with
    at least ``hierarchy_floor`` of the best support enter the procedure. No type at all gives ``""``
    (flagged by the caller).
    """
    told = case.voices(Prop.SUB_EVENT_TYPE, str)
    support = _support(case)
    if not support:
        return Choice("", "no-type")
    floor = case.settings.hierarchy_floor * max(support.values())
    candidates = {t: s for t, s in support.items() if s >= floor}
    chosen, rule = decide(candidates, circumstances)
    said = chosen
    if chosen == _BATTLES[0] and circumstances.abroad and not _taken_back(told):
        chosen, rule = _BATTLES[1], "taken by a foreign force"
    if chosen == _BATTLES[0] and circumstances.irregular:
        chosen, rule = _BATTLES[1], "taken by no state"
    if chosen == "Armed clash" and circumstances.crowd_meets_force:
        chosen, rule = _RIOTS[0], "crowd: fights with forces"
    if len(candidates) == 1 and said == chosen:
        rule = "only-report" if len(told) == 1 else "all-reports"
    evidence = tuple(
        evidence_of("sub_event_type", t, t.value, t.value == said and t.root, rule)
        for t in case.told(Prop.SUB_EVENT_TYPE, str)
    )
    spun = _only_in_paraphrases(case, support)
    more = replace(circumstances, stories=circumstances.stories + 1)
    decisive = [t for t in spun.values() if decide({**candidates, t.value: t.confidence}, more)[0] != said]
    rivals = _rivals(case, chosen, support, spun)
    return Choice(chosen, rule, evidence, _paraphrase_flags(case, chosen, decisive), rivals)


def _only_in_paraphrases(case: Case, support: Mapping[str, float]) -> dict[str, Told[str]]:
    """Types that machine paraphrases tell and no report that speaks does, each where it is told most surely.

    A paraphrase confirms nothing, so it cannot give an event its type beside reports of their own; what it tells is
    kept as told, with grade F6 (CODEBOOK section 6 and section 10, rows 8 and 34).
    """
    found: dict[str, Told[str]] = {}
    for t in case.told(Prop.SUB_EVENT_TYPE, str):
        spun = t.document_id in case.paraphrased and not t.root and t.assertion.stance is not Stance.DENIED
        if spun and t.value not in support and t.confidence > (found[t.value].confidence if t.value in found else 0.0):
            found[t.value] = t
    return found


def _paraphrase_flags(case: Case, chosen: str, decisive: Sequence[Told[str]]) -> tuple[Flag, ...]:
    """One flag with the words of the chosen type and of those that only a machine paraphrase tells firmly, and that
    would change the type if it were a report of its own."""
    floor = case.settings.hierarchy_floor * max((t.confidence for t in decisive), default=0.0)
    firm = [t for t in decisive if t.confidence >= floor]
    stands = [t for t in case.voices(Prop.SUB_EVENT_TYPE, str) if t.value == chosen][:1]
    if not firm or not stands:
        return ()
    told = ", ".join(f"{t.value} ({quotes([t])})" for t in firm)
    sentence = (
        f"Only a machine paraphrase tells it as {told}: F6 until the original is found. "
        f"{chosen} ({quotes(stands)}) stands until an independent report tells the same."
    )
    return (conflict("only_in_paraphrase", sentence, [*stands, *firm]),)


_TAKEN_BACK = "state side takes a place back"  # a reason of the type's assertion (read/rules/typing_violence.py)


def _taken_back(told: Sequence[Told[str]]) -> bool:
    """Whether a report says that the state's side had held the place before."""
    return any(_TAKEN_BACK in t.assertion.reasons for t in told)


def _support(case: Case) -> dict[str, float]:
    """Support of each asserted type, in the order of the codebook's table.

    Raises:
        KnowledgeError: an engine asserted a type that the codebook does not have.
    """
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for told in case.voices(Prop.SUB_EVENT_TYPE, str):
        of_story = best[told.value]
        of_story[told.story] = max(of_story.get(told.story, 0.0), told.confidence)
    codebook = case.knowledge.codebook
    ordered = sorted(best, key=lambda name: codebook.sub_event_type(name).rank)
    return {name: max(best[name].values()) + 0.1 * (len(best[name]) - 1) for name in ordered}


_PARAPHRASED = 0.5  # what only a machine paraphrase tells is believed half as much as a report


def _rivals(
    case: Case, chosen: str, support: Mapping[str, float], spun: Mapping[str, Told[str]]
) -> tuple[FieldAlternative, ...]:
    """Types asserted or held possible and not chosen, with their share of belief."""
    belief = dict(support)
    for name, told_there in spun.items():
        belief[name] = _PARAPHRASED * told_there.confidence
    for told in case.voices(Prop.SUB_EVENT_TYPE, str):
        for other in told.assertion.alternatives:
            if isinstance(other.value, str):
                belief[other.value] = max(belief.get(other.value, 0.0), other.confidence)
    whole = sum(belief.values())
    rivals = sorted(((s, t) for t, s in belief.items() if t != chosen), key=lambda r: (-r[0], r[1]))
    return tuple(FieldAlternative("sub_event_type", name, round(s / whole, 4)) for s, name in rivals)


def decide(candidates: Mapping[str, float], circumstances: Circumstances) -> tuple[str, str]:
    """Sub-event type and the name of the step that gave it, from types with their support (never empty)."""
    for step in (_crowd, _battle, _remote, _against_civilians):
        found = step(candidates, circumstances)
        if found is not None:
            return found
    best = max(candidates, key=lambda t: candidates[t])  # of equals the first, that is the upper in the table
    return best, "most-supported" if len(candidates) > 1 else "only-type"


def _crowd(candidates: Mapping[str, float], circumstances: Circumstances) -> tuple[str, str] | None:
    """Step 1: crowds. A march that turns violent is a riot; force against a peaceful one decides its sub-
    type.
    """
    riots = [t for t in _RIOTS if t in candidates]
    peaceful = [t for t in _PEACEFUL if t in candidates]
    force = max((candidates[t] for t in ("Attack", *_BATTLES, *REMOTE_TYPES) if t in candidates), default=0.0)
    if riots:
        if not peaceful and not circumstances.rioters and force > max(candidates[t] for t in riots):
            return None  # an organised group is told more firmly than a mob
        chosen = _RIOTS[0] if peaceful or _RIOTS[0] in candidates else _RIOTS[1]
        return chosen, "crowd: violent"
    if not peaceful:
        return None
    if force > 0.0 and circumstances.harmed > 0:
        return _PEACEFUL[0], "crowd: peaceful, met with lethal force"
    return peaceful[0], "hierarchy"


def _battle(candidates: Mapping[str, float], circumstances: Circumstances) -> tuple[str, str] | None:
    """Step 2: two armed sides. One document alone with a suicide device stays a suicide bomb (section 0)."""
    battles = [t for t in _BATTLES if t in candidates]
    others = [t for t in (*REMOTE_TYPES, *_CIVILIAN) if t in candidates]
    if not battles or (circumstances.two_armed is False and others):
        return None
    civilian = max((candidates[t] for t in _CIVILIAN if t in candidates), default=0.0)
    if circumstances.two_armed is None and civilian > max(candidates[t] for t in battles):
        return None  # a side is unknown, and the reports rather tell of unarmed people harmed
    if battles[0] == "Armed clash" and "Suicide bomb" in candidates and circumstances.stories < 2:
        return "Suicide bomb", "suicide-device-one-story"
    return battles[0], "hierarchy"


def _remote(candidates: Mapping[str, float], circumstances: Circumstances) -> tuple[str, str] | None:
    """Step 3: explosive or remote means; failed or intercepted without harm is a disrupted weapon use."""
    remote = [t for t in REMOTE_TYPES if t in candidates]
    failed = circumstances.modality is Modality.FAILED and circumstances.harmed == 0
    if failed and (remote or _DISRUPTED in candidates):
        return _DISRUPTED, "failed-attempt"
    harmless = circumstances.harmed == 0 and remote and _DISRUPTED in candidates
    if harmless and candidates[_DISRUPTED] > _NEARLY * max(candidates[t] for t in remote):
        return _DISRUPTED, "stopped-without-harm"  # fired and intercepted
    return (remote[0], "hierarchy") if remote else None


def _against_civilians(candidates: Mapping[str, float], circumstances: Circumstances) -> tuple[str, str] | None:
    """Step 4: an organised armed actor harms unarmed people."""
    found = [t for t in _CIVILIAN if t in candidates]
    return (found[0], "hierarchy") if found else None
