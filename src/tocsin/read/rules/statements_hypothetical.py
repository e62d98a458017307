"""Hypotheses and forecasts: could, might, "unless … will". Nothing of it happened, and none is our forecast."""

from collections.abc import Iterator

from tocsin.model.expressions import TimeForm
from tocsin.read.rules.acts import FEARED_ACTS
from tocsin.read.rules.statements_view import QUOTES, Draft, View, near
from tocsin.read.rules.word_lists import grammar_words, statement_words

_WEAK = frozenset({"could", "might", "may"})
_MARKS = frozenset({".", ";", ":", "–", "—", "…"})
_RISK_REACH = 14
_MAX_TOKENS = 45


def hypotheticals(view: View, earlier: View | None) -> Iterator[Draft]:
    """What may come, with its modal, condition and horizon (CODEBOOK section 10, row 40).

    ``earlier`` is the sentence before: an if-clause that ends in an ellipsis belongs to this one.
    """
    carried = _open_condition(earlier)
    used = -1
    for first, last in view.cue("will_words"):
        if first < used or not _is_modal(view, first):
            continue
        start, end = view.edge_left(first, _MARKS), view.edge_right(last, _MARKS)
        condition = _condition(view, start, end, first)
        what = _consequence(view, first, start, end, condition)
        conditional = condition is not None or carried is not None
        if not _counts(view, first, last, what, conditional):
            continue
        draft = view.draft("hypothetical", *what, keep=first)
        if draft is None or draft.start > view.tokens[what[0]].start or draft.end < view.tokens[what[1] - 1].end:
            continue  # a name had to be cut out: what is left says too little
        draft.put(what=view.words(*what), modal=view.tokens[first].lower)
        if condition is not None:
            draft.put(condition=view.words(*condition))
        elif carried is not None and earlier is not None:
            draft.put(condition=earlier.words(*carried))
        _horizon(view, draft, last, end)
        used = end
        yield draft


def _counts(view: View, first: int, last: int, what: tuple[int, int], conditional: bool) -> bool:
    """Whether violence or its means may come: weak modals alone, "will" and "would" only under a condition that is no
    threat to the hearer."""
    if what[1] - what[0] > _MAX_TOKENS or not _risky(view, last, what[1]):
        return False
    if view.tokens[first].lower in _WEAK:
        return True
    return conditional and not any(t.lower in ("you", "your", "we") for t in view.tokens[what[0] : what[1]])


def _is_modal(view: View, token: int) -> bool:
    """Whether the word is a modal of the future: no month or person, nothing about the past or present."""
    if view.row[view.chunk_at(token)].time is not None or any(a <= token < b for a, b in view.cue("not_hypothetical")):
        return False
    after = [t.lower for t in view.tokens[token + 1 : token + 3]]
    if "have" in after or (after and after[0] in grammar_words("no_modal_before")):
        return False  # "may have fled" is about the past, "May has said" about a person
    if after[:1] == ["be"] and len(after) > 1 and after[1].endswith("ing"):
        return False  # "may be planning" hedges the present
    left = [t.lower for t in view.tokens[max(0, token - 12) : token]]
    if "neither" in left or "nor" in left or "before" in left[-3:]:
        return False  # "neither could", "before it could": told of the past
    named = view.tokens[token].lower == "may" and view.tokens[token].text[0].isupper() and token > 0
    return not named and not (left and left[-1] in statement_words("no_modal_behind"))


def _risky(view: View, first: int, last: int) -> bool:
    """Whether what may come is violence or its means."""
    end = min(last, first + _RISK_REACH)
    if next(near(view.cue("risk"), first, end), None) is not None:
        return True
    return any(
        c.trigger is not None
        and first <= c.first < end
        and c.trigger.act in FEARED_ACTS
        and c.trigger.base not in statement_words("violence_of_anything")
        for c in view.row
    )


def _condition(view: View, start: int, end: int, modal: int) -> tuple[int, int] | None:
    """Tokens of the if-clause: from its word to the comma, to the subject of the modal, or to the end."""
    for first, _ in near(view.cue("if_words"), start, end):
        if view.tokens[first].lower not in ("if", "unless"):
            continue
        comma = next((k for k in range(first + 1, end) if view.tokens[k].lower in (",", "then")), None)
        if first > modal:
            return first, comma if comma is not None else end
        if comma is not None and comma < modal:
            return first, comma
        if view.tokens[modal - 1].lower in grammar_words("pronouns"):
            return first, modal - 1
        return None
    return None


def _open_condition(view: View | None) -> tuple[int, int] | None:
    """An if-clause that ends a sentence in an ellipsis."""
    if view is None or view.tokens[-1].text not in ("…", "..."):
        return None
    cue = next((c for c in view.cue("if_words") if view.tokens[c[0]].lower in ("if", "unless") and c[0] <= 2), None)
    return (cue[0], len(view.tokens) - 1) if cue is not None else None


def _consequence(view: View, modal: int, start: int, end: int, condition: tuple[int, int] | None) -> tuple[int, int]:
    """Tokens of the clause with the modal, without its condition, asides and reporting words."""
    first, last = start, end
    if condition is not None and condition[1] <= modal:
        first = condition[1]
    elif condition is not None and condition[0] > modal:
        last = condition[0]
    for k in range(modal - 1, first - 1, -1):
        if view.tokens[k].lower in ("that", "but", "while") or view.tokens[k].text in QUOTES:
            first = k + 1
            break
    last = next((k for k in range(modal + 1, last) if _ends(view, k, last)), last)
    comma = next((k for k in range(last - 1, modal + 1, -1) if view.tokens[k].lower == ","), None)
    if comma is not None and last - comma <= 4:  # ", diplomats fear"
        last = comma
    while first < modal and not view.tokens[first].text[0].isalnum():
        first += 1
    while last > modal + 1 and not view.tokens[last - 1].text[0].isalnum():
        last -= 1
    return first, last


def _ends(view: View, token: int, last: int) -> bool:
    """Whether the clause ends here: a quotation mark, a word of saying, a comma before an aside."""
    if view.tokens[token].text in QUOTES or view.tokens[token].lower in ("said", "says", "say"):
        return True
    following = view.tokens[token + 1].lower if token + 1 < last else ""
    return view.tokens[token].lower == "," and (
        following.endswith("ing") or following in grammar_words("aside_openers")
    )


def _horizon(view: View, draft: Draft, first: int, end: int) -> None:
    """By when, in the text's words."""
    cue = next(near(view.cue("horizon"), first, end), None)
    if cue is not None:
        stop = cue[1]
        while stop < end and view.tokens[stop].lower in statement_words("more_time"):
            stop += 1
        draft.put(horizon=view.words(cue[0], stop))
        return
    for k in view.times(first, end):
        time = view.row[k].time
        if time is not None and (
            time.modifier in ("future", "next") or (time.form is TimeForm.OFFSET and (time.offset or 0) > 0)
        ):
            draft.put(horizon=view.text(view.row[k].start, view.row[k].end))
            return
