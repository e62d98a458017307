"""What is not told as fact: offers on conditions, and things said not to have happened."""

from collections.abc import Iterator

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import Modality
from tocsin.read.rules.acts import FEARED_ACTS
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.modality import told
from tocsin.read.rules.statements_before import Before
from tocsin.read.rules.statements_view import QUOTES, Draft, View, is_armed, near
from tocsin.read.rules.word_lists import grammar_words, statement_words

_OFFER_REACH = 10
_CLAUSE = frozenset({".", ";", ":", "–", "—", "…"})


# -- conditions -----------------------------------------------------------------------------------------------------


def conditions(view: View, before: Before) -> Iterator[Draft]:
    """Readiness for talks provided something: an offer is no agreement (CODEBOOK section 10, row 26)."""
    for first, last in sorted([*view.cue("offers"), *_promises(view)]):
        act = next(near(view.cue("peace_acts"), last, min(len(view.tokens), last + _OFFER_REACH)), None)
        condition = next((cue for cue in view.cue("if_words") if act is not None and _depends(view, cue, act[1])), None)
        if act is None or condition is None:
            continue
        by = _offerer(view, first, before)
        end = view.edge_right(condition[1], _CLAUSE)
        draft = view.draft("condition", first, end)
        if by is None or draft is None:
            continue
        by[0].put_actor(draft, "by", by[1])
        draft.put(offer=_offer(view, last, act, condition[0]), condition=_longest(view, condition, end))
        _partner(view, draft, act[0], condition[0])
        times = [k for k in view.times(0, condition[0]) if view.row[k].time is not None]
        if times:
            view.put_time(draft, "date", times[0])
        yield draft
        return


def _depends(view: View, cue: tuple[int, int], first: int) -> bool:
    """Whether a cue after ``first`` opens a condition; "until" only says how long."""
    return cue[0] >= first and view.tokens[cue[0]].lower not in ("until", "should", "once")


def _promises(view: View) -> Iterator[tuple[int, int]]:
    """ "Will lay down arms", "would release …": a modal right before an act of peace."""
    for first, last in view.cue("will_words"):
        if view.tokens[first].lower in ("will", "would") and any(a == last for a, _ in view.cue("peace_acts")):
            yield first, last


def _longest(view: View, cue: tuple[int, int], end: int) -> str:
    """The condition's words after the longest cue at its start ("on condition that" over "on condition")."""
    last = max(b for a, b in view.cue("if_words") if a == cue[0])
    return view.words(last, end)


def _offer(view: View, first: int, act: tuple[int, int], stop: int) -> str:
    """The words of the offer, up to "with", a mark or the condition."""
    for k in range(act[1], stop):
        if view.tokens[k].lower in ("with", ",", "as", "on", "if") or view.tokens[k].text in QUOTES:
            return view.words(first, k)
    return view.words(first, stop)


def _offerer(view: View, token: int, before: Before) -> tuple[View, int] | None:
    """Who offers: an armed side or government before the words; a leader or leadership speaks for the side."""
    for k in view.people(view.edge_left(token), token):
        people = view.row[k].people
        assert people is not None
        side = is_armed(view.row[k]) or people.expression.form is ActorForm.GOVERNMENT
        if side and (not is_prepositional(view.row, k) or _leads(view, k)):
            return view, k
    if any(t.lower in ("it", "they", "he", "she") for t in view.tokens[max(0, token - 5) : token]) or view.has(
        "group_words"
    ):
        return before.group(view.sentence.number)
    return None


def _leads(view: View, index: int) -> bool:
    """ "the leadership of the group", "the head of X"."""
    left = [t.lower for t in view.tokens[max(0, view.row[index].first - 4) : view.row[index].first]]
    return any(word in statement_words("leading") for word in left)


