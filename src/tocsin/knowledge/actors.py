"""The actor registry: named groups from files, and generated actors for every country."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from tocsin.knowledge.actor_files import Addition, read_entries_of
from tocsin.knowledge.actor_find import ActorFinder
from tocsin.knowledge.actor_generic import KINDS, Regime, generate, generate_all, read_regimes
from tocsin.knowledge.actor_model import Actor, ActorHit, ActorName, Relation, RelationKind, within
from tocsin.knowledge.actor_rules import ActorRules, read_rules
from tocsin.knowledge.countries import Countries
from tocsin.knowledge.files import data_path, overlay_path, read_entries
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import script_key
from tocsin.model.values import ActorValue

UPWARD = frozenset(
    {
        RelationKind.COMPONENT_OF,
        RelationKind.MERGED_INTO,
        RelationKind.RENAMED_TO,
        RelationKind.ABSORBED_BY_STATE,
        RelationKind.WING_OF,
    }
)
_BRANCHES = frozenset({RelationKind.COMPONENT_OF, RelationKind.PLEDGED_TO})
# Files of the folder that are not lists of actors.
_OTHER_FILES = frozenset({"rules.yml", "state_forces.yml"})


@dataclass(frozen=True)
class ActorRegistry:
    """All actors by id, and finding them in words."""

    actors: Mapping[str, Actor]  # named ones, and state forces with names of their own
    generated: Mapping[str, Actor]
    regimes: Mapping[str, tuple[Regime, ...]]
    rules: ActorRules
    countries: Countries

    @classmethod
    def open(cls, countries: Countries, folders: Iterable[Path] | None = None) -> "ActorRegistry":
        """Read the packaged actor files and those of the user's folder (``TOCSIN_KNOWLEDGE/actors/*.yml``).

        An actor of a later folder replaces one of the same id; additions (``add_to``) leave it and add to it.

        Raises:
            KnowledgeError: a file is damaged, an id stands twice in one folder, or an addition is to nobody.
        """
        packaged = data_path("actors")
        if folders is None:
            overlay = overlay_path()
            folders = [packaged] + ([overlay / "actors"] if overlay else [])
        actors: dict[str, Actor] = {}
        regimes = read_regimes(data_path("regimes.yml"))
        generated = generate_all(countries, regimes)
        _add_state_names(packaged / "state_forces.yml", generated)
        for folder in folders:
            own, additions = _read_folder(folder)
            actors |= own
            _add(additions, actors, generated)
        rules = read_rules(packaged / "rules.yml")
        return cls(actors, generated, regimes, rules, countries)

    def all(self) -> Iterator[Actor]:
        """Named actors, then generated ones."""
        yield from self.actors.values()
        yield from self.generated.values()

    def get(self, actor_id: str) -> Actor | None:
        """The actor of this id, ``None`` when there is none."""
        return self.actors.get(actor_id) or self.generated.get(actor_id)

    def find(self, text: str, qualified: bool = False) -> list[ActorHit]:
        """All registry names in ``text``: leftmost-longest, whole words, with offsets into ``text``.

        Acronyms must stand in capitals and names must hold a capital, unless the whole text is of one case. Weak
        names need a second sign. With ``qualified`` also names that only qualify somebody else
        ("ISIL-linked", "anti-Taliban"), with ``ActorHit.qualifier`` set.
        """
        return self._finder.find(text, qualified)

    def search(self, words: str) -> tuple[Actor, ...]:
        """Actors one of whose names is ``words`` whatever case, accents or punctuation; then those that hold them."""
        key = script_key(words)
        exact = self._by_key.get(key, ())
        if not key:
            return ()
        holding = [ids for name, ids in self._by_key.items() if f" {key} " in f" {name} "]
        found = dict.fromkeys([*exact, *(actor_id for ids in holding for actor_id in ids)])
        return tuple(actor for actor in map(self.get, found) if actor is not None)

    def by_name(self, words: str) -> tuple[Actor, ...]:
        """Actors one of whose names is exactly ``words`` (folded)."""
        return tuple(a for a in map(self.get, self._by_key.get(script_key(words), ())) if a is not None)

    def near(self, words: str, most: int) -> list[tuple[str, Actor]]:
        """Names spelled nearly so, nearest first, with their actors; for people who mistyped one.

        At least 80 of 100 by Indel similarity (rapidfuzz): "Ansar Dinne" finds Ansar Dine, "GSM" offers nothing.
        """
        from rapidfuzz import fuzz, process

        key, found = script_key(words), dict[str, tuple[str, Actor]]()
        if len(key) < 4:
            return []
        for name, _, _ in process.extract(key, list(self._by_key), scorer=fuzz.ratio, score_cutoff=80, limit=4 * most):
            for actor in map(self.get, self._by_key[name]):
                if actor is not None:
                    written = next(n.text for n in (*actor.titles, *actor.names) if script_key(n.text) == name)
                    found.setdefault(actor.id, (written, actor))
        return list(found.values())[:most]

    def by_leader(self, surname: str) -> tuple[Actor, ...]:
        """Actors with this historical leader ("Shekau"), to resolve "the Shekau faction"."""
        key = script_key(surname)
        return tuple(
            actor for actor in self.actors.values() if any(script_key(leader) == key for leader in actor.leaders)
        )

    def name_on(self, actor_id: str, day: date | None) -> str:
        """The canonical name on that day. Raises ``KnowledgeError`` for an unknown id, as the next methods do."""
        return self._must_get(actor_id).name_on(day)

    def type_on(self, actor_id: str, day: date | None, country: str | None = None) -> str | None:
        """The actor type (words) on that day in that country; a state's forces abroad are external."""
        return self._must_get(actor_id).type_on(day, country)

    def country_of(self, actor_id: str) -> str | None:
        """The home country (alpha-3), ``None`` for international bodies."""
        countries = self._must_get(actor_id).countries
        return countries[0] if countries else None

    def lineage(self, actor_id: str, day: date | None = None) -> tuple[str, ...]:
        """The actor and what it was part of or became, nearest first, over relations valid on ``day``."""
        order = [self._must_get(actor_id).id]
        for current in order:
            actor = self.get(current)
            for relation in actor.relations if actor else ():
                upward = relation.kind in UPWARD and within(day, relation.start, relation.end)
                if upward and relation.other not in order:
                    order.append(relation.other)
        return tuple(order)

    def rolled_up(self, actor_id: str, day: date | None = None) -> tuple[str, ...]:
        """The ends of the lineage of ``day``: ids of that chain which were nobody's part and had become nobody else.
        Several where an actor belonged to two bodies at once; itself where it belonged to none."""
        chain = self.lineage(actor_id, day)
        return tuple(one for one in chain if len(self.lineage(one, day)) == 1) or chain[:1]

    def towards(self, actor_id: str) -> tuple[tuple[Actor, Relation], ...]:
        """Relations that other actors hold to this one, with their holders."""
        return self._towards.get(actor_id, ())

    def same_chain(self, left: str, right: str, day: date | None = None) -> bool:
        """Whether one of both is the other, or part or forerunner of it (Katiba Macina and JNIM)."""
        return right in self.lineage(left, day) or left in self.lineage(right, day)

    def generic(self, kind: str, alpha3: str | None, day: date | None = None) -> ActorValue:
        """The generic actor of a kind ("civilians", "unidentified-armed-group" …) for a country, or for none.

        Raises:
            KnowledgeError: no such kind, or no such country.
        """
        if kind not in KINDS:
            raise KnowledgeError(f"{kind!r} is no kind of generic actor; known are {', '.join(KINDS)}.")
        if alpha3 is None:
            form, actor_type = KINDS[kind]
            return ActorValue(None, form.replace(" ({})", "").replace(" of {}", ""), actor_type)
        country = self.countries.by_alpha3(alpha3)
        if country is None:
            raise KnowledgeError(f"{alpha3!r} is no ISO alpha-3 code of a country.")
        return self.value(f"{kind}-{country.slug}", day, alpha3)

    def state_force(
        self, branch: str, alpha3: str, day: date | None = None, event_country: str | None = None
    ) -> ActorValue:
        """A state's force by branch ("military", "police", "border guards" …; ``rules.yml``, branches).

        In ``event_country`` other than its own it is of type External/Other forces. An unknown branch is military.
        """
        rule = self.rules.branches.get(branch.lower(), {"kind": "military"})
        if not rule.get("unit"):
            value = self.generic(rule["kind"], alpha3, day)
            return self.value(str(value.id), day, event_country or alpha3)
        country = self.countries.by_alpha3(alpha3)
        if country is None:
            raise KnowledgeError(f"{alpha3!r} is no ISO alpha-3 code of a country.")
        actor = generate(country, rule["kind"], self.regimes.get(alpha3, ()), rule["unit"])
        plain = f"{rule['kind']}-{country.slug}"
        actor_type = actor.type_on(day, event_country or alpha3)
        return ActorValue(plain, actor.name_on(day), actor_type, alpha3)

    def value(self, actor_id: str, day: date | None = None, country: str | None = None) -> ActorValue:
        """The actor as a value: its name and type of that day in that country."""
        actor = self._must_get(actor_id)
        home = actor.countries[0] if actor.countries else None
        return ActorValue(actor.id, actor.name_on(day), actor.type_on(day, country), home)

    def _must_get(self, actor_id: str) -> Actor:
        actor = self.get(actor_id)
        if actor is None:
            raise KnowledgeError(f"There is no actor {actor_id!r} in the registry.")
        return actor

    @cached_property
    def _towards(self) -> dict[str, tuple[tuple[Actor, Relation], ...]]:
        found: dict[str, list[tuple[Actor, Relation]]] = {}
        for actor in self.all():
            for relation in actor.relations:
                found.setdefault(relation.other, []).append((actor, relation))
        return {actor_id: tuple(pairs) for actor_id, pairs in found.items()}

    @cached_property
    def umbrellas(self) -> frozenset[str]:
        """Ids of movements with branches or followers in countries where they do not act themselves ("Islamic
        State"): their name tells no country."""
        found = set()
        for actor in self.actors.values():
            for relation in actor.relations:
                above = self.actors.get(relation.other)
                if relation.kind not in _BRANCHES or above is None:
                    continue
                if actor.countries and actor.countries[0] not in above.countries:
                    found.add(above.id)
        return frozenset(found)

    @cached_property
    def _finder(self) -> ActorFinder:
        named = [actor for actor in self.all() if actor.names]
        return ActorFinder(named, self.rules.ordinary_words)

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, dict[str, None]] = {}
        for actor in self.all():
            for name in (*actor.titles, *actor.names):
                index.setdefault(script_key(name.text), {})[actor.id] = None
        return {key: tuple(ids) for key, ids in index.items()}


