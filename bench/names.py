"""Whether the registries know the organisations and countries that reports of incidents name.

    python bench/names.py [--data ../shared/data/wiki_incidents_2018] [--files train.jsonl] [--detail]

A mention of the perpetrator column is one organisation of its cell, without "(suspected)" and footnotes; several are
parted at line ends, semicolons, slashes, "and" and "or". A mention of the text is a run of capitalised words that ends
in a noun for an organisation ("… Liberation Front", "… Brigades"), or an acronym right before people of a group ("ELN
rebels"). A mention is right when it resolves to actors of the registry, when it is a state's force ("Iraqi Army"), or
when it names no organisation at all and is so left ("gunmen", "Unknown", "Islamists"): these count as generic. People
who acted alone are mentions, too, and are missed. A country mention is the last part of the place cell. Misses are
listed by frequency with ``--detail``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from common import Clock, Figures, Tally, arguments, ratio, report
from incidents import Json, rows_of
from tocsin import knowledge
from tocsin.model.text import fold

_NOTES = re.compile(r"\s*\[[^\]]{1,20}\]")
_HEDGE = re.compile(r"\s*\((?:suspected|alleged|claimed|unconfirmed|presumed|per [^)]*)\)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[\n;/]\s*|\s+(?:and|or)\s+|,\s+")
_NOBODY = frozenset({"unknown", "unclaimed", "unidentified", "none", "n a", "unknown gunmen", "lone wolf"})
# Nouns for people who act together without being an organisation.
_PEOPLE = frozenset(
    """
    activists anarchist anarchists assailant assailants attackers bandits bombers criminals extremist extremists
    fighters fundamentalists gunman gunmen herders herdsmen insurgents islamist islamists jihadist jihadists loyalists
    militants
    militant militia militias mercenaries nationalist nationalists paramilitaries pirates rebel rebels refugees
    separatist separatists settlers smugglers student supremacist supremacists terrorist terrorists traffickers
    tribesmen
    """.split()  # noqa: SIM905
)
_KINDS = (
    "Front|Army|Movement|Brigades?|Militia|Liberation Forces|Resistance|Mujahideen|Mujahidin|Jihad|Organi[sz]ation"
    "|Commandos?|Cartel|Guards?|Shabaab|Tigers?|Defence Forces?|Defense Forces?|Battalion"
)
_ORGANISATION = re.compile(
    rf"(?<![\w-])(?!The |A |An )[A-Z][\w'’-]+(?: (?:of |and |for |the |[Ii]n )?[A-Z][\w'’-]+){{0,5}}"
    rf" (?:{_KINDS})(?![\w-])"
)
_ACRONYM = re.compile(
    r"(?<![\w-])([A-Z]{2,7}(?:-[A-Z]{1,4})?)(?= (?:militants?|rebels?|guerrillas?|fighters?|insurgents?|gunmen|cadres?"
    r"|terrorists?|militia|separatists?)\b)"
)
_STATE = frozenset({"army", "guard", "guards", "defence forces", "defense forces", "brigade", "battalion", "commandos"})


def organisations(cell: str) -> Iterator[str]:
    """The organisations of a perpetrator cell: "A (suspected) or B" -> "A", "B"."""
    for part in _PARTS.split(_HEDGE.sub("", _NOTES.sub("", cell))):
        name = part.strip(" .,?")
        if name:
            yield name


def generic(mention: str) -> bool:
    """Whether a mention names no organisation: nobody, or people with no more than an origin or a creed before them."""
    words = fold(mention).replace("-", " ").split()
    return " ".join(words) in _NOBODY or bool(words and words[-1] in _PEOPLE and len(words) <= 3)


def resolves(mention: str, text: str, country: str | None, known: knowledge.Knowledge) -> bool:
    """Whether the registry gives actors for a mention, with the words around it as context for shared or weak names.

    An acronym that stands alone is looked up as a name and must then belong to an actor of the country.
    """
    actors = known.actors
    if actors.find(mention) or any(
        hit.words.casefold() in mention.casefold() for hit in actors.find(f"{text} {mention} militants.", True)
    ):
        return True
    return any(country is None or country in actor.countries for actor in actors.by_name(mention))


def state_force(mention: str, known: knowledge.Knowledge) -> bool:
    """Whether a mention is a state's force: a word of nationality before a noun for one ("Iraqi Army")."""
    first, _, rest = mention.partition(" ")
    if not known.countries.find_adjective(first) and known.countries.find_name(first) is None:
        return False
    return any(fold(rest).endswith(noun) for noun in _STATE)


