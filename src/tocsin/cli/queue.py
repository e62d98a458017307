"""``tocsin judge --queue``: the pairs of events that a person should decide on, each with the commands to answer it."""

import os
import shlex
import textwrap
from typing import TYPE_CHECKING

from tocsin.cli.console import say, tell, width
from tocsin.cli.settings import DEFAULT_DB
from tocsin.model.event import Event, Verdict

if TYPE_CHECKING:
    from tocsin.pipeline.queueing import Question, Side
    from tocsin.store import Store


def show_queue(store: "Store", limit: int, db: str) -> None:
    """Print the most useful questions; ``db`` as the user named the database."""
    from tocsin.pipeline.merging import SCOPE
    from tocsin.pipeline.queueing import questions

    if store.meta(SCOPE) == "document":
        tell(
            "Documents are not merged in this database (--no-merge), so no two of them can tell one event; "
            "`tocsin code … --merge` changes that."
        )
        return
    found = questions(store)
    for number, question in enumerate(found[:limit], start=1):
        say("\n".join([*_lines(number, question), *_commands(question, db)]) + "\n")
    _sum_up(len(found), min(limit, len(found)))


def _sum_up(number: int, shown: int) -> None:
    if not number:
        tell("No pair of events waits for a judgement.")
        return
    rest = f"; {number - shown} more, --limit N shows them" if number > shown else ""
    tell(
        f"{shown} of {number} pairs shown{rest}. An answer `unsure` is kept too: the pair stays as it is and does not "
        "come back. An answer is taken back with `tocsin judge --undo`."
    )


def _lines(number: int, question: "Question") -> list[str]:
    twice = f"; if so, {question.twice} deaths are counted twice" if question.twice > 1 else ""
    lines = [f"{number}. Is it one event? {round(100 * question.probability)} in 100{twice}"]
    lines += [*_side(question.left), *_side(question.right)]
    if question.for_it:
        lines += _filled("for      ", "; ".join(question.for_it))
    against = list(question.against)
    if question.both:
        against.append(f"told as two by {', '.join(question.both)}")
    return [*lines, *(_filled("against  ", "; ".join(against)) if against else ())]


def _commands(question: "Question", db: str) -> list[str]:
    """How to answer, and how to see more."""
    left, right = question.left.event.event_id[:11], question.right.event.event_id[:11]
    here = "" if db == os.environ.get("TOCSIN_DB", DEFAULT_DB) else f" --db {shlex.quote(db)}"
    answers = [f"   tocsin judge {left} {right} {verdict.value} --why TEXT{here}" for verdict in Verdict]
    return [*answers, f"   tocsin explain {left} --with {right}{here}"]


def _side(side: "Side") -> list[str]:
    from tocsin.export.clean import visible
    from tocsin.export.short import is_withheld
    from tocsin.export.words import day_words

    document, account = side.document, side.account
    when = day_words(document.published.day) if document.published else "no date"
    source = ", ".join(part for part in (document.publisher or document.agency, when) if part)
    sentence, trigger = account.sentence, account.trigger
    at = trigger.start - sentence.start
    words = f"{sentence.quote[:at]}[{trigger.quote}]{sentence.quote[at + len(trigger.quote) :]}"
    if is_withheld(document):
        words = f"… [{trigger.quote}] …"
    return [
        *_filled("  ", f"{side.event.event_id[:11]}  {_facts(side.event)}"),
        *_filled("         ", f"{document.id} ({source}): “{' '.join(visible(words).split())}”"),
    ]


def _facts(event: Event) -> str:
    """An event on a line: day, type, place, sides, deaths."""
    from tocsin.export.words import count_words

    day = "?" if event.date is None else event.date.start.isoformat()
    if event.date is not None and event.date.end != event.date.start:
        day += f"/{event.date.end.isoformat()}"
    place = event.place.name if event.place is not None else None
    sides = " / ".join(actor.name for actor in (event.actor1, event.actor2) if actor is not None)
    known = event.fatalities.low is not None or event.fatalities.high is not None
    dead = f"{count_words(event.fatalities)} dead" if known else None
    return " · ".join(part for part in (day, event.sub_event_type, place, sides, dead) if part)


def _filled(head: str, text: str) -> list[str]:
    start = f"   {head}"
    return textwrap.wrap(
        text,
        max(width(), 40),
        initial_indent=start,
        subsequent_indent=" " * max(len(start), 12),
        break_long_words=False,
    )
