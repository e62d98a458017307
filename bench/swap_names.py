"""Names of countries, peoples and sides in a text, with their grammar, and others of the same, for ``swaps.py``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tocsin import knowledge
from tocsin.knowledge.actor_find import is_acronym
from tocsin.knowledge.actor_model import Actor
from tocsin.knowledge.countries import Country
from tocsin.knowledge.matcher import square, variants
from tocsin.model.text import is_one_case
from tocsin.read.rules.places import find_places
from tocsin.read.rules.word_lists import phrase_words, same_people

Forms = dict[str, str]
"""Grammatical form -> word."""
KNOWN = knowledge.load()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: who bears it, and its grammatical form."""

    start: int
    end: int
    bearer: str
    form: str


# Countries

ARTICLED = re.compile(r"(?:united|democratic|central|czech|dominican|french) .*(?:republic|kingdom|emirates|states)"
                      r"|.*republic of|kingdom of|.* islands$|philippines$|netherlands$|maldives$|bahamas$|gambia$"
                      r"|comoros$", re.IGNORECASE)  # fmt: skip
"""Names that take an article."""
SHORT = {"USA": ("US", "America"), "GBR": ("UK", "Britain"), "ARE": ("UAE", "")}
"""Countries with an article, their acronyms in the news, and names without article."""
ACRONYMS = frozenset({"us", "usa", "uk", "uae", "drc"})
PARTS = frozenset(
    """
    abkhazia azawad|azad kashmir|pakistan administered kashmir|basque country|basque|basques|catalonia|catalan|catalans
    |chechnya|dagestan|dagestani|dagestanis|ingushetia|ingush|south ossetia|south ossetian|south ossetians|crimea
    |crimean|crimeans|donbas|donbass|darfur|gaza|gaza strip|west bank|occupied west bank|england|english|englishman
    |scotland|scottish|scot|scots|wales|welsh|northern ireland|northern irish|iraqi kurdistan
    |kurdistan region of iraq|somaliland|somalilander|somalilanders|puntland|casamance|zanzibar|dubai|soviet union|ussr
    |u s s r|soviet|soviets|yugoslavia|east germany|west germany|north yemen|south yemen|north vietnam|south vietnam
    |transnistria|transdniestria|transnistrian|transnistrians|republika srpska|tahiti|northern cyprus|trnc|korea
    """.replace("\n", "").replace("    ", "").replace("abkhazia azawad", "abkhazia|azawad").split("|")
)  # fmt: skip
"""Squared names the registry files with a country that are not the whole of it, or not it today."""
_BEFORE = re.compile(r"\b(?:New|Gulf of|Sea of|Mount|Lake)\s$")
_AMERICAS = re.compile(r"\b(?:South|North|Latin|Central)\s$", re.IGNORECASE)
_AFTER = re.compile(r"\s(?:Ocean|Sea|Channel|Gulf|River|Valley|Peninsula|Basin)\b")
_COLLECTIVE = ("ese", "ish", "ch", "ss", "ois")  # "the Chinese", but not "a Chinese"


def english(country: Country) -> list[str]:
    """Its adjectives and demonyms; French ones stand in lower case."""
    return [word for word in country.adjectives if word[:1].isupper()]


def country_form(country: Country, words: str) -> str:
    """The form in which a country word stands in a text."""
    word = words.lower()
    adjectives = [adjective.lower() for adjective in english(country)]
    if word.replace(".", "") in ACRONYMS or ("." not in words and words.isupper() and len(words) <= 4):
        return "acronym"
    if word in adjectives and word != country.name.lower():
        if word.endswith("men") or (word.endswith("s") and word[:-1] in adjectives):
            return "plural"
        regular = f"{adjectives[0]}s" in adjectives
        return "single" if word.endswith("man") or (not regular and f"{word}s" in adjectives) else "adjective"
    return "article" if ARTICLED.match(words) else "name"


