"""Whether all the harm a document tells is private: ordinary crime, or an accident or disease that nobody inflicted.

A conflict event needs a political, armed-group, state, crowd or official side (CODEBOOK sections 1 and 2: ordinary
crime is not coded). One sentence seldom shows whether it has one, the document does: a text that speaks of bail,
robbers or a jealous husband, or of a collision, and of no party, office, army, armed group, crowd or weapon of war
anywhere, tells none.
"""

from collections.abc import Sequence
from itertools import pairwise

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunk, Chunks
from tocsin.read.rules.happenings import Happening, SentenceReading
from tocsin.read.rules.word_lists import context_words

_ENOUGH = 2  # weight of words that makes a text one about crime or mishap; one alone stands in any report
_SURE = 2  # weight of a word that hardly stands in any other text
_DOUBT = 3  # how much more weight each word of public matters asks for
_DENIED = 1  # what it counts that the text itself rules out a side of politics or war
_REACH = 5  # words after "no", "ruled out" that it governs
_CRIMES = frozenset(
    {
        "kill",
        "die",
        "injure",
        "shoot",
        "attack",
        "sexual",
        "abduct",
        "arrest",
        "loot",
        "destroy",
        "clash",
        "disrupt",
        "capture",
    }
)
_MISHAPS = frozenset({"kill", "die", "injure", "attack", "bomb", "displace", "airstrike", "destroy"})
_PUBLIC_THINGS = frozenset({"worship", "media", "diplomatic", "aid"})  # kinds of things.yml
_MADE_TO_HARM = frozenset({"firearm", "blade", "grenade", "shelling", "suicide", "chemical"})


def private_harm(rows: Sequence[Chunks], readings: Sequence[SentenceReading]) -> list[tuple[Happening, Against]]:
    """Takes the private happenings out of ``readings``: them with the reason.

    Args:
        rows: the chunks of each sentence of the document.
        readings: its happenings by sentence; changed in place.
    """
    if not any(reading.happenings for reading in readings):
        return []
    if any(_conflict_side(chunk) for row in rows for chunk in row):
        return []
    words, ruled_out = _words(rows)
    war = (words - ruled_out) & context_words("public")
    politics = (words - ruled_out) & context_words("politics")
    denied = _DENIED * bool(ruled_out & (context_words("public") | context_words("politics")))
    needed = _ENOUGH + _DOUBT * len(war) - denied
    crime, mishap = (
        _weighty(words, context_words("crime"), context_words("crime_sure"), needed + _DOUBT * len(politics)),
        _weighty(words, context_words("mishap"), context_words("mishap_sure"), needed),
    )
    armed = any(_inflicted(chunk) for row in rows for chunk in row)
    taken = _take_out(readings, _CRIMES, Against("ordinary_crime", tuple(sorted(crime)))) if crime else []
    if mishap and not armed:
        taken += _take_out(readings, _MISHAPS, Against("mishap", tuple(sorted(mishap))))
    return taken


def _take_out(
    readings: Sequence[SentenceReading], acts: frozenset[str], against: Against
) -> list[tuple[Happening, Against]]:
    """The happenings of these acts alone, taken out of ``readings``."""
    taken: list[tuple[Happening, Against]] = []
    for reading in readings:
        left: list[Happening] = []
        for happening in reading.happenings:
            if happening.acts <= acts and not _concerns_the_public(happening):
                taken.append((happening, against))
            else:
                left.append(happening)
        reading.happenings[:] = left
    return taken


def _concerns_the_public(happening: Happening) -> bool:
    """Whether a crowd acts (neighbours who lynch a thief), or somebody or something of public life is hit: who shoots
    a reporter or a priest seldom says why, and is not presumed a private enemy."""
    hit = {victims.phrase for victims in happening.victims} | {happening.target}
    persons = {word for k in hit if k is not None for word in happening.chunks[k].lower.split(" ")}
    return (
        happening.typed_as_crowd()
        or not persons.isdisjoint(context_words("public_persons"))
        or any(thing.entry.side == "state" or thing.entry.kind in _PUBLIC_THINGS for thing in happening.things)
    )


def _inflicted(chunk: Chunk) -> bool:
    """Whether a chunk shows that somebody meant the harm: a weapon, a shot, people under arms who are not the state's
    (police come to accidents, too)."""
    irregular = chunk.armed and chunk.side is not Side.STATE
    return irregular or chunk.means in _MADE_TO_HARM or chunk.act == "shoot"


def _weighty(words: frozenset[str], telling: frozenset[str], sure: frozenset[str], needed: int) -> frozenset[str]:
    """The document's words of a subject when they weigh enough; none when they do not."""
    found = words & (telling | sure)
    weight = _different(found) + (_SURE - 1) * _different(words & sure)
    return found if weight >= needed else frozenset()


def _different(words: frozenset[str]) -> int:
    """How many words there are when the forms of one ("suspect", "suspects") count once."""
    return sum(1 for word in words if not any(word != other and word.startswith(other) for other in words))


def _words(rows: Sequence[Chunks]) -> tuple[frozenset[str], frozenset[str]]:
    """Single words and pairs of words of the document, lower-cased; and those said only to be ruled out,
    or within the name of a service that comes to any harm."""
    found: set[str] = set()
    told: set[str] = set()
    cues, services = context_words("ruled_out"), context_words("services")
    for row in rows:
        left = 0
        said = [word for chunk in row for word in chunk.lower.split(" ")]
        for one, two in pairwise(["", *said, ""]):
            both = {one, f"{one} {two}"}
            found |= both
            if left <= 0 and f"{one} {two}" not in services:
                told |= both
            left = _REACH if one in cues or f"{one} {two}" in cues else left - 1
    return frozenset(found), frozenset(found - told)


def _conflict_side(chunk: Chunk) -> bool:
    """A crowd, foreign force, registered armed group, or armed people who are no robbers or lone attackers."""
    people = chunk.people
    if people is None:
        return False
    if people.group == "named":
        return people.side in (Side.REBEL, Side.MILITIA)
    return people.form in (ActorForm.CROWD, ActorForm.EXTERNAL) or people.group in ("rebel", "jihadist", "militia")
