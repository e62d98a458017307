"""What goes with a release: a datasheet for those who use it, a citation, and the words of the manifest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin import __version__
from tocsin.export.clean import visible
from tocsin.export.manifest import CAVEATS, LICENCES
from tocsin.export.words import GEO_PRECISION, TIME_PRECISION, day_words
from tocsin.model.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    """What is said about a release; ``moment`` is that of the last change in it, so that the same data gives the same
    words on any day."""

    name: str
    title: str
    authors: tuple[str, ...]
    moment: datetime
    filters: Mapping[str, str]
    events: Sequence[Event]
    documents: int
    engines: Sequence[str]
    stories: int
    corrections: int
    judgements: int
    forgotten: int
    previous: str | None = None
    changes: Mapping[str, int] = field(default_factory=dict)
    files: Sequence[tuple[str, str]] = ()  # name, what it holds


def datasheet(facts: ReleaseFacts) -> str:
    """The datasheet as Markdown: what is in, how it was made, how far it goes, what it must not be used for."""
    parts = [
        f"# {visible(facts.title)}, release {facts.name}",
        f"State of the data: {day_words(facts.moment.date())}. Made with Tocsin {__version__}.",
        "## What is in it",
        _what(facts),
        _table("Files", ("file", "what it holds"), facts.files),
        _counts("Events by type", (e.event_type or "unknown" for e in facts.events)),
        _counts("Events by country", ((e.place and e.place.country) or "unknown" for e in facts.events)),
        _counts("How well the day is known", (_precision(TIME_PRECISION, e.date) for e in facts.events)),
        _counts("How well the place is known", (_precision(GEO_PRECISION, e.place) for e in facts.events)),
        _counts("Independent reports behind an event", (_reports(e) for e in facts.events)),
        "## How it was made",
        _how(facts),
        _counts("Review", (e.review_state for e in facts.events)),
        _counts("What a person should look at (flags)", (f.code for e in facts.events for f in e.flags)),
        "## Since the release before",
        _since(facts),
        "## Known limits",
        _limits(facts),
        "## Rights",
        "\n".join(f"- {entry['what']}: {entry['from']}; {entry['licence']}; {entry['duty']}." for entry in LICENCES),
        "## How to cite",
        citation_text(facts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _what(facts: ReleaseFacts) -> str:
    days = [e.date for e in facts.events if e.date is not None]
    period = "no dated event"
    if days:
        period = f"{day_words(min(d.start for d in days))} to {day_words(max(d.end for d in days))}"
    publishers = {s.publisher for e in facts.events for s in e.sources if s.publisher}
    used = {s.document_id for e in facts.events for s in e.sources}
    low = sum(e.fatalities.low or 0 for e in facts.events)
    stated = sum(1 for e in facts.events if e.fatalities.low is not None)
    return (
        f"{len(facts.events)} events ({period}), told by {len(used)} of {facts.documents} documents of "
        f"{len(publishers)} publishers; copies of one report count once ({facts.stories} stories in all). Deaths "
        f"are stated for {stated} events, at least {low} together. Filters: {_filters(facts)}."
    )


def _how(facts: ReleaseFacts) -> str:
    forgotten = f" {facts.forgotten} documents were removed from the database on request." if facts.forgotten else ""
    return (
        f"Reports were read by {', '.join(facts.engines) or 'no engine'}; every value rests on words of a report, a "
        "named rule, or a person's correction, which `events.jsonl` shows under `evidence`. People corrected "
        f"{facts.corrections} fields and made {facts.judgements} judgements about which accounts tell one "
        f"happening.{forgotten}"
    )


def _since(facts: ReleaseFacts) -> str:
    if facts.previous is None:
        return "This is the first release."
    counted = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in facts.changes.items() if number)
    return (
        f"Compared with {facts.previous}: {counted or 'nothing changed'}. `changes.csv` and `changes.jsonl` list them; "
        "whoever keeps a copy of the data deletes the merged and withdrawn ones, and follows `merged_into`."
    )


def _limits(facts: ReleaseFacts) -> str:
    unreviewed = sum(1 for e in facts.events if e.review_state == "unreviewed")
    own = [
        f"{unreviewed} of {len(facts.events)} events were not looked at by a person. How often the coding is right was "
        "measured on texts of others, not on this release: docs/accuracy.md of the Tocsin version above.",
        "Reports that were not collected, or that are not in a language the engines read, are not in it.",
        "`confidence` orders events for review; do not add it up.",
    ]
    return "\n".join(f"- {sentence}" for sentence in (*CAVEATS, *own))


def _precision(words: Mapping[int, str], value: object) -> str:
    return words.get(getattr(value, "precision", 0), "unknown")


def _reports(event: Event) -> str:
    number = sum(1 for s in event.sources if s.independent)
    return "3 or more" if number >= 3 else str(number)


def _counts(title: str, values: Iterable[str]) -> str:
    """A table of how often each value occurs, most frequent first."""
    counted = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
    return _table(title, ("", "number"), [(name, str(number)) for name, number in counted])


def _table(title: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    lines = [f"**{title}**", "", f"| {heads[0]} | {heads[1]} |", "|---|---|"]
    return "\n".join([*lines, *(f"| {visible(a)} | {visible(b)} |" for a, b in rows)])


def _filters(facts: ReleaseFacts) -> str:
    return ", ".join(f"{key}={value}" for key, value in facts.filters.items()) or "none"


def citation_text(facts: ReleaseFacts) -> str:
    """The sentence to put under a table or map; the day of access is the reader's to fill in."""
    return (
        f"{'; '.join(facts.authors)} ({facts.moment.year}): {visible(facts.title)}, release {facts.name}, state of "
        f"{day_words(facts.moment.date())}; filters: {_filters(facts)}; {len(facts.events)} events, coded from "
        f"news reports with Tocsin {__version__}. Accessed on [DAY]. Place data: GeoNames, CC BY 4.0."
    )


def citation_cff(facts: ReleaseFacts) -> str:
    """CITATION.cff (https://citation-file-format.github.io, 1.2.0)."""
    import yaml

    content = {
        "cff-version": "1.2.0",
        "message": citation_text(facts),
        "type": "dataset",
        "title": visible(facts.title),
        "version": facts.name,
        "date-released": facts.moment.date().isoformat(),
        "authors": [{"name": visible(author)} for author in facts.authors],
        "keywords": ["conflict events", "news reports", "Tocsin"],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
