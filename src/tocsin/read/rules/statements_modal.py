"""What is not told as fact: offers on conditions, hypotheses and forecasts, things said not to have happened."""

from collections.abc import Iterator

from tocsin.model.expressions import ActorForm, TimeForm
from tocsin.model.reading import Modality
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.modality import told
from tocsin.read.rules.statements_view import QUOTES, Before, Draft, View, cue_index, is_armed, near

_OFFER_REACH = 10
_RISK_REACH = 14
_CLAUSE = frozenset({".", ";", ":", "–", "—", "…"})


# -- conditions -----------------------------------------------------------------------------------------------------


def conditions(view: View, before: Before) -> Iterator[Draft]:
    """Readiness for talks provided something: an offer is no agreement (CODEBOOK section 10, row 26)."""
    for first, last in view.cue("offers"):
        act = next(near(view.cue("peace_acts"), last, min(len(view.tokens), last + _OFFER_REACH)), None)
        condition = next((cue for cue in view.cue("if_words") if act is not None and cue[0] >= act[1]), None)
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
        if is_armed(view.row[k]) or people.expression.form is ActorForm.GOVERNMENT:
            if not is_prepositional(view.row, k) or _leads(view, k):
                return view, k
    if any(t.lower in ("it", "they", "he", "she") for t in view.tokens[max(0, token - 5) : token]) or view.has(
        "group_words"
    ):
        return before.group(view.sentence.number)
    return None


def _leads(view: View, index: int) -> bool:
    """ "the leadership of the group", "the head of X"."""
    left = [t.lower for t in view.tokens[max(0, view.row[index].first - 4) : view.row[index].first]]
    return any(
        word
        in ("leadership", "leader", "leaders", "head", "chief", "spokesman", "wing", "commander", "representatives")
        for word in left
    )


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


# -- hypotheses -----------------------------------------------------------------------------------------------------


def hypotheticals(view: View, earlier: View | None) -> Iterator[Draft]:
    """Could, might, "unless … will": nothing happened and nothing is forecast by us (row 40)."""
    carried = _open_condition(earlier)
    used = -1
    for first, last in view.cue("will_words"):
        word = view.tokens[first].lower
        if first < used or not _is_modal(view, first) or any(a <= first < b for a, b in view.cue("not_hypothetical")):
            continue
        start, end = view.edge_left(first, _CLAUSE), view.edge_right(last, _CLAUSE)
        condition = _condition(view, start, end)
        conditional = condition is not None or carried is not None
        if word not in ("could", "might", "may") and not conditional:
            continue
        if not _risky(view, last, end) or (
            conditional and word not in ("could", "might", "may") and _spoken_to_you(view, start, end)
        ):
            continue
        what = _consequence(view, first, start, end, condition)
        draft = view.draft("hypothetical", *what, keep=first)
        if draft is None:
            continue
        draft.put(
            what=view.words(*what), modal=word, condition=view.words(*condition) if condition is not None else None
        )
        if condition is None and carried is not None and earlier is not None:
            draft.put(condition=earlier.words(*carried))
        _horizon(view, draft, last, end)
        used = end
        yield draft


def _is_modal(view: View, token: int) -> bool:
    """Whether "may" is the verb and no month, and "will" no noun."""
    text, lower = view.tokens[token].text, view.tokens[token].lower
    if view.row[view.chunk_at(token)].time is not None:
        return False
    before = view.tokens[token - 1].lower if token else ""
    return not (lower == "may" and text[0].isupper() and token) and before not in (
        "the",
        "a",
        "of",
        "in",
        "his",
        "her",
        "their",
        "last",
        "late",
        "early",
    )


def _risky(view: View, first: int, last: int) -> bool:
    """Whether what may come is violence or its means."""
    end = min(last, first + _RISK_REACH)
    if next(near(view.cue("risk"), first, end), None) is not None:
        return True
    return any(
        c.trigger is not None
        and first <= c.first < end
        and c.trigger.act not in ("die", "change", "release", "protest")
        for c in view.row
    )


def _spoken_to_you(view: View, first: int, last: int) -> bool:
    return any(t.lower in ("you", "your", "we") for t in view.tokens[first:last])


