"""Whether the names of sides, countries and peoples change what an event is: other names, the same events.

    python bench/swaps.py [--data ../shared/data/event_gold] [--files docs.jsonl] [--swaps 200] [--seed 7] [--detail]

A document is coded as it is and once for each swap: of its countries, of its peoples, of its registered sides. A swap
gives every bearer another name of the same grammar all through the text: a country's name another country's, its
nationality words theirs; a people's word that of another people, a confession's that of another confession; a side's
acronym or name that of a registered side of the same actor type. The same are sorted types with the victims of each
event (side, fate, low, best, high), over events told as real. Places, people and the rest of the text stay, so that a
swapped text may be odd, but not less clear. Left alone are countries and peoples inside names of registered sides,
parts of countries, names without a partner of the same grammar, and countries of which the text also names a town, a
unit or a part ("Kandahar, Kuwait" would be another text): their swaps are reported apart (``placed_same_rate``).
``telling_`` counts only documents that told an event before. Doing nothing is to find no event, and so never to change
one.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from common import Clock, Figures, Json, arguments, coded_alone, report, told_as_real
from swap_names import FINDERS, KNOWN, LENDERS, Forms, Mention, held_by_places
from tocsin import ingest
from tocsin.knowledge.matcher import square
from tocsin.model.document import Document
from tocsin.model.text import is_one_case

KINDS = ("countries", "peoples", "sides", "placed")
"""``placed``: countries whose towns or units stand in the text as well, reported apart."""


@dataclass(frozen=True, slots=True)
class Swap:
    """A document with other names, and which they are."""

    kind: str
    document: Document
    names: tuple[str, ...]


def swapped(document: Document, kind: str, seed: int) -> Swap | None:
    """The document with other names of one kind; ``None`` where there is nothing to swap."""
    day = document.published.day if document.published else None
    chance = random.Random(f"{seed} {kind} {document.id}")
    mentions = list(FINDERS[kind](document.text, day))
    placed = held_by_places(f"{document.title or ''}. {document.text}") if kind in ("countries", "placed") else set()
    if kind == "placed" and placed.isdisjoint(mention.bearer for mention in mentions):
        return None
    given = partners(kind, mentions, day, chance, placed if kind == "countries" else ())
    if not given:
        return None
    text, names = written(document.text, mentions, given)
    title = document.title
    if title:
        title, _ = written(title, list(FINDERS[kind](title, day)), given)
    lost = kind == "sides" and not found_again(text, given)
    return None if lost else Swap(kind, replace(document, text=text, title=title), tuple(names))


def partners(
    kind: str, mentions: Sequence[Mention], day: date | None, chance: random.Random, held: Collection[str] = ()
) -> dict[str, Forms]:
    """For every bearer the forms of another. Bearers of one text may change places; two never get the same name, and
    those ``held`` keep theirs."""
    needed: dict[str, set[str]] = {}
    for mention in mentions:
        needed.setdefault(mention.bearer, set()).add(mention.form)
    lenders = {b: LENDERS[kind](b, frozenset(forms), day) if b not in held else {} for b, forms in needed.items()}
    given: dict[str, Forms] = {}
    taken = {bearer for bearer, others in lenders.items() if not others.keys() - {bearer}}  # these keep their names
    for bearer in sorted(needed.keys() - taken, key=lambda b: (len(lenders[b]), b)):
        free = sorted(lenders[bearer].keys() - taken - {bearer})
        # Names that do not stand in the text come first: changing places is for want of others.
        fresh = [other for other in free if other not in needed]
        if not free:
            return {}
        other = chance.choice(fresh or free)
        taken.add(other)
        given[bearer] = lenders[bearer][other]
    return given


def written(text: str, mentions: Sequence[Mention], given: Mapping[str, Forms]) -> tuple[str, dict[str, None]]:
    """The text with the names given, and what became of each name. "A" and "an" and the possessive follow the name."""
    one_case, done = is_one_case(text), 0
    parts: list[str] = []
    names: dict[str, None] = {}
    for mention in mentions:
        word = given.get(mention.bearer, {}).get(mention.form)
        if word is None or mention.start < done:
            continue
        old, end, before = text[mention.start : mention.end], mention.end, text[done : mention.start]
        new = cased(word, old, mention.form, one_case)
        names[f"{old} > {new}"] = None
        article = re.search(r"\b([Aa])([Nn]?)(\s+)$", before)
        if article is not None:
            vowel = re.match(r"[AEIOaeio]|Uz|uz", new) is not None
            before = before[: article.start()] + article[1] + ("n" if vowel else "") + article[3]
        if old.endswith("s") and not new.endswith("s") and re.match(r"['’](?!s)(?=\s)", text[end:]):
            new, end = f"{new}{text[end]}s", end + 1
        parts += [before, new]
        done = end
    return "".join([*parts, text[done:]]), names


def cased(word: str, old: str, form: str, one_case: bool) -> str:
    """The word in the case, and an acronym with the points, of the old one."""
    if form == "acronym" and "." in old:
        word = ".".join(word)
    if old.isupper() and form != "acronym" and len(old) > 1:
        return word.upper()
    return word.lower() if one_case and old.islower() else word


def found_again(text: str, given: Mapping[str, Forms]) -> bool:
    """Whether the registry finds the new names of sides: some are words of the language in a text of one case."""
    words = {square(hit.words).strip() for hit in KNOWN.actors.find(text, qualified=True)}
    return all(any(square(word).strip() in words for word in forms.values()) for forms in given.values())


def chosen(documents: Sequence[Document], wanted: int, seed: int) -> dict[str, list[Swap]]:
    """Swaps by document, up to the number wanted, as evenly over the kinds as there are any; a third of it of countries
    whose places stand in the text, beside the number."""
    queues = {kind: _queue(documents, kind, seed) for kind in KINDS}
    drawn = queues.pop("placed")[: wanted // 3]
    wanted += len(drawn)
    while len(drawn) < wanted and any(queues.values()):
        drawn += [queue.pop() for queue in queues.values() if queue]
    found: dict[str, list[Swap]] = {}
    for swap in drawn[:wanted]:
        found.setdefault(swap.document.id, []).append(swap)
    return found


def _queue(documents: Sequence[Document], kind: str, seed: int) -> list[Swap]:
    """All swaps of a kind in an order drawn: one of each document, and then, with other names, another."""
    queue: list[Swap] = []
    for draw in (seed + 1, seed):
        swaps = [swap for document in documents if (swap := swapped(document, kind, draw)) is not None]
        random.Random(f"{draw} {kind}").shuffle(swaps)
        queue += swaps
    return queue if kind != "placed" else queue[::-1]


# Comparing

Victims = tuple[str, ...]
Signature = list[tuple[str, Victims]]


def signature(events: Sequence[Json]) -> Signature:
    """Types with their victims, sorted."""
    keys = ("side", "status", "low", "best", "high")
    return sorted(
        (e["sub_event_type"], tuple(sorted(" ".join(str(v[k]) for k in keys) for v in e["victims"])))
        for e in told_as_real(events)
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a swap changed."""

    swap: Swap
    before: Signature
    after: Signature

    @property
    def types(self) -> tuple[Counter[str], Counter[str]]:
        """Types that are gone, and new ones."""
        old, new = (Counter(kind for kind, _ in side) for side in (self.before, self.after))
        return old - new, new - old

    @property
    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """Victim counts that are gone, and new ones."""
        old, new = (Counter(v for _, victims in side for v in victims) for side in (self.before, self.after))
        return old - new, new - old


