"""Responsibility statements of composed texts: kind, author, side, relays, and the happening they go to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case_coding import engine, events_of_text
from tocsin.model.document import Document
from tocsin.model.reading import Attribution, EventMention

BOMB = "A bomb killed four soldiers near Gao, Mali, on 4 March 2024. "


def read(text: str) -> tuple[tuple[Attribution, ...], dict[str, EventMention]]:
    reading = engine().read(Document("d", text, language="en"))
    return reading.attributions, {event.id: event for event in reading.event_mentions}


def short(text: str) -> set[tuple[str, str]]:
    return {(a.kind.value, a.by) for a in read(text)[0]}


@pytest.mark.parametrize(
    "sentence",
    [
        "JNIM claimed responsibility for the attack.",
        "JNIM has claimed responsibility.",
        "JNIM later claimed the bombing.",
        "The bombing was claimed by JNIM.",
        "Responsibility was claimed by JNIM.",
        "JNIM took responsibility for the bombing.",
        "JNIM said it was behind the attack.",
        "JNIM said it was responsible for the bombing.",
        "A claim of responsibility by JNIM followed.",
        "JNIM admitted responsibility for the attack.",
    ],
)
def test_claims(sentence: str) -> None:
    claims = [a for a in read(BOMB + sentence)[0] if a.kind == "claim"]
    assert [(a.by[:4], a.by_id) for a in claims] == [("JNIM", claims[0].by_id)]
    assert claims[0].by_id is not None
    assert claims[0].span.quote in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "No group has claimed responsibility.",
        "Nobody claimed the attack.",
        "There was no immediate claim of responsibility.",
        "The attack has not been claimed.",
        "JNIM has not claimed responsibility.",
        "The blast claimed four lives.",
        "Residents denied journalists access to the site.",
        "The army denied entry to reporters.",
    ],
)
def test_nothing_is_attributed(sentence: str) -> None:
    assert not [a for a in read(BOMB + sentence)[0] if a.kind != "confirmation"]


@pytest.mark.parametrize(
    "sentence",
    [
        "JNIM denied involvement.",
        "JNIM has denied responsibility for the attack.",
        "JNIM denied carrying out the bombing.",
        "JNIM said it was not behind the attack.",
        "JNIM said it had nothing to do with the attack.",
        "JNIM rejected the accusation.",
        "JNIM dismissed the allegations.",
    ],
)
def test_denials(sentence: str) -> None:
    text = BOMB + "The army blamed JNIM for the attack. " + sentence
    kinds = {(a.kind.value, a.by.split(":")[0]) for a in read(text)[0]}
    assert ("denial", "JNIM") in kinds
    assert not any(kind == "claim" for kind, _ in kinds)


@pytest.mark.parametrize(
    ("sentence", "by"),
    [
        ("Officials blamed JNIM.", "Officials"),
        ("Officials blamed the attack on JNIM.", "Officials"),
        ("Officials accused JNIM of the bombing.", "Officials"),
        ("Officials are blaming JNIM for the bombing.", "Officials"),
        ("Officials attributed the attack to JNIM.", "Officials"),
        ("The attack was blamed on JNIM.", "unnamed"),
        ("The attack was blamed on JNIM by officials.", "officials"),
        ("Officials said JNIM was behind the attack.", "Officials"),
        ("Officials said the attack was carried out by JNIM.", "Officials"),
    ],
)
def test_accusations(sentence: str, by: str) -> None:
    found = [a for a in read(BOMB + sentence)[0] if a.kind == "accusation"]
    assert [(a.by, (a.of or "")[:4]) for a in found] == [(by, "JNIM")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen killed two men near Gao, Mali, on 4 March 2024, residents said.", "confirmation"),
        ("Government soldiers killed two men near Gao, Mali, on 4 March 2024, residents said.", "accusation"),
        ("The army said it killed two JNIM fighters near Gao, Mali, on 4 March 2024.", "claim"),
        ("The army said its troops killed two JNIM fighters near Gao, Mali, on 4 March 2024.", "claim"),
        ("JNIM said its fighters killed two soldiers near Gao, Mali, on 4 March 2024.", "claim"),
        ("The army said JNIM killed two villagers near Gao, Mali, on 4 March 2024.", "accusation"),
        ("Police said gunmen killed two villagers near Gao, Mali, on 4 March 2024.", "confirmation"),
        ("Police said they arrested two militants in Gao, Mali, on 4 March 2024.", "claim"),
    ],
)
def test_what_speech_makes_of_a_happening(text: str, kind: str) -> None:
    assert {a.kind.value for a in read(text)[0]} == {kind}


def test_a_claim_goes_to_the_happening_its_noun_means() -> None:
    text = BOMB + "On 5 March 2024 gunmen abducted two engineers in Zahedan, Iran. JNIM claimed the bombing."
    found, events = read(text)
    (claim,) = [a for a in found if a.kind == "claim"]
    assert "Gao" in events[claim.event_mention_id].sentence.quote


def test_a_claim_without_noun_goes_to_the_happening_told_last() -> None:
    text = BOMB + "On 5 March 2024 gunmen abducted two engineers in Zahedan, Iran. JNIM claimed responsibility."
    found, events = read(text)
    (claim,) = [a for a in found if a.kind == "claim"]
    assert "Zahedan" in events[claim.event_mention_id].sentence.quote


def test_an_unrelated_denial_is_left_out() -> None:
    assert not [a for a in read(BOMB + "JNIM denied any wish for a merger.")[0] if a.kind == "denial"]


def test_relays_stand_in_order() -> None:
    found, _ = read(BOMB + "JNIM claimed the attack in a statement translated by SITE, according to Reuters.")
    (claim,) = [a for a in found if a.kind == "claim"]
    assert set(claim.via) == {"SITE", "Reuters"}


def test_a_relayed_report_keeps_source_and_agency_apart() -> None:
    text = "A local official told Reuters that gunmen killed two men near Gao, Mali, on 4 March 2024."
    ((found,), _) = read(text)
    assert (found.by, found.via) == ("local official", ("Reuters",))


def test_medium_alone_confirms_nothing() -> None:
    assert short("Gunmen killed two men near Gao, Mali, on 4 March 2024, Reuters reported.") == set()


def test_names_are_kept_behind_high_offices_only() -> None:
    text = "Gunmen killed two men near Gao, Mali, on 4 March 2024, police spokesman Ibrahim Tall said."
    assert short(text) == {("confirmation", "police spokesman Ibrahim Tall")}
    text = "Gunmen killed two men near Gao, Mali, on 4 March 2024, trader Ibrahim Tall said."
    assert short(text) == {("confirmation", "trader")}


def test_claim_makes_the_actor_with_its_own_words_as_evidence() -> None:
    (event,) = events_of_text(BOMB + "JNIM claimed responsibility.", None)
    assert event["actor1"]["name"].startswith("JNIM")
    rows = [e for e in event["evidence"]["actor1"] if e["chosen"]]
    assert [(e["rule"], e["quote"]) for e in rows] == [("claimed", "JNIM claimed responsibility")]


def test_whoever_is_suspected_accuses_nobody() -> None:
    text = "Police arrested nine people suspected of supplying fuel to JNIM rebels near Gao, Mali, on 4 March 2024."
    assert not [a for a in read(text)[0] if a.kind == "accusation" and a.by != "Police"]


def test_accused_side_is_an_alternative_and_disputed_once_denied() -> None:
    blamed = BOMB + "The army blamed JNIM for the attack."
    (event,) = events_of_text(blamed, None)
    assert event["actor1"]["name"].startswith("Unidentified Armed Group")
    assert any(a["field"] == "actor1" and a["value"].startswith("JNIM") for a in event["alternatives"])
    assert event["disputed"] is False
    (event,) = events_of_text(blamed + " JNIM denied it.", None)
    assert event["disputed"] is True
    assert event["actor1"]["name"].startswith("Unidentified Armed Group")


SENTENCES = (
    "JNIM claimed responsibility.", "Police said nine died.", "The army blamed JNIM for the attack.", "JNIM denied it.",
    "He said so.", "No group claimed the attack.", "The bombing was claimed by the group.", "“It was us,” they said.",
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=5))
def test_every_attribution_has_its_words_and_its_happening(sentences: list[str]) -> None:
    text = BOMB + " ".join(sentences)
    found, events = read(text)
    for a in found:
        assert text[a.span.start : a.span.end] == a.span.quote
        assert a.event_mention_id in events
        assert a.by
    assert len({a.id for a in found}) == len(found)
