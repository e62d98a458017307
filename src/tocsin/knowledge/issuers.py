"""Who issues a statement: from what its giver says, its letterhead, its signature, itself, or its channel.

A statement is a document of kind ``statement``, in which a side of a conflict speaks of itself. Who speaks decides how
all of it is read (CODEBOOK section 6), so the issuer is looked for in a fixed order and is never guessed: where none of
these names anybody it stays unknown. Words stand in ``data/lexicon/communiques.yml``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.document import Document
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.text import fold_map

if TYPE_CHECKING:
    from tocsin.knowledge import Knowledge

_HEADING_WORDS = 16  # more words are no heading
_HEADING_LINES = 8
_SIGNATURE_LINES = 4
_SIGNED_WORDS = 6  # of a last line that ends as a sentence does ("Spokesman of the Northern Front.")
_LEADS = re.compile(r"(?P<name>[^.:\n]{3,80})(?:: |\. )")
_LEAD_WORDS = 9  # words before a colon or full stop that may name the speaker ("Northern Front, bulletin 7. …")
_SMALL = ("of", "for", "and", "the", "in", "at", "de", "du", "la", "le", "des", "et", "y", "no", "number", "n", "nr")
_NAME = r"(?:[A-ZÀ-Þ][\w'’-]*|of|for|and|the|al-[A-ZÀ-Þ][\w'’-]*)"
_CAPITALS = re.compile(rf"[A-ZÀ-Þ][\w'’-]*(?: {_NAME}){{0,9}}")
_NUMBER = re.compile(
    r"\b(?:statement|communiqu[eé]|bulletin|declaration|press release|operation)\s*(?:no\.?|number|nr\.?|n[°º]|#)?\s*"
    r"\(?(\d{1,5}(?:[/-]\d{2,4})?)\)?",
    re.I,
)


class How(StrEnum):
    """What names the issuer; the first that does counts."""

    GIVEN = "given with the document"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    SELF = "names itself in the text"
    RELAYED = "channel it was passed on from"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuer of a statement.

    ``words`` are those that name it, ``start`` and ``end`` their offsets where they stand in the text; ``name`` is the
    registry's name where the words mean one actor, else the words; ``number`` that of the statement ("41");
    ``is_state`` tells whether a state speaks, by its forces or its government.
    """

    words: str
    name: str
    how: How
    expression: ActorExpression
    start: int | None = None
    end: int | None = None
    number: str | None = None
    is_state: bool = False


@lru_cache(maxsize=1)
def communique_words() -> dict[str, Any]:
    """The lists of ``communiques.yml``. Raises KnowledgeError when the file is damaged."""
    return read_lexicon("communiques.yml")


@lru_cache(maxsize=256)
def find_issuer(document: Document, knowledge: "Knowledge") -> Issuer | None:
    """Who issues a statement, ``None`` when nothing says it. Depends on the document and the registries alone."""
    seeker = _Seeker(document, knowledge)
    found = next(iter(seeker.all()), None)
    if found is None:
        return None
    head = document.text[:600] if document.title is None else f"{document.title}\n{document.text[:600]}"
    number = _NUMBER.search(head)
    words, name, how, expression, start = found
    end = None if start is None else start + len(words)
    state = _is_state(expression, document, knowledge)
    return Issuer(words, name, how, expression, start, end, number[1] if number is not None else None, state)


def _is_state(expression: ActorExpression, document: Document, knowledge: "Knowledge") -> bool:
    if expression.form is not ActorForm.NAMED:
        return True
    day = document.published.day if document.published is not None else None
    types = {knowledge.actors.type_on(actor_id, day) for actor_id in expression.candidates}
    return bool(types) and types <= {"State forces", "External/Other forces"}


_Named = tuple[str, str, ActorExpression, int]  # words, name, expression, offset in the line
_Hit = tuple[str, str, How, ActorExpression, int | None]


