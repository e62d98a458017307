"""Which day a happening takes: counted from other happenings, told in its sentence, or taken from around it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin import knowledge, resolve
from tocsin.model.document import Document, Published
from tocsin.model.reading import Assertion, EventMention, Mention, MentionKind, Prop, Reading
from tocsin.model.values import DateValue, MentionRef
from tocsin.pipeline.dating import times_in
from tocsin.read.rules import finders
from tocsin.read.rules.times import find_times
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.dates_anchor import SENTENCE_END, Told, beside, named_anchor
from tocsin.resolve.feasts import FEASTS, feast_in

KNOWLEDGE = knowledge.load()
PUBLISHED = date(2024, 6, 18)  # a Tuesday
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def resolved(
    text: str, dated: dict[str, str | None], published: date | None = PUBLISHED
) -> dict[str, DateValue | None]:
    """The day of each trigger of ``dated``, whose reader gave it the time of these words (or none).

    All times of the text are read by the grammar, as an engine does.
    """
    document = Document("d", text, published=Published(published, "given") if published else None)
    mentions = [
        Mention(f"m{start}", MentionKind.DATE, document.span(start, end), expression)
        for start, end, expression in find_times(text, "en")
    ]
    events, said = [], []
    for trigger, words in dated.items():
        at = text.index(trigger)
        start = max((m.end() for m in SENTENCE_END.finditer(text, 0, at)), default=0)
        stop = SENTENCE_END.search(text, at)
        sentence = document.span(start, stop.start() if stop else len(text))
        events.append(EventMention(trigger, "d", document.span(at, at + len(trigger)), sentence))
        if words is not None:
            mention = next(m for m in mentions if m.span.start == text.index(words))
            said.append(Assertion(f"as{at}", trigger, Prop.DATE, MentionRef(mention.id), (mention.span,), "test@1"))
    reading = Reading("d", "test@1", tuple(mentions), tuple(events), tuple(said))
    found = resolve.resolve(document, reading, KNOWLEDGE).assertions
    days: dict[str, DateValue | None] = dict.fromkeys(dated)
    for assertion in found:
        if assertion.prop is Prop.DATE:
            assert isinstance(assertion.value, DateValue)
            assert assertion.reasons
            days[assertion.event_mention_id] = assertion.value
    return days


def test_what_two_days_after_counts_from_lies_two_days_before() -> None:
    text = "Gunmen raided Tessaro on Friday. The raid came two days after soldiers shot three herders in Koro."
    days = resolved(text, {"raided": "Friday", "shot": None})
    assert days["shot"] is not None
    assert days["shot"].start == days["shot"].end == date(2024, 6, 12)


def test_a_day_of_another_sentence_does_not_date_it() -> None:
    text = (
        "Gunmen raided Tessaro on Friday. The raid came two days after soldiers shot herders. On Sunday a mine blew up."
    )
    days = resolved(text, {"raided": "Friday", "shot": "Sunday", "blew up": "Sunday"})
    assert days["shot"] is not None
    assert days["shot"].start == date(2024, 6, 12)


def test_happening_named_elsewhere_gives_its_day_to_both() -> None:
    text = (
        "Gunmen attacked Tessaro on Friday, killing nine. On Sunday a mine blew up. "
        "A week before the raid on Tessaro, rebels abducted the mayor."
    )
    days = resolved(text, {"attacked": "Friday", "blew up": "Sunday", "raid": None, "abducted": "A week before"})
    assert days["raid"] is not None
    assert days["raid"].start == date(2024, 6, 14)
    assert days["abducted"] is not None
    assert (days["abducted"].start, days["abducted"].precision) == (date(2024, 6, 7), 2)


def test_happening_named_nowhere_else_stays_without_a_day() -> None:
    text = "On Sunday a mine blew up. A week before the vote in Karrin, rebels abducted the mayor."
    assert resolved(text, {"blew up": "Sunday", "abducted": "A week before"})["abducted"] is None


def test_day_of_its_sentence_goes_before_a_day_of_another() -> None:
    text = "The curfew was eased on Monday evening. Elsewhere a trader was beaten to death in Dori on Saturday."
    for told in (None, "Monday evening"):
        value = resolved(text, {"beaten": told})["beaten"]
        assert value is not None
        assert value.start == date(2024, 6, 15)


def test_day_right_behind_its_word_goes_first() -> None:
    text = "The agency said yesterday that its envoy, who was shot dead on Saturday, had been warned."
    value = resolved(text, {"shot dead": "yesterday"})["shot dead"]
    assert value is not None
    assert value.start == date(2024, 6, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Story of June 18, 2024\nGunmen killed six on a bus. It had left on Sunday.", date(2024, 6, 16)),
        ("On June 18, 2024 gunmen killed six on a bus. It had left on Sunday.", date(2024, 6, 18)),
    ],
)
def test_stamp_at_the_head_is_no_day_of_a_happening(text: str, expected: date) -> None:
    words = "June 18, 2024"
    value = resolved(text, {"killed": words})["killed"]
    assert value is not None
    assert value.start == expected


def test_stretch_is_not_where_the_story_is() -> None:
    text = "Families trapped for the last six days left Koro. Gunmen ambushed them. The army spoke on Monday."
    value = resolved(text, {"ambushed": None})["ambushed"]
    assert value is not None
    assert value.start == date(2024, 6, 17)


def test_impossible_day_is_flagged_with_its_line_and_dates_nothing() -> None:
    document = Document("d", "A quiet week.\nThe bridge fell on 31 June.", published=Published(PUBLISHED, "given"))
    start, end, expression = find_times(document.text, "en")[0]
    mention = Mention("m", MentionKind.DATE, document.span(start, end), expression)
    reading = resolve.resolve(document, Reading("d", "test@1", (mention,), (), ()), KNOWLEDGE)
    (flag,) = [f for f in reading.flags if f.code == "R102"]
    assert '"31 June" in line 2' in flag.sentence
    assert flag.spans == (mention.span,)
    assert resolve.open_dates(document, reading, KNOWLEDGE) == {"m": "31/6/2024 is not in the calendar"}


def test_leap_day_without_a_year_is_no_impossible_day() -> None:
    document = Document("d", "The bridge fell on 29 February.", published=Published(date(2024, 6, 1), "given"))
    start, end, expression = find_times(document.text, "en")[0]
    mention = Mention("m", MentionKind.DATE, document.span(start, end), expression)
    reading = resolve.resolve(document, Reading("d", "test@1", (mention,), (), ()), KNOWLEDGE)
    assert not [f for f in reading.flags if f.code == "R102"]


def told(text: str, words: str, day: date, precision: int = 1) -> Told:
    start = text.index(words)
    return Told(start, start + len(words), DateValue(day, day, precision, words))


def test_anchor_needs_a_name_or_a_near_sentence() -> None:
    text = "Karrin fell on 3 May. Tessaro fell on 9 May. Two days after the fall of Karrin the bridge was blown up."
    days = [told(text, "3 May", date(2024, 5, 3)), told(text, "9 May", date(2024, 5, 9))]
    end = text.index(" the fall of Karrin")
    anchor = named_anchor(text, end, days)
    assert anchor is not None
    assert (anchor.value.start, anchor.words) == (date(2024, 5, 3), "the fall of Karrin the bridge was blown up")
    assert named_anchor("Two days after the fall of Ossa, it rained.", 14, days) is None


def test_a_vague_day_is_no_anchor() -> None:
    text = "Karrin fell in May. Two days after Karrin fell the bridge was blown up."
    assert named_anchor(text, text.index(" Karrin fell the"), [told(text, "May", date(2024, 5, 1), 3)]) is None


def test_words_beside_a_day_explain_it() -> None:
    text = "On 27 June, two days after the vote, the bridge was blown up."
    day = told(text, "27 June", date(2024, 6, 27))
    start = text.index("two days")
    assert beside(text, start, start + len("two days after"), [day]) == day.value
    assert beside("On 27 June he left two days after", 19, 33, [day]) is None


_RELATIVE = [
    "yesterday", "last week", "on Friday", "three days ago", "recently", "Good Friday", "Ramadan", "at the weekend",
    "this month", "the latest quarter", "in the past two days", "overnight", "early this year", "in 24 hours",
]  # fmt: skip


@pytest.mark.parametrize("words", _RELATIVE)
def test_nothing_relative_is_dated_without_publication(words: str) -> None:
    for _, _, expression in find_times(f"It happened {words}.", "en"):
        assert resolve_time(expression, words, published=None)[0] is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Fighters were driven out in 2013. In June they came back, a witness said on Thursday.", None),
        ("Talks began in early 2020. In June at least 40 villagers were killed; last month the army left.", None),
        ("On 3 May 2014 the town fell. In June it was retaken, and on Friday its people remembered.", 2014),
        ("The war began in 1936. In July the garrison of Olt rose.", 1936),
    ],
)
def test_a_bare_year_lends_nothing_to_news_without_a_date(text: str, year: int | None) -> None:
    found = [t.value for t in times_in(text, "en", None) if t.quote in ("June", "July", "In June", "In July")]
    assert [None if value is None else value.start.year for value in found] == [year]


@given(st.sampled_from(sorted(FEASTS)), st.integers(1700, 2200))
def test_feasts_lie_in_their_year_and_are_short(name: str, year: int) -> None:
    days = feast_in(name, year)
    if days is None:
        return  # an Islamic year is shorter, so a feast may begin in the years around it only
    assert days[0] <= days[1]
    assert (days[1] - days[0]).days <= (32 if name == "ramadan" else 2)
    assert (days[0] + timedelta(days=1)).year == year or days[0].year == year


@pytest.mark.parametrize(
    ("name", "seen"),
    [  # days as they were kept in several countries, from public calendars
        ("eid al-fitr", [date(2022, 5, 2), date(2022, 5, 3)]),
        ("eid al-adha", [date(2023, 6, 28), date(2023, 6, 29)]),
        ("eid al-adha", [date(2024, 6, 16), date(2024, 6, 17)]),
        ("eid al-fitr", [date(2025, 3, 30), date(2025, 3, 31)]),
        ("ashura", [date(2019, 9, 10)]),
        ("mawlid", [date(2021, 10, 18), date(2021, 10, 19)]),
        ("good friday", [date(2024, 3, 29)]),
        ("easter", [date(2019, 4, 21)]),
        ("thanksgiving", [date(1999, 11, 25)]),
    ],
)
def test_feasts_as_they_were_kept(name: str, seen: list[date]) -> None:
    for day in seen:
        days = feast_in(name, day.year)
        assert days is not None
        assert days[0] <= day <= days[1]


def test_day_of_what_is_to_come_dates_no_other_happening() -> None:
    text = "A bridge was blown up on Friday. The minister will travel to Karrin on Wednesday. Two guards were wounded."
    document = Document("d", text, published=Published(PUBLISHED, "given"))
    found = finders.find_all(document, (), KNOWLEDGE).whole.times
    assert [expression.tense for _, _, expression in found] == [None, "future"]
    mentions = tuple(
        Mention(f"m{start}", MentionKind.DATE, document.span(start, end), expression)
        for start, end, expression in found
    )
    at = text.index("wounded")
    event = EventMention("em", "d", document.span(at, at + 7), document.span(text.index("Two"), len(text)))
    reading = resolve.resolve(document, Reading("d", "test@1", mentions, (event,), ()), KNOWLEDGE)
    (value,) = [a.value for a in reading.assertions if a.prop is Prop.DATE]
    assert isinstance(value, DateValue)
    assert value.start == date(2024, 6, 14)
