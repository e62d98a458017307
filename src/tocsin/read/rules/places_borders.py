"""Borders as places: "near the border with Niger", "the Mali-Niger border", "the tri-border area"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.knowledge.countries import Countries
from tocsin.model.expressions import FAR_SIDES, TRIPLE, PlaceExpression, PlaceRelation
from tocsin.read.rules.places_links import Found
from tocsin.read.rules.places_match import Hit
from tocsin.read.rules.places_phrases import distance_before
from tocsin.read.rules.places_words import Token, words

_REACH = 70  # characters between a border and the unit beside it that says which stretch is meant
_WITH = ("with", "avec")
_DASHES = ("-", "–", "—", "‑", "/")


@dataclass(frozen=True, slots=True)
class _Side:
    """A country at a border: its tokens [first, last), its name, its number among the hits (``None`` for a word of
    nationality)."""

    first: int
    last: int
    name: str
    hit: int | None


class _Borders:
    """One text with its names of places, searched for borders."""

    def __init__(
        self, text: str, tokens: list[Token], hits: Sequence[Hit], found: Sequence[Found], countries: Countries
    ) -> None:
        self.text, self.tokens, self.hits = text, tokens, hits
        self.found = list(found)
        self.countries = countries
        self.added: list[Found] = []
        named = {n for n, hit in enumerate(hits) if found[n][2].is_country or _may_be_country(hit)}
        self.from_token = {hits[n].first: n for n in named}
        self.to_token = {hits[n].last: n for n in named}
        self.covered = {k for hit in hits for k in range(hit.first, hit.last)}

    def search(self) -> list[Found]:
        """All places of the text, those at borders told as such."""
        for k, token in enumerate(self.tokens):
            bordering = token.low in words().bordering
            described = (
                bordering and k > 0 and token.tied and k - 1 in self.covered
            )  # "the Sahel region bordering Mali"
            described = described or (bordering and k > 0 and token.tied and self._is_unit(k - 1))
            if (bordering or token.low in words().border) and not self._is_other(k) and not described:
                self._at(k, bordering)
        return [item for item in self.found if not self._replaced(item)] + self.added

    def _is_other(self, k: int) -> bool:
        """ "border guards", "the Turkish border town of …": no border as a place."""
        after = self.tokens[k + 1] if k + 1 < len(self.tokens) and self.tokens[k + 1].tied else None
        return after is not None and (after.low in words().border_forces or after.low in words().settlements)

    def _is_unit(self, k: int) -> bool:
        """Whether a token is the unit word of a named place ("Sahel | region")."""
        return self.tokens[k].low in words().units and self.tokens[k].tied and k - 1 in self.covered

    def _at(self, k: int, bordering: bool) -> None:
        behind, owner, apart = self._behind(k, bordering)
        before, possessive = ([], False) if bordering else self._before(k)
        if k and self.tokens[k - 1].low in words().triple and self.tokens[k].tied:
            if len(behind) < 3:
                self._triple(k)
                return
            before = []
        if owner is None and before and behind and (possessive or len(before) == 1):
            owner = before.pop()
        sides = [*before, *behind]
        if not sides:
            return
        told = (owner.name,) if owner is not None else ()
        for side in (*([owner] if owner is not None else []), *sides):
            others = [s.name for s in (*sides, *([owner] if owner is not None else [])) if s is not side]
            self._put(
                side, k, tuple(others), told, FAR_SIDES if apart and owner is None and len(sides) > 1 else "border"
            )

    def _behind(self, k: int, bordering: bool) -> tuple[list[_Side], _Side | None, bool]:
        """The countries behind a border word ("between Mali and Niger"), the one it is told to be of ("of Mali with
        Niger"), and whether each of them is a far side of its own ("bordering Mali and Niger")."""
        at, apart = k + 1, bordering
        while at < len(self.tokens) and self.tokens[at].tied and self.tokens[at].low in words().border_nouns:
            at += 1
        if not bordering:
            if at >= len(self.tokens) or not self.tokens[at].tied or self.tokens[at].low not in words().border_links:
                return [], None, False
            apart = self.tokens[at].low in _WITH
            at += 1
        sides, at = self._list(at)
        goes_on = len(sides) == 1 and at < len(self.tokens) and self.tokens[at].low in _WITH
        if goes_on and self.tokens[at].tied:
            return self._list(at + 1)[0], sides[0], True
        return sides, None, apart

    def _list(self, at: int) -> tuple[list[_Side], int]:
        """The countries of a list from a token on, and where it ends. Behind commas a list ends with "and": "near the
        border with Niger, Nigeria's army said" has none."""
        sides: list[_Side] = []
        closed = True
        while at < len(self.tokens):
            start = at
            if sides and self.tokens[at].low in ("and", "et"):
                closed = True
                at += 1
            elif sides and (self.tokens[at].low in _WITH or self.tokens[at].gap.strip() not in (",", *_DASHES)):
                break
            elif sides and self.tokens[at].gap.strip() == ",":
                closed = False
            while at < len(self.tokens) and self.tokens[at].low in words().articles:
                at += 1
            side = self._side_from(at)
            if side is None or (sides and (self.tokens[start].opens or self._is_of_a_clause(side))):
                at = start
                break
            sides.append(side)
            at = side.last
        return (sides, at) if closed else (sides[:1], sides[0].last)

    def _is_of_a_clause(self, side: _Side) -> bool:
        """Whether a country begins a clause of its own: "Nigeria's army said", "Nigerian troops responded"."""
        after = self.tokens[side.last] if side.last < len(self.tokens) else None
        owns = self.tokens[side.last - 1].possessive
        people = side.hit is None and after is not None and after.tied and not after.cap
        return owns or (people and after is not None and after.low not in words().border_nouns)

    def _before(self, k: int) -> tuple[list[_Side], bool]:
        """The countries right before a border word ("Thai-Cambodian", "Kenya's northern"), and whether the last one is
        a possessive."""
        at, tokens = k, self.tokens
        while at > k - 3 and at > 0 and tokens[at].tied and not tokens[at - 1].cap:
            low = tokens[at - 1].low
            if low not in words().parts and low not in words().border_kinds:
                break
            at -= 1
        sides: list[_Side] = []
        while at > 0 and tokens[at].tied and (not sides or tokens[at].gap in _DASHES):
            side = self._side_to(at)
            if side is None:
                break
            sides.insert(0, side)
            at = side.first
        return sides, bool(sides) and tokens[sides[-1].last - 1].possessive

    def _side_from(self, k: int) -> _Side | None:
        n = self.from_token.get(k)
        if n is not None:
            return _Side(k, self.hits[n].last, self.found[n][2].name, n)
        return self._people(k)

    def _side_to(self, k: int) -> _Side | None:
        n = self.to_token.get(k)
        if n is not None:
            return _Side(self.hits[n].first, k, self.found[n][2].name, n)
        return self._people(k - 1)

    def _people(self, k: int) -> _Side | None:
        """The one country of a word of nationality."""
        if k >= len(self.tokens) or not self.tokens[k].cap:
            return None
        prefix = words().border_prefixes.get(self.tokens[k].low)
        named = self.countries.find_adjective(self.tokens[k].text)
        name = prefix or (named[0].name if len(named) == 1 else None)
        return None if name is None else _Side(k, k + 1, name, None)

    def _triple(self, k: int) -> None:
        """ "The tri-border area" of countries that are not named; nothing where another name says which."""
        last = k + 1
        while last < len(self.tokens) and self.tokens[last].tied and self.tokens[last].low in words().border_nouns:
            last += 1
        if {k - 1, k} & self.covered or (last + 1 < len(self.tokens) and last + 1 in self.covered):
            return
        start, end = self.tokens[k - 1].start, self.tokens[last - 1].end
        name = " ".join(self.text[start:end].split())
        self.added.append((start, end, PlaceExpression(name, PlaceRelation.BORDER, unit_word=TRIPLE)))

    def _put(self, side: _Side, k: int, others: tuple[str, ...], told: tuple[str, ...], kind: str) -> None:
        """Tell one country of a border as such."""
        start, end = self.tokens[side.first].start, self.tokens[side.last - 1].end
        measured = distance_before(self.text, start)
        expression = PlaceExpression(
            side.name,
            PlaceRelation.BORDER,
            containers=(*self._beside(min(start, self.tokens[k].start), max(end, self.tokens[k].end), others), *told),
            others=others,
            distance_km=measured[0] if measured is not None else None,
            unit_word=kind,
            is_country=True,
        )
        if side.hit is None:
            self.added = [item for item in self.added if item[0] != start]
            self.added.append((start, end, expression))
        else:
            self.found[side.hit] = (*self.found[side.hit][:2], expression)

    def _beside(self, start: int, end: int, others: Sequence[str]) -> Iterator[str]:
        """The unit, or the country or part of one, that the same sentence names right beside a border."""
        near: list[tuple[bool, int, str]] = []
        for n, (first, last, expression) in enumerate(self.found):
            gap = self.text[end:first] if first >= end else self.text[last:start]
            away = max(first - end, start - last)
            if not 0 <= away <= _REACH or expression.relation in (PlaceRelation.SPEAKER, PlaceRelation.BORDER):
                continue
            if any(mark in gap for mark in (". ", "\n\n", ";", "!", "?")):
                continue
            name = self._says_where(n, gap if first >= end else None)
            if name is not None and expression.name not in others:
                near.append((expression.is_country and expression.part is None, away, name))
        yield from (name for _, _, name in sorted(near)[:1])

    def _says_where(self, n: int, gap: str | None) -> str | None:
        """What a place says of a stretch of border: a unit, a part of a country, or a country right behind "in"."""
        expression, hit = self.found[n][2], self.hits[n]
        if expression.is_country and expression.part is not None:
            return f"{expression.part} of {expression.name}"
        if expression.is_country:
            return expression.name if gap is not None and gap.strip() in ("in", "en", "au", "inside") else None
        unit = expression.unit_word in words().units
        return expression.name if unit or (hit.is_unit and hit.entries[0].kind in ("admin1", "admin2")) else None

    def _replaced(self, item: Found) -> bool:
        return any(start < item[1] and item[0] < end for start, end, _ in self.added)


def _may_be_country(hit: Hit) -> bool:
    return any(entry.kind == "country" and entry.matched == "name" for entry in hit.entries)


def borders(
    text: str, tokens: list[Token], hits: Sequence[Hit], found: Sequence[Found], countries: Countries
) -> list[Found]:
    """``found`` (parallel to ``hits``) with the countries at a border told as its sides, and borders that only words of
    nationality name added. The sides know each other (``others``); a country that the border is told to be of, and a
    unit beside it, are containers."""
    return _Borders(text, tokens, hits, found, countries).search()
