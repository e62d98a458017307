"""Times: happenings told as history, and dates reckoned from another happening."""

from collections.abc import Iterator, Sequence

from tocsin.model.expressions import TimeForm
from tocsin.model.reading import Modality
from tocsin.read.rules.chunks import Chunk, is_country
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.modality import told
from tocsin.read.rules.statements_view import Draft, View, is_armed
from tocsin.read.rules.word_lists import grammar_words

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
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
        if view.tokens[k].lower in grammar_words("anchor_ends") or view.tokens[k].lower in ("when", "while"):
            return k
    return len(view.tokens)


def backgrounds(view: View, happenings: Sequence[Happening]) -> Iterator[Draft]:
    """Happenings of history: a year or month of a year with what happened, or great changes "since then" (rows 15,
    16, 27). Resolving drops those that turn out to be recent."""
    for index in view.times():
        if _historic(view, index):
            draft = _dated(view, index, happenings)
            if draft is not None:
                yield draft
    yield from _changes(view)


def _historic(view: View, index: int) -> bool:
    """A year, a month of a year, or a step from a date of the text ("the following year")."""
    time = view.row[index].time
    if time is None or time.modifier in ("since", "until", "future"):
        return False
    if time.form is TimeForm.ABSOLUTE:
        return time.year is not None and time.year > 0 and time.unit not in ("decade", "century")
    return time.form is TimeForm.ANAPHORIC and time.unit in ("year", "month") and bool(time.offset)


def _dated(view: View, index: int, happenings: Sequence[Happening]) -> Draft | None:
    chunk = view.row[index]
    low, high = _stretch(view, chunk)
    word = _happening_word(view, chunk, low, high, happenings)
    if word is None:
        return None
    first, last = min(word[0], chunk.first), max(word[1], chunk.last)
    draft = view.draft("background", first, last, keep=chunk.first)
    if draft is None or not (draft.start <= view.tokens[word[0]].start and view.tokens[word[1] - 1].end <= draft.end):
        return None
    draft.put(what=view.words(*word).lower())
    view.put_time(draft, "date", index)
    _scene(view, draft, word, low, high)
    return draft


def _stretch(view: View, chunk: Chunk) -> tuple[int, int]:
    """Tokens [low, high) around a time that it can date: its clause, not beyond another time."""
    others = [view.row[k] for k in view.times() if view.row[k] is not chunk]
    low = max((c.last for c in others if c.last <= chunk.first), default=0)
    high = min((c.first for c in others if c.first >= chunk.last), default=len(view.tokens))
    low = max(low, chunk.first - _WIDE, view.edge_left(chunk.first))
    return low, min(high, chunk.last + _WIDE, view.edge_right(chunk.last))


def _happening_word(
    view: View, chunk: Chunk, low: int, high: int, happenings: Sequence[Happening]
) -> tuple[int, int] | None:
    """The word of history nearest to a time: told as fact, and not in another clause than the time."""
    words = [cue for cue in view.cue("history") if low <= cue[0] and cue[1] <= high]
    for happening in happenings:
        main = happening.chunks[happening.main]
        if low <= main.first and main.last <= high:
            words.append((main.first, main.last))
    near = [cue for cue in words if not _parted(view, cue, chunk) and _is_fact(view, cue[0])]
    return min(near, key=lambda cue: (_distance(view, cue, chunk), cue[0] - cue[1])) if near else None


def _parted(view: View, cue: tuple[int, int], chunk: Chunk) -> bool:
    """Whether another clause stands between a word and a time; "in 2008, when X bombed Y" does belong together."""
    if cue[1] <= chunk.first:
        between = view.tokens[cue[1] : chunk.first]
        if any(t.lower == "," for t in between):
            return True
    else:
        between = view.tokens[chunk.last : cue[0]]
        words = [t.lower for t in between if t.lower != ","]
        if words[:1] == ["when"]:
            return any(word in grammar_words("parting") for word in words[1:])
    return any(t.lower in grammar_words("parting") for t in between)


def _is_fact(view: View, token: int) -> bool:
    """Whether a word is told as having happened: no condition, plan or denial over it."""
    index = view.chunk_at(token)
    if view.row[index].trigger is not None:
        return told(view.row, index).modality in (Modality.ACTUAL, Modality.FAILED)
    left = {t.lower for t in view.tokens[max(0, token - 4) : token]}
    return not left & grammar_words("no_fact_behind")


def _distance(view: View, cue: tuple[int, int], chunk: Chunk) -> int:
    """Tokens between a word and a time; a comma between them counts as five."""
    first, last = (cue[1], chunk.first) if cue[1] <= chunk.first else (chunk.last, cue[0])
    return last - first + 5 * sum(token.lower == "," for token in view.tokens[first:last])


def _located(view: View, index: int) -> bool:
    """Whether a place says where: after a preposition; a bare capital is a government that acts."""
    first = view.row[index].first
    left = {t.lower for t in view.tokens[max(0, first - 3) : first]}
    return bool(left & grammar_words("before_places"))


_NEAR = 8  # tokens within which a place or actor belongs to the word of history


def _scene(view: View, draft: Draft, word: tuple[int, int], low: int, high: int) -> None:
    """Place and actor of the history: the nearest ones in the stretch its time can date."""
    places = [k for k in view.places(low, high) if abs(view.row[k].first - word[0]) <= _NEAR and _located(view, k)]
    towns = [k for k in places if not is_country(view.row[k])]
    if places:
        best = min(towns or places, key=lambda k: (view.row[k].first < word[0], abs(view.row[k].first - word[0])))
        view.put_places(draft, "country" if is_country(view.row[best]) else "place", [best])
    after = [k for k in view.people(word[1], high) if is_armed(view.row[k])]
    if after and view.tokens[view.row[after[0]].first - 1].lower == "by":
        view.put_actor(draft, "actor", after[0])
        return
    passive = word[0] > 0 and view.tokens[word[0] - 1].lower in grammar_words("be")
    actors = [k for k in view.people(low, word[0]) if is_armed(view.row[k]) and not is_prepositional(view.row, k)]
    if actors and not passive and word[0] - view.row[actors[-1]].last <= 3:
        view.put_actor(draft, "actor", actors[-1])


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
        if view.tokens[k].lower in grammar_words("side_clause"):
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
