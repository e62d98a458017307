"""``tocsin explain EVENT``: every field of an event with its value, words, outlet, speaker, author and
rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.export.event_json import value_json
from tocsin.export.explain_why import export_words
from tocsin.export.layout import by_id, heading, in_context, labelled, wrapped
from tocsin.export.notes import event_note
from tocsin.export.rule_words import rule_words
from tocsin.export.words import (
    GEO_PRECISION,
    TIME_PRECISION,
    count_words,
    date_words,
    day_words,
    period_words,
    place_words,
    thing_words,
)
from tocsin.model.document import Document, Span
from tocsin.model.event import Event, EventSource, Evidence
from tocsin.model.people import PERSON
from tocsin.model.reading import Assertion, Attribution, Reading, Stance, Value
from tocsin.model.trace import Joined
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, PlaceValue, Side, VictimCount

_AROUND = 30  # characters around a trigger where two accounts are compared
Documents = Mapping[str, Document] | Iterable[Document]


def explain_event(
    event: Event,
    documents: Documents = (),
    width: int = 100,
    readings: Mapping[str, Reading] | None = None,
    joined: Sequence[Joined] = (),
    sure: Sequence[str] = (),
) -> str:
    """The event as a page of plain text.

    ``documents`` are those behind the event (for words in context); without them only the quotes are shown.
    ``readings`` (by document) let it say how each value was read, also where it was chosen by another rule.
    ``joined`` is why its accounts were put together, ``sure`` what its confidence is made of
    (``pipeline.explain_event`` gives all of these). Control characters of the texts are neutralised. ``width`` is the
    terminal's, in columns.
    """
    known = by_id(documents)
    outlets = {source.document_id: source for source in event.sources}
    how = {a.id: a for reading in (readings or {}).values() for a in reading.assertions}
    parts = [_head(event, width), _summary(event, width)]
    if sure:
        parts.append(labelled("Confidence", f"{event.confidence:.2f} = {'; '.join(sure)}", width))
    if event.evidence:
        parts.append(heading("Where each value comes from"))
        fields = dict.fromkeys(e.field for e in event.evidence)
        parts += [_field(event, name, _Behind(known, outlets, how), width) for name in fields]
    if event.alternatives:
        parts.append(heading("Other readings that were weighed"))
        parts += [
            wrapped(f"{a.field}: {a.value} (probability {a.confidence:.0%})", width, "  ", "    ")
            for a in event.alternatives
        ]
    if event.attributions:
        parts.append(heading("Who says who did it"))
        parts += [_attribution(a, known, outlets, width) for a in event.attributions]
    parts += _sources(event, width)
    parts += joined_text(joined, known, width)
    if event.flags:
        parts.append(heading("To look at"))
        parts += [wrapped(f"{flag.code}  {flag.sentence}", width, "  ", "    ") for flag in event.flags]
    if event.linked:
        parts.append(heading("Linked events"))
        parts += [f"  {link.kind.replace('_', ' ')} {link.event_id}" for link in event.linked]
    return "\n".join(parts) + "\n"


def value_words(value: Value) -> str:
    """Any value as an analyst would say it."""
    match value:
        case Count():
            said = f' ("{value.words}")' if value.words and not value.words.isdigit() else ""
            return count_words(value) if '"' in count_words(value) else count_words(value) + said
        case VictimCount():
            who = f" ({value.who})" if value.who else ""
            side = "" if value.side is Side.UNKNOWN else f", side: {value.side.value}"
            return f"{count_words(value.count)} {value.status.value}{side}{who}"
        case AttackedThing():
            return thing_words(value)
        case DateValue():
            precision = TIME_PRECISION.get(value.precision, "")
            anchor = "" if value.anchor == "explicit" else f" counted from {value.anchor}"
            said = f', "{value.words}"{anchor}' if value.words else ""
            return f"{date_words(value)} ({precision}{said})"
        case PlaceValue():
            return f"{place_words(value)} ({_place_detail(value)})"
        case ActorValue():
            return f"{value.name} ({value.type or 'type unknown'})"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value_json(value))


def source_words(document_id: str, source: EventSource | None) -> str:
    """``Orla Courier, 5 March 2024 (doc-1)``."""
    if source is None:
        return document_id
    when = None if source.published is None else day_words(source.published)
    named = ", ".join(part for part in (source.publisher, when) if part)
    return f"{named} ({document_id})" if named else document_id


def _head(event: Event, width: int) -> str:
    marks = [f"revision {event.revision}", event.review_state, f"confidence {event.confidence:.2f}"]
    if event.modality.value != "actual":
        marks.append(event.modality.value.upper())
    marks += [word for word, on in (("BACKGROUND", event.background), ("DISPUTED", event.disputed)) if on]
    title = f"{event.event_id or '(draft)'}  {event.sub_event_type or 'type unknown'} ({event.event_type})"
    return f"{title}\n{' · '.join(marks)}\n\n" + wrapped(event.notes or event_note(event), width, "  ")


def _summary(event: Event, width: int) -> str:
    place, when = event.place, event.date
    toll = event.fatalities
    bounds = "/".join("?" if n is None else str(n) for n in (toll.low, toll.best, toll.high))
    rows = [
        ("When", "unknown" if when is None else f"{date_words(when)} ({_when_detail(when)})"),
        ("Where", "unknown" if place is None else f"{place_words(place)} ({_place_detail(place)})"),
        ("Actor 1", _actor(event.actor1, event.actor1_reported)),
        ("Actor 2", _actor(event.actor2, event.actor2_reported)),
        ("Deaths", f"{count_words(toll)} (low/best/high {bounds})"),
        *(("", value_words(victim)) for victim in event.victims),
    ]
    if event.targets:
        rows.append(("Things hit", "; ".join(thing_words(t) for t in event.targets)))
    if event.weapons:
        rows.append(("Weapons", ", ".join(event.weapons)))
    if event.crowd_size is not None:
        rows.append(("Crowd", count_words(event.crowd_size)))
    if event.civilian_targeting:
        rows.append(("Civilians", "the main or only target"))
    rows.append(("Exported", export_words(event)))
    if event.tags:
        rows.append(("Tags", ", ".join(event.tags)))
    return "\n" + "\n".join(labelled(label, text, width) for label, text in rows)


def _when_detail(value: DateValue) -> str:
    detail = TIME_PRECISION.get(value.precision, "")
    if value.start != value.end and date_words(value) != period_words(value.start, value.end):
        detail += f", {period_words(value.start, value.end)}"
    return detail


def _place_detail(place: PlaceValue) -> str:
    parts = [GEO_PRECISION.get(place.precision, "")]
    if place.radius_km is not None and place.precision < 4:
        parts.append(f"within {place.radius_km:g} km")
    if place.latitude is not None and place.longitude is not None:
        parts.append(f"{place.latitude:.4f}, {place.longitude:.4f}")
    parts.append(place.place_id or "not in the gazetteer")
    if place.words and place.words != place.name:
        parts.append(f'reported as "{place.words}"')
    return "; ".join(part for part in parts if part)


def _actor(actor: ActorValue | None, reported: tuple[str, ...]) -> str:
    if actor is None:
        return "not named"
    words = reported or ((actor.as_reported,) if actor.as_reported else ())
    said = f"; reported as {', '.join(repr(w) for w in words)}" if words else ""
    allies = f"; with {', '.join(actor.associated)}" if actor.associated else ""
    return f"{actor.name} ({actor.type or 'type unknown'}){said}{allies}"


@dataclass(frozen=True)
class _Behind:
    """What evidence points to: documents, outlets by document, assertions by id."""

    documents: Mapping[str, Document]
    outlets: Mapping[str, EventSource]
    assertions: Mapping[str, Assertion]


def _field(event: Event, name: str, behind: _Behind, width: int) -> str:
    """A field: its chosen values first, then the rivals."""
    rows = sorted((e for e in event.evidence if e.field == name), key=lambda e: (not e.chosen, -e.confidence))
    parts = [f"\n  {name}"]
    told = set()
    for evidence in rows:
        words = value_words(evidence.value)
        key = (words, evidence.spans, evidence.chosen, evidence.attributed_to)
        if evidence.spans and key in told:
            continue  # several accounts of one sentence say it in the same words
        told.add(key)
        mark = "*" if evidence.chosen else "-"
        parts.append(wrapped(f"{mark} {words}{_standing(evidence, behind)}", width, "    ", "      "))
        parts.append(_basis(evidence, behind, width))
    return "\n".join(parts)


def _standing(evidence: Evidence, behind: _Behind) -> str:
    """Whether a value was chosen, and if its documents count at all."""
    if evidence.chosen:
        return ""
    sources = [behind.outlets.get(span.document_id) for span in evidence.spans]
    if sources and all(source is not None and not source.independent for source in sources):
        spun = any(source is not None and source.grade == "F6" for source in sources)
        return f"   (not counted: {'a machine paraphrase' if spun else 'a copy'}, see Sources)"
    return "   (not chosen)"


def _basis(evidence: Evidence, behind: _Behind, width: int) -> str:
    """Who says it, in which words, and by which rule it was read and chosen."""
    indent = " " * 8
    if evidence.author.startswith(PERSON):
        return wrapped(_by_person(evidence), width, indent, indent)
    parts = []
    for span in evidence.spans:
        parts.append(_quote(span, behind.documents, behind.outlets, width))
    speaker = f"said by {evidence.attributed_to}" if evidence.attributed_to else "told by the text itself"
    stance = {
        Stance.ASSERTED: "",
        Stance.HEDGED: ", with a hedge",
        Stance.DENIED: ", as a denial",
    }[evidence.stance]
    read = behind.assertions.get(evidence.assertion_id or "")
    how = f"{speaker}{stance}; "
    if evidence.chosen:
        how += f"chosen by {_ruled(evidence.rule)}; "
    rule = read.rule if read is not None else None if evidence.chosen else evidence.rule
    how += f"read by {evidence.author}" + (f", {_ruled(rule)}" if rule else "")
    if evidence.grade:
        how += f"; grade {evidence.grade} ({evidence.graded})"
    if evidence.confidence < 1:
        how += f"; confidence {evidence.confidence:.2f}"
    if evidence.reasons:
        how += f"; because {', '.join(evidence.reasons)}"
    parts.append(wrapped(how, width, indent, indent))
    return "\n".join(parts)


def _by_person(evidence: Evidence) -> str:
    """``corrected by amina on 2024-03-05: hospital list (fatalities_high: 11 → 12); co_…``."""
    why, on, *parts = (*evidence.reasons, "", "")[: max(2, len(evidence.reasons))]
    stands = "" if evidence.chosen else ", and corrected again later"
    detail = f" ({'; '.join(parts)})" if parts else ""
    return f"corrected by {evidence.author.removeprefix(PERSON)} {on}: {why}{detail}{stands}; {evidence.assertion_id}"


def _ruled(rule: str | None) -> str:
    """``same-sentence (named in the sentence of the trigger)``."""
    words = rule_words(rule)
    return words if words == rule or rule is None else f"{rule} ({words})"


def joined_text(joined: Sequence[Joined], documents: Mapping[str, Document], width: int) -> list[str]:
    """Why accounts belong together, or would: the words compared, points against what is needed, reasons."""
    if not joined:
        return []
    apart = not any(pair.together for pair in joined)
    parts = [heading("What speaks for one event and against it" if apart else "How its accounts came together")]
    for pair in joined:
        left, right = (in_context(documents.get(s.document_id), s, _AROUND) for s in (pair.left, pair.right))
        names = "" if pair.scope == "document" else f" ({pair.left.document_id}; {pair.right.document_id})"
        parts.append(wrapped(f"“{left}” with “{right}”{names}", width, "  ", "    "))
        score = f"{pair.points:.2f} points, {pair.needed:.2f} needed"
        reasons = "; ".join(pair.reasons) or "nothing speaks for it"
        against = f"; ruled out: {pair.against}" if pair.against else ""
        parts.append(wrapped(f"{score}: {reasons}{against}", width, "      ", "        "))
    return parts


def _quote(span: Span, documents: Mapping[str, Document], outlets: Mapping[str, EventSource], width: int) -> str:
    source = source_words(span.document_id, outlets.get(span.document_id))
    indent = " " * 8
    words = in_context(documents.get(span.document_id), span)
    return (
        wrapped(f"{source}, characters {span.start}-{span.end}:", width, indent, indent)
        + "\n"
        + wrapped(f"“{words}”", width, indent + "  ", indent + "  ")
    )


def _attribution(
    attribution: Attribution,
    documents: Mapping[str, Document],
    outlets: Mapping[str, EventSource],
    width: int,
) -> str:
    of = f" -> {attribution.of}" if attribution.of and attribution.of != attribution.by else ""
    via = f", via {' > '.join(attribution.via)}" if attribution.via else ""
    grade = f"; grade {attribution.grade} ({attribution.graded})" if attribution.grade else ""
    line = f"{attribution.kind.value}: {attribution.by}{of}{via}{grade}"
    return wrapped(line, width, "  ", "    ") + "\n" + _quote(attribution.span, documents, outlets, width)


def _sources(event: Event, width: int) -> list[str]:
    """The documents by story; copies of one report count once."""
    if not event.sources:
        return []
    stories = dict.fromkeys(s.story_id or s.document_id for s in event.sources)
    number, independent = len(event.sources), sum(1 for s in event.sources if s.independent)
    roots = f"{independent} independent root{'s' if independent != 1 else ''}"
    title = f"Sources: {number} document{'s' if number != 1 else ''}, {roots}"
    parts = [heading(title)]
    for story in stories:
        members = [s for s in event.sources if (s.story_id or s.document_id) == story]
        if len(members) > 1:
            parts.append(f"  {len(members)} documents of one story count once:")
        for source in members:
            grade = f", grade {source.grade}" if source.grade else ""
            url = f", {source.url}" if source.url else ""
            indent = "    " if len(members) > 1 else "  "
            why = f": {source.why}" if source.why else ""
            line = f"{source_words(source.document_id, source)}{grade}{url}{why}"
            parts.append(wrapped(line, width, indent, indent + "  "))
    return parts
