"""Finding the registry's names in a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.knowledge.actor_model import Actor, ActorHit, ActorName
from tocsin.knowledge.matcher import Hit, Matcher, leftmost_longest, variants
from tocsin.model.text import is_one_case

# How far from a weak name its context words may stand, in characters: about a long sentence either way.
_CONTEXT_REACH = 160
_BREAKS = frozenset('.,;:!?()[]"“”«»|')
_BEFORE = re.compile(r"\b(anti|pro|non|counter)[-‐‑– ]$", re.IGNORECASE)
_AFTER = re.compile(
    r"[-‐‑– ](linked|backed|led|affiliated|aligned|inspired|allied|held|controlled|run|dominated|style|free)\b",
    re.IGNORECASE,
)
# With a space instead of a hyphen the other words may be verbs ("Hamas led the attack").
_AFTER_SPACE = frozenset({"linked", "affiliated"})


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    name: ActorName
    acronym: bool


class ActorFinder:
    """All names of the registry as one automaton."""

    def __init__(self, actors: Iterable[Actor], ordinary_words: frozenset[str]) -> None:
        """``ordinary_words`` (lower case) are acronyms that are words in texts of one case only ("is")."""
        self._ordinary = ordinary_words
        self._index: dict[str, list[_Entry]] = {}
        self._context: dict[str, re.Pattern[str] | None] = {}
        for actor in actors:
            for name in actor.names:
                entry = _Entry(actor.id, name, is_acronym(name.text))
                for key in variants(name.text):
                    self._index.setdefault(key, []).append(entry)
            self._context[actor.id] = _pattern(actor.context)
        self._matcher = Matcher(self._index)

    @property
    def index(self) -> dict[str, list[_Entry]]:
        """Squared spelling -> names with their actors."""
        return self._index

    def find(self, text: str, qualified: bool = False) -> list[ActorHit]:
        """Names in ``text`` in order, leftmost-longest. With ``qualified``, also "pro-X", "X-linked" and the like."""
        one_case = is_one_case(text)
        fits = {}
        for hit in self._matcher.all(text):
            entries = self._fitting(hit, text, one_case)
            if entries:
                fits[hit] = entries
        sure = {e.id for entries in fits.values() for e in entries if not e.name.weak}
        # Unsupported weak names go first, else a long one would hide the shorter names inside it.
        supported = {hit: ids for hit in fits if (ids := self._supported(hit, fits[hit], text, sure))}
        out = []
        for hit in leftmost_longest(supported):
            qualifier = _qualifier(text, hit)
            if qualified or qualifier is None:
                words = text[hit.start : hit.end]
                out.append(ActorHit(hit.start, hit.end, supported[hit], words, qualifier))
        return out

    def _fitting(self, hit: Hit, text: str, one_case: bool) -> list[_Entry]:
        words = text[hit.start : hit.end]
        out = []
        for entry in self._index[hit.key]:
            if one_case:
                if entry.acronym and hit.key in self._ordinary:
                    continue
            elif not case_fits(words, entry.name.text, entry.acronym):
                continue
            if not (_BREAKS & set(words)) - set(entry.name.text):
                out.append(entry)
        return out

    def _supported(self, hit: Hit, entries: list[_Entry], text: str, sure: set[str]) -> tuple[str, ...]:
        """Ids of the entries that need no second sign or have one."""
        around = text[max(0, hit.start - _CONTEXT_REACH) : hit.start] + " | "
        around += text[hit.end : hit.end + _CONTEXT_REACH]
        ids: dict[str, None] = {}
        for entry in entries:
            pattern = self._context[entry.id]
            if not entry.name.weak or entry.id in sure or (pattern is not None and pattern.search(around)):
                ids[entry.id] = None
        return tuple(sorted(ids))


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals: up to six letters, at least two of them capitals and none but the last
    small ("FAMa", "JNIM", "SPLM-N")."""
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return " " not in name and capitals >= 2 and capitals >= len(letters) - 1 and len(letters) <= 8


def case_fits(words: str, name: str, acronym: bool) -> bool:
    """Whether the case of words in a text allows this name.

    Names in lower case ("talibans") fit any; acronyms need capitals (or their exact form), also as the first word of a
    longer name ("it is Somalia that": no "IS Somalia"); other names need a word that starts with a capital.
    """
    if name.islower() or not any(c.isupper() or c.islower() for c in name):  # scripts without case: Arabic, Hebrew
        return True
    if acronym:
        return words == name or all(c.isupper() for c in words if c.isalpha())
    first = re.split(r"[\s\-]", name, maxsplit=1)[0]
    if first.isupper() and len(first) > 1 and words[: len(first)].islower():
        return False
    return any(word[:1].isupper() for word in re.split(r"[\s\-‐‑–'’/]+", words))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + ")", re.IGNORECASE)


def _qualifier(text: str, hit: Hit) -> str | None:
    before = _BEFORE.search(text[max(0, hit.start - 9) : hit.start])
    if before and not before.group(0).endswith(" "):
        return before.group(1).lower()
    after = _AFTER.match(text, hit.end)
    if after and (text[hit.end] != " " or after.group(1).lower() in _AFTER_SPACE):
        return after.group(1).lower()
    return None
