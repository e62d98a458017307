"""Trigger words on the board: which words may tell a happening, and whether each is used as verb or noun."""

from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.chunks_board import Board
from tocsin.read.rules.lexicon import TriggerEntry
from tocsin.read.rules.numbers import number_at
from tocsin.read.rules.word_lists import grammar_words, phrase_words

# How far the last word of a verb phrase may stand from its first ("shot two off-duty policemen dead").
_WIDEST_GAP = 8
_FLOORS = ("least", "most")  # behind "at": a count, no aim
# How many words may stand between a verb and its object ("fired at least four 122-mm rockets").
_WIDEST_OBJECT = 6
_MAKES_ADJECTIVES = ("al", "ic", "ish", "ese", "ian", "ive", "ous", "ful")
# Acts whose past form is told of people even as an adjective ("the slain officer").
_COUNTED_ADJECTIVES = ("capture", "seize", "recapture")
_FATES = frozenset({"kill", "injure", "arrest", "abduct", "surrender", "displace"})


def mark_triggers(board: Board) -> None:
    """Give every trigger word its chunk; a longer phrase for people at the same place goes first."""
    position = 0
    while position < len(board.tokens):
        hit = _hit(board, position) if board.taken[position] is None else None
        if hit is None:
            position += 1
            continue
        end = hit[0]
        entry = _as_used(board, position, end, hit[1])
        if entry is not None and board.free(position, end):
            weapon = board.lexicon.weapons.at(board.tokens, position)
            board.put(
                board.chunk(position, end, ChunkKind.TRIGGER, trigger=entry, weapon=weapon[1] if weapon else None)
            )
        position = max(end, position + 1)


def _hit(board: Board, position: int) -> tuple[int, TriggerEntry] | None:
    """The trigger at ``position`` and where it ends."""
    first, lexicon = board.tokens[position].lower, board.lexicon
    hit = lexicon.triggers.at(board.tokens, position)
    if hit is None and first not in lexicon.spread and first not in lexicon.gapped:
        return None
    if _in_a_name(board, position):
        return None
    if hit is None or hit[0] == position + 1 or board.lower(hit[0]) in _FLOORS:
        hit = _spread(board, position) or hit  # "fired at least four rockets" is no "fired at"
    people = lexicon.people.at(board.tokens, position)
    weapon = lexicon.weapons.at(board.tokens, position) if hit is not None else None
    if hit is not None and weapon is not None and weapon[0] > hit[0]:
        return None  # "an assault rifle"
    if hit is not None and hit[0] == position + 1:
        hit = _gapped(board, position) or hit
    if hit is None or (people is not None and people[0] >= hit[0] and hit[1].act != "suicide"):
        return _gapped(board, position) if people is None or people[0] <= position + 1 else None
    return hit


def _in_a_name(board: Board, position: int) -> bool:
    """Whether a word that is a name as well stands in one: a capital, and another beside it ("Laxman Ram")."""
    if position == 0 or board.lower(position) not in grammar_words("also_names"):
        return False
    beside = (board.tokens[k].text for k in (position - 1, position + 1) if k < len(board.tokens))
    return board.tokens[position].text[0].isupper() and any(word[0].isupper() for word in beside)


def _gapped(board: Board, position: int) -> tuple[int, TriggerEntry] | None:
    """A verb whose tail stands later: "shot [two men] dead". The chunk is the verb alone."""
    for entry in board.lexicon.gapped.get(board.tokens[position].lower, ()):
        for step in range(2, _WIDEST_GAP + 1):
            word = board.lower(position + step)
            if word == entry.tail and word not in ("up", "down") and _middle_stands(board, position + step, entry):
                return position + 1, entry
            if not word or word in grammar_words("gap_ends"):
                break
    return None


