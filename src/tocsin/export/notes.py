"""The sentence in ``notes``, made from an event's fields: when, who, what, where, toll, who says so, what
is disputed."""

from dataclasses import replace
from datetime import date
from typing import Any

from tocsin.export.own_data import own_data
from tocsin.export.words import count_words, date_opening, is_hedged, place_phrase
from tocsin.model.event import Event, Evidence
from tocsin.model.people import CORRECTED
from tocsin.model.reading import Attribution, AttributionKind, Modality
from tocsin.model.values import ActorValue, Count, DateValue, VictimCount, VictimStatus

_CROWDS = ("Protesters", "Rioters")
_UNREAL = {
    Modality.PLANNED: "Planned, not reported as carried out",
    Modality.THREATENED: "Threatened, not reported as carried out",
    Modality.HYPOTHETICAL: "Hypothetical, not reported as carried out",
    Modality.NEGATED: "Reported not to have happened",
}


def event_note(event: Event, day: date | None = None) -> str:
    """A readable account of the event from its fields alone.

    ``day`` replaces the event's date for the rows of events that were reported on several days. Nothing is
    said that no field holds; hedged events say "reportedly", disputed ones end with the dispute.
    """
    when = event.date
    if day is not None and when is not None and when.precision == 1:
        when = replace(when, start=day, end=day)
    parts = [
        _main(event, when),
        _toll(event),
        _harm(event),
        *[_responsibility(a) for a in _counted(event)],
        _dispute(event),
        _crowd(event),
    ]
    return " ".join(part for part in parts if part)


def _phrases() -> dict[str, Any]:
    return own_data("note_phrases.yml")


def _main(event: Event, when: DateValue | None) -> str:
    """When, whether certain, who did what to whom, with what, where."""
    opening = date_opening(when)
    if event.modality in _UNREAL:
        opening = f"{_UNREAL[event.modality]}: {opening[0].lower()}{opening[1:]}"
    hedge = ", reportedly," if is_hedged(event) else ","
    weapons = f", with: {', '.join(event.weapons)}" if event.weapons else ""
    count = event.incident_count
    several = f" in {count} incidents" if count is not None and count > 1 else ""
    failed = " The attempt failed." if event.modality is Modality.FAILED else ""
    return f"{opening}{hedge} {clause(event)}{several} {place_phrase(event.place)}{weapons}.{failed}"


def clause(event: Event) -> str:
    """Who did what to whom: the sub-event type's clause for the actors that are known."""
    first, second = event.actor1, event.actor2
    if second is not None and second.type in _CROWDS and (first is None or first.type not in _CROWDS):
        first, second = second, first
    entry = _phrases()["sub_event_types"].get(event.sub_event_type, {"act": event.sub_event_type or "an event"})
    key = {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "none"}[
        (first is not None, second is not None)
    ]
    template: str = entry.get(key) or _phrases()["frames"][key]
    return template.format(a=_name(first), b=_name(second), act=entry["act"])


def _name(actor: ActorValue | None) -> str:
    return "" if actor is None else actor.name


def _people(count: Count, verb: str) -> str:
    """``9 people were killed``; one person takes the singular."""
    words = count_words(count)
    one = words in ("1", "up to 1")
    return f"{words} {'person was' if one else 'people were'} {verb}"


def _toll(event: Event) -> str:
    count = event.fatalities
    if (count.low, count.best, count.high) == (None, None, None):
        return "No death toll was given." if not count.words else f"Deaths were reported as {count.words!r}."
    if (count.low, count.high) == (0, 0):
        return "No deaths were reported."
    parts = [v for v in event.victims if v.status is VictimStatus.KILLED and not v.total]
    detail = ", ".join(f"{count_words(v.count)} {_side(v)}" for v in parts if v.side.value != "unknown")
    corrected = any(e.field == "fatalities" and e.chosen and e.rule == CORRECTED for e in event.evidence)
    if corrected and count.high is not None and sum(v.count.low or 0 for v in parts) > count.high:
        detail = ""  # the sides are still those of the reports
    sentence = _people(count, "killed" if corrected else "reported killed") + (f" ({detail})" if detail else "")
    sentence += _corrected_toll(event) if corrected else _said(event)
    return sentence[0].upper() + sentence[1:] + "."


