"""Triggers, people, weapons and objects, loaded from ``knowledge/data/lexicon`` and compiled into phrase indexes.
Plain word lists are in ``word_lists.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Generic, TypeVar

from tocsin.knowledge.issuers import communique_words
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.tokens import Token, tokenize
from tocsin.read.rules.word_lists import grammar_words

T = TypeVar("T")


class PhraseIndex(Generic[T]):
    """Phrases of lower-cased tokens; ``scan`` finds the longest phrase at each position of a token sequence."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, phrase: str, payload: T) -> None:
        """Add a phrase; a later addition of the same phrase does not replace an earlier one."""
        words = tuple(token.lower for token in tokenize(phrase.lower()))
        entries = self._by_first.setdefault(words[0], [])
        if all(known != words for known, _ in entries):
            entries.append((words, payload))
            entries.sort(key=lambda entry: -len(entry[0]))

    def update(self, phrase: str, change: Callable[[T], T], otherwise: T) -> None:
        """Change the payload of a known phrase, or add ``otherwise``."""
        words = tuple(token.lower for token in tokenize(phrase.lower()))
        entries = self._by_first.setdefault(words[0], [])
        for position, (known, payload) in enumerate(entries):
            if known == words:
                entries[position] = (known, change(payload))
                return
        self.add(phrase, otherwise)

    def at(self, tokens: Sequence[Token], position: int) -> tuple[int, T] | None:
        """The longest phrase that starts at ``position``: (end position, payload)."""
        for words, payload in self._by_first.get(tokens[position].lower, ()):
            end = position + len(words)  # the first word is the key; most phrases have no other
            if end <= len(tokens) and all(tokens[position + k].lower == words[k] for k in range(1, len(words))):
                return end, payload
        return None

    def scan(self, tokens: Sequence[Token]) -> list[tuple[int, int, T]]:
        """All phrases, left to right, longest first, without overlap: (start, end, payload)."""
        found = []
        position = 0
        while position < len(tokens):
            hit = self.at(tokens, position)
            if hit is None:
                position += 1
                continue
            found.append((position, hit[0], hit[1]))
            position = hit[0]
        return found


