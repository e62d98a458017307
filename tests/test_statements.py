"""Statements as documents: who claims what, against whom, with which versions, and how little of them is shown. The
samples are ``samples/statements``; other texts are invented."""

import html
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from case_coding import engine
from tocsin import pipeline
from tocsin.cli.main import run
from tocsin.export import ExportOptions, explain_document, explain_event, page, write
from tocsin.export.ledger import Standing, ledger
from tocsin.export.options import FORMATS
from tocsin.export.statements import issued, issued_by, of_unknown_issuers
from tocsin.knowledge import load
from tocsin.merge import find_stories
from tocsin.model.document import Document, DocumentKind, Published, Span
from tocsin.model.event import CopyKind, Event
from tocsin.model.reading import Prop
from tocsin.model.values import CLAIMED_LOSS
from tocsin.pipeline import CodeOptions
from tocsin.store import EventFilter, Store

SAMPLES = Path(__file__).parents[1] / "samples" / "statements"
MOST = 25  # words, as lexicon/communiques.yml has it


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample statements and the news beside them, coded with the rules."""
    path = tmp_path_factory.mktemp("statements") / "t.db"
    report = pipeline.code([str(SAMPLES)], db=path, options=CodeOptions(engine="rules"))
    assert not report.refused
    return path


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened


def event_at(store: Store, place: str) -> Event:
    (found,) = (e for e in store.events(EventFilter(all=True)) if e.place is not None and place in e.place.name)
    return found


def statement(name: str, text: str, day: int = 4, **about: object) -> Document:
    published = Published(date(2024, 3, day), "given")
    return Document(name, text, published=published, language="en", kind=DocumentKind.STATEMENT, **about)  # type: ignore[arg-type]


# -- matching, ledger, versions


def test_a_claim_that_news_tells_too_is_confirmed_and_alone_it_is_not(store: Store) -> None:
    actor = load().actors.get("jnim")
    assert actor is not None
    names = [n.text for n in (*actor.titles, *actor.names)]
    own = issued_by(store.readings(), actor.id, names)
    assert own == {"01-jnim-douentza.md", "02-jnim-douentza-translation.txt"}
    rows = {row.event.place.name: row for row in ledger(store.events(EventFilter()), actor.id, names, own)}  # type: ignore[union-attr]
    told, alone = rows["Douentza"], next(row for place, row in rows.items() if "Boni" in place)
    assert told.standing is Standing.CLAIMED_AND_CONFIRMED
    assert alone.standing is Standing.CLAIMED_ONLY  # two documents tell it, and both are the issuer's
    assert (told.delay, told.statements[0]) == (1, "01-jnim-douentza.md")


def test_a_statement_of_nobody_known_confirms_no_claim(tmp_path: Path) -> None:
    said = "On Sunday our fighters attacked an army post near Douentza and killed seven soldiers with rifles."
    for name, head in (
        ("a.txt", "Group for Support of Islam and Muslims\n\n"),
        ("b.txt", "A recording of that day.\n\n"),
    ):
        front = "---\nkind: statement\npublished: 2024-03-04\n---\n"
        (tmp_path / name).write_text(f"{front}{head}{said}")
    db = str(tmp_path / "t.db")
    pipeline.code([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], db=db, options=CodeOptions(engine="rules"))
    with Store.open(db) as store:
        actor, readings = load().actors.get("jnim"), store.readings()
        assert actor is not None
        names = [n.text for n in (*actor.titles, *actor.names)]
        own, anonymous = issued_by(readings, "jnim", names), of_unknown_issuers(readings)
        (row,) = ledger(store.events(EventFilter()), "jnim", names, own, anonymous)
    assert (own, anonymous) == ({"a.txt"}, {"b.txt"})
    assert row.standing is Standing.CLAIMED_ONLY


def test_a_denial_stands_against_what_news_accuses_of(store: Store) -> None:
    event = event_at(store, "Lashio")
    kinds = {(a.kind.value, a.by_id) for a in event.attributions}
    assert ("denial", "kia") in kinds
    assert event.disputed
    assert event.actor1 is not None
    assert event.actor1.id != "kia"
    assert {s.document_id for s in event.sources} == {"06-kia-denial.md", "news/02-lashio-market.md"}


def test_two_translations_are_one_statement_and_one_root(store: Store) -> None:
    (story,) = (s for s in store.stories() if s.root == "01-jnim-douentza.md")
    kinds = {m.document_id: m.copy_kind for m in story.members}
    assert kinds["02-jnim-douentza-translation.txt"] is CopyKind.TRANSLATION
    counted = [s.document_id for s in event_at(store, "Douentza").sources if s.independent]
    assert sorted(counted) == ["01-jnim-douentza.md", "news/01-douentza-wire.md"]


BULLETIN = """Red Valley Front
Statement no. {number}

