"""The sentence in ``notes`` and the words for dates, places and counts."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

import factories
import factories_page
from tocsin import knowledge
from tocsin.export.notes import _phrases, clause, event_note
from tocsin.export.words import count_words, date_opening, date_words, place_phrase, place_words
from tocsin.model.reading import Attribution, AttributionKind, Modality, Stance
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, Side, VictimCount, VictimStatus


def day(*numbers: int, precision: int = 1, part: str | None = None) -> DateValue:
    """A date value from year, month, day or from two such triples."""
    start = date(*numbers[:3])
    return DateValue(start, date(*numbers[3:]) if numbers[3:] else start, precision, part_of_day=part)


@pytest.mark.parametrize(
    ("value", "opening"),
    [
        (day(2022, 7, 22), "On 22 July 2022"),
        (day(2022, 6, 18, 2022, 6, 19, part="night"), "In the night of 18 to 19 June 2022"),
        (day(2022, 5, 3, 2022, 5, 5), "From 3 to 5 May 2022"),
        (day(2022, 5, 6, precision=2), "Around 6 May 2022"),
        (day(2022, 5, 30, 2022, 6, 5, precision=2), "In the period 30 May to 5 June 2022 (day not reported)"),
        (day(2022, 6, 1, 2022, 6, 30, precision=3), "In June 2022 (day not reported)"),
        (day(2012, 1, 1, 2013, 12, 31, precision=4), "Between 2012 and 2013 (day not reported)"),
        (None, "On an unknown date"),
    ],
)
def test_the_opening_says_how_well_the_date_is_known(value: DateValue | None, opening: str) -> None:
    assert date_opening(value) == opening


def test_dates_in_tables() -> None:
    assert date_words(day(2024, 2, 1, 2024, 2, 29, precision=3)) == "February 2024"
    assert date_words(day(2023, 12, 30, 2024, 1, 2, precision=2)) == "30 December 2023 to 2 January 2024"
    assert date_words(day(2022, 6, 18, 2022, 6, 19, part="night")) == "night of 18 to 19 June 2022"
    assert date_words(None) == "date unknown"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count.exactly(9), "9"), (Count(9, 9, None), "at least 9"), (Count(9, 9, 11), "9 to 11"),
        (Count(0, 0, 0), "0"), (Count(12, None, None, "dozens"), 'at least 12 ("dozens")'),
        (Count(None, None, None), "unknown"), (Count(None, 20, 20), "up to 20"), (Count(None, 20, None), "about 20"),
    ],
)  # fmt: skip
def test_counts_in_words(count: Count, words: str) -> None:
    assert count_words(count) == words


def test_places_in_words_say_their_precision() -> None:
    kati = factories.KATI
    assert place_words(kati) == "Kati, Koulikoro, Mali"
    assert place_phrase(kati) == "in Kati (Koulikoro, Mali)"
    assert place_phrase(replace(kati, precision=2)) == "in or near Kati (Koulikoro, Mali)"
    assert "exact place not reported" in place_phrase(replace(kati, precision=3))
    assert place_phrase(PlaceValue("Mali", country="MLI", precision=4)) == "in Mali (place not reported)"
    assert place_phrase(None) == "at a place not reported"


def test_the_note_tells_when_who_what_where_and_how_many() -> None:
    note = event_note(factories.event())
    assert note.startswith("On 3 March 2024, NDF: Northern Dawn Front carried out an attack with a planted")
    assert "in Kati (Koulikoro, Mali)" in note
    assert "9 to 11 people were reported killed: 9 according to police; 11 according to regional hospital." in note
    assert "at least 20 injured" in note
    assert "claimed responsibility (via Radio Sarrun)." in note
    assert "River Brigade denied responsibility." in note
    assert note.endswith("disputed.")


def test_one_person_zero_people_and_no_toll_read_differently() -> None:
    quiet = {"evidence": (), "victims": (), "attributions": (), "disputed": False}
    one = event_note(factories.event(fatalities=Count.exactly(1), **quiet))
    none = event_note(factories.event(fatalities=Count.exactly(0), **quiet))
    unknown = event_note(factories.event(fatalities=Count(None, None, None), **quiet))
    assert one.endswith("1 person was reported killed.")
    assert none.endswith("No deaths were reported.")
    assert unknown.endswith("No death toll was given.")


def test_deaths_by_side_are_named() -> None:
    victims = (
        VictimCount(Side.STATE, VictimStatus.KILLED, Count.exactly(2)),
        VictimCount(Side.CIVILIAN, VictimStatus.KILLED, Count.exactly(7)),
    )
    note = event_note(factories.event(victims=victims, fatalities=Count.exactly(9), evidence=()))
    assert "9 people were reported killed (2 of state forces, 7 civilians)." in note


def test_a_hedged_event_says_reportedly() -> None:
    event = factories.event()
    hedged = tuple(replace(e, stance=Stance.HEDGED) for e in event.evidence)
    assert event_note(replace(event, evidence=hedged)).startswith("On 3 March 2024, reportedly, NDF")
    assert "reportedly" not in event_note(event)


@pytest.mark.parametrize(
    ("modality", "words"),
    [
        (Modality.FAILED, "The attempt failed."),
        (Modality.PLANNED, "Planned, not reported as carried out: on 3 March 2024"),
        (Modality.THREATENED, "Threatened, not reported as carried out"),
        (Modality.NEGATED, "Reported not to have happened"),
    ],
)
def test_what_did_not_happen_is_said_so(modality: Modality, words: str) -> None:
    assert words in event_note(factories.event(modality=modality))


def test_accusations_and_confirmations() -> None:
    span = factories.event().attributions[0].span
    made = [
        Attribution("a", "em", AttributionKind.ACCUSATION, "the army", "NDF", span),
        Attribution("b", "em", AttributionKind.CONFIRMATION, "a court", "NDF", span),
        Attribution("c", "em", AttributionKind.DENIAL, "NDF", "River Brigade", span),
    ]
    note = event_note(factories.event(attributions=tuple(made)))
    assert "The army blamed NDF." in note
    assert "A court confirmed the responsibility of NDF." in note
    assert "NDF denied that River Brigade was responsible." in note


def test_the_crowd_is_the_subject_of_protests_whatever_its_column() -> None:
    crowd = ActorValue(None, "Protesters (Kenya)", "Protesters")
    police = ActorValue(None, "Police Forces of Kenya (2022-)", "State forces")
    event = factories.event(
        event_type="Protests", sub_event_type="Protest with intervention", actor1=police, actor2=crowd
    )
    assert clause(event) == "Police Forces of Kenya (2022-) intervened in a protest by Protesters (Kenya)"
    assert event_note(event).endswith("[size=no report]")
    sized = replace(event, crowd_size=Count(40, 40, 40, "some forty"))
    assert event_note(sized).endswith("[size=some forty]")


def test_every_sub_event_type_has_phrases_that_need_no_actor_they_lack() -> None:
    phrases = _phrases()["sub_event_types"]
    one, two = ActorValue(None, "A-side"), ActorValue(None, "B-side")
    for name, entry in phrases.items():
        for first, second in ((one, two), (one, None), (None, two), (None, None)):
            event = factories.event(sub_event_type=name, event_type="Battles", actor1=first, actor2=second)
            told = clause(event)
            assert ("A-side" in told, "B-side" in told) == (first is not None, second is not None), (name, told)
            assert "{" not in told
        assert entry["act"]
    assert len(phrases) == 25


def test_the_phrases_cover_the_codebook() -> None:
    path = knowledge.data_path("codebook.yml")
    text = yaml.safe_dump(yaml.safe_load(path.read_text(encoding="utf-8")))
    missing = [name for name in _phrases()["sub_event_types"] if name not in text]
    assert missing == []


def test_notes_of_many_events_are_whole_sentences() -> None:
    for event in factories_page.world()[0]:
        note = event_note(event)
        assert note[0].isupper()
        assert note[-1] in ".]"
        assert "None" not in note
        assert "  " not in note
