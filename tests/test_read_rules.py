"""The rule reader's parts on single sentences: sentences, numbers, victims, roles, modality, types."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge import load
from tocsin.model.expressions import PlaceExpression, TimeExpression, TimeForm
from tocsin.model.reading import Modality
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.chunks import Chunk, Found
from tocsin.read.rules.finders import capitals
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import (
    by_agent,
    noun_agent,
    noun_target,
    object_right,
    pair_of,
    subject_left,
)
from tocsin.read.rules.happenings import Happening, read_sentence
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.modality import told
from tocsin.read.rules.numbers import number_at
from tocsin.read.rules.tactics import tags_of
from tocsin.read.rules.tokens import split_sentences, tokenize
from tocsin.read.rules.victims import find_victims

NATIONALITIES = {"vastrian": "VST", "malian": "MLI"}


def chunks_of(text: str) -> tuple[Chunk, ...]:
    (sentence,) = split_sentences(text)
    return SentenceChunker(lexicon()).chunks(sentence, Found(nationalities=NATIONALITIES))


def happenings_of(text: str) -> list[Happening]:
    (sentence,) = split_sentences(text)
    return read_sentence(sentence, chunks_of(text), lexicon()).happenings


def timed_chunks(text: str, *times: str) -> tuple[Chunk, ...]:
    (sentence,) = split_sentences(text)
    day = TimeExpression(TimeForm.NOW)
    found = tuple((text.index(words), text.index(words) + len(words), day) for words in times)
    return SentenceChunker(lexicon()).chunks(sentence, Found(times=found))


def trigger_at(chunks: tuple[Chunk, ...], word: str) -> int:
    return next(k for k, c in enumerate(chunks) if c.trigger is not None and word in c.lower)


# -- sentences ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lt. Col. Adan said the U.S. Army left. It rained.",
            ["Lt. Col. Adan said the U.S. Army left.", "It rained."],
        ),
        ('"They went," he said. Shots rang out.', ['"They went," he said.', "Shots rang out."]),
        ("Nine died.Ten fled.", ["Nine died.", "Ten fled."]),
        (
            "A headline without a dot\nThe first line of the text.",
            ["A headline without a dot", "The first line of the text."],
        ),
        ("It cost 3.5 million. Gen. Sory agreed.", ["It cost 3.5 million.", "Gen. Sory agreed."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in split_sentences(text)] == expected


def test_hard_wrapped_lines_do_not_end_sentences() -> None:
    text = (
        "Soldiers of the northern garrison drove back an attack by rebels on the\ntown of Pell on Friday, "
        "the army said, and\nthree of the attackers were\nkilled in the fighting."
    )
    assert len(split_sentences(text)) == 1


@given(st.text(max_size=400))
def test_sentences_cover_all_words_in_order(text: str) -> None:
    sentences = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    tokens = [t for s in sentences for t in s.tokens]
    assert all(text[t.start : t.end] == t.text for t in tokens)
    outside = "".join(c for k, c in enumerate(text) if not any(s.start <= k < s.end for s in sentences))
    assert not outside.strip()


# -- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("nine people", (9, 9, 9)),
        ("at least 15 others", (15, 15, None)),
        ("up to 50 fighters", (None, None, 50)),
        ("dozens of villagers", (12, None, None)),
        ("several men", (3, None, None)),
        ("hundreds of thousands of people", (100_000, None, None)),
        ("one hundred and twenty-one men", (121, 121, 121)),
        ("1,200 soldiers", (1200, 1200, 1200)),
        ("half a dozen men", (6, 6, 6)),
        ("two hundred men", (200, 200, 200)),
        ("2.5 million people", None),
        ("25-year-old man", None),
        ("25 km from town", None),
        ("40 percent", None),
    ],
)
def test_numbers(words: str, bounds: tuple[int | None, ...] | None) -> None:
    hit = number_at(tokenize(words), 0)
    assert (None if hit is None else (hit.count.low, hit.count.best, hit.count.high)) == bounds


@given(st.integers(min_value=0, max_value=99_999_999))
def test_plain_numbers_come_back(number: int) -> None:
    hit = number_at(tokenize(f"{number:,} people"), 0)
    assert hit is not None
    assert hit.count.best == number


# -- victims ------------------------------------------------------------------------------------------------------


def victims(text: str) -> list[tuple[str, int | None, str, bool]]:
    found = find_victims(chunks_of(text), lexicon())
    return [(v.status.value, v.count.best if v.count else None, v.side.value, v.part) for v in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gunmen killed nine people, including two soldiers, and wounded 15 others.",
            [
                ("killed", 9, "unknown", False),
                ("killed", 2, "state", True),
                ("injured", 15, "unknown", False),
            ],
        ),
        (
            "Two Malian soldiers and a trader were shot dead by gunmen.",
            [("killed", 2, "state", False), ("killed", 1, "civilian", False)],
        ),
        ("The death toll rose to 45.", [("killed", 45, "unknown", False)]),
        (
            "The raid left 12 dead and 30 wounded.",
            [("killed", 12, "unknown", False), ("injured", 30, "unknown", False)],
        ),
        ("Rebels shot two men dead.", [("killed", 2, "unknown", False)]),
        ("There were no casualties.", [("killed", 0, "unknown", False)]),
        (
            "Five people were killed, three of them women.",
            [("killed", 5, "unknown", False), ("killed", 3, "unknown", True)],
        ),
        ("Two fighters of the front, named by police, were killed.", [("killed", 2, "rebel", False)]),
        (
            "A farmer who was abducted last week was found dead.",
            [("abducted", 1, "civilian", False), ("killed", 1, "civilian", False)],
        ),
        ("The slain officers were buried.", []),
        ("A teacher (41) was killed.", [("killed", 1, "civilian", False)]),
        ("A driver with a bounty of INR 50,000 was arrested.", [("arrested", 1, "civilian", False)]),
        (
            "Troops killed 15 militants and captured three.",
            [("killed", 15, "rebel", False), ("arrested", 3, "unknown", False)],
        ),
        (
            "A man blew himself up, killing himself and four policemen.",
            [("killed", 1, "perpetrator", False), ("killed", 4, "state", False)],
        ),
    ],
)
def test_victims(text: str, expected: list[tuple[str, int | None, str, bool]]) -> None:
    assert victims(text) == expected


def test_killed_or_wounded_keeps_only_an_upper_bound() -> None:
    found = find_victims(chunks_of("At least 20 people were killed or wounded in the fighting."), lexicon())
    assert [(v.status.value, v.count.low, v.count.best, v.count.high) for v in found if v.count] == [
        ("killed", None, None, 20),
        ("injured", None, None, 20),
    ]


# -- who and whom -------------------------------------------------------------------------------------------------


def words(chunks: tuple[Chunk, ...], index: int | None) -> str | None:
    return None if index is None else chunks[index].lower


@pytest.mark.parametrize(
    ("text", "verb", "agent", "target"),
    [
        ("Gunmen attacked a patrol and killed two soldiers.", "killed", "gunmen", "two soldiers"),
        ("Two traders were shot dead by armed men.", "shot dead", "armed men", "two traders"),
        ("Gunmen opened fire on worshippers, killing nine villagers.", "killing", "gunmen", "nine villagers"),
        ("A bomb hit an army convoy, killing four soldiers.", "killing", None, "four soldiers"),
    ],
)
def test_roles_of_verbs(text: str, verb: str, agent: str | None, target: str) -> None:
    chunks = chunks_of(text)
    index = trigger_at(chunks, verb)
    if is_active(chunks, index):
        found = subject_left(chunks, index), object_right(chunks, index)
    else:
        found = by_agent(chunks, index), subject_left(chunks, index)
    assert (words(chunks, found[0]), words(chunks, found[1])) == (agent, target)


def test_roles_of_nouns() -> None:
    chunks = chunks_of("An attack by rebels on an army post followed a police raid.")
    index = trigger_at(chunks, "attack")
    assert words(chunks, noun_agent(chunks, index)) == "rebels"
    assert words(chunks, noun_target(chunks, index)) == "an army post"


def test_two_sides() -> None:
    chunks = chunks_of("Clashes between soldiers and rebels lasted all night.")
    first, second = pair_of(chunks, trigger_at(chunks, "clashes"))
    assert (words(chunks, first), words(chunks, second)) == ("soldiers", "rebels")


# -- modality -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "modality"),
    [
        ("Rebels attacked the barracks.", "attacked", Modality.ACTUAL),
        ("Rebels did not attack the barracks.", "attack", Modality.NEGATED),
        ("Rebels vowed to attack the barracks.", "attack", Modality.THREATENED),
        ("Rebels tried to attack the barracks.", "attack", Modality.FAILED),
        ("Rebels could attack the barracks.", "attack", Modality.HYPOTHETICAL),
        ("The army will attack the rebels.", "attack", Modality.PLANNED),
        ("If rebels attack the barracks, soldiers stay.", "attack", Modality.HYPOTHETICAL),
        ("Helicopters were used to bomb the rebels.", "bomb", Modality.ACTUAL),
        ("Officials warned of attacks by militants.", "attacks", Modality.THREATENED),
        ("Soldiers foiled an attempted bombing.", "bombing", Modality.FAILED),
        ("There was no attack on soldiers.", "attack", Modality.NEGATED),
    ],
)
def test_modality(text: str, word: str, modality: Modality) -> None:
    chunks = chunks_of(text)
    assert told(chunks, trigger_at(chunks, word)).modality is modality


# -- types --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed nine villagers.", ["Attack"]),
        ("Gunmen ambushed an army patrol, wounding four soldiers.", ["Armed clash"]),
        ("Warplanes bombed a market, killing 30 civilians.", ["Air/drone strike"]),
        ("A roadside bomb hit an army convoy, killing four soldiers.", ["Remote explosive/landmine/IED"]),
        ("A suicide bomber killed nine worshippers at a mosque.", ["Suicide bomb"]),
        ("A car loaded with explosives blew up, killing nine people.", ["Remote explosive/landmine/IED"]),
        ("A truck packed with explosives rammed a gate, killing nine soldiers.", ["Suicide bomb"]),
        (
            "Shells fired by the rebels hit houses, wounding six residents.",
            ["Shelling/artillery/missile attack"],
        ),
        ("Police fired tear gas at protesters and arrested 14 people.", ["Protest with intervention"]),
        ("Two men were lynched by a mob.", ["Mob violence"]),
        ("Militants abducted 20 schoolgirls.", ["Abduction/forced disappearance"]),
        ("Shares rallied as the company fought back.", []),
        ("He scored after a late attack.", []),
        ("Teachers went on strike over pay.", []),
        ("The actor suffered a heart attack.", []),
    ],
)
def test_types(text: str, expected: list[str]) -> None:
    (sentence,) = split_sentences(text)
    reading = read_sentence(sentence, chunks_of(text), lexicon())
    assert [h.typed.sub_event_type for h in reading.happenings if h.typed] == expected


# -- capitals by nationality --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Crowds met in the Serbian capital on Saturday.", "Serbian capital", "Belgrade"),
        ("A blast shook the South Sudanese capital at dawn.", "South Sudanese capital", "Juba"),
        ("He spoke of Malian capital punishment.", None, None),
        ("Fighting went on near the Dagestani capital.", None, None),
        ("A march in the Philippine capital drew thousands.", "Philippine capital", "Manila"),
    ],
)
def test_capitals_by_nationality(text: str, words: str | None, name: str | None) -> None:
    found = [(text[a:b], e.name) for a, b, e in capitals(text, load())]
    assert found == ([(words, name)] if words else [])


def test_a_victims_name_is_not_kept() -> None:
    from tocsin.model.document import Document
    from tocsin.model.reading import Prop
    from tocsin.model.values import VictimCount
    from tocsin.read import engine

    text = "Rebels killed Ondo Maren in the village of Kelma on Monday."
    reading = engine("rules", load()).read(Document("d", text, language="en"))
    (told,) = [a for a in reading.assertions if a.prop is Prop.VICTIMS]
    assert isinstance(told.value, VictimCount)
    assert told.value.who == "a person named in the text"
    assert [span.quote for span in told.spans] == ["killed"]
    assert (told.value.count.low, told.value.count.best, told.value.count.high) == (1, 1, 1)


# -- whole sentences ----------------------------------------------------------------------------------------------


def test_violence_that_those_arrested_are_held_for_is_a_happening_of_its_own() -> None:
    text = "Police in Sello detained 22 people suspected of having left the bomb that killed six people."
    found = happenings_of(text)
    assert [h.typed.sub_event_type for h in found if h.typed] == ["Arrests", "Remote explosive/landmine/IED"]
    (raid,) = happenings_of("Troops arrested ten men and killed three in a raid in Sello on Monday.")
    assert {v.status.value for v in raid.victims} == {"arrested", "killed"}


def test_drones_shot_down_are_weapons_stopped() -> None:
    (happening,) = happenings_of("Vastrian forces shot down four drones on Monday.")
    assert happening.typed is not None
    assert happening.typed.sub_event_type == "Disrupted weapons use"


def test_a_noun_of_comparison_keeps_its_own_time() -> None:
    text = "The air strike on Tuesday killed 165 people, the deadliest attack since the coup in February 2021."
    chunks = timed_chunks(text, "Tuesday", "February 2021")
    strike = read_sentence(split_sentences(text)[0], chunks, lexicon()).happenings[0]
    assert [chunks[k].lower for k in strike.times] == ["tuesday"]


def test_a_day_before_the_deed_that_is_claimed_is_the_deeds() -> None:
    text = "Nobody has claimed Monday's attack, which killed nine people."
    chunks = timed_chunks(text, "Monday")
    (attack,) = read_sentence(split_sentences(text)[0], chunks, lexicon()).happenings
    assert [chunks[k].lower for k in attack.times] == ["monday"]


def test_countries_that_brokered_something_are_not_where_it_was() -> None:
    text = "A truce brokered by Russia and Turkey collapsed when rebels attacked soldiers in Vastria."
    found = tuple(
        (text.index(name), text.index(name) + len(name), PlaceExpression(name, is_country=True))
        for name in ("Russia", "Turkey", "Vastria")
    )
    sentence = split_sentences(text)[0]
    chunks = SentenceChunker(lexicon()).chunks(sentence, Found(places=found))
    attack = read_sentence(sentence, chunks, lexicon()).happenings[-1]
    assert [chunks[k].lower for k in attack.places] == ["vastria"]


def test_the_tense_of_reported_speech_is_no_history() -> None:
    for text, history in (
        ("The army said on Sunday it had killed 20 rebels.", False),
        ("The rebels had killed 20 soldiers before.", True),
    ):
        (happening,) = happenings_of(text)
        assert happening.told.pluperfect is history


# -- who acts -----------------------------------------------------------------------------------------------------


def test_a_police_station_names_an_area_and_no_side() -> None:
    chunks = chunks_of("Rebels burned a bus near Sello under Old Mill police station on Monday.")
    assert all("police" not in c.lower for c in chunks if c.people is not None)
    chunks = chunks_of("Rebels attacked the police station in Sello.")
    assert any("police station" in c.lower for c in chunks if c.people is not None)


def test_a_group_of_rebels_acts_as_rebels() -> None:
    (happening,) = happenings_of("A group of about 20 rebels killed a trader in Sello on Monday.")
    assert happening.agent is not None
    assert happening.chunks[happening.agent].lower.endswith("rebels")


def test_those_killed_in_an_encounter_were_killed_by_the_other_side() -> None:
    (happening,) = happenings_of("Two insurgents were killed in an encounter with the police in Sello on Monday.")
    assert happening.agent is not None
    assert happening.chunks[happening.agent].lower == "the police"


def test_who_surrenders_was_armed() -> None:
    (happening,) = happenings_of("A rebel, identified as brother of a trader, surrendered to the police on Monday.")
    assert happening.agent is not None
    assert happening.chunks[happening.agent].lower == "a rebel"


def test_who_explodes_a_device_acts() -> None:
    (happening,) = happenings_of("Two soldiers were injured when rebels exploded a landmine near Sello.")
    assert happening.agent is not None
    assert happening.chunks[happening.agent].lower == "rebels"


def test_the_last_noun_says_what_people_are() -> None:
    chunks = chunks_of("A woman insurgent was killed.")
    assert chunks[0].group == "jihadist" or chunks[0].group == "rebel"


# -- searches, finds and charges ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested four rebels during a search operation in Sello on Monday.", "Arrests"),
        ("A rebel accused of an attack on a bus was arrested in Sello on Monday.", "Arrests"),
        ("Two rifles and 40 cartridges were recovered from a hut near Sello on Monday.", "Disrupted weapons use"),
        ("A landmine laid by rebels was found near Sello on Monday.", "Disrupted weapons use"),
        ("Troops recovered 30 detonators and ammonium nitrate near Sello.", "Disrupted weapons use"),
        ("Rebels damaged the mobile tower in Sello on Monday.", "Looting/property destruction"),
    ],
)
def test_what_is_found_or_held_is_no_attack(text: str, expected: str) -> None:
    assert [h.typed.sub_event_type for h in happenings_of(text) if h.typed] == [expected]


def test_storms_and_work_are_no_violence() -> None:
    assert happenings_of("The storm damaged the mobile tower in Sello on Monday.") == []
    engaged = happenings_of("Rebels burned machines engaged in building a road near Sello on Monday.")
    assert [h.typed.sub_event_type for h in engaged if h.typed] == ["Looting/property destruction"]


def test_other_tactics_are_kept_as_tags() -> None:
    (happening,) = happenings_of("Rebels shot dead a trader and set ablaze his shop in Sello on Monday.")
    assert set(tags_of(happening)) == {"property destroyed"}
    (held,) = happenings_of("Three rebels were arrested along with two rifles in Sello on Monday.")
    assert set(tags_of(held)) == {"weapons seized"}


def test_names_of_people_are_no_verbs() -> None:
    (happening,) = happenings_of("A rebel, identified as Sowo Ram, was arrested in Sello on Monday.")
    assert happening.acts == {"arrest"}


def test_police_arrest_is_a_verb_before_a_number() -> None:
    (happening,) = happenings_of("Police arrest four rebels in Sello on Monday.")
    assert [(v.status.value, v.count.best) for v in happening.victims if v.count] == [("arrested", 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops recovered a cache of arms near Sello on Monday.", "Disrupted weapons use"),
        ("Troops found a couple of landmines near Sello on Monday.", "Disrupted weapons use"),
        ("A herder was injured when he stepped on a landmine in Sello.", "Remote explosive/landmine/IED"),
        ("Police arrested two men with 40 detonators in Sello on Monday.", "Arrests"),
    ],
)
def test_caches_and_mines(text: str, expected: str) -> None:
    assert expected in [h.typed.sub_event_type for h in happenings_of(text) if h.typed]


def test_work_called_an_exercise_is_real() -> None:
    assert happenings_of("Troops found two landmines in Sello during a road opening exercise.") != []
    assert happenings_of("Troops found two landmines in Sello during a military exercise.") == []


def test_the_side_that_lost_nobody_acted_in_a_clash() -> None:
    text = "Ten rebels were killed in a clash between the rebels and the army in Sello on Monday."
    (happening,) = happenings_of(text)
    assert happening.agent is not None
    assert happening.chunks[happening.agent].lower == "the army"


def test_a_time_in_a_relative_clause_dates_its_own_deed() -> None:
    text = "Rebels killed two men who had surrendered in 2006 near Sello."
    chunks = timed_chunks(text, "2006")
    killing = read_sentence(split_sentences(text)[0], chunks, lexicon()).happenings[0]
    assert killing.times == ()
