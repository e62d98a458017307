"""Announced harm, reasons given for acts, and blame without a datable act."""

from collections.abc import Iterator

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.statements_before import Before
from tocsin.read.rules.statements_quotes import outside, speaker_side
from tocsin.read.rules.statements_view import (
    QUOTES,
    Draft,
    View,
    cue_index,
    is_armed,
    is_group,
    near,
)
from tocsin.read.rules.statements_voice import relay
from tocsin.read.rules.word_lists import grammar_words, statement_words

# -- threats --------------------------------------------------------------------------------------------------------


def threats(view: View, before: Before) -> Iterator[Draft]:
    """Announced harm: in the words of the side that threatens, or told of it (rows 31, 31b)."""
    spoken = _spoken_threat(view, before)
    if spoken is not None:
        yield from spoken
        return
    for cue in view.cue("vows"):
        draft = _vow(view, cue, before)
        if draft is not None:
            yield draft
            return
    for cue in view.cue("ultimatum"):
        by = next((k for k in reversed(view.people(0, cue[0])) if is_armed(view.row[k])), None)
        draft = view.draft("threat", *cue)
        if by is not None and draft is not None:
            view.put_actor(draft, "by", by)
            _deadline(view, draft, cue[1])
            yield draft


def _spoken_threat(view: View, before: Before) -> list[Draft] | None:
    """ "If you …, we will burn your barracks": first person and harm within one quotation."""
    for quote in view.quoted():
        for first, last in near(view.cue("first_person"), *quote):
            harm = next(near(view.cue("harm"), last, min(quote[1], last + 7)), None)
            if harm is None or not _at_somebody(view, harm[1], quote[1]):
                continue
            side = speaker_side(view, before, *outside(view, [quote]))
            if side is None or not is_armed(side[0].row[side[1]]):
                continue
            return _threat_drafts(view, side, quote, first)
    return None


def _at_somebody(view: View, first: int, last: int) -> bool:
    words = {t.lower for t in view.tokens[first : min(last, first + 8)]}
    return bool(words & statement_words("threatened")) or any(
        view.row[k].people is not None for k in view.people(first, min(last, first + 8))
    )


def _threat_drafts(view: View, side: tuple[View, int], quote: tuple[int, int], first: int) -> list[Draft]:
    condition = next(near(view.cue("if_words"), *quote), None)
    draft = view.draft("threat", *quote, keep=first)
    if draft is None:
        return []
    side[0].put_actor(draft, "by", side[1])
    _addressee(view, draft, quote)
    made = [draft]
    if condition is not None:
        last = next((k for k in range(condition[1], quote[1]) if view.tokens[k].lower == ","), quote[1])
        words = view.words(condition[0], last if condition[0] < first else quote[1])
        draft.put(condition=words)
        reason = _reason(view, side, condition, last, words)
        if reason is not None:
            made.append(reason)
    _deadline(view, draft, first)
    draft.put(via=relay(view))
    return made


def _reason(view: View, side: tuple[View, int], condition: tuple[int, int], last: int, words: str) -> Draft | None:
    """A condition that reproaches ("if you hire mercenaries") is the reason the side gives."""
    if not any(t.lower in ("you", "your") for t in view.tokens[condition[0] : last]):
        return None
    cause = [k for k in view.people(condition[0], last) if view.row[k].people is not None and is_armed(view.row[k])]
    if not cause:
        return None
    draft = view.draft("motive", condition[0], last)
    if draft is None:
        return None
    side[0].put_actor(draft, "by", side[1])
    draft.put(reason=words)
    view.put_actor(draft, "caused_by", cause[0])
    return draft


def _addressee(view: View, draft: Draft, quote: tuple[int, int]) -> None:
    """ "We say to the government", "our message to X": the phrase after "to" or a vocative."""
    for k in range(quote[1]):
        if view.tokens[k].lower == "to" and k and view.tokens[k - 1].lower in ("say", "message", "warning", "tell"):
            index = view.chunk_at(k + 1)
            index += view.row[index].lower in ("the", "our") and index + 1 < len(view.row)
            if view.row[index].people is not None or view.row[index].place is not None:
                view.put_actor(draft, "target", index)
            return


