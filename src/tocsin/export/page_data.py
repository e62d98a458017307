"""What the page shows, as plain JSON values: events with their fields, values, words and sources."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tocsin.export.clean import visible
from tocsin.export.countries import country_row
from tocsin.export.event_json import iso_day
from tocsin.export.explain import value_words
from tocsin.export.notes import event_note
from tocsin.export.short import is_withheld, short_line
from tocsin.export.snippets import Mark, snippets
from tocsin.export.words import (
    GEO_PRECISION,
    TIME_PRECISION,
    count_words,
    date_words,
    day_words,
    is_hedged,
    place_words,
    thing_words,
)
from tocsin.model.document import Document, Span
from tocsin.model.event import Event, EventSource, Story
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, DateValue, PlaceValue, VictimStatus

Json = dict[str, Any]

# The card's fields in reading order, and the names evidence may carry for each.
FIELDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("type", "Type", ("sub_event_type", "event_type", "disorder_type", "types")),
    ("date", "When", ("date", "date_start", "date_end", "time_precision", "dates")),
    ("place", "Where", ("place", "location", "country", "admin1")),
    ("actor1", "Actor 1", ("actor1", "associated1", "assoc_actor_1")),
    ("actor2", "Actor 2", ("actor2", "associated2", "assoc_actor_2")),
    ("fatalities", "Deaths", ("fatalities",)),
    ("victims", "People", ("victims",)),
    ("targets", "Things hit", ("targets",)),
    ("weapons", "Weapons", ("weapons", "weapon")),
    ("crowd", "Crowd", ("crowd_size",)),
    ("modality", "Told as", ("modality", "background")),
)
_FIELD_OF = {name: key for key, _, names in FIELDS for name in names}


def event_data(event: Event, documents: Mapping[str, Document], stories: Mapping[str, Story]) -> Json:
    """One event for the page. ``values[i]`` is what mark number ``i`` in the sources' text supports."""
    values, marks = _values(event)
    return {
        "id": event.event_id,
        "type": event.event_type or "Type unknown",
        "sub": event.sub_event_type or "Type unknown",
        "date": _date(event.date),
        "place": _place(event.place),
        "actors": [_actor(a) for a in (event.actor1, event.actor2)],
        "toll": _toll(event),
        "badges": badges(event),
        "notes": visible(event.notes or event_note(event)),
        "confidence": round(event.confidence, 2),
        "fields": _fields(event, values),
        "values": values,
        "sources": _sources(event, documents, stories, marks),
        "independent": sum(1 for source in event.sources if source.independent),
        "others": [
            {"field": a.field.replace("_", " "), "value": visible(a.value), "confidence": a.confidence}
            for a in event.alternatives
        ],
        "linked": [{"kind": link.kind.replace("_", " "), "id": link.event_id} for link in event.linked],
        "tags": [visible(tag) for tag in event.tags],
    }


def badges(event: Event) -> list[Json]:
    """Short marks with the reason behind each, for people who have not read the codebook."""
    found = [
        (event.disputed, "disputed", "Sources contradict each other, or a party denies it."),
        (event.modality is Modality.FAILED, "failed", "Attempted, but the attempt failed."),
        (
            event.modality not in (Modality.ACTUAL, Modality.FAILED),
            event.modality.value,
            "Not reported as having happened.",
        ),
        (event.background, "background", "Told as history by a report about something else."),
        (is_hedged(event), "hedged", "The report itself is careful: “reportedly”, “is said to”."),
        (event.civilian_targeting, "civilians targeted", "Civilians were the main or only target."),
    ]
    return [{"word": word, "why": why} for on, word, why in found if on]


def _date(value: DateValue | None) -> Json:
    return {
        "start": iso_day(value.start) if value else None,
        "end": iso_day(value.end) if value else None,
        "words": date_words(value),
        "precision": TIME_PRECISION.get(value.precision, "") if value else "",
        "exact": value is not None and value.precision == 1,
    }


