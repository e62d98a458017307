"""Who says what a sentence tells: "police said", "according to the hospital", "…, the army reported", "she added"."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import Stance
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.speech_names import NAMED_PERSON, Phrase, ends_informing_states, kind_of, make_phrase, with_name
from tocsin.read.rules.speech_offices import name_behind
from tocsin.read.rules.speech_phrases import phrase_left, phrase_right
from tocsin.read.rules.speech_verbs import (
    closes,
    inverted_scope,
    is_bare_statement,
    is_parenthesis,
    opens_clause,
    outlet_told,
    pronoun_before,
    reports,
    scope_of,
)
from tocsin.read.rules.speech_words import SpeechWords, speech_words
from tocsin.read.rules.word_lists import grammar_words, speech_list

_REACH = 4  # sentences over which "he said" may look back


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words for a speaker with their offsets.

    ``verb`` is the report verb; ``kind`` the kind of source (``speech.yml``); ``chunk`` the people phrase that says
    whose side it is; ``via`` the outlet told; ``scope`` the chunks [first, last) of the sentence it speaks of;
    ``at`` the chunk of the verb; ``carried`` whether the speaker was named in an earlier sentence ("she added").
    """

    words: str
    start: int
    end: int
    verb: str
    kind: str = "source"
    chunk: Chunk | None = None
    via: tuple[str, ...] = ()
    scope: tuple[int, int] = (0, 0)
    at: int = 0
    carried: bool = False
    stance: Stance = Stance.ASSERTED
    names: tuple[str, ...] = ()
    person: bool = False  # one person, whom "he" or "she" may mean


@dataclass
class Memory:
    """What earlier sentences of a document said about speakers: the last one, and the roles of named persons."""

    last: Speaker | None = None
    number: int = 0
    roles: dict[str, Phrase] = field(default_factory=dict)
    side: Phrase | None = None  # the last armed side named, which "the group" means

    def note(self, phrase: Phrase) -> None:
        """Remember which role goes with the names in a phrase (their last word is what later sentences use)."""
        if phrase.kind != "unnamed":
            for name in phrase.names[-1:]:
                known = self.roles.get(name)
                if known is None or len(known.words) < len(phrase.words):
                    self.roles[name] = phrase

    def role(self, phrase: Phrase) -> Phrase:
        """The role a bare name was introduced with, else the phrase itself."""
        known = next((self.roles[n] for n in reversed(phrase.names) if n in self.roles), None)
        return known if known is not None and (phrase.bare or phrase.person) else phrase


def find_speaker(text: str, chunks: Row, lexicon: Lexicon) -> Speaker | None:
    """The speaker of a sentence read alone, or ``None`` when it speaks for itself. Media are speakers only when nobody
    else is."""
    return principal(find_speakers(text, chunks, Memory()))


def principal(speakers: Sequence[Speaker]) -> Speaker | None:
    """The one whose words a sentence gives: the first that is no medium, else the first."""
    return next((s for s in speakers if s.kind != "media"), speakers[0] if speakers else None)


def speakers_of_document(text: str, rows: Sequence[Row], memory: Memory | None = None) -> list[list[Speaker]]:
    """The speakers of every sentence in order; "he said", "they added" are the last speaker before. ``memory`` ends
    with the roles of all persons named."""
    memory = memory if memory is not None else Memory()
    found = []
    for number, row in enumerate(rows):
        if memory.last is not None and number - memory.number > _REACH:
            memory.last = None
        speakers = find_speakers(text, row, memory)
        lead = principal(speakers)
        if lead is not None:
            memory.last, memory.number = lead, number
        found.append(speakers)
    return found


_NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})  # "No group has said": nobody speaks