On Sunday our fighters attacked a post near {place}, killing {killed} soldiers, wounding {hurt}, taking {arms} rifles.
"""


def test_bulletins_of_one_issuer_are_not_versions_of_each_other() -> None:
    one = statement("a", BULLETIN.format(number=4, place="Karrin", killed=7, hurt=12, arms=30))
    other = statement("b", BULLETIN.format(number=5, place="Osset", killed=4, hurt=9, arms=11), day=5)
    assert len(find_stories([one, other])) == 2


def test_a_cut_version_of_another_translation_is_found() -> None:
    whole = statement("a", BULLETIN.format(number=4, place="Karrin", killed=7, hurt=12, arms=30))
    cut = statement(
        "b",
        "Statement by the Red Valley Front\n\nA garrison close to Karrin was assaulted on Sunday; 7 troops died, 12 "
        "were injured and 30 guns fell into the hands of the Front.",
        day=6,
    )
    late = statement("c", cut.text + " ", day=29)
    (story,) = (s for s in find_stories([whole, cut, late]) if s.root == "a")
    assert [(m.document_id, m.copy_kind) for m in story.members][1] == ("b", CopyKind.TRANSLATION)


def test_a_version_that_comes_later_joins_its_statement(tmp_path: Path) -> None:
    names = ["01-jnim-douentza.md", "news/01-douentza-wire.md", "02-jnim-douentza-translation.txt"]
    for name in names:
        report = pipeline.code([str(SAMPLES / name)], db=tmp_path / "t.db", options=CodeOptions(engine="rules"))
        assert not report.refused
    with Store.open(tmp_path / "t.db") as store:
        kept = {frozenset(m.document_id for m in s.members) for s in store.stories()}
        made = {frozenset(m.document_id for m in s.members) for s in find_stories(list(store.documents()))}
        counted = [s.document_id for s in event_at(store, "Douentza").sources if s.independent]
    assert kept == made
    assert len(kept) == 2
    assert len(counted) == 2


def test_of_another_issuer_the_same_numbers_are_no_version() -> None:
    one = statement("a", BULLETIN.format(number=4, place="Karrin", killed=7, hurt=12, arms=30))
    other = statement("b", one.text.replace("Red Valley Front", "Blue Hills Army").replace("a post", "an outpost"))
    kinds = [m.copy_kind for s in find_stories([one, other]) for m in s.members]
    assert CopyKind.TRANSLATION not in kinds


# -- reading


def test_every_value_of_a_statement_is_its_issuers_word() -> None:
    document = statement("a", BULLETIN.format(number=4, place="Douentza", killed=7, hurt=12, arms=30))
    reading = engine("rules").read(document)
    assert {a.attributed_to for a in reading.assertions if a.rule is None} <= {"Red Valley Front"}
    assert any(CLAIMED_LOSS in a.reasons for a in reading.assertions)
    (record,) = (s for s in reading.statements if s.kind == "issuer")
    assert dict(record.data)["number"] == "4"


def test_a_claimed_toll_bounds_from_above_what_news_tells(store: Store) -> None:
    toll = event_at(store, "Douentza").fatalities
    assert (toll.low, toll.best) == (5, 5)
    assert toll.high is not None
    assert toll.high >= 7


def test_what_only_its_doer_tells_is_tagged(store: Store) -> None:
    tagged = {e.place.name for e in store.events(EventFilter()) if "only statements" in e.tags and e.place is not None}
    assert "Mainok" in tagged
    assert not {"Douentza", "Lashio", "Myawaddy"} & tagged - {"Myawaddy"}  # news tells one of two events at Myawaddy


def test_explain_names_the_issuer_and_how_it_is_known(store: Store) -> None:
    document = store.document("01-jnim-douentza.md")
    assert document is not None
    told = pipeline.explain_document(document, "rules")
    text = explain_document(told.document, told.reading, told.events, 100, told.stories, told.trace, told.notice)
    assert "JNIM: Group for Support of Islam and Muslims, no. 41 (letterhead:" in " ".join(text.split())


def test_nothing_of_the_letterhead_is_hit(store: Store) -> None:
    reading = engine("local").read(store.document("06-kia-denial.md"))  # type: ignore[arg-type]
    things = [a for a in reading.assertions if a.prop is Prop.TARGET]
    assert things
    assert not any("Office" in span.quote for a in things for span in a.spans)


def test_an_unknown_issuer_is_said_so_and_claims_nothing(store: Store) -> None:
    reading = store.reading("13-unknown-issuer.txt")
    assert reading is not None
    assert [flag.code for flag in reading.flags] == ["S101"]
    assert reading.attributions == ()


def test_threats_are_kept_and_are_no_event(store: Store) -> None:
    reading = store.reading("07-eln-threat.txt")
    assert reading is not None
    threats = [s for s in reading.statements if s.kind == "threat"]
    assert dict(threats[0].data)["by"] == "ELN: National Liberation Army"
    assert not [e for e in store.events(EventFilter()) if "07-eln-threat.txt" in {s.document_id for s in e.sources}]


def test_news_is_read_as_before() -> None:
    text = "We attacked the market of ideas. Our forces are strong, said the coach after the match on Sunday."
    published = Published(date(2024, 3, 4), "given")
    reading = engine("rules").read(Document("d", text, published=published, language="en"))
    assert not [s for s in reading.statements if s.kind == "issuer"]
    assert not reading.flags


# -- how little is shown


def longest_run(shown: str, documents: list[Document]) -> tuple[int, str]:
    """The most words of any statement that stand in one run in ``shown``."""
    flat, best = " ".join(shown.split()), (0, "")
    for document in documents:
        words = document.text.split()
        for start in range(len(words)):
            while start + best[0] < len(words):
                run_of = " ".join(words[start : start + best[0] + 1])
                if run_of not in flat:
                    break
                best = (best[0] + 1, run_of)
    return best


def words_in(path: Path) -> str:
    """All words of an exported file, of a workbook's sheets and a table's columns as well."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            parts = [html.unescape(book.read(n).decode()) for n in book.namelist() if n.endswith(".xml")]
        return " ".join(parts)
    if path.suffix == ".parquet":
        columns = pytest.importorskip("pyarrow.parquet").read_table(path).to_pydict()
        return " ".join(str(cell) for cells in columns.values() for cell in cells)
    return path.read_text(encoding="utf-8")