@dataclass(frozen=True)
class _Seeker:
    document: Document
    knowledge: "Knowledge"

    def all(self) -> Iterator[_Hit]:
        """What names an issuer, best first."""
        if self.document.issuer is not None:
            yield self._given(self.document.issuer)
        yield from self._in_text()
        relayed = [(name, How.RELAYED) for name in self.document.via]
        own = [(self.document.publisher, How.CHANNEL)] if self.document.publisher and not relayed else []
        for name, how in (*relayed, *own):  # whoever passes on another's statement has not issued it
            hit = self._channel(name, how)
            if hit is not None:
                yield hit

    def _given(self, words: str) -> _Hit:
        named = next(self._names(words, alone=True), None)
        if named is None:
            return words, words, How.GIVEN, ActorExpression(ActorForm.NAMED, words), None
        return words, named[1], How.GIVEN, named[2], None

    def _in_text(self) -> Iterator[_Hit]:
        text = self.document.text
        title = self.document.title
        for start, end, how in (*letterhead(text), *_signature(text)):
            for words, name, expression, at in self._names(text[start:end]):
                yield words, name, how, expression, start + at
        if title:
            for words, name, expression, _ in self._names(title):
                yield words, name, How.LETTERHEAD, expression, None
        yield from self._itself()

    def _itself(self) -> Iterator[_Hit]:
        """ "We, the Northern Dawn Front, …"."""
        text = self.document.text
        for match in re.finditer(r"\b[Ww]e(?:,? the| in the| of the| at the|,) (?=[A-ZÀ-Þ])", text[:2000]):
            capitals = _CAPITALS.match(text, match.end())
            if capitals is not None:
                for words, name, expression, at in self._names(capitals[0], alone=True):
                    yield words, name, How.SELF, expression, match.end() + at

    def _names(self, line: str, alone: bool = False) -> Iterator[_Named]:
        """Actors and offices that a line names as its speaker. ``alone``: the line is a name and nothing else; any
        other line has to read like a letterhead, for a headline names those it speaks of."""
        before = _issued_by(line)
        for begin in before:
            yield from self._name_at(line, begin, certain=True)
        if not alone and not self._is_letterhead(line):
            return
        yield from self._registered(line, 0)
        yield from self._office(line, alone=alone)
        if alone or (not before and _is_name(line)):
            yield from self._unregistered(line, 0, certain=alone)

    def _is_letterhead(self, line: str) -> bool:
        """Whether a line is a name, or opens with one before a comma; names of the registry count as written."""
        for hit in reversed(self.knowledge.actors.find(line)):
            line = f"{line[: hit.start]}X{line[hit.end :]}"
        return _is_name(line) or _is_name(line.split(",")[0])

    def _name_at(self, line: str, begin: int, certain: bool) -> Iterator[_Named]:
        yield from self._registered(line, begin)
        office = next(self._office(line, begin), None)
        if office is not None:
            yield office
        yield from self._unregistered(line, begin, certain)

    def _registered(self, line: str, begin: int) -> Iterator[_Named]:
        registry = self.knowledge.actors
        for hit in registry.find(line):
            if hit.start < begin or (begin == 0 and _is_subject(line[: hit.start])):
                continue
            expression = ActorExpression(ActorForm.NAMED, hit.words, candidates=tuple(hit.ids))
            day = self.document.published.day if self.document.published is not None else None
            name = registry.name_on(hit.ids[0], day) if len(hit.ids) == 1 else hit.words
            yield hit.words, name, expression, hit.start

    def _office(self, line: str, begin: int = 0, alone: bool = False) -> Iterator[_Named]:
        """An office of a state, with the country that the line, the letterhead or the channel's seat says. In a text
        it bears a capital, since "the army" is spoken of; a line that is a name ``alone`` is one ("Malian army")."""
        folded, back = fold_map(line)
        named = (m for m in _offices().finditer(folded) if alone or line[back[m.start()]].isupper())
        found = min(((m.start(), -len(m[0]), m) for m in named), default=None, key=lambda f: f[:2])
        if found is None or back[found[0]] < begin or _is_subject(line[: back[found[0]]]):
            return
        match = found[2]
        form, branch = _form(match[0])
        country = self._country(line)
        start = back[match.start()]
        end = back[match.end()] if match.end() < len(back) else len(line)
        if branch == "military" and self._is_force_of_others(line, start, end):
            return
        words = line[start:end].rstrip()
        words = words[:1].upper() + words[1:]
        expression = ActorExpression(form, match[0], branch, country)
        of = self.knowledge.countries.by_alpha3(country) if country is not None else None
        yield words, f"{words} of {of.name}" if of is not None else words, expression, start

    def _is_force_of_others(self, line: str, start: int, end: int) -> bool:
        """Whether military words are part of another name than a country's: "Northern Dawn Army", "Army of the Hills"
        (``start``, ``end``: where they stand in the line)."""
        if any(self.knowledge.countries.find_all(line)):
            return False
        before = re.search(r"[^\W\d]+$", line[:start].rstrip())
        behind = re.match(r" (?:of|for)(?: the)? ([A-ZÀ-Þ][a-zà-þ]+)", line[end:])
        names = (word for word in (before and before[0], behind and behind[1]) if word and word.istitle())
        return any(word.lower() not in communique_words()["beside_offices"] for word in names)

    def _country(self, line: str) -> str | None:
        text = self.document.text
        lines = [line, *(text[a:b] for a, b, _ in letterhead(text)), self.document.publisher or ""]
        for words in lines:
            codes = {c.alpha3 for hit in self.knowledge.countries.find_all(words) for c in hit.countries}
            if len(codes) == 1:
                return next(iter(codes))
        outlet = self.knowledge.publishers.find(self.document.publisher) if self.document.publisher else None
        return outlet.country if outlet is not None else None

    def _unregistered(self, line: str, begin: int, certain: bool) -> Iterator[_Named]:
        """A name that no registry knows: a run of capitalised words with a noun of organisations in it."""
        for match in _CAPITALS.finditer(line, begin):
            words = re.sub(r"(?: (?:of|for|and|the))+$", "", match[0])
            folded = fold_map(words)[0]
            for behind in communique_words()["offices_behind"]:
                folded = folded.removesuffix(f" {behind}")
            words = words[: len(folded)]
            known = not set(folded.split()).isdisjoint(communique_words()["organisations"])
            if known or (certain and len(words) > 2):
                yield words, words, ActorExpression(ActorForm.NAMED, words), match.start()
            if certain:
                return

    def _channel(self, name: str, how: How) -> _Hit | None:
        """The actor that a channel belongs to: by the registry of outlets, else because it bears an actor's name."""
        outlet = self.knowledge.publishers.find(name)
        registry = self.knowledge.actors
        if outlet is not None and outlet.actor is not None:
            expression = ActorExpression(ActorForm.NAMED, name, candidates=(outlet.actor,))
            day = self.document.published.day if self.document.published is not None else None
            return name, registry.name_on(outlet.actor, day), how, expression, None
        if outlet is not None and outlet.type != "government":
            return None  # a newspaper or a monitor that passes statements on
        hits = (*self._registered(name, 0), *self._office(name), *self._unregistered(name, 0, certain=False))
        return (name, hits[0][1], how, hits[0][2], None) if hits else None