def _partner(view: View, draft: Draft, first: int, last: int) -> None:
    """With whom: the phrase after "with" or "to"."""
    for k in range(first, last):
        if view.tokens[k].lower != "with":
            continue
        for index in range(view.chunk_at(k) + 1, min(len(view.row), view.chunk_at(k) + 4)):
            if view.row[index].people is not None or view.row[index].place is not None:
                view.put_actor(draft, "to", index)
                return
        return


# -- negations ------------------------------------------------------------------------------------------------------


def negations(view: View) -> Iterator[Draft]:
    """Said not to have happened: "no talks have followed", "did not attack" (row 28)."""
    seen: set[int] = set()
    for first, last in view.cue("negatable"):
        start = _negator(view, first)
        if start is None or first in seen or _is_part(view, last):
            continue
        seen.update(range(start, last))
        longest = max((b for a, b in view.cue("negatable") if a == first), default=last)
        yield from _negated(view, start, longest, (first, longest))
    yield from _unclaimed(view)
    for index, chunk in enumerate(view.row):
        trigger = chunk.trigger
        if (
            trigger is None
            or trigger.is_noun
            or trigger.act not in FEARED_ACTS
            or chunk.first in seen
            or trigger.base in statement_words("violence_of_anything")
        ):
            continue
        how = told(view.row, index)
        if how.modality is Modality.NEGATED and how.because == "negation":
            start = _not_before(view, chunk.first)
            if start is not None:
                yield from _negated(view, start, chunk.last, (chunk.first, chunk.last))


def _unclaimed(view: View) -> Iterator[Draft]:
    """ "No group has claimed the attack", "nobody was hurt"."""
    for purpose, what in (("unclaimed", "claim of responsibility"), ("unharmed", "casualties")):
        for cue in view.cue(purpose)[:1]:
            draft = view.draft("negated", *cue)
            if draft is not None:
                yield draft.put(what=what)


def _negator(view: View, token: int) -> int | None:
    """First token of "no sign of", "not … any", "without" that governs the noun at ``token``."""
    for k in range(token - 1, max(-1, token - 6), -1):
        word = view.tokens[k].lower
        if word in ("no", "without", "neither", "nor"):
            if view.tokens[k + 1].lower in statement_words("no_negation") or word == "nor":
                return None
            return k
        if word in ("any", "a"):
            for m in range(k - 1, max(-1, k - 7), -1):
                if view.tokens[m].lower in statement_words("not_about_acts"):
                    return None
                if view.tokens[m].lower in ("not", "never") or view.tokens[m].lower.endswith("n't"):
                    return m if word == "any" else None
            return None
        if word in grammar_words("negation_ends") or view.row[view.chunk_at(k)].trigger is not None:
            return None
    return None


def _is_part(view: View, last: int) -> bool:
    """ "no attack plan", "no fighting force": the noun stands before another."""
    return last < len(view.tokens) and view.tokens[last].lower in statement_words("noun_behind_act")


def _not_before(view: View, token: int) -> int | None:
    """The "not" of a finite verb; "not in favour of attacking" denies no attack."""
    for k in range(token - 1, max(-1, token - 4), -1):
        word = view.tokens[k].lower
        if word in grammar_words("no_finite_negation"):
            return None
        if word in ("not", "never", "nobody", "neither", "no") or word.endswith("n't"):
            return k if word != "not" or view.tokens[min(k + 1, token)].lower not in ("only", "just") else None
    return None


def _negated(view: View, first: int, last: int, what: tuple[int, int]) -> Iterator[Draft]:
    draft = view.draft("negated", first, last, keep=what[0])
    if draft is None:
        return
    draft.put(what=view.words(*what).lower())
    people = [k for k in view.people(0, first) if is_armed(view.row[k]) and not is_prepositional(view.row, k)]
    if people:
        view.put_actor(draft, "by", people[-1])
    if view.times():
        view.put_time(draft, "date", view.times()[0])
    places = view.places(first)
    view.put_places(draft, "place", places[:1])
    yield draft
