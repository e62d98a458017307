"""Who acts and who is acted on, by the grammar around one trigger: subjects, objects, "by …", "attack on …",
"clashes between … and …". All functions take chunks and give chunk indexes."""

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.grammar import (
    is_active,
    is_clause_edge,
    is_object,
    is_prepositional,
    previous_word,
    verb_before,
)
from tocsin.read.rules.word_lists import grammar_words

_STOPS = (".", ";")
# How many chunks away a role may stand; from reading news, where longer stretches hold other clauses.
_LISTED_VERBS = 7
_ROLE_REACH = 9
_BY_REACH = 4  # and the words of a name besides
_HIT = frozenset({"kill", "injure", "die", "shoot"})
_ADJECTIVES = 3  # words between "X's" and "attack"


def subject_left(chunks: Chunks, index: int) -> int | None:
    """Index of the people phrase that is the subject of the verb at ``index``; ``None`` when none is in the clause.

    Objects of an earlier active verb are skipped: in "gunmen attacked soldiers and killed two" the subject of
    "killed" is "gunmen".
    """
    if _is_participle_of(chunks, index):
        return index - 1
    joint = previous_word(chunks, index)
    if joint in ("and", "then", "or", ","):
        earlier = verb_before(chunks, index)
        if earlier is not None:
            active = is_active(chunks, earlier)
            if joint != "," or (active and index - earlier <= _LISTED_VERBS):
                return subject_left(chunks, earlier) if active else by_agent(chunks, earlier)
    return _first_of_subject(chunks, index)


def _is_participle_of(chunks: Chunks, index: int) -> bool:
    """Whether an -ing form hangs on the people right before it: "by troops *repelling* an assault"."""
    trigger = chunks[index].trigger
    hangs = trigger is not None and trigger.form == "ing" and index > 0 and chunks[index - 1].kind is ChunkKind.PEOPLE
    return hangs and is_prepositional(chunks, index - 1)


def _first_of_subject(chunks: Chunks, index: int) -> int | None:
    """Walks left to the first people of the verb's subject; a comma closes a subject already found."""
    candidate: int | None = None
    crossed_comma, joined = False, previous_word(chunks, index) in ("and", "then")
    for k in range(index - 1, -1, -1):
        chunk = chunks[k]
        if chunk.verb and is_active(chunks, k):
            if candidate is not None and crossed_comma:
                break
            candidate = None
            continue
        if chunk.lower in ("which", "whom") and candidate == k + 1 and crossed_comma:
            candidate = None  # the subject of an aside: "a blast, which *the minister* called an attack, wounded …"
            continue
        if is_clause_edge(chunk) or chunk.lower == "where":
            break
        if chunk.lower == ",":
            crossed_comma = True
        if chunk.lower == "including" and crossed_comma and k and chunks[k - 1].lower == ",":
            candidate = None  # an insertion: "20 rebels, including *two women*, set fire to …"
            continue
        if candidate is not None and crossed_comma and joined and _takes_name(chunks, k):
            candidate = None  # "rebels *dragged* Olo Karo, a teacher, from his home and shot him"
            continue
        if chunk.kind is not ChunkKind.PEOPLE or (k and chunks[k - 1].lower == "including"):
            continue
        if not is_prepositional(chunks, k) and not is_object(chunks, k):
            candidate = k if candidate is None else candidate
        elif candidate is not None and crossed_comma:
            break
    return candidate


def _takes_name(chunks: Chunks, index: int) -> bool:
    """Whether a past form that is no trigger stands between people and a name, its object."""
    lower = chunks[index].lower
    past = lower in grammar_words("past_forms") or (
        lower.endswith("ed") and lower not in grammar_words("not_past_forms")
    )
    named = index + 1 < len(chunks) and chunks[index + 1].kind is ChunkKind.WORD and chunks[index + 1].capital
    return past and named and index > 0 and chunks[index - 1].kind is ChunkKind.PEOPLE


def by_agent(chunks: Chunks, index: int) -> int | None:
    """Index of the people phrase after "by" that follows ``index`` ("attacked … by gunmen")."""
    for k in range(index + 1, min(len(chunks), index + _ROLE_REACH)):
        if is_clause_edge(chunks[k]):
            return None
        if chunks[k].lower == "by":
            return people_after(chunks, k, reach=_BY_REACH + _words_of_name(chunks, k + 1))
        if chunks[k].verb and k > index + 1 and chunks[k - 1].lower not in ("and", "or"):
            return None
    return None


def _words_of_name(chunks: Chunks, index: int) -> int:
    """How many chunks with capitals, and the words that join them, open a phrase: "by *the Olt and Karo* police"."""
    k = index
    while k < len(chunks) and chunks[k].people is None and (chunks[k].capital or chunks[k].lower in ("the", "and")):
        k += 1
    return k - index