def find_speakers(text: str, row: Row, memory: Memory) -> list[Speaker]:
    """All speakers of one sentence in order of their verbs. ``memory`` is brought up to date."""
    words = speech_words()
    _introductions(text, row, memory, words)
    found: list[Speaker] = []
    for index, chunk in enumerate(row):
        if chunk.form is ActorForm.NAMED and chunk.side in (Side.REBEL, Side.MILITIA):
            memory.side = Phrase(text[chunk.start : chunk.end], chunk.start, chunk.end, "side", chunk)
        speaker = _by_preposition(text, row, index, memory, words)
        if (
            speaker is None
            and chunk.kind in (ChunkKind.WORD, ChunkKind.TRIGGER)
            and chunk.lower in words["report_verbs"]
            and not ends_informing_states(row, index, words)
        ):
            speaker = _by_verb(text, row, index, memory, words)
        if speaker is None and chunk.lower == ":":
            speaker = _by_colon(text, row, index, memory, words)
        if speaker is not None and speaker.words.lower().split(" ")[0] not in _NOBODY:
            speaker = _same_again(text, _the_group(text, speaker, memory.side), memory.last)
            found.append(speaker)
            memory.last = speaker if speaker.kind != "media" else memory.last
    return found


def _the_group(text: str, speaker: Speaker, side: Phrase | None) -> Speaker:
    """ "the group announced": the armed side named last."""
    definite = text[max(0, speaker.start - 4) : speaker.start].lower() == "the "
    if side is None or not definite or speaker.words.lower() not in speech_list("generic_groups"):
        return speaker
    return replace(
        speaker, words=side.words, start=side.start, end=side.end, chunk=side.chunk, kind="side", carried=True
    )


def _same_again(text: str, speaker: Speaker, last: Speaker | None) -> Speaker:
    """ "the officials" after "Iraqi officials" are the same ones."""
    if last is None or " " in speaker.words or text[max(0, speaker.start - 4) : speaker.start].lower() != "the ":
        return speaker
    if last.kind != speaker.kind or last.words.lower().split(" ")[-1] != speaker.words.lower():
        return speaker
    return replace(speaker, words=last.words, chunk=last.chunk or speaker.chunk)


def _introductions(text: str, row: Row, memory: Memory, words: SpeechWords) -> None:
    """Roles that stand with a name anywhere: "army chief Ann Lee", "Ann Lee, a rebel leader,"."""
    persons = words["persons"]
    for index in range(len(row) - 1):
        role = row[index].lower
        if _may_be_name(row[index + 1]) and (role in persons or role.split(" ")[-1] in persons):
            stop = index + 1
            while stop < len(row) and _may_be_name(row[stop]):
                stop += 1
            phrase = phrase_left(text, row, stop, words)
            if phrase is not None and phrase.names:
                memory.note(phrase)
    for index in range(len(row) - 1):
        role = row[index].lower
        if (role in persons or role.split(" ")[-1] in persons) and not _may_be_name(row[index + 1]):
            _note_small(text, row, index, memory, words)
    for index in range(1, len(row) - 2):
        if row[index].lower != ",":
            continue
        if row[index + 1].capital and kind_of(row[index - 1], words) is not None:
            _note_role_then_name(text, row, index, memory, words)
        if row[index + 1].lower in ("a", "an", "the") or row[index + 1].people is not None:
            _note_name_then_role(text, row, index, memory, words)


def _note_small(text: str, row: Row, index: int, memory: Memory, words: SpeechWords) -> None:
    """ "chief minister ann lee on friday deplored …" in a text without capitals: the name behind a high office."""
    named = name_behind(text, row, index + 1, min(len(row), index + 5))
    phrase = phrase_left(text, row, named[0], words) if named is not None else None
    if phrase is not None and phrase.names and named is not None and phrase.words.endswith(named[1]):
        memory.note(phrase)


def _may_be_name(chunk: Chunk) -> bool:
    """Whether a chunk may be a word of a person's name."""
    return chunk.capital and chunk.kind in (ChunkKind.WORD, ChunkKind.PLACE)


