"""Facts about organisations: where they come from, whom they belong to, help or pay, and how they rule."""

from collections.abc import Iterator

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.statements_view import (
    Draft,
    View,
    cue_index,
    is_named,
    same_actor,
)
from tocsin.read.rules.word_lists import context_words, grammar_words

_NEAR = 9  # tokens between a cue and the name it governs


def relations(view: View) -> Iterator[Draft]:
    """All relations between organisations told in a sentence, hedged ones marked."""
    yield from _creations(view)
    yield from _components(view)
    yield from _by_cue(view)


def pair(view: View, relation: str, a: int, b: int, cue: tuple[int, int]) -> Draft | None:
    """A relation between the phrases at two chunks; ``None`` when both are one actor."""
    if same_actor(view.row[a], view.row[b]):
        return None
    first = min(view.row[a].first, view.row[b].first, cue[0])
    last = max(view.row[a].last, view.row[b].last, cue[1])
    draft = view.draft("relation", first, last, keep=cue[0])
    if draft is None:
        return None
    draft.put(relation=relation)
    view.put_actor(draft, "a", a)
    view.put_actor(draft, "b", b)
    return draft.put(hedged=hedged(view, first, last))


def hedged(view: View, first: int, last: int) -> bool:
    hedges = context_words("hedge")
    return any(token.lower in hedges for token in view.tokens[max(0, first - 3) : last])


# -- origins --------------------------------------------------------------------------------------------------------


def _creations(view: View) -> Iterator[Draft]:
    """ "G was created in 2017 from A, B and C": a creation, and one merger a part (CODEBOOK section 10, row 13)."""
    for first, last in view.cue("created"):
        whole = _founded(view, first)
        if whole is None:
            continue
        date = next((k for k in view.times(last) if view.row[k].first - last <= 4), None)
        draft = view.draft(
            "relation", view.row[whole].first, view.row[date].last if date is not None else last, keep=first
        )
        if draft is not None and date is not None:
            draft.put(relation="created")
            view.put_actor(draft, "a", whole)
            view.put_time(draft, "date", date)
            yield draft.put(hedged=hedged(view, view.row[whole].first, last))
        yield from _parts(view, whole, first, last, date)


def _founded(view: View, token: int) -> int | None:
    """The organisation a word of founding is about: the subject, or what stands before "that was born"."""
    for k in range(view.chunk_at(token) - 1, -1, -1):
        chunk = view.row[k]
        if chunk.lower in (".", ";", ":") or chunk.kind in (ChunkKind.TIME, ChunkKind.TRIGGER):
            return None
        if is_named(chunk):
            return k
        if chunk.people is not None:  # somebody else was born or set up
            return None
    return None


def _parts(view: View, whole: int, first: int, last: int, date: int | None) -> Iterator[Draft]:
    out_of = [cue for cue in view.cue("out_of") if last <= cue[0] <= last + _NEAR]
    if not out_of:
        return
    start = out_of[0][1]
    seen: set[str] = set()
    for k in view.people(start):
        chunk = view.row[k]
        if not is_named(chunk) or same_actor(chunk, view.row[whole]) or "which" in _words_between(view, start, chunk):
            continue
        draft = view.draft("relation", chunk.first, chunk.last)
        if draft is None or chunk.lower in seen:
            continue
        seen.add(chunk.lower)
        draft.put(relation="merged_into")
        _part(view, draft, k)
        view.put_actor(draft, "b", whole)
        if date is not None:
            view.put_time(draft, "date", date)
        yield draft.put(hedged=hedged(view, first, last))


def _words_between(view: View, start: int, chunk: Chunk) -> list[str]:
    """Words of the relative clause, if any, that a name stands in."""
    words: list[str] = []
    for token in view.tokens[start : chunk.first]:
        words = [] if token.lower in (",", "and", "–", "—") else [*words, token.lower]
    return words


def _part(view: View, draft: Draft, index: int) -> None:
    """The part as it is named; a wing or splinter of an organisation stays words, it is not the whole of it."""
    chunk = view.row[index]
    parts = cue_index().words["part_words"]
    after = [t.lower for t in view.tokens[chunk.last : chunk.last + 2]]
    left = [t.lower for t in view.tokens[max(0, chunk.first - 3) : chunk.first]]
    if any(word in parts for word in after) and after[0] not in (",", "and", "."):
        end = chunk.last + max(k for k, word in enumerate(after) if word in parts) + 1
        draft.put(a=view.words(chunk.first, end))
    elif "of" in left and any(word in parts for word in left):
        start = chunk.first - len(left) + next(k for k, word in enumerate(left) if word in parts)
        draft.put(a=view.words(start, chunk.last))
    else:
        view.put_actor(draft, "a", index)


# -- belonging ------------------------------------------------------------------------------------------------------


