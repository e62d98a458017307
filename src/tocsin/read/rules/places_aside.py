"""Places that a sentence names although nothing it tells happened there: where somebody spoke, where an actor is at
home or a victim is from, where a journey began or was to end, what an event is compared with.

Some are told aside whatever else the sentence names; others only when it names another place to say where ("students
from Kano were abducted near Kaduna", but "nine students were abducted from Kano").
"""

from collections.abc import Sequence
from enum import StrEnum

from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.chunks import Chunk, Chunks, is_country, is_town, words_of
from tocsin.read.rules.word_lists import grammar_words

_CUE_REACH = 4  # chunks from a word of travel or comparison to the place ("on their way back from Dori")
_BODY_REACH = 6  # chunks from people to the town their body is named after ("students of the University of Nairobi")
_COMPARED_REACH = 7  # chunks from "like", "similar to" to the place behind them


class Aside(StrEnum):
    """Why a place is not where it happened, as explanations say it."""

    DATELINE = "the dateline, where the report was sent from"
    SPEAKER = "somebody spoke or sits there"
    FAR_END = "the far end of a stretch or distance whose near end is named"
    DOER = "named as who did it"
    DEPARTURE = "somebody or something came from there"
    HEADING = "it heads the report, which names another town"
    COMPARED = "named for comparison only"
    HOME = "somebody is from there or holds office there"
    UNIT = "in the name of a force or school"
    JOURNEY = "a journey began there or was to end there"


_WEAK = frozenset({Aside.HOME, Aside.UNIT, Aside.JOURNEY})


def asides(chunks: Chunks) -> dict[int, Aside]:
    """The places of a sentence where nothing happened, by position, with the reason."""
    found: dict[int, Aside] = {}
    weak: dict[int, Aside] = {}
    usable: list[int] = []
    for k, chunk in enumerate(chunks):
        if chunk.place is None:
            continue
        reason = _reason(chunks, usable, k, chunk.place) or _weak_reason(chunks, k, weak)
        if reason in _WEAK:
            weak[k] = reason
        elif reason is not None:
            found[k] = reason
        else:
            usable.append(k)
    near = [k for k in usable if chunks[k].place is not None and not _is_distance(chunks[k].place)]
    near = [k for k in near if not (_is_measured(chunks[k].place) and any(is_town(chunks[n]) for n in near if n < k))]
    if any(is_town(chunks[k]) for k in near):
        found.update({k: Aside.FAR_END for k in usable if k not in near})
    where = [k for k in near if is_town(chunks[k]) and _tells_where(chunks, k)]
    found.update({k: reason for k, reason in weak.items() if any(_of_one_act(chunks, k, other) for other in where)})
    return found


def usable_places(chunks: Chunks) -> list[int]:
    """Where something may have happened: the places of a sentence that are not told aside."""
    aside = asides(chunks)
    return [k for k, chunk in enumerate(chunks) if chunk.place is not None and k not in aside]


def _reason(chunks: Chunks, usable: Sequence[int], index: int, place: PlaceExpression) -> Aside | None:
    """Why a place is told aside whatever else the sentence names."""
    if place.relation is PlaceRelation.SPEAKER:
        return Aside.DATELINE if index == 0 else Aside.SPEAKER
    if _is_far_end(chunks, usable, place):
        return Aside.FAR_END
    if _is_doer(chunks, index):
        return Aside.DOER
    if _is_origin(chunks, index):
        return Aside.DEPARTURE
    if _heads_line(chunks, index):
        return Aside.HEADING
    return Aside.COMPARED if _is_compared(chunks, index) else None


def _weak_reason(chunks: Chunks, index: int, weak: dict[int, Aside]) -> Aside | None:
    """Why a place is told aside once the sentence names another one for what happened."""
    if not is_town(chunks[index]) or index < 2:
        return None
    before = chunks[index - 1].lower
    if _names_unit(chunks, index):
        return Aside.UNIT
    if _is_native(chunks, index - 2, before):
        return Aside.HOME
    return Aside.JOURNEY if _is_journey(chunks, index, weak) else None


def _is_native(chunks: Chunks, index: int, link: str) -> bool:
    """Whether somebody is said to be of a place: "students *from*", "a native *of*", "the mayor *of*"; but "the
    garrison of" a town is there."""
    if link == "from":
        return chunks[index].people is not None or chunks[index].lower in grammar_words("natives")
    words = (
        grammar_words("natives_of") if link == "of" else grammar_words("natives_in") if link == "in" else frozenset()
    )
    return chunks[index].lower.split()[-1] in words


def _names_unit(chunks: Chunks, index: int) -> bool:
    """Whether a town is in the name of the people's own force or school: "soldiers of the *Gao* garrison", "students of
    the University of *Nairobi*"."""
    of = next((k for k in range(index - 1, max(-1, index - _BODY_REACH), -1) if chunks[k].people is not None), None)
    if of is None or of + 1 >= index or chunks[of + 1].lower not in ("of", "from", "at"):
        return False
    between = {c.lower for c in chunks[of + 1 : index]}
    behind = chunks[index + 1].lower if index + 1 < len(chunks) else ""
    schools = grammar_words("home_bodies")
    return behind in schools or (chunks[index - 1].lower == "of" and not schools.isdisjoint(between))