def _place(place: PlaceValue | None) -> Json:
    if place is None:
        return {"words": "place unknown", "country": "Unknown", "exact": False, "precision": ""}
    return {
        "words": visible(place_words(place)),
        "name": visible(place.name),
        "country": country_row(place.country).name if place.country else "Unknown",
        "lat": None if place.latitude is None else round(place.latitude, 4),
        "lon": None if place.longitude is None else round(place.longitude, 4),
        "radius": place.radius_km,
        "exact": place.precision == 1,
        "precision": GEO_PRECISION.get(place.precision, ""),
    }


def _actor(actor: ActorValue | None) -> Json | None:
    return None if actor is None else {"name": visible(actor.name), "type": actor.type or "type unknown"}


def _toll(event: Event) -> Json:
    count = event.fatalities
    known = next((n for n in (count.best, count.low, count.high) if n is not None), None)
    return {
        "low": count.low,
        "best": count.best,
        "high": count.high,
        "size": known,  # for the circle: best, else the lowest number
        "words": _toll_words(event),
        "others": [
            f"{visible(count_words(v.count))} {v.status.value}"
            for v in event.victims
            if v.status is not VictimStatus.KILLED
        ],
    }


def _toll_words(event: Event) -> str:
    count = event.fatalities
    if (count.low, count.best, count.high) == (None, None, None):
        return "no toll stated"
    return "no deaths" if count.high == 0 else f"{visible(count_words(count))} killed"


def _values(event: Event) -> tuple[list[Json], list[Mark]]:
    """All values with words behind them, and the marks that point back to them."""
    values: list[Json] = []
    marks: list[Mark] = []
    uncounted = {source.document_id for source in event.sources if not source.independent}

    def add(spans: Sequence[Span], **value: Any) -> None:
        marks.extend(Mark(span, len(values)) for span in spans)
        values.append(value)

    for e in event.evidence:
        add(
            e.spans,
            field=_FIELD_OF.get(e.field, e.field),
            label=e.field.replace("_", " "),
            value=visible(value_words(e.value)),
            chosen=e.chosen,
            counted=not e.spans or any(span.document_id not in uncounted for span in e.spans),
            speaker=None if e.attributed_to is None else visible(e.attributed_to),
            stance=e.stance.value,
            author=e.author,
            rule=e.rule,
            reasons=[visible(reason) for reason in e.reasons],
        )
    for a in event.attributions:
        via = [visible(relay) for relay in a.via]
        of = None if a.of in (None, a.by) else visible(a.of or "")
        add((a.span,), field="says", kind=a.kind.value, by=visible(a.by), of=of, via=via, chosen=True)
    for flag in event.flags:
        add(flag.spans, field="flag", code=flag.code, sentence=visible(flag.sentence), chosen=True)
    return values, marks


def _fields(event: Event, values: Sequence[Json]) -> list[Json]:
    """The card's fields with the numbers of the values behind each; fields without value and words are left
    out."""
    shown = _shown(event)
    known = {key for key, _, _ in FIELDS}
    fields = []
    for key, label, _ in FIELDS:
        numbers = [n for n, value in enumerate(values) if value["field"] == key]
        plain = key == "modality" and shown[key] == "happened"  # needs no row unless words stand behind it
        if numbers or (shown.get(key) and not plain):
            fields.append({"key": key, "label": label, "value": shown.get(key) or "see the words", "values": numbers})
    extra = dict.fromkeys(v["field"] for v in values if v["field"] not in {*known, "says", "flag"})
    for key in extra:
        numbers = [n for n, value in enumerate(values) if value["field"] == key]
        chosen = [values[n]["value"] for n in numbers if values[n]["chosen"]]
        text = ", ".join(chosen) or "see the words"
        fields.append({"key": key, "label": key.replace("_", " ").capitalize(), "value": text, "values": numbers})
    return fields


