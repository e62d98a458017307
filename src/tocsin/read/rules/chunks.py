"""A sentence as a row of chunks: people, actors, numbers, places, times, weapons, objects, triggers and words.

This is the reader's shallow syntax: roles and counts are decided by walking left and right over chunks, so every rule
sees "two off-duty policemen" or "the Support Group for Islam and Muslims" as one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tocsin.model.expressions import ActorExpression, ActorForm, PlaceExpression, PlaceRelation, TimeExpression
from tocsin.model.values import Count, Side
from tocsin.read.rules.lexicon import Lexicon, PeopleEntry, TriggerEntry, WeaponEntry
from tocsin.read.rules.numbers import NumberHit, number_at
from tocsin.read.rules.tokens import Sentence, Token


class ChunkKind(StrEnum):
    """What a chunk is."""

    PEOPLE = "people"  # a phrase for people or a named actor
    NUMBER = "number"  # a bare number that may count people
    PLACE = "place"
    TIME = "time"
    TRIGGER = "trigger"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class People:
    """A phrase for people: its actor expression, how many, whose side."""

    expression: ActorExpression
    count: Count | None
    side: Side
    group: str  # lexicon group, "named" for registry actors
    plural: bool
    body: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """One step of a sentence: token positions [first, last) and character offsets [start, end)."""

    kind: ChunkKind
    first: int
    last: int
    start: int
    end: int
    lower: str
    people: People | None = None
    number: Count | None = None
    place: PlaceExpression | None = None
    time: TimeExpression | None = None
    trigger: TriggerEntry | None = None
    weapon: WeaponEntry | None = None
    object_side: str | None = None
    capital: bool = False  # starts with a capital letter

    @property
    def form(self) -> ActorForm | None:
        """The actor form of a people phrase; ``None`` for other chunks."""
        return self.people.expression.form if self.people is not None else None

    @property
    def verb(self) -> bool:
        """Whether it is a trigger in a verb form."""
        return self.trigger is not None and not self.trigger.is_noun

    @property
    def act(self) -> str | None:
        """The act of a trigger."""
        return self.trigger.act if self.trigger is not None else None

    @property
    def means(self) -> str | None:
        """The means of a weapon word (air, ied, firearm …)."""
        return self.weapon.means if self.weapon is not None else None

    def people_civilian_like(self) -> bool:
        """Whether it is a phrase for unarmed people (who suffer rather than carry out attacks)."""
        return self.form is ActorForm.CIVILIAN


@dataclass(frozen=True, slots=True)
class Found:
    """Phrases other finders located in the document, as (start, end, payload) character offsets."""

    actors: tuple[tuple[int, int, ActorExpression, Side], ...] = ()
    places: tuple[tuple[int, int, PlaceExpression], ...] = ()
    times: tuple[tuple[int, int, TimeExpression], ...] = ()
    nationalities: dict[str, str] = field(default_factory=dict)  # lower-cased adjective -> alpha-3
    countries: dict[str, str] = field(default_factory=dict)  # lower-cased country name -> alpha-3


def is_country(chunk: Chunk) -> bool:
    """Whether a place chunk names a whole country ("Mali", not "central Mali")."""
    return chunk.place is not None and chunk.place.is_country and chunk.place.relation is not PlaceRelation.PART


_FUNCTION = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "and",
        "or",
        "but",
        "to",
        "from",
        "after",
        "before",
        "when",
        "while",
        "as",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "was",
        "were",
        "is",
        "are",
        "am",
        "be",
        "been",
        "being",
        "had",
        "has",
        "have",
        "having",
        "do",
        "did",
        "does",
        "not",
        "into",
        "onto",
        "over",
        "under",
        "near",
        "around",
        "between",
        "during",
        "through",
        "against",
        "within",
        "without",
        "about",
        "said",
        "says",
        "say",
        "told",
        "it",
        "he",
        "she",
        "they",
        "them",
        "we",
        "i",
        "you",
        "his",
        "her",
        "their",
        "its",
        "this",
        "these",
        "those",
        "there",
        "here",
        "also",
        "then",
        "than",
        "if",
        "because",
        "so",
        "since",
        "until",
        "although",
        "though",
        "where",
        "why",
        "how",
        "what",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "including",
        "among",
        "another",
        "other",
    ]
)
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "their",
        "its",
        "our",
        "some",
        "any",
        "each",
        "every",
        "no",
        "another",
        "its",
    ]
)
_QUOTES = frozenset("'\"‘’“”")
_PREMODIFIER_LIMIT = 4


class SentenceChunker:
    """Turns a sentence into chunks, given what other finders located."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def chunks(self, sentence: Sentence, found: Found) -> tuple[Chunk, ...]:
        """All chunks of ``sentence`` in order; together they cover every token exactly once."""
        tokens = sentence.tokens
        taken: list[Chunk | None] = [None] * len(tokens)
        self._mark_spans(tokens, found, taken)
        self._mark_triggers(tokens, taken)
        self._mark_people(tokens, found, taken)
        self._mark_numbers(tokens, taken)
        row = _countries_as_actors(self._row(tokens, taken), found)
        return _seized_weapons(_members_of_named(row), self._lexicon)

    def _mark_spans(self, tokens: Sequence[Token], found: Found, taken: list[Chunk | None]) -> None:
        for start, end, expression, side in found.actors:
            people = People(expression, None, side, "named", True, True)
            _claim(tokens, taken, start, end, ChunkKind.PEOPLE, people=people)
        for start, end, time in found.times:
            _claim(tokens, taken, start, end, ChunkKind.TIME, time=time)
        for start, end, place in found.places:
            _claim(tokens, taken, start, end, ChunkKind.PLACE, place=place)

    def _mark_triggers(self, tokens: Sequence[Token], taken: list[Chunk | None]) -> None:
        position = 0
        while position < len(tokens):
            if taken[position] is not None:
                position += 1
                continue
            hit = self._lexicon.triggers.at(tokens, position)
            people = self._lexicon.people.at(tokens, position)
            if hit is not None and hit[0] == position + 1:
                hit = self._gapped(tokens, position) or hit
            if hit is None or (people is not None and people[0] >= hit[0] and not hit[1].act == "suicide"):
                hit = self._gapped(tokens, position) if people is None or people[0] <= position + 1 else None
            if hit is None:
                position += 1
                continue
            end = hit[0]
            entry = _as_used(tokens, position, end, hit[1])
            if entry is not None and all(chunk is None for chunk in taken[position:end]):
                weapon = self._lexicon.weapons.at(tokens, position)
                chunk = _make(
                    tokens,
                    position,
                    end,
                    ChunkKind.TRIGGER,
                    trigger=entry,
                    weapon=weapon[1] if weapon else None,
                )
                taken[position:end] = [chunk] * (end - position)
            position = max(end, position + 1)

    def _gapped(self, tokens: Sequence[Token], position: int) -> tuple[int, TriggerEntry] | None:
        """A verb whose tail stands later: "shot [two men] dead". The chunk is the verb alone."""
        for entry in self._lexicon.gapped.get(tokens[position].lower, ()):
            for step in range(2, 9):
                if position + step >= len(tokens):
                    break
                word = tokens[position + step].lower
                if word == entry.tail and word not in ("up", "down"):
                    return position + 1, entry
                if word in (".", ";", ":", "and", "after", "when") or word in ("was", "were", "had"):
                    break
        return None

    def _mark_people(self, tokens: Sequence[Token], found: Found, taken: list[Chunk | None]) -> None:
        position = 0
        while position < len(tokens):
            if taken[position] is not None:
                position += 1
                continue
            hit = self._lexicon.people.at(tokens, position)
            if hit is None or not _is_noun_here(tokens, position, hit[0]):
                position += 1
                continue
            end, entry = hit
            end = self._extend_right(tokens, taken, end)
            named = taken[position - 1] if position else None
            named = named if named is not None and named.kind is ChunkKind.PEOPLE and named.last == position else None
            start = named.first if named is not None else position
            first, count, country = self._premodifiers(tokens, taken, start, found)
            expression = _expression(
                entry, " ".join(t.lower for t in tokens[position:end]), country, tokens[first:position]
            )
            side, group = entry.side, entry.group
            if named is not None and named.people is not None and named.people.group == "named":
                expression, side, group = named.people.expression, named.people.side, "named"
            people = People(
                expression,
                _people_count(entry, count, tokens, first, start),
                side,
                group,
                entry.plural,
                entry.body,
            )
            chunk = _make(tokens, first, end, ChunkKind.PEOPLE, people=people)
            for k in range(first, end):
                taken[k] = chunk
            position = end

    def _extend_right(self, tokens: Sequence[Token], taken: list[Chunk | None], end: int) -> int:
        """A head followed at once by another people noun is one phrase: "police officers guarding" no, "army troops" yes."""
        while end < len(tokens) and taken[end] is None:
            more = self._lexicon.people.at(tokens, end)
            if more is None or not _is_noun_here(tokens, end, more[0]):
                break
            end = more[0]
        return end

    def _premodifiers(
        self, tokens: Sequence[Token], taken: list[Chunk | None], head: int, found: Found
    ) -> tuple[int, NumberHit | None, str | None]:
        """Walk left over adjectives to a number or determiner: (first token, number, country of a nationality word)."""
        country = None
        for step in range(1, _PREMODIFIER_LIMIT + 6):
            first = head - step
            if first < 0:
                break
            number = self._number_ending_at(tokens, taken, first + 1)
            if number is not None:
                return number.start, number, country
            word = tokens[first]
            country = country or found.nationalities.get(word.lower)
            if word.text in _QUOTES and step <= _PREMODIFIER_LIMIT:
                continue
            free = taken[first] is None or (taken[first] is not None and _is_adjective_chunk(taken[first], found, word))
            if word.lower in _DETERMINERS and free:
                return first, None, country
            if not free or word.lower in _FUNCTION or not (word.text[0].isalpha()) or step > _PREMODIFIER_LIMIT:
                break
        return self._trim(tokens, taken, head, found), None, country

    def _trim(self, tokens: Sequence[Token], taken: list[Chunk | None], head: int, found: Found) -> int:
        """Without number or determiner only clear adjectives stay with the head ("Malian soldiers")."""
        first = head
        while (
            first > 0
            and taken[first - 1] is None
            and (tokens[first - 1].lower in found.nationalities or tokens[first - 1].lower in _CLEAR_ADJECTIVES)
        ):
            first -= 1
        return first

    def _number_ending_at(self, tokens: Sequence[Token], taken: list[Chunk | None], end: int) -> NumberHit | None:
        """The longest number phrase that ends right before token ``end``."""
        for length in (6, 5, 4, 3, 2, 1):
            start = end - length
            if start < 0 or any(chunk is not None for chunk in taken[start:end]):
                continue
            hit = number_at(tokens, start)
            if hit is not None and hit.end == end:
                return hit
        return None

    def _mark_numbers(self, tokens: Sequence[Token], taken: list[Chunk | None]) -> None:
        position = 0
        while position < len(tokens):
            hit = number_at(tokens, position) if taken[position] is None else None
            if hit is None or any(chunk is not None for chunk in taken[position : hit.end]):
                position += 1
                continue
            chunk = _make(tokens, position, hit.end, ChunkKind.NUMBER, number=hit.count)
            taken[position : hit.end] = [chunk] * (hit.end - position)
            position = hit.end

    def _row(self, tokens: Sequence[Token], taken: list[Chunk | None]) -> tuple[Chunk, ...]:
        row: list[Chunk] = []
        position = 0
        while position < len(tokens):
            chunk = taken[position]
            if chunk is None:
                weapon = self._lexicon.weapons.at(tokens, position)
                thing = self._lexicon.objects.at(tokens, position)
                end = max(weapon[0] if weapon else 0, thing[0] if thing else 0, position + 1)
                end = next((k for k in range(position + 1, end) if taken[k] is not None), end)
                chunk = _make(tokens, position, end, ChunkKind.WORD, weapon=weapon[1] if weapon else None,
                              object_side=thing[1] if thing else None)  # fmt: skip
            row.append(chunk)
            position = max(chunk.last, position + 1)
        return tuple(row)


