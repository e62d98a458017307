"""Makes the row of chunks of a sentence (see ``chunks.py``).

What others found in the text (registered actors, times, places) is set first; then trigger words, phrases for people
and numbers take the tokens left over; weapons, objects and plain words fill the row. A second look at the finished
row (``chunks_actors.py``) decides what only neighbours can tell: that a country acts, that a member acts as his group.
"""

from tocsin.read.rules.chunks import Chunk, ChunkKind, Found, People
from tocsin.read.rules.chunks_actors import (
    countries_as_actors,
    forces_of_states,
    joined_states,
    jurisdictions,
    members_of_named,
)
from tocsin.read.rules.chunks_board import Board
from tocsin.read.rules.chunks_people import mark_people
from tocsin.read.rules.chunks_seized import duds, found_devices, seized_weapons, trodden_mines
from tocsin.read.rules.chunks_triggers import mark_triggers
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.numbers import number_at
from tocsin.read.rules.tokens import Sentence


class SentenceChunker:
    """Turns a sentence into chunks, given what other finders located."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def chunks(self, sentence: Sentence, found: Found) -> tuple[Chunk, ...]:
        """All chunks of ``sentence`` in order; together they cover every token exactly once."""
        board = Board(sentence.tokens, found, self._lexicon)
        _mark_found(board)
        mark_triggers(board)
        mark_people(board)
        _mark_numbers(board)
        row = countries_as_actors(forces_of_states(joined_states(_row(board), found), found), found)
        return trodden_mines(found_devices(duds(seized_weapons(members_of_named(jurisdictions(row))))))


def _mark_found(board: Board) -> None:
    """Actors, times and places; where two overlap, the one set first keeps the words."""
    for start, end, expression, side in board.found.actors:
        people = People(expression, None, side, "named", plural=True, body=True)
        board.claim(start, end, ChunkKind.PEOPLE, people=people)
    for start, end, time in board.found.times:
        board.claim(start, end, ChunkKind.TIME, time=time)
    for start, end, place in board.found.places:
        board.claim(start, end, ChunkKind.PLACE, place=place)


def _mark_numbers(board: Board) -> None:
    position = 0
    while position < len(board.tokens):
        hit = number_at(board.tokens, position) if board.taken[position] is None else None
        if hit is None or not board.free(position, hit.end):
            position += 1
            continue
        board.put(board.chunk(position, hit.end, ChunkKind.NUMBER, number=hit.count))
        position = hit.end


def _row(board: Board) -> tuple[Chunk, ...]:
    """The finished row: tokens that nobody took become words, weapons and objects."""
    row: list[Chunk] = []
    position = 0
    while position < len(board.tokens):
        chunk = board.taken[position] or _plain(board, position)
        row.append(chunk)
        position = max(chunk.last, position + 1)
    return tuple(row)


def _plain(board: Board, position: int) -> Chunk:
    """The word, weapon or object at ``position``, cut off where a chunk that was set before begins. A nationality of
    two words is one word."""
    if board.nation_ending(position + 1)[1] == 2 and board.free(position, position + 2):
        return board.chunk(position, position + 2, ChunkKind.WORD)
    weapon = board.lexicon.weapons.at(board.tokens, position)
    thing = board.lexicon.things.at(board.tokens, position)
    end = max(weapon[0] if weapon else 0, thing[0] if thing else 0, position + 1)
    end = next((k for k in range(position + 1, end) if board.taken[k] is not None), end)
    return board.chunk(
        position,
        end,
        ChunkKind.WORD,
        weapon=weapon[1] if weapon else None,
        thing=thing[1] if thing else None,
    )
