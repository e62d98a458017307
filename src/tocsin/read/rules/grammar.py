"""Walking over chunks: voice of verbs, clause edges, who acts, who is acted on."""

from collections.abc import Iterator, Sequence

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.chunks import Chunk, ChunkKind

Chunks = Sequence[Chunk]

BE = frozenset({"was", "were", "is", "are", "be", "been", "being", "am", "get", "got", "gets", "getting", "'re"})
_HAVE = frozenset({"had", "has", "have", "having", "'ve"})
_ADVERBS = frozenset(
    [
        "also",
        "later",
        "reportedly",
        "allegedly",
        "then",
        "subsequently",
        "immediately",
        "just",
        "now",
        "still",
        "already",
        "not",
        "never",
        "seriously",
        "critically",
        "badly",
        "fatally",
        "apparently",
        "all",
        "both",
        "brutally",
        "deliberately",
        "simultaneously",
        "mostly",
        "severely",
        "slightly",
        "either",
        "first",
    ]
)
_CLAUSE_EDGES = frozenset(
    {
        ";",
        ":",
        "that",
        "when",
        "while",
        "after",
        "before",
        "because",
        "whereas",
        "although",
        "though",
        "if",
        "until",
        "—",
        "–",
    }
)
_PREPOSITIONS = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "against",
        "with",
        "for",
        "from",
        "near",
        "between",
        "during",
        "through",
        "among",
        "amid",
        "inside",
        "outside",
        "around",
        "along",
        "across",
        "into",
        "over",
        "under",
        "following",
        "despite",
        "including",
        "by",
        "within",
        "to",
        "like",
    ]
)
_SPEECH = frozenset(
    ["said", "says", "told", "added", "announced", "reported", "according", "claimed", "stated", "confirmed"]
)


def is_active(chunks: Chunks, index: int) -> bool:
    """Whether the trigger verb at ``index`` acts on what follows it ("killed nine"), not on what precedes
    ("nine were killed", "nine killed in …"). Base, third-person and -ing forms are active; a past form is passive
    after a form of "be", or when people stand right before it and none right after."""
    trigger = chunks[index].trigger
    if trigger is None or trigger.is_noun:
        return False
    previous = previous_word(chunks, index)
    if previous in BE:
        return trigger.form == "ing"
    if trigger.form in ("base", "third", "ing"):
        return True
    if trigger.form == "participle":
        return previous in _HAVE
    following = next_solid(chunks, index)
    if previous in ("and", "or", ",") and not _counts_follow(chunks, following):
        earlier = _verb_before(chunks, index)
        if earlier is not None and index - earlier <= 4:
            return is_active(chunks, earlier)
    if following is not None and chunks[following].kind in (ChunkKind.PEOPLE, ChunkKind.NUMBER):
        return True
    if following is not None and chunks[following].lower == "by":
        return False
    if trigger.act in ("kill", "injure", "abduct", "arrest", "displace", "release"):
        before = chunks[index - 1] if index else None
        if before is not None and before.kind in (ChunkKind.PEOPLE, ChunkKind.NUMBER):
            return (
                following is not None
                and not _is_preposition(chunks[following])
                and chunks[following].lower not in (".", ",", "and", ";", "when", "as", "after", "while")
            )
        return previous not in ("and", ",") or (following is not None and not _is_preposition(chunks[following]))
    return True


def _counts_follow(chunks: Chunks, following: int | None) -> bool:
    return following is not None and (
        chunks[following].kind in (ChunkKind.PEOPLE, ChunkKind.NUMBER) or chunks[following].object_side is not None
    )


def _verb_before(chunks: Chunks, index: int) -> int | None:
    """Index of the nearest trigger verb before ``index`` in the clause."""
    for k in range(index - 1, -1, -1):
        if is_clause_edge(chunks[k]) or chunks[k].lower in (".", ";"):
            return None
        trigger = chunks[k].trigger
        if trigger is not None and not trigger.is_noun:
            return k
    return None


def _is_preposition(chunk: Chunk) -> bool:
    return chunk.lower in _PREPOSITIONS


def previous_word(chunks: Chunks, index: int) -> str:
    """The last word before ``index`` that is no adverb; "" at the start."""
    for k in range(index - 1, -1, -1):
        lower = chunks[k].lower
        if (
            lower not in _ADVERBS
            and not (lower.endswith("ly") and chunks[k].kind is ChunkKind.WORD)
            and lower != "either"
        ):
            return lower.split(" ")[-1] if chunks[k].kind is ChunkKind.WORD else lower
    return ""