_OF = frozenset({"of", "from", "with", "belonging to", "loyal to", "for"})


def _members_of_named(row: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """ "fighters of the Northern Front" act as the Northern Front: the phrase takes the named actor's identity."""
    out = list(row)
    for index, chunk in enumerate(row):
        people = chunk.people
        if (
            people is None
            or people.group == "named"
            or index + 2 >= len(row)
            or row[index + 1].lower not in ("of", "from")
        ):
            continue
        armed = people.expression.form in (ActorForm.ARMED, ActorForm.STATE) or chunk.lower.split(" ")[-1] in _MEMBERS
        named = next((c for c in row[index + 2 : index + 4] if c.lower != "the"), None)
        if armed and named is not None and named.people is not None and named.people.group == "named":
            out[index] = replace(
                chunk, people=replace(people, expression=named.people.expression, side=named.people.side, group="named")
            )
    return tuple(out)


_MEMBERS = frozenset(
    [
        "member",
        "members",
        "fighters",
        "men",
        "supporters",
        "leader",
        "leaders",
        "commander",
        "commanders",
        "cadre",
        "cadres",
        "operatives",
        "spokesman",
        "branch",
    ]
)
_SEIZERS = frozenset({"seize", "recover", "confiscate", "unearth", "capture", "take"})


def _seized_weapons(row: tuple[Chunk, ...], lexicon: Lexicon) -> tuple[Chunk, ...]:
    """ "seized forty grenades": weapons taken are a disrupted use, not ground captured."""
    out = list(row)
    for index, chunk in enumerate(row):
        trigger = chunk.trigger
        if trigger is None or trigger.base not in _SEIZERS:
            continue
        for following in row[index + 1 : index + 7]:
            if (
                following.kind in (ChunkKind.PLACE, ChunkKind.PEOPLE, ChunkKind.TRIGGER)
                or following.object_side == "state"
            ):
                break
            if following.weapon is not None and following.weapon.means != "crowd":
                out[index] = replace(chunk, trigger=replace(trigger, act="disrupt", weak=False))
                break
    return tuple(out)


_MILITARY_NOUNS = frozenset(
    [
        "warplanes",
        "planes",
        "jets",
        "aircraft",
        "drone",
        "drones",
        "missile",
        "missiles",
        "rocket",
        "rockets",
        "artillery",
        "shells",
        "tanks",
        "helicopters",
        "bombers",
        "strike",
        "strikes",
        "fire",
        "shelling",
        "bombing",
        "bombardment",
        "raid",
        "raids",
        "offensive",
        "operation",
        "campaign",
        "attack",
        "attacks",
        "invasion",
        "assault",
        "airstrike",
        "airstrikes",
        "mortars",
    ]
)
_STATE_VERBS = frozenset(
    [
        "launched",
        "launches",
        "launching",
        "fired",
        "fires",
        "bombed",
        "struck",
        "attacked",
        "shelled",
        "invaded",
        "carried",
        "conducted",
        "hit",
        "killed",
        "targeted",
        "destroyed",
        "dropped",
        "pounded",
        "seized",
        "captured",
        "deployed",
        "said-it",
        "withdrew",
        "intercepted",
        "annexed",
    ]
)


def _countries_as_actors(row: tuple[Chunk, ...], found: Found) -> tuple[Chunk, ...]:
    """Countries and nationality words that act: "Vastria bombed …", "Vastrian drones struck …", "shelled by Vastria".

    They become phrases for that state's forces; elsewhere a country stays a place.
    """
    out = list(row)
    for index, chunk in enumerate(row):
        country = _acting_country(row, index, found)
        if country is not None:
            expression = ActorExpression(ActorForm.STATE, chunk.lower, "military", country)
            people = People(expression, None, Side.STATE, "country", True, True)
            out[index] = replace(chunk, kind=ChunkKind.PEOPLE, people=people, place=None)
    return tuple(out)


_ABBREVIATED = {"us": "USA", "u.s.": "USA", "u.s": "USA", "uk": "GBR", "u.k.": "GBR"}


def _acting_country(row: tuple[Chunk, ...], index: int, found: Found) -> str | None:
    chunk = row[index]
    before = row[index - 1].lower if index else ""
    following = row[index + 1] if index + 1 < len(row) else None
    after = following.lower if following is not None else ""
    code = found.nationalities.get(chunk.lower) or (_ABBREVIATED.get(chunk.lower) if chunk.capital else None)
    if code is not None and chunk.kind is ChunkKind.PLACE and chunk.lower in _ABBREVIATED:
        weapon = following is not None and following.means in ("air", "shelling")
        return code if weapon or after in _MILITARY_NOUNS else None
    if chunk.kind is ChunkKind.WORD and code is not None:
        noun = after in _MILITARY_NOUNS or (following is not None and following.means in ("air", "shelling")) or (following is not None and following.trigger is not None and following.trigger.is_noun
                                            and following.trigger.act in ("airstrike", "shell", "bomb", "attack"))  # fmt: skip
        return code if noun else None
    if not is_country(chunk):
        return None
    country = found.countries.get(chunk.lower)
    if country is None or before in (
        "in",
        "of",
        "from",
        "to",
        "near",
        "inside",
        "into",
        "across",
        "over",
        "for",
        "with",
        "on",
        "and",
        ",",
    ):
        return None
    if before == "by" and following is not None and after in (",", ".", "on", "in", "and", "since", "after"):
        return country
    verb = following is not None and following.trigger is not None and following.trigger.form in ("past", "third")
    possessive = after == "'s" and index + 2 < len(row) and row[index + 2].lower in _MILITARY_NOUNS
    auxiliary = after in ("has", "had", "have") and index + 2 < len(row) and row[index + 2].trigger is not None
    return country if verb or after in _STATE_VERBS or possessive or auxiliary else None


_CLEAR_ADJECTIVES = frozenset(
    [
        "suspected",
        "unidentified",
        "unknown",
        "masked",
        "armed",
        "local",
        "foreign",
        "government",
        "islamist",
        "islamic",
        "rebel",
        "militant",
        "young",
        "unarmed",
        "innocent",
        "alleged",
        "heavily",
        "separatist",
        "maoist",
        "jihadist",
        "opposition",
        "paramilitary",
        "rival",
        "ethnic",
        "tribal",
        "off-duty",
        "retired",
        "former",
        "senior",
        "elderly",
        "wounded",
        "dead",
        "angry",
        "anti-government",
        "pro-government",
        "security",
    ]
)


_VERB_BEFORE = frozenset(
    [
        "to",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "did",
        "do",
        "does",
        "not",
        "they",
        "we",
        "i",
        "you",
        "he",
        "she",
        "who",
        "which",
        "'ll",
        "n't",
        "and",
        "then",
    ]
)
_NOUN_BEFORE = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "another",
        "each",
        "every",
        "any",
        "some",
        "no",
        "of",
        "in",
        "by",
        "from",
        "for",
        "with",
        "against",
        "after",
        "before",
        "during",
        "such",
        "two",
        "three",
        "four",
        "five",
        "six",
        "several",
        "many",
        "more",
        "recent",
        "first",
        "second",
        "third",
        "last",
        "latest",
        "new",
        "major",
        "deadly",
        "deadliest",
        "'s",
        "fresh",
        "bloody",
        "fatal",
        "brutal",
        "similar",
        "separate",
        "suspected",
        "armed",
        "deadly",
        "military",
        "terrorist",
        "terror",
        "rebel",
        "police",
        "army",
        "bomb",
        "air",
        "drone",
        "rocket",
        "militant",
        "on",
    ]
)


