"""The board a sentence is chunked on: its tokens and the chunk each of them was given to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.model.expressions import PlaceExpression, PlaceRelation, TimeExpression
from tocsin.model.values import Count
from tocsin.read.rules.chunks import Chunk, ChunkKind, Found, People
from tocsin.read.rules.lexicon import Lexicon, ThingEntry, TriggerEntry, WeaponEntry
from tocsin.read.rules.tokens import Token


@dataclass
class Board:
    """Tokens of a sentence, what other finders located in it, and ``taken``: the chunk of each token, if any yet."""

    tokens: Sequence[Token]
    found: Found
    lexicon: Lexicon
    taken: list[Chunk | None] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = [None] * len(self.tokens)

    def lower(self, position: int) -> str:
        """The lower-cased token at ``position``; "" outside the sentence."""
        return self.tokens[position].lower if 0 <= position < len(self.tokens) else ""

    def nation_ending(self, position: int) -> tuple[str | None, int]:
        """The country of the nationality word whose last token stands at ``position`` ("Malian", "South Sudanese"; the
        longest one), and how many tokens it takes; else none and one."""
        pair = f"{self.lower(position - 1)} {self.lower(position)}"
        if pair in self.found.nationalities:
            return self.found.nationalities[pair], 2
        return self.found.nationalities.get(self.lower(position)), 1

    def free(self, first: int, last: int) -> bool:
        """Whether no token of [first, last) has a chunk yet."""
        return all(chunk is None for chunk in self.taken[first:last])

    def put(self, chunk: Chunk) -> None:
        """Give the tokens of ``chunk`` to it, whatever they belonged to."""
        self.taken[chunk.first : chunk.last] = [chunk] * (chunk.last - chunk.first)

    def claim(
        self, start: int, end: int, kind: ChunkKind, *,
        people: People | None = None, place: PlaceExpression | None = None, time: TimeExpression | None = None,
    ) -> None:  # fmt: skip
        """Give the tokens inside the character offsets [start, end) to one chunk when all are still free. One end of a
        road ("the Gao-Ansongo road") stands in one token with the other: the first to come has it."""
        inside = [k for k, token in enumerate(self.tokens) if token.start >= start and token.end <= end]
        if not inside and place is not None and place.relation in (PlaceRelation.BETWEEN, PlaceRelation.BORDER):
            inside = [k for k, token in enumerate(self.tokens) if token.start <= start and end <= token.end]
        if inside and self.free(inside[0], inside[-1] + 1):
            self.put(self.chunk(inside[0], inside[-1] + 1, kind, people=people, place=place, time=time))

    def chunk(
        self, first: int, last: int, kind: ChunkKind, *,
        people: People | None = None, number: Count | None = None, place: PlaceExpression | None = None,
        time: TimeExpression | None = None, trigger: TriggerEntry | None = None, weapon: WeaponEntry | None = None,
        thing: ThingEntry | None = None,
    ) -> Chunk:  # fmt: skip
        """A chunk of the tokens [first, last)."""
        tokens = self.tokens
        lower = tokens[first].lower if last == first + 1 else " ".join(token.lower for token in tokens[first:last])
        capital = tokens[first].text[:1].isupper()
        start, end = tokens[first].start, tokens[last - 1].end
        return Chunk(kind, first, last, start, end, lower, people, number, place, time, trigger, weapon, thing, capital)
