"""What people and bodies say: opinions, assessments, communique words, threats, motives, generic accusations."""

from collections.abc import Iterator

from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.statements_reports import by_report
from tocsin.read.rules.statements_view import (
    QUOTES,
    Draft,
    View,
    near,
)
from tocsin.read.rules.statements_voice import Voice, find_voice
from tocsin.read.rules.word_lists import context_words, grammar_words, statement_words

MAX_ABOUT = 240  # characters of what was said that are kept as words
_SAID = 5  # fewer tokens after a verb of saying are an ending ("told the agency."), not what was said


def readings(view: View, happenings_near: bool) -> Iterator[Draft]:
    """Opinions of one person and assessments of bodies and experts (rows 14, 19-22, 39)."""
    voice = find_voice(view, "analyst_roles")
    if voice is not None and not by_report(view, voice.role):
        plural = view.tokens[voice.role[1] - 1].lower.endswith("s")
        told_of = any(c.noun for c in view.row)
        yield from _reading(view, voice, _interprets(view, voice) or ((happenings_near or told_of) and not plural))
        return
    report = _according(view)
    if report is not None:
        yield report
        return
    voice = find_voice(view, "witness_roles")
    if voice is None or view.tokens[voice.role[1] - 1].lower.endswith("s"):
        return  # "officials said": what bodies report is told by the events and attributions of the text
    if _interprets(view, voice) and not _tells_news(view) and (voice.via is not None or view.quoted()):
        yield from _reading(view, voice, True)


def _interprets(view: View, voice: Voice) -> bool:
    return any(not (voice.first <= a < voice.last) for a, _ in view.cue("reads"))


def _tells_news(view: View) -> bool:
    """Whether the sentence tells a toll or an act: a witness account, no opinion."""
    return any(c.trigger is not None and c.trigger.act not in ("attack", "clash", "protest") for c in view.row) or any(
        c.people is not None and c.people.count is not None and (c.people.count.low or 0) > 1 for c in view.row
    )


def _reading(view: View, voice: Voice, relevant: bool) -> Iterator[Draft]:
    if not relevant:
        return
    content = _content(view, voice)
    if content is None:
        return
    role = view.words(*voice.role).lower()
    body = _organisation(view, voice)
    plural = role.endswith("s") and not role.endswith("ss")
    person = not plural and body is None and not _of_body(view, voice)
    draft = view.draft("opinion" if person else "assessment", *content)
    if draft is None:
        return
    draft.put(speaker=role, organisation=body)
    places = [k for k in view.places(voice.first, voice.last) if view.row[k].place is not None]
    if places and person:
        view.put_places(draft, "place", places[-1:])
    draft.put(via=voice.via)
    if person:
        draft.put(about=view.words(*content)[:MAX_ABOUT])
    else:
        draft.put(stance=_stance(view, content))
    yield draft


def _of_body(view: View, voice: Voice) -> bool:
    """ "A UN-based expert": a person who speaks for no body but from one is still an expert of it."""
    return any(t.lower.split("-")[0] in ("un", "eu", "nato") for t in view.tokens[voice.first : voice.role[0]])


def _organisation(view: View, voice: Voice) -> str | None:
    """The body in "a researcher at the Institute for X": the capitalised words after "at", "with", "of", "from"."""
    for k in range(voice.role[1], min(voice.last, voice.role[1] + 4)):
        if view.tokens[k].lower not in ("at", "with", "from", "of", "for"):
            continue
        first = k + 2 if k + 1 < voice.last and view.tokens[k + 1].lower == "the" else k + 1
        last = first
        while (
            last < voice.last
            and last < first + 9
            and (
                view.tokens[last].text[:1].isupper()
                or (last > first and view.tokens[last].lower in grammar_words("inside_bodies"))
            )
        ):
            last += 1
        while last > first and not view.tokens[last - 1].text[:1].isupper():
            last -= 1
        if last > first and view.row[view.chunk_at(first)].kind is not ChunkKind.PLACE:
            return view.words(first, last) or None
    return None


def _content(view: View, voice: Voice) -> tuple[int, int] | None:
    """Tokens of what was said: the clause on the other side of the verb, else a quotation."""
    quotes = [q for q in view.quoted() if q[1] - q[0] >= 3]
    if voice.first > voice.verb[0]:  # "…, said a resident"
        left = (view.edge_left(max(0, voice.verb[0] - 2), frozenset({".", ";"})), voice.verb[0])
        clause = left if left[1] - left[0] > 3 else (voice.last, len(view.tokens))
    else:
        right = (_after_verb(view, voice), len(view.tokens))
        clause = (0, voice.first) if right[1] - right[0] < _SAID and voice.first > _SAID else right
    if quotes and all(a >= clause[1] or b <= clause[0] for a, b in quotes):
        clause = (quotes[0][0], quotes[0][1])
    first, last = clause
    while first < last and not view.tokens[first].text[0].isalnum():
        first += 1
    while last > first and not view.tokens[last - 1].text[0].isalnum():
        last -= 1
    return (first, last) if last - first >= 3 else None


def _after_verb(view: View, voice: Voice) -> int:
    """Where the words said begin: after "that", a comma or a quotation mark when somebody was told them."""
    start = voice.verb[1]
    if view.tokens[voice.verb[0]].lower in ("told", "warned", "according to"):
        for k in range(start, min(len(view.tokens), start + 7)):
            if view.tokens[k].lower in ("that", ",", ":") or view.tokens[k].text in QUOTES:
                return k + 1
        return len(view.tokens)
    return start + (start < len(view.tokens) and view.tokens[start].lower == "that")


def _stance(view: View, content: tuple[int, int]) -> str:
    weak = context_words("hedge") | statement_words("weak_judgement")
    return "hedged" if any(t.lower in weak for t in view.tokens[content[0] : content[1]]) else "asserted"


def _according(view: View) -> Draft | None:
    """ "According to the Crisis Group, the insurgency is spreading": a reading, when no toll is told."""
    for first, last in near(view.cue("say"), 0, len(view.tokens)):
        body = next((cue for cue in view.cue("report_orgs") if last <= cue[0] <= last + 3), None)
        if view.tokens[first].lower != "according" or body is None or not view.has("reads") or _tells_news(view):
            continue
        comma = next((k for k in range(body[1], len(view.tokens)) if view.tokens[k].lower == ","), None)
        content = (comma + 1, len(view.tokens) - 1) if first == 0 and comma is not None else (0, first - 1)
        if content[1] - content[0] < 4:
            continue
        draft = view.draft("assessment", *content)
        if draft is not None:
            return draft.put(organisation=view.words(*body), stance=_stance(view, content))
    return None