def _as_used(tokens: Sequence[Token], start: int, end: int, entry: TriggerEntry) -> TriggerEntry | None:
    """Verb or noun? Words such as "attack", "clashes", "raid" are both; what stands before decides. A bare verb form
    that follows a determiner is no trigger at all ("a bomb", "the fight")."""
    before = tokens[start - 1].lower if start else ""
    after = tokens[end].lower if end < len(tokens) else ""
    if entry.form in ("past", "participle"):
        adjective = (
            before in ("the", "a", "its", "their", "'s", "his", "this", "these")
            and after[:1].isalpha()
            and after not in _FUNCTION
        )
        return (
            None
            if adjective and entry.act not in ("kill", "injure", "arrest", "abduct", "surrender", "displace")
            else entry
        )
    if entry.is_noun or entry.form not in ("base", "third", "ing"):
        return entry
    if entry.form == "ing":
        return (
            entry.twin
            if entry.twin is not None
            and (before in _NOUN_BEFORE or after in ("of", "between", "in", "near"))
            and before not in BE_FORMS
            else entry
        )
    noun_like = (
        before in _NOUN_BEFORE
        or before.endswith(("al", "ic", "ish", "ese", "ian", "ive", "ous", "ful"))
        or (not before)
    )
    if before in _VERB_BEFORE and before not in _NOUN_BEFORE:
        return entry
    if entry.twin is not None:
        return (
            entry.twin
            if noun_like
            or after
            in (
                "on",
                "in",
                "against",
                "by",
                "at",
                "near",
                "that",
                "which",
                "between",
                "was",
                "were",
                ".",
                ",",
                "of",
                "killed",
                "left",
            )
            else entry
        )
    return (
        None
        if noun_like
        or (
            entry.base in ("bomb", "shell", "mortar", "gas", "march", "rally", "storm", "target", "hit", "free")
            and before not in _VERB_BEFORE
        )
        else entry
    )