def people_after(chunks: Chunks, index: int, reach: int = 4, things: bool = False) -> int | None:
    """Index of the first people phrase (or attacked thing) within ``reach`` chunks after ``index``."""
    for k in range(index + 1, min(len(chunks), index + 1 + reach)):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE or (things and chunk.object_side is not None):
            return k
        if chunk.kind is ChunkKind.TRIGGER or is_clause_edge(chunk) or chunk.lower in (",", *_STOPS):
            return None
    return None


def object_right(chunks: Chunks, index: int) -> int | None:
    """Index of the people phrase or thing that the active verb at ``index`` acts on."""
    for k in range(index + 1, min(len(chunks), index + _ROLE_REACH)):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE and chunk.lower not in ("others", "him", "her", "them"):
            return k
        if chunk.object_side is not None:
            return k
        if is_clause_edge(chunk) or chunk.lower in _STOPS or chunk.verb:
            return None
        if chunk.lower in grammar_words("object_ends") and k > index + 1:
            following = chunks[k + 1] if k + 1 < len(chunks) else None
            if following is None or following.object_side is None:
                return None
    return None


def noun_target(chunks: Chunks, index: int) -> int | None:
    """Index of what a noun trigger is directed at: "attack on/against/of X"."""
    for k in range(index + 1, min(len(chunks), index + _ROLE_REACH - 1)):
        lower = chunks[k].lower
        if lower in grammar_words("target_prepositions"):
            found = people_after(chunks, k, reach=5, things=True)
            if found is not None:
                return found
        if is_clause_edge(chunks[k]) or lower in (",", *_STOPS) or chunks[k].verb:
            return None
    return None


def noun_agent(chunks: Chunks, index: int) -> int | None:
    """Index of who carries out a noun trigger: "X's attack", "X attack", "attack by X", "X carried out an attack"."""
    owner = _owner(chunks, index)
    if owner is not None:
        return owner
    agent = by_agent(chunks, index)
    if agent is not None:
        return agent
    for k in range(index - 1, max(-1, index - _ROLE_REACH), -1):
        if chunks[k].lower in grammar_words("light_verbs"):
            return subject_left(chunks, k)
        if is_clause_edge(chunks[k]) or chunks[k].lower in (",", ";"):
            break
    return None


def _owner(chunks: Chunks, index: int) -> int | None:
    """People right before a noun trigger, adjectives between them; unarmed people are not who carries it out."""
    k = index - 1
    while (
        k >= 0
        and index - k <= _ADJECTIVES
        and chunks[k].kind is ChunkKind.WORD
        and (chunks[k].lower == "'s" or chunks[k].lower[0].isalpha())
        and chunks[k].lower not in grammar_words("prepositions")
        and chunks[k].lower not in grammar_words("be")
        and not _parts_owner(chunks, k)
    ):
        k -= 1
    people = k >= 0 and chunks[k].kind is ChunkKind.PEOPLE
    return k if people and chunks[k].form is not ActorForm.CIVILIAN else None


def _parts_owner(chunks: Chunks, index: int) -> bool:
    """Whether a word between people and a noun says that the noun is not theirs: its own determiner or a verb of saying
    ("the minister *called* it *an* attack", "the ministry *says* shelling …")."""
    lower = chunks[index].lower
    return lower in grammar_words("determiners") or lower in grammar_words("speech_verbs")


def pair_of(chunks: Chunks, index: int) -> tuple[int | None, int | None]:
    """The two sides of a two-sided act: "clashes between A and B", "A clashed with B", "A fought B"."""
    for k in range(index + 1, min(len(chunks), index + _ROLE_REACH)):
        if chunks[k].lower == "between":
            return _between(chunks, k)
        if chunks[k].lower in ("with", "against"):
            other = people_after(chunks, k)
            left = side_left(chunks, index)
            hit = _hit_in(chunks, index) if left is None and other is not None else None
            return (left, other) if hit is None else (other, hit)
        if is_clause_edge(chunks[k]) or chunks[k].lower in _STOPS:
            break
    left = side_left(chunks, index)
    return left, object_right(chunks, index) if is_active(chunks, index) else None


def _hit_in(chunks: Chunks, index: int) -> int | None:
    """Who was hit in a fight told as a noun: "two *rebels* were killed in an encounter with the police"."""
    verb = verb_before(chunks, index) if chunks[index].noun else None
    if verb is None or is_active(chunks, verb) or chunks[verb].act not in _HIT:
        return None
    return subject_left(chunks, verb)


def _between(chunks: Chunks, index: int) -> tuple[int | None, int | None]:
    """The sides behind "between": "A and B", "A with B"."""
    first = people_after(chunks, index, reach=5)
    if first is None:
        return None, None
    for k in range(first + 1, min(len(chunks), first + _ROLE_REACH - 1)):
        if chunks[k].lower in ("and", "with"):
            return first, people_after(chunks, k)
    return first, None


def side_left(chunks: Chunks, index: int) -> int | None:
    """Subject of a verb, or the people phrase standing before a noun."""
    return noun_agent(chunks, index) if chunks[index].noun else subject_left(chunks, index)