def next_solid(chunks: Chunks, index: int) -> int | None:
    """Index of the next chunk after ``index`` that is no determiner or adverb."""
    for k in range(index + 1, len(chunks)):
        lower = chunks[k].lower
        if (
            lower
            in (
                "the",
                "a",
                "an",
                "their",
                "his",
                "its",
                "another",
                "some",
                "other",
                "as",
                "well",
                "also",
                "just",
                "dead",
                "himself",
                "herself",
            )
            or lower in _ADVERBS
        ):
            continue
        return k
    return None


def is_clause_edge(chunk: Chunk) -> bool:
    """Whether a chunk separates clauses."""
    return chunk.kind is ChunkKind.WORD and (chunk.lower in _CLAUSE_EDGES or chunk.lower in _SPEECH)


def is_prepositional(chunks: Chunks, index: int) -> bool:
    """Whether the phrase at ``index`` hangs on a preposition (also inside a list that does)."""
    k = index - 1
    while (
        k >= 0
        and chunks[k].kind is ChunkKind.WORD
        and (chunks[k].lower in ("the", "a", "an", "other") or chunks[k].lower.endswith("ed"))
    ):
        k -= 1
    return k >= 0 and chunks[k].kind is ChunkKind.WORD and chunks[k].lower in _PREPOSITIONS


def subject_left(chunks: Chunks, index: int) -> int | None:
    """Index of the people phrase that is the subject of the verb at ``index``; ``None`` when none is in the clause.

    Objects of an earlier active verb are skipped: in "gunmen attacked soldiers and killed two" the subject of
    "killed" is "gunmen".
    """
    joint = previous_word(chunks, index)
    if joint in ("and", "then", "or", ","):
        earlier = _verb_before(chunks, index)
        listed = earlier is not None and is_active(chunks, earlier) and index - earlier <= 7
        if earlier is not None and (joint != "," or listed):
            return subject_left(chunks, earlier) if is_active(chunks, earlier) else by_agent(chunks, earlier)
    candidate: int | None = None
    crossed_comma = False
    for k in range(index - 1, -1, -1):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.TRIGGER and chunk.verb and is_active(chunks, k):
            if candidate is not None and crossed_comma:
                break
            candidate = None
            continue
        if is_clause_edge(chunk):
            break
        if chunk.lower == ",":
            crossed_comma = True
        if chunk.kind is ChunkKind.PEOPLE and not is_prepositional(chunks, k) and not _is_object(chunks, k):
            if candidate is None:
                candidate = k
            elif not crossed_comma and chunks[k + 1].lower in ("and",):
                continue
        elif candidate is not None and chunk.kind is ChunkKind.PEOPLE and crossed_comma:
            break
    return candidate


def _first_subject(chunks: Chunks, index: int) -> int | None:
    """Subject of ", killing nine": the first people phrase of the sentence's clause that can be a subject."""
    start = next((k + 1 for k in range(index - 1, -1, -1) if is_clause_edge(chunks[k])), 0)
    for k in range(start, index):
        if chunks[k].kind is ChunkKind.PEOPLE and not is_prepositional(chunks, k) and not _is_object(chunks, k):
            return k
    return None


_PAST_WORDS = frozenset(
    [
        "hit",
        "struck",
        "left",
        "sent",
        "met",
        "made",
        "took",
        "drove",
        "saw",
        "held",
        "rammed",
        "set",
        "put",
        "blew",
        "found",
        "caught",
        "brought",
        "forced",
        "tore",
        "swept",
    ]
)


def _is_object(chunks: Chunks, index: int) -> bool:
    """Whether the phrase at ``index`` follows a verb directly, as its object ("a bomb hit *an army convoy*")."""
    if index == 0:
        return False
    before = chunks[index - 1]
    if before.trigger is not None:
        return not before.trigger.is_noun and is_active(chunks, index - 1)
    if before.kind is not ChunkKind.WORD or before.lower in BE:
        return False
    return before.lower in _PAST_WORDS or (
        before.lower.endswith("ed")
        and len(before.lower) > 4
        and before.lower not in ("armed", "suspected", "masked", "hundred")
    )


def by_agent(chunks: Chunks, index: int, reach: int = 9) -> int | None:
    """Index of the people phrase after "by" that follows ``index`` ("attacked … by gunmen")."""
    for k in range(index + 1, min(len(chunks), index + reach)):
        if is_clause_edge(chunks[k]):
            return None
        if chunks[k].lower == "by":
            return people_after(chunks, k, reach=4)
        if chunks[k].kind is ChunkKind.TRIGGER and chunks[k].verb and k > index + 1:
            if chunks[k - 1].lower not in ("and", "or"):
                return None
    return None


def people_after(chunks: Chunks, index: int, reach: int = 4, things: bool = False) -> int | None:
    """Index of the first people phrase (or attacked thing) within ``reach`` chunks after ``index``."""
    for k in range(index + 1, min(len(chunks), index + 1 + reach)):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE or (things and chunk.object_side is not None):
            return k
        if chunk.kind is ChunkKind.TRIGGER or is_clause_edge(chunk) or chunk.lower in (",", ".", ";"):
            return None
    return None


