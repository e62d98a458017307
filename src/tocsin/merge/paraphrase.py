"""Machine paraphrases: other words, the same sentences in the same order, with the same names and numbers.

Two reporters of one event share its names and numbers too, and often a quotation. They do not share the order of
sentences, nor of names and numbers across a whole text, and each has sentences, names and numbers that the other lacks.
What stands between quotation marks is therefore left out of every comparison here. Thresholds: ``merge.yml``, set on
one half of ``corpus/copies`` and measured on the other (``bench/copies.py --own``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.merge.alignment import Pair, align, common_order
from tocsin.merge.sentences import Sentences
from tocsin.merge.settings import StorySettings, load
from tocsin.merge.shingles import Keys, hashes


@dataclass(frozen=True, slots=True)
class Retelling:
    """How closely one text tells another over again, all in 0..1: mean likeness of its sentences to those in the same
    place; share of it that follows such sentences; share of names and numbers in the same order, and of those that the
    other does not have at all; and the share of the retold stretch of the other whose sentences (``whole``), and names
    and numbers (``kept``), it has."""

    likeness: float
    covered: float
    order: float
    new: float
    whole: float
    kept: float
    anchors: int
    pairs: tuple[Pair, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """In words for a person."""
        return (
            f"{self.covered:.0%} of its text follows the sentences of the other in their order",
            f"{self.order:.0%} of its {self.anchors} names and numbers stand in the same order",
            f"{self.new:.0%} of them are new" if self.new else "none of them is new",
            f"of those of the stretch it retells it has {self.kept:.0%}",
        )


def order_keys(anchors: Sequence[str]) -> Keys:
    """Keys by which retellings meet, from the names and numbers of a text: each two that follow one another, or have
    one between."""
    pairs = (f"{a}|{b}" for step in (1, 2) for a, b in zip(anchors, anchors[step:], strict=False) if a != b)
    return hashes(set(pairs))


def may_retell(root: Sequence[str], anchors: Sequence[str], weight: float, settings: StorySettings) -> bool:
    """Whether a text with these names and numbers, and words of this weight, may retell one with those of ``root``: the
    cheap part of ``retelling``, which needs no sentences."""
    if len(anchors) < settings.retold_anchors or weight < settings.retold_weight:
        return False
    if _new(root, anchors) > settings.retold_new:
        return False
    return common_order(anchors, root) / len(anchors) >= settings.retold_order


def _new(root: Sequence[str], anchors: Sequence[str]) -> float:
    """The share of names and numbers that ``root`` lacks."""
    known = set(root)
    return sum(a not in known for a in anchors) / len(anchors)


def retelling(root: Sentences, text: Sentences, settings: StorySettings) -> Retelling | None:
    """How ``text`` retells ``root``, or ``None`` where it is a report of its own."""
    anchors = text.anchors
    if not may_retell(root.anchors, anchors, text.weight, settings):
        return None
    order = common_order(anchors, root.anchors) / len(anchors)
    found = _measured(root, text, order, _new(root.anchors, anchors))
    enough = (
        found.likeness >= settings.retold_likeness
        and found.covered >= settings.retold_covered
        and found.whole >= settings.retold_whole
        and found.kept >= settings.retold_kept
    )
    return found if enough else None


def _measured(root: Sentences, text: Sentences, order: float, new: float) -> Retelling:
    """A retelling with all its shares."""
    pairs = align(root, text)
    following = [p for p in pairs if p.similarity >= load().stories.retold_sentence]
    weight = text.weight
    first, last = min((p.left for p in following), default=0), max((p.left_end for p in following), default=0)
    stretch = root.sentences[first:last]
    theirs = [a for s in stretch for a in s.anchors]
    told = sum(s.weight for p in following for s in root.sentences[p.left : p.left_end])
    return Retelling(
        likeness=sum(p.similarity * _weight(text, p) for p in pairs) / weight,
        covered=sum(_weight(text, p) for p in following) / weight,
        order=order,
        new=new,
        whole=told / (sum(s.weight for s in stretch) or 1.0),
        kept=common_order(theirs, text.anchors) / (len(theirs) or 1),
        anchors=len(text.anchors),
        pairs=pairs,
    )


def _weight(text: Sentences, pair: Pair) -> float:
    return sum(s.weight for s in text.sentences[pair.right : pair.right_end])


def swapped_terms(root: Sentences, text: Sentences, pairs: tuple[Pair, ...]) -> Iterator[tuple[str, str]]:
    """Words of aligned sentences that stand for the same term of art without being the same."""
    for pair in pairs:
        mine = {t.stem: t.form for s in text.sentences[pair.right : pair.right_end] for t in s.tokens if not t.quoted}
        its = {t.stem: t.form for s in root.sentences[pair.left : pair.left_end] for t in s.tokens if not t.quoted}
        for stem in sorted(its.keys() & mine.keys()):
            if its[stem][:4] != mine[stem][:4] and len(mine[stem]) > 2 and len(its[stem]) > 2:
                yield its[stem], mine[stem]