def test_no_export_republishes_a_statement(store: Store, tmp_path: Path) -> None:
    documents = list(store.documents(kind=DocumentKind.STATEMENT))
    assert max(len(d.text.split()) for d in documents) > MOST
    rows = {
        "events": list(store.events(EventFilter(all=True))), "documents": list(store.documents()),
        "stories": list(store.stories()), "quotes": list(pipeline.shared_quotes(store)),
        "mentions": list(store.readings().values()), "changes": list(store.revisions(None)),
    }  # fmt: skip
    rows["attributions"] = rows["events"]
    for what, formats in FORMATS.items():
        for fmt in formats:
            path = tmp_path / f"{what}.{fmt}"
            write(what, fmt, rows[what], path, ExportOptions(include_all=True))
            shown = words_in(path).replace("\\n", " ").replace('\\"', '"').replace('""', '"')
            assert longest_run(shown, documents)[0] <= MOST, (what, fmt, longest_run(shown, documents)[1])


def test_page_and_explanations_quote_shortly(store: Store, tmp_path: Path) -> None:
    documents = {d.id: d for d in store.documents()}
    statements = [d for d in documents.values() if d.kind is DocumentKind.STATEMENT]
    events = list(store.events(EventFilter(all=True)))
    page(events, documents, store.stories(), tmp_path / "index.html")
    shown = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert longest_run(shown, statements)[0] <= MOST
    for event in events:
        assert longest_run(explain_event(event, documents, 100, store.readings()), statements)[0] <= MOST
    for document in statements:
        told = pipeline.explain_document(document, "rules")
        text = explain_document(told.document, told.reading, told.events, 100, told.stories, told.trace, told.notice)
        assert longest_run(text, [document])[0] <= MOST


