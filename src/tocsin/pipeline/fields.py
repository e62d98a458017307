"""Fields of an event that people correct: from what they type to values of the model, with sentences when it is none.

One correction may set several atomic fields (``date`` sets first day, last day and precision), so that a later one can
set a part (``date_end``) and each is taken back on its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from tocsin.knowledge import Knowledge
from tocsin.model.errors import UsageError
from tocsin.model.event import REJECTED, REVIEW_STATES, Event
from tocsin.model.people import CorrectedValue
from tocsin.model.reading import Modality
from tocsin.model.text import fold
from tocsin.model.values import VictimStatus
from tocsin.pipeline import fields_counts as counts
from tocsin.pipeline import fields_when as when
from tocsin.pipeline import fields_who_where as who_where
from tocsin.pipeline.fields_words import is_unknown, truth
from tocsin.pipeline.presenting import present

Values = Mapping[str, CorrectedValue]
"""New values by atomic field."""

Parser = Callable[[str, Event, Knowledge], Values]


@dataclass(frozen=True, slots=True)
class Field:
    """A name that people correct: what to write, and how it is read."""

    help: str
    parse: Parser


def parse(event: Event, field: str, text: str, knowledge: Knowledge) -> Values:
    """The atomic values that ``text`` gives ``field`` of ``event``.

    Raises:
        UsageError: no such field, a field that follows from others, or a value that makes no sense; the sentence says
            what would.
    """
    name = field.strip().lower().replace("-", "_").replace(" ", "_")
    if name in FOLLOWS:
        raise UsageError(f"{name} cannot be corrected itself: {FOLLOWS[name]}.")
    found = FIELDS.get(name)
    if found is None:
        near = get_close_matches(name, FIELDS, 3, 0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else f"choose from {', '.join(FIELDS)}."
        raise UsageError(f"{field!r} is no field that can be corrected; {hint}")
    return found.parse(text.strip(), event, knowledge)


def shown(event: Event, field: str) -> str:
    """The present value of an atomic field, as it stands in the CSV export."""
    row = present(event)
    if field == "place":
        return row["location"] + (f" ({row['place_id']})" if row["place_id"] else "")
    return row[field]


def remarks(event: Event) -> list[str]:
    """Sentences about corrected fields that do not go together with others; nothing is changed on its own."""
    found = []
    killed = [v for v in event.victims if v.status is VictimStatus.KILLED and not v.total]
    least, most = sum(v.count.low or 0 for v in killed), event.fatalities.high
    if most is not None and least > most:
        found.append(
            f"{event.event_id}: its victims still give {least} killed, and fatalities at most {most}; "
            "correct `victims` too."
        )
    if event.review_state == REJECTED:
        found.append(f"{event.event_id} is rejected: it stays in the database and is left out of exports (but --all).")
    return found


# Parsers of plain values


def _sub_event_type(text: str, event: Event, knowledge: Knowledge) -> Values:
    book = knowledge.codebook
    known = {fold(name): name for name in book.sub_event_types}
    name = known.get(fold(text))
    if name is not None:
        return {"sub_event_type": name}
    same = [t.name for t in book.sub_types if fold(t.event_type) == fold(text)]
    if same:
        raise UsageError(f"{text!r} is an event type; give one of its sub-event types: {', '.join(same)}.")
    near = get_close_matches(fold(text), known, 3, 0.5) or [n for n in known if fold(text) and fold(text) in n]
    options = [known[n] for n in near] or list(book.sub_event_types)
    raise UsageError(f"{text!r} is no sub-event type; {_did_you_mean(near, options)}")


def _did_you_mean(near: list[str], options: list[str]) -> str:
    return f"did you mean {' or '.join(options)}?" if near else f"choose from {', '.join(options)}."


def _one_of(name: str, options: tuple[str, ...]) -> Parser:
    def parse_it(text: str, event: Event, knowledge: Knowledge) -> Values:
        if fold(text) not in options:
            raise UsageError(f"{name} takes {', '.join(options)}, not {text!r}.")
        return {name: fold(text)}

    return parse_it


def _boolean(name: str) -> Parser:
    def parse_it(text: str, event: Event, knowledge: Knowledge) -> Values:
        value = truth(text)
        if value is None:
            raise UsageError(f"{name} takes true or false, not {text!r}.")
        return {name: value}

    return parse_it


def listed(text: str) -> tuple[str, ...]:
    """``a; b`` as a list, each once; "none" is the empty one."""
    if is_unknown(text):
        return ()
    return tuple(dict.fromkeys(" ".join(part.split()) for part in text.split(";") if part.strip()))


def _list(name: str) -> Parser:
    return lambda text, event, knowledge: {name: listed(text)}


def _notes(text: str, event: Event, knowledge: Knowledge) -> Values:
    return {"notes": "" if is_unknown(text) else text}


_MODALITIES = tuple(m.value for m in Modality)
_DAY = "2024-03-04, 2024-03-04/2024-03-06, 2024-03 for a month, or unknown"
_COUNT = "9, low/best/high such as 9/9/11 (? for an unknown bound), or unknown"
_PLACE = (
    "an id (geonames:2455518), a name (Kati, or Kati, Mali), a point (12.74,-8.07, or Kati @ 12.74,-8.07), or unknown"
)
_ACTOR = "a registry id (jnim) or exact name; nobody for none"
_ALLIES = "registry ids or names, parted by ;"

FIELDS: dict[str, Field] = {
    "sub_event_type": Field("one of the 25 (`Armed clash`); type and disorder type follow", _sub_event_type),
    "date": Field(_DAY, when.date_all),
    "date_start": Field("first day", when.date_start),
    "date_end": Field("last day", when.date_end),
    "time_precision": Field("1 day, 2 about a week, 3 month, 4 vaguer", when.time_precision),
    "place": Field(_PLACE, who_where.place),
    "place_id": Field("as place", who_where.place),
    "location": Field("as place", who_where.place),
    "geo_precision": Field("1 named place, 2 near it, 3 larger region, 4 country", who_where.geo_precision),
    "actor1": Field(_ACTOR, who_where.actor("actor1")),
    "actor1_id": Field("as actor1", who_where.actor("actor1")),
    "actor1_associated": Field(_ALLIES, who_where.allies("actor1")),
    "actor2": Field(_ACTOR, who_where.actor("actor2")),
    "actor2_id": Field("as actor2", who_where.actor("actor2")),
    "actor2_associated": Field(_ALLIES, who_where.allies("actor2")),
    "fatalities": Field(_COUNT, counts.bounds("fatalities")),
    "fatalities_low": Field("a number or unknown", counts.bound("fatalities", "low")),
    "fatalities_best": Field("a number or unknown", counts.bound("fatalities", "best")),
    "fatalities_high": Field("a number or unknown", counts.bound("fatalities", "high")),
    "victims": Field("`civilian killed 4; state injured 2/2/3`; side and status as in exports", counts.victims),
    "targets": Field("`the town's bridge (transport, civilian, destroyed)`; kinds as in exports", counts.targets),
    "weapons": Field("words parted by ;", _list("weapons")),
    "tags": Field("words parted by ;", _list("tags")),
    "incident_count": Field("how many incidents it sums up", counts.incident_count),
    "crowd_size": Field(_COUNT, counts.bounds("crowd_size")),
    "crowd_size_low": Field("a number or unknown", counts.bound("crowd_size", "low")),
    "crowd_size_best": Field("a number or unknown", counts.bound("crowd_size", "best")),
    "crowd_size_high": Field("a number or unknown", counts.bound("crowd_size", "high")),
    "modality": Field(", ".join(_MODALITIES), _one_of("modality", _MODALITIES)),
    "background": Field("true or false: told as history", _boolean("background")),
    "disputed": Field("true or false", _boolean("disputed")),
    "civilian_targeting": Field("true or false", _boolean("civilian_targeting")),
    "notes": Field("a note of your own; none brings the made one back", _notes),
    "review_state": Field(
        "unreviewed, reviewed, doubtful, or rejected (no event: left out of exports)",
        _one_of("review_state", REVIEW_STATES),
    ),
}
"""What can be corrected, with what to write."""

_FROM_PLACE = "it follows from the place; correct `place` (an id, a name, or latitude,longitude)"
FOLLOWS: dict[str, str] = {
    "event_type": "it follows from the sub-event type; correct `sub_event_type`",
    "disorder_type": "it follows from the sub-event type; correct `sub_event_type`",
    **dict.fromkeys(("country", "admin1", "admin2", "admin3", "latitude", "longitude", "radius_km"), _FROM_PLACE),
    "actor1_type": "it follows from the actor; correct `actor1`, or the registry (docs/knowledge-files.md)",
    "actor2_type": "it follows from the actor; correct `actor2`, or the registry (docs/knowledge-files.md)",
    "actor1_as_reported": "these are the words of the reports",
    "actor2_as_reported": "these are the words of the reports",
    "actor1_lineage": "it follows from the actor; correct `actor1`, or the registry (docs/knowledge-files.md)",
    "actor2_lineage": "it follows from the actor; correct `actor2`, or the registry (docs/knowledge-files.md)",
    "confidence": "it is computed from the evidence; `review_state reviewed` says that you have checked the event",
    "alternatives": "these are values that were weighed; correct the field itself",
    "attributions": "these are the words of who says who did it; `actor1` and `disputed` can be corrected",
    **dict.fromkeys(
        ("documents", "publishers", "independent_sources", "sources"),
        "it follows from the accounts; `tocsin judge` joins and parts accounts",
    ),
    "linked": "links are made from the fields",
    "flags": "flags are made from the evidence, and vanish when what they ask about is corrected",
    "mentions": "`tocsin judge` joins and parts accounts",
    **dict.fromkeys(("event_id", "revision", "updated_at"), "the database gives it"),
}
"""What cannot be corrected itself, and why."""
