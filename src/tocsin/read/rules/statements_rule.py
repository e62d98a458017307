"""Who helps and pays whom, and how armed groups rule."""

from collections.abc import Iterator

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.statements_before import Before, group_of, speaks_of_group
from tocsin.read.rules.statements_groups import hedged, named_right, negated, pair
from tocsin.read.rules.statements_view import Draft, View, is_armed, is_named, named_left, near, same_actor
from tocsin.read.rules.word_lists import grammar_words, statement_words

_NEAR = 9  # tokens between "by" and the helper's name


def support(view: View, before: Before) -> Iterator[Draft]:
    """Relations of help and money between actors."""
    yield from _helped(view)
    yield from _funded(view, before)


# -- help and money -------------------------------------------------------------------------------------------------


def _helped(view: View) -> Iterator[Draft]:
    """ "The army, helped by alleged fighters of X": help as a relation, never a co-actor of an event (row 29)."""
    for cue in view.cue("alongside"):
        helper, helped = _helped_side(view, cue[0]), _force_right(view, cue[1])
        draft = pair(view, "allied_with", helped, helper, cue) if helper is not None and helped is not None else None
        if draft is not None:
            yield draft
    for cue in view.cue("helped_by"):
        a = _helped_side(view, cue[0])
        b = _helper(view, cue[1])
        if a is None or b is None:
            continue
        draft = pair(view, "allied_with", a, b, cue)
        if draft is not None:
            yield draft


def _force_right(view: View, token: int) -> int | None:
    """The named actor or force right after a cue."""
    found = [k for k in view.people(token, token + 5) if is_armed(view.row[k])]
    return found[0] if found and view.row[found[0]].first - token <= 1 else None


def _helped_side(view: View, token: int) -> int | None:
    for k in range(view.chunk_at(token) - 1, max(-1, view.chunk_at(token) - 7), -1):
        chunk = view.row[k]
        if chunk.first >= token:
            continue
        if is_armed(chunk):
            return k
        if chunk.lower not in grammar_words("between_group_and_rule"):
            return None
    return None


def _helper(view: View, token: int) -> int | None:
    """Who helps: the first named actor, or forces of a named country, in the phrase after "by"."""
    for k in range(view.chunk_at(min(token, len(view.tokens) - 1)), len(view.row)):
        chunk = view.row[k]
        if chunk.first < token:
            continue
        if chunk.first - token > _NEAR or chunk.lower in (".", ";", ",", "said", "that") or chunk.trigger:
            return None
        if chunk.people is None:
            continue
        form = chunk.people.expression.form
        if k + 2 < len(view.row) and view.row[k + 1].lower in ("of", "from"):
            owner = next((m for m in range(k + 2, min(len(view.row), k + 5)) if is_named(view.row[m])), None)
            if owner is not None:
                return owner
        if form is ActorForm.NAMED or (
            form in (ActorForm.STATE, ActorForm.ARMED, ActorForm.EXTERNAL) and chunk.people.expression.country
        ):
            return k
        if k + 1 < len(view.row) and view.row[k + 1].lower in ("of", "from"):
            continue
        return None
    return None


def _funded(view: View, before: Before) -> Iterator[Draft]:
    """ "A sends millions of dollars to B", "A funds B"."""
    for first, _last in view.cue("money_verbs"):
        money = next(near(view.cue("money"), first, min(len(view.tokens), first + 6)), None)
        to = (
            next(
                (k for k in range(money[1], min(len(view.tokens), money[1] + 3)) if view.tokens[k].lower == "to"), None
            )
            if money
            else None
        )
        paid = _paid(view, to + 1) if to is not None else None
        if paid is None or negated(view, first):
            continue
        yield from _payment(view, before, paid, first)
    for cue in view.cue("funds"):
        paid, payer = named_right(view, cue[1]), named_left(view, cue[0])
        if paid is not None and payer is not None and view.row[payer].last + 3 >= cue[0]:
            draft = pair(view, "funds", payer, paid, cue)
            if draft is not None:
                yield draft