def _condition(view: View, start: int, end: int) -> tuple[int, int] | None:
    """Tokens of the if-clause: from its word to the comma, or to the end when it stands last."""
    for first, _ in near(view.cue("if_words"), start, end):
        word = view.tokens[first].lower
        if word in ("until", "once", "should", "in") and first > start:
            continue
        for k in range(first + 1, end):
            if view.tokens[k].lower == "," or view.tokens[k].lower in ("then",):
                return first, k
        if word in ("if", "unless", "provided", "providing", "as", "so", "only"):
            return first, end
    return None


def _open_condition(view: View | None) -> tuple[int, int] | None:
    """An if-clause that ends a sentence in an ellipsis: its consequence is the next sentence."""
    if view is None or view.tokens[-1].text not in ("…", "..."):
        return None
    cue = next((c for c in view.cue("if_words") if view.tokens[c[0]].lower in ("if", "unless") and c[0] <= 2), None)
    return (cue[0], len(view.tokens) - 1) if cue is not None else None


def _consequence(view: View, modal: int, start: int, end: int, condition: tuple[int, int] | None) -> tuple[int, int]:
    """Tokens of the clause with the modal, without its condition."""
    first, last = start, end
    if condition is not None:
        if condition[1] <= modal:
            first = condition[1] + 1
        elif condition[0] > modal:
            last = condition[0]
    for k in range(modal - 1, first - 1, -1):
        if view.tokens[k].lower in ("that", "but", "and", "while") or view.tokens[k].text in QUOTES:
            first = k + 1
            break
    for k in range(modal + 1, last):
        if view.tokens[k].text in QUOTES or view.tokens[k].lower in ("said", "says", "say"):
            last = k
            break
    while last > modal + 1 and not view.tokens[last - 1].text[0].isalnum():
        last -= 1
    return first, last


def _horizon(view: View, draft: Draft, first: int, end: int) -> None:
    cue = next(near(view.cue("horizon"), first, end), None)
    if cue is not None:
        stop = cue[1]
        while stop < end and view.tokens[stop].lower in (
            "or",
            "two",
            "three",
            "few",
            "years",
            "year",
            "months",
            "decade",
            "weeks",
            "one",
        ):
            stop += 1
        draft.put(horizon=view.words(cue[0], stop))
        return
    for k in view.times(first, end):
        time = view.row[k].time
        if time is not None and (
            time.modifier in ("future", "next") or (time.offset or 0) > 0 or time.form is TimeForm.VAGUE
        ):
            draft.put(horizon=view.text(view.row[k].start, view.row[k].end))
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
    for index, chunk in enumerate(view.row):
        if (
            chunk.trigger is None
            or chunk.trigger.is_noun
            or chunk.first in seen
            or chunk.trigger.weak
            and chunk.trigger.act in ("die", "change")
        ):
            continue
        how = told(view.row, index, view.lexicon)
        if how.modality is Modality.NEGATED and how.because == "negation":
            start = _not_before(view, chunk.first)
            if start is not None:
                yield from _negated(view, start, chunk.last, (chunk.first, chunk.last))


def _negator(view: View, token: int) -> int | None:
    """First token of "no sign of", "not … any", "without" that governs the noun at ``token``."""
    for k in range(token - 1, max(-1, token - 6), -1):
        word = view.tokens[k].lower
        if word in ("no", "without", "neither", "nor"):
            if (
                view.tokens[k + 1].lower in ("doubt", "longer", "one", "matter", "fewer", "less", "more")
                or word == "nor"
            ):
                return None
            return k
        if word in ("any", "a"):
            for m in range(k - 1, max(-1, k - 7), -1):
                if view.tokens[m].lower in ("not", "never") or view.tokens[m].lower.endswith("n't"):
                    return m if word == "any" else None
            return None
        if (
            word in (",", ".", ";", "that", "but", "which", "who", "in", "on", "against", "after", "for", "by", "with")
            or view.row[view.chunk_at(k)].trigger is not None
        ):
            return None
    return None


def _is_part(view: View, last: int) -> bool:
    """ "no attack plan", "no fighting force": the noun stands before another."""
    return last < len(view.tokens) and view.tokens[last].lower in (
        "plan",
        "plans",
        "force",
        "forces",
        "aircraft",
        "helicopters",
        "partner",
    )


def _not_before(view: View, token: int) -> int | None:
    for k in range(token - 1, max(-1, token - 5), -1):
        word = view.tokens[k].lower
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


__all__ = ["conditions", "cue_index", "hypotheticals", "negations"]
