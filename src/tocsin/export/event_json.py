"""One event as the JSON object of the contract ("one event of ``--format jsonl``")."""

from datetime import UTC, date, datetime
from typing import Any

from tocsin.export.lineages import above
from tocsin.model.document import Span
from tocsin.model.event import Event, EventSource, Evidence
from tocsin.model.reading import Attribution, Flag, Value
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, MentionRef, PlaceValue, VictimCount

Json = dict[str, Any]


def event_json(event: Event) -> Json:
    """The event as plain JSON values, every key present, unknown = ``None`` or ``[]``, in the contract's
    order.

    Beyond the contract it holds ``flags`` and ``mentions`` (ids of the event mentions behind it).
    """
    # notes needs the field names of this module's neighbours; imported here to keep the modules free of a
    # cycle
    from tocsin.export.notes import event_note

    return {
        "event_id": event.event_id,
        "revision": event.revision,
        "updated_at": iso_time(event.updated_at),
        "review_state": event.review_state,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "disorder_type": event.disorder_type,
        "alternatives": [
            {"field": a.field, "value": a.value, "confidence": round(a.confidence, 4)} for a in event.alternatives
        ],
        **_date_keys(event.date),
        **_place_keys(event.place),
        "actor1": _side(event.actor1, event.actor1_reported, event.date),
        "actor2": _side(event.actor2, event.actor2_reported, event.date),
        "civilian_targeting": event.civilian_targeting,
        "fatalities": count_json(event.fatalities),
        "victims": [victim_json(v) for v in event.victims],
        "targets": [thing_json(t) for t in event.targets],
        "weapons": list(event.weapons),
        "incident_count": event.incident_count,
        "crowd_size": None if event.crowd_size is None else count_json(event.crowd_size),
        "modality": event.modality.value,
        "background": event.background,
        "disputed": event.disputed,
        "confidence": round(event.confidence, 4),
        "attributions": [attribution_json(a) for a in event.attributions],
        "sources": [source_json(s) for s in event.sources],
        "evidence": _evidence(event),
        "linked": [{"event_id": link.event_id, "kind": link.kind} for link in event.linked],
        "notes": event.notes or event_note(event),
        "tags": list(event.tags),
        "flags": [flag_json(f) for f in event.flags],
        "mentions": list(event.mention_ids),
    }


def iso_time(moment: datetime | None) -> str | None:
    """``2026-01-31T08:00:00Z``; a time without zone is taken as UTC (what the store writes)."""
    if moment is None:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def iso_day(day: date | None) -> str | None:
    """``2022-07-22`` or ``None``."""
    return None if day is None else day.isoformat()


def count_json(count: Count) -> Json:
    """``{"low", "best", "high"}``; unknown bounds are ``None``, zero stays zero."""
    return {"low": count.low, "best": count.best, "high": count.high}


def victim_json(victim: VictimCount) -> Json:
    """One victim count; ``total`` marks a figure given for all sides together."""
    return {
        "side": victim.side.value,
        "actor": victim.actor,
        "status": victim.status.value,
        **count_json(victim.count),
        "who": victim.who or None,
        "total": victim.total,
    }


def _side(actor: ActorValue | None, reported: tuple[str, ...], date: DateValue | None) -> Json | None:
    """A side of an event: as reported, canonical, and what it belonged to on the first day of the event."""
    found = actor_json(actor, reported)
    if actor is None or found is None:
        return None
    chain = above(actor.id, date.start if date is not None else None) if actor.id is not None else ()
    return found | {"lineage": [{"id": actor_id, "name": name} for actor_id, name in chain]}


def actor_json(actor: ActorValue | None, reported: tuple[str, ...] = ()) -> Json | None:
    """``{"id", "name", "type", "as_reported", "associated"}`` or ``None``."""
    if actor is None:
        return None
    words = reported or ((actor.as_reported,) if actor.as_reported else ())
    return {
        "id": actor.id,
        "name": actor.name,
        "type": actor.type,
        "as_reported": list(words),
        "associated": list(actor.associated),
    }


def attribution_json(attribution: Attribution) -> Json:
    """Who says whom is responsible, with the words that say so."""
    return {
        "kind": attribution.kind.value,
        "by": attribution.by,
        "of": attribution.of,
        "via": list(attribution.via),
        "stance": attribution.stance.value,
        "said": iso_day(attribution.said.end)
        if attribution.said is not None and attribution.said.precision == 1
        else None,
        "grade": attribution.grade,
        **span_json(attribution.span),
    }


def _said(attribution: Attribution) -> str | None:
    """The day on which it was said, where the text names the very day."""
    said = attribution.said
    return iso_day(said.start) if said is not None and said.precision == 1 else None


