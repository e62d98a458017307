"""A second look at the finished row, for what only neighbours can tell.

A country or nationality that acts stands for its forces; fighters of a named group act as that group; a police station
may name an area. (Weapons seized: ``chunks_seized.py``.)
"""

from dataclasses import replace

from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, ChunkKind, Found, People, is_country
from tocsin.read.rules.chunks_people import NATIONALS
from tocsin.read.rules.word_lists import phrase_words

Row = tuple[Chunk, ...]
_STATE_NAMES = {"us": "USA", "u.s.": "USA", "u.s": "USA", "uk": "GBR", "u.k.": "GBR"}  # read as adjectives, too
_FROM_AFAR = ("air", "shelling")  # means of war that only a state's name needs beside it to have acted
_NOUNS_OF_FORCE = frozenset({"airstrike", "shell", "bomb", "attack"})
_UNIT_REACH = 12  # chunks between a member and the name of his group, with the unit between them
_QUOTES = frozenset("'\"‘’“”")
_STATION_NAME = 6  # chunks that the name of a police station may have before it


def countries_as_actors(row: Row, found: Found) -> Row:
    """Countries and nationality words that act: "Vastria bombed …", "Vastrian drones struck …", "shelled by Vastria".

    They become phrases for that state's forces; elsewhere a country stays a place.
    """
    out = list(row)
    for index, chunk in enumerate(row):
        country = _acting_country(row, index, found)
        if country is not None:
            expression = ActorExpression(ActorForm.STATE, chunk.lower, "military", country)
            people = People(expression, None, Side.STATE, "country", plural=True, body=True)
            out[index] = replace(chunk, kind=ChunkKind.PEOPLE, people=people, place=None)
    return tuple(out)


def forces_of_states(row: Row, found: Found) -> Row:
    """ "Vastria's army", "the police of Vastria": the force is that state's, as the Vastrian army is."""
    out = list(row)
    for index, chunk in enumerate(row):
        people = chunk.people
        if people is None or people.form not in _OF_A_STATE or people.expression.country is not None:
            continue
        owner = _owner(row, index)
        code = found.countries.get(owner.lower) if owner is not None and is_country(owner) else None
        if code is not None:
            out[index] = replace(chunk, people=replace(people, expression=replace(people.expression, country=code)))
    return tuple(out)


_OF_A_STATE = (ActorForm.STATE, ActorForm.GOVERNMENT)


def _owner(row: Row, index: int) -> Chunk | None:
    """What stands before "'s", or behind "of", beside the chunk at ``index``."""
    if index > 1 and row[index - 1].lower in ("'s", "’s"):
        return row[index - 2]
    if index + 2 < len(row) and row[index + 1].lower == "of":
        return row[index + 2]
    return None


def joined_states(row: Row, found: Found) -> Row:
    """ "Vastrian and Olt forces", "US, Vastrian and Olt troops": each nationality before the noun is a force of its
    own, of the noun's kind."""
    out = list(row)
    for index in range(len(row) - 1, 0, -1):
        people = out[index].people
        if people is None or people.form is not ActorForm.STATE or people.expression.country is None:
            continue
        before = _joined_before(out, index)
        code = _nationality(out[before], found) if before is not None else None
        if before is not None and code is not None:
            expression = replace(people.expression, country=code)
            out[before] = replace(
                out[before],
                kind=ChunkKind.PEOPLE,
                people=replace(people, expression=expression, count=None),
                place=None,
            )
    return tuple(out)


def _joined_before(row: list[Chunk], index: int) -> int | None:
    """The chunk that "and" or a comma joins to the one at ``index``."""
    joined = index > 1 and row[index - 1].lower in ("and", ",", "&")
    return index - 2 if joined else None


def _nationality(chunk: Chunk, found: Found) -> str | None:
    """The country of a nationality word that stands alone ("Vastrian", "US")."""
    if chunk.kind not in (ChunkKind.WORD, ChunkKind.PLACE) or not chunk.capital:
        return None
    return found.nationalities.get(chunk.lower) or _STATE_NAMES.get(chunk.lower)


def _acting_country(row: Row, index: int, found: Found) -> str | None:
    """The alpha-3 code of the state that the chunk at ``index`` names as acting."""
    chunk = row[index]
    state = _STATE_NAMES.get(chunk.lower)
    code = found.nationalities.get(chunk.lower) or (state if chunk.capital else None)
    if chunk.group == NATIONALS.group:
        return code if _nationals_wage_war(row, index) else None
    if code is not None and state is not None and chunk.kind is ChunkKind.PLACE:
        return code if _force_follows(row, index) or _country_acts(row, index) else None
    if code is not None and chunk.kind is ChunkKind.WORD:
        acts = state is not None and _country_acts(row, index)
        return code if acts or _force_follows(row, index) or _noun_of_force_follows(row, index) else None
    if not is_country(chunk):
        return None
    country = found.countries.get(chunk.lower)
    return country if country is not None and _country_acts(row, index) else None