def countries_in(text: str, _: date | None) -> Iterator[Mention]:
    """Country names and nationality words. A doubtful one ("Jordan") needs a sure one of its country in the text."""
    one_case, inside = is_one_case(text), spans_of_sides(text, generic=False)
    # The finder takes a text for one of one case only when every letter is; a few capitals must not matter.
    hits = list(KNOWN.countries.find_all(text.lower() if one_case and len(text.lower()) == len(text) else text))
    sure = {hit.countries[0].alpha3 for hit in hits if not hit.ambiguous}
    for hit in hits:
        country, words = hit.countries[0], text[hit.start : hit.end]
        form, key = country_form(country, words), square(words).strip()
        doubtful = hit.ambiguous and (country.alpha3 not in sure or one_case) and (words != "US" or one_case)
        # Without capitals other names of a country are other words ("us"), or names of people; "polish" is a verb.
        other = one_case and (words.lower() in ("us", "polish") or (form == "name" and key != square(country.name)))
        if doubtful or other or key in PARTS or key in peoples() or hit.start in inside:
            continue
        before = text[max(0, hit.start - 9) : hit.start]
        if _BEFORE.search(before) or (key.startswith("americ") and _AMERICAS.search(before)):
            continue
        if not _AFTER.match(text, hit.end):
            article = 4 if words.lower().startswith("the ") else 0
            form = "article" if article else form
            yield Mention(hit.start + article, hit.end, country.alpha3, form)


def held_by_places(text: str) -> set[str]:
    """Alpha-3 codes of the countries in which a town or unit of the text may lie, or a part of which it names: with
    another country's name beside them the text would tell of "Kandahar, Kuwait"."""
    found: set[str] = set()
    for _, _, place in find_places(text, KNOWN.gazetteer, KNOWN.countries):
        if not place.whole_country:
            found |= {e.country for e in KNOWN.gazetteer.lookup(place.name) if e.country}
    parts = (hit for hit in KNOWN.countries.find_all(text) if square(hit.words).strip() in PARTS)
    return found | {country.alpha3 for hit in parts for country in hit.countries}


@cache
def country_forms() -> dict[str, Forms]:
    """Countries that lend their names, with their forms; none with a doubtful name, but those with an acronym."""
    found = {}
    for country in KNOWN.countries.all():
        words = english(country)
        doubtful = any(map(KNOWN.countries.ambiguous_word, (country.name, *words[:1])))
        if words and country.alpha3 in KNOWN.actors.regimes and (not doubtful or country.alpha3 in SHORT):
            found[country.alpha3] = _forms_of(country, words)
    return found


def _forms_of(country: Country, words: Sequence[str]) -> Forms:
    collective = words[0].endswith(_COLLECTIVE)
    acronym, plain = SHORT.get(country.alpha3, ("", country.name))
    forms = {"adjective": words[0], "acronym": acronym}
    forms["article" if ARTICLED.match(country.name) else "name"] = country.name
    if country.alpha3 in SHORT:
        forms["name"] = plain
    plurals = [w for w in words if w.endswith(("s", "men")) and w != words[0] and not KNOWN.countries.ambiguous_word(w)]
    if f"{words[0]}s" in words:
        forms |= {"plural": f"{words[0]}s", "single": words[0]}
    elif plurals:
        one = plurals[0].removesuffix("men") + "man" if plurals[0].endswith("men") else plurals[0].removesuffix("s")
        forms |= {"plural": plurals[0], "single": one}
    elif collective:
        forms |= {"plural": words[0], "single": words[0]}
    return {form: word for form, word in forms.items() if word}


def lending_countries(bearer: str, needed: frozenset[str], _: date | None) -> dict[str, Forms]:
    """Countries with all the forms that a text needs, and an adjective that can stand for its people as well."""
    own = KNOWN.countries.by_alpha3(bearer)
    words = english(own) if own is not None else []
    collective = bool(words) and words[0].endswith(_COLLECTIVE)
    return {
        code: forms for code, forms in country_forms().items()
        if needed <= forms.keys() and (
            "adjective" not in needed or {code, bearer} <= SHORT.keys()
            or forms["adjective"].endswith(_COLLECTIVE) == collective
        )
    }  # fmt: skip


# Peoples