def _note_name_then_role(text: str, row: Row, comma: int, memory: Memory, words: SpeechWords) -> None:
    """ "Ann Lee, a rebel leader,": the role behind the comma belongs to the name before it."""
    close = next((k for k in range(comma + 1, min(len(row), comma + 12)) if row[k].lower in (",", ".")), None)
    if close is None or not row[comma - 1].capital:
        return
    name = make_phrase(text, row, max(0, comma - 3), comma, words)
    role = make_phrase(text, row, comma + 1, close, words) if name is not None and name.bare else None
    if name is not None and role is not None and not role.bare:
        memory.note(with_name(role, name))


def _note_role_then_name(text: str, row: Row, comma: int, memory: Memory, words: SpeechWords) -> None:
    """ "The mayor of Pell, Ann Lee, …"."""
    close = next((k for k in range(comma + 1, min(len(row), comma + 6)) if row[k].lower in (",", "–", "—")), None)
    name = make_phrase(text, row, comma + 1, close, words) if close is not None else None
    role = phrase_left(text, row, comma, words) if name is not None and name.bare else None
    if name is not None and role is not None and not role.bare:
        memory.note(with_name(role, name))


def _by_colon(text: str, row: Row, index: int, memory: Memory, words: SpeechWords) -> Speaker | None:
    """ "The army: "The militia shelled the town."": who is quoted behind a colon, at the head of a sentence."""
    quoted = index + 1 < len(row) and row[index + 1].lower in ('"', "“", "'", "‘")
    phrase = phrase_left(text, row, index, words) if quoted and index <= 8 else None
    if phrase is None or phrase.bare or phrase.kind == "media":
        return None
    return _speaker(phrase, ":", (index + 1, len(row)), index, memory)


def _by_preposition(text: str, row: Row, index: int, memory: Memory, words: SpeechWords) -> Speaker | None:
    """ "according to X", "citing X", "in the words of X"."""
    lower = row[index].lower
    following = row[index + 1].lower if index + 1 < len(row) else ""
    if lower == "according" and following == "to":
        phrase, verb = phrase_right(text, row, index + 2, words), "according to"
    elif lower in ("citing", "quoting") or (
        lower in ("cited", "quoted") and index and row[index - 1].lower not in grammar_words("be")
    ):
        phrase, verb = phrase_right(text, row, index + 1, words), lower
    else:
        return None
    return _speaker(phrase, verb, (0, len(row)), index, memory)


def _by_verb(text: str, row: Row, index: int, memory: Memory, words: SpeechWords) -> Speaker | None:
    """The speaker of the report verb at ``index``, on its left or, inverted, on its right."""
    if not reports(row, index, words):
        return None
    verb = row[index].lower
    before = row[index - 1].lower if index else ""
    follows = row[index + 1] if index + 1 < len(row) else None
    if before in grammar_words("quote_marks") and index > 1 and verb in speech_list("inverting"):
        phrase = phrase_right(text, row, index + 1, words) if follows is not None else None
        apposed = before == "," and is_parenthesis(row, index - 1, words)
        goes_on = before == "," and opens_clause(row, phrase.last) if phrase is not None else False
        if phrase is not None and not goes_on and (not apposed or closes(row, phrase.last)):
            phrase = _outlet(text, row, phrase, verb, memory)
            return _speaker(phrase, verb, inverted_scope(row, index, phrase), index, memory)
    pronoun = pronoun_before(row, index, words)
    if pronoun is not None:
        local = _plural_before(text, row, pronoun, words) if row[pronoun].lower == "they" else None
        if local is not None:
            return _speaker(local, verb, scope_of(row, index, None), index, memory)
        return _carried(row, index, verb, memory, row[pronoun].lower)
    stop = (
        index - 1 if verb == "quoted" and row[index - 1].lower in grammar_words("be") else index
    )  # "was quoted as saying"
    phrase = phrase_left(text, row, stop, words) or _known_name(row, index, memory, words)
    if (phrase is None or phrase.bare) and before == ",":
        phrase = _opening(text, row, index, words) or phrase
    if phrase is None:
        return _carried(row, index, verb, memory) if is_bare_statement(row, index, words) else None
    phrase = _outlet(text, row, phrase, verb, memory)
    via = outlet_told(text, row, index, words)
    speaker = _speaker(phrase, verb, scope_of(row, index, phrase), index, memory)
    return replace(speaker, via=via) if speaker is not None and via else speaker


