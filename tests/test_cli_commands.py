"""The command line: what it prints where, and its exit status."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from test_pipeline_stub import ROOMS, articles, write_lines
from tocsin import ingest
from tocsin.cli import output, samples
from tocsin.cli.console import typed_name
from tocsin.cli.events import toll
from tocsin.cli.main import run
from tocsin.cli.settings import _FILTERS, country_code
from tocsin.export import ExportOptions
from tocsin.export.acled import acled_rows
from tocsin.export.options import ExportReport
from tocsin.merge import find_stories
from tocsin.model.document import Document, Refusal
from tocsin.model.errors import UsageError
from tocsin.model.event import Run
from tocsin.model.reading import Reading
from tocsin.model.values import Count, PlaceValue
from tocsin.pipeline import CodeOptions
from tocsin.store import EventFilter, Store

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command line in a folder of its own, with the stub rooms; gives status, output, messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setattr("tocsin.pipeline.running.real_rooms", lambda: ROOMS)

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.fixture
def coded(call: Call, tmp_path: Path) -> Call:
    write_lines(tmp_path / "in.jsonl", articles(6))
    status, _, _ = call("code", "in.jsonl")
    assert status == 0
    return call


def test_code_prints_a_summary_and_names_refusals(call: Call, tmp_path: Path) -> None:
    rows = [*articles(3), {"id": "none"}, {"id": "bad", "text": "EXPLODE"}]
    write_lines(tmp_path / "in.jsonl", rows)
    status, out, err = call("code", "in.jsonl")
    assert status == 1
    assert re.search(r"^documents +4 \(3 read now, 0 before, 1 kept unread\)$", out, re.M)
    assert re.search(r"^refused +2$", out, re.M)
    assert re.search(r"^events +6 in tocsin.db \(6 new, 0 changed, 0 gone\); 6 have", out, re.M)
    assert "refused I122: in.jsonl, line 4: no text; add it." in err
    assert "refused P500: bad:" in err
    assert "Traceback" not in err
    _, _, err = call("code", "in.jsonl", "--debug")
    assert "KeyError: 'boom'" in err
    assert (tmp_path / "tocsin.db").exists()


def test_code_again_reads_nothing(coded: Call) -> None:
    status, out, _ = coded("code", "in.jsonl", "--jobs", "2")
    assert status == 0
    assert "(0 read now, 6 before, 0 kept unread)" in out


def test_database_from_the_environment(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_DB", str(tmp_path / "other.db"))
    write_lines(tmp_path / "in.jsonl", articles(1))
    assert call("code", "in.jsonl")[0] == 0
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "tocsin.db").exists()
    assert "Dorat" in call("events")[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["events", "--bogus"], "No such option: --bogus"),
        (["code"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["code", "x", "--jobs", "0"], "give 1 or more"),
        (["code", "x", "--jobs", "two"], "integer"),
        (["code", "x", "--published", "yesterday"], "2024-03-04"),
        (["events", "--since", "soon"], "write it like 2024-03-04"),
        (["events", "--bbox", "1,2"], "west,south,east,north"),
        (["events", "--country", "Atlantis"], "no country"),
        (["events", "--modality", "rumoured"], "choose from actual"),
        (["events", "--format", "xml"], "table or jsonl"),
        (["export", "--format", "xml"], "can be exported as"),
        (["export", "--what", "rumours"], "--what takes events"),
        (["export", "--fatalities", "most"], "low or best"),
        (["explain", "zzz"], "Nothing here is called 'zzz'"),
        (["log", "zzz"], "No event is or was called"),
        (["diff"], "--since"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(coded: Call, words: list[str], message: str) -> None:
    status, out, err = coded(*words)
    assert status == 2
    assert out == ""
    assert message in err
    assert err.startswith("tocsin: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_missing_or_foreign_database_is_status_1(call: Call, tmp_path: Path) -> None:
    status, _, err = call("events")
    assert (status, "no database at tocsin.db" in err) == (1, True)
    (tmp_path / "tocsin.db").write_text("hello, I am a letter")
    status, _, err = call("events")
    assert (status, "not a Tocsin database" in err) == (1, True)


def test_events_table_and_filters(coded: Call) -> None:
    status, out, _ = coded("events")
    assert status == 0
    assert "Armed clash" in out
    assert "0-5" in out  # two accounts of one clash
    assert "marks: d disputed" in out
    assert out.count("ev_") == 11
    _, out, _ = coded("events", "--text", "dorat", "--since", "2024-03-02", "--country", "Mali")
    assert out.count("ev_") == 4
    _, out, err = coded("events", "--country", "FRA")
    assert (out, "No event passes" in err) == ("", True)
    _, out, err = coded("events", "--limit", "2")
    assert out.count("ev_") == 2
    assert err.startswith("9 more")


def test_every_filter_of_the_contract_is_an_option() -> None:
    from dataclasses import fields

    assert list(_FILTERS) == [field.name for field in fields(EventFilter)]


def test_events_and_documents_as_jsonl(coded: Call) -> None:
    _, out, _ = coded("events", "--format", "jsonl")
    events = [json.loads(line) for line in out.splitlines()]
    assert len(events) == 11
    assert events[0]["event_id"].startswith("ev_")
    assert events[0]["revision"] == 1
    _, out, _ = coded("documents", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["document"] for row in rows] == [f"doc-{n:02}" for n in range(6)]
    assert rows[0]["text"].startswith("Clash in Dorat")
    _, out, _ = coded("documents")
    assert out.count("doc-0") == 6


def test_explain_takes_event_prefix_and_document(coded: Call, tmp_path: Path) -> None:
    with Store.open(tmp_path / "tocsin.db") as store:
        event = next(store.events())
    status, out, _ = coded("explain", event.event_id[:14])
    assert status == 0
    assert event.event_id in out
    status, out, _ = coded("explain", "doc-03")
    assert status == 0
    assert "doc-03" in out
    status, _, err = coded("explain", "doc-0")
    assert status == 2
    assert "6 documents begin" in err


def test_explain_a_refused_document_and_a_retired_event(call: Call, tmp_path: Path) -> None:
    row: dict[str, Any] = {"id": "fr", "text": "Une attaque.", "language": "fr"}
    rows = [{"id": "a", "text": "Clash in Dorat on 01: 3 dead.", "language": "en"}, row]
    write_lines(tmp_path / "in.jsonl", rows)
    call("code", "in.jsonl")
    status, out, _ = call("explain", "fr")
    assert status == 0
    assert "French" in out
    with Store.open(tmp_path / "tocsin.db") as store:
        (event,) = store.events()
    rows[0]["text"] = "Nothing happened."
    write_lines(tmp_path / "in.jsonl", rows)
    call("code", "in.jsonl")
    status, _, err = call("explain", event.event_id)
    assert status == 1
    assert "was withdrawn on" in err
    status, out, _ = call("log", event.event_id)
    assert "withdrawn" in out
    status, out, err = call("diff", "--since", "2000-01-01")
    assert (out, "0 created" in err) == ("", True)


def test_log_and_diff_tell_changes(coded: Call, tmp_path: Path) -> None:
    with Store.open(tmp_path / "tocsin.db") as store:
        event = next(e for e in store.events() if e.fatalities.high == 1)
        since = event.updated_at
    assert since is not None
    rows = articles(6)
    rows[1]["text"] = str(rows[1]["text"]).replace(": 1 dead", ": 8 dead")
    write_lines(tmp_path / "in.jsonl", rows)
    coded("code", "in.jsonl")
    _, out, _ = coded("log", event.event_id)
    assert "fatalities_high: 1 → 8" in out
    _, out, err = coded("diff", "--since", since.isoformat())
    assert "changed " in out
    assert "fatalities_low: 1 → 8" in out
    assert "created" in err


def test_exports_and_their_ids_stay(coded: Call, tmp_path: Path) -> None:
    status, out, err = coded("export", "--format", "acled-csv", "--out", "a.csv")
    assert (status, out) == (0, "")
    assert "rows written to a.csv" in err
    first = (tmp_path / "a.csv").read_text(encoding="utf-8")
    ids = [row["event_id_cnty"] for row in csv.DictReader(io.StringIO(first))]
    assert all(re.fullmatch(r"MLI\d+", name) for name in ids)
    coded("export", "--format", "acled-csv", "--out", "b.csv")
    assert [
        row["event_id_cnty"] for row in csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8")))
    ] == ids
    assert (tmp_path / "a.csv.manifest.json").exists()
    for what in ("documents", "stories", "mentions", "changes", "attributions"):
        status, out, _ = coded("export", "--what", what)
        assert status == 0
        assert all(json.loads(line) for line in out.splitlines())
    _, out, _ = coded("export", "-f", "geojson", "--text", "dorat")
    assert json.loads(out)["type"] == "FeatureCollection"
    status, _, err = coded("export", "--out", "no/such/folder.csv", "-f", "csv")
    assert (status, "cannot write" in err) == (2, True)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count.exactly(0), "0"),
        (Count.exactly(9), "9"),
        (Count(9, 9, 11), "9-11"),
        (Count(12, None, None), "12+"),
        (Count(None, None, 5), "?-5"),
        (Count(None, None, None), ""),
    ],
)
def test_toll_in_few_characters(count: Count, words: str) -> None:
    assert toll(count) == words


def test_countries_by_code_or_name() -> None:
    assert [country_code(name) for name in ("ml", "MLI", "Mali")] == ["MLI"] * 3
    with pytest.raises(UsageError):
        country_code("Ruritania")


def test_samples_are_found() -> None:
    assert (samples.samples_path() / "08-owo-church.md").exists()


def test_version_and_help(call: Call) -> None:
    assert re.fullmatch(r"tocsin \d+\.\d+\.\d+\n", call("--version")[1])
    status, out, _ = call("--help")
    assert status == 0
    for name in ("code", "events", "explain", "documents", "export", "log", "diff", "demo", "doctor"):
        assert re.search(rf"^  {name} ", out, re.M)


TOCSIN = [sys.executable, "-m", "tocsin.cli.main"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["code", "artcles"], "refused I140: artcles: the input does not exist"),
        (["code", "empty"], "refused I144: empty"),
        (["code", "*.pdf", "https://news.example/a"], "refused I141"),
    ],
)
def test_a_mistyped_input_makes_no_database(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.setattr("tocsin.pipeline.running.real_rooms", lambda: replace(ROOMS, documents=real_documents))
    (tmp_path / "empty").mkdir()
    status, out, err = call(*words)
    assert status == 1
    assert said in err
    assert "Nothing to read, so tocsin.db was not made." in err
    assert not out
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    (tmp_path / "a.txt").write_text("Clash in Dorat on 01: 3 dead.", encoding="utf-8")
    assert call(*words, "a.txt")[0] == 1  # what is there is coded, and the rest is named again
    assert call("documents")[1].count("a.txt") == 1
    assert said in call("documents")[2]


def real_documents(inputs: Sequence[str], options: CodeOptions) -> Iterable[Document | Refusal]:
    return ingest.documents(inputs, ingest.IngestOptions(published=options.published))


@pytest.mark.parametrize("name", ["llm", "rulez"])
def test_an_engine_that_does_not_exist_gets_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("Four died in Kati.", encoding="utf-8")
    done = subprocess.run(
        [*TOCSIN, "code", "a.txt", "--engine", name], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert f"engine '{name}'" in done.stderr
    assert "choose one of auto, rules, local." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_first_use_says_that_it_compiles(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(progress: Callable[[str], None]) -> None:
        progress("compiling the gazetteer; this is done once")
        progress("joining cities to units")

    monkeypatch.setattr("tocsin.pipeline.running.real_rooms", lambda: replace(ROOMS, prepare=prepare))
    write_lines(tmp_path / "in.jsonl", articles(1))
    _, _, err = call("code", "in.jsonl")
    assert err.splitlines()[0] == "compiling the gazetteer; this is done once …"
    assert "joining" not in err


BAD_ACTOR = """
- {id: "X Y", name: Hill Watch, type: Rebel groop, countries: [MLI], rel: [allied_with nobody-at-all]}
"""


def test_a_wrong_actor_of_your_own_is_named(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "mine.yml").write_text(BAD_ACTOR, encoding="utf-8")
    environment = {**os.environ, "TOCSIN_KNOWLEDGE": str(tmp_path)}

    def said(*words: str) -> tuple[int, str]:
        done = subprocess.run([*TOCSIN, *words], capture_output=True, text=True, env=environment, cwd=tmp_path)
        return done.returncode, done.stdout + done.stderr

    status, text = said("actors", "check")
    assert status == 1
    assert [line.partition(";")[0].rstrip(".") for line in re.findall(r"^ERROR (.*)$", text, re.M)] == [
        "mine.yml line 2, X Y: an id has small letters, digits and single hyphens only",
        "mine.yml line 2, X Y: 'Rebel groop' is no actor type",
        "mine.yml line 2, X Y: relation allied_with to 'nobody-at-all', which is not in the registry",
    ]
    assert str(tmp_path / "actors") in text
    status, text = said("doctor", "--quick")
    assert status == 1
    assert re.search(
        r"^WRONG actors +mine.yml line 2, X Y: .* \(and 2 more\); `tocsin actors check` names all\.$", text, re.M
    )
    (tmp_path / "actors" / "mine.yml").unlink()
    assert said("actors", "check")[0] == 0


def test_help_starts_quickly_and_loads_nothing_heavy() -> None:
    script = "import sys; from tocsin.cli.main import run; run(['--help']); print(sorted(sys.modules))"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert time.monotonic() - began < 5  # 0.1 s on an idle machine; the bound only catches accidents
    loaded = set(re.findall(r"'([\w.]+)'", done.stdout.splitlines()[-1]))
    assert not loaded & {"sqlalchemy", "alembic", "trafilatura", "rapidfuzz", "pycountry", "numpy", "yaml"}


def test_broken_pipe_is_silent(coded: Call, tmp_path: Path) -> None:
    write_lines(tmp_path / "many.jsonl", articles(60))
    coded("code", "many.jsonl")
    process = subprocess.Popen(
        [*TOCSIN, "events", "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.parametrize("columns", ["30", "80", "200"])
def test_narrow_ascii_and_colourless_terminals(coded: Call, tmp_path: Path, columns: str) -> None:
    environment = {
        **os.environ,
        "COLUMNS": columns,
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
    }
    done = subprocess.run([*TOCSIN, "events"], capture_output=True, cwd=tmp_path, env=environment, check=True)
    text = done.stdout.decode("ascii")
    assert "\x1b" not in text
    assert columns == "30" or max(map(len, text.splitlines())) <= int(columns)
    assert text.count("ev_") == 11
    assert done.stderr == b""
    exported = subprocess.run([*TOCSIN, "export"], capture_output=True, cwd=tmp_path, env=environment, check=True)
    assert len(exported.stdout.decode("utf-8").splitlines()) == 11


def test_a_hostile_text_cannot_move_the_cursor(call: Call, tmp_path: Path) -> None:
    rows = [{"id": "evil\x1b[2J", "text": "Clash in Dorat on 01: 3 dead. \x1b[31m[bold]x[/bold]"}]
    write_lines(tmp_path / "in.jsonl", rows)
    assert call("code", "in.jsonl")[0] == 0
    for words in (["events"], ["documents"], ["explain", "evil"], ["events", "--text", "clash"]):
        status, out, err = call(*words)
        assert status == 0
        assert "\x1b" not in out + err


STUB_CLI = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background of a shell inherits "ignore"
sys.path.insert(0, {tests!r})
import test_pipeline_stub as stub
import tocsin.pipeline.running as running
from tocsin.cli import main
def slowly(inputs, options):
    for item in stub.documents(inputs, options):
        print("met", item.id, flush=True)
        time.sleep(0.05)
        yield item
if __name__ == "__main__":
    from dataclasses import replace
    running.real_rooms = lambda: replace(stub.ROOMS, documents=slowly)
    sys.exit(main.run(sys.argv[1:]))
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_control_c_stops_with_a_sentence_and_keeps_what_is_done(tmp_path: Path, jobs: str) -> None:
    write_lines(tmp_path / "in.jsonl", articles(40))
    script = tmp_path / "cli.py"
    script.write_text(STUB_CLI.format(tests=str(Path(__file__).parent)))
    child = subprocess.Popen(
        [sys.executable, str(script), "code", "in.jsonl", "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        start_new_session=True,
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("met doc-20"):
            break
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to the parent and its workers
    out, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "Stopped. What was complete is kept" in err
    assert "Traceback" not in err
    assert re.search(r"^documents +\d+ \(\d+ read now", out, re.M)
    again = [sys.executable, str(script), "code", "in.jsonl"]  # a process of its own: it looks at the code anew
    done = subprocess.run(again, capture_output=True, text=True, cwd=tmp_path, check=True)
    found = re.search(r"\((\d+) read now, (\d+) before", done.stdout)
    assert found is not None
    assert int(found[2]) >= 10
    assert int(found[1]) + int(found[2]) == 40


def test_source_scale_comes_from_the_publishers_registry(call: Call, tmp_path: Path) -> None:
    rows = articles(2)
    rows[0]["publisher"] = "Agence France-Presse"
    write_lines(tmp_path / "in.jsonl", rows)
    assert call("code", "in.jsonl")[0] == 0
    with Store.open(tmp_path / "tocsin.db") as store:
        first = next(iter(store.events(EventFilter(all=True))))
    assert output.Scales()["the guardian"] == "International"
    assert output.Scales().get("https://www.reuters.com/world") == "International"
    assert output.Scales().get("doc-01") is None
    assert len(list(output.Scales())) == len(output.Scales()) > 100
    told = replace(first, sources=(replace(first.sources[0], publisher="Agence France-Presse"),))
    options = ExportOptions(source_scales=output.Scales())
    place = PlaceValue("Dorat", "x:1", "MLI", latitude=1.0, longitude=1.0)
    (row,) = acled_rows(replace(told, place=place), options, ExportReport("events", "acled-csv"))
    assert isinstance(row, dict)
    assert row["source_scale"] == "International"


def test_the_name_to_type_is_one_that_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "my env" / "bin" / "tocsin"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program), "demo"])
    monkeypatch.setenv("PATH", os.defpath)
    assert typed_name() == "'my env/bin/tocsin'"
    monkeypatch.setattr(sys, "argv", ["my env/bin/tocsin", "demo"])
    assert typed_name() == "'my env/bin/tocsin'"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr(sys, "argv", [str(program), "demo"])
    assert typed_name() == f"'{program}'"
    monkeypatch.setenv("PATH", str(program.parent))
    assert typed_name() == "tocsin"
    other = tmp_path / "other" / "tocsin"  # PATH leads to another installation
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(other.parent))
    assert typed_name() == f"'{program}'"
    monkeypatch.setattr(sys, "argv", ["/x/src/tocsin/cli/main.py", "demo"])
    assert typed_name().endswith(" -m tocsin.cli.main")


def test_a_mistyped_name_gets_what_was_perhaps_meant(coded: Call, tmp_path: Path) -> None:
    rows = [{"id": "reports/market-raid.txt", "text": "Clash in Dorat on 09: 1 dead."}]
    write_lines(tmp_path / "more.jsonl", rows)
    assert coded("code", "more.jsonl")[0] == 0
    status, out, _ = coded("explain", "reports/market-raid.txt")
    assert status == 0
    assert out.splitlines()[:2] == ["reports/market-raid.txt", "  (no title)"]
    for typed in ("market-riad", "market-raid", "report/market-raid.txt", "raid", "MARKET-RAID.TXT"):
        status, _, err = coded("explain", typed)
        assert status == 2
        assert err == f"tocsin: Nothing here is called {typed!r}. Did you mean reports/market-raid.txt?\n"
    status, _, err = coded("explain", "mogadishu")
    assert status == 2
    assert "`tocsin events --text WORDS` searches" in err
    assert coded("explain", "ev_zzzzzzzz")[0] == 2


def test_documents_without_publication_date_are_counted(tmp_path: Path) -> None:
    article = "Gunmen killed nine villagers near Mopti on Friday, officials in Mali said."
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    tocsin = "import sys; from tocsin.cli.main import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", tocsin, "code", "a.txt", "--db"]
    undated, dated = (
        subprocess.run([*command, *more], capture_output=True, text=True, cwd=tmp_path, check=True).stdout
        for more in (["a.db"], ["b.db", "--published", "2024-03-06"])
    )
    assert "1 without publication date" in undated
    assert "give --published" in undated
    assert "without publication date" not in dated


def test_stories_are_listed_with_reasons_and_changed_facts(call: Call, tmp_path: Path) -> None:
    text = (
        "A roadside bomb killed {dead} people in Kelma on Monday, police said.\n\nThe device went off near a mosque in "
        'the Gwange district as worshippers were leaving. "We heard it in Sarrun and we ran," said a trader. '
        "Commissioner Abel Odo told reporters that twenty people were in the hospital of Pell."
    )
    first = Document("w1", text.format(dead="nine"), "Blast in Kelma", publisher="Horn Wire", language="en")
    second = replace(first, id="w2", text=text.format(dead="13"), title="UPDATE 1-Blast in Kelma")
    run_of = Run("r1", datetime(2024, 3, 5, tzinfo=UTC))
    with Store.open(tmp_path / "tocsin.db") as store, store.transaction():
        for document in (first, second):
            store.save_reading(document, Reading(document.id, "rules@1"), run=run_of)
        store.save_stories(find_stories([first, second]))
    status, out, err = call("stories")
    assert status == 0
    assert "2 documents, 1 independent root" in out
    assert "update" in out
    assert "changed number: “nine” (w1) became “13”" in out
    status, out, err = call("stories", "w2", "--format", "jsonl")
    (story,) = map(json.loads, out.splitlines())
    assert (story["root"], story["root_missing"]) == ("w1", False)
    assert story["documents"][1]["changed"][0]["copy"]["quote"] == "13"
    status, out, err = call("stories", "--quotes")
    assert "one utterance in 2 documents" in out
    assert "“We heard it in Sarrun and we ran,”" in out
    status, out, err = call("export", "--what", "quotes", "--format", "csv")
    assert [row["document"] for row in csv.DictReader(io.StringIO(out))] == ["w1", "w2"]
    status, out, err = call("stories", "nothing")
    assert status == 2
    assert "No story or document is called 'nothing'" in err
    status, _, err = call("stories", "--format", "csv")
    assert status == 2
    assert "tocsin export --what stories" in err