SAME = same_people()
"""Other words for a people."""
CONFESSIONS = frozenset(
    {"shia", "sunni", "alawite", "druze", "muslim", "christian", "catholic", "protestant", "maronite", "copt", "hindu",
     "sikh", "buddhist", "jew", "yazidi"}
)  # fmt: skip
ORDINARY = frozenset({"chin", "karen", "roma", "afar", "moro", "luo"})
"""Words that are something else in a text without capitals."""
_PART_OF_NAME = re.compile(
    r"[ -](?:[A-Z][\w-]+ )?(?:League|Brotherhood|Agency|Democrat\w*|Union|Party|National|Liberation|Front|Army|Congress"
    r"|Council|Republic|Movement|Aid|Museum|Church|University|Tigers?|Spring)\b"
)


@cache
def peoples() -> dict[str, tuple[str, str]]:
    """Every word for peoples: the people and the form. Plurals of mere nationalities ("Somalis") are no peoples."""
    listed = phrase_words("names_of_peoples") | (phrase_words("peoples") - {"houthi"})
    titles = (actor.name for actor in KNOWN.actors.actors.values())
    listed |= {m[1].lower() for title in titles if (m := re.match(r"(\w+) Ethnic Militia\b", title))}
    found = {}
    for word in listed:
        one = word.removesuffix("s")
        plural = one != word and (one in listed or word in ("tibetans", "corsicans"))
        if one != word and not plural and KNOWN.countries.find_adjective(one, cased=False):
            continue
        form = "plural" if plural else "adjective" if SAME.get(word) in ("kurd", "jew", "copt") else "single"
        found[word] = (SAME.get(one, one) if plural else SAME.get(word, word), form)
    return found


@cache
def people_forms() -> dict[str, Forms]:
    """Peoples that lend their names: those with a plural."""
    found: dict[str, Forms] = {}
    for word, (people, form) in sorted(peoples().items()):
        if word not in SAME or form == "adjective":
            found.setdefault(people, {}).setdefault(form, word.capitalize())
    return {
        people: {"adjective": f.get("single", "")} | f
        for people, f in found.items()
        if {"single", "plural"} <= f.keys() and not _is_other(people)
    }


def _is_other(people: str) -> bool:
    """Whether a people's word is a nation's, too ("Serb"), or a place's ("Amhara")."""
    return bool(KNOWN.countries.find_adjective(people, cased=False) or KNOWN.gazetteer.lookup(people))


def peoples_in(text: str, _: date | None) -> Iterator[Mention]:
    """Names of peoples and confessions; none of those that also stand inside the name of a side."""
    one_case, inside = is_one_case(text), spans_of_sides(text, generic=True)
    inside |= {k for hit in KNOWN.countries.find_all(text, ("name",)) for k in range(hit.start, hit.end)}
    found, held = [], set()
    for match in re.finditer(r"[^\W\d_]+", text):
        people, form = peoples().get(match[0].lower(), ("", ""))
        cased = match[0].lower() not in ORDINARY if one_case else match[0][:1].isupper()
        if not people or not cased or _PART_OF_NAME.match(text, match.end()):
            continue
        if text[: match.start()].endswith(("Tal ", "Tel ", "Tal-")):
            continue  # a town
        if people == "christian" and re.match(r" [A-Z]", text[match.end() :]) and not one_case:
            continue  # a first name
        if match.start() in inside:
            held.add(people)
        found.append(Mention(match.start(), match.end(), people, form))
    yield from (mention for mention in found if mention.bearer not in held)


def lending_peoples(bearer: str, needed: frozenset[str], _: date | None) -> dict[str, Forms]:
    """Peoples for a people, confessions for a confession. Where noun and adjective are one word, theirs must be."""
    split = bearer in ("kurd", "jew", "copt")
    return {
        people: forms for people, forms in people_forms().items()
        if (people in CONFESSIONS) == (bearer in CONFESSIONS) and needed <= forms.keys() and people not in ORDINARY
        and (split or people not in ("kurd", "jew", "copt"))
    }  # fmt: skip


# Sides


