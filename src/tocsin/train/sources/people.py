"""Phrases that count people, as the rule reader's chunker sees them: where a corpus gives a number without its words,
the words are looked for among these."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.finders import find_all
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.tokens import split_sentences

_ARTICLES = frozenset({"a", "an", "the", ""})


@dataclass(frozen=True, slots=True)
class Counted:
    (
        """One phrase: the words that give the number (``start`` to ``end``; the whole phrase where there is only an
    article, as the corpus guide asks), the number, and the side the words show, "unknown" or None for none."""
        ""
    )

    start: int
    end: int
    number: int
    side: str | None


class CountedPeople:
    """Finds counted people in texts."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._chunker = SentenceChunker(lexicon())

    def __call__(self, text: str) -> list[Counted]:
        """The counted people of a text, in its order. Phrases without an exact number are left out."""
        document = Document("text", text, language="en")
        sentences = split_sentences(text)
        found = find_all(document, sentences, self._knowledge)
        people = []
        for sentence in sentences:
            for chunk in self._chunker.chunks(sentence, found.in_sentence(sentence)):
                count = chunk.people.count if chunk.people is not None else chunk.number
                if count is None or count.best is None:
                    continue
                words = count.words or ""
                stands = words.lower() not in _ARTICLES and text[chunk.start :].lower().startswith(words.lower())
                end = chunk.start + len(words) if stands else chunk.end
                people.append(Counted(chunk.start, end, count.best, chunk.side.value if chunk.side else None))
        return people


def with_number(people: Sequence[Counted], number: int, side: str | None = None) -> Counted | None:
    """The phrase that gives ``number`` people of ``side``: best one whose words show that side, else the first whose
    words show none. Without a side: the first phrase for people, else the first bare number. None when none fits."""
    fitting = [p for p in people if p.number == number and (side is None or p.side in (side, "unknown", None))]
    best = (p for p in fitting if (p.side is not None if side is None else p.side == side))
    return next(best, fitting[0] if fitting else None)
