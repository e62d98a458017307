"""Wire agencies: which one a text comes from (sign-off, dateline, credit), and sign-offs to take out of the
text."""

import re
from functools import cache

from tocsin.ingest.data import load
from tocsin.ingest.folding import fold_even
from tocsin.ingest.litter import Cut, Line, split_lines
from tocsin.model.document import Dropped
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import fold

SIGN_OFF = "wire sign-off"
# A sign-off stands at the end; copyright lines and the like may follow, and are gone by then.
_LAST_LINES = 3

# "bur/abc-de/fg": initials of reporters and editors, lower case, with at least one slash.
_INITIALS = r"[a-z]{2,6}(?:-[a-z]{2,6}){0,4}(?:/[a-z]{2,6}(?:-[a-z]{2,6}){0,4}){1,9}"
_INITIALS_LINE = re.compile(rf"\s*\(?({_INITIALS})\)?\.?\s*")
_INITIALS_TAIL = re.compile(rf"(?<=[.!?”\"»…])\s+({_INITIALS})\s*$")
# English and French forms of the closing credits, on folded text.
_REPORTING = re.compile(
    r"\(?(?:additional )?(?:reporting|writing|written|reportage|redige) (?:by|de|par) [^()\n]{3,400}\)?\.?"
    r"|\((?:additional )?(?:reporting|writing|editing|edite|redige|reportage|avec)\b[^()\n]{3,400}"
    r"(?:editing by|edited by|writing by|version francaise|edite par)[^()\n]{3,200}\)\.?"
    r"|\((?:compiled|edited|editing) by [^()\n]{3,200}\)\.?"
)
_NOT_SEPARATE_WORDS = {"and/or", "et/ou", "he/she", "his/her", "him/her", "n/a", "he/they", "she/they"}


@cache
def _agencies() -> dict[str, str]:
    """Folded name -> agency.

    Raises:
        KnowledgeError: agencies.yml is damaged.
    """
    try:
        return {str(name): str(entry["name"]) for entry in load("agencies.yml")["agencies"] for name in entry["names"]}
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"knowledge/data/ingest/agencies.yml: an entry is damaged: {error!r}") from error


@cache
def _names() -> str:
    return "|".join(re.escape(name) for name in sorted(_agencies(), key=len, reverse=True))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = _names()
    return {
        # "— AFP", "(AFP)", "Source: AFP", "AFP" alone, "Le Monde avec AFP" as a line of its own
        "line": re.compile(
            rf"(?:[-–—\s]*|\W{{0,2}}(?:source|by|par|from|with|avec|text|texte)\s*:?\s*"
            rf"|[\w .'-]{{2,30}} (?:avec|with) )"
            rf"\W{{0,2}}(?P<agency>{names})\W{{0,3}}"
        ),
        # "… the army said. — AFP" at the very end of the text
        "tail": re.compile(rf"(?<=[.!?\"])\s*(?:-+\s*(?P<agency>{names})|\((?P<bracket>{names})\))\W{{0,2}}$"),
        # "BAMAKO (AFP) -", "BAMAKO, July 27 (Xinhua) --", "(AFP) Bamako", "Bamako/AFP"
        "dateline": re.compile(
            rf"^[\w'’.,/ -]{{0,70}}(?:\((?P<agency>{names})\)|/(?P<slash>{names})/?)"
            r"\s*(?P<close>[-–—:.]|$|\s)"
        ),
        "credit": re.compile(rf"\b(?P<agency>{names})\b"),
    }


def _agency(match: re.Match[str]) -> str:
    names = (value for key, value in match.groupdict().items() if key != "close" and value is not None)
    return _agencies()[next(names)]


def _is_dateline(match: re.Match[str], raw: str) -> bool:
    """Whether a bracket closes a dateline: a dash or colon follows, or only a place in capitals comes before.

    "(AP)" in running text may be Andhra Pradesh, "(ANSA)" an institute.
    """
    if not match["close"].isspace():
        return True
    before = raw[: raw.find("(")] if "(" in raw[: match.end()] else raw[: raw.find("/")]
    return before.strip().isupper() or not before.strip()


