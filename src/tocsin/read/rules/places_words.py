"""The word lists of place finding (``data/gazetteer/words.yml``), and tokens of a text with what stands
between.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.model.text import fold, name_key

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")
SIMPLE_GAP = re.compile(r"(?:[ \t\u00a0]*\n?[ \t\u00a0]*|[-‐‑–/]|\. ?)$")
FLAT_SHARE, TITLE_SHARE, MIN_WORDS = 0.8, 0.75, 5
LONG_WORD = 4  # words from here count for the casing of a line: headlines keep "of" and "in" small


@dataclass(frozen=True, slots=True)
class Words:
    """The lists; ``parts`` maps a word to its part ("northern" -> "north")."""

    ordinary: frozenset[str]
    first_names: frozenset[str]
    titles: frozenset[str]
    organisation: frozenset[str]
    units: frozenset[str]
    settlements: frozenset[str]
    facilities: frozenset[str]
    natural: frozenset[str]
    roads: frozenset[str]
    speaking: frozenset[str]
    governing: frozenset[str]
    strong: frozenset[str]
    near: frozenset[str]
    struck_nouns: frozenset[str]
    struck_verbs: frozenset[str]
    weak: frozenset[str]
    of: frozenset[str]
    articles: frozenset[str]
    leads: frozenset[str]
    inner: frozenset[str]
    days: frozenset[str]
    function: frozenset[str]
    abbreviated: frozenset[str]
    outskirts: frozenset[str]
    border: frozenset[str]
    bordering: frozenset[str]
    border_nouns: frozenset[str]
    border_links: frozenset[str]
    border_kinds: frozenset[str]
    border_forces: frozenset[str]
    triple: frozenset[str]
    people: frozenset[str]
    waterside: frozenset[str]
    quarters: frozenset[str]
    markers: frozenset[str]
    landforms: frozenset[str]
    of_places: frozenset[str]
    part_nouns: frozenset[str]
    part_kinds: frozenset[str]
    parts: dict[str, str]
    border_prefixes: dict[str, str]


@cache
def words() -> Words:
    """The packaged lists."""
    data = read_yaml(data_path("gazetteer", "words.yml"))
    parts = {word: part for part, forms in data.pop("parts").items() for word in forms}
    prefixes = data.pop("border_prefixes")
    return Words(
        **{name: frozenset(text.split()) for name, text in data.items()}, parts=parts, border_prefixes=prefixes
    )


@dataclass(frozen=True, slots=True)
class Token:
    """A word: offsets, text without a possessive ending, its name key, the text between it and the word
    before.
    """

    start: int
    end: int
    text: str
    low: str
    key: str
    gap: str
    possessive: bool
    cap: bool
    opens: bool  # first word of a sentence, line or quotation

    @property
    def tied(self) -> bool:
        """Whether only a space, a line end or a hyphen parts it from the word before."""
        return not self.opens and (self.gap == " " or SIMPLE_GAP.match(self.gap) is not None)


_OPENING = re.compile(r'\n[ \t]*\n|[!?:;"“”«»*•|]')


@lru_cache(maxsize=100_000)
def _folded(word: str) -> tuple[str, str]:
    return ("à" if word in "àÀ" else fold(word)), name_key(word)


def tokens_of(text: str) -> list[Token]:
    """All words of ``text`` in order, with exact offsets."""
    found: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        possessive = _POSSESSIVE.search(word) is not None
        if possessive:
            word, end = word[:-2], end - 2
        elif end < len(text) and text[end] in "'’" and word[-1:] in "sS" and text[end + 1 : end + 2] == " ":
            possessive = True
        gap = text[before:start]
        low, key = _folded(word)
        opens = not found or (gap != " " and _OPENING.search(gap) is not None)
        if not opens and "." in gap:
            opens = found[-1].low.rstrip(".") not in words().abbreviated
        found.append(Token(start, end, word, low, key, gap, possessive, word[0].isupper(), opens))
        before = match.end()
    return found


def flat_words(text: str, tokens: list[Token]) -> list[bool]:
    """Per token, whether its line carries no sense in its capitals: all lower, all upper, or a title-case
    headline.

    Short lines follow the document as a whole.
    """
    long = [token for token in tokens if len(token.text) >= LONG_WORD]
    whole = _is_flat(long, False)
    flat: list[bool] = []
    line: list[Token] = []
    for position, token in enumerate(tokens):
        line.append(token)
        last = position + 1 == len(tokens)
        if last or "\n" in tokens[position + 1].gap:
            judged = [t for t in line if len(t.text) >= LONG_WORD]
            headline = text[token.end : token.end + 1] not in tuple(".!?")
            decided = _is_flat(judged, headline) if len(judged) >= MIN_WORDS else whole
            if decided and not whole and line[0].cap and not headline and _is_lower(judged):
                decided = False  # a sentence on a line of its own that names nobody
            flat += [decided] * len(line)
            line = []
    return flat


def _is_flat(tokens: list[Token], titles: bool) -> bool:
    if not tokens:
        return False
    upper = sum(token.text.isupper() for token in tokens)
    cap = sum(token.cap for token in tokens)
    if upper >= FLAT_SHARE * len(tokens):
        return True
    if titles and cap >= TITLE_SHARE * len(tokens) and len(tokens) >= MIN_WORDS:
        return True
    # Archives that lower their texts leave a stamped line or an initial in capitals here and there.
    return _is_lower(tokens) and len(tokens) >= MIN_WORDS


def _is_lower(tokens: list[Token]) -> bool:
    return sum(token.text.islower() for token in tokens) >= 0.97 * len(tokens)