def _corrected_toll(event: Event) -> str:
    """That a person counted the dead anew, and what the reports say."""
    told = _said(replace(event, evidence=tuple(e for e in event.evidence if e.rule != CORRECTED)))
    figures = {count_words(e.value) for e in event.evidence
               if e.field == "fatalities" and isinstance(e.value, Count) and e.rule != CORRECTED}  # fmt: skip
    if not figures:
        return ", as corrected by a reviewer"
    reported = told.removeprefix(": ") if told.startswith(": ") else f"{' or '.join(sorted(figures))}{told}"
    return f", as corrected by a reviewer; reported were {reported}"


def _said(event: Event) -> str:
    """Who gives the toll; when figures differ, who gives which."""
    rows = [
        (count_words(replace(e.value, words="")), _speaker(event, e))
        for e in event.evidence
        if e.field == "fatalities" and isinstance(e.value, Count)
    ]
    rows = [(figure, speaker) for figure, speaker in dict.fromkeys(rows) if speaker]
    if not rows:
        return ""
    if len({figure for figure, _ in rows}) == 1:
        return f", according to {', '.join(speaker for _, speaker in rows)}"
    return f": {'; '.join(f'{figure} according to {speaker}' for figure, speaker in rows)}"


def _speaker(event: Event, evidence: Evidence) -> str:
    """The speaker of a value: whom the text names, else the publisher."""
    if evidence.attributed_to:
        return evidence.attributed_to
    documents = {span.document_id for span in evidence.spans}
    return next((s.publisher for s in event.sources if s.document_id in documents and s.publisher), "")


def _side(victim: VictimCount) -> str:
    labels = {
        "state": "of state forces",
        "rebel": "of rebels",
        "militia": "of militias",
        "civilian": "civilian" if count_words(victim.count) == "1" else "civilians",
        "perpetrator": "of the attackers",
        "other": "of other forces",
    }
    return labels.get(victim.side.value, "of unknown side")


def _harm(event: Event) -> str:
    """People injured, abducted and so on, one clause a status; totals before parts, never added up here."""
    clauses = []
    for status in VictimStatus:
        if status is VictimStatus.KILLED:
            continue
        rows = [v for v in event.victims if v.status is status]
        rows = [v for v in rows if v.total] or rows
        if rows:
            clauses.append(", ".join(f"{count_words(v.count)}{_of_side(v)}" for v in rows) + f" {status.value}")
    return f"Also reported: {'; '.join(clauses)}." if clauses else ""


def _of_side(victim: VictimCount) -> str:
    return "" if victim.side.value == "unknown" or victim.total else f" {_side(victim)}"


def _counted(event: Event) -> list[Attribution]:
    """Who says who did it, without what only machine paraphrases tell (grade F6: they confirm nothing), unless there is
    nothing else."""
    spun = {s.document_id for s in event.sources if s.grade == "F6"}
    rooted = any(s.document_id not in spun for s in event.sources)
    return [a for a in event.attributions if not (rooted and a.span.document_id in spun)]


def _responsibility(attribution: Attribution) -> str:
    """One sentence about one attribution."""
    by, of = attribution.by, attribution.of
    own = of is None or of == by
    sentence = {
        AttributionKind.CLAIM: f"{by} claimed responsibility" if own else f"{by} said that {of} was responsible",
        AttributionKind.DENIAL: f"{by} denied responsibility" if own else f"{by} denied that {of} was responsible",
        AttributionKind.ACCUSATION: f"{by} blamed {of or 'an unnamed side'}",
        AttributionKind.CONFIRMATION: f"{by} confirmed it" if own else f"{by} confirmed the responsibility of {of}",
    }[attribution.kind]
    via = f" (via {', '.join(attribution.via)})" if attribution.via else ""
    return f"{sentence[0].upper()}{sentence[1:]}{via}."


def _dispute(event: Event) -> str:
    return "Responsibility or facts are disputed." if event.disputed else ""


def _crowd(event: Event) -> str:
    """The size of a crowd, in the form that users of protest data look for."""
    if event.event_type not in ("Protests", "Riots"):
        return ""
    if event.crowd_size is None:
        return "[size=no report]"
    return f"[size={event.crowd_size.words or count_words(event.crowd_size)}]"
