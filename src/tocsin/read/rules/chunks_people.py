"""Phrases for people on the board: a noun of ``people.yml`` with its adjectives, number and nationality."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import Chunk, ChunkKind, People
from tocsin.read.rules.chunks_board import Board
from tocsin.read.rules.lexicon import PeopleEntry
from tocsin.read.rules.numbers import NumberHit, number_at
from tocsin.read.rules.tokens import Token
from tocsin.read.rules.word_lists import grammar_words, phrase_words

_QUOTES = frozenset("'\"‘’“”")
# How many adjectives may stand between a determiner and its noun; a number may open as many words before them.
_MOST_ADJECTIVES = 4
_LONGEST_NUMBER = 6
_LONGEST_RANK = 6  # words and quotes between a group's name and the noun for its member
_FIGHTING = frozenset({ActorForm.STATE, ActorForm.ARMED})
NATIONALS = PeopleEntry("nationals", ActorForm.CIVILIAN, None, Side.CIVILIAN, plural=True, body=False)
"""People told by their nationality or people alone."""
_NATIONAL = replace(NATIONALS, plural=False)


def mark_people(board: Board) -> None:
    """Give every noun for people a chunk with what belongs to it."""
    position = 0
    while position < len(board.tokens):
        hit = _noun_at(board, position) if board.taken[position] is None else None
        if hit is None or not _is_noun_here(board, position, hit[0]):
            position += 1
            continue
        end, entry = _whole_noun(board, hit[0], hit[1])
        board.put(_phrase(board, position, end, entry))
        position = end


def _noun_at(board: Board, position: int) -> tuple[int, PeopleEntry] | None:
    """The noun for people that begins at ``position`` and its end: one of the lexicon, or people by their nationality
    or people: "Gambians", "many Protestants", "three Lebanese were", "a Druze"."""
    hit = board.lexicon.people.at(board.tokens, position)
    word = board.lower(position)
    if hit is not None or (
        not board.tokens[position].text[:1].isupper() and word not in phrase_words("names_of_peoples")
    ):
        return hit
    nation, one = board.found.nationalities.get(word), word.removesuffix("s")
    same = nation is not None and board.found.nationalities.get(one) == nation
    if one != word and (same or is_of_a_people(board, one)):
        return position + 1, NATIONALS
    if (nation is not None or is_of_a_people(board, word)) and _stands_alone(board, position):
        return position + 1, NATIONALS if _number_ending_at(board, position) is not None else _NATIONAL
    return None


def _stands_alone(board: Board, position: int) -> bool:
    """Whether an adjective of nationality behind a number or "a" describes nothing that follows: it is people."""
    counted = _number_ending_at(board, position) is not None or board.lower(position - 1) in ("a", "an", "another")
    after = board.tokens[position + 1] if position + 1 < len(board.tokens) else None
    if not counted or after is None:
        return counted
    chunk = board.taken[position + 1]
    verb = chunk is not None and chunk.trigger is not None and not chunk.noun
    return verb or not after.text[:1].isalnum() or after.lower in grammar_words("function_words")


def is_of_a_people(board: Board, word: str) -> bool:
    """Whether a lower-cased word is the adjective of a people without a state, or of a confession ("Kurdish")."""
    named = word in phrase_words("names_of_peoples") and word not in board.found.nationalities
    return named or word in phrase_words("peoples")


def _phrase(board: Board, position: int, end: int, entry: PeopleEntry) -> Chunk:
    """The chunk of the noun at [position, end). The name of an actor right before it gives it its identity ("Northern
    Front fighters")."""
    tokens = board.tokens
    named = _name_before(board, position, end)
    start = named.first if named is not None else position
    first, number, country = _premodifiers(board, start)
    head = " ".join(token.lower for token in tokens[position:end])
    expression, side, group = _expression(entry, head, country, tokens[first:position]), entry.side, entry.group
    if entry.form in _SERVING and _has_left(board, first, start):
        expression, side = ActorExpression(ActorForm.CIVILIAN, head, None, country), Side.CIVILIAN
    if is_of_a_people(board, board.lower(position - 1)) and expression.form in _FIGHTING:
        expression, side = _of_a_people(board, position, head, expression), _side_of_a_people(side)
    if named is not None and named.people is not None and named.group == "named":
        expression, side, group = named.people.expression, named.people.side, "named"
    count = _how_many(entry, number, board, first, start)
    if named is not None and named.people is not None and number is None and named.people.count is not None:
        count = named.people.count  # "two Northern Front women 'commanders'"
    people = People(expression, count, side, group, entry.plural, entry.body)
    return board.chunk(first, end, ChunkKind.PEOPLE, people=people)


_SERVING = (ActorForm.STATE, ActorForm.GOVERNMENT)


def _has_left(board: Board, first: int, noun: int) -> bool:
    """Whether somebody served in a force or office once: "a *former* soldier", "the *ex* minister" is a civilian."""
    said = {board.lower(k) for k in range(max(0, min(first, noun - 1)), noun)}
    return not phrase_words("left_service").isdisjoint(said)


def _name_before(board: Board, position: int, end: int) -> Chunk | None:
    """People right before the noun at [position, end); before a rank also across quotes and the words of ranks
    ("Northern Front 'area commander'")."""
    k = position
    if board.lower(end - 1) in phrase_words("members"):
        while k > 0 and position - k < _LONGEST_RANK and board.taken[k - 1] is None and _of_rank(board.tokens[k - 1]):
            k -= 1
    before = board.taken[k - 1] if k else None
    if before is None or before.kind is not ChunkKind.PEOPLE:
        return None
    named = before.people is not None and before.people.group == "named"
    return before if k == position or named else None


def _of_rank(token: Token) -> bool:
    """Whether a word may stand between a group's name and the noun for its member."""
    parts = token.lower.split("-")
    return token.text in _QUOTES or all(part in phrase_words("rank_words") for part in parts)


def _of_a_people(board: Board, position: int, head: str, expression: ActorExpression) -> ActorExpression:
    """ "Kurdish forces" are no state's army: armed people, whose name keeps that of their people."""
    branch = "militia" if expression.form is ActorForm.STATE else expression.branch
    return ActorExpression(ActorForm.ARMED, f"{board.lower(position - 1)} {head}", branch, expression.country)


def _side_of_a_people(side: Side) -> Side:
    return Side.MILITIA if side is Side.STATE else side


def _whole_noun(board: Board, end: int, entry: PeopleEntry) -> tuple[int, PeopleEntry]:
    """End of a noun that is followed at once by another, and the noun that says what they are: "army troops" is one
    phrase and of the army, "a woman fighter" is a fighter; "officers guarding" is no phrase."""
    while end < len(board.tokens) and board.taken[end] is None:
        more = board.lexicon.people.at(board.tokens, end)
        if more is None or not _is_noun_here(board, end, more[0]):
            break
        end = more[0]
        if entry.group == "persons":
            entry = more[1]
    return end, entry


def _premodifiers(board: Board, head: int) -> tuple[int, NumberHit | None, str | None]:
    """Walk left over adjectives to a number or determiner: (first token, number, country of a nationality word)."""
    country = None
    for step in range(1, min(head, _MOST_ADJECTIVES + _LONGEST_NUMBER - 1) + 1):
        first = head - step
        number = _number_ending_at(board, first + 1)
        if number is not None:
            return number.start, number, country
        word, near = board.tokens[first], step <= _MOST_ADJECTIVES
        country = country or board.nation_ending(first)[0]
        if near and word.text in _QUOTES:
            continue
        free = board.taken[first] is None or _is_nationality(board, first)
        if free and word.lower in grammar_words("determiners"):
            return first, None, country
        if not (near and free and word.text[0].isalpha()) or word.lower in grammar_words("function_words"):
            break
    return _clear_adjectives(board, head), None, country


def _is_nationality(board: Board, position: int) -> bool:
    """Whether a place chunk is really a nationality adjective before a noun ("Malian soldiers")."""
    chunk = board.taken[position]
    return chunk is not None and chunk.kind is ChunkKind.PLACE and board.lower(position) in board.found.nationalities


def _clear_adjectives(board: Board, head: int) -> int:
    """Where a phrase without number or determiner starts: only clear adjectives stay with it ("Malian soldiers")."""
    first = head
    while first > 0 and (board.taken[first - 1] is None or _is_nationality(board, first - 1)):
        word = board.tokens[first - 1].lower
        nation, length = board.nation_ending(first - 1)
        if not (word in phrase_words("clear_adjectives") or is_of_a_people(board, word) or nation is not None):
            break
        first -= length if board.free(first - length, first) else 1
    return first


def _number_ending_at(board: Board, end: int) -> NumberHit | None:
    """The longest number phrase that ends right before token ``end``."""
    for start in range(max(0, end - _LONGEST_NUMBER), end):
        if board.free(start, end):
            hit = number_at(board.tokens, start)
            if hit is not None and hit.end == end:
                return hit
    return None


def _is_noun_here(board: Board, start: int, end: int) -> bool:
    """Keep words out that are verbs or parts of other things here ("to guard", "national elections")."""
    if end - start > 1:
        return True
    word, before, after = board.lower(start), board.lower(start - 1), board.lower(end)
    if word in phrase_words("force_nouns") and after in phrase_words("not_forces"):
        return False
    if word == "forces":  # "market forces" and the verb are no army; "Vastrian forces" are
        return start > 0 and (board.tokens[start - 1].text[:1].isupper() or before in phrase_words("forces_of"))
    if word in ("couple", "pair") and after == "of":
        return False  # "a couple of landmines"
    if word in ("guard", "guards", "contractor", "contractors") and before == "to":
        return False
    if word in phrase_words("adjective_or_person") or is_of_a_people(board, word):
        noun_follows = after[:1].isalpha() and after not in grammar_words("function_words")
        return not noun_follows or after in phrase_words("person_before")
    return True


def _how_many(entry: PeopleEntry, number: NumberHit | None, board: Board, first: int, head: int) -> Count | None:
    """How many a phrase counts: its number; one for a singular head; unknown for a bare plural or a body."""
    if number is not None:
        return number.count
    if entry.body or entry.plural:
        return None
    determiner = board.lower(first) if first < head else ""
    words = determiner if determiner in ("a", "an", "one", "another", "the") else ""
    return Count.exactly(1, words)


def _expression(entry: PeopleEntry, head: str, country: str | None, modifiers: Sequence[Token]) -> ActorExpression:
    """The actor a noun means; "armed" turns people into gunmen."""
    form, branch = entry.form, entry.branch
    said = {token.lower for token in modifiers}
    if form in _FIGHTING and not phrase_words("unable_to_fight").isdisjoint(said):
        form, branch = ActorForm.CIVILIAN, None  # off duty, captured: who cannot respond is hit as a civilian
    if form is ActorForm.CIVILIAN and entry.group == "persons" and "armed" in said:
        form, branch = ActorForm.ARMED, "gunmen"
    return ActorExpression(form, head, branch, country)
