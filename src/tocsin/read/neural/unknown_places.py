"""Places in the model's spans that the rules do not know, read from their words alone."""

import re
from collections.abc import Callable, Collection, Iterator

from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.places_words import words as place_words

_HELD = re.compile(
    r"(?:(?: (?:area|areas|locality|quarter|part|parts|side|outskirts))? (?:of|in|within)|,) (?:the )?", re.IGNORECASE
)
"""From a place to the one that holds it: "in the kachiawada *area of* modasa"."""
_SHORT = 3
"""Words of so few letters are taken for no place in a text without capitals."""


class UnknownPlaces:
    """Reads such places of one document."""

    def __init__(
        self, text: str, over: Callable[[int, int], Iterator[Chunk]], countries: Collection[str], cased: bool
    ) -> None:
        """``over``: the chunks that share a character with a stretch; ``countries``: their names in small letters;
        ``cased``: whether the text writes names with capitals."""
        self._text, self._over, self._countries, self._cased = text, over, countries, cased

    def read(self, start: int, end: int) -> PlaceExpression:
        """A place that the rules do not know, as its words say: the name, the word for its kind behind it ("kheda
        district"), and the place that is said to hold it ("in the X area of Modasa")."""
        said = [word for word in self._text[start:end].split() if word.lower() != "the"]
        words = " ".join(said)
        if self._cased and words.islower():
            return PlaceExpression(f"the {words}")  # "the van", "the area": no name, though some town is called so
        if "and" in said[1:-1]:  # two names of a list in one span: the first, which nothing is said to hold
            return PlaceExpression(" ".join(said[: said.index("and")]))
        known = place_words()
        kind = said[-1].lower() if len(said) > 1 else None
        containers = self._holder(end)
        if kind in known.units | known.settlements:
            relation = PlaceRelation.UNIT if kind in known.units else PlaceRelation.IN
            return PlaceExpression(" ".join(said[:-1]), relation, containers, unit_word=kind)
        is_country = words.lower() in self._countries
        return PlaceExpression(words, PlaceRelation.IN, containers, is_country=is_country)

    def _holder(self, end: int) -> tuple[str, ...]:
        """What is said to hold the place that ends at ``end``, innermost first; in a text without capitals also a word
        that the rules do not take for a place."""
        held = _HELD.match(self._text, end)
        if held is None:
            return ()
        chunk = next((c for c in self._over(held.end(), held.end() + 1) if c.start == held.end()), None)
        if chunk is not None and chunk.place is not None:
            return (chunk.place.name, *chunk.place.containers)
        if chunk is None or self._cased or held.group().startswith(",") or not chunk.lower.isalpha():
            return ()
        known = place_words()
        return (
            (chunk.lower,) if len(chunk.lower) > _SHORT and chunk.lower not in known.ordinary | known.function else ()
        )
