"""``tocsin explain EVENT``: every field of an event with its value, words, outlet, speaker, author and
rule."""

from collections.abc import Iterable, Mapping

from tocsin.export.event_json import value_json
from tocsin.export.layout import by_id, heading, in_context, labelled, wrapped
from tocsin.export.notes import event_note
from tocsin.export.words import (
    GEO_PRECISION,
    TIME_PRECISION,
    count_words,
    date_words,
    day_words,
    period_words,
    place_words,
)
from tocsin.model.document import Document, Span
from tocsin.model.event import Event, EventSource, Evidence
from tocsin.model.reading import Attribution, Stance, Value
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, Side, VictimCount

Documents = Mapping[str, Document] | Iterable[Document]


def explain_event(event: Event, documents: Documents = (), width: int = 100) -> str:
    """The event as a page of plain text.

    ``documents`` are those behind the event (for words in context); without them only the quotes are shown.
    Control characters of the texts are neutralised. ``width`` is the terminal's, in columns.
    """
    known = by_id(documents)
    outlets = {source.document_id: source for source in event.sources}
    parts = [_head(event, width), _summary(event, width)]
    if event.evidence:
        parts.append(heading("Where each value comes from"))
        fields = dict.fromkeys(e.field for e in event.evidence)
        parts += [_field(event, name, known, outlets, width) for name in fields]
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
    if event.weapons:
        rows.append(("Weapons", ", ".join(event.weapons)))
    if event.crowd_size is not None:
        rows.append(("Crowd", count_words(event.crowd_size)))
    if event.civilian_targeting:
        rows.append(("Civilians", "the main or only target"))
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


def _field(
    event: Event,
    name: str,
    documents: Mapping[str, Document],
    outlets: Mapping[str, EventSource],
    width: int,
) -> str:
    """A field: its chosen values first, then the rivals."""
    rows = sorted((e for e in event.evidence if e.field == name), key=lambda e: not e.chosen)
    parts = [f"\n  {name}"]
    for evidence in rows:
        mark = "*" if evidence.chosen else "-"
        rest = "" if evidence.chosen else "   (not chosen)"
        parts.append(wrapped(f"{mark} {value_words(evidence.value)}{rest}", width, "    ", "      "))
        parts.append(_basis(evidence, documents, outlets, width))
    return "\n".join(parts)


def _basis(
    evidence: Evidence,
    documents: Mapping[str, Document],
    outlets: Mapping[str, EventSource],
    width: int,
) -> str:
    """Who says it, in which words, and by which rule it was read and chosen."""
    indent = " " * 8
    parts = []
    for span in evidence.spans:
        parts.append(_quote(span, documents, outlets, width))
    speaker = f"said by {evidence.attributed_to}" if evidence.attributed_to else "told by the text itself"
    stance = {
        Stance.ASSERTED: "",
        Stance.HEDGED: ", with a hedge",
        Stance.DENIED: ", as a denial",
    }[evidence.stance]
    how = f"{speaker}{stance}; read by {evidence.author}; rule {evidence.rule}"
    if evidence.confidence < 1:
        how += f"; confidence {evidence.confidence:.2f}"
    if evidence.reasons:
        how += f"; because {', '.join(evidence.reasons)}"
    parts.append(wrapped(how, width, indent, indent))
    return "\n".join(parts)


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
    line = f"{attribution.kind.value}: {attribution.by}{of}{via}"
    return wrapped(line, width, "  ", "    ") + "\n" + _quote(attribution.span, documents, outlets, width)


def _sources(event: Event, width: int) -> list[str]:
    """The documents by story; copies of one report count once."""
    if not event.sources:
        return []
    stories = dict.fromkeys(s.story_id or s.document_id for s in event.sources)
    number, independent = len(event.sources), sum(1 for s in event.sources if s.independent)
    title = f"Sources: {number} document{'s' if number != 1 else ''}, {independent} independent"
    parts = [heading(title)]
    for story in stories:
        members = [s for s in event.sources if (s.story_id or s.document_id) == story]
        if len(members) > 1:
            parts.append(f"  {len(members)} copies of one report count once:")
        for source in members:
            grade = f", grade {source.grade}" if source.grade else ""
            url = f", {source.url}" if source.url else ""
            indent = "    " if len(members) > 1 else "  "
            line = f"{source_words(source.document_id, source)}{grade}{url}"
            parts.append(wrapped(line, width, indent, indent + "  "))
    return parts