def letterhead(text: str) -> Iterator[tuple[int, int, How]]:
    """The heading lines of a text, and the few words before a colon or full stop behind them, as (start, end)."""
    for number, (start, end) in enumerate(_lines(text)):
        line = text[start:end]
        if number >= _HEADING_LINES or not _is_heading(line):
            lead = _LEADS.match(line)
            if lead is not None and len(lead[0].split()) <= _LEAD_WORDS and _is_lead(lead):
                yield start, start + lead.end("name"), How.LETTERHEAD
            return
        yield start, end, How.LETTERHEAD


def _is_lead(lead: re.Match[str]) -> bool:
    """Whether words before a colon, or a name before a full stop, open a text; "The X attacked." is a sentence."""
    return lead[0].endswith(": ") or _is_name(lead["name"].split(",")[0])


def _signature(text: str) -> Iterator[tuple[int, int, How]]:
    """The last lines of a text, the last first, as far as they are short."""
    lines = list(_lines(text))
    for start, end in reversed(lines[1:][-_SIGNATURE_LINES:]):
        line = text[start:end]
        if not _is_heading(line) and len(line.split()) > _SIGNED_WORDS:
            return
        yield start, end, How.SIGNATURE


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            lead = len(match[0]) - len(match[0].lstrip())
            yield match.start() + lead, match.start() + len(match[0].rstrip())


def _is_heading(line: str) -> bool:
    return len(line.split()) <= _HEADING_WORDS and line[-1] not in ".!?"


def _is_name(line: str) -> bool:
    """Whether a line is a name: capitals and numbers, small words, and what stands behind names ("media office"), but
    no verb of a headline ("ARMY KILLS TWELVE")."""
    words = communique_words()
    name = line.strip(" -–—*:,.")
    folded = fold_map(name)[0]
    behind = next((w for w in words["offices_behind"] if folded.endswith(f" {w}")), "")
    parts = [part.strip("()[]“”\"',.:;#*") for part in name[: len(name) - len(behind)].split()]
    small = (*_SMALL, *words["behind_names"])
    fit = all(not p or p[0].isupper() or p[0].isdigit() or not p[0].isalnum() or p.lower() in small for p in parts)
    return fit and any(p[:1].isupper() for p in parts) and set(folded.split()).isdisjoint(words["headline_verbs"])


def _issued_by(line: str) -> list[int]:
    """Where names stand behind words such as "issued by", latest first: "media office of the X" before the office."""
    folded, back = fold_map(line)
    found = {m.end() for m in _issued().finditer(folded)}
    return [back[at] for at in sorted(found, reverse=True) if at < len(back)]


@lru_cache(maxsize=1)
def _issued() -> re.Pattern[str]:
    words = sorted(communique_words()["issued_by"], key=len, reverse=True)
    papers = "statement|communique|bulletin|declaration|press release|report"
    numbered = rf"(?:{papers}) (?:no|number|nr)\W{{0,2}}[\d/-]+ (?:by|of|from)"
    return re.compile(rf"\b(?:{numbered}|{'|'.join(map(re.escape, words))})(?: the|:)? ")


@lru_cache(maxsize=1)
def _offices() -> re.Pattern[str]:
    words = sorted((w for listed in communique_words()["offices"].values() for w in listed), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _form(office: str) -> tuple[ActorForm, str | None]:
    branch = next(name for name, listed in communique_words()["offices"].items() if office in listed)
    return (ActorForm.GOVERNMENT, None) if branch == "government" else (ActorForm.STATE, branch)


def _is_subject(before: str) -> bool:
    """Whether what follows in a heading is spoken of and does not speak."""
    folded = f" {fold_map(before)[0]} "
    return any(f" {words} " in folded for words in communique_words()["subject_before"])
