"""Sides told together, owners of weapons, and the sides behind struck things."""

import pytest

from tocsin.model.expressions import ActorForm, TimeExpression, TimeForm
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.chunks import Chunk, Found
from tocsin.read.rules.grammar_roles import subject_left
from tocsin.read.rules.happenings import Happening, read_sentence
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.struck_things import side_struck, site_of
from tocsin.read.rules.tokens import split_sentences

FOUND = Found(nationalities={"vastrian": "VST", "oltish": "OLT"})


def chunks_of(text: str) -> tuple[Chunk, ...]:
    (sentence,) = split_sentences(text)
    return SentenceChunker(lexicon()).chunks(sentence, FOUND)


def told(text: str) -> Happening:
    (sentence,) = split_sentences(text)
    return read_sentence(sentence, chunks_of(text), lexicon()).happenings[0]


def words(happening: Happening, *indexes: int | None) -> list[str | None]:
    return [None if k is None else happening.chunks[k].lower for k in indexes]


@pytest.mark.parametrize(
    ("text", "agent", "partners", "target", "others"),
    [
        ("Vastrian and Oltish forces killed nine rebels on Monday.", "vastrian", ["oltish forces"], "nine rebels", []),
        ("Gunmen attacked soldiers and policemen on Monday.", "gunmen", [], "soldiers", ["policemen"]),
        ("Soldiers, backed by militiamen, attacked rebels.", "soldiers", ["militiamen"], "rebels", []),
        ("Soldiers and rebels clashed on Monday.", "soldiers", [], "rebels", []),
        ("Fighting between soldiers and rebels killed nine people.", "soldiers", [], "rebels", []),
        ("Rebels attacked soldiers and policemen shot two men dead.", "rebels", [], "soldiers", []),
    ],
)
def test_sides_told_together(text: str, agent: str, partners: list[str], target: str, others: list[str]) -> None:
    found = told(text)
    assert words(found, found.agent, found.target) == [agent, target]
    assert [words(found, *side) for side in found.allies] == [partners, others]


def test_the_owner_of_a_weapon_acts_with_it() -> None:
    found = told("Vastrian missiles were fired at the town on Monday.")
    assert words(found, found.agent, found.target) == ["vastrian", None]


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Nine rebels were killed by soldiers repelling an assault.", "repelling", "soldiers"),
        ("A blast, which the minister called an outrage, wounded nine people.", "wounded", None),
        ("Soldiers searched the site where a blast wounded nine people.", "wounded", None),
    ],
)
def test_subjects_of_participles_and_behind_asides(text: str, verb: str, subject: str | None) -> None:
    chunks = chunks_of(text)
    found = subject_left(chunks, next(k for k, chunk in enumerate(chunks) if chunk.lower == verb))
    assert (chunks[found].lower if found is not None else None) == subject


def test_who_only_speaks_of_a_raid_does_not_carry_it_out() -> None:
    found = told("The government says the shooting of two miners by soldiers was an accident.")
    assert words(found, found.agent) == ["soldiers"]


@pytest.mark.parametrize(
    ("thing", "form", "branch"),
    [
        ("an army base", ActorForm.STATE, "military"),
        ("a prison", ActorForm.STATE, "police"),
        ("a market", ActorForm.CIVILIAN, None),
        ("a pipeline", None, None),
    ],
)
def test_the_side_behind_a_thing(thing: str, form: ActorForm | None, branch: str | None) -> None:
    chunks = chunks_of(f"A bomb exploded near {thing} on Monday.")
    site = site_of(chunks, next(k for k, chunk in enumerate(chunks) if chunk.lower == "exploded"))
    assert site is not None
    people = chunks[site].people
    side = people.expression if people is not None else side_struck(chunks[site])
    assert (side.form if side else None, side.branch if side else None) == (form, branch)


@pytest.mark.parametrize(
    ("text", "agent", "target"),
    [
        ("A shootout on Monday left two gunmen dead.", None, "two gunmen"),
        ("Hundreds of rebels surrendered to the army on Monday.", "hundreds of rebels", "the army"),
        ("US-backed troops retook the last enclave of the rebels.", "troops", "the rebels"),
        ("Vastria has resumed shelling the enclave.", None, None),
    ],
)
def test_roles_of_fights_surrenders_and_ground(text: str, agent: str | None, target: str | None) -> None:
    found = told(text)
    assert words(found, found.agent, found.target) == [agent, target]


def test_the_month_of_may_is_no_modal() -> None:
    text = "In May, a raid in Pell left two traders dead and nine injured."
    (sentence,) = split_sentences(text)
    month = (3, 6, TimeExpression(TimeForm.ABSOLUTE, month=5))
    row = SentenceChunker(lexicon()).chunks(sentence, Found(times=(month,)))
    (raid,) = read_sentence(sentence, row, lexicon()).happenings
    assert raid.told.as_fact
    assert [v.count.best for v in raid.victims if v.count] == [2, 9]


def test_forces_of_a_people_are_no_states_army() -> None:
    (people,) = [chunk.people for chunk in chunks_of("Kurdish forces held the hill.") if chunk.people]
    assert (people.form, people.expression.head) == (ActorForm.ARMED, "kurdish forces")


@pytest.mark.parametrize(
    ("text", "agent", "target"),
    [
        ("Rebels triggered a blast at the market in Karo.", "rebels", None),
        ("Rebels slit the throat of a villager in Karo.", "rebels", "a villager"),
        ("Rebels abducted and subsequently killed a trader in Karo.", "rebels", "a trader"),
        ("Rebels dragged Olo Imar, a trader, from his home and shot him in Karo.", "rebels", None),
        ("Two rebels were killed in an encounter between SFs and rebels in Karo.", "sfs", "rebels"),
        ("Two rebels were killed during an operation by the Karo and East Olt Police.", "police", "two rebels"),
        ("Soldiers and rebels engaged in a gunfight in Karo.", "soldiers", "rebels"),
    ],
)
def test_who_acts_behind_light_verbs_and_joined_verbs(text: str, agent: str, target: str | None) -> None:
    happening = told(text)
    got = words(happening, happening.agent, happening.target)
    assert got[0] == agent
    assert target is None or got[1] == target


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Two herders were killed when a landmine left behind by rebels blew up near Sello.", "rebels"),
        ("A bomb placed by insurgents killed two traders near Sello.", "insurgents"),
        ("A bomb killed two traders in a house left to relatives near Sello.", None),
    ],
)
def test_who_placed_or_left_a_device_acts(text: str, agent: str | None) -> None:
    happening = told(text)
    assert words(happening, happening.agent) == [agent]


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("20 rebels, including two women, set fire to a bus in Karo.", "20 rebels"),
        ("Rebels abducted and assaulted a trader in Karo.", "rebels"),
    ],
)
def test_insertions_and_joined_verbs_keep_who_acts(text: str, agent: str) -> None:
    happening = told(text)
    assert words(happening, happening.agent) == [agent]


def test_what_those_who_surrender_did_before_is_no_part_of_it() -> None:
    happening = told("Nine rebels, who had fought and were wounded in an ambush in Olt, surrendered to the army.")
    assert (happening.acts, words(happening, happening.agent)) == ({"surrender"}, ["nine rebels"])
