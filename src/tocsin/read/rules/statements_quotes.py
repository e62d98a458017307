"""Words of communiques and spokesmen, with who said them and through whom."""

from collections.abc import Iterator, Sequence

from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.statements_before import Before
from tocsin.read.rules.statements_speech import MAX_ABOUT
from tocsin.read.rules.statements_view import (
    Draft,
    View,
    is_armed,
    is_named,
    near,
)
from tocsin.read.rules.statements_voice import relay
from tocsin.read.rules.word_lists import statement_words


def speaker_side(view: View, before: Before, first: int, last: int) -> tuple[View, int] | None:
    """The actor whose spokesman or statement speaks in tokens [first, last), or the group spoken of before."""
    named = [k for k in view.people(first, last) if is_named(view.row[k])]
    own = [k for k in named if not is_prepositional(view.row, k)] or named
    if own:
        return view, own[0]
    official = [k for k in view.people(first, last) if view.row[k].people is not None and is_armed(view.row[k])]
    if official and not view.has("group_words"):
        return view, official[0]
    anaphora = view.has("group_words") or any(
        t.lower in statement_words("group_again") for t in view.tokens[first:last]
    )
    return before.group(view.sentence.number) if anaphora else None


def outside(view: View, quotes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The longer run of tokens beside the quotations: where the speaker stands."""
    left = (0, quotes[0][0])
    right = (quotes[-1][1], len(view.tokens))
    between = (quotes[0][1], quotes[-1][0]) if len(quotes) > 1 else (0, 0)
    return max((left, right, between), key=lambda r: r[1] - r[0])


def quotes(view: View, before: Before) -> Iterator[Draft]:
    """Words of a communique or spokesman, kept with who said them and through whom."""
    ranges = [q for q in view.quoted() if q[1] - q[0] >= 6]
    if not ranges or not view.has("spokes") or not view.has("say"):
        return
    where = outside(view, ranges)
    spoke = next(near(view.cue("spokes"), *where), None)
    side = speaker_side(view, before, *where)
    if spoke is None or side is None:
        return
    draft = view.draft("quote", *ranges[0])
    if draft is None:
        return
    draft.put(speaker=view.words(*spoke).lower())
    side[0].put_actor(draft, "organisation", side[1])
    _said_when_how(view, draft, where)
    yield draft.put(about=view.words(*ranges[0])[:MAX_ABOUT])


def _said_when_how(view: View, draft: Draft, where: tuple[int, int]) -> None:
    times = view.times(*where)
    if times:
        view.put_time(draft, "date", times[0])
    draft.put(via=relay(view))
