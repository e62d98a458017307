"""Countries and territories: codes, names, adjectives, regions and the words that stand for their governments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.matcher import Matcher, leftmost_longest, square, variants
from tocsin.model.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166-1, or Kosovo.

    ``region`` is the ACLED region number, ``region_name`` its words. ``names`` are other names than ``name``;
    ``metonyms`` words for its government besides the capital. ``numeric`` is 0 where ISO gives none.
    """

    alpha3: str
    alpha2: str
    numeric: int
    name: str
    region: int
    region_name: str
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()

    @property
    def capital(self) -> str | None:
        """The seat of government, ``None`` for territories without one."""
        return self.capitals[0] if self.capitals else None

    @property
    def slug(self) -> str:
        """The name for ids: ``burkina-faso``."""
        return "-".join(square(self.name.replace("'", "")).split())


@dataclass(frozen=True, slots=True)
class CountryHit:
    """A country word in a text. ``kind`` is ``name``, ``adjective``, ``capital`` or ``metonym``; ``ambiguous`` says
    that the word has other common meanings, or stands with several countries."""

    start: int
    end: int
    words: str
    kind: str
    countries: tuple[Country, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    word: str  # as written in the file
    kind: str
    alpha3: str


_KINDS = ("name", "adjective", "capital", "metonym")


@dataclass(frozen=True)
class Countries:
    """All countries, and look-ups by code and by word."""

    countries: tuple[Country, ...]
    ambiguous_words: frozenset[str]  # squared
    first: dict[str, str] = field(default_factory=dict)  # squared word -> alpha3 that comes first

    @classmethod
    def open(cls, path: Path | None = None) -> "Countries":
        """Read ``countries.yml``.

        Raises:
            KnowledgeError: the file is damaged; names the country and the key.
        """
        path = path or data_path("countries.yml")
        data = read_yaml(path)
        rows = []
        for alpha3, row in data["countries"].items():
            try:
                rows.append(_country(alpha3, row, data["regions"]))
            except (KeyError, TypeError, AttributeError) as error:
                raise KnowledgeError(f"{path}, country {alpha3}: missing or wrong key {error}.") from error
        return cls(
            tuple(rows),
            frozenset(square(word) for word in data["ambiguous_words"]),
            {square(word): alpha3 for word, alpha3 in data["first"].items()},
        )

    def all(self) -> tuple[Country, ...]:
        """Every country, in the order of the file."""
        return self.countries

    def by_alpha3(self, code: str) -> Country | None:
        """The country with this ISO 3166-1 alpha-3 code (``XKX`` for Kosovo)."""
        return self._alpha3.get(code.upper())

    def find_name(self, text: str, cased: bool = True) -> Country | None:
        """The country that ``text`` as a whole names ("Burma", "the DRC", "Mali's"), the more frequent one first.

        With ``cased``, short forms need their capitals: "US" but not "us". See ``ambiguous_word`` for doubts.
        """
        found = self._look_up(text, "name", cased)
        return found[0] if found else None

    def find_adjective(self, text: str, cased: bool = True) -> tuple[Country, ...]:
        """Countries an adjective or demonym stands with: "Nigerien" -> Niger, "Congolese" -> both Congos."""
        return self._look_up(text, "adjective", cased)

    def ambiguous_word(self, text: str) -> bool:
        """Whether the word means other things too ("Turkey", "Jordan"), or stands with several countries."""
        key = _key(text)
        return key in self.ambiguous_words or any(
            len({e.alpha3 for e in self._index.get(key, ()) if e.kind == kind}) > 1 for kind in _KINDS
        )

    def find_all(self, text: str, kinds: tuple[str, ...] = ("name", "adjective")) -> Iterator[CountryHit]:
        """All country words of the given kinds in ``text``, leftmost-longest, with offsets into ``text``."""
        cased = not (text.islower() or text.isupper())
        allowed = (
            hit
            for hit in self._matcher.all(text)
            if any(
                e.kind in kinds and (not cased or _case_fits(text[hit.start : hit.end], e.word))
                for e in self._index[hit.key]
            )
        )
        for hit in leftmost_longest(allowed):
            words = text[hit.start : hit.end]
            for kind in kinds:
                found = self._look_up(words, kind, cased)
                if found:
                    yield CountryHit(hit.start, hit.end, words, kind, found, self.ambiguous_word(words))
                    break

    def _look_up(self, text: str, kind: str, cased: bool) -> tuple[Country, ...]:
        key = _key(text)
        words = text.strip()
        fit = {
            entry.alpha3
            for entry in self._index.get(key, ())
            if entry.kind == kind and (not cased or _case_fits(words, entry.word))
        }
        first = self.first.get(key)
        ordered = sorted(fit, key=lambda alpha3: (alpha3 != first, alpha3))
        return tuple(self._alpha3[alpha3] for alpha3 in ordered)

    @cached_property
    def _alpha3(self) -> dict[str, Country]:
        return {country.alpha3: country for country in self.countries}

    @cached_property
    def _index(self) -> dict[str, list[_Entry]]:
        index: dict[str, list[_Entry]] = {}
        for country in self.countries:
            groups = (
                ("name", (country.name, *country.names)),
                ("adjective", country.adjectives),
                ("capital", country.capitals),
                ("metonym", country.metonyms),
            )
            for kind, words in groups:
                for word in words:
                    for key in variants(word):
                        index.setdefault(key, []).append(_Entry(word, kind, country.alpha3))
        return index

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._index)


def _country(alpha3: str, row: dict[str, Any], regions: dict[int, str]) -> Country:
    return Country(
        alpha3=alpha3,
        alpha2=row["alpha2"],
        numeric=row["numeric"],
        name=row["name"],
        region=row["region"],
        region_name=regions[row["region"]],
        names=tuple(name for names in row.get("names", {}).values() for name in names),
        adjectives=tuple(word for words in row.get("adjectives", {}).values() for word in words),
        capitals=tuple(row.get("capitals", ())),
        metonyms=tuple(row.get("metonyms", ())),
    )


def _key(text: str) -> str:
    """The squared word without article and possessive."""
    text = text.strip()
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    key = square(text).strip()
    return key if key == "the gambia" else key.removeprefix("the ")


def _case_fits(words: str, entry: str) -> bool:
    """Whether the case of ``words`` allows the entry: acronyms need all capitals, other proper words one.

    An entry in lower case (French adjectives) fits any case; one with a capital never fits words in lower case
    ("polish", "us", "turkey").
    """
    if entry[:1].islower():
        return True
    letters = [c for c in words.removeprefix("the ").removeprefix("The ") if c.isalpha()]
    if not letters:
        return False
    if entry.replace(".", "").replace(" ", "").isupper():
        return all(c.isupper() for c in letters if c != "s") and letters[0].isupper()
    return letters[0].isupper()