@dataclass(frozen=True, slots=True)
class TriggerEntry:
    """One inflected trigger. ``form``: base, third, past, participle, ing or noun. ``tail`` is the last word of a
    verb phrase that may stand apart from its first ("shot two men *dead*")."""

    act: str
    form: str
    weak: bool
    base: str
    tail: str | None = None
    twin: "TriggerEntry | None" = None  # the noun spelled alike ("attack"), when the word is both

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun rather than a verb form."""
        return self.form == "noun"

    @property
    def status_like(self) -> bool:
        """Whether it is a verb of harm to people, which often stand in pairs ("killed and wounded")."""
        return self.act in ("kill", "injure", "die", "abduct", "arrest")

    def status_noun(self) -> bool:
        """Whether it is a noun for the people hit ("the wounded"), which may stand between a verb and its count."""
        return self.form == "noun" and self.act in ("die", "injure")


def _with_twin(noun: TriggerEntry, old: TriggerEntry) -> TriggerEntry:
    """``old``, a verb form, remembering the noun that is spelled alike."""
    return old if old.is_noun else replace(old, twin=noun)


@dataclass(frozen=True, slots=True)
class SpreadPhrase:
    """A verb phrase with words between its parts: "threw [a homemade] bomb". ``opening``: its first words, inflected;
    ``last``: the noun or particle that must follow."""

    opening: tuple[str, ...]
    last: str
    trigger: TriggerEntry


@dataclass(frozen=True, slots=True)
class Act:
    """What kind of happening a trigger tells; see ``triggers.yml``."""

    name: str
    type: str | None
    status: str | None
    side: str


@dataclass(frozen=True, slots=True)
class PeopleEntry:
    """What a noun for people makes of an actor phrase; see ``people.yml``."""

    group: str
    form: ActorForm
    branch: str | None
    side: Side
    plural: bool
    body: bool  # acts as a body without being counted ("the army")


@dataclass(frozen=True, slots=True)
class WeaponEntry:
    """A weapon word: its means (air, suicide, …) and the name the dataset uses."""

    means: str
    name: str


@dataclass(frozen=True, slots=True)
class ThingEntry:
    """A thing that is attacked: its kind ("school") and whose it is, "civilian" or "state"; see ``things.yml``."""

    kind: str
    side: str


@dataclass(frozen=True)
class Lexicon:
    """All word lists of the rule reader."""

    acts: dict[str, Act]
    triggers: PhraseIndex[TriggerEntry]
    gapped: dict[str, list[TriggerEntry]]
    spread: dict[str, list[SpreadPhrase]]  # by the first word
    people: PhraseIndex[PeopleEntry]
    weapons: PhraseIndex[WeaponEntry]
    things: PhraseIndex[ThingEntry]


_VOWELS = "aeiou"
_SPREAD = " … "  # in a verb phrase of triggers.yml: words may stand here


class Inflector:
    """Forms of an English verb: irregular ones from ``inflections.yml``, the rest by rule."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._irregular = {str(verb): [str(form) for form in forms] for verb, forms in data["irregular"].items()}
        self._doubling = frozenset(map(str, data["doubling"]))

    def forms(self, verb: str) -> list[tuple[str, str]]:
        """(inflected word, form name) pairs, base included."""
        if verb in self._irregular:
            third, past, participle, ing = self._irregular[verb]
            pairs = [(form, "past") for form in past.split("|")]  # first: "hit" is read as a past form
            pairs += [(form, "participle") for form in participle.split("|") if form not in past.split("|")]
            return [*pairs, (verb, "base"), (third, "third"), (ing, "ing")]
        third, stem_ed, stem_ing = self._regular(verb)
        return [(verb, "base"), (third, "third"), (stem_ed, "past"), (stem_ing, "ing")]

    def _regular(self, verb: str) -> tuple[str, str, str]:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
        if verb.endswith("y") and verb[-2] not in _VOWELS:
            return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
        if verb.endswith("e"):
            return third, verb + "d", verb[:-1] + "ing"
        doubled = verb + verb[-1] if verb in self._doubling else verb
        return third, doubled + "ed", doubled + "ing"


def _inflect_phrase(inflector: Inflector, phrase: str) -> list[tuple[str, str]]:
    """Inflected forms of a verb phrase. An adverb in first place stays ("sexually assault")."""
    words = phrase.split(" ")
    place = 1 if words[0].endswith("ly") and len(words) > 1 else 0
    hyphen = words[place].rpartition("-")
    forms = inflector.forms(hyphen[2])
    return [
        (" ".join([*words[:place], hyphen[0] + hyphen[1] + form, *words[place + 1 :]]), name) for form, name in forms
    ]


def _compile_triggers(
    data: dict[str, Any], inflector: Inflector
) -> tuple[dict[str, Act], PhraseIndex[TriggerEntry], dict[str, list[TriggerEntry]]]:
    acts: dict[str, Act] = {}
    index: PhraseIndex[TriggerEntry] = PhraseIndex()
    gapped: dict[str, list[TriggerEntry]] = {}
    for name, entry in data.items():
        acts[name] = Act(name, entry.get("type"), entry.get("status"), entry.get("side", "one"))
        weak = bool(entry.get("weak", False))
        weak_verbs, weak_nouns = set(entry.get("weak_verbs", ())), set(entry.get("weak_nouns", ()))
        strong = set(entry.get("strong", ()))
        for verb in (verb for verb in entry.get("verbs", ()) if _SPREAD not in verb):
            for phrase, form in _inflect_phrase(inflector, verb):
                is_weak = (weak or verb in weak_verbs) and phrase not in strong and verb not in strong
                words = phrase.split(" ")
                tail = words[-1] if len(words) > 1 and words[-1] in grammar_words("verb_tails") else None
                trigger = TriggerEntry(name, form, is_weak, verb, tail)
                index.add(phrase, trigger)
                if tail:
                    gapped.setdefault(words[0], []).append(trigger)
        for noun in entry.get("nouns", ()):
            is_weak = (weak or noun in weak_nouns) and noun not in strong
            made = TriggerEntry(name, "noun", is_weak, noun)
            index.update(noun, partial(_with_twin, made), made)
    return acts, index, gapped


