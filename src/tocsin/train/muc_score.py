"""How templates of MUC-4 are compared (GTT measure and CEAF-REE): alignment of templates, fillers of roles.

A template is its incident type and five roles; templates are aligned one to one (types must agree) so that most agree;
an entity of a slot is right when one of its strings equals or is contained in a gold mention of one entity. CEAF-REE:
roles pooled over the document, entities aligned one to one. Optional templates and fillers do not count as missed.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.pipeline.evaluation_rules import assign
from tocsin.train.sources.muc4_keys import ROLES, Entity, Message, Template

Tally = Counter[str]


@dataclass
class Filled:
    """A template of the system. A filler is the names of one entity as the text has them."""

    type: str
    roles: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    country: str | None = None
    place: str | None = None
    stage: str = "ACCOMPLISHED"
    confidence: str | None = None


Pairs = list[tuple[Template, Filled]]


def entity_right(gold: Entity, names: Sequence[str]) -> bool:
    """Whether a string equals or is contained (at word bounds) in a mention of the gold entity."""
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", mention) for name in names for mention in gold.mentions)


def slot(gold: Sequence[Entity], names: Sequence[Sequence[str]]) -> Tally:
    """tp, fp and fn of one slot, entities aligned one to one; missed optional ones do not count."""
    pairs = assign([[float(entity_right(g, n)) for n in names] for g in gold])
    found = {row for row, _ in pairs}
    missed = sum(number not in found and not g.optional for number, g in enumerate(gold))
    return Counter(tp=len(pairs), fp=len(names) - len(pairs), fn=missed)


def align(gold: Sequence[Template], made: Sequence[Filled]) -> list[tuple[int, int]]:
    """Pairs of templates of one type with the most right slots."""
    weights = [
        [1.0 + sum(slot(g.roles[r], m.roles[r])["tp"] for r in ROLES) if m.type in g.types else 0.0 for m in made]
        for g in gold
    ]
    return assign(weights)


def gtt(message: Message, made: Sequence[Filled]) -> tuple[Tally, Pairs]:
    """Sums of one document, ``type_`` and per-role keys apart, and the aligned templates."""
    gold = message.templates
    pairs = align(gold, made)
    sums: Tally = Counter()
    for row, column in pairs:
        sums.update(tp=1, type_tp=1)
        for role in ROLES:
            _add(sums, slot(gold[row].roles[role], made[column].roles[role]), role)
    rows, columns = {r for r, _ in pairs}, {c for _, c in pairs}
    for template in (t for n, t in enumerate(gold) if n not in rows and not t.optional):
        sums.update(fn=1, type_fn=1)
        for role in ROLES:
            _add(sums, slot(template.roles[role], []), role)
    for extra in (t for n, t in enumerate(made) if n not in columns):
        sums.update(fp=1, type_fp=1)
        for role in ROLES:
            _add(sums, slot([], extra.roles[role]), role)
    return sums, [(gold[row], made[column]) for row, column in pairs]


def _add(sums: Tally, one: Tally, role: str) -> None:
    sums.update(one)
    sums.update({f"{role}_{key}": value for key, value in one.items()})


def pooled(message: Message, made: Sequence[Filled]) -> Tally:
    """CEAF-REE sums: the roles of the whole document."""
    sums: Tally = Counter()
    for role in ROLES:
        gold: list[Entity] = []
        for template in message.templates:
            for entity in template.roles[role]:
                optional = entity.optional or template.optional
                at = next((n for n, g in enumerate(gold) if set(g.mentions) & set(entity.mentions)), None)
                if at is None:
                    gold.append(Entity(entity.mentions, optional))
                else:
                    merged = tuple(dict.fromkeys((*gold[at].mentions, *entity.mentions)))
                    gold[at] = Entity(merged, gold[at].optional and optional)
        names = list(dict.fromkeys(tuple(f) for t in made for f in t.roles[role]))
        sums.update(slot(gold, names))
    return sums