def named_in(text: str) -> Iterator[str]:
    """The organisations a text names, by form alone."""
    for match in _ORGANISATION.finditer(text):
        yield match.group()
    for match in _ACRONYM.finditer(text):
        yield match.group(1)


def country_of(cell: str, known: knowledge.Knowledge) -> str | None:
    """Alpha-3 of the last part of a place cell, or of the only country its words name."""
    last = cell.split(",")[-1].strip()
    country = known.countries.find_name(last, cased=False)
    if country is not None:
        return country.alpha3
    said = {c.alpha3 for hit in known.countries.find_all(last, ("name",)) for c in hit.countries}
    return said.pop() if len(said) == 1 else None


def main() -> None:
    options = arguments(__doc__ or "", "wiki_incidents_2018", ["train.jsonl"])
    rows = [row for name in options.files for row in rows_of(options.data / name, options.limit)]
    clock = Clock()
    known = knowledge.load()
    columns: list[Tally] = []
    texts: list[Tally] = []
    places: list[Tally] = []
    missed: dict[str, Counter[str]] = {"perpetrator": Counter(), "text": Counter(), "country": Counter()}
    for row in rows:
        country = country_of(row["Location"], known)
        text = _NOTES.sub("", row["Details"])
        columns.append(_column(row, text, country, known, missed["perpetrator"]))
        texts.append(_text(text, country, known, missed["text"]))
        places.append(Counter(n=1, right=int(country is not None)))
        if country is None:
            missed["country"][row["Location"]] += 1
    figures = Figures()
    _measure(figures, columns, texts, places)
    if options.detail:
        _detail(missed)
    report("wiki_incidents_2018", options, len(rows), figures, clock)


def _measure(figures: Figures, columns: Sequence[Tally], texts: Sequence[Tally], places: Sequence[Tally]) -> None:
    both = [one + other for one, other in zip(columns, texts, strict=True)]
    for name, tallies in (("organisations", both), ("in_perpetrator_column", columns), ("in_texts", texts)):
        idle = ratio(sum(t["generic"] for t in tallies), sum(t["n"] for t in tallies))
        cases = sum(t["n"] for t in tallies)
        figures.add(name, tallies, lambda t: ratio(t["right"], t["n"]), idle=idle, cases=cases)
    figures.add("generic", both, lambda t: ratio(t["generic"], t["n"]), cases=sum(t["n"] for t in both))
    figures.add("countries", places, lambda t: ratio(t["right"], t["n"]), idle=0.0)


def _column(row: Json, text: str, country: str | None, known: knowledge.Knowledge, missed: Counter[str]) -> Tally:
    tally: Tally = Counter()
    for mention in organisations(row["Perpetrator"]):
        found = resolves(mention, text, country, known)
        nobody = not found and generic(mention)
        tally.update(n=1, right=int(found or nobody), generic=int(nobody))
        if not (found or nobody):
            missed[mention] += 1
    return tally


def _text(text: str, country: str | None, known: knowledge.Knowledge, missed: Counter[str]) -> Tally:
    tally: Tally = Counter()
    for mention in named_in(text):
        right = resolves(mention, text, country, known) or state_force(mention, known)
        tally.update(n=1, right=int(right), generic=0)
        if not right:
            missed[mention] += 1
    return tally


def _detail(missed: dict[str, Counter[str]]) -> None:
    for where, counts in missed.items():
        print(f"\nmissed, {where}: {sum(counts.values())} mentions of {len(counts)} names")
        for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            print(f"  {number:4} {name}")


if __name__ == "__main__":
    main()
