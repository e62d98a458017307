"""Who passed a statement on: outlets told, channels that carried it, monitors and agencies that reported it."""

from collections.abc import Iterator, Sequence

from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_phrases import phrase_left, phrase_right
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import grammar_words, speech_list


def relays(text: str, row: Row, speakers: Sequence[Speaker], by: str) -> tuple[str, ...]:
    """The relays of what ``by`` said in a sentence, first to last ("told state television", "in a statement
    carried by Al-Manar and translated by SITE", "according to AFP", "AFP, citing police"). Statements, videos and the
    like are no relays, nor is whoever speaks."""
    told = [via for speaker in speakers for via in speaker.via or _told(text, row, speaker)]
    alone = by in {s.words for s in speakers}
    reported = [
        s.words
        for s in speakers
        if s.kind in ("media", "monitor") and s.words != by and _passes_on(s, speakers, alone=alone)
    ]
    found = (*told, *_carried(text, row), *_quoted(text, row), *reported)
    named = (_without_article(name) for name in found)
    return tuple(dict.fromkeys(name for name in named if name and name != by and not is_paper(name)))


def _told(text: str, row: Row, speaker: Speaker) -> Iterator[str]:
    """A medium without a name that was told something: "told state television"."""
    if speaker.verb in ("told", "tells"):
        phrase = phrase_right(text, row, speaker.at + 1, speech_words())
        if phrase is not None and phrase.kind == "media":
            yield phrase.words


def _passes_on(speaker: Speaker, speakers: Sequence[Speaker], *, alone: bool) -> bool:
    """Whether a medium passes on what somebody else in the sentence says; a monitor only by "according to"."""
    return (len(speakers) > 1 or not alone) and (speaker.kind == "media" or speaker.verb == "according to")


def _carried(text: str, row: Row) -> Iterator[str]:
    """ "through its Amaq agency", "published on Telegram", "translated by SITE", "an interview with France 24"."""
    for index, chunk in enumerate(row):
        following = row[index + 1].lower if index + 1 < len(row) else ""
        if chunk.lower in speech_list("carrying"):
            alone = chunk.lower in ("via", "through")
            if alone or following in ("by", "on", "through", "via"):
                name = _outlet(text, row, index + (1 if alone else 2))
                if name is not None:
                    yield name
        elif chunk.lower in speech_list("talks_with") and following in ("with", "to"):
            name = _outlet(text, row, index + 2)
            if name is not None:
                yield name


def relayed_later(text: str, row: Row) -> tuple[str, ...]:
    """Who, by a sentence of its own, passed on a statement told before, as told: "The claim was carried by Amaq", "SITE
    published the statement"."""
    papers = [k for k in range(len(row)) if _is_the_paper(row, k)]
    if not papers:
        return ()
    behind = row[papers[0] + 1 :]
    active = [name for paper in papers if (name := _passed_on_by(text, row, paper)) is not None]
    named = (_without_article(name) for name in (*active, *_carried(text, behind)))
    return tuple(dict.fromkeys(name for name in named if not is_paper(name)))


def _is_the_paper(row: Row, k: int) -> bool:
    """Whether a chunk is a statement that was told of before: "the claim", "its communique"."""
    words = row[k].lower.split(" ")
    before = words[:-1] or ([row[k - 1].lower] if k else [])
    paper = words[-1] in speech_words()["statement_heads"] | speech_list("papers_told_of")
    return paper and bool(set(before) & speech_list("before_papers"))


def _passed_on_by(text: str, row: Row, paper: int) -> str | None:
    """The medium or monitor that does the verb before a paper: "*SITE* translated the statement"."""
    verb = next((k for k in range(paper - 1, max(-1, paper - 4), -1) if row[k].lower in speech_list("carrying")), None)
    if verb is None or row[verb].lower in ("via", "through"):
        return None
    phrase = phrase_left(text, row, verb, speech_words())
    return phrase.words if phrase is not None and phrase.kind in ("media", "monitor") else None


def _quoted(text: str, row: Row) -> Iterator[str]:
    """ "AFP, citing police", "the agency cited a source as saying", "was quoted by the agency as saying"."""
    words = speech_words()
    for index, chunk in enumerate(row):
        if chunk.lower in ("cited", "quoted") and index and row[index - 1].lower in grammar_words("be"):
            if index + 1 < len(row) and row[index + 1].lower in ("by", "on"):
                name = _outlet(text, row, index + 2)
                if name is not None:
                    yield name
        elif chunk.lower in ("citing", "quoting", "cited", "quotes", "quoted", "cites"):
            cited = phrase_right(text, row, index + 1, words)
            if cited is not None and cited.kind == "media":
                yield cited.words
            stop = index - 1 if index and row[index - 1].lower == "," else index
            phrase = phrase_left(text, row, stop, words)
            if phrase is not None and phrase.kind == "media":
                yield phrase.words


def _outlet(text: str, row: Row, first: int) -> str | None:
    """The first run of capitalised words at ``first`` behind small words such as "its news agency", else a medium
    without a name ("state television")."""
    k = first
    while k < len(row) and row[k].lower in speech_list("before_carrier") and not row[k].capital:
        k += 1
    last = k
    while last < len(row) and (row[last].capital or row[last].lower == "-") and row[last].time is None:
        last += 1
    if last == k + 1 and row[k].kind is ChunkKind.PLACE:
        return None  # "marched through Bamako"
    if last > k:
        return text[row[k].start : row[last - 1].end]
    phrase = phrase_right(text, row, first, speech_words())
    return phrase.words if phrase is not None and phrase.kind == "media" else None


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first.lower() in ("a", "an", "the", "its", "their") and rest else name


def is_paper(name: str) -> bool:
    """Whether a word names the statement itself and no outlet."""
    return name.lower().split(" ")[-1] in speech_words()["statement_heads"] | speech_list("no_relay")