def agency_of_start(text: str) -> tuple[str, str] | None:
    """The agency a dateline or byline at the start names, and a remark; ``None`` without one."""
    for raw in [line for line in text[:2000].split("\n") if line.strip()][:4]:
        line = fold(raw).strip()
        dateline = _patterns()["dateline"].match(line[:120])
        if dateline is not None and _is_dateline(dateline, raw.strip()):
            return _agency(dateline), f"agency {_agency(dateline)} from the dateline"
        byline = _patterns()["line"].fullmatch(line) if len(line) < 60 else None
        if byline is not None:
            return _agency(byline), f"agency {_agency(byline)} from the byline"
    return None


def agency_of_dropped(dropped: tuple[Dropped, ...]) -> tuple[str, str] | None:
    """The agency that a removed copyright line names."""
    for item in dropped:
        if item.reason == "copyright line":
            match = _patterns()["credit"].search(fold(item.text))
            if match is not None:
                return _agency(match), f"agency {_agency(match)} from a copyright line"
    return None


def find_sign_off(text: str) -> tuple[list[Cut], str | None, tuple[str, ...]]:
    """Sign-offs at the end of ``text``: what to cut, the agency they tell, and remarks."""
    lines = [line for line in split_lines(text) if text[line.start : line.end].strip()]
    cuts: list[Cut] = []
    found: list[tuple[str, str]] = []
    for line in reversed(lines[1:][-_LAST_LINES:]):
        whole = _whole_line(text, line)
        if whole is None:
            tail = _tail(text, line)
            if tail is not None:
                cuts.append(tail[0])
                found.append(tail[1])
            break  # sign-offs stand together at the end: above them is text
        cuts.append(Cut(line.start, line.end, SIGN_OFF))
        found.append(whole)
    if len(lines) == 1:
        tail = _tail(text, lines[0])
        if tail is not None:
            cuts, found = [tail[0]], [tail[1]]
    # An agency spelled out says more than the habit behind initials.
    found.sort(key=lambda item: "initials" in item[1])
    notes = tuple(remark for _, remark in found)
    return sorted(cuts, key=lambda cut: cut.start), found[0][0] if found else None, notes


def _whole_line(text: str, line: Line) -> tuple[str, str] | None:
    raw = text[line.start : line.end]
    initials = _INITIALS_LINE.fullmatch(raw)
    if initials is not None and initials[1] not in _NOT_SEPARATE_WORDS:
        return _initials(initials[1])
    folded = fold(raw).strip()
    if _REPORTING.fullmatch(folded):
        agency = str(load("agencies.yml")["reporting_agency"])
        return agency, f"agency {agency} from the closing credits"
    named = _patterns()["line"].fullmatch(folded) if len(folded) < 60 else None
    if named is not None:
        return _agency(named), f"agency {_agency(named)} from the sign-off"
    return None


def _tail(text: str, line: Line) -> tuple[Cut, tuple[str, str]] | None:
    """A sign-off glued to the end of the last paragraph."""
    raw = text[line.start : line.end]
    initials = _INITIALS_TAIL.search(raw)
    if initials is not None and initials[1] not in _NOT_SEPARATE_WORDS:
        return Cut(line.start + initials.start(), line.end, SIGN_OFF), _initials(initials[1])
    folded = fold_even(raw.rstrip())
    for match in _REPORTING.finditer(folded):
        if match.end() == len(folded) and folded[match.start()] == "(":
            agency = str(load("agencies.yml")["reporting_agency"])
            cut = Cut(line.start + match.start(), line.end, SIGN_OFF)
            return cut, (agency, f"agency {agency} from the closing credits")
    named = _patterns()["tail"].search(folded)
    if named is not None:
        cut = Cut(line.start + named.start(), line.end, SIGN_OFF)
        return cut, (_agency(named), f"agency {_agency(named)} from the sign-off")
    return None


def _initials(letters: str) -> tuple[str, str]:
    agency = str(load("agencies.yml")["initials_agency"])
    return agency, f"agency {agency} inferred from sign-off initials {letters}"
