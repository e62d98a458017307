"""The words of a span read as an actor, a place, a time or a number: from what the rule reader's chunks hold there,
else from the words themselves."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.expressions import (
    SOMEBODY,
    ActorExpression,
    ActorForm,
    PlaceExpression,
    PlaceRelation,
    TimeExpression,
)
from tocsin.model.values import AttackedThing, Count, Side
from tocsin.read.neural.unknown_places import UnknownPlaces
from tocsin.read.rules.chunks import Chunk, Chunks, is_country
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.finders import country_names, nationalities
from tocsin.read.rules.happenings_where_when import holds_the_next, is_speech_time
from tocsin.read.rules.numbers import number_at
from tocsin.read.rules.places_aside import Aside, asides, usable_places
from tocsin.read.rules.speech import principal
from tocsin.read.rules.speech_names import Phrase, make_phrase
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.tokens import tokenize
from tocsin.read.rules.word_lists import grammar_words, happening_words

_NOBODY = frozenset({"no", "nobody", "none", "without", "zero", "no-one", "neither", "not", "any", "nil"})
_LISTING = frozenset({",", "and", "&", "in", "at", "near", "the", "also", "villages", "towns", "cities", "districts"})
_APPOSED = 40
"""Characters between two phrases for one person, at most: an apposition is short. Chosen with the cases in view."""
_APPOSED_PLACE = 120
"""Characters from a place to the one that its distance is reckoned from, at most. Chosen with the seeds in view."""
CASED = 55
"""A text with a capital in so many characters, or more, writes names with capitals."""
_SHORT_NAME = 3
"""Letters of an abbreviation for a state, at most."""
_ONE = frozenset({"one", "another", "1"})
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "some", "of"})


@dataclass(frozen=True, slots=True)
class ActorPhrase:
    """Words that name an actor: offsets, the expression, the side the words show, and how many they count.
    ``bare_country``: only the name of a country."""

    start: int
    end: int
    expression: ActorExpression
    side: Side
    count: Count | None = None
    bare_country: bool = False


@dataclass(frozen=True, slots=True)
class CountPhrase:
    """Words that count people: offsets of the number, the number, the words for the people, the side they show."""

    start: int
    end: int
    count: Count
    who: str
    side: Side
    chunk: Chunk | None = None


def _is_organisation(words: str) -> bool:
    """Whether a run of capitals that no registry knows names an organisation: by a word for one, or as an acronym. Else
    it may name a person, and persons are not kept by name (codebook section 9)."""
    known = speech_words()["organisations"]
    return words.isupper() or any(word.lower().strip(".,'’") in known for word in words.split())


def _elsewhere(row: Chunks) -> Iterator[int]:
    """Offsets of the places of a sentence where nothing happens: where somebody spoke, the far end of a distance, what
    holds the town behind it, where somebody came from."""
    usable = usable_places(row)
    usable = [k for k in usable if not holds_the_next(row, usable, k)]
    yield from (chunk.start for k, chunk in enumerate(row) if chunk.place is not None and k not in usable)


def _is_strike(chunk: Chunk) -> bool:
    """Whether a chunk tells of a strike from the air or from afar: an act or a weapon of one, or a noun like it; "to
    strike" is said of knives as well."""
    trigger = chunk.trigger
    bare_verb = trigger is not None and not trigger.is_noun and trigger.base == chunk.lower
    return (
        (chunk.weapon is not None and chunk.weapon.means in ("air", "shelling"))
        or (trigger is not None and trigger.act in ("airstrike", "shell"))
        or (chunk.lower in happening_words("struck_from_afar") and not bare_verb)
    )


