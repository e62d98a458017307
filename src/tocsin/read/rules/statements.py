"""Non-event mentions kept as data: threats, opinions, statistics, relations between organisations …

What the kinds are and which data they carry is told in ``cases/README.md``. Each finder looks at one sentence with its
chunks; a wrong statement is worse than a missing one, so all of them ask for a cue, for the sides the words name, and
for a text that tells of conflict at all.
"""

from collections.abc import Iterator, Mapping, Sequence

from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm
from tocsin.model.ids import content_id
from tocsin.model.reading import EventMention, Flag, Statement
from tocsin.read.rules import statements_figures as figures
from tocsin.read.rules import statements_groups as groups
from tocsin.read.rules import statements_history as history
from tocsin.read.rules import statements_hypothetical as hypothetical
from tocsin.read.rules import statements_measures as measures
from tocsin.read.rules import statements_modal as modal
from tocsin.read.rules import statements_reasons as reasons
from tocsin.read.rules import statements_rule as rule
from tocsin.read.rules import statements_speech as speech
from tocsin.read.rules import statements_threats as threats
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.statements_before import Before
from tocsin.read.rules.statements_private import private_ranges
from tocsin.read.rules.statements_quotes import quotes
from tocsin.read.rules.statements_reports import Reports, findings
from tocsin.read.rules.statements_running import is_statistic
from tocsin.read.rules.statements_trends import trends
from tocsin.read.rules.statements_view import Draft, Note, View, cue_index, is_group
from tocsin.read.rules.tokens import Sentence

_NEWS_REACH = 3  # sentences after a happening in which an analyst's words are about it


def find_statements(
    document: Document,
    sentences: Sequence[Sentence],
    rows: Sequence[tuple[Chunk, ...]],
    told: Sequence[tuple[Happening, EventMention]],
    note: Note,
    lexicon: Lexicon,
) -> tuple[tuple[Statement, ...], tuple[Flag, ...]]:
    """All statements of a document in text order, and flags about them.

    ``told`` are the happenings of the document with their event mentions; ``note`` makes (or finds) the mention at a
    stretch of the text, so that ``refs`` can name it. A text without any happening or armed side has none.
    """
    if not told and not any(_fights(chunk) for row in rows for chunk in row):
        return (), ()
    by_sentence: dict[int, list[Happening]] = {}
    for happening, mention in told:
        by_sentence.setdefault(mention.sentence_number, []).append(happening)
    index = cue_index()
    cues = [index.scan(sentence.tokens) for sentence in sentences]
    private = private_ranges(document.text, sentences, rows, cues, index)
    views = [
        View(document, sentence, row, found, hidden, lexicon, note)
        for sentence, row, found, hidden in zip(sentences, rows, cues, private, strict=True)
    ]
    drafts = list(_all(views, by_sentence))
    made: dict[str, Statement] = {}
    for draft in sorted(drafts, key=lambda d: (d.start, d.end, d.kind)):
        statement = _statement(document, draft)
        made.setdefault(statement.id, statement)
    return tuple(made.values()), ()


def _fights(chunk: Chunk) -> bool:
    """Whether a phrase stands for an armed group or armed people of no name."""
    return is_group(chunk) or (chunk.form is ActorForm.ARMED)


def _all(views: Sequence[View], happenings: Mapping[int, Sequence[Happening]]) -> Iterator[Draft]:
    before = Before()
    earlier: View | None = None
    branches: dict[str, str] = {}
    news = -99
    known = Reports()
    for number, view in enumerate(views):
        here = happenings.get(view.sentence.number, ())
        news = view.sentence.number if here else news
        reported = list(findings(view, known, views[:number]))
        yield from reported
        near = view.sentence.number - news <= _NEWS_REACH
        yield from _of_sentence(view, before, earlier, here, branches, None if reported else near)
        before.add(view)
        _branches(view, branches)
        earlier = view


def _of_sentence(
    view: View,
    before: Before,
    earlier: View | None,
    here: Sequence[Happening],
    branches: dict[str, str],
    news: bool | None,
) -> Iterator[Draft]:
    """The statements of one sentence; a threat's words are not read again as hypothesis or offer. ``news``: whether it
    stands near some; ``None`` where a report speaks in it."""
    yield from figures.aggregates(view, here)
    yield from figures.statistics(view, before)
    yield from trends(view)
    yield from measures.strengths(view, here, branches)
    yield from measures.distances(view)
    yield from groups.relations(view)
    yield from rule.support(view, before)
    yield from rule.governance(view, before)
    yield from history.relative_dates(view, here)
    yield from history.backgrounds(view, here)
    yield from reasons.motives(view, here)
    yield from reasons.accusations(view)
    if news is not None:
        yield from speech.readings(view, news)
    announced = list(threats.threats(view, before))
    yield from announced
    if any(draft.kind == "threat" for draft in announced):
        return
    yield from quotes(view, before)
    offers = list(modal.conditions(view, before))
    yield from offers
    if not offers:
        yield from hypothetical.hypotheticals(view, earlier)
    yield from modal.negations(view)


_BRANCH_WORDS = frozenset({"branch", "wing", "faction", "affiliate", "chapter"})


def _branches(view: View, branches: dict[str, str]) -> None:
    """Remember "the Vastrian branch", so that "the branch" later has its name."""
    for k, token in enumerate(view.tokens):
        if token.lower in _BRANCH_WORDS and k and view.tokens[k - 1].text[:1].isupper():
            branches[token.lower] = view.words(k - 1, k + 1)


def _statement(document: Document, draft: Draft) -> Statement:
    data, refs = tuple(draft.data.items()), tuple(draft.refs.items())
    key = content_id("st", document.id, document.version, draft.kind, draft.start, draft.end, repr(data))
    return Statement(key, document.id, draft.kind, document.span(draft.start, draft.end), data, refs)


__all__ = ["find_statements", "is_statistic"]
