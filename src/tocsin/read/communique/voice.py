"""Words by which the issuer of a statement means itself and its enemies, as actors for the readers.

"We", "our fighters", "the mujahideen" are the issuer; "the enemy", "the apostates" are nobody in particular (CODEBOOK
section 3, trap b). Both engines then read a statement as they read news that names its actors.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tocsin.knowledge import Knowledge
from tocsin.knowledge.issuers import communique_words, find_issuer
from tocsin.model.document import Document, DocumentKind
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.values import Side

FoundActor = tuple[int, int, ActorExpression, Side]

_SIDES = {"Rebel group": Side.REBEL, "Political militia": Side.MILITIA, "Identity militia": Side.MILITIA}


def with_voice(document: Document, found: Sequence[FoundActor], knowledge: Knowledge) -> tuple[FoundActor, ...]:
    """``found``, the registered actors of a document, with the issuer's words for itself and for enemies; documents
    that are no statements, or of nobody known, get nothing."""
    if document.kind is not DocumentKind.STATEMENT:
        return tuple(found)
    taken = [(start, end) for start, end, _, _ in found]
    more = [f for f in _voices(document, knowledge) if not any(f[0] < end and start < f[1] for start, end in taken)]
    return tuple(sorted((*found, *more), key=lambda f: (f[0], f[1])))


def own_side(document: Document, knowledge: Knowledge) -> Side:
    """The side that the issuer belongs to; that of rebels where no registry knows an armed group."""
    issuer = find_issuer(document, knowledge)
    if issuer is None:
        return Side.UNKNOWN
    if issuer.is_state:
        return Side.STATE
    ids = issuer.expression.candidates
    day = document.published.day if document.published is not None else None
    kind = knowledge.actors.type_on(ids[0], day) if ids else None
    return _SIDES.get(kind or "", Side.REBEL)


def _voices(document: Document, knowledge: Knowledge) -> Iterator[FoundActor]:
    issuer = find_issuer(document, knowledge)
    if issuer is not None:
        side = own_side(document, knowledge)
        for match in _own(issuer.is_state).finditer(document.text):
            yield match.start(), match.end(), issuer.expression, side
    other = Side.REBEL if issuer is not None and issuer.is_state else Side.OTHER
    if issuer is not None and issuer.is_state:
        for match in _enemy_things().finditer(document.text):
            yield match.start(), match.end(), ActorExpression(ActorForm.ARMED, "enemy"), other
    for match in _enemies().finditer(document.text):
        yield match.start(), match.end(), ActorExpression(ActorForm.ARMED, match["head"].lower()), other


@lru_cache(maxsize=2)
def _own(is_state: bool) -> re.Pattern[str]:
    """The issuer of itself: "we", "our brave soldiers"; armed groups also "the mujahideen"."""
    words = communique_words()
    nouns = _any(words["own_forces"])
    ours = rf"our(?: own)?(?: (?!{nouns}\b)[a-z-]+){{0,2}} (?:{nouns})"
    bare = rf"(?:{_any(words['own_bare'])})(?! (?:of|from|loyal|in the ranks)\b)"
    phrases = "" if is_state else rf"|{_any(words['own_phrases'])}|{bare}"
    return re.compile(rf"\b(?:we(?! the\b)|{ours}{phrases})\b(?!['’-])", re.I)


@lru_cache(maxsize=1)
def _enemies() -> re.Pattern[str]:
    """Words for enemies that stand alone: "the enemy", not "enemy soldiers", who are soldiers."""
    heads = _any(communique_words()["enemies"])
    behind = (
        "in|at|on|near|of|with|and|by|who|were|was|had|has|have|fled|left|lost|suffered|tried|attempted|bombed|shelled"
        "|attacked|killed"
    )
    return re.compile(
        rf"\b(?:(?:the|these|those) )?(?:[a-z]+ )??(?<!\w)(?P<head>{heads})\b(?= (?:{behind})\b|[.,;:]|$)", re.I | re.M
    )


@lru_cache(maxsize=1)
def _enemy_things() -> re.Pattern[str]:
    """ "enemy positions", "a terrorist hideout": in the mouth of a state, enemies where they are."""
    words = communique_words()
    return re.compile(
        rf"\b(?:(?:{_any(words['enemy_before'])}) ){{1,2}}(?:[a-z]+ )?(?:{_any(words['enemy_things'])})\b", re.I
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