def _shown(event: Event) -> dict[str, str]:
    """The value of each field in words."""
    told = "happened" if event.modality is Modality.ACTUAL else event.modality.value
    if event.background:
        told += ", as background"
    actors = {
        key: "" if actor is None else f"{actor.name} ({actor.type or 'type unknown'})" + _allies(actor)
        for key, actor in (("actor1", event.actor1), ("actor2", event.actor2))
    }
    count = event.fatalities
    stated = any(n is not None for n in (count.low, count.best, count.high))
    shown = {
        "type": event.sub_event_type,
        "date": _with(date_words(event.date), _date(event.date)["precision"]),
        "place": _with(place_words(event.place), _place(event.place)["precision"]),
        **actors,
        "fatalities": count_words(count) if stated else "no toll stated",
        "victims": "; ".join(value_words(victim) for victim in event.victims),
        "targets": "; ".join(thing_words(t) for t in event.targets),
        "weapons": ", ".join(event.weapons),
        "crowd": "" if event.crowd_size is None else count_words(event.crowd_size),
        "modality": told,
    }
    return {key: visible(text) for key, text in shown.items()}


def _allies(actor: ActorValue) -> str:
    return f", with {', '.join(actor.associated)}" if actor.associated else ""


def _with(words: str, detail: str) -> str:
    return f"{words} ({detail})" if detail else words


def _sources(
    event: Event, documents: Mapping[str, Document], stories: Mapping[str, Story], marks: Sequence[Mark]
) -> list[Json]:
    """Documents with their words, the story's root before its copies; quotes of unlisted documents come
    last."""
    listed = sorted(event.sources, key=lambda s: (s.story_id or s.document_id, not s.independent))
    order = {source.story_id or source.document_id: None for source in event.sources}
    listed.sort(key=lambda s: list(order).index(s.story_id or s.document_id))
    ids = [source.document_id for source in listed]
    unlisted = dict.fromkeys(m.span.document_id for m in marks if m.span.document_id not in ids)
    made = [_source(s, documents, stories, marks) for s in listed]
    made += [
        _source(EventSource(name, None, None, None, None, None, False), documents, stories, marks) for name in unlisted
    ]
    return made


def _source(
    source: EventSource,
    documents: Mapping[str, Document],
    stories: Mapping[str, Story],
    marks: Sequence[Mark],
) -> Json:
    document = documents.get(source.document_id)
    own = [mark for mark in marks if mark.span.document_id == source.document_id]
    title = document.title if document is not None else None
    if is_withheld(document):
        title = short_line(title)
    url = source.url if source.url and source.url.startswith(("http://", "https://")) else None
    return {
        "document": visible(source.document_id),
        "publisher": None if source.publisher is None else visible(source.publisher),
        "published": None if source.published is None else day_words(source.published),
        "title": visible(title) if title else None,
        "url": None if url is None else visible(url),
        "language": source.language,
        "story": source.story_id or source.document_id,
        "independent": source.independent,
        "copy": _copy(source, stories),
        "grade": source.grade,
        "text": snippets(document, own),
    }


def _copy(source: EventSource, stories: Mapping[str, Story]) -> str | None:
    """How a copy descends: ``verbatim copy of doc-1``; ``None`` for a root."""
    story = stories.get(source.story_id or "")
    if story is None or source.independent:
        return None
    if source.document_id == story.root:
        return None if source.why is None else visible(source.why)
    for member in story.members:
        if member.document_id == source.document_id:
            kind = member.copy_kind.value.replace("_", " ")
            bare = "copy" in kind or kind in ("update", "machine paraphrase")
            return visible(f"{kind} of {story.root}" if bare else f"{kind} copy of {story.root}")
    return None


def stories_by_id(stories: Iterable[Story]) -> Mapping[str, Story]:
    """Stories by id."""
    return {story.id: story for story in stories}