def thing_json(thing: AttackedThing) -> Json:
    """A thing that was attacked."""
    return {
        "kind": thing.kind,
        "side": thing.side.value,
        "what": thing.what,
        "words": thing.words,
        "effect": thing.effect,
    }


def source_json(source: EventSource) -> Json:
    """A document behind the event."""
    return {
        "document": source.document_id,
        "publisher": source.publisher,
        "published": iso_day(source.published),
        "url": source.url,
        "language": source.language,
        "story": source.story_id,
        "independent": source.independent,
        "grade": source.grade,
    }


def span_json(span: Span | None) -> Json:
    """``{"document", "start", "end", "quote"}``; all ``None`` when a value rests on no words."""
    if span is None:
        return {"document": None, "start": None, "end": None, "quote": None}
    return {"document": span.document_id, "start": span.start, "end": span.end, "quote": span.quote}


def flag_json(flag: Flag) -> Json:
    """A flag with the first words it is about."""
    span = span_json(flag.spans[0] if flag.spans else None)
    span["document"] = span["document"] or flag.document_id
    return {"code": flag.code, "sentence": flag.sentence, **span}


def evidence_json(evidence: Evidence) -> Json:
    """One value behind a field; ``spans`` is added when it rests on several stretches of text."""
    item: Json = {
        **span_json(evidence.spans[0] if evidence.spans else None),
        "value": value_json(evidence.value),
        "attributed_to": evidence.attributed_to,
        "stance": evidence.stance.value,
        "author": evidence.author,
        "chosen": evidence.chosen,
        "rule": evidence.rule,
        "confidence": round(evidence.confidence, 4),
        "reasons": list(evidence.reasons),
        "grade": evidence.grade,
        "graded": evidence.graded or None,
    }
    if len(evidence.spans) > 1:
        item["spans"] = [span_json(span) for span in evidence.spans]
    return item


def value_json(value: Value) -> Any:
    """A value as plain JSON. An exact count is a number ("killing a soldier" is 1), any other is
    low/best/high."""
    match value:
        case Count():
            exact = value.low is not None and value.low == value.best == value.high
            return value.best if exact else count_json(value)
        case VictimCount():
            return victim_json(value)
        case AttackedThing():
            return thing_json(value)
        case DateValue():
            return {
                "start": value.start.isoformat(),
                "end": value.end.isoformat(),
                "precision": value.precision,
                "words": value.words or None,
                "anchor": value.anchor,
            }
        case PlaceValue():
            return {"words": value.words or None, **_place_keys(value)}
        case ActorValue():
            return actor_json(value)
        case MentionRef():
            return {"mention": value.mention_id}
        case _:
            return value


def _evidence(event: Event) -> Json:
    """Evidence by field in order of appearance; attributions vouch for themselves when merge gave none for
    them."""
    fields: Json = {}
    for evidence in event.evidence:
        fields.setdefault(evidence.field, []).append(evidence_json(evidence))
    if event.attributions and "attributions" not in fields:
        fields["attributions"] = [_attribution_evidence(a) for a in event.attributions]
    return fields


def _attribution_evidence(attribution: Attribution) -> Json:
    return {
        **span_json(attribution.span),
        "value": {"kind": attribution.kind.value, "by": attribution.by, "of": attribution.of},
        "attributed_to": attribution.by,
        "stance": attribution.stance.value,
        "author": attribution.author,
        "chosen": True,
        "rule": "attribution",
        "confidence": 1.0,
        "reasons": [],
        "grade": attribution.grade,
        "graded": attribution.graded or None,
    }


def _date_keys(value: DateValue | None) -> Json:
    return {
        "date_start": None if value is None else value.start.isoformat(),
        "date_end": None if value is None else value.end.isoformat(),
        "time_precision": None if value is None else value.precision,
    }


def _place_keys(place: PlaceValue | None) -> Json:
    keys = ("country", "admin1", "admin2", "admin3", "location", "latitude", "longitude")
    if place is None:
        return dict.fromkeys((*keys, "geo_precision", "radius_km", "place_id"))
    return {
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "admin3": place.admin3,
        "location": place.name,
        "latitude": _degrees(place.latitude),
        "longitude": _degrees(place.longitude),
        "geo_precision": place.precision,
        "radius_km": None if place.radius_km is None else round(place.radius_km, 1),
        "place_id": place.place_id,
    }


def _degrees(value: float | None) -> float | None:
    """WGS 84 with four decimals (CONTRACT); finer would pretend to know more than a named place's centre."""
    return None if value is None else round(value, 4)