class Phrases:
    """Reads the spans of one document."""

    def __init__(self, document: Document, worked: Worked, knowledge: Knowledge) -> None:
        self._text = document.text
        self._knowledge = knowledge
        self._cased = sum(map(str.isupper, document.text)) * CASED >= len(document.text)
        self.chunks: Sequence[Chunk] = tuple(chunk for row in worked.rows for chunk in row)
        self._starts = [chunk.start for chunk in self.chunks]
        self._rows = worked.rows
        self._memory = worked.memory
        self._speakers = worked.speakers
        self.speakers = [principal(speakers) for speakers in worked.speakers]
        """Who each sentence gives the words of."""
        self.tells_strikes = any(_is_strike(chunk) for chunk in self.chunks)
        """Whether any word of the text tells of strikes from the air or from afar."""
        self.tells_suicide = any(c.means == "suicide" or c.act == "suicide" for c in self.chunks)
        """Whether any word of the text tells of an attacker who dies by the device."""
        self._unknown = UnknownPlaces(document.text, self.over, country_names(knowledge), self._cased)
        self._heads = frozenset(
            row[k].start for row in worked.rows for k, why in asides(row).items() if why is Aside.HEADING
        )
        self._elsewhere = frozenset(start for row in worked.rows for start in _elsewhere(row)) - self._heads
        self._spoken = frozenset(c.start for row in worked.rows for k, c in enumerate(row)
                                 if c.time is not None and is_speech_time(row, k))  # fmt: skip

    def over(self, start: int, end: int) -> Iterator[Chunk]:
        """The chunks that share a character with [start, end), in order."""
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self.chunks) and self.chunks[at].start < end:
            if self.chunks[at].end > start:
                yield self.chunks[at]
            at += 1

    def only_from_the_ground(self, sentence: int) -> bool:
        """Whether a sentence tells of missiles, rockets or shells and of nothing that flies with a crew or as a
        drone."""
        means = {chunk.means for chunk in self._rows[sentence]}
        acts = {chunk.act for chunk in self._rows[sentence]}
        return ("shelling" in means or "shell" in acts) and "air" not in means and "airstrike" not in acts

    def actor(self, start: int, end: int, armed: bool) -> ActorPhrase:
        """The actor of a span. ``armed``: what nobody knows (people of no listed noun) is taken for armed people."""
        people = [chunk for chunk in self.over(start, end) if chunk.people is not None]
        named = next((c for c in people if c.form is ActorForm.NAMED), None)
        chunk = named or (people[-1] if people else None)
        if chunk is not None and chunk.people is not None:
            return ActorPhrase(chunk.start, chunk.end, chunk.people.expression, chunk.people.side, chunk.people.count)
        country = self._country(start, end)
        words = self._text[start:end]
        if country is not None:
            bare = words.lower().strip() in country_names(self._knowledge)
            return ActorPhrase(start, end, ActorExpression(ActorForm.STATE, words.lower(), "military", country),
                               Side.STATE, bare_country=bare)  # fmt: skip
        if words[:1].isupper() and _is_organisation(words):
            return ActorPhrase(start, end, ActorExpression(ActorForm.NAMED, words), Side.OTHER)
        said = SOMEBODY if words[:1].isupper() else words.lower()
        form, side = (ActorForm.ARMED, Side.PERPETRATOR) if armed else (ActorForm.CIVILIAN, Side.CIVILIAN)
        return ActorPhrase(start, end, ActorExpression(form, said, "gunmen" if armed else None), side)

    def _country(self, start: int, end: int) -> str | None:
        """The country that a span names as a state, by its name or its nationality."""
        words = self._text[start:end].strip()
        if len(words) <= _SHORT_NAME and not words.isupper():
            return None  # "car" and "us" are words; "CAR" and "US" are states
        words = words.lower()
        names = country_names(self._knowledge)
        return names.get(words) or nationalities(self._knowledge).get(words)

    def place(self, start: int, end: int) -> tuple[int, int, PlaceExpression]:
        """The place of a span: offsets and expression. A dateline's town that the event happened in is no place of a
        speaker."""
        found = [chunk for chunk in self.over(start, end) if chunk.place is not None]
        towns = [chunk for chunk in found if chunk.place is not None and not chunk.place.is_country]
        chunk = next(iter(towns or found), None)
        if chunk is None or chunk.place is None:
            return start, end, self._unknown.read(start, end)
        chunk = self._measured_from(chunk)
        place = chunk.place
        assert place is not None
        if place.relation is PlaceRelation.SPEAKER:
            place = PlaceExpression(place.name, PlaceRelation.IN, place.containers, is_country=place.is_country)
        return chunk.start, chunk.end, place

    def _measured_from(self, chunk: Chunk) -> Chunk:
        """The place itself instead of the one that a distance to it is reckoned from: "Kati, 15 km from *Bamako*"
        (codebook section 4)."""
        if chunk.place is None or chunk.place.relation is not PlaceRelation.DISTANCE:
            return chunk
        named = [c for c in self.over(chunk.start - _APPOSED_PLACE, chunk.start) if c.place is not None]
        return next((c for c in named if c.place is not None and c.place.name in chunk.place.others), chunk)

    def is_elsewhere(self, start: int) -> bool:
        """Whether nothing happens at the place that begins at ``start``, by the words around it."""
        return start in self._elsewhere

    def heads_line(self, start: int) -> bool:
        """Whether the place that begins at ``start`` only heads the report."""
        return start in self._heads

    def is_spoken_time(self, start: int) -> bool:
        """Whether the time that begins at ``start`` is that of somebody's words."""
        return start in self._spoken

    def listed(self, spans: Collection[tuple[int, int]]) -> list[int]:
        """The places among ``spans`` that are listed ("Orl, Pell and Dassi"): the longest run of towns with nothing but
        commas and small words between them, one of them "and". Offsets where they begin, in order."""
        runs: list[list[int]] = [[]]
        joined: list[bool] = [False]
        before: int | None = None
        for start, end in sorted(s for s in spans if not any(is_country(c) for c in self.over(*s))):
            between = [] if before is None else [t.lower for t in tokenize(self._text, before, start)]
            led = before is None or not (between and _LISTING.issuperset(between))
            if led and self._text[:start].endswith("between "):
                before = None  # "between Orl and Pell" is one place
                runs.append([])
                joined.append(False)
                continue
            if led:
                runs.append([])
                joined.append(False)
            runs[-1].append(start)
            joined[-1] = joined[-1] or (("and" in between or "&" in between) and len(runs[-1]) > 1)
            before = end
        return max((run for run, by_and in zip(runs, joined, strict=True) if by_and), key=len, default=[])

    def time(self, start: int, end: int) -> tuple[int, int, TimeExpression] | None:
        """The time of a span; ``None`` for words that the time finder does not know."""
        chunk = next((c for c in self.over(start, end) if c.time is not None), None)
        return (chunk.start, chunk.end, chunk.time) if chunk is not None and chunk.time is not None else None

    def count(self, start: int, end: int) -> CountPhrase | None:
        """The number of a span and the people it counts; ``None`` where the words give no number."""
        people = next((c for c in self.over(start, end) if c.people is not None), None)
        number = self._number(start, end, people)
        if number is None:
            return None
        who = people if people is not None else self._people_behind(end)
        side = who.people.side if who is not None and who.people is not None else Side.UNKNOWN
        return CountPhrase(
            start, end, number, who.lower if who is not None else self._text[start:end].lower(), side, who
        )

    def refers_back(self, start: int, end: int) -> bool:
        """Whether words for one person mean somebody told of before: "the body", "the victim"."""
        words = self._text[start:end].lower().split()
        return words[:1] == ["the"] and not any(word in _ONE or word.isdigit() for word in words)

    def is_denied(self, found: CountPhrase) -> bool:
        """Whether a figure is given only to be denied: "84, not 101"."""
        return self._text[max(0, found.start - 4) : found.start].lower() == "not "

    def same_person(self, before: CountPhrase, after: CountPhrase) -> bool:
        """Whether two phrases for one person each, one behind the other, name the same: "Dao Mer, a teacher", "the
        mayor, Dao Mer", "a teacher and mother of two"."""
        if before.count.best != 1 or after.count.best != 1 or after.start < before.start:
            return False
        between = self._text[before.end : after.start]
        if len(between) > _APPOSED or any(mark in between for mark in ".;:"):
            return False
        first, second = self._text[before.start : before.end], self._text[after.start : after.end]
        articled = second.split()[0].lower() in _ARTICLES | _ONE if second.split() else False
        if "," in between:
            return first[:1].isupper() != second[:1].isupper()
        return not between.strip() or (between.strip() == "and" and not articled)

    def _number(self, start: int, end: int, people: Chunk | None) -> Count | None:
        words = self._text[start:end]
        tokens = tokenize(self._text, start, end)
        if tokens and tokens[0].lower in _NOBODY:
            return Count.exactly(0, words)
        for chunk in self.over(start, end):
            if chunk.number is not None:
                return chunk.number
        if people is not None and people.people is not None and people.people.count is not None:
            return people.people.count
        for at in range(len(tokens)):
            hit = number_at(tokens, at)
            if hit is not None:
                return hit.count
        plural = people is not None and people.people is not None and people.people.plural
        if plural or not tokens or not any(token.text[:1].isalpha() for token in tokens):
            return None
        last = tokens[-1].lower
        alone = last.endswith("s") and not last.endswith("ss") and people is None
        return None if alone or last in grammar_words("function_words") else Count.exactly(1, words)

    def _people_behind(self, end: int) -> Chunk | None:
        """The phrase for people that a bare number counts: right behind it, over small words."""
        at = bisect_right(self._starts, end - 1)
        for chunk in self.chunks[at : at + 4]:
            if chunk.people is not None:
                return chunk
            if not (chunk.lower in _ARTICLES or chunk.lower.isalpha()):
                return None
        return None

    def source(self, start: int, end: int, sentence: int) -> Phrase | None:
        """Who speaks in a span, by role and organisation and without the names of persons (codebook section 9): a bare
        name is followed back to the role it was introduced with. ``None`` for words that name no source."""
        row = self._rows[sentence]
        inside = [k for k, chunk in enumerate(row) if chunk.start < end and start < chunk.end]
        phrase = make_phrase(self._text, row, inside[0], inside[-1] + 1, speech_words()) if inside else None
        if phrase is None:
            return None
        heard = next((s for s in self._speakers[sentence] if s.start < phrase.end and phrase.start < s.end), None)
        if heard is not None and phrase.words in heard.words:  # with the name behind an office
            return replace(phrase, words=heard.words)
        return self._memory.role(phrase)

    def weapon(self, start: int, end: int) -> str | None:
        """The dataset's name of the weapon in a span."""
        return next((c.weapon.name for c in self.over(start, end) if c.weapon is not None), None)

    def thing(self, start: int, end: int) -> AttackedThing | None:
        """The thing that a span names, by the last known noun in it; ``None`` for things of no listed kind."""
        found = [chunk for chunk in self.over(start, end) if chunk.thing is not None]
        if not found or found[-1].thing is None:
            return None
        thing = found[-1].thing
        return AttackedThing(thing.kind, Side(thing.side), found[-1].lower, self._text[start:end])