def _middle_stands(board: Board, tail: int, entry: TriggerEntry) -> bool:
    """Whether the words between a verb and its tail stand before the tail ("put X *to* death", not "put X on a death
    list")."""
    middle = entry.base.split(" ")[1:-1]
    return all(board.lower(tail - step) == word for step, word in enumerate(reversed(middle), start=1))


def _spread(board: Board, position: int) -> tuple[int, TriggerEntry] | None:
    """A verb with its own kind of object: "threw [a homemade] bomb". The chunk is the verb; the object stays free."""
    for phrase in board.lexicon.spread.get(board.tokens[position].lower, ()):
        end = position + len(phrase.opening)
        if any(board.lower(position + k) != word for k, word in enumerate(phrase.opening)):
            continue
        for step in range(end, end + _WIDEST_OBJECT + 1):
            word = board.lower(step)
            if word == phrase.last:
                return end, phrase.trigger
            floor = word == "at" and board.lower(step + 1) in _FLOORS
            if not word or (word in grammar_words("object_phrase_ends") and not floor):
                break
    return None


def _as_used(board: Board, start: int, end: int, entry: TriggerEntry) -> TriggerEntry | None:
    """Verb or noun? Words such as "attack", "clashes", "raid" are both; what stands around them decides. ``None``
    where the word is no trigger at all ("a bomb", "the fight")."""
    before, after = board.lower(start - 1), board.lower(end)
    if entry.form in ("past", "participle"):
        counted = start > 0 and number_at(board.tokens, start - 1) is not None
        return _past(entry, before, after, counted)
    if entry.form == "ing":
        return _ing(entry, before, after)
    if entry.form in ("base", "third"):
        return _bare(entry, before, after, _opens_object(board, end))
    return entry


def _past(entry: TriggerEntry, before: str, after: str, counted: bool) -> TriggerEntry | None:
    """A past form: an adjective before a noun ("the attacked town", "three captured soldiers") tells nothing, except
    the fate of people. ``counted``: a number stands before it."""
    adjective = (
        (before in grammar_words("adjective_determiners") or (counted and entry.base in _COUNTED_ADJECTIVES))
        and after[:1].isalpha()
        and after not in grammar_words("function_words")
    )
    # "labourers engaged in building a road were abducted": no verb of its own that would cut the clause in two
    at_work = entry.base == "engage" and after in grammar_words("work_follows")
    return None if at_work or (adjective and entry.act not in _FATES) else entry


def _ing(entry: TriggerEntry, before: str, after: str) -> TriggerEntry:
    """An -ing form: the noun behind a determiner or before "of" ("the killing of"), never behind "was"."""
    if entry.twin is None or before in grammar_words("be_before_ing"):
        return entry
    noun = before in grammar_words("noun_before") or after in ("of", "between", "in", "near")
    return entry.twin if noun else entry


def _opens_object(board: Board, position: int) -> bool:
    """Whether an article or a number stands at ``position``, as behind a verb ("police arrest four rebels")."""
    if board.lower(position) in ("a", "an", "the"):
        return True
    return position < len(board.tokens) and number_at(board.tokens, position) is not None


def _bare(entry: TriggerEntry, before: str, after: str, object_follows: bool) -> TriggerEntry | None:
    """A bare form, in -s too: verb behind "to" and the like, noun behind determiners and adjectives. Without a noun
    of its own it is no trigger there. ``object_follows``: an article or number opens an object behind it."""
    in_noun_place = before in grammar_words("noun_before")
    behind_verb_word = before in grammar_words("verb_before")
    if (behind_verb_word and not in_noun_place) or (before in phrase_words("force_nouns") and object_follows):
        return entry
    noun_like = in_noun_place or not before or before.endswith(_MAKES_ADJECTIVES)
    if entry.twin is not None:
        rarely = entry.base in grammar_words("rarely_verbs") and not behind_verb_word
        return entry.twin if noun_like or rarely or after in grammar_words("noun_after") else entry
    if noun_like or (entry.base in grammar_words("rarely_verbs") and not behind_verb_word):
        return None
    return entry
