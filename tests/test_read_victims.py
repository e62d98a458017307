"""Who met which fate: groups, lists, parts, descriptions, voices, nouns, context."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_read_rules import chunks_of
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.tokens import split_sentences
from tocsin.read.rules.victims import find_victims

Row = tuple[str, int | None, str, bool]


def rows(text: str) -> list[Row]:
    found = find_victims(chunks_of(text), lexicon())
    return [(v.status.value, v.count.best if v.count else None, v.side.value, v.part) for v in found]


def one(status: str, number: int | None, side: str = "unknown", *, part: bool = False) -> Row:
    return (status, number, side, part)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six Hill Guard (HG) soldiers were killed.", [one("killed", 6, "state")]),
        ("A police captain was killed.", [one("killed", 1, "state")]),
        ("A beekeeper was shot dead by gunmen.", [one("killed", 1)]),
        ("Gunmen killed Ama Sowo (40), a trader, in the market.", [one("killed", 1, "civilian")]),
        ("A shop owner was killed.", [one("killed", 1)]),
        ("A couple was abducted.", [one("abducted", 2)]),
        ("A rebel couple was killed.", [one("killed", 2)]),
        ("A soldier sustained a serious injury.", [one("injured", 1, "state")]),
        ("Three labourers engaged in building a road were abducted.", [one("abducted", 3, "civilian")]),
        ("A man accused of killing six traders was arrested.", [one("arrested", 1)]),
        ("Gunmen killed two cows.", []),
        ("A former rebel was shot dead.", [one("killed", 1, "civilian")]),
        ("A leader of the rebels was killed.", [one("killed", 1, "rebel")]),
        ("Officers fatally shot 16-year-old Ama Sowo.", [one("killed", 1)]),
        ("He was shot dead on Monday.", [one("killed", 1)]),
        ("An attack on a bakery left seven workmen dead.", [one("killed", 7)]),
        ("Ama Sowo, a tomato picker and local activist was shot dead.", [one("killed", 1, "civilian")]),
        ("Every child who dies is mourned.", [one("killed", None, "civilian")]),
    ],
)
def test_groups(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A policeman, his wife and two children were killed.",
            [one("killed", 1, "state"), one("killed", 1, "civilian"), one("killed", 2, "civilian")],
        ),
        ("A soldier, a father of two, was killed.", [one("killed", 1, "state")]),
        (
            "Three soldiers, a policeman and a trader were killed.",
            [one("killed", 3, "state"), one("killed", 1, "state"), one("killed", 1, "civilian")],
        ),
        ("Gunmen killed Ama Sowo (55), a trader and resident of Sello.", [one("killed", 1, "civilian")]),
        ("Three people, one of them a soldier, were killed.", [one("killed", 3), one("killed", 1, "state", part=True)]),
        ("Two traders, Ama Sowo and Kofi Dunn, were killed.", [one("killed", 2, "civilian")]),
        ("Two traders, identified as Ama Sowo and Kofi Dunn, were killed.", [one("killed", 2, "civilian")]),
        (
            "Rebels killed nine people, including two soldiers and a teacher.",
            [one("killed", 9), one("killed", 2, "state", part=True), one("killed", 1, "civilian", part=True)],
        ),
        ("Rebels killed four soldiers and two villagers fled.", [one("killed", 4, "state")]),
        (
            "At least 20 persons, of whom nine women, were killed.",
            [one("killed", 20), one("killed", 9, "civilian", part=True)],
        ),
        ("The army reports seven rebels killed.", [one("killed", 7, "rebel")]),
        (
            "The driver, 44, and a party worker, 23, were killed.",
            [one("killed", 1, "civilian"), one("killed", 1, "civilian")],
        ),
        (
            "Ama Sowo, a trader from Pell, and Kofi Dunn were killed.",
            [one("killed", 1, "civilian"), one("killed", 1)],
        ),
    ],
)
def test_lists_parts_and_descriptions(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A soldier was killed and three others were wounded.",
            [one("killed", 1, "state"), one("injured", 3, "state")],
        ),
        ("Rebels killed a guard and wounded another.", [one("killed", 1, "civilian"), one("injured", 1, "civilian")]),
        ("A trader was abducted and later killed.", [one("abducted", 1, "civilian"), one("killed", 1, "civilian")]),
        (
            "Rebels killed six soldiers and two teachers were wounded.",
            [one("killed", 6, "state"), one("injured", 2, "civilian")],
        ),
        ("Rebels dragged out two traders and shot them dead.", [one("killed", 2, "civilian")]),
        ("Five soldiers lost their lives.", [one("killed", 5, "state")]),
        ("Two policemen sustained injuries.", [one("injured", 2, "state")]),
        ("A woman was killed when a shell hit her house, killing her.", [one("killed", 1, "civilian")]),
        ("A teacher was among those killed.", []),
    ],
)
def test_who_shares_a_verb(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The death toll from the blast has risen to 21 from 14.", 21),
        ("The death toll stands at 30.", 30),
        ("The number of dead has risen to 120.", 120),
        ("The attack on the village left a toll of eight.", 8),
        ("The attack claimed nine lives.", 9),
        ("The killing of nine men shocked the town.", 9),
    ],
)
def test_nouns(text: str, number: int) -> None:
    assert [row[:2] for row in rows(text)] == [("killed", number)]


@pytest.mark.parametrize(
    "text",
    [
        "There were no casualties.",
        "Nobody was killed.",
        "No one was killed.",
        "The blast caused no loss of life and no deaths.",
    ],
)
def test_stated_zero_is_zero(text: str) -> None:
    found = find_victims(chunks_of(text), lexicon())
    assert found
    assert all(v.count is not None and v.count.high == 0 for v in found)


@pytest.mark.parametrize(
    "text",
    [
        "A man was held in connection with the attack in which nine soldiers were killed.",
        "The strike was in retaliation for the killing of three traders.",
        "Rebels have killed 40 teachers so far this year.",
        "Two men wanted in nine cases, including the murder of a judge, fled.",
    ],
)
def test_reasons_charges_and_totals_over_time_count_nobody(text: str) -> None:
    assert [row for row in rows(text) if row[0] == "killed"] == []


def test_the_main_verb_behind_a_charge_counts() -> None:
    assert rows("A fighter wanted in nine cases was killed.") == [one("killed", 1, "rebel")]


_WORDS = [
    "two",
    "soldiers",
    "were",
    "killed",
    "and",
    ",",
    "including",
    "a",
    "teacher",
    "of",
    "them",
    "identified",
    "as",
    "Ama",
    "the",
    "rebels",
    "wounded",
    "dead",
    "others",
    "who",
    "in",
    "no",
    "(",
    ")",
    ".",
    "body",
    "named",
    "among",
    "another",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40))
def test_any_row_of_words_is_read_to_its_end(parts: list[str]) -> None:
    text = " ".join(parts)
    if len(split_sentences(text)) != 1:
        return
    chunks = chunks_of(text)
    found = find_victims(chunks, lexicon())
    assert all(0 <= v.cue < len(chunks) and 0 <= v.phrase < len(chunks) for v in found)
    assert len({(v.phrase, v.status) for v in found}) == len(found)
