"""Strengths and distances: numbers about an actor or a place, never a toll."""

from collections.abc import Iterator, Sequence

from tocsin.model.expressions import ActorForm, PlaceExpression, PlaceRelation
from tocsin.model.reading import MentionKind, Modality
from tocsin.read.rules.acts import FIGHTING_ACTS
from tocsin.read.rules.chunks import Chunk, is_country
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import subject_left
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.modality import told
from tocsin.read.rules.statements_figures import bounds, is_scene, only_clock
from tocsin.read.rules.statements_view import Draft, View
from tocsin.read.rules.word_lists import statement_words

# -- strength -------------------------------------------------------------------------------------------------------

_FIGHTERS = (ActorForm.ARMED, ActorForm.STATE, ActorForm.NAMED, ActorForm.EXTERNAL)


def strengths(view: View, happenings: Sequence[Happening], branches: dict[str, str]) -> Iterator[Draft]:
    """How many took part ("500 fighters attacked") or a side has; never a toll (CODEBOOK section 10, row 37)."""
    victims = {v.phrase for h in happenings for v in h.victims}
    for index, chunk in enumerate(view.row):
        people = chunk.people
        if people is None or people.count is None or people.expression.form not in _FIGHTERS or index in victims:
            continue
        low = people.count.low if people.count.low is not None else people.count.high
        if (
            low is None
            or low < 2
            or people.count.words.lower() in ("both", "many", "several")
            or not _acts(view, index)
        ):
            continue
        draft = view.draft("strength", chunk.first, chunk.last)
        if draft is None:
            continue
        bounds(draft, people.count)
        _whose(view, draft, index, branches)
        _time_and_place(view, draft)
        yield draft


def _acts(view: View, index: int) -> bool:
    """Whether the phrase is the subject of an act, or its agent after "by"."""
    for k in range(index + 1, min(len(view.row), index + 9)):
        trigger = view.row[k].trigger
        if trigger is None or trigger.is_noun:
            continue
        if is_active(view.row, k) and subject_left(view.row, k) == index:
            return trigger.act in FIGHTING_ACTS and told(view.row, k).modality is Modality.ACTUAL
        return False
    before = view.row[index - 1] if index else None
    if before is not None and before.lower == "by":
        return any(c.verb for c in view.row[max(0, index - 4) : index])
    return False


def _whose(view: View, draft: Draft, index: int, branches: dict[str, str]) -> None:
    """The side the fighters belong to: named in the phrase, "of X" after it, or a branch spoken of before."""
    chunk = view.row[index]
    assert chunk.people is not None
    if index + 2 < len(view.row) and view.row[index + 1].lower == "of":
        after = next(
            (k for k in range(index + 2, min(len(view.row), index + 5)) if view.row[k].people is not None), None
        )
        if after is not None and chunk.people.expression.form is not ActorForm.NAMED:
            view.put_actor(draft, "actor", after)
            return
        head = view.tokens[chunk.last + 2].lower if chunk.last + 2 < len(view.tokens) else ""
        if view.tokens[chunk.last + 1].lower == "the" and head in branches:
            draft.put(actor=branches[head])
            return
    view.put_actor(draft, "actor", index)
    count = chunk.people.count.words if chunk.people.count is not None else ""
    words = str(draft.data.get("actor", ""))
    draft.put(actor=words.removeprefix(count).strip() or words)


def _time_and_place(view: View, draft: Draft) -> None:
    times = [k for k in view.times() if not only_clock(view.row[k])]
    if times:
        view.put_time(draft, "date", times[0])
    places = [k for k in view.places() if not is_country(view.row[k]) and is_scene(view.row[k])]
    if len(places) == 1:
        view.put_places(draft, "place", places)


# -- distances ------------------------------------------------------------------------------------------------------


def distances(view: View) -> Iterator[Draft]:
    """ "Kati, 15 km from Bamako": a check on a place (CODEBOOK section 10, row 9)."""
    for index in view.places():
        chunk = view.row[index]
        place = chunk.place
        if place is None or place.relation is not PlaceRelation.DISTANCE or place.distance_km is None:
            continue
        if not _off_from(view, chunk):
            continue
        located = _located(view, index)
        first = view.row[located].first if located is not None else _figure_start(view, chunk.first)
        draft = view.draft("distance", first, chunk.last, keep=chunk.first)
        if draft is None:
            continue
        draft.put(km=float(place.distance_km))
        if located is not None:
            view.put_places(draft, "place", [located])
        _reference(view, draft, chunk)
        yield draft


def _figure_start(view: View, token: int) -> int:
    """First token of the figure and unit before a place."""
    digits = [k for k in range(max(0, token - 12), token) if view.tokens[k].text[0].isdigit()]
    return digits[0] if digits else max(0, token - 4)


def _off_from(view: View, chunk: Chunk) -> bool:
    """Whether the figure says how far off: "from X", "north of X", "outside X"; not "a 500-mile border with X"."""
    before = [t.lower for t in view.tokens[max(0, chunk.first - 3) : chunk.first]]
    length = {t.lower for t in view.tokens[_figure_start(view, chunk.first) : chunk.first]}
    if length & statement_words("lengths"):
        return False
    return any(word in ("from", "of", "outside", "away") for word in before)


def _reference(view: View, draft: Draft, chunk: Chunk) -> None:
    """The place counted from, under ``from``. A phrase that also names the place which lies so far off resolves to
    that place, so the reference gets a mention of its own with the preposition before it."""
    place = chunk.place
    assert place is not None
    draft.put(**{"from": place.name})
    start = view.tokens[max(0, chunk.first - 1)].start
    bare = PlaceExpression(place.name, PlaceRelation.IN, is_country=place.is_country)
    draft.refs["from"] = (view.note(MentionKind.PLACE, start, chunk.end, bare).id,)


def _located(view: View, index: int) -> int | None:
    """The place that lies so far off: the nearest named one before the figure in its clause."""
    edge = view.edge_left(view.row[index].first)
    for k in range(index - 1, -1, -1):
        if view.row[k].first < edge or view.row[k].trigger is not None:
            return None
        if view.row[k].place is not None:
            return k if not is_country(view.row[k]) and is_scene(view.row[k]) else None
    return None
