"""What several reports show together, from their words to the events: links, contradictions, totals, both engines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from merge_builders import (
    ARMY,
    CIVILIANS,
    GUNMEN,
    ISSP,
    JNIM,
    KATIBA,
    KELMA,
    MOPTI,
    OLT,
    SARRUN,
    Builder,
    day,
    killed,
    world,
)
from tocsin import knowledge
from tocsin.merge import assemble_all, cluster, find_stories, link
from tocsin.model.document import Document, Published
from tocsin.model.event import CopyKind, Event, Link, Story, StoryMember
from tocsin.model.reading import Flag
from tocsin.model.values import Side
from tocsin.pipeline.rooms import open_engine

KNOWN = knowledge.load()
ENGINES = ("rules", "local")
Report = tuple[date, str]


@cache
def engine(name: str) -> Any:
    return open_engine(name)


def coded(name: str, *reports: Report) -> list[Event]:
    """Texts with their days read and merged, the events numbered and linked."""
    documents = {
        f"d{n}": Document(f"d{n}", text, published=Published(on, "test"), language="en")
        for n, (on, text) in enumerate(reports, 1)
    }
    readings = {d: engine(name).read(document) for d, document in documents.items()}
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope="all", knowledge=KNOWN)
    return finished(assemble_all(found, documents=documents, readings=readings, stories=stories, knowledge=KNOWN))


def built(*builders: Builder, stories: tuple[Story, ...] | None = None) -> list[Event]:
    documents, readings = world(*builders)
    told = find_stories(list(documents.values())) if stories is None else stories
    found = cluster(documents, readings, told, scope="all", knowledge=KNOWN)
    return finished(assemble_all(found, documents=documents, readings=readings, stories=told, knowledge=KNOWN))


def finished(events: Sequence[Event]) -> list[Event]:
    return list(link([replace(e, event_id=f"ev_{n}") for n, e in enumerate(events)]))


def at(events: Sequence[Event], place: str, on: date) -> Event:
    """The only event at a place on a day."""
    found = [e for e in events if e.place is not None and e.place.name == place and e.date is not None]
    found = [e for e in found if e.date is not None and e.date.start == on]
    assert len(found) == 1, [(e.sub_event_type, e.date, e.place) for e in events]
    return found[0]


def flags(events: Sequence[Event], code: str) -> list[Flag]:
    return [f for e in events for f in e.flags if f.code == code]


BOMB = (
    date(2024, 11, 10),
    "A bomb went off at a railway station in Quetta, Pakistan, on Saturday and killed nine people.",
)


@pytest.mark.parametrize("name", ENGINES)
def test_arrests_over_a_bombing_follow_it_and_are_no_second_bombing(name: str) -> None:
    later = "Police in Quetta, Pakistan, arrested three men on Tuesday over Saturday's bombing of the railway station."
    events = coded(name, BOMB, (date(2024, 11, 13), later))
    bombing, arrests = at(events, "Quetta", date(2024, 11, 9)), at(events, "Quetta", date(2024, 11, 12))
    assert arrests.sub_event_type == "Arrests"
    assert arrests.linked == (Link(bombing.event_id, "follow_up_of"),)
    assert bombing.linked == ()
    (row,) = [e for e in arrests.evidence if e.field == "follow_up_of"]
    assert row.spans[0].quote == "bombing"


@pytest.mark.parametrize("name", ENGINES)
def test_a_death_of_wounds_is_no_event_and_no_new_toll(name: str) -> None:
    later = "A woman wounded in Saturday's bombing of the railway station in Quetta, Pakistan, died on Wednesday."
    events = coded(name, BOMB, (date(2024, 11, 14), later))
    bombing = at(events, "Quetta", date(2024, 11, 9))
    assert bombing.fatalities.best == 9
    assert [e for e in events if e.date is not None and e.date.start > date(2024, 11, 9)] == []
    assert flags(events, "toll_conflict") == []


@pytest.mark.parametrize("name", ENGINES)
def test_a_funeral_is_no_second_attack(name: str) -> None:
    attack = (date(2024, 7, 2), "Gunmen attacked the village of Bankass, Mali, on Monday and killed twelve people.")
    funeral = (date(2024, 7, 3), "Residents of Bankass, Mali, buried the twelve victims of Monday's attack on Tuesday.")
    events = coded(name, attack, funeral)
    assert at(events, "Bankass", date(2024, 7, 1)).fatalities.best == 12
    assert len([e for e in events if e.sub_event_type == "Attack"]) == 1


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    "total",
    [
        "The attack brings to 58 the number of people killed in the district since January.",
        "In the offensive that began in March, 300 people have died.",
        "Since January 58 people have been killed in Mopti region.",
    ],
)
def test_a_campaign_total_is_never_the_toll_of_one_event_nor_added_to_it(name: str, total: str) -> None:
    one = (date(2024, 7, 2), "Gunmen attacked the village of Bankass, Mali, on Monday and killed twelve people.")
    more = (
        date(2024, 7, 3),
        f"Twelve people were killed on Monday when gunmen attacked Bankass in central Mali. {total}",
    )
    bankass = at(coded(name, one, more), "Bankass", date(2024, 7, 1))
    assert (bankass.fatalities.low, bankass.fatalities.best, bankass.fatalities.high) == (12, 12, 12)
    assert flags([bankass], "toll_conflict") == []


@pytest.mark.parametrize("name", ENGINES)
def test_a_time_told_by_another_attack_is_no_follow_up(name: str) -> None:
    one = (date(2024, 7, 2), "Gunmen attacked the village of Bankass, Mali, on Monday and killed twelve people.")
    other = "The Malian army killed five fighters near Koro on Wednesday, two days after the attack on Bankass."
    events = coded(name, one, (date(2024, 7, 4), other))
    assert [link for e in events for link in e.linked if link.kind == "follow_up_of"] == []


@pytest.mark.parametrize("name", ENGINES)
def test_a_contradiction_quotes_both_sides(name: str) -> None:
    one = (date(2024, 7, 2), "Gunmen attacked a mosque in Bankass, Mali, on Monday and killed twelve people.")
    other = (date(2024, 7, 3), "Fifteen worshippers died in the attack on the mosque in Bankass, Mali, on Monday.")
    (flag,) = flags(coded(name, one, other), "toll_conflict")
    assert {s.document_id for s in flag.spans} == {"d1", "d2"}
    assert "12" in flag.sentence
    assert "15" in flag.sentence


# --- readings built by hand ---


def spun(document: str, root_missing: bool = True) -> Story:
    return Story(f"st_{document}", document, (StoryMember(document, CopyKind.PARAPHRASE, 1.0),), root_missing)


def alone(document: str) -> Story:
    return Story(f"st_{document}", document, (StoryMember(document, CopyKind.ROOT, 1.0),))


TWO = (alone("a"), alone("b"))


def raid(document: str, **facts: Any) -> Builder:
    b = Builder(document, [f"The raid was told by {document} in so many words, on Tuesday."])
    given = {"type": "Attack", "place": KELMA, "date": day(4), "actor1": JNIM, "actor2": CIVILIANS} | facts
    b.event(0, "raid", **given)
    return b


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"victims": killed(15)}, "toll_conflict"),
        ({"date": day(5)}, "date_conflict"),
        ({"actor1": ISSP, "victims": killed(9)}, "actor_conflict"),
    ],
)
def test_each_field_has_its_contradiction_with_the_words_of_both(facts: dict[str, Any], code: str) -> None:
    events = built(raid("a", victims=killed(9)), raid("b", **({"victims": killed(9)} | facts)), stories=TWO)
    (flag,) = flags(events, code)
    assert {s.document_id for s in flag.spans} == {"a", "b"}
    assert [f for f in events[0].flags if f.code.endswith("_conflict")] == [flag]


@pytest.mark.parametrize(
    "facts",
    [
        {"place": MOPTI},
        {"place": replace(KELMA, name="near Kelma", precision=2)},
        {"date": replace(day(4), end=date(2024, 6, 6), precision=2)},
        {"actor1": GUNMEN},
        {"actor1": KATIBA},
        {"victims": killed(9, Side.CIVILIAN, "villagers")},
    ],
)
def test_less_precise_is_no_contradiction(facts: dict[str, Any]) -> None:
    (event,) = built(raid("a", victims=killed(9)), raid("b", **({"victims": killed(9)} | facts)), stories=TWO)
    assert [f.code for f in event.flags if f.code.endswith("_conflict")] == []


def test_sides_that_one_report_leaves_out_are_no_contradiction() -> None:
    fight = {"type": "Armed clash", "actor2": ARMY}
    soldiers, rebels = killed(2, Side.STATE, "soldiers"), killed(6, Side.REBEL, "attackers")
    (event,) = built(
        raid("a", victims=soldiers, **fight),
        raid("b", victims=[(soldiers, "many"), (rebels, "words")], **fight),
        stories=TWO,
    )
    assert (event.fatalities.low, event.fatalities.best, event.fatalities.high) == (8, 8, 8)
    assert flags([event], "toll_conflict") == []
    three = killed(3, Side.STATE, "soldiers")
    (event,) = built(
        raid("a", victims=three, **fight),
        raid("b", victims=[(soldiers, "many"), (rebels, "words")], **fight),
        stories=TWO,
    )
    assert len(flags([event], "toll_conflict")) == 1


def test_a_paraphrase_gives_an_alternative_and_a_flag_and_a_report_the_type() -> None:
    bomb, fight = raid("a", type="Suicide bomb", actor2=ARMY), raid("b", type="Armed clash", actor2=ARMY)
    (event,) = built(bomb, fight, stories=(alone("a"), spun("b")))
    assert event.sub_event_type == "Suicide bomb"
    assert "Armed clash" in {a.value for a in event.alternatives if a.field == "sub_event_type"}
    (flag,) = flags([event], "only_in_paraphrase")
    assert {s.document_id for s in flag.spans} == {"a", "b"}
    (event,) = built(bomb, fight, stories=TWO)
    assert (event.sub_event_type, event.tags) == ("Armed clash", ("suicide",))
    assert flags([event], "only_in_paraphrase") == []


def test_what_a_paraphrase_garbles_keeps_no_reports_apart() -> None:
    third = raid("c", actor1=ISSP, actor2=JNIM, victims=killed(9))
    reports = (raid("a", victims=killed(9)), raid("b", victims=killed(9)))
    events = built(*reports, third, stories=(alone("a"), alone("b"), spun("c")))
    assert len([e for e in events if {s.document_id for s in e.sources} >= {"a", "b"}]) == 1


def test_a_list_links_to_the_set_of_another_report_by_a_part_of_its_side() -> None:
    told = Builder("a", ["JNIM made six raids in Mopti region on Thursday."])
    told.event(0, "raids", type="Attack", place=MOPTI, date=day(6), actor1=JNIM, incidents=6)
    listed = Builder("b", ["Katiba Macina hit Kelma on Thursday.", "ISSP hit Sarrun on Thursday."])
    listed.event(0, "hit", type="Armed clash", place=KELMA, date=day(6), actor1=KATIBA)
    listed.event(1, "hit", type="Attack", place=SARRUN, date=day(6), actor1=ISSP)
    events = {e.place.name: e for e in built(told, listed) if e.place is not None}
    assert events["Kelma"].linked == (Link(events["Mopti"].event_id, "member_of"),)
    assert events["Sarrun"].linked == ()


def test_one_account_as_history_beside_news_of_the_same_is_no_background() -> None:
    b = Builder("d", ["JNIM raided Kelma on Tuesday.", "The raid on Kelma was its boldest.", "On Monday it hit Olt."])
    b.event(0, "raided", type="Attack", place=KELMA, date=day(4), actor1=JNIM)
    b.event(1, "raid", type="Attack", place=KELMA, date=day(4), actor1=JNIM, background=True)
    b.event(2, "hit", type="Attack", place=OLT, date=day(3), actor1=JNIM)
    assert [e.linked for e in built(b)] == [(), ()]


@pytest.mark.parametrize(
    ("words", "flagged"),
    [
        ("The raid came so close to the capital as none before: they had never struck so near the capital.", True),
        ("The raid hit a target of such size as they had never hit a target of such importance.", False),
    ],
)
def test_nearest_to_the_capital_is_tested_and_importance_is_not(words: str, flagged: bool) -> None:
    near = replace(KELMA, name="Kelma", latitude=12.62, longitude=-8.02)  # 5 km from Bamako
    far = replace(OLT, latitude=12.75, longitude=-8.07)
    claim = Builder("a", [words], date(2024, 6, 21))
    claim.event(0, "raid", type="Armed clash", place=far, date=day(20), actor1=JNIM, actor2=ARMY)
    earlier = Builder("b", ["Men with rifles stormed a guest house."], date(2024, 6, 5))
    earlier.event(0, "stormed", type="Attack", place=near, date=day(4), actor1=KATIBA, actor2=CIVILIANS)
    found = flags(built(claim, earlier), "first_conflict")
    assert bool(found) is flagged
    for flag in found:
        assert {s.document_id for s in flag.spans} == {"a", "b"}


@pytest.mark.parametrize("other", [{"actor1": GUNMEN}, {"date": day(25)}, {"background": True, "date": day(25)}])
def test_nearest_is_contradicted_by_the_same_organisation_and_earlier_alone(other: dict[str, Any]) -> None:
    claim = Builder("a", ["The raid showed that they had never struck so near the capital."], date(2024, 6, 21))
    far = replace(OLT, latitude=12.75, longitude=-8.07)
    claim.event(0, "raid", type="Armed clash", place=far, date=day(20), actor1=JNIM, actor2=ARMY)
    earlier = Builder("b", ["Men with rifles stormed a guest house."], date(2024, 6, 5))
    near = replace(KELMA, latitude=12.62, longitude=-8.02)
    facts = {"type": "Attack", "place": near, "date": day(4), "actor1": KATIBA, "actor2": CIVILIANS} | other
    earlier.event(0, "stormed", **facts)
    assert flags(built(claim, earlier), "first_conflict") == []