_PLAIN = {
    "acronym": re.compile(r"[A-Z]{2,8}"), "word": re.compile(r"(?:[Aa]l-)?[A-Z][a-z]+[a-rt-z]"),
    "plural": re.compile(r"[A-Z][a-z]+s"), "words": re.compile(r"[A-Z][A-Za-z' -]+"),
}  # fmt: skip
_ROMANCE = re.compile(r" (?:de|del|des|du|da|do|la|le|les|pour|para|y|e|et) ")


def spans_of_sides(text: str, *, generic: bool) -> set[int]:
    """The characters inside names of registered sides; ``generic``: also of states' forces with names of their own."""
    hits = KNOWN.actors.find(text, qualified=True)
    held = [h for h in hits if generic or any(i in KNOWN.actors.actors for i in h.ids)]
    return {k for hit in held for k in range(hit.start, hit.end)}


def core(actor: Actor, name: str) -> str:
    """A name without the words in lower case around it ("so-called Islamic State", "PKK militants")."""
    words = name.split(" ")
    while len(words) > 1 and words[-1].islower():
        words.pop()
    while len(words) > 1 and words[0].islower() and not words[0].startswith(("al-", "ad-", "an-", "ash-")):
        words.pop(0)
    short = " ".join(words)
    return short if any(short == other.text for other in actor.names) else ""


def side_form(actor: Actor, name: str) -> str:
    """Acronym, one word, several words; or the plural of another name ("Houthis")."""
    if is_acronym(name):
        return "acronym"
    if name.endswith("s") and any(name[:-1] == other.text for other in actor.names):
        return "plural"
    return "words" if " " in name else "word"


def sides_in(text: str, _: date | None) -> Iterator[Mention]:
    """Names of registered sides that are no mere kinds, without the common nouns that some names hold."""
    for hit in KNOWN.actors.find(text, qualified=True):
        actor = next((a for i in hit.ids if (a := KNOWN.actors.actors.get(i)) and a.generic is None), None)
        key = square(hit.words).strip()
        spelt = [name.text for name in actor.names if key in variants(name.text)] if actor else []
        name = hit.words if hit.words in spelt else next(iter(spelt), None)  # "FARC" and "Farc" are both registered
        short = core(actor, name) if actor and name else ""
        person = re.search(r"\bAbd\w* $", text[max(0, hit.start - 8) : hit.start])  # "Abdel Fatah"
        if actor and name and short and len(name) == len(hit.words) and not person:
            start = hit.start + name.index(short)
            yield Mention(start, start + len(short), actor.id, side_form(actor, short))


@cache
def side_forms() -> dict[str, Forms]:
    """Registered sides that lend their names: sure ones, plain letters, no country in them, no others' name."""
    found: dict[str, Forms] = {}
    for actor in KNOWN.actors.actors.values():
        if actor.generic is not None:
            continue
        forms: Forms = {}
        for name in actor.names:
            form, text = side_form(actor, name.text), name.text
            sole = [other.id for other in KNOWN.actors.by_name(text)] == [actor.id]
            own = sole and not name.weak and core(actor, text) == text
            if own and _PLAIN[form].fullmatch(text) and not _ROMANCE.search(text):
                # "HOUTHI" is a name in capitals, no acronym.
                capitals = form == "acronym" and any(text.capitalize() == other.text for other in actor.names)
                if not capitals and not any(KNOWN.countries.find_all(text)):
                    forms.setdefault(form, text)
        if forms:
            found[actor.id] = forms
    return found


def lending_sides(bearer: str, needed: frozenset[str], day: date | None) -> dict[str, Forms]:
    """Sides of the same type, then and by default, that existed on that day."""
    actors = KNOWN.actors.actors
    return {
        other: forms for other, forms in side_forms().items()
        if needed <= forms.keys() and actors[other].type_on(day) == actors[bearer].type_on(day)
        and actors[other].type_on(None) == actors[bearer].type_on(None) and actors[other].alive_on(day)
    }  # fmt: skip


FINDERS = {"countries": countries_in, "placed": countries_in, "peoples": peoples_in, "sides": sides_in}
LENDERS = {
    "countries": lending_countries,
    "placed": lending_countries,
    "peoples": lending_peoples,
    "sides": lending_sides,
}
