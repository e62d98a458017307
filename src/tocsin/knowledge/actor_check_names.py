"""Names of the registry that contradict each other, or that no text can ever match."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from tocsin.knowledge.actor_model import Actor, ActorName
from tocsin.knowledge.actors import ActorRegistry
from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.matcher import variants

Found = tuple[str, str]  # where, cause and cure


def shared_names(registry: ActorRegistry) -> Iterator[Found]:
    """Names of several actors at one time without ``shared_names`` saying so: nothing says which is meant."""
    bearers: dict[str, dict[str, tuple[Actor, ActorName]]] = {}
    for actor in registry.all():
        for name in actor.names:
            for key in variants(name.text):
                bearers.setdefault(key, {})[actor.id] = (actor, name)
    for key, found in sorted(bearers.items()):
        if len(found) > 1 and key not in registry.rules.shared_names and _at_one_time(list(found.values())):
            owners = " and ".join(f"{actor.id} ({actor.origin} line {actor.line})" for actor, _ in found.values())
            cure = "take it from one, give both dates that do not overlap, or add it to `shared_names` in rules.yml"
            *_, (last, _) = found.values()  # a file of the user's own comes after the packaged ones
            yield last.where, f"the name {key!r} stands with {owners}; {cure}"


def _at_one_time(bearers: Sequence[tuple[Actor, ActorName]]) -> bool:
    """Whether two bearers of a name used it at one time, as far as known; a name without dates has its actor's."""
    spans = [(name.start or actor.start, name.end or actor.end) for actor, name in bearers]
    return any(_overlap(one, other) for k, one in enumerate(spans) for other in spans[k + 1 :])


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days share one; one that runs backwards says nothing."""
    (start, end), (first, last) = _known(one), _known(other)
    return max(start, first) <= min(end, last)


def _known(span: tuple[date | None, date | None]) -> tuple[date, date]:
    start, end = span[0] or date.min, span[1] or date.max
    return (start, end) if start <= end else (date.min, date.max)


def hidden_names(registry: ActorRegistry) -> Iterator[Found]:
    """Names that can never count, because another one, a country's name or an everyday word hides them."""
    for actor in registry.all():
        for name in actor.names:
            words = _hidden(name, actor, registry)
            if words is not None:
                yield actor.where, f"the name {name.text!r} {words}"


def _hidden(name: ActorName, actor: Actor, registry: ActorRegistry) -> str | None:
    strong = [other for other in actor.names if not other.weak]
    if not variants(name.text):
        return "holds no letter or digit and is never found; write it in letters"
    if name.weak and not strong and not actor.context:
        return "is weak, and neither `context` nor another name of the actor can ever support it; give it `context`"
    if name.weak and any(_same(name, other) for other in strong):
        return "is weak and stands without `weak` as well, which hides it; keep one"
    if name.weak:
        return None
    country = registry.countries.find_name(name.text)
    if country is not None and country.alpha3 not in actor.countries[:1]:
        return "is the name of a country, which it would hide; mark it `weak: true` and give the actor `context`"
    if name.text.casefold() in _everyday() - registry.rules.ordinary_words:
        return "is an everyday word and would be found in any text; mark it `weak: true` and give the actor `context`"
    return None


def _same(one: ActorName, other: ActorName) -> bool:
    """Whether one name is found wherever the other is."""
    dated = (other.start, other.end) not in ((None, None), (one.start, one.end))
    return not dated and bool(variants(one.text) & variants(other.text)) and one.text.isupper() == other.text.isupper()


@cache
def _everyday() -> frozenset[str]:
    """Everyday words that are names of places, too (``gazetteer/words.yml``): the same words trap names of groups."""
    return frozenset(read_yaml(data_path("gazetteer", "words.yml"))["ordinary"].split())