def outcomes(documents: Sequence[Document], swaps: Mapping[str, Sequence[Swap]], engine: str) -> list[Outcome]:
    """Code every document once as it is, and once for each of its swaps."""
    order = [d for document in documents if document.id in swaps
             for d in (document, *(swap.document for swap in swaps[document.id]))]  # fmt: skip
    coded, found = coded_alone(order, engine), []
    for document in documents:
        if document.id in swaps:
            before = signature(next(coded)[1])
            found += [Outcome(swap, before, signature(next(coded)[1])) for swap in swaps[document.id]]
    return found


def documents_of(options: argparse.Namespace) -> list[Document]:
    """The English documents of the files."""
    paths: list[Path] = [options.data / name for name in options.files]
    items = [item for path in paths for item in ingest.documents([str(path)]) if isinstance(item, Document)]
    return [item for item in items if item.language in (None, "en")][: options.limit]


def main() -> None:
    extra = {
        "swaps": {"type": int, "default": 200, "help": "at most so many swaps"},
        "seed": {"type": int, "default": 7, "help": "draws the names"},
    }
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl"], **extra)
    clock, figures, documents = Clock(), Figures(), documents_of(options)
    swaps = chosen(documents, options.swaps, options.seed)
    made = outcomes(documents, swaps, options.engine)
    placed = [o for o in made if o.swap.kind == "placed"]
    made = [o for o in made if o.swap.kind != "placed"]
    figures.share("same_rate", [o.before == o.after for o in made], 1.0)
    figures.share("placed_same_rate", [o.before == o.after for o in placed], 1.0)
    for kind in KINDS[:-1]:
        figures.share(f"{kind}_same_rate", [o.before == o.after for o in made if o.swap.kind == kind], 1.0)
    figures.share("same_types_rate", [not any(o.types) for o in made], 1.0)
    figures.share("same_counts_rate", [not any(o.counts) for o in made], 1.0)
    figures.share("telling_same_rate", [o.before == o.after if o.before else None for o in made], 1.0)
    if options.detail:
        _detail(made)
    rate = clock.rate(len(made) + len(swaps))
    report("event_gold", options, len(swaps), figures, clock, swaps=len(made), docs_per_s=rate)


def _detail(made: Sequence[Outcome]) -> None:
    for outcome in made:
        if outcome.before != outcome.after:
            print(f"\n{outcome.swap.document.id}, {outcome.swap.kind}: {', '.join(outcome.swap.names)}")
            for name, (gone, new) in (("types", outcome.types), ("counts", outcome.counts)):
                print(f"  {name}: before {dict(gone)}, after {dict(new)}")


if __name__ == "__main__":
    main()
