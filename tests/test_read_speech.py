"""Speakers of a sentence: who, what kind of source, over which part of the sentence, whose name is kept."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model.expressions import PlaceExpression
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.chunks import Chunk, Found
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.speech import Speaker, find_speaker, principal, speakers_of_document
from tocsin.read.rules.speech_offices import offices
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.tokens import split_sentences


def rows_of(text: str) -> list[tuple[Chunk, ...]]:
    chunker = SentenceChunker(lexicon())
    places = tuple((m.start(), m.end(), PlaceExpression("Pell")) for m in re.finditer(r"(?<=[io][nf] )Pell\b", text))
    return [chunker.chunks(sentence, Found(places=places)) for sentence in split_sentences(text)]


def speakers(text: str) -> list[list[Speaker]]:
    return speakers_of_document(text, rows_of(text))


def words_of(text: str) -> list[str | None]:
    """The principal speaker's words, sentence by sentence."""
    found = (principal(row) for row in speakers(text))
    return [speaker.words if speaker is not None else None for speaker in found]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Police said gunmen killed nine people.", "Police"),
        ("Gunmen killed nine people, police said.", "police"),
        ("Gunmen killed nine people, police said on Friday.", "police"),
        ("Gunmen killed nine people, said a hospital official in Pell.", "hospital official in Pell"),
        ("The attack, residents said, killed nine.", "residents"),
        ("According to the Pell Human Rights Observatory, nine died.", "Pell Human Rights Observatory"),
        ("Nine died, according to two witnesses.", "witnesses"),
        ("Sources close to the presidency said nine died.", "Sources close to the presidency"),
        ("In Pell, police officials said two died.", "police officials"),
        ("The rebels in a statement said nine died.", "rebels"),
        ("In a statement, the army said nine died.", "army"),
        ("The defence ministry has confirmed that nine died.", "defence ministry"),
        ("The army tweeted that nine died.", "army"),
        ("Thirty people were burnt alive and police said six were held.", "police"),
        ("An army spokesman, who asked not to be named, said nine died.", "army spokesman"),
        ("The governor was quoted as saying that nine died.", "governor"),
        ("PELL - The army said nine died.", "army"),
        ("In a short statement the police said nine died.", "police"),
        ("A 17-year-old student said nine died.", "17-year-old student"),
    ],
)
def test_forms_of_speech(sentence: str, speaker: str) -> None:
    assert words_of(sentence) == [speaker]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gunmen killed nine people on Friday.",
        "Fighting was reported in two villages.",
        "The bomb claimed nine lives.",
        "Nine people were confirmed dead.",
        "The group claimed responsibility for the attack.",
    ],
)
def test_no_speaker(sentence: str) -> None:
    assert words_of(sentence) == [None]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Ann Lee, the mayor of Pell, said nine died.", "mayor of Pell, Ann Lee"),
        ("The mayor of Pell, Ann Lee, said nine died.", "mayor of Pell, Ann Lee"),
        ("Police spokesman Tom Hall said nine died.", "Police spokesman Tom Hall"),
        ("Nine died, said Tom Hall, a spokesman for the army.", "spokesman for the army, Tom Hall"),
        ("A spokesman for the army, Colonel Tom Hall, said nine died.", "spokesman for the army, Colonel Tom Hall"),
        (
            "Nine died, said Lt. Col. Tom Hall, the army's spokesman in Pell.",
            "army's spokesman in Pell, Lt. Col. Tom Hall",
        ),
        ("President Ana Sol said nine died.", "President Ana Sol"),
        ("Prime Minister Ana de la Sol said nine died.", "Prime Minister Ana de la Sol"),
        ("Interior Minister Omar bin Rashid said nine died.", "Interior Minister Omar bin Rashid"),
        ("Attorney General Ana Sol said nine died.", "Attorney General Ana Sol"),
        ("Public prosecutor Ana Sol said nine died.", "Public prosecutor Ana Sol"),
        ("Defence Secretary Ana Sol said nine died.", "Defence Secretary Ana Sol"),
        ("Police chief Ana Sol said nine died.", "Police chief Ana Sol"),
        ("The US military spokesman, Colonel Ann Lee said nine died.", "US military spokesman, Colonel Ann Lee"),
    ],
)
def test_the_name_stays_behind_a_high_public_office(sentence: str, speaker: str) -> None:
    assert words_of(sentence) == [speaker]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Lee, a resident, said nine died.",
        "Ann Lee, 34, a teacher in Pell, said nine died.",
        "Village chief Ann Lee said nine died.",
        "Rebel spokesman Ann Lee said nine died.",
        "Hospital director Ann Lee said nine died.",
        "Former president Ann Lee said nine died.",
        "Colonel Ann Lee said nine died.",
        "Dr. Ann Lee said nine died.",
        "Opposition spokesman Ann Lee said nine died.",
        "Union president Ann Lee said nine died.",
        "The president of the traders' union, Ann Lee, said nine died.",
        "Analyst Ann Lee said nine died.",
        "Lawyer Ann Lee said nine died.",
        "Nine died, Ann Lee, a relative of the victims, said.",
        "Activist Ann Lee said nine died.",
        "Police officer Ann Lee said nine died.",
        "Company spokesman Ann Lee said nine died.",
    ],
)
def test_everybody_else_is_a_role_without_a_name(sentence: str) -> None:
    (found,) = words_of(sentence)
    assert found is not None
    assert "Lee" not in found
    assert "Ann" not in found