def _opening(text: str, row: Row, index: int, words: SpeechWords) -> Phrase | None:
    """ "A witness who fled the town, said …": the speaker that opens the sentence, before a long relative clause."""
    stop = next((k for k in range(1, min(index, 14)) if row[k].lower in (*words["relatives"], ",", "(")), None)
    phrase = make_phrase(text, row, 0, stop, words) if stop is not None else None
    return phrase if phrase is not None and not phrase.bare and phrase.first <= 1 else None


def _outlet(text: str, row: Row, phrase: Phrase, verb: str, memory: Memory) -> Phrase:
    """An unknown name that "reported" and is one word, or begins with an article, is an outlet and no person."""
    if not phrase.bare or verb not in ("reported", "reports") or memory.role(phrase) is not phrase:
        return phrase
    if len(phrase.names) > 1 and phrase.names[0].split("-")[0] not in speech_list("articles_in_names"):
        return phrase
    return Phrase(
        text[phrase.start : phrase.end], phrase.start, phrase.end, "media", None, (), phrase.first, phrase.last
    )


def _plural_before(text: str, row: Row, pronoun: int, words: SpeechWords) -> Phrase | None:
    """ "Residents showed a site where they said …": the people that "they" are in the same sentence."""
    for k in range(pronoun):
        if kind_of(row[k], words) in ("official", "medical", "witness", "monitor", "side") and not is_prepositional(
            row, k
        ):
            return make_phrase(text, row, k, k + 1, words)
    return None


def _known_name(row: Row, index: int, memory: Memory, words: SpeechWords) -> Phrase | None:
    """A person already introduced, in a text without capitals."""
    k = index - 1
    while k > 0 and (row[k].lower in words["aside"] or row[k].kind is ChunkKind.TIME):
        k -= 1
    return memory.roles.get(row[k].lower) if k >= 0 else None


def _carried(row: Row, index: int, verb: str, memory: Memory, pronoun: str = "") -> Speaker | None:
    named = _subject_of_row(row, index, memory) if pronoun == "it" else None
    if named is not None and (memory.last is None or (memory.last.person and memory.last.names)):
        known = _speaker(named, verb, scope_of(row, index, None), index, memory)
        return replace(known, carried=True) if known is not None else None
    if (
        memory.last is None
        or (pronoun in ("he", "she", "i") and not memory.last.person)
        or (pronoun in ("they", "it") and memory.last.person and memory.last.names)
    ):
        return None
    return replace(memory.last, verb=verb, scope=scope_of(row, index, None), at=index, carried=True, via=())


def _subject_of_row(row: Row, index: int, memory: Memory) -> Phrase | None:
    """Whom "it" means when nobody spoke before: the side that opens the sentence ("Hezbollah attacked, it said")."""
    side = memory.side
    return side if side is not None and any(c.start == side.start for c in row[: min(index, 4)]) else None


def _speaker(phrase: Phrase | None, verb: str, scope: tuple[int, int], at: int, memory: Memory) -> Speaker | None:
    if phrase is None:
        return None
    memory.note(phrase)
    words = speech_words()
    known = memory.role(phrase)
    parts = known.words.lower().split(" ")
    person = bool(phrase.names or known.names) or parts[-1] in words["persons"] or parts[0] in words["persons"]
    return Speaker(
        known.words, known.start, known.end, verb, known.kind, known.chunk, (), scope, at, known is not phrase,
        names=phrase.names, person=person,
    )  # fmt: skip


__all__ = ["NAMED_PERSON", "Memory", "Speaker", "find_speaker", "find_speakers", "principal", "speakers_of_document"]