def _compile_spread(data: dict[str, Any], inflector: Inflector) -> dict[str, list[SpreadPhrase]]:
    """The verb phrases with "…", by their first word."""
    spread: dict[str, list[SpreadPhrase]] = {}
    for name, entry in data.items():
        for verb in (verb for verb in entry.get("verbs", ()) if _SPREAD in verb):
            opening, _, last = verb.partition(_SPREAD)
            weak = bool(entry.get("weak", False)) or verb in entry.get("weak_verbs", ())
            weak = weak and verb not in entry.get("strong", ())
            for phrase, form in _inflect_phrase(inflector, opening):
                words = tuple(phrase.split(" "))
                made = SpreadPhrase(words, last, TriggerEntry(name, form, weak, verb, last))
                spread.setdefault(words[0], []).append(made)
    return spread


def _is_plural(head: str) -> bool:
    last = head.split(" ")[-1]
    return (
        last in grammar_words("plural_nouns")
        or (last.endswith("s") and not last.endswith("ss"))
        or last.endswith(("men", "women", "children", "people"))
    )


def _compile_people(data: dict[str, Any]) -> PhraseIndex[PeopleEntry]:
    people: PhraseIndex[PeopleEntry] = PhraseIndex()
    for group, entry in data.items():
        form, side = ActorForm(entry["form"]), Side(entry["side"])
        for key, body in (("heads", False), ("bare", True)):
            for phrase in entry.get(key, ()):
                made = PeopleEntry(group, form, entry.get("branch"), side, _is_plural(str(phrase)), body)
                people.add(str(phrase), made)
    return people


def _compile_weapons(data: dict[str, Any]) -> PhraseIndex[WeaponEntry]:
    weapons: PhraseIndex[WeaponEntry] = PhraseIndex()
    for means, entry in data.items():
        for name, phrases in entry["names"].items():
            for phrase in phrases:
                weapons.add(str(phrase), WeaponEntry(means, name))
    return weapons


def _compile_things(data: dict[str, Any]) -> PhraseIndex[ThingEntry]:
    things: PhraseIndex[ThingEntry] = PhraseIndex()
    for kind, entry in data.items():
        for phrase in entry["nouns"]:
            things.add(str(phrase), ThingEntry(kind, entry["side"]))
    return things


@cache
def lexicon() -> Lexicon:
    """The compiled English lexicon.

    Raises:
        KnowledgeError: a lexicon file is missing or damaged.
    """
    return _compiled(read_lexicon("triggers.yml"))


@cache
def statement_lexicon() -> Lexicon:
    """The lexicon for statements: with the words that tell a happening only in communiques.

    Raises:
        KnowledgeError: a lexicon file is missing or damaged.
    """
    data = {name: dict(entry) for name, entry in read_lexicon("triggers.yml").items()}
    inflector = Inflector(read_lexicon("inflections.yml"))
    made = _compiled(data)
    for act, verbs in communique_words()["triggers"].items():
        for verb in verbs:
            for phrase, form in _inflect_phrase(inflector, verb):
                own = TriggerEntry(act, form, act != "kill", f"{verb} (communique)")
                made.triggers.update(phrase, partial(_in_communique, own), own)
    return made


def _in_communique(own: TriggerEntry, old: TriggerEntry) -> TriggerEntry:
    """``own`` in the place of a verb of the common lists; a noun spelled alike stays one."""
    return old if old.is_noun else replace(own, tail=old.tail, twin=old.twin)


def _compiled(data: dict[str, Any]) -> Lexicon:
    inflector = Inflector(read_lexicon("inflections.yml"))
    acts, triggers, gapped = _compile_triggers(data, inflector)
    spread = _compile_spread(data, inflector)
    people, weapons = _compile_people(read_lexicon("people.yml")), _compile_weapons(read_lexicon("weapons.yml"))
    return Lexicon(acts, triggers, gapped, spread, people, weapons, _compile_things(read_lexicon("things.yml")))
