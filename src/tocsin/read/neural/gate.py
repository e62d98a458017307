"""A quick first look: whether any sentence of a text has words of conflict reports at all.

One weight a word, summed over the different words of a sentence: what the whole engine makes of many texts, taught to a
look that costs a hundredth of it. Texts without such a sentence get no event and are not read further; of the others,
windows far from any such sentence are not given to the encoder. The weights are kept with the model (``gate.json``).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+")
SHORT = 600
"""Characters up to which a text is read in any case: a brief costs next to nothing, and has few words to judge by."""
_SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True)
class Gate:
    """``weights`` by lower-case word; a sentence passes when their sum reaches ``least``; ``reach``: characters around
    a sentence that passes in which words may belong to what it tells."""

    weights: Mapping[str, float]
    least: float
    reach: int = 400

    @classmethod
    def open(cls, folder: Path) -> "Gate | None":
        """The gate of a model; ``None`` for a model without one, which reads everything."""
        path = folder / "gate.json"
        if not path.is_file():
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
        return cls(said["weights"], said["least"])

    def without(self, names: Iterable[str]) -> "Gate":
        """The gate without the weights of these words, in lower case: what is told of one country must pass where it
        passes of another."""
        names = frozenset(names)
        return replace(self, weights={word: weight for word, weight in self.weights.items() if word not in names})

    def passing(self, text: str) -> list[tuple[int, int]]:
        """Stretches [start, end) of the text that may belong to an event, in order; none for a text without any. A
        brief passes whole."""
        if len(text) <= SHORT:
            return [(0, len(text))]
        found: list[tuple[int, int]] = []
        for start, end, score in self.scores(text):
            if score >= self.least:
                begin = max(0, start - self.reach)
                if found and begin <= found[-1][1]:
                    begin = found.pop()[0]
                found.append((begin, end + self.reach))
        return found

    def scores(self, text: str) -> Iterator[tuple[int, int, float]]:
        """Each sentence with the sum of the weights of its different words."""
        known = self.weights
        for match in _SENTENCE.finditer(text):
            words = words_of(match[0])
            if words:
                yield match.start(), match.end(), sum(known.get(word, 0.0) for word in words)


def words_of(sentence: str) -> set[str]:
    """The different words of a sentence, in lower case."""
    return set(_WORD.findall(sentence.lower()))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text as the gate sees them."""
    return [match[0] for match in _SENTENCE.finditer(text)]
