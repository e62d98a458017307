"""Finding place mentions: which words name places, and what the phrase around them says.

Names stay words here; ``resolve.places`` gives them identity. Offsets are exact: the text between the
returned offsets is the name, with a capitalised unit word after it ("Rapides Parish").
"""

from collections.abc import Sequence
from functools import lru_cache

from tocsin.knowledge.countries import Countries
from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.places_borders import borders
from tocsin.read.rules.places_links import Found, contained, paired
from tocsin.read.rules.places_match import Hit, Lookup
from tocsin.read.rules.places_phrases import datelines, distance_before, expression_of, right_unit
from tocsin.read.rules.places_scan import scan_cased, scan_flat
from tocsin.read.rules.places_shared import shared_units
from tocsin.read.rules.places_short import short_units, stop_of
from tocsin.read.rules.places_unknown import unknown_names
from tocsin.read.rules.places_words import Token, Words, flat_words, tokens_of, words
from tocsin.read.rules.word_lists import phrase_words


def find_places(
    text: str,
    gazetteer: Gazetteer,
    countries: Countries,
    blocked: Sequence[tuple[int, int]] = (),
    language: str | None = "en",
) -> list[Found]:
    """Place mentions of ``text`` in order: start, end, expression.

    ``blocked`` are spans that name something else (actors, sources). Known names are returned when their
    neighbours and fame allow it; unknown capitalised ones after a place preposition or unit word as well,
    so that nothing is lost. English and French; ``language`` is reserved for words that differ in sense
    between them.
    """
    vocabulary = words()
    tokens = tokens_of(text)
    if not tokens:
        return []
    flat = flat_words(text, tokens)
    adjective = lru_cache(maxsize=None)(lambda word: bool(countries.find_adjective(word)))
    lookup = _lookup(gazetteer, countries)
    hits = scan_cased(tokens, flat, lookup, vocabulary, adjective)
    if any(flat):
        hits += scan_flat(tokens, flat, lookup, vocabulary, _spoken_of(text, countries))
    shorts = short_units(text, tokens, gazetteer.short)
    hits = [hit for hit in hits if not any(s.first < hit.last and hit.first < s.last for s in shorts)] + shorts
    heads = _heads(text, tokens, gazetteer)
    taken = {k for hit in (*hits, *heads) for k in range(hit.first, hit.last)}
    hits = [hit for hit in hits if not any(h.first < hit.last and hit.first < h.last for h in heads)]
    peoples = phrase_words("names_of_peoples")  # "between Hindus and Muslims" lies nowhere
    hits += unknown_names(tokens, flat, taken, vocabulary, lambda word: adjective(word) or word.lower() in peoples)
    hits = _unblocked(tokens, hits, blocked)
    ordered = sorted(hits, key=lambda h: h.first)
    found = [_found(text, tokens, hit, vocabulary, countries) for hit in ordered]
    found = shared_units(text, tokens, ordered, found)
    found = contained(text, tokens, ordered, found, vocabulary, countries)
    found = paired(text, tokens, ordered, found, vocabulary)
    found = _free(borders(text, tokens, ordered, found, countries), found, blocked)
    found += [_dateline(text, tokens, head) for head in _unblocked(tokens, heads, blocked)]
    return sorted(found, key=lambda item: item[:2])


def _lookup(gazetteer: Gazetteer, countries: Countries) -> Lookup:
    """Places by key; the gazetteer's, and states by acronyms and official names that only the list of countries has
    ("UAE", "DPRK", "Republic of Korea")."""

    def entries(key: str) -> tuple[GazetteerEntry, ...]:
        found = gazetteer.exact(key)
        country = None if found else countries.find_name(key, cased=False)
        if country is None or countries.ambiguous_word(key):
            return found
        whole = any(place_key(name) == key and (name.isupper() or "Republic" in name) for name in country.names)
        return tuple(e for e in gazetteer.lookup(country.name) if e.kind == "country") if whole else ()

    return entries


def _free(found: list[Found], before: list[Found], blocked: Sequence[tuple[int, int]]) -> list[Found]:
    """``found`` without what was not there ``before`` and lies in blocked spans."""
    known = {item[:2] for item in before}
    return [f for f in found if f[:2] in known or not any(start < f[1] and f[0] < end for start, end in blocked)]


def _spoken_of(text: str, countries: Countries) -> frozenset[str]:
    """Alpha-3 codes of the countries that a text names without doubt."""
    hits = (hit for hit in countries.find_all(text) if not hit.ambiguous)
    return frozenset(country.alpha3 for hit in hits for country in hit.countries)


def _dateline(text: str, tokens: list[Token], head: Hit) -> Found:
    """The place a report is sent from."""
    start, end = tokens[head.first].start, tokens[head.last - 1].end
    return start, end, PlaceExpression(" ".join(text[start:end].split()), PlaceRelation.SPEAKER)


def _found(text: str, tokens: list[Token], hit: Hit, vocabulary: Words, countries: Countries) -> Found:
    _, end = right_unit(tokens, hit, vocabulary)
    start = tokens[hit.first].start
    if hit.short:
        end = stop_of(text, tokens[hit.last - 1].end) or end
        return start, end, PlaceExpression(text[start:end])
    name = text[start : tokens[hit.last - 1].end]
    country = hit.is_country or (not hit.entries and countries.find_name(name) is not None)
    if hit.left.unit in vocabulary.settlements:
        country = False
    return start, end, expression_of(text, tokens, hit, vocabulary, country)


def _unblocked(tokens: list[Token], hits: list[Hit], blocked: Sequence[tuple[int, int]]) -> list[Hit]:
    if not blocked:
        return hits
    return [
        hit
        for hit in hits
        if not any(start < tokens[hit.last - 1].end and tokens[hit.first].start < end for start, end in blocked)
    ]


def _heads(text: str, tokens: list[Token], gazetteer: Gazetteer) -> list[Hit]:
    """Datelines as hits."""
    starts = {token.start: k for k, token in enumerate(tokens)}
    heads = []
    for start, end in datelines(text):
        first = starts.get(start)
        if first is None:
            continue
        last = first
        while last < len(tokens) and tokens[last].end <= end:
            last += 1
        entries = gazetteer.lookup(text[start:end])
        if last > first and entries:
            heads.append(Hit(first, last, entries))
    return heads


__all__ = ["Found", "distance_before", "find_places"]