def object_right(chunks: Chunks, index: int) -> int | None:
    """Index of the people phrase or thing that the active verb at ``index`` acts on."""
    for k in range(index + 1, min(len(chunks), index + 9)):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE and not _is_person_pronoun(chunk):
            return k
        if chunk.object_side is not None:
            return k
        if is_clause_edge(chunk) or chunk.lower in (".", ";") or (chunk.kind is ChunkKind.TRIGGER and chunk.verb):
            return None
        if chunk.lower in ("in", "at", "near", "during", "from", "with", "as") and k > index + 1:
            following = chunks[k + 1] if k + 1 < len(chunks) else None
            if following is None or following.object_side is None:
                return None
    return None


def _is_person_pronoun(chunk: Chunk) -> bool:
    return chunk.lower in ("others", "him", "her", "them")


def noun_target(chunks: Chunks, index: int) -> int | None:
    """Index of what a noun trigger is directed at: "attack on/against/of X"."""
    for k in range(index + 1, min(len(chunks), index + 8)):
        lower = chunks[k].lower
        if lower in ("on", "against", "targeting", "of", "at", "upon"):
            found = people_after(chunks, k, reach=5, things=True)
            if found is not None:
                return found
        if is_clause_edge(chunks[k]) or lower in (".", ";", ","):
            return None
        if chunks[k].kind is ChunkKind.TRIGGER and chunks[k].verb:
            return None
    return None


def noun_agent(chunks: Chunks, index: int) -> int | None:
    """Index of who carries out a noun trigger: "X's attack", "X attack", "attack by X", "X carried out an attack"."""
    k = index - 1
    while (
        k >= 0
        and chunks[k].kind is ChunkKind.WORD
        and (chunks[k].lower == "'s" or chunks[k].lower[0].isalpha())
        and chunks[k].lower not in _PREPOSITIONS
    ):
        if index - k > 3 or chunks[k].lower in BE:
            break
        k -= 1
    if k >= 0 and chunks[k].kind is ChunkKind.PEOPLE and not chunks[k].people_civilian_like():
        return k
    agent = by_agent(chunks, index)
    if agent is not None:
        return agent
    for k in range(index - 1, max(-1, index - 9), -1):
        if chunks[k].lower in _LIGHT_VERBS:
            return subject_left(chunks, k)
        if is_clause_edge(chunks[k]) or chunks[k].lower in (",", ";"):
            break
    return None


_LIGHT_VERBS = frozenset(
    [
        "carried",
        "carrying",
        "launched",
        "launching",
        "conducted",
        "conducting",
        "staged",
        "staging",
        "mounted",
        "mounting",
        "made",
        "unleashed",
        "committed",
        "committing",
        "perpetrated",
        "began",
        "waged",
        "stepped",
        "intensified",
        "resumed",
        "led",
        "orchestrated",
        "executed",
        "initiated",
        "held",
        "organised",
        "organized",
    ]
)


def pair_of(chunks: Chunks, index: int) -> tuple[int | None, int | None]:
    """The two sides of a two-sided act: "clashes between A and B", "A clashed with B", "A fought B"."""
    for k in range(index + 1, min(len(chunks), index + 9)):
        if chunks[k].lower == "between":
            first = people_after(chunks, k, reach=5)
            if first is None:
                return None, None
            for m in range(first + 1, min(len(chunks), first + 8)):
                if chunks[m].lower in ("and", "with"):
                    return first, people_after(chunks, m, reach=4)
            return first, None
        if chunks[k].lower in ("with", "against"):
            return side_left(chunks, index), people_after(chunks, k, reach=4)
        if is_clause_edge(chunks[k]) or chunks[k].lower in (".", ";"):
            break
    trigger = chunks[index].trigger
    left = side_left(chunks, index)
    if trigger is not None and not trigger.is_noun and is_active(chunks, index):
        return left, object_right(chunks, index)
    return left, None


def side_left(chunks: Chunks, index: int) -> int | None:
    """Subject of a verb, or the people phrase standing before a noun."""
    trigger = chunks[index].trigger
    if trigger is not None and trigger.is_noun:
        return noun_agent(chunks, index)
    return subject_left(chunks, index)


def armed_chunks(chunks: Chunks) -> Iterator[int]:
    """Indexes of phrases for armed actors, states' forces included."""
    for k, chunk in enumerate(chunks):
        if chunk.form in (
            ActorForm.NAMED,
            ActorForm.STATE,
            ActorForm.ARMED,
            ActorForm.EXTERNAL,
        ):
            yield k