def _nationals_wage_war(row: Row, index: int) -> bool:
    """ "Russians shelled the town": uncounted, and doing what only an army does."""
    following = row[index + 1] if index + 1 < len(row) else None
    people = row[index].people
    counted = people is None or people.count is not None
    return not counted and following is not None and following.lower in phrase_words("nationals_at_war")


def _force_follows(row: Row, index: int) -> bool:
    """Whether a state's arms or a military act stand right behind ("Vastrian drones", "US raid")."""
    described = index + 1 < len(row) and row[index + 1].lower in phrase_words("before_arms")
    place = index + 2 if described else index + 1
    following = row[place] if place < len(row) else None
    return following is not None and (
        following.lower in phrase_words("military_nouns") or following.means in _FROM_AFAR
    )


def _noun_of_force_follows(row: Row, index: int) -> bool:
    following = row[index + 1] if index + 1 < len(row) else None
    return following is not None and following.noun and following.act in _NOUNS_OF_FORCE


def _country_acts(row: Row, index: int) -> bool:
    """Whether a country's name is the subject or the "by" of a military act, no place where something happened."""
    before = row[index - 1].lower if index else ""
    following = row[index + 1] if index + 1 < len(row) else None
    if before in phrase_words("country_only_named") or following is None:
        return False
    if before == "by" and following.lower in phrase_words("after_acting_state"):
        return True
    second = row[index + 2] if index + 2 < len(row) else None
    verb = following.trigger is not None and following.trigger.form in ("past", "third")
    possessive = following.lower == "'s" and second is not None and second.lower in phrase_words("military_nouns")
    third = row[index + 3] if index + 3 < len(row) else None
    resumed = second is not None and second.lower in phrase_words("aspect_verbs") and third is not None
    auxiliary = (
        following.lower in ("has", "had", "have")
        and second is not None
        and (second.trigger is not None or (resumed and third is not None and third.trigger is not None))
    )
    return verb or following.lower in phrase_words("state_verbs") or possessive or auxiliary


def members_of_named(row: Row) -> Row:
    """ "fighters of the Northern Front" act as the Northern Front: the phrase takes the named actor's identity."""
    out = list(row)
    for index, chunk in enumerate(row):
        people = chunk.people
        if people is None or people.group == "named" or phrase_words("no_longer") & set(chunk.lower.split(" ")):
            continue
        named = _group_behind(row, index)
        member = people.form in (ActorForm.ARMED, ActorForm.STATE) or chunk.lower.split(" ")[-1] in phrase_words(
            "members"
        )
        if member and named is not None:
            people = replace(people, expression=named.expression, side=named.side, group="named")
            out[index] = replace(chunk, people=people)
    return tuple(out)


def _group_behind(row: Row, index: int) -> People | None:
    """The named actor behind "of" or "from" ("a member of the Northern Front"), also behind the unit of it ("of the
    River committee of the Northern Front")."""
    for k in range(index + 1, min(len(row), index + 1 + _UNIT_REACH)):
        chunk = row[k]
        if chunk.people is not None:
            return chunk.people if chunk.people.group == "named" and _is_behind_of(row, index, k) else None
        belonging = chunk.lower in ("belonging", "to") and _belongs(row, k)
        linking = belonging or chunk.lower in ("of", "from", "the", "its") or chunk.lower in _QUOTES
        of_unit = k > index + 1 and (chunk.capital or set(chunk.lower.split("-")) <= phrase_words("rank_words"))
        if not (linking or (of_unit and chunk.kind in (ChunkKind.WORD, ChunkKind.PLACE))):
            return None
    return None


def _is_behind_of(row: Row, index: int, group: int) -> bool:
    return any(chunk.lower in ("of", "from", "belonging") for chunk in row[index + 1 : group])


def _belongs(row: Row, index: int) -> bool:
    """Whether the words at ``index`` are part of "belonging to"."""
    first = index - (row[index].lower == "to")
    return first + 1 < len(row) and row[first].lower == "belonging" and row[first + 1].lower == "to"


def jurisdictions(row: Row) -> Row:
    """ "in a village under Old Mill police station", "in the Old Mill police station area": the station names the
    area it has charge of, a place; nobody of it acts or suffers."""
    return tuple(
        replace(chunk, kind=ChunkKind.WORD, people=None) if _is_jurisdiction(row, index) else chunk
        for index, chunk in enumerate(row)
    )


def _is_jurisdiction(row: Row, index: int) -> bool:
    """Whether an office of the police stands for the area in its charge."""
    chunk = row[index]
    if chunk.people is None or chunk.lower.split(" ")[-1] not in phrase_words("offices_with_charge"):
        return False
    following = row[index + 1].lower if index + 1 < len(row) else ""
    if following in phrase_words("area_in_charge"):
        return True
    k = index - 1
    while k >= 0 and index - k <= _STATION_NAME and (row[k].capital or row[k].lower in ("the", "(", ")", ",", "and")):
        k -= 1
    return k >= 0 and row[k].lower.split(" ")[-1] in phrase_words("in_charge_before")
