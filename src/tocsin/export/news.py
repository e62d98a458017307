"""What is new: events that came, changed and went over a period, as lines and as one self-contained page."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from tocsin import __version__
from tocsin.export.clean import encodable, visible
from tocsin.export.explain import value_words
from tocsin.export.notes import event_note
from tocsin.export.words import count_words, date_words, day_words, place_words, thing_words
from tocsin.model.event import Event
from tocsin.model.people import PERSON
from tocsin.model.values import ActorValue

KINDS = {
    "created": ("New events", "Told by documents that were read in this period."),
    "changed": ("Changed", "Their values moved, because of new reports, corrections by people, or new rules."),
    "restored": ("Back again", "They had been merged or withdrawn before."),
    "merged": ("Merged", "They tell of the same happening as another event, which has taken them over."),
    "withdrawn": ("Withdrawn", "No document tells of them any more, or a reviewer said that they are none."),
}
"""Kinds of change in the order of the page: title, and what it means."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One event's change over the period. ``before`` and ``after`` are the event at its ends, where it was there."""

    kind: str
    event_id: str
    before: Event | None
    after: Event | None
    merged_into: str | None = None
    why: tuple[str, ...] = ()
    who: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Day, type and place."""
        event = self.after or self.before
        return "forgotten" if event is None else event_title(event)

    @property
    def note(self) -> str:
        """The event in a sentence or two."""
        event = self.after or self.before
        return "" if event is None else visible(event.notes or event_note(event))

    @property
    def changes(self) -> tuple[tuple[str, str, str], ...]:
        """Label, before, after of everything that moved."""
        if self.kind != "changed" or self.before is None or self.after is None:
            return ()
        return tuple(differences(self.before, self.after))

    @property
    def sources(self) -> str:
        """Who reports it."""
        event = self.after or self.before
        names = [] if event is None else [s.publisher or s.document_id for s in event.sources]
        return visible(", ".join(dict.fromkeys(names)))


@dataclass(frozen=True, slots=True)
class News:
    """A period and its changes."""

    since: datetime
    until: datetime
    items: tuple[NewsItem, ...]

    @property
    def title(self) -> str:
        """``What is new since 4 March 2024``."""
        return f"What is new since {day_words(self.since.date())}"

    def of(self, kind: str) -> list[NewsItem]:
        """Items of one kind, by day and id."""
        return sorted((i for i in self.items if i.kind == kind), key=_order)

    @property
    def period(self) -> str:
        """``from 4 March 2024, 00:00, to 8 March 2024, 12:30 (UTC)``."""
        start, end = (f"{day_words(at.date())}, {at:%H:%M}" for at in (self.since, self.until))
        return f"from {start}, to {end} (UTC)"


def _order(item: NewsItem) -> tuple[str, str]:
    event = item.after or item.before
    day = event.date.start.isoformat() if event is not None and event.date is not None else "9"
    return day, item.event_id


def event_title(event: Event) -> str:
    """``3 March 2024 · Armed clash · Kati, Koulikoro, Mali``."""
    return visible(
        " · ".join((date_words(event.date), event.sub_event_type or "type unknown", place_words(event.place)))
    )


def _actor(actor: ActorValue | None) -> str:
    if actor is None:
        return "nobody named"
    return actor.name + (f", with {', '.join(actor.associated)}" if actor.associated else "")


def _facts(event: Event) -> Iterator[tuple[str, str]]:
    """Every fact of an event in words, with the label a newcomer understands."""
    yield "What", event.sub_event_type or "type unknown"
    yield "When", date_words(event.date)
    yield "Where", place_words(event.place)
    yield "Who acted", _actor(event.actor1)
    yield "Against whom", _actor(event.actor2)
    yield "Deaths", count_words(event.fatalities)
    yield "Victims", "; ".join(value_words(v) for v in event.victims) or "none told"
    yield "Things hit", "; ".join(thing_words(t) for t in event.targets) or "none told"
    yield "Weapons", ", ".join(event.weapons) or "none told"
    yield "Crowd", "not told" if event.crowd_size is None else count_words(event.crowd_size)
    yield "Told as", event.modality.value + (", history" if event.background else "")
    yield "Disputed", "yes" if event.disputed else "no"
    yield "Aimed at civilians", "yes" if event.civilian_targeting else "no"
    yield "Tags", ", ".join(event.tags) or "none"
    independent = sum(1 for s in event.sources if s.independent)
    yield "Reports", f"{len(event.sources)} ({independent} independent)"
    yield "Review", event.review_state
    yield "Note", event.notes or "made from the fields"


def differences(before: Event, after: Event) -> Iterator[tuple[str, str, str]]:
    """Facts that moved: label, before, after; one of evidence when nothing else did."""
    found = False
    for (label, old), (_, new) in zip(_facts(before), _facts(after), strict=True):
        if old != new:
            found = True
            yield label, visible(old), visible(new)
    if not found:
        yield "Evidence", "", "words, links or confidence changed"


_ACT = re.compile(r" \((taken back: )?((?:co|jg)_[a-z0-9]+)\)$")
"""The act that a revision's reason ends with (pipeline/people.py)."""


def reasons(item: NewsItem) -> str:
    """Who made it change and why: ``amina: hospital list``; what was done and taken back in the period is left out."""
    people = [who.removeprefix(PERSON) for who in item.who if who.startswith(PERSON)]
    undone = {found[2] for why in item.why if (found := _ACT.search(why)) and found[1]}
    kept = [why for why in item.why if (found := _ACT.search(why)) is None or found[2] not in undone]
    said = "; ".join(_ACT.sub("", why) for why in kept or item.why)
    return visible(f"{', '.join(people)}: {said}" if people else said)


def news_page(news: News) -> str:
    """The page as a string of HTML: no script, no request, readable on paper and on a telephone."""
    from jinja2 import Environment, PackageLoader  # only the page needs it

    environment = Environment(
        loader=PackageLoader("tocsin.export", "assets"), autoescape=True, keep_trailing_newline=True
    )
    style = files("tocsin.export").joinpath("assets", "news.css").read_text(encoding="utf-8").strip() + "\n"
    digest = base64.b64encode(hashlib.sha256(f"\n{style}".encode()).digest()).decode("ascii")
    return encodable(
        environment.get_template("news.html.j2").render(
            news=news,
            sections=[(kind, *words, _shown(news.of(kind))) for kind, words in KINDS.items()],
            style=style,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'",
            version=__version__,
        )
    )


def _shown(items: Sequence[NewsItem]) -> list[dict[str, object]]:
    return [
        {
            "id": item.event_id,
            "title": item.title,
            "note": item.note,
            "sources": item.sources,
            "changes": item.changes,
            "merged_into": item.merged_into,
            "why": reasons(item),
        }
        for item in items
    ]
