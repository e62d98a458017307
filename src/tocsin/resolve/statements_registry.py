"""What the registry of actors has on a relation that a text tells: that it agrees, that a part joined, an old name.

Reports generalise: "made from A and B" where only a branch of A joined, and A goes on; "born in 2007" for what was
renamed then (CODEBOOK section 10, row 13). The text's words stay as they are; the registry's stand beside them.
"""

from collections.abc import Iterator

from tocsin.knowledge.actor_model import Actor, Relation, RelationKind
from tocsin.knowledge.actors import ActorRegistry

_JOINING = (RelationKind.MERGED_INTO, RelationKind.COMPONENT_OF, RelationKind.RENAMED_TO)


def registry_note(actors: ActorRegistry, relation: str, a: object, b: object) -> str | None:
    """A sentence on the relation of ``a`` to ``b`` (names of the registry, else words); ``None`` where it has none."""
    one = _actor(actors, a)
    if one is None:
        return None
    if relation == "created":
        return _born(actors, one)
    other = _actor(actors, b)
    if other is None or relation not in set(RelationKind):
        return None
    same = next((r for r in one.relations if r.other == other.id and _means(r, relation)), None)
    if same is not None:
        return f"the registry agrees{_when(same)}"
    return _part(actors, one, other) if relation in (RelationKind.MERGED_INTO, RelationKind.COMPONENT_OF) else None


def _actor(actors: ActorRegistry, name: object) -> Actor | None:
    found = actors.by_name(str(name)) if name else ()
    return found[0] if len(found) == 1 else None


def _means(relation: Relation, told: str) -> bool:
    """Whether the registry's relation is the one told; being merged into a body and being part of it are told alike."""
    if relation.kind.value == told:
        return True
    return relation.kind in _JOINING and told in (RelationKind.MERGED_INTO.value, RelationKind.COMPONENT_OF.value)


def _part(actors: ActorRegistry, one: Actor, other: Actor) -> str | None:
    """That only a part of ``one`` joined ``other``."""
    for part, _ in _parts(actors, one):
        joined = next((r for r in part.relations if r.other == other.id and r.kind in _JOINING), None)
        if joined is not None:
            goes_on = f"; {one.name} goes on" if one.end is None else ""
            return f"in the registry only a part of it joined: {part.name}{_when(joined)}{goes_on}"
    return None


def _parts(actors: ActorRegistry, actor: Actor) -> Iterator[tuple[Actor, Relation]]:
    return ((part, r) for part, r in actors.towards(actor.id) if r.kind is RelationKind.COMPONENT_OF)


def _born(actors: ActorRegistry, actor: Actor) -> str | None:
    """What it was called before, or of what it was made."""
    before = [(old, r) for old, r in actors.towards(actor.id) if r.kind is RelationKind.RENAMED_TO]
    if before:
        old, renaming = before[0]
        return f"in the registry it was renamed from {old.name}{_when(renaming)}"
    return None


def _when(relation: Relation) -> str:
    start = relation.start
    if start is None:
        return ""
    shown = start.isoformat()[: 4 if (start.month, start.day) == (1, 1) else 7 if start.day == 1 else 10]
    return f" ({shown})"
