"""Report verbs: whether a word reports here, where its speaker stands, and what it speaks of."""

from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech_names import Phrase
from tocsin.read.rules.speech_words import SpeechWords
from tocsin.read.rules.word_lists import grammar_words, speech_list


def reports(row: Row, index: int, words: SpeechWords) -> bool:
    """Whether a word of speech reports here: no passive, no noun, no "claimed responsibility", "confirmed dead"."""
    lower = row[index].lower
    before = next(
        (
            row[k].lower
            for k in range(index - 1, -1, -1)
            if row[k].lower not in words["aside"] or row[k].lower == "been"
        ),
        "",
    )
    after = row[index + 1].lower if index + 1 < len(row) else ""
    if before in grammar_words("be") or before in grammar_words("no_report_behind"):
        return lower == "quoted" and before in grammar_words("be") and after == "as"
    if lower == "quoted" or after == "by" or before == "'s":
        return False
    follows = row[index + 1] if index + 1 < len(row) else None
    if lower in ("claimed", "claims", "claim", "admitted", "acknowledged") and (
        after in (*words["claim_objects"], "the", "lives", "its", "his", "more", "at", "several")
        or (follows is not None and follows.trigger is not None)
    ):
        return False
    if lower in words["clausal_verbs"]:
        return (
            after == "that"
            or before in grammar_words("quote_marks")
            or (follows is not None and follows.kind in (ChunkKind.PEOPLE, ChunkKind.NUMBER))
        )
    return True


def closes(row: Row, index: int) -> bool:
    """Whether the report ends here: ", said a doctor." """
    return all(c.lower in (".", '"', "”", "’", "'") or c.kind is ChunkKind.TIME or c.lower == "on" for c in row[index:])


def acts(row: Row, index: int) -> bool:
    """Whether a verb follows a phrase, which then opens a clause and does not speak ("…, said nine people were")."""
    if index >= len(row):
        return False
    trigger = row[index].trigger
    return (
        row[index].lower in grammar_words("be")
        or row[index].lower in grammar_words("auxiliaries")
        or (trigger is not None and not trigger.is_noun)
    )


def opens_clause(row: Row, index: int) -> bool:
    """Whether a phrase behind a report verb goes on as a clause of its own ("…, said nine people were", "…, said
    members of the | foreign legion had joined") and is not who speaks."""
    if index >= len(row) or acts(row, index):
        return index < len(row)
    following = row[index]
    ends = following.kind is ChunkKind.TIME or not following.lower[:1].isalnum()
    return not ends and following.lower not in speech_list("behind_inverted") and not closes(row, index)


def is_parenthesis(row: Row, comma: int, words: SpeechWords) -> bool:
    """Whether the comma before a verb closes an apposition ("Ann Lee, the mayor, said") rather than a report."""
    from_left = next((k for k in range(comma - 1, max(-1, comma - 14), -1) if row[k].lower == ","), None)
    if from_left is None:
        return False
    inside = row[from_left + 1 : comma]
    if inside and inside[0].lower in words["relatives"]:
        return True
    return not any(
        c.kind is ChunkKind.TRIGGER or c.lower in words["report_verbs"] or c.lower in grammar_words("be")
        for c in inside
    )


def pronoun_before(row: Row, index: int, words: SpeechWords) -> int | None:
    k = index - 1
    while k >= 0 and (row[k].lower in words["aside"] or row[k].kind is ChunkKind.TIME):
        k -= 1
    return k if k >= 0 and row[k].lower in words["pronouns"] else None


def is_bare_statement(row: Row, index: int, words: SpeechWords) -> bool:
    """ "the statement said": the words of whoever spoke last."""
    return row[index - 1].lower in words["statement_heads"] if index else False


def scope_of(row: Row, verb: int, phrase: Phrase | None) -> tuple[int, int]:
    """What a speaker left of its verb speaks of: what follows; when nothing does, what stood before; both when the
    report is an insertion ("the raid, police said, killed nine")."""
    k = verb + 1
    while k < len(row) and (row[k].kind is ChunkKind.TIME or row[k].lower in speech_list("beside_report_verb")):
        k += 1
    if row[verb].lower in ("told", "tells"):
        k = _behind_listener(row, k)
    ends = k >= len(row) or row[k].lower in (".", "”", '"')
    first = phrase.first if phrase is not None else verb
    if ends or all(c.lower in (".", '"', "”", "’") for c in row[k:]):
        return 0, first
    if row[k].lower == "," and k == verb + 1 and first > 1:
        return 0, len(row)
    if row[k].lower == "," and first > 1:
        return 0, len(row)
    return verb + 1, len(row)


def _behind_listener(row: Row, first: int) -> int:
    """Where what was told begins: behind whom it was told to, when nothing else follows ("…," he told | state TV)."""
    k = first
    while (
        k < len(row) and k - first < 7 and row[k].lower not in (".", ",", "that", '"', "“") and row[k].trigger is None
    ):
        k += 1
    rest = [c for c in row[k:] if c.lower not in (".", '"', "”")]
    return k if not rest else first


def inverted_scope(row: Row, verb: int, phrase: Phrase) -> tuple[int, int]:
    rest = [c for c in row[phrase.last :] if c.lower not in (".", '"', "”", ",")]
    return (0, len(row)) if len(rest) > 8 else (0, verb)


def outlet_told(text: str, row: Row, verb: int, words: SpeechWords) -> tuple[str, ...]:
    """The outlet in "told AFP", "told the Associated Press news agency", in the text's own spelling."""
    if row[verb].lower not in ("told", "tells"):
        return ()
    first = verb + 1
    while first < len(row) and row[first].lower in ("the", "a"):
        first += 1
    last = first
    while (
        last < len(row)
        and last - first < 5
        and row[last].capital
        and row[last].kind is not ChunkKind.TIME
        and row[last].lower not in words["no_outlet"]
    ):
        last += 1
    return (text[row[first].start : row[last - 1].end],) if last > first else ()
