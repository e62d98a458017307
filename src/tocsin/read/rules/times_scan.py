"""Words to tokens: one linear pass that turns a text into a string of one-letter codes, one per word or sign.

The grammar (``times_grammar``) then matches short patterns over that string. The codes:

======  ===========================================  ======  ============================================
``M``   month                                        ``l``   last, dernier
``W``   weekday                                      ``p``   past, passé
``D``   1..31 in figures                             ``b``   previous, précédent
``O``   1st..31st in figures                         ``x``   next, prochain
``Y``   four figures that can be a year              ``c``   coming, à venir
``N``   other figures                                ``h``   this, ce
``n``   number word                                  ``A``   following, suivant
``q``   vague quantity (few, plusieurs)              ``s``   same, même
``a``   a, un                                        ``j``   that
``o``   ordinal word (first)                         ``J``   early, mid, late, start/end of
``U u`` unit, singular and plural                    ``~``   about, just, environ
``S``   season                                       ``G``   ago, il y a
``P``   part of the day                              ``R E`` later, earlier
``T``   today, hier                                  ``B F`` before, after
``k``   eve, lendemain                               ``e``   every
``K``   clock time                                   ``t``   the
``Z``   numeric date                                 ``f``   of
``Q``   decade (1990s)                               ``i``   in; ``d`` on; ``@`` at
``H``   holiday, feast                               ``>``   from; ``[`` to; ``g`` du; ``w`` au
``V L`` now; in the future; ``v`` recently           ``C``   since; ``^`` between; ``&`` and
``r``   recent                                       ``.``   end of sentence; ``;`` other sign
``X``   before our era; ``y`` daily                  ``z m`` shortly (after); its
``/``   half of a year or month                      ``+ *`` more (two more weeks); latest
======  ===========================================  ======  ============================================

A space stands for any other word, ``'`` for the possessive, and ``, - (`` for themselves.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from tocsin.model.text import fold_map
from tocsin.read.rules.times_lexicon import Lexicon, Token
from tocsin.read.rules.times_spelled import join_spelled_years


def _fold_table() -> dict[int, str]:
    """Letters with marks -> plain lower-case letter; always one character for one, so offsets stay."""
    table = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    table.update(dict.fromkeys(map(ord, "‘’ʼ′`´"), "'"))
    table.update(dict.fromkeys(map(ord, "‐‑‒–—−"), "-"))
    table.update(dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t\r"), " "))
    return table


_FOLD = _fold_table()
_COMBINING = re.compile("[\u0300-\u036f]")


def fold_text(text: str) -> tuple[str, list[int] | None]:
    """The text folded for scanning, and the offset of each folded character (``None`` = unchanged)."""
    if _COMBINING.search(text) is None:
        return text.translate(_FOLD), None
    return fold_map(text)


@dataclass(slots=True)
class Scan:
    """A scanned text: ``codes[i]`` is the code of token i; ``values``, ``starts`` and ``ends`` run parallel."""

    codes: str
    values: list[Any]
    starts: list[int]
    ends: list[int]
    words: list[str]
    lexicon: Lexicon

    def word(self, index: int) -> str:
        """The folded word of a token; "" outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""


_SIGNS = {",": ",", "-": "-", "(": "(", ".": ".", "!": ".", "?": "."}


def scan(text: str, words: Lexicon) -> Scan:
    """Scan a text. Linear in its length; offsets refer to ``text`` itself."""
    folded, offsets = fold_text(text)
    known, codes, values, starts, ends, raw = words.words, [], [], [], [], []
    for match in words.scanner.finditer(folded):
        kind = match.lastgroup
        word = match.group()
        code, value = " ", None
        if kind == "word":
            code, value = known.get(word, (" ", None))
        elif kind in ("phrase", "point"):
            word = " ".join(word.split())
            code, value = known[word]
        elif kind == "sign":
            code = _SIGNS.get(word, ";")
        elif kind == "elision":
            code, value = known.get(word, (" ", None))
        elif kind == "gap":
            code = ";"
        elif kind == "owner":
            code = "'"
        elif kind not in ("other", "grouped"):
            code, value = _number(kind or "", word)
        codes.append(code)
        values.append(value)
        starts.append(match.start())
        ends.append(match.end())
        raw.append(word)
    if offsets is not None:
        starts = [offsets[s] for s in starts]
        ends = [offsets[e] for e in ends]
    result = Scan("".join(codes), values, starts, ends, raw, words)
    if "nn" in result.codes:
        join_spelled_years(result)
    if words.weak:
        result.codes = _settle_weak(result, text)
    return result