def _components(view: View) -> Iterator[Draft]:
    """ "G's Northern brigade component", "G 's affiliate in X, the Y"."""
    for k, chunk in enumerate(view.row[:-2]):
        if not is_named(chunk) or view.row[k + 1].lower != "'s":
            continue
        after = k + 2
        if is_named(view.row[after]) and after + 1 < len(view.row):
            noun = view.row[after + 1]
            if noun.lower in cue_index().words["component_nouns"]:
                draft = pair(view, "component_of", after, k, (noun.first, noun.last))
                if draft is not None:
                    yield draft
        elif view.row[after].lower in cue_index().words["affiliate_nouns"]:
            named = next((m for m in range(after + 1, min(len(view.row), after + 6)) if is_named(view.row[m])), None)
            if named is not None:
                draft = pair(view, "affiliate_of", named, k, (view.row[after].first, view.row[after].last))
                if draft is not None:
                    yield draft


_CUES = (
    ("affiliate_of", "affiliate_of"), ("component_of", "component_of"), ("splinter_of", "splinter_of"),
    ("pledged", "pledged_to"), ("merged", "merged_into"),
)  # fmt: skip


def _by_cue(view: View) -> Iterator[Draft]:
    """ "A, a faction of B", "A pledged allegiance to B", "A, an al-Qaeda affiliate": both sides must be named."""
    for purpose, relation in _CUES:
        for cue in view.cue(purpose):
            b = named_right(view, cue[1], reach=3)
            a = _antecedent(view, cue[0]) if b is not None else None
            if a is not None and b is not None and not negated(view, cue[0]):
                draft = pair(view, relation, a, b, cue)
                if draft is not None:
                    _date_near(view, draft, cue)
                    yield draft
    for cue in view.cue("affiliate_nouns"):
        k = view.chunk_at(cue[0])
        if k and is_named(view.row[k - 1]) and not _possessed(view, k - 1):
            a = _antecedent(view, view.row[k - 1].first)
            draft = pair(view, "affiliate_of", a, k - 1, cue) if a is not None else None
            if draft is not None:
                yield draft
    yield from _renamed(view)


def _possessed(view: View, index: int) -> bool:
    return index > 0 and view.row[index - 1].lower == "'s"


def _renamed(view: View) -> Iterator[Draft]:
    for purpose, forward in (("renamed", True), ("renamed_from", False)):
        for cue in view.cue(purpose):
            right, left = named_right(view, cue[1], reach=3), _antecedent(view, cue[0])
            if right is None or left is None:
                continue
            old, new = (left, right) if forward else (right, left)
            draft = pair(view, "renamed_to", old, new, cue)
            if draft is not None:
                _date_near(view, draft, cue)
                yield draft


def negated(view: View, token: int) -> bool:
    return any(
        t.lower in ("not", "never", "no", "denied", "denies") or t.lower.endswith("n't")
        for t in view.tokens[max(0, token - 4) : token]
    )


def _date_near(view: View, draft: Draft, cue: tuple[int, int]) -> None:
    times = [k for k in view.times() if view.row[k].first - cue[1] <= 8 and view.row[k].time is not None]
    if times:
        view.put_time(draft, "date", min(times, key=lambda k: abs(view.row[k].first - cue[0])))


def named_right(view: View, token: int, reach: int = 5) -> int | None:
    """The named actor after a cue, over small words and adjectives."""
    for k in range(view.chunk_at(min(token, len(view.tokens) - 1)), len(view.row)):
        chunk = view.row[k]
        if chunk.first < token:
            continue
        if chunk.first - token >= reach or chunk.lower in (",", ".", ";", "and", "but") or chunk.trigger is not None:
            return None
        if is_named(chunk):
            return k
        if chunk.people is not None or chunk.place is not None:
            return None
    return None


def _antecedent(view: View, token: int) -> int | None:
    """The named actor that an apposition or verb at ``token`` is about: "A, a faction of …", "A broke away from …".

    Between the two stand only an apposition's own words: after a comma, bracket or "is" up to sixteen tokens, else
    five; never a verb, a time, another actor, or a clause.
    """
    for k in range(view.chunk_at(token) - 1, -1, -1):
        chunk = view.row[k]
        if chunk.first >= token:
            continue
        if is_named(chunk):
            opener = view.tokens[chunk.last].lower if chunk.last < len(view.tokens) else ""
            reach = _FAR if opener in grammar_words("apposition_openers") else _CLOSE
            return k if token - chunk.last <= reach else None
        if (
            chunk.lower in grammar_words("apposition_ends")
            or chunk.kind in (ChunkKind.TIME, ChunkKind.NUMBER, ChunkKind.TRIGGER)
            or token - chunk.last > _FAR
        ):
            return None
        if chunk.people is not None and not (
            chunk.people.expression.form is ActorForm.ARMED and chunk.people.count is None
        ):
            return None
    return None


_FAR, _CLOSE = 16, 5
