"""Whether the words around a time tell of what has happened or of what is to come."""

import re

from tocsin.read.rules.times_lexicon import Lexicon, lexicon

_BEFORE, _BEHIND = 120, 60  # characters looked at; a verb group seldom stands further off
# A sign in another clause counts as if it stood so many characters further off for each clause mark between.
_CLAUSE = 40
# A verb behind its time ("on Friday 30 died") is rarer than one before it ("30 died on Friday").
_BEHIND_WEIGHT = 1.5
_MARK = re.compile(r"[,:()\"“”]|\b(?:that|who|which|when|where|because|but|and|as|since|if|que|qui|mais|et)\b")
_SENTENCE = re.compile(r"[.!?;]\s|\n\n")


def tense_near(text: str, start: int, end: int, language: str | None) -> str | None:
    """ "future" when the verb nearest to ``text[start:end]`` in its sentence tells of what is to come, else ``None``.

    A cheap hint for callers that have not analysed the verb: the nearest of the lexicon's ``future_signs`` against the
    nearest of its ``past_signs`` (and, in English, words in -ed), clause marks between counting as distance.
    """
    words = lexicon(language or "")
    if words is None:
        return None
    before = _SENTENCE.split(text[max(0, start - _BEFORE) : start])[-1]
    behind = _SENTENCE.split(text[end : end + _BEHIND])[0]
    ended = words.finished.search(behind) or (words.finished.search(before) and not words.future.search(before))
    if words.deadline.search(before) and not ended:
        return "future"
    ahead, past = _nearest(words, before, behind, future=True), _nearest(words, before, behind, future=False)
    # "scheduled" is both a sign of what is to come and a word in -ed
    return "future" if ahead is not None and (past is None or ahead <= past) else None


def _nearest(words: Lexicon, before: str, behind: str, *, future: bool) -> float | None:
    """Distance of the nearest sign of a tense, ``None`` when there is none."""
    pattern = words.future if future else words.past
    near = [_distance(before[match.end() :]) for match in pattern.finditer(before)]
    near += [_BEHIND_WEIGHT * _distance(behind[: match.start()]) for match in pattern.finditer(behind)]
    return min(near, default=None)


def _distance(between: str) -> float:
    return len(between) + _CLAUSE * len(_MARK.findall(between))
