"""Times: happenings told as history, and dates reckoned from another happening."""

from collections.abc import Iterator, Sequence

from tocsin.model.expressions import TimeForm
from tocsin.read.rules.chunks import Chunk, is_country
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.statements_view import Draft, View, is_armed

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_SIDE_CLAUSE = frozenset({",", "and", "before", "after", "while", "when", "as"})
_WIDE = 14  # tokens on either side of a year in which its happening stands


def relative_dates(view: View, happenings: Sequence[Happening]) -> Iterator[Draft]:
    """ "A week before the leader was killed": the anchor's words and the step (CODEBOOK section 10, row 35)."""
    for index in view.times():
        chunk = view.row[index]
        time = chunk.time
        if time is None or time.form is not TimeForm.EVENT or time.offset is None or time.unit not in _DAYS:
            continue
        last = _anchor_end(view, chunk.last)
        draft = view.draft("date", chunk.first, chunk.last)
        if draft is None or last <= chunk.last:
            continue
        draft.put(
            words=view.words(chunk.first, chunk.last),
            anchor=view.words(chunk.last, last),
            offset_days=time.offset * _DAYS[time.unit],
        )
        anchors = view.times(chunk.last, last)
        if anchors:
            view.put_time(draft, "anchor_date", anchors[0])
        yield draft


def _anchor_end(view: View, first: int) -> int:
    """End of the clause that tells the happening counted from."""
    for k in range(first, len(view.tokens)):
        if view.tokens[k].lower in (",", ".", ";", ":", "–", "—") or view.tokens[k].lower in ("when", "while"):
            return k
    return len(view.tokens)


def backgrounds(view: View) -> Iterator[Draft]:
    """Happenings of history: a year or month of a year with what happened, or great changes "since then" (rows 15,
    16, 27). Resolving drops those that turn out to be recent."""
    for index in view.times():
        if _historic(view, index):
            draft = _dated(view, index)
            if draft is not None:
                yield draft
    yield from _changes(view)


def _historic(view: View, index: int) -> bool:
    """A year, a month of a year, or a step from a date of the text ("the following year")."""
    time = view.row[index].time
    if time is None or time.modifier in ("since", "until", "future"):
        return False
    if time.form is TimeForm.ABSOLUTE:
        return time.year is not None and time.year > 0
    return time.form is TimeForm.ANAPHORIC and time.unit in ("year", "month") and bool(time.offset)


def _dated(view: View, index: int) -> Draft | None:
    chunk = view.row[index]
    word = _happening_word(view, chunk)
    if word is None:
        return None
    first, last = min(word[0], chunk.first), max(word[1], chunk.last)
    draft = view.draft("background", first, last, keep=chunk.first)
    if draft is None:
        return None
    draft.put(what=view.words(*word).lower())
    view.put_time(draft, "date", index)
    _scene(view, draft, word, chunk)
    return draft


def _happening_word(view: View, chunk: Chunk) -> tuple[int, int] | None:
    """The word of history nearest to a time, not beyond another time; verbs win over the nouns they govern."""
    bounds = [view.row[k] for k in view.times() if view.row[k] is not chunk]
    low = max((c.last for c in bounds if c.last <= chunk.first), default=0)
    high = min((c.first for c in bounds if c.first >= chunk.last), default=len(view.tokens))
    low, high = max(low, chunk.first - _WIDE), min(high, chunk.last + _WIDE)
    low = max(low, view.edge_left(chunk.first))
    high = min(high, view.edge_right(chunk.last))
    words = [cue for cue in view.cue("history") if low <= cue[0] and cue[1] <= high]
    words += [
        (c.first, c.last)
        for c in view.row
        if c.trigger is not None and low <= c.first and c.last <= high and c.trigger.act != "die"
    ]
    if not words:
        return None
    return min(words, key=lambda cue: (_distance(view, cue, chunk), cue[0] - cue[1]))


def _distance(view: View, cue: tuple[int, int], chunk: Chunk) -> int:
    """Tokens between a word and a time; a comma between them counts as five."""
    first, last = (cue[1], chunk.first) if cue[1] <= chunk.first else (chunk.last, cue[0])
    return last - first + 5 * sum(token.lower == "," for token in view.tokens[first:last])


def _scene(view: View, draft: Draft, word: tuple[int, int], chunk: Chunk) -> None:
    """Place and actor of the history: the nearest ones in its stretch of the sentence."""
    low, high = view.edge_left(min(word[0], chunk.first)), view.edge_right(max(word[1], chunk.last))
    places = view.places(low, high)
    towns = [k for k in places if not is_country(view.row[k])]
    if places:
        best = min(towns or places, key=lambda k: abs(view.row[k].first - word[0]))
        view.put_places(draft, "country" if is_country(view.row[best]) else "place", [best])
    actors = [k for k in view.people(low, high) if is_armed(view.row[k])]
    if len(actors) == 1 or (actors and view.row[actors[0]].last <= word[0]):
        nearest = [k for k in actors if view.row[k].last <= word[0]] or actors
        view.put_actor(draft, "actor", nearest[-1])


def _changes(view: View) -> Iterator[Draft]:
    """ "Since then the government has been replaced and the troops are about to leave": one statement a change."""
    if not view.has("since_then"):
        return
    for first, last in view.cue("change_done"):
        if (
            any(t.lower in ("has", "have", "had", "was", "were") for t in view.tokens[max(0, first - 4) : first])
            or view.tokens[first].lower == "brought"
        ):
            yield from _change(view, first, last)
    for first, last in view.cue("under_way"):
        done = next((cue for cue in view.cue("leaving") if last <= cue[0] <= last + 2), None)
        if done is not None:
            yield from _change(view, first, done[1])


def _change(view: View, first: int, last: int) -> Iterator[Draft]:
    start = first
    for k in range(first - 1, view.edge_left(first) - 1, -1):
        if view.tokens[k].lower in _SIDE_CLAUSE:
            break
        start = k
    draft = view.draft("background", start, last, keep=first)
    if draft is None:
        return
    draft.put(what=view.words(first, last).lower())
    people = [k for k in view.people(start, first) if view.row[k].people is not None]
    if people:
        view.put_actor(draft, "actor", people[0])
    yield draft
