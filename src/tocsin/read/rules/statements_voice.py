"""Who speaks in a sentence of opinion: the role with its verb of saying, and the outlet that was told."""

from dataclasses import dataclass

from tocsin.read.rules.statements_view import (
    QUOTES,
    View,
    cue_index,
)
from tocsin.read.rules.word_lists import grammar_words, statement_words

_ROLE_REACH = 14  # tokens between a role and its verb of saying


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: tokens of the noun phrase, the role, the verb, the outlet told."""

    first: int
    last: int
    role: tuple[int, int]
    verb: tuple[int, int]
    via: str | None


def find_voice(view: View, purpose: str) -> Voice | None:
    """A speaker of a kind: its role with a verb of saying after it, or right before it ("said a resident of X")."""
    for role in view.cue(purpose):
        if _is_modifier(view, role):
            continue
        verb = next(
            (
                v
                for v in view.cue("say")
                if role[1] <= v[0] <= role[1] + _ROLE_REACH and not _blocked(view, role[1], v[0])
            ),
            None,
        )
        if verb is not None:
            return Voice(_phrase_start(view, role[0]), verb[0], role, verb, _via(view, verb))
        verb = next(
            (v for v in view.cue("say") if 0 <= role[0] - v[1] <= 6 and not _blocked(view, v[1], role[0])), None
        )
        if verb is not None:
            return Voice(verb[1], _phrase_end(view, role[1]), role, verb, None)
    return None


def _is_modifier(view: View, role: tuple[int, int]) -> bool:
    """ "expert panel's drone", "observer mission": the word stands before another noun."""
    if role[0] and view.tokens[role[0] - 1].lower in ("bomb", "explosives", "disposal", "ballistics"):
        return True
    after = view.tokens[role[1]].lower if role[1] < len(view.tokens) else ""
    return after in statement_words("role_describes")


def _blocked(view: View, first: int, last: int) -> bool:
    """Whether a clause edge or a quotation mark parts a role from a verb."""
    return any(t.text in QUOTES or t.lower in grammar_words("role_blocked") for t in view.tokens[first:last])


def _phrase_start(view: View, token: int) -> int:
    for k in range(token - 1, max(-1, token - 6), -1):
        if view.tokens[k].lower in grammar_words("role_openers"):
            return k
        if not view.tokens[k].text[0].isalpha() or view.tokens[k].lower in ("said", "says", "told", "by", "of"):
            return k + 1
    return max(0, token - 1)


def _phrase_end(view: View, token: int) -> int:
    for k in range(token, min(len(view.tokens), token + 8)):
        if view.tokens[k].lower in grammar_words("role_ends") or view.tokens[k].text in QUOTES:
            return k
    return min(len(view.tokens), token + 8)


def _via(view: View, verb: tuple[int, int]) -> str | None:
    """The outlet in "told AFP", "told the Associated Press"; ``None`` for "told reporters"."""
    if view.tokens[verb[0]].lower != "told":
        return None
    stops = cue_index().words["outlet_end"]
    last = verb[1]
    while (
        last < len(view.tokens)
        and last < verb[1] + 5
        and view.tokens[last].lower not in stops
        and view.tokens[last].text[0].isalnum()
    ):
        last += 1
    words = view.words(verb[1], last)
    words = words.removeprefix("the ").removeprefix("The ")
    caseless = not any(token.text[:1].isupper() for token in view.tokens)
    named = words[:1].isupper() or (caseless and 0 < last - verb[1] <= 2 and words not in statement_words("no_outlet"))
    return words if named else None


def relay(view: View) -> str | None:
    """The monitor or outlet that carried words: "translated by the S Group", "according to monitoring group S"."""
    for _, last in view.cue("translated"):
        words: list[int] = []
        for k in range(last, min(len(view.tokens), last + 8)):
            token = view.tokens[k]
            if token.text[:1].isupper():
                words.append(k)
            elif words or not token.text[0].isalnum():
                break
        if words:
            return view.words(words[0], words[-1] + 1) or None
    for verb in view.cue("say"):
        via = _via(view, verb)
        if via is not None:
            return via
    return None