BE_FORMS = frozenset({"was", "were", "is", "are", "be", "been", "being", "'re", "'s"})


def _is_adjective_chunk(chunk: Chunk | None, found: Found, word: Token) -> bool:
    """A place or actor chunk that is really a nationality adjective before a noun ("Malian soldiers")."""
    return chunk is not None and chunk.kind is ChunkKind.PLACE and word.lower in found.nationalities


_NOT_FORCES = frozenset(
    [
        "town",
        "city",
        "rule",
        "government",
        "leader",
        "leaders",
        "ruler",
        "rulers",
        "regime",
        "coup",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "statement",
        "said-so",
        "tactics",
        "budget",
        "aid",
    ]
)


_FORCES_OF = frozenset(
    [
        "government",
        "state",
        "regime",
        "army",
        "federal",
        "allied",
        "its",
        "loyalist",
        "rebel",
        "foreign",
        "western",
        "coalition",
    ]
)


def _is_noun_here(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Keep people words out that are verbs or parts of other things here ("to guard", "national elections")."""
    word = tokens[start].lower
    if end - start > 1:
        return True
    if (
        word in ("garrison", "brigade", "battalion", "army", "police", "military", "junta")
        and end < len(tokens)
        and tokens[end].lower in _NOT_FORCES
    ):
        return False
    before = tokens[start - 1].lower if start else ""
    after = tokens[end].lower if end < len(tokens) else ""
    if word == "forces":  # "market forces" and the verb are no army; "Vastrian forces" are
        return start > 0 and (tokens[start - 1].text[:1].isupper() or before in _FORCES_OF)
    if word in ("guard", "guards", "contractor", "contractors") and before == "to":
        return False
    if word in ("national", "general", "muslim", "christian", "hindu", "shia", "shiite", "tribal", "human", "foreign", "jihadist", "militant", "islamist",
                "palestinian", "major", "terrorist", "criminal", "minor", "elder", "rebel", "paramilitary", "militia", "actor", "student", "worker", "family"):  # fmt: skip
        return not (after and after[0].isalpha() and after not in _FUNCTION) or after in (
            "killed",
            "attacked",
            "was",
            "has",
            "shot",
        )
    if (
        word in ("member", "members")
        and after == "of"
        and end + 1 < len(tokens)
        and tokens[end + 1].lower in ("parliament",)
    ):
        return True
    return not (word in ("general", "major") and after in ("election", "elections", "said"))


def _people_count(
    entry: PeopleEntry, number: NumberHit | None, tokens: Sequence[Token], first: int, head: int
) -> Count | None:
    """How many a phrase counts: its number; one for a singular head; unknown for a bare plural or a body."""
    if number is not None:
        return number.count
    if entry.body or entry.plural:
        return None
    determiner = tokens[first].lower if first < head else ""
    words = determiner if determiner in ("a", "an", "one", "another", "the") else ""
    return Count.exactly(1, words)


def _expression(entry: PeopleEntry, head: str, country: str | None, modifiers: Sequence[Token]) -> ActorExpression:
    form, branch = entry.form, entry.branch
    words = {token.lower for token in modifiers}
    if form is ActorForm.CIVILIAN and "armed" in words and entry.group == "persons":
        form, branch = ActorForm.ARMED, "gunmen"
    return ActorExpression(form, head, branch, country)


def _make(
    tokens: Sequence[Token], first: int, last: int, kind: ChunkKind, *,
    people: People | None = None, number: Count | None = None, place: PlaceExpression | None = None,
    time: TimeExpression | None = None, trigger: TriggerEntry | None = None, weapon: WeaponEntry | None = None,
    object_side: str | None = None,
) -> Chunk:  # fmt: skip
    lower = " ".join(token.lower for token in tokens[first:last])
    return Chunk(kind, first, last, tokens[first].start, tokens[last - 1].end, lower, people, number, place, time, trigger,
                 weapon, object_side, tokens[first].text[:1].isupper())  # fmt: skip


def _claim(
    tokens: Sequence[Token], taken: list[Chunk | None], start: int, end: int, kind: ChunkKind, *,
    people: People | None = None, place: PlaceExpression | None = None, time: TimeExpression | None = None,
) -> None:  # fmt: skip
    """Give the tokens inside [start, end) to one chunk when they are still free."""
    inside = [k for k, token in enumerate(tokens) if token.start >= start and token.end <= end]
    if not inside or any(taken[k] is not None for k in inside):
        return
    first, last = inside[0], inside[-1] + 1
    chunk = _make(tokens, first, last, kind, people=people, place=place, time=time)
    taken[first:last] = [chunk] * (last - first)
