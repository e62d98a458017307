"""What reports of bodies find: "a UN report warns …", "the same report cautions …", "…," it said.

A report that was named speaks on: as "the report", "the same report", or as "it" behind a quotation, which may begin
some sentences before. Whom it has its information from ("intelligence supplied by member states") is kept beside it.
CODEBOOK section 10, row 39.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.read.rules.statements_view import Draft, View, is_armed, is_group, is_named
from tocsin.read.rules.word_lists import context_words, statement_words

_REACH = 3  # sentences over which "it" still is the report
_LONGEST = 4  # sentences of one quotation
_BETWEEN = 18  # tokens between the report and its verb of saying
_AGAIN = frozenset({"the", "same", "that", "this"})


@dataclass(slots=True)
class Reports:
    """The report spoken of, with the sentence that last did, and the sentences read so far."""

    speaker: str = ""
    organisation: str = ""
    number: int = -99
    date: tuple[View, int] | None = None
    supplied: str | None = None

    def knows(self, number: int, reach: int) -> bool:
        """Whether a report was spoken of within ``reach`` sentences before sentence ``number``."""
        return bool(self.speaker) and number - self.number <= reach


def findings(view: View, known: Reports, before: Sequence[View]) -> Iterator[Draft]:
    """The assessments of a report in a sentence; those of earlier sentences of one quotation that ends here."""
    own = _named(view, known) or _again(view, known)
    if own is not None:
        draft = _finding(view, own, known)
        if draft is not None:
            known.number = view.sentence.number
            yield draft
        return
    end = _it_said(view)
    if end is None or not known.knows(view.sentence.number, _REACH + _LONGEST):
        return
    parts = [*_quotation(view, before), view]
    if not known.knows(parts[0].sentence.number, _REACH):
        return
    for part in parts:
        draft = _finding(part, (0, end) if part is view else (0, len(part.tokens)), known)
        if draft is not None:
            yield draft
    known.number = view.sentence.number


def by_report(view: View, role: tuple[int, int]) -> bool:
    """Whether a role stands in the name of a report that speaks: "said a report written by experts of the UN"."""
    return any(noun[0] < role[0] <= noun[0] + _BETWEEN and _verb(view, noun) is not None for noun in _nouns(view))


def _nouns(view: View) -> list[tuple[int, int]]:
    return view.cue("report_nouns")


def _verb(view: View, noun: tuple[int, int]) -> tuple[int, int] | None:
    """The verb of saying of a report: close before it ("said a UN report"), else behind it."""
    close = [v for v in view.cue("say") if 0 < noun[0] - v[0] <= 5]
    behind = [v for v in view.cue("say") if noun[1] <= v[0] <= noun[1] + _BETWEEN]
    return close[-1] if close else next(iter(behind), None)


Content = tuple[int, int]


def _named(view: View, known: Reports) -> Content | None:
    """The words of a report whose body is named near it; the report is then the one spoken of."""
    for noun in _nouns(view):
        around = range(max(0, noun[0] - 5), min(len(view.tokens), noun[1] + 12))
        body = next((cue for cue in view.cue("report_orgs") if cue[0] in around), None)
        verb = next((v for v in view.cue("say") if abs(v[0] - noun[0]) <= _BETWEEN), None)
        if body is None or verb is None or not (view.has("reads") or any(is_armed(c) or is_group(c) for c in view.row)):
            continue
        content = _content(view, noun, verb)
        if content is None:
            continue
        known.speaker, known.organisation = view.words(*noun).lower(), _body_words(view, body, noun)
        dates = [k for k in view.times() if abs(view.row[k].first - noun[1]) <= 4]
        known.date = (view, dates[0]) if dates else None
        known.supplied = _supplied(view)
        return content
    return None


def _again(view: View, known: Reports) -> Content | None:
    """The words of "the report", "the same report", of which a body was named before."""
    for noun in _nouns(view):
        verb = _verb(view, noun)
        pointed = noun[0] > 0 and view.tokens[noun[0] - 1].lower in _AGAIN
        if pointed and verb is not None and known.knows(view.sentence.number, 2 * _REACH):
            return _content(view, noun, verb)
    return None


def _content(view: View, noun: tuple[int, int], verb: tuple[int, int]) -> Content | None:
    first, last = (verb[1], len(view.tokens)) if verb[0] > noun[0] else (0, verb[0])
    return (first, last) if last - first >= 4 else None


def _it_said(view: View) -> int | None:
    """Where the words end behind which "it said" stands, after a closing quotation mark."""
    for verb in view.cue("say"):
        k = verb[0] - 1
        if k > 1 and view.tokens[k].lower == "it" and view.tokens[k - 1].text in ('"', "”", "»"):
            return k - 1
    return None


def _quotation(view: View, before: Sequence[View]) -> list[View]:
    """The sentences before that belong to the quotation which ends in this one."""
    if any(token.text in ("“", "«") for token in view.tokens):
        return []
    parts: list[View] = []
    for earlier in reversed(before[-_LONGEST:]):
        marks = [token.text for token in earlier.tokens if token.text in ("“", "”", "«", "»")]
        if marks and marks[-1] in ("”", "»"):
            break
        parts.insert(0, earlier)
        if marks:
            return parts
    return []


def _finding(view: View, content: Content, known: Reports) -> Draft | None:
    first, last = content
    while first < last and (not view.tokens[first].text[0].isalnum() or view.tokens[first].lower == "that"):
        first += 1
    while last > first and not view.tokens[last - 1].text[0].isalnum():
        last -= 1
    draft = view.draft("assessment", first, last) if last - first >= 4 else None
    if draft is None:
        return None
    weak = context_words("hedge") | statement_words("weak_judgement")
    hedged = any(t.lower in weak for t in view.tokens[max(0, first - 3) : last])
    draft.put(speaker=known.speaker, organisation=known.organisation, stance="hedged" if hedged else "asserted")
    draft.put(supplied_by=known.supplied)
    if known.date is not None:
        told, index = known.date
        told.put_time(draft, "date", index)
    return draft


def _supplied(view: View) -> str | None:
    """ "Member states", where a report says that it has its information from them; as the grades' wordings have it."""
    text = " ".join(token.lower for token in view.tokens)
    for words in sorted(statement_words("states_that_supply"), key=len, reverse=True):
        if words in text:
            return words
    return None


def _body_words(view: View, body: tuple[int, int], noun: tuple[int, int]) -> str:
    """The organisation of a report: a named one near it wins over "experts"."""
    for k in view.people(max(0, noun[0] - 6), min(len(view.tokens), noun[1] + 12)):
        if is_named(view.row[k]) and not is_group(view.row[k]):
            return view.text(view.row[k].start, view.row[k].end)
    named = (c for c in view.cue("report_orgs") if abs(c[0] - noun[1]) <= 12 and view.tokens[c[0]].text[:1].isupper())
    return view.words(*next(named, body))