def test_texts_are_given_when_asked_for(store: Store) -> None:
    document = store.document("01-jnim-douentza.md")
    assert document is not None
    for wanted, text in ((False, None), (True, document.text)):
        stream = io.StringIO()
        write("documents", "jsonl", [document], stream, ExportOptions(statement_texts=wanted))
        row = json.loads(stream.getvalue())
        assert row["text"] == text
        assert (row["text_withheld"] is None) is wanted


def test_a_span_is_cut_at_words_and_stays_true() -> None:
    text = " ".join(f"word{n}" for n in range(40))
    span = Span("d", 3, 3 + len(text), text).short(25)
    assert len(span.quote.split()) == 25
    assert (span.end - span.start, span.start) == (len(span.quote), 3)
    assert Span("d", 0, 4, "word").short(25).quote == "word"


# -- commands


def test_list_of_statements(database: Path, capsys: pytest.CaptureFixture[str], store: Store) -> None:
    assert run(["statements", "--db", str(database), "--json"]) == 0
    rows = {row["document"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert len(rows) == sum(1 for _ in store.documents(kind=DocumentKind.STATEMENT))
    first = rows["01-jnim-douentza.md"]
    assert first["issuer"].startswith("JNIM")
    assert [a["kind"] for a in first["acts"]] == ["claim", "claim"]
    assert first["acts"][0]["told_by_others"] == ["news/01-douentza-wire.md"]
    assert first["versions"] == [{"document": "02-jnim-douentza-translation.txt", "copy_kind": "translation"}]
    assert rows["02-jnim-douentza-translation.txt"]["via"] == ["SITE Intelligence Group"]
    assert rows["13-unknown-issuer.txt"]["issuer"] is None
    assert rows["14-knla-channel.json#8"]["issuer"].startswith("PDF")  # passed on by another's channel
    assert rows["07-eln-threat.txt"]["threats"] >= 1
    assert "text" not in first
    assert run(["statements", "--db", str(database), "--issuer", "arakan-army"]) == 0
    shown = capsys.readouterr().out
    assert "accuses" in shown or "nothing datable" in shown
    assert "statements 1, of unknown issuers 0" in shown


def test_statements_of_an_empty_list_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(tmp_path / "t.db").close()
    assert run(["statements", "--db", str(tmp_path / "t.db")]) == 0
    assert "--kind statement" in capsys.readouterr().err
    assert run(["statements", "--db", str(tmp_path / "t.db"), "--format", "xml"]) == 2


def test_kind_and_hint_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text(
        "Statement no. 12\nIssued by the Media Office of the Arakan Army\n\n"
        "On 2 March our troops attacked a military post near Minbya and killed three soldiers."
    )
    db = str(tmp_path / "t.db")
    assert run(["code", str(text), "--db", db, "--engine", "rules", "--published", "2024-03-04"]) == 0
    assert "1 look like statements of a party" in capsys.readouterr().out
    command = ["code", str(text), "--db", db, "--engine", "rules", "--published", "2024-03-04", "--kind", "statement"]
    assert run(command) == 0
    assert "look like" not in capsys.readouterr().out
    with Store.open(db) as store:
        (row,) = issued(list(store.documents()), store.readings(), store.events(EventFilter(all=True)), store.stories())
        assert row.issuer is not None
        assert row.issuer.startswith("ULA/AA")
    assert run(["code", str(text), "--db", db, "--kind", "leaflet"]) == 2
    assert "--kind takes article, statement, report" in capsys.readouterr().err