def _vow(view: View, cue: tuple[int, int], before: Before) -> Draft | None:
    """ "G vowed to attack X", "G warned it would strike"."""
    word = view.tokens[cue[0]].lower
    strong = word in cue_index().words["strong_vows"]
    linked = view.tokens[cue[1]].lower if cue[1] < len(view.tokens) else ""
    reach = range(cue[1], min(len(view.tokens), cue[1] + 8))
    would = any(view.tokens[k].lower in ("would", "will") for k in reach) and any(
        view.tokens[k].lower in ("it", "they", "he") for k in reach
    )
    if not (would or (linked == "to" and (strong or word.startswith(("pledg", "promis"))))) and not (
        strong and _noun_of_harm(view, cue[1])
    ):
        return None
    harm = next(near(view.cue("harm"), cue[1], min(len(view.tokens), cue[1] + 9)), None)
    if harm is None and not (strong and _noun_of_harm(view, cue[1])):
        return None
    by = _threatener(view, cue[0], before)
    if by is None:
        return None
    last = _vow_end(view, cue[1])
    draft = view.draft("threat", cue[0], last)
    if draft is None:
        return None
    if harm is not None and not (draft.start <= view.tokens[harm[0]].start < draft.end):
        return None  # a name between the vow and the harm had to be cut out
    by[0].put_actor(draft, "by", by[1])
    after = harm[1] if harm is not None else cue[1]
    _target(view, draft, after, harm)
    if "target" not in draft.data and not is_group(by[0].row[by[1]]) and harm is not None:
        return None  # "vowed to fight corruption": a side that is no armed group must threaten somebody
    _conditions(view, draft, cue[1], last)
    _deadline(view, draft, cue[1])
    return draft.put(via=relay(view))


def _target(view: View, draft: Draft, first: int, harm: tuple[int, int] | None) -> None:
    """What the harm is aimed at: the people, place or thing right after it, before any condition."""
    if harm is not None and view.words(*harm).lower() in statement_words("aimless"):
        return
    stop = next((a for a, _ in view.cue("if_words") if a >= first), len(view.tokens))
    for k in range(view.chunk_at(min(first, len(view.tokens) - 1)), len(view.row)):
        chunk = view.row[k]
        if chunk.first < first:
            continue
        if chunk.first >= min(stop, first + 6) or chunk.lower in (",", ".", "and"):
            return
        if chunk.people is not None or chunk.place is not None:
            view.put_actor(draft, "target", k)
            return
        if chunk.object_side is not None:
            draft.put(target=view.text(chunk.start, chunk.end))
            return


def _vow_end(view: View, first: int) -> int:
    """End of the words of a vow: its clause, without a new one after a comma."""
    opened = first + 1 < len(view.tokens) and view.tokens[first + 1].text in QUOTES
    last = view.edge_right(first + 2 if opened else first)  # "threatened to “destroy …”": the quoted words count
    for k in range(first, last - 1):
        if view.tokens[k].lower == "," and view.tokens[k + 1].lower in grammar_words("vow_ends"):
            return k
    return last


def _noun_of_harm(view: View, first: int) -> bool:
    """ "threatened attacks", "vowed revenge", "vowed retaliation"."""
    return any(t.lower in statement_words("nouns_of_harm") for t in view.tokens[first : first + 3])


def _threatener(view: View, token: int, before: Before) -> tuple[View, int] | None:
    """Who threatens: an armed side before the verb; "it" and "the group" for the group spoken of before."""
    first = view.edge_left(token)
    for k in reversed(view.people(first, token)):
        chunk = view.row[k]
        if is_prepositional(view.row, k):
            continue
        return (view, k) if is_armed(chunk) or (chunk.form is ActorForm.GOVERNMENT) else None
    if any(view.tokens[k].lower in ("it", "they") for k in range(max(first, token - 3), token)) or any(
        first <= a and b <= token for a, b in view.cue("group_words")
    ):
        return before.group(view.sentence.number)
    return None


def _conditions(view: View, draft: Draft, first: int, last: int) -> None:
    cue = next(near(view.cue("if_words"), first, last), None)
    if cue is not None:
        draft.put(condition=view.words(cue[0], last))


def _deadline(view: View, draft: Draft, first: int) -> None:
    for k in view.times(first):
        before = view.tokens[view.row[k].first - 1].lower if view.row[k].first else ""
        if before in ("by", "before", "until", "within") or view.row[k].lower.startswith(
            ("by ", "before ", "until ", "within ")
        ):
            view.put_time(draft, "deadline", k)
            return