def _read_folder(folder: Path) -> tuple[dict[str, Actor], list[Addition]]:
    actors: dict[str, Actor] = {}
    additions: list[Addition] = []
    for path in sorted(folder.glob("*.yml")):
        if path.name in _OTHER_FILES:
            continue
        for entry in read_entries_of(path):
            if isinstance(entry, Addition):
                additions.append(entry)
                continue
            if entry.id in actors:
                raise KnowledgeError(
                    f"The actor id {entry.id!r} stands twice: in {actors[entry.id].where} and in {entry.where}; "
                    "rename one, or join them."
                )
            actors[entry.id] = entry
    return actors, additions


def _add(additions: Iterable[Addition], actors: dict[str, Actor], generated: dict[str, Actor]) -> None:
    """Lay additions over the actors they name."""
    for addition in additions:
        holder = actors if addition.to in actors else generated
        if addition.to not in holder:
            raise KnowledgeError(
                f"{addition.where}: it adds to {addition.to!r}, which is not in the registry; correct the id, or write "
                "the whole entry with `id`."
            )
        holder[addition.to] = addition.applied(holder[addition.to])


def _add_state_names(path: Path, generated: dict[str, Actor]) -> None:
    """Give generated state forces their own names (``FAMa`` -> ``military-mali``)."""
    rows, lines = read_entries(path)
    for (actor_id, row), line in zip(rows.items(), lines, strict=True):
        actor = generated.get(actor_id)
        if actor is None:
            raise KnowledgeError(f"{path}: {actor_id!r} is the id of no generated state force.")
        names = tuple(
            ActorName(n) if isinstance(n, str) else ActorName(n["n"], weak=bool(n.get("weak"))) for n in row["names"]
        )
        generated[actor_id] = replace(
            actor, names=names, context=tuple(row.get("context", ())), origin=path.name, line=line
        )