def _paid(view: View, token: int) -> int | None:
    """The named actor that gets the money, also as owner of a body ("to the core of X")."""
    for k in range(view.chunk_at(min(token, len(view.tokens) - 1)), len(view.row)):
        if view.row[k].first - token > 5 or view.row[k].lower in (",", ".", ";", "for"):
            return None
        if is_named(view.row[k]):
            return k
    return None


def _payment(view: View, before: Before, paid: int, verb: int) -> Iterator[Draft]:
    payer = named_left(view, verb)
    draft = view.draft("relation", verb, view.row[paid].last)
    if draft is None:
        return
    draft.put(relation="funds")
    state = _country_left(view, verb)
    if payer is not None and not same_actor(view.row[payer], view.row[paid]):
        view.put_actor(draft, "a", payer)
    elif state is not None:
        view.put_actor(draft, "a", state)
    else:
        told = before.group(view.sentence.number)
        if told is None or same_actor(told[0].row[told[1]], view.row[paid]):
            return
        told[0].put_actor(draft, "a", told[1])
    view.put_actor(draft, "b", paid)
    hearsay = any(t.lower in statement_words("hearsay") for t in view.tokens)
    draft.put(source=next((t.lower for t in view.tokens if t.lower in statement_words("services")), None))
    yield draft.put(hedged=hearsay or hedged(view, verb, view.row[paid].last))


def _country_left(view: View, token: int) -> int | None:
    """A country right before a verb, acting as a state ("X sends cash")."""
    index = view.chunk_at(token) - 1
    for k in range(index, max(-1, index - 2), -1):
        place = view.row[k].place
        if place is not None and place.is_country and not is_prepositional(view.row, k):
            return k
    return None


# -- rule -----------------------------------------------------------------------------------------------------------

_MAX_GAP = 7


def governance(view: View, before: Before) -> Iterator[Draft]:
    """Rule without a date: courts, taxes, services, control of land (CODEBOOK section 10, row 25)."""
    if not view.has("rule_verbs") or not view.has("rule_things") or _one_day(view):
        return
    verbs, things = view.cue("rule_verbs"), view.cue("rule_things")
    pairs = [(v, t) for v in verbs for t in things if v[1] <= t[0] <= v[1] + _MAX_GAP]
    if not pairs:
        return
    subject = _ruler(view, before, pairs[0][0][0])
    if subject is None:
        return
    first, last = pairs[0][0][0], max(t[1] for _, t in pairs)
    draft = view.draft("governance", first, last)
    if draft is None:
        return
    told, index = subject
    told.put_actor(draft, "by", index)
    places = [k for k in view.places() if view.row[k].place is not None]
    view.put_places(draft, "place", places[:1])
    yield draft.put(what=view.words(first, last))


def _one_day(view: View) -> bool:
    """Whether a date makes it a happening rather than a state of things."""
    for k in view.times():
        time = view.row[k].time
        if (
            time is not None
            and time.modifier != "since"
            and (time.weekday is not None or time.day is not None or time.unit == "day")
        ):
            return True
    return False


def _ruler(view: View, before: Before, token: int) -> tuple[View, int] | None:
    """The armed group that rules: subject of the verb, or "they" for the group spoken of before."""
    for k in range(view.chunk_at(token) - 1, -1, -1):
        chunk = view.row[k]
        if chunk.first >= token:
            continue
        if chunk.people is not None and is_armed(chunk) and not is_prepositional(view.row, k):
            form = chunk.people.expression.form
            if form is ActorForm.STATE:
                return None
            return (view, k) if chunk.people.side in (Side.REBEL, Side.MILITIA, Side.OTHER) else None
        if chunk.form is ActorForm.GOVERNMENT:
            return None
    return group_of(view, before, None) if speaks_of_group(view, 0, min(token, 3)) else None
