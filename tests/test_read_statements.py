"""Statements of the rule reader: what a text says besides events, kind by kind, with look-alikes that must stay out."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.knowledge import load
from tocsin.model.document import Document
from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.reading import Reading, Statement
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.chunks import Found
from tocsin.read.rules.engine import RulesReader
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.statements import is_statistic
from tocsin.read.rules.statements_figures import singular
from tocsin.read.rules.statements_view import cue_index
from tocsin.read.rules.tokens import split_sentences

NEWS = "Gunmen killed four people in Maiduguri on Monday. "


@cache
def reader() -> RulesReader:
    return RulesReader(load())


def read(text: str) -> Reading:
    return reader().read(Document("d", text, language="en"))


def found(text: str, kind: str, before: str = NEWS) -> list[dict[str, object]]:
    """Data of all statements of a kind in a text of conflict news."""
    return [dict(s.data) | {"quote": s.span.quote} for s in read(before + text).statements if s.kind == kind]


def only(text: str, kind: str, before: str = NEWS) -> dict[str, object]:
    (statement,) = found(text, kind, before)
    return statement


# -- figures --------------------------------------------------------------------------------------------------------


def test_aggregate_counts_incidents_that_are_not_listed() -> None:
    data = only("On Tuesday at 7:15 am five coordinated attacks hit Herat and Kandahar.", "aggregate")
    assert (data["n"], data["what"], data["time"], data["places"]) == (5, "attack", "07:15", "unlisted")


def test_aggregate_lists_places_when_as_many_are_named() -> None:
    data = only("Three bombings struck Baghdad, Mosul and Kirkuk on Tuesday.", "aggregate")
    assert data["places"] == "Baghdad;Mosul;Kirkuk"


@pytest.mark.parametrize(
    "text",
    [
        "Several attacks were reported in Borno on Tuesday.",  # no number to keep
        "Some 40 attacks have hit the state since January 2019.",  # a statistic
        "The group could carry out five attacks a day.",
        "There were 8,200 incidents in Borno.",
    ],
)
def test_aggregate_wants_a_number_of_one_time(text: str) -> None:
    assert found(text, "aggregate") == []


@pytest.mark.parametrize(
    ("text", "what", "low"),
    [
        ("More than 40,000 people have been killed since 2009.", "killed", 40_000),
        ("The war has displaced two million people in Chad and Niger.", "displaced", 2_000_000),
        ("In Mali and Niger thousands of villagers have lost their lives.", "killed", 1_000),
        ("Since 2014 some 1,500 students have been kidnapped.", "abducted", 1_500),
        ("Some 40 attacks have been carried out in the state since January 2019.", "attacks", 40),
        (
            "Upwards of 600,000 villagers have had to abandon their homes.",
            "displaced",
            600_000,
        ),
    ],
)
def test_statistics_run_over_time_or_countries(text: str, what: str, low: int) -> None:
    data = only(text, "statistic")
    assert (data["what"], data["low"]) == (what, low)


@pytest.mark.parametrize(
    "text",
    [
        "Nine people were killed in Kano on Friday.",
        "At least 1,200 people were killed in an earthquake of violence in Kano on Friday.",
        "Three people have been killed in Kano.",
        "Thousands of people fled their homes in Kano on Friday.",
    ],
)
def test_statistics_are_no_tolls_of_a_day(text: str) -> None:
    assert found(text, "statistic") == []


def test_statistic_takes_the_countries_named_before() -> None:
    text = "War spread from Mali to Niger and Burkina Faso. Across the three countries, thousands have been killed."
    assert only(text, "statistic")["countries"] == "Mali;Niger;Burkina Faso"


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("More than 2,000 people have died in the conflict since 2012.", "died", True),
        ("Thousands of civilians have been killed and two million have been displaced.", "killed", True),
        ("Nine soldiers were killed on Friday.", "killed", False),
        ("The bomb killed nine soldiers.", "killed", False),
    ],
)
def test_is_statistic_needs_only_chunks(text: str, word: str, expected: bool) -> None:
    (sentence,) = split_sentences(text)
    since = text.find("2012")
    times = ((since, since + 4, TimeExpression(TimeForm.ABSOLUTE, year=2012, modifier="since")),) if since > 0 else ()
    row = SentenceChunker(lexicon()).chunks(sentence, Found(times=times))
    index = next(k for k, chunk in enumerate(row) if chunk.trigger is not None and chunk.lower == word)
    assert is_statistic(row, index) is expected


def test_strength_is_who_took_part() -> None:
    data = only(
        "About 200 gunmen on motorcycles attacked the village of Zurmi on Friday, killing 15 people.", "strength", ""
    )
    assert (data["low"], data["best"], data["place"]) == (200, 200, "Zurmi")


def test_strength_is_never_the_toll() -> None:
    assert found("Soldiers killed 30 insurgents in Gwoza on Friday.", "strength") == []
    assert found("In Gwoza 30 insurgents were killed on Friday.", "strength") == []


def test_strength_of_a_branch_told_before() -> None:
    text = "The Yemeni branch has grown. On Friday 300 fighters of the branch attacked soldiers in Mukalla."
    assert only(text, "strength")["actor"] == "Yemeni branch"


@pytest.mark.parametrize(
    ("text", "place", "start", "km"),
    [
        (
            "A bomb went off in Bama, a town 70 kilometres (43 miles) from Maiduguri, killing two soldiers.",
            "Bama",
            "Maiduguri",
            70.0,
        ),
        ("Rebels attacked Kidal, 285 km north of Gao, on Sunday.", "Kidal", "Gao", 285.0),
    ],
)
def test_distance(text: str, place: str, start: str, km: float) -> None:
    data = only(text, "distance", "")
    assert (data["place"], data["from"], data["km"]) == (place, start, km)


def test_a_length_is_no_distance() -> None:
    assert found("Turkey has built a wall along its 500-mile border with Syria.", "distance") == []


# -- organisations --------------------------------------------------------------------------------------------------


def relations(text: str) -> set[tuple[object, object, object]]:
    return {(r["relation"], r["a"], r.get("b")) for r in found(text, "relation")}


def test_parts_merge_into_the_whole() -> None:
    text = "Hayat Tahrir al-Sham was formed in January 2017 from several factions, among them Jabhat al-Nusra."
    assert ("merged_into", "Jabhat al-Nusra", "Hayat Tahrir al-Sham") in relations(text)
    dates = {r.get("date") for r in found(text, "relation")}
    assert dates == {"January 2017"}


def test_a_splinter_cell_is_not_its_whole_group() -> None:
    text = "Hayat Tahrir al-Sham came into being in 2017 out of many bands, including Ahrar al-Sham splinter cells."
    assert ("merged_into", "Ahrar al-Sham splinter cells", "Hayat Tahrir al-Sham") in relations(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al Shabaab, an affiliate of al-Qaeda, claimed the attack.", ("affiliate_of", "Al Shabaab", "al-Qaeda")),
        (
            "Boko Haram pledged allegiance to Islamic State in March 2015.",
            ("pledged_to", "Boko Haram", "Islamic State"),
        ),
        ("ISWAP broke away from Boko Haram in 2016.", ("splinter_of", "ISWAP", "Boko Haram")),
        (
            "Jabhat al-Nusra was renamed Hayat Tahrir al-Sham.",
            ("renamed_to", "Jabhat al-Nusra", "Hayat Tahrir al-Sham"),
        ),
        ("Iran sends cash to Hezbollah, officials say.", ("funds", "Iran", "Hezbollah")),
    ],
)
def test_relations(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in relations(text)


def test_help_is_hedged_as_the_text_hedges() -> None:
    data = only("The Malian army, backed by suspected fighters of the Wagner group, entered Kidal.", "relation")
    assert (data["relation"], data["hedged"]) == ("allied_with", True)
    assert "Wagner" in str(data["b"])


@pytest.mark.parametrize(
    "text",
    [
        "Al-Qaeda and Islamic State are rivals in the region.",
        "Troops backed by helicopters attacked Boko Haram.",
        "Boko Haram has not pledged allegiance to al-Qaeda.",
        "Al Shabaab attacked a base; the president met members of the United Nations.",
    ],
)
def test_no_relation_is_made_up(text: str) -> None:
    assert found(text, "relation") == []


def test_governance_is_rule_without_a_date() -> None:
    data = only("In Yobe, Boko Haram collects taxes from farmers and runs its own courts.", "governance")
    assert (data["by"], data["place"]) == ("Boko Haram", "Yobe")
    assert "courts" in str(data["what"])
    assert found("The government runs courts and schools in Yobe.", "governance") == []


# -- speech ---------------------------------------------------------------------------------------------------------


def test_opinion_keeps_role_place_and_outlet() -> None:
    data = only("The attack was meant to scare voters, a security expert in Maiduguri told Reuters.", "opinion")
    assert (data["speaker"], data["place"], data["via"]) == ("expert", "Maiduguri", "Reuters")


def test_a_witness_who_tells_a_toll_has_no_opinion() -> None:
    assert found('"They shot three of my neighbours because they were poor," a resident told Reuters.', "opinion") == []


def test_assessment_of_a_named_researcher_keeps_no_name() -> None:
    text = (
        "Amina Daro, a researcher at the Institute for Quiet Studies, said the attacks showed growing coordination. "
        "Daro said more was to come."
    )
    data = only(text, "assessment")
    assert (data["speaker"], data["organisation"]) == ("researcher", "Institute for Quiet Studies")
    for statement in read(NEWS + text).statements:
        assert "Daro" not in statement.span.quote
        assert "Daro" not in repr(statement.data)


def test_assessment_of_a_report_is_hedged() -> None:
    data = only("A recent UN report warns that al-Qaeda could use the desert as a base for attacks.", "assessment")
    assert (data["organisation"], data["stance"]) == ("UN", "hedged")


def test_threat_in_the_first_person() -> None:
    text = 'Boko Haram said in a video: "If you send mercenaries against us, we will burn your barracks."'
    data = only(text, "threat")
    assert data["by"] == "Boko Haram"
    assert str(data["condition"]).startswith("If you send mercenaries")
    assert only(text, "motive")["caused_by"] == "mercenaries"
    assert found(text, "hypothetical") == []


def test_threat_told_of() -> None:
    data = only("Boko Haram threatened to attack schools unless the army leaves Borno by Friday.", "threat")
    assert (data["by"], data["deadline"]) == ("Boko Haram", "by Friday") or data["deadline"] == "Friday"
    assert str(data["condition"]).startswith("unless the army")


@pytest.mark.parametrize(
    "text",
    [
        "The minister vowed to fight corruption.",
        "The embassy warned of possible attacks in Kano.",
        'A teacher said: "We will strike for better pay."',
        "The company pledged to attack the problem of late trains.",
    ],
)
def test_no_threat(text: str) -> None:
    assert found(text, "threat") == []


def test_the_group_means_the_group_told_before() -> None:
    text = (
        'Al Shabaab said it had struck the camp. "We will destroy you," the group said in a statement translated by '
        "the SITE Intelligence Group."
    )
    data = only(text, "threat")
    assert (data["by"], data["via"]) == ("Al Shabaab", "SITE Intelligence Group")


def test_motive_names_its_cause() -> None:
    text = "Al Shabaab said the bombing in Mogadishu was in retaliation for an air strike by American forces."
    data = only(text, "motive")
    assert (data["by"], data["caused_by"], data["event"]) == ("Al Shabaab", "American forces", "bombing")
    assert found("The Taliban vowed to avenge the killing of their commander.", "motive") == []


def test_accusation_without_a_date() -> None:
    data = only("The army has repeatedly been accused of torture and extrajudicial killings.", "accusation")
    assert (data["of"], data["hedged"]) == ("army", True)
    assert found("The army was accused of killing nine villagers on Friday.", "accusation") == []


def test_quote_of_a_communique() -> None:
    text = (
        "In a statement carried by the Amaq agency, Islamic State said: "
        '"The soldiers of the caliphate entered the crusader barracks."'
    )
    data = only(text, "quote")
    assert (data["speaker"], data["organisation"], data["via"]) == ("statement", "Islamic State", "Amaq")


# -- not told as fact -----------------------------------------------------------------------------------------------


def test_condition_of_an_offer() -> None:
    data = only(
        "In 2018 the Taliban offered to sit down with the government, on condition that foreign troops leave.",
        "condition",
    )
    assert (data["by"], data["offer"], data["condition"]) == ("Taliban", "sit down", "foreign troops leave")
    assert (data["to"], data["date"]) == ("government", "2018")


@pytest.mark.parametrize(
    ("text", "modal", "condition"),
    [
        ("Any village held by Boko Haram could serve as a springboard for attacks.", "could", None),
        ("If the ceasefire collapses, the militias will attack Tripoli.", "will", "If the ceasefire collapses"),
        ("Unless the talks succeed… one of the factions will resume the war.", "will", "Unless the talks succeed"),
    ],
)
def test_hypothetical(text: str, modal: str, condition: str | None) -> None:
    data = only(text, "hypothetical")
    assert (data["modal"], data.get("condition")) == (modal, condition)


@pytest.mark.parametrize(
    "text",
    [
        "The blast could be heard miles away.",
        "The rebels may have fled after the attack.",
        "The group may be planning attacks.",
        "In May attacks rose.",
        "The firm could raise its prices.",
    ],
)
def test_not_hypothetical(text: str) -> None:
    assert found(text, "hypothetical") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("There has been no sign of talks.", "talks"),
        ("These promises have not been followed by any negotiations.", "negotiations"),
        ("No group has claimed responsibility.", "claim of responsibility"),
        ("There were no casualties.", "casualties"),
        ("The rebels did not attack the convoy.", "attack"),
    ],
)
def test_negated(text: str, what: str) -> None:
    assert what in {data["what"] for data in found(text, "negated")}


@pytest.mark.parametrize("text", ["No fewer than nine deaths were counted.", "There is no doubt about the attack."])
def test_not_negated(text: str) -> None:
    assert found(text, "negated") == []


# -- times ----------------------------------------------------------------------------------------------------------


def test_date_reckoned_from_a_happening() -> None:
    data = only("Three days before the mayor was killed in Gao on 12 June, rebels attacked the camp.", "date")
    assert (data["offset_days"], data["anchor_date"]) == (-3, "12 June")
    assert str(data["anchor"]).startswith("the mayor was killed")


@pytest.mark.parametrize(
    ("text", "what", "date"),
    [
        ("The Taliban were toppled in 2001.", "toppled", "2001"),
        ("The army seized power in the August 2020 coup.", "coup", "August 2020"),
        ("In March 2008, when rebels attacked the capital, the army fled.", "attacked", "In March 2008"),
    ],
)
def test_background(text: str, what: str, date: str) -> None:
    dated = {
        (data["what"], str(data["date"]).removeprefix("in ").removeprefix("In ")) for data in found(text, "background")
    }
    assert (what, date.removeprefix("In ")) in dated


@pytest.mark.parametrize(
    "text",
    [
        "He was born in 1962 and studied law in 1984.",
        "The war film was shown before the festival of 2011.",
        "If the army had attacked in 2011, it would have won.",
    ],
)
def test_not_background(text: str) -> None:
    assert found(text, "background") == []


def test_changes_since_then() -> None:
    text = "Much has changed since then: the government has been replaced, and foreign troops are about to leave."
    assert {data["what"] for data in found(text, "background")} == {"replaced", "about to leave"}


# -- persons and form -----------------------------------------------------------------------------------------------


def test_names_and_residence_never_leave() -> None:
    text = (
        "The barracks were the springboard of the coup of March 2012 and reputedly house the president, General Bako "
        "Tuma. General Tuma, who lives in the old fort, vowed to destroy Boko Haram if it attacks again."
    )
    for statement in read(NEWS + text).statements:
        for words in (statement.span.quote, repr(statement.data)):
            assert "Tuma" not in words
            assert "house the" not in words
            assert "lives in" not in words


def test_a_text_without_conflict_states_nothing() -> None:
    text = "The striker could score five goals if he plays on Saturday, an expert told Reuters. No talks were held."
    assert read(text).statements == ()


def test_spans_ids_and_refs_hold() -> None:
    text = (
        NEWS
        + "Al Shabaab, an affiliate of al-Qaeda, vowed to attack Kenya. "
        + "More than 4,000 people have been killed since 2012."
    )
    reading = read(text)
    mentions = {mention.id for mention in reading.mentions}
    assert len({s.id for s in reading.statements}) == len(reading.statements) >= 3
    for statement in reading.statements:
        assert text[statement.span.start : statement.span.end] == statement.span.quote
        for _, ids in statement.refs:
            assert set(ids) <= mentions


def test_reading_twice_gives_the_same() -> None:
    text = NEWS + "Boko Haram threatened to attack schools unless the army leaves."
    assert read(text).statements == read(text).statements


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            _WORDS := [
                "could",
                "if",
                "“",
                "”",
                "we will",
                "destroy",
                "Boko Haram",
                "vowed to",
                "2,000",
                "killed",
                "have been",
                "since 2012",
                "no",
                "talks",
                ".",
                ",",
                "…",
                "report",
                "UN",
                "said",
                "15 km from",
                "Gao",
                "a week before",
                "was created in 2002 from",
                "unless",
                "accused of",
                "offered to",
                "\n",
                "Colonel",
                "Tuma",
            ]
        ),
        max_size=30,
    )
)
def test_odd_texts_break_nothing(words: list[str]) -> None:
    text = NEWS + " ".join(words)
    for statement in read(text).statements:
        assert text[statement.span.start : statement.span.end] == statement.span.quote


def test_lexicon_is_folded_and_without_repeats() -> None:
    for purpose, words in cue_index().words.items():
        assert words, purpose
        assert all(word == word.lower() for word in words), purpose


@pytest.mark.parametrize(
    ("plural", "one"), [("attacks", "attack"), ("ambushes", "ambush"), ("bombings", "bombing"), ("bodies", "body")]
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def kinds(statements: tuple[Statement, ...]) -> set[str]:
    return {statement.kind for statement in statements}


def test_kinds_are_those_of_the_model() -> None:
    assert kinds(read(NEWS + "There were no casualties.").statements) == {"negated"}


# -- more of the same kinds -----------------------------------------------------------------------------------------


def test_standing_accusation_in_the_active() -> None:
    data = only("Rights groups accuse the army of carrying out extrajudicial killings.", "accusation")
    assert (data["of"], data["what"]) == ("army", "carrying out extrajudicial killings")


def test_comrades_in_arms() -> None:
    assert ("allied_with", "Malian army", "Wagner mercenaries") in relations(
        "Wagner mercenaries are fighting alongside the Malian army."
    )


def test_promise_under_a_condition() -> None:
    data = only("The rebels said they will lay down their arms only if the president resigns.", "condition")
    assert (data["offer"], data["condition"]) == ("lay down their arms", "the president resigns")


def test_nobody_was_hurt() -> None:
    assert only("No one was hurt in the blast.", "negated")["what"] == "casualties"


def test_reason_told_before_the_act() -> None:
    text = "In response to the raid, the Saudi military launched air strikes on Sanaa on Sunday, killing nine people."
    data = only(text, "motive")
    assert (data["by"], data["reason"]) == ("Saudi military", "the raid")


def test_harm_in_quotation_marks() -> None:
    data = only("The Turkish government threatened to “destroy all camps” of the rebels.", "threat")
    assert data["by"] == "Turkish government"


def test_policy_is_no_threat() -> None:
    assert found("The Turkish government vowed to fight inflation.", "threat") == []