def _number(kind: str, word: str) -> Token:
    """The token of a run of figures."""
    if kind in ("iso", "slash"):
        return _numeric_date(word)
    if kind == "clock":
        return _clock(word)
    if kind == "ordinal":
        day = int(re.match(r"\d+", word).group())  # type: ignore[union-attr]
        return ("O", day) if 1 <= day <= 31 else ("o", day)
    if kind == "decade":
        return "Q", int(re.sub(r"\D", "", word))
    number = int(word)
    if len(word) <= 2 and 1 <= number <= 31:
        return "D", number
    if len(word) == 4 and 1000 <= number <= 2100:
        return "Y", number
    return "N", number


def _numeric_date(word: str) -> Token:
    """(year, month, day) of "2022-06-18" and "18/06/2022"; day first unless that cannot be a date."""
    parts = [int(p) for p in re.split(r"[-/.]", word)]
    if word[4:5] == "-":
        year, month, day = parts
    else:
        day, month, year = parts
        if month > 12 >= day:
            day, month = month, day
        if year < 100:
            year += 2000 if year < 50 else 1900
    if 1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2100:
        return "Z", (year, month, day)
    return " ", None


def _clock(word: str) -> Token:
    """ "HH:MM" of a clock time, or no token when it names no time of the day."""
    figures = [int(n) for n in re.findall(r"\d+", word)]
    if (len(figures) == 1 and figures[0] > 24) or (len(word) == 4 and word.isdigit()):
        figures = [figures[0] // 100, figures[0] % 100]
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    if re.search(r"\dp|\sp", word) and hour < 12:
        hour += 12
    elif re.search(r"\da|\sa", word) and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return " ", None
    return "K", f"{hour % 24:02d}:{minute:02d}"


def _settle_weak(scan: Scan, text: str) -> str:
    """The codes with "may", "march", "sun", "Jan" … kept as time words only where the context says so."""
    codes = list(scan.codes)
    for i in (k for k, code in enumerate(codes[:-1]) if code == "H" and codes[k + 1] == " "):
        if text[scan.starts[i + 1]].isupper() and text[scan.starts[i] + 1].islower():
            codes[i] = " "  # "the Easter Offensive": a name
    doubtful = [i for i, word in enumerate(scan.words) if word in scan.lexicon.weak and codes[i] in "MW"]
    if doubtful:
        sample = text[:4000]
        capitals = sum(map(str.isupper, sample)) / (sum(map(str.isalpha, sample)) or 1)
        mixed = 0.002 < capitals < 0.6  # else the text is in capitals, or has none
        for i in doubtful:
            if not _is_time(scan, text, codes, i, mixed):
                codes[i] = " "
    return "".join(codes)


def _is_time(scan: Scan, text: str, codes: list[str], i: int, mixed: bool) -> bool:
    """Whether the weak word i is a month or weekday here."""
    before = codes[i - 1] if i else "."
    after = codes[i + 1] if i + 1 < len(codes) else "."
    beyond = codes[i + 2] if i + 2 < len(codes) else "."
    raw = text[scan.starts[i] : scan.ends[i]]
    if mixed and raw.islower():
        return False
    numbered = (
        after in "OY"
        or (after == "D" and (before in "dt" or beyond != " "))
        or (before in "DO" and (mixed or scan.word(i + 1) not in scan.lexicon.verb_signs))
    )
    if codes[i] == "W":
        return numbered or after == "M" or (after == "," and beyond in "DM") or (before == "d" and mixed)
    if numbered:
        return True
    if before == "t":  # "the march"
        return False
    named = before in "ilxhJCA>" or (before in "f-" and i > 1 and codes[i - 2] in "JUDOPMo")
    named = named or (before in "[&-" and i > 1 and codes[i - 2] == "M")
    if scan.word(i) in scan.lexicon.abbreviations:
        return named and mixed
    if named and scan.word(i + 1) not in scan.lexicon.verb_signs:
        return True
    # "Theresa May", "President May": a capitalised word before it is a name
    name_before = before == " " and text[scan.starts[i - 1]].isupper()
    return mixed and not raw.isupper() and before not in ".;" and not name_before and before != "'"