def test_a_surname_alone_is_linked_to_the_office_named_before() -> None:
    text = "Governor Ana Sol said nine died. Rain fell. Sol said six were held. Gov. Sol said four fled."
    assert words_of(text)[:3] == ["Governor Ana Sol", None, "Governor Ana Sol"]


def test_own_list_of_offices_keeps_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "lexicon"
    own.mkdir()
    (own / "public_offices.yml").write_text("not_named: [everybody]\n", encoding="utf-8")
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    offices.cache_clear()
    try:
        assert words_of("President Ana Sol said nine died.") == ["President"]
    finally:
        monkeypatch.delenv("TOCSIN_KNOWLEDGE")
        offices.cache_clear()


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The daughter of Ann Lee said nine died.", "daughter"),
        ("A lawyer for Tom Hall said nine died.", "lawyer"),
        ("A spokesman for the Pell Liberation Front said nine died.", "spokesman for the Pell Liberation Front"),
        ("A spokesman for the PLF said nine died.", "spokesman for the PLF"),
        ("The head of the hospital said nine died.", "head of the hospital"),
    ],
)
def test_whom_somebody_speaks_for_is_kept_when_it_is_no_person(sentence: str, speaker: str) -> None:
    assert words_of(sentence) == [speaker]


def test_a_name_without_role_is_not_kept() -> None:
    (found,) = speakers("Ann Lee said nine died.")
    assert [s.kind for s in found] == ["unnamed"]
    assert "Lee" not in found[0].words


def test_a_bare_name_is_the_role_it_was_introduced_with() -> None:
    text = "Police spokesman Tom Hall said nine died. Two men were held on Monday. Hall said they were armed."
    assert words_of(text) == ["Police spokesman Tom Hall", None, "Police spokesman Tom Hall"]


def test_a_lower_case_text_is_read_alike() -> None:
    text = "chief minister ann lee said nine died. lee said the town was calm."
    assert words_of(text) == ["chief minister ann lee", "chief minister ann lee"]
    text = "village headman ann lee said nine died. lee said the town was calm."
    assert not any("lee" in (found or "") for found in words_of(text))


def test_pronouns_are_the_last_speaker() -> None:
    text = 'Police spokesman Tom Hall said nine died. "They came at night," he said. Two more are missing, he added.'
    assert words_of(text) == ["Police spokesman Tom Hall"] * 3
    assert [row[0].carried for row in speakers(text)] == [False, True, True]


def test_they_are_the_people_of_the_sentence_before_anybody_else() -> None:
    text = "Police said nine died. Residents showed a site where they said ten more were buried."
    assert words_of(text) == ["Police", "Residents"]


def test_a_pronoun_does_not_reach_far_back() -> None:
    text = "Police spokesman Tom Hall said nine died. " + "Rain fell. " * 6 + "He said it was cold."
    assert words_of(text)[-1] is None


def test_the_officials_are_the_ones_named_before() -> None:
    assert (
        words_of("Vastrian officials said nine died. The officials said six were held.") == ["Vastrian officials"] * 2
    )


def test_the_outlet_told_is_a_relay() -> None:
    (found,) = speakers("A local official told Reuters that nine died.")
    assert (found[0].words, found[0].via) == ("local official", ("Reuters",))


def test_media_speak_only_when_nobody_else_does() -> None:
    text = "Nine died, residents said, the Pell Daily newspaper reported."
    assert words_of(text) == ["residents"]
    assert {s.kind for s in speakers(text)[0]} == {"witness", "media"}


def test_scope_is_what_the_speaker_tells() -> None:
    text = "Gunmen attacked a bus and police said a bomb killed nine."
    (row,), ((speaker,),) = rows_of(text), speakers(text)
    inside = [c.lower for c in row[speaker.scope[0] : speaker.scope[1]]]
    assert "killed" in inside
    assert "attacked" not in inside


def test_single_sentence_entry_agrees_with_the_document() -> None:
    text = "Gunmen killed nine people, police said."
    (row,) = rows_of(text)
    found = find_speaker(text, row, lexicon())
    assert found is not None
    assert text[found.start : found.end] == found.words == "police"


def test_registered_names_speak() -> None:
    names = speech_words().names
    assert names["france"] == "official"
    assert names["reuters"] == "media"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "police",
                "said",
                ",",
                "the",
                "Ann",
                "Lee",
                "mayor",
                "who",
                "according",
                "to",
                "he",
                "army",
                "told",
                '"',
                "and",
                "AFP",
                "in",
                "killed",
                "of",
                "–",
            ]
        ),
        max_size=14,
    )
)
def test_any_row_of_words_is_read_without_error(words: list[str]) -> None:
    text = " ".join(words)
    rows = rows_of(text)
    for row, found in zip(rows, speakers_of_document(text, rows), strict=True):
        for speaker in found:
            assert 0 <= speaker.scope[0] <= speaker.scope[1] <= len(row)
            assert speaker.words
            assert 0 <= speaker.at < len(row)


def test_nobody_speaks() -> None:
    assert speakers("No group has said that it carried out the attack in the market.") == [[]]
