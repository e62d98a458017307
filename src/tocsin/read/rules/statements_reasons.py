"""Reasons given for acts, and blame without a datable act."""

from collections.abc import Iterator, Sequence

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.statements_view import QUOTES, Draft, View, cue_index, inside, is_armed, is_group, is_named

# -- motives --------------------------------------------------------------------------------------------------------


def motives(view: View, happenings: Sequence[Happening]) -> Iterator[Draft]:
    """Why a side says it acted: "in response to …" (row 31b). The actor of the act or its speaker must be told."""
    for first, last in view.cue("motive"):
        if view.has("vows") and any(b <= first <= b + 2 for _, b in view.cue("vows")):
            continue  # "vowed to avenge": a threat, nothing was done yet
        by = _motivated(view, first, happenings) if first > 1 else _acts_after(view, last, happenings)
        if by is None or (
            view.tokens[last - 1].lower == "response" and last < len(view.tokens) and view.tokens[last].lower != "to"
        ):
            continue
        end = _reason_end(view, last)
        if end - last < 1:
            continue
        draft = view.draft("motive", first, end)
        if draft is None:
            continue
        view.put_actor(draft, "by", by)
        draft.put(reason=view.words(last, end))
        cause = _cause(view, last, end, view.row[by])
        if cause is not None:
            view.put_actor(draft, "caused_by", cause)
        before = [c for c in view.row if c.trigger is not None and c.last <= first]
        after = [happening.chunks[happening.main] for happening in happenings if first <= 1]
        act = before[-1] if before else next((c for c in after if c.first >= end), None)
        if act is not None:
            draft.put(event=view.words(act.first, act.last).lower())
        yield draft
        return


def _reason_end(view: View, first: int) -> int:
    for k in range(first, len(view.tokens)):
        token = view.tokens[k]
        if token.lower in (".", ";", ",") or token.text in QUOTES or token.lower in ("said", "says", "according"):
            return k
    return len(view.tokens)


def _motivated(view: View, token: int, happenings: Sequence[Happening]) -> int | None:
    """The armed side that acted: the agent of the happening, else the group that speaks in the sentence."""
    acted = [h for h in happenings if h.agent is not None and any(h.chunks[t].last <= token for t in h.triggers)]
    for happening in reversed(acted):
        assert happening.agent is not None
        if is_armed(happening.chunks[happening.agent]) and happening.chunks[happening.agent].last <= token:
            return happening.agent
    speaking = view.has("say") and any(c.trigger is not None and c.last <= token for c in view.row)
    for k in view.people(0, token):
        if (
            is_group(view.row[k])
            and not is_prepositional(view.row, k)
            and (speaking or any(c.trigger for c in view.row[k:]))
        ):
            return k
    return None


def _acts_after(view: View, token: int, happenings: Sequence[Happening]) -> int | None:
    """The side that acts in the main clause: "In response to the raid, the army launched air strikes"."""
    start = _reason_end(view, token)
    for happening in happenings:
        if (
            happening.agent is not None
            and view.row[happening.agent].first >= start
            and is_armed(view.row[happening.agent])
        ):
            return happening.agent
    return None


def _cause(view: View, first: int, last: int, by: Chunk) -> int | None:
    """Whose presence or act is the reason: a named actor wins, then other people, but not the side itself."""
    people = [k for k in view.people(first, last) if view.row[k] is not by and is_armed(view.row[k])]
    named = [k for k in people if is_named(view.row[k])]
    rulers = [k for k in view.people(first, last) if _is_government(view.row[k])]
    chosen = named or people or rulers
    return chosen[0] if chosen else None


def _is_government(chunk: Chunk) -> bool:
    return chunk.form is ActorForm.GOVERNMENT


# -- accusations ----------------------------------------------------------------------------------------------------


def accusations(view: View) -> Iterator[Draft]:
    """Blame without a datable act: "has repeatedly been accused of abuses" (row 43)."""
    if _dated_or_counted(view):
        return
    active = _accusers(view)
    if active is not None:
        yield active
        return
    for first, last in view.cue("accused"):
        if view.tokens[last - 1].lower not in ("of", "for", "in") or not _is_generic(view, first, last):
            continue
        of = _blamed(view, first)
        if of is None:
            continue
        end = _reason_end(view, last)
        draft = view.draft("accusation", first, end)
        if draft is None or end - last < 1:
            continue
        view.put_actor(draft, "of", of)
        yield draft.put(what=view.words(last, end), hedged=True)
        return


def _accusers(view: View) -> Draft | None:
    """ "Rights groups accuse the army of abuses": a standing accusation, in the present or perfect tense."""
    for first, last in view.cue("accuses"):
        word = view.tokens[first].lower
        perfect = first > 0 and view.tokens[first - 1].lower in ("have", "has", "often", "repeatedly", "regularly")
        if not (word in ("accuse", "accuses") or word.startswith("ha") or perfect):
            continue
        of = next((k for k in view.people(last, last + 6) if is_armed(view.row[k])), None)
        if (
            of is None
            or view.row[of].last >= len(view.tokens)
            or view.tokens[view.row[of].last].lower not in ("of", "for")
        ):
            continue
        if not any(a > view.row[of].last for a, _ in view.cue("abuses")):
            continue
        end = _reason_end(view, view.row[of].last + 1)
        draft = view.draft("accusation", first, end)
        if draft is None:
            continue
        view.put_actor(draft, "of", of)
        by = [k for k in view.people(view.edge_left(first), first) if view.row[k].people is not None]
        if by:
            view.put_actor(draft, "by", by[-1])
        return draft.put(what=view.words(view.row[of].last + 1, end), hedged=True)
    return None


def _dated_or_counted(view: View) -> bool:
    return any(c.time is not None and (c.time.weekday is not None or c.time.day is not None) for c in view.row) or any(
        c.people is not None and c.people.count is not None and (c.people.count.low or 0) > 1 for c in view.row
    )


def _is_generic(view: View, first: int, last: int) -> bool:
    """A habit or the perfect tense before the verb, and abuses in the plural after it."""
    left = [t.lower for t in view.tokens[max(0, first - 5) : first + 1]]
    habit = any(word in cue_index().words["habit"] for word in left)
    perfect = any(word in ("have", "has", "are", "is") for word in left)
    return (habit or perfect) and any(a >= last for a, _ in view.cue("abuses"))


def _blamed(view: View, token: int) -> int | None:
    """The subject of "accused of": the nearest armed side before it, also before "who are often"."""
    for k in reversed(view.people(view.edge_left(token), token)):
        if is_armed(view.row[k]):
            return k
        if not inside(view.cue("group_words"), view.row[k].first):
            return None
    return None