def _is_journey(chunks: Chunks, index: int, weak: dict[int, Aside]) -> bool:
    """Whether a journey begins or was to end at a place: "bound for *Mombasa*", "a convoy from *Gao* to *Kidal*"."""
    before = chunks[index - 1].lower
    if before not in grammar_words("travel_links"):
        return False
    if weak.get(index - 2) is Aside.JOURNEY:
        return True
    row = [c.lower for c in chunks[max(0, index - 1 - _CUE_REACH) : index - 1]]
    if any(word in ("road", "highway") for word in row):
        return False  # "on the road from Gao to Kidal" is where it happened
    return before in ("towards", "toward") or not grammar_words("travel_words").isdisjoint(row)


def _tells_where(chunks: Chunks, index: int) -> bool:
    """Whether a place is said to be where something happened: "in", "near", "at" or "through" it, 20 km from it."""
    place = chunks[index].place
    if place is not None and place.relation in (PlaceRelation.NEAR, PlaceRelation.DISTANCE, PlaceRelation.BETWEEN):
        return True
    back = index - 1
    while back > 0 and chunks[back].lower in grammar_words("between_in_and_place"):
        back -= 1
    return back >= 0 and chunks[back].lower in grammar_words("place_links")


def _of_one_act(chunks: Chunks, one: int, other: int) -> bool:
    """Whether another place is where the act is told to be that names the first one too. No further act stands between
    them: none but the first of the sentence, whose doers may be of the
    first place ("Militiamen from *Zintan* shot dead … in *Sabha*"), and what people of it do ("who marched in")."""
    inner, outer = chunks[one].place, chunks[other].place
    said_of = one > 0 and chunks[one - 1].lower == "of"
    if said_of and inner is not None and outer is not None and outer.name in inner.containers:
        return False  # "residents of Kati in Koulikoro": the second place only holds the first
    first, last = sorted((one, other))
    acts = [k for k in range(first + 1, last) if chunks[k].trigger is not None]
    if acts and not any(c.trigger is not None for c in chunks[:first]):
        acts = acts[1:]
    return all(chunks[k - 1].lower in ("who", "which", "that") for k in acts)


def _is_compared(chunks: Chunks, index: int) -> bool:
    """Whether a place is named for comparison alone: "the worst since *Bentiu*", "like the one in *Moura*", "larger
    than *Malta*"."""
    if index and chunks[index - 1].lower in grammar_words("compared_right_before"):
        return True
    for k in range(index - 1, max(-1, index - 1 - _COMPARED_REACH), -1):
        chunk = chunks[k]
        if chunk.verb or chunk.lower in (",", ";", ".") or (chunk.trigger is not None and not chunk.noun):
            return False
        if chunk.lower in grammar_words("compared_with"):
            return not (k and chunk.lower == "like" and _is_kind_of_place(chunks[k - 1]))
    return False


def _is_kind_of_place(chunk: Chunk) -> bool:
    """Whether "like" behind it gives examples: "in towns | like Djibo"."""
    word = chunk.lower.split(" ")[-1]
    return word in grammar_words("exemplified")


def _is_distance(place: PlaceExpression | None) -> bool:
    return place is not None and place.relation is PlaceRelation.DISTANCE


def _is_measured(place: PlaceExpression | None) -> bool:
    """Whether a border is told with its distance: behind a town it says where that lies."""
    return place is not None and place.relation is PlaceRelation.BORDER and place.distance_km is not None


def _heads_line(chunks: Chunks, index: int) -> bool:
    """Whether a town only heads a report that goes on to name another one: "*Kano*: gunmen killed nine in Minna"."""
    if index + 1 >= len(chunks) or chunks[index + 1].lower != ":" or not is_town(chunks[index]):
        return False
    if index and chunks[index - 1].lower in grammar_words("function_words"):
        return False
    behind = [c for c in chunks[index + 2 :] if is_town(c)]
    return any(c.place is not None and c.place.relation is not PlaceRelation.SPEAKER for c in behind)


def _is_doer(chunks: Chunks, index: int) -> bool:
    """Whether a country is told as who did something: "a truce brokered by *Russia* and *Turkey*"."""
    first = index
    while first > 1 and chunks[first - 1].lower in ("and", ","):
        if not is_country(chunks[first - 2]) and chunks[first - 2].people is None:
            break
        first -= 2
    return is_country(chunks[index]) and first > 0 and chunks[first - 1].lower == "by"


def _is_origin(chunks: Chunks, index: int) -> bool:
    """Whether a place is where people or weapons came from: "peacekeepers from *Vastria*", "taken off from *Olt*", when
    the sentence names another place."""
    if index < 2 or chunks[index - 1].lower != "from":
        return False
    moved = not grammar_words("came_from").isdisjoint(words_of(chunks[max(0, index - 4) : index - 1]))
    natives = is_country(chunks[index]) and chunks[index - 2].people is not None
    others = any(c.place is not None and not is_country(c) for k, c in enumerate(chunks) if k != index)
    return (moved or natives) and others


def _is_far_end(chunks: Chunks, before: Sequence[int], place: PlaceExpression) -> bool:
    """Whether a place is the second end of a stretch whose first end was met ("between A and *B*"): one place."""
    if place.relation not in (PlaceRelation.BETWEEN, PlaceRelation.BORDER):
        return False
    ends = [chunks[k].place for k in before]
    return any(e is not None and e.name in place.others and place.name in e.others for e in ends)
