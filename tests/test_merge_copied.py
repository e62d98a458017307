"""Copies and events: what a copy may say, what it changes, and that it never counts."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merge_builders import CIVILIANS, GUNMEN, JNIM, KELMA, OLT, SARRUN, Builder, day, killed, world
from tocsin import knowledge
from tocsin.merge import align_quotes, assemble_all, cluster, find_stories
from tocsin.model.document import Document, Published
from tocsin.model.event import ChangedFact, CopyKind, Event, SharedPassage, Story, StoryMember

KNOWN = knowledge.load()
REPORT = (
    "Insurgents stormed the police post of Kelma at dawn on Tuesday, killing nine officers, Governor Abel Mbida said."
    "\n\n"
    "About thirty men on motorcycles came from the Darro forest and cut the road to Sarrun for just over a week before "
    "the attack, according to Colonel Jean Odo. At least 400 families fled to Pell on foot.\n\n"
    '"They burned the registers before they burned the roof," said a clerk.\n\n'
    "The River Brigade, an affiliate of the Coast Movement, has killed 61 people in Olt province since March, the "
    "Kelma Human Rights Office says. It denied that it had been in Kelma."
)
SPUN = (
    "Rebels raged the police station of Kelma at first light on Tuesday, slaying nine officers, Governor Abel Mbida "
    "stated.\n\n"
    "Round thirty men on bikes got here from the Darro woods and minimize the street to Sarrun for just a week earlier "
    "than the assault, in line with Colonel Jean Odo. 400 households escaped to Pell by foot. did. ,\n\n"
    "“They burned the registers,” stated a clerk. burned the roof.\n\n"
    "The River Brigade, an ally of the Coast Movement, has slain 61 individuals in Olt province since March, the Kelma "
    "Human Rights Office says. It confirmed that it had been in Kelma."
)
OWN = (
    "Nine officers were buried in Sarrun on Thursday, two days after the raid on their post in Kelma.\n\n"
    'A clerk who hid behind the well said the men had shouted in a dialect of the coast. "They burned the registers '
    'before they burned the roof," he said. Governor Abel Mbida promised new rifles. Markets in Pell and in Olt stayed '
    "shut, and the bishop asked the River Brigade, through Radio Horizon, to give back two lorries.\n\n"
    "Colonel Jean Odo refused to say when the road to Sarrun would open."
)


def doc(name: str, text: str, on: int | None = 5, **others: str | None) -> Document:
    published = None if on is None else Published(date(2024, 3, on), "test")
    return Document(name, text, published=published, language="en", **others)  # type: ignore[arg-type]


def member(stories: tuple[Story, ...], name: str) -> tuple[Story, StoryMember]:
    (found,) = [(s, m) for s in stories for m in s.members if m.document_id == name]
    return found


def test_a_machine_paraphrase_stands_under_its_root_with_reasons() -> None:
    story, found = member(find_stories([doc("a", REPORT, 5), doc("b", SPUN, 6)]), "b")
    assert (story.root, found.copy_kind) == ("a", CopyKind.PARAPHRASE)
    reasons = "; ".join(found.reasons)
    assert "names and numbers stand in the same order" in reasons
    assert "a fragment left standing" in reasons
    assert "“assault” for “attack”" in reasons


def test_a_paraphrase_is_never_the_root_even_when_it_is_older() -> None:
    story, _ = member(find_stories([doc("a", REPORT, 8), doc("b", SPUN, 6)]), "b")
    assert story.root == "a"


def test_what_a_copy_changed_is_listed_with_both_sides() -> None:
    _, found = member(find_stories([doc("a", REPORT, 5), doc("b", SPUN, 6)]), "b")
    changed = {(c.kind, c.root.quote, c.copy.quote) for c in found.changed}
    assert ("firmness", "just over a week", "just a week") in changed
    assert ("firmness", "At least 400", "400") in changed
    assert any(kind == "denial" and was == "denied" for kind, was, _ in changed)
    for change in found.changed:
        assert REPORT[change.root.start : change.root.end] == change.root.quote
        assert SPUN[change.copy.start : change.copy.end] == change.copy.quote


def test_a_report_of_its_own_with_the_same_quotation_is_no_copy() -> None:
    stories = find_stories([doc("a", REPORT, 5), doc("b", OWN, 7), doc("c", SPUN, 6)])
    assert member(stories, "b")[0].root == "b"
    (quote,) = align_quotes([doc("a", REPORT), doc("b", OWN)])
    assert {s.document_id for s in quote.spans} == {"a", "b"}


def test_without_its_original_a_paraphrase_is_suspected() -> None:
    (story,) = find_stories([doc("b", SPUN, 6)])
    assert story.root_missing
    assert story.members[0].copy_kind is CopyKind.PARAPHRASE
    assert "its original is not among the documents" in story.members[0].reasons


def test_clean_texts_are_not_suspected() -> None:
    assert all(not s.root_missing for s in find_stories([doc("a", REPORT), doc("b", OWN)]))


GROWN = REPORT.replace("nine officers", "eleven officers") + (
    "\n\nThe interior minister flew to Sarrun on Wednesday and dismissed the chief of police."
)


def test_an_update_of_the_same_paper_is_told_and_ordered() -> None:
    lead = doc("a", REPORT, 5, publisher="Horn Wire", title="Post stormed")
    second = doc("b", GROWN, 5, publisher="Horn Wire", title="Post stormed (2nd lead)")
    story, found = member(find_stories([second, lead]), "b")
    assert (story.root, found.copy_kind) == ("a", CopyKind.UPDATE)
    assert any("2nd lead" in reason for reason in found.reasons)
    assert ("nine", "eleven") in {(c.root.quote, c.copy.quote) for c in found.changed}


def test_another_paper_s_edited_reprint_is_no_update() -> None:
    lead = doc("a", REPORT, 5, publisher="Horn Wire")
    story, found = member(find_stories([lead, doc("b", GROWN, 6, publisher="Gulf Post")]), "b")
    assert (story.root, found.copy_kind) == ("a", CopyKind.NEAR)


def test_a_form_filled_in_anew_is_no_copy() -> None:
    def note(place: str, other: str, dead: int, day_: str, office: str) -> str:
        return (
            f"At least {dead} people were killed on {day_} when gunmen on motorcycles attacked the market of {place}, "
            f"the mayor of {other} said by telephone. The attackers, who wore uniforms, fired into the crowd and set "
            f"fire to shops before they left for the bush. {office} said {dead + 9} others were treated in the health "
            f"centre of {other}. No group has claimed the attack so far, and the army said it had sent soldiers from "
            f"{office} to {place}."
        )

    first = doc("a", note("Kelma", "Darro", 9, "Monday", "Bako"), 5, publisher="Horn Wire")
    later = doc("b", note("Ludi", "Tarn", 31, "Friday", "Mirrin"), 7, publisher="Horn Wire")
    assert len(find_stories([first, later])) == 2


def test_passages_of_another_story_are_told() -> None:
    paragraph = REPORT.split("\n\n")[3]
    other = f"{OWN}\n\n{paragraph}"
    stories = find_stories([doc("a", REPORT, 5), doc("b", other, 9)])
    assert len(stories) == 2
    _, found = member(stories, "b")
    words = [p for p in found.passages if p.span.quote.startswith("The River Brigade, an affiliate")]
    assert [w.other.document_id for w in words] == ["a"]
    assert not words[0].quoted


@given(st.permutations(range(5)))
@settings(max_examples=15, deadline=None)
def test_order_never_matters_for_paraphrases_updates_and_quotes(order: list[int]) -> None:
    documents = [
        doc("a", REPORT, 5, publisher="Horn Wire"),
        doc("b", SPUN, 6),
        doc("c", OWN, 7),
        doc("d", GROWN, 6, publisher="Horn Wire"),
        doc("e", SPUN + " Is said.", None),
    ]
    shuffled = [documents[i] for i in order]
    assert find_stories(shuffled) == find_stories(documents)
    assert align_quotes(shuffled) == align_quotes(documents)


FACTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["Attack", "Armed clash"]), "date": st.just(day(5))},
    optional={
        "place": st.sampled_from([KELMA, SARRUN, OLT]),
        "actor1": st.sampled_from([JNIM, GUNMEN]),
        "actor2": st.just(CIVILIANS),
        "victims": st.sampled_from([killed(9), killed(12)]),
    },
)


def told(name: str, **facts: object) -> Builder:
    """A document of one sentence that tells one happening; its words are its own."""
    builder = Builder(name, [f"Raiders {name} attacked people there, witnesses of {name} said."])
    builder.event(0, "attacked", **facts)
    return builder


def event_of(builders: list[Builder], stories: tuple[Story, ...]) -> list[Event]:
    documents, readings = world(*builders)
    groups = cluster(documents, readings, stories, scope="all", knowledge=KNOWN)
    return list(assemble_all(groups, documents=documents, readings=readings, stories=stories, knowledge=KNOWN))


@given(FACTS, FACTS, st.sampled_from([CopyKind.NEAR, CopyKind.CUT, CopyKind.PARAPHRASE, CopyKind.VERBATIM]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_copy_never_raises_confidence(root: dict[str, object], copied: dict[str, object], kind: CopyKind) -> None:
    first, second = told("a", **root), told("b", **copied)
    alone = Story("st_a", "a", (StoryMember("a", CopyKind.ROOT, 1.0),))
    both = Story("st_a", "a", (*alone.members, StoryMember("b", kind, 0.7)))
    before = max(e.confidence for e in event_of([first], (alone,)))
    for event in event_of([first, second], (both,)):
        if any(s.document_id == "a" for s in event.sources):
            assert event.confidence <= before
            assert sum(s.independent for s in event.sources) == 1


def test_an_update_speaks_and_the_first_version_stays_as_history() -> None:
    first, second = (told(name, type="Attack", place=KELMA, date=day(5), victims=killed(dead))
                     for name, dead in (("a", 9), ("b", 11)))  # fmt: skip
    story = Story("st_a", "a", (StoryMember("a", CopyKind.ROOT, 1.0), StoryMember("b", CopyKind.UPDATE, 0.9)))
    (event,) = event_of([first, second], (story,))
    assert event.fatalities.best == 11
    assert {s.document_id: s.independent for s in event.sources} == {"b": True, "a": False}
    assert [s.why for s in event.sources if s.document_id == "a"] == ["earlier version; b supersedes it"]
    assert any(s.document_id == "a" for e in event.evidence for s in e.spans)


def test_a_report_that_tells_it_in_a_shared_passage_alone_does_not_count() -> None:
    first, second = (told(name, type="Attack", place=KELMA, date=day(5), victims=killed(9)) for name in "ab")
    passage = SharedPassage(second.span(0), first.span(0), quoted=False)

    def stories(passages: tuple[SharedPassage, ...]) -> tuple[Story, ...]:
        return tuple(
            Story(f"st_{n}", n, (StoryMember(n, CopyKind.ROOT, 1.0, passages=passages if n == "b" else ()),))
            for n in "ab"
        )

    (apart,), (shared,) = event_of([first, second], stories(())), event_of([first, second], stories((passage,)))
    assert [s.independent for s in apart.sources] == [True, True]
    assert {s.document_id: s.why for s in shared.sources} == {"a": None, "b": "its words on this event also stand in a"}
    assert shared.confidence < apart.confidence
    quoted = stories((replace(passage, quoted=True),))
    (kept,) = event_of([first, second], quoted)
    assert all(s.independent for s in kept.sources)


def test_what_a_copy_changed_is_flagged_on_the_event() -> None:
    first, second = (told(name, type="Attack", place=KELMA, date=day(5), victims=killed(9)) for name in "ab")
    change = ChangedFact("number", first.span(0, "people"), second.span(0, "people"))
    story = Story(
        "st_a", "a", (StoryMember("a", CopyKind.ROOT, 1.0), StoryMember("b", CopyKind.PARAPHRASE, 0.6, (), (change,)))
    )
    (event,) = event_of([first, second], (story,))
    (flag,) = [f for f in event.flags if f.code == "copy_changed_fact"]
    assert flag.spans == (change.root, change.copy)
    assert "“people” (a) became “people” (b)" in flag.sentence


def test_what_only_a_paraphrase_tells_is_graded_lowest() -> None:
    first = told("a", type="Attack", place=KELMA, date=day(5), victims=killed(9))
    known = Story("st_a", "a", (StoryMember("a", CopyKind.ROOT, 1.0),))
    missing = replace(known, members=(StoryMember("a", CopyKind.PARAPHRASE, 0.0),), root_missing=True)
    (plain,), (suspected,) = event_of([first], (known,)), event_of([first], (missing,))
    assert suspected.confidence < plain.confidence
    (source,) = suspected.sources
    assert (source.grade, source.independent) == ("F6", False)
    assert any("only a machine paraphrase tells it" in reason for e in suspected.evidence for reason in e.reasons)
