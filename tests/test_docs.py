"""The documentation says what is: complete, up to date, and its commands work."""

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import tocsin
from tocsin import ingest
from tocsin.export.acled import COLUMN_NAMES
from tocsin.export.tables import COLUMNS
from tocsin.knowledge import data_path
from tocsin.knowledge.actor_files import read_actors
from tocsin.model.flags import FLAGS
from tocsin.model.reading import Statement
from tocsin.pipeline.codes import CODES

ROOT = Path(__file__).parent.parent
SOURCE = Path(tocsin.__file__).parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "cases").glob("*.md")])
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.M | re.S)


def load(name: str) -> ModuleType:
    """A script of ``bench/`` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


reference = load("reference")
console = load("console_blocks")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fences(text: str, kind: str, mark: str | None = None) -> list[str]:
    """Contents of the fenced blocks of a kind (``python``) and mark (```` ```yaml actors ````)."""
    return [body for found, label, body in FENCE.findall(text) if found == kind and (mark is None or label == mark)]


# The reference


@pytest.mark.parametrize("name", list(reference.PAGES))
def test_the_reference_is_up_to_date(name: str) -> None:
    made = reference.PAGES[name]()
    assert page(f"docs/reference/{name}") == made, "run `python bench/reference.py` and commit what it writes"


def test_every_command_and_option_is_documented() -> None:
    text = page("docs/reference/commands.md")
    found = dict(reference.commands())
    assert {"code", "events", "explain", "export", "demo", "gazetteer show"} <= found.keys()
    for name, command in found.items():
        assert f"## tocsin {name}\n" in text
        for parameter in command.params:
            assert (parameter.help or "").strip(), f"tocsin {name}: {parameter.name} has no help"
            assert reference.written(parameter).split("`")[1] in text


def test_every_export_column_is_documented() -> None:
    text = page("docs/reference/exports.md")
    columns = {*COLUMN_NAMES, *reference.event_keys(), *(name for names in COLUMNS.values() for name in names)}
    assert not [name for name in sorted(columns) if f"| `{name}` |" not in text]


def test_a_column_without_words_stops_the_reference() -> None:
    with pytest.raises(KeyError, match="no words for"):
        reference.words_for("stories", ["story", "a_new_column"], closed=False)
    with pytest.raises(KeyError, match=r"that are gone: .*similarity"):
        reference.words_for("stories", ["story", "root"])


def test_every_refusal_code_is_documented() -> None:
    text = page("docs/reference/codes.md")
    assert not [code for code in (*ingest.CODES, *CODES) if f"| {code} |" not in text]


def raised_codes() -> Iterator[tuple[str, str]]:
    """File and code of every ``Flag(...)``, ``Refusal(...)`` and ``conflict(...)`` with a literal code."""
    position = {"Flag": 0, "conflict": 0, "Refusal": 1}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            place = position.get(node.func.id)
            if place is None or len(node.args) <= place:
                continue
            argument = node.args[place]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield f"{path.relative_to(SOURCE)}", argument.value


def test_every_code_that_is_raised_is_known() -> None:
    raised = list(raised_codes())
    assert len(raised) >= 8  # the scan still finds them
    known = {*FLAGS, *ingest.CODES, *CODES}
    assert not [(where, code) for where, code in raised if code not in known], "add it to model/flags.py"


def test_every_flag_in_the_table_is_raised_somewhere() -> None:
    raised = {code for _, code in raised_codes()}
    assert FLAGS.keys() <= raised


def test_statement_kinds_are_those_of_the_model() -> None:
    words = (Statement.__doc__ or "").partition("``kind`` is one of ``")[2].partition("``")[0]
    model = {kind.strip() for kind in words.replace("\n", " ").split(",")}
    assert model == {kind for kind, _, _ in reference.statement_kinds()}


def test_every_knowledge_file_says_what_it_holds() -> None:
    for path in reference.knowledge_files():
        assert path.read_text(encoding="utf-8").startswith("# "), f"{path.name} begins without a comment"
        assert f"`{path.relative_to(data_path()).as_posix()}`" in page("docs/reference/knowledge.md")


# Pages


def headings(text: str) -> set[str]:
    """Anchors of a page, as repository sites make them: lower case, punctuation gone, spaces to hyphens."""
    bare = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    titles = re.findall(r"^#{1,6} (.+)$", bare, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`", "", text)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for link in links(path):
        if link.startswith(("http://", "https://")):
            continue
        target, _, anchor = link.partition("#")
        where = (path.parent / target).resolve() if target else path
        assert where.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in headings(where.read_text(encoding="utf-8")), f"{link}: no such heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        current = todo.pop()
        if current in seen or current.suffix != ".md" or not current.exists():
            continue
        seen.add(current)
        for link in links(current):
            target = (current.parent / link.partition("#")[0]).resolve()
            todo += sorted(target.glob("*.md")) if target.is_dir() else [target]
    lost = {path for path in PAGES if (ROOT / "docs") in path.parents} - seen
    assert not lost


@pytest.mark.parametrize("name", [str(path.relative_to(ROOT)) for path in PAGES])
def test_commands_in_pages_exist(name: str) -> None:
    known = {full.split()[0]: set() for full, _ in reference.commands()}
    options: dict[str, set[str]] = {word: {"--debug", "--version", "--help"} for word in known}
    for full, command in reference.commands():
        for parameter in command.params:
            options[full.split()[0]] |= {*parameter.opts, *parameter.secondary_opts}
    if name in ("CHANGELOG.md", "docs/reference/commands.md"):
        return
    for shell in fences(page(name), "sh") + fences(page(name), "console"):
        for line in re.findall(r"^(?:\$ )?tocsin (.+)$", shell, re.M):
            words = re.split("[#|;]", line)[0].split()
            assert words[0] in known, f"tocsin {words[0]} does not exist"
            used = {word.partition("=")[0] for word in words if word.startswith("-")}
            assert used <= options[words[0]], f"tocsin {line}"


def test_make_targets_in_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.M))
    for path in PAGES:
        for shell in fences(path.read_text(encoding="utf-8"), "sh"):
            assert set(re.findall(r"^make (\w+)", shell, re.M)) <= targets


def check_outcomes(name: str, folder: Path) -> dict[str, str]:
    """Run the console blocks of a page; output by first line of command."""
    outcomes = console.run_page(page(name), folder)
    assert outcomes
    for outcome in outcomes:
        assert outcome.status == outcome.expected, "\n".join([outcome.command.words, *outcome.output])
        if outcome.command.output:
            assert outcome.output, f"{outcome.command.words} prints nothing any more"
    return {outcome.command.words.split("\n")[0]: "\n".join(outcome.output) for outcome in outcomes}


@pytest.mark.parametrize("name", ["README.md", "docs/knowledge-files.md"])
def test_console_blocks_run(name: str, tmp_path: Path) -> None:
    check_outcomes(name, tmp_path)


def test_the_tutorial_runs_and_teaches_what_it_says(tmp_path: Path) -> None:
    said = check_outcomes("docs/tutorial.md", tmp_path)
    assert "Maiduguri" in said["tocsin events"]
    assert "--published" in said["tocsin explain 03-village.txt"]
    assert "kadara-hill-guard" in next(text for command, text in said.items() if command.startswith("tocsin log"))
    rows = (tmp_path / "events.acled.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].split(",") == list(COLUMN_NAMES)
    assert "iswap" in (tmp_path / "who-says-who.csv").read_text(encoding="utf-8")


def test_python_blocks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    blocks = fences(page("docs/python.md"), "python")
    assert len(blocks) >= 4
    names: dict[str, object] = {"__name__": "docs"}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    report = names["report"]
    assert report.documents >= 30  # type: ignore[attr-defined]
    assert (tmp_path / "events.csv").stat().st_size > 0


# Examples of knowledge


def test_actor_examples_are_valid(tmp_path: Path) -> None:
    (example,) = fences(page("docs/knowledge-files.md"), "yaml", "actors")
    path = tmp_path / "mine.yml"
    path.write_text(example, encoding="utf-8")
    actors = {actor.id: actor for actor in read_actors(path)}
    guard = actors["kadara-hill-guard"]
    assert guard.name == "KHG: Kadara Hill Guard"
    assert "KHG" in {name.text for name in guard.names}
    assert not guard.verified
    assert len(actors["other-group"].types) == 2


def test_supplement_example_is_in_the_supplement() -> None:
    (example,) = fences(page("docs/knowledge-files.md"), "yaml", "supplement")
    packaged = yaml.safe_load(data_path("gazetteer", "supplement.yml").read_text(encoding="utf-8"))
    assert all(row in packaged for row in yaml.safe_load(example))


def test_trigger_example_uses_keys_of_the_lexicon() -> None:
    (example,) = fences(page("docs/knowledge-files.md"), "yaml", "triggers")
    packaged = yaml.safe_load(data_path("lexicon", "triggers.yml").read_text(encoding="utf-8"))
    for name, group in yaml.safe_load(example).items():
        assert name in packaged
        assert set(group) <= set(packaged[name])
        assert group["type"] == packaged[name]["type"]


# The tools themselves


def test_blocks_are_found_with_steering_and_continuation() -> None:
    text = (
        "a\n<!-- console: head=1 status=3 -->\n```console\n$ cat <<E\n> b\n>\n> E\nb\n$ true\n```\n```sh\n$ no\n```\n"
    )
    (block,) = console.blocks(text)
    assert block.steering == {"head": "1", "status": "3"}
    assert [command.words for command in block.commands] == ["cat <<E\nb\n\nE", "true"]
    assert block.commands[0].output == ["b"]


def test_outputs_are_written_back_and_event_ids_follow(tmp_path: Path) -> None:
    text = "```console\n$ echo ev_bbbbbbbb\nev_aaaaaaaa\n$ echo ev_aaaaaaaa; false\nold\n```\nend\n"
    outcomes = console.run_page(text, tmp_path)
    assert [outcome.output for outcome in outcomes] == [["ev_bbbbbbbb"], ["ev_bbbbbbbb"]]
    assert [outcome.status for outcome in outcomes] == [0, 1]
    again = console.rewritten(text, outcomes)
    assert again == "```console\n$ echo ev_bbbbbbbb\nev_bbbbbbbb\n$ echo ev_bbbbbbbb; false\nev_bbbbbbbb\n```\nend\n"


def test_of_several_event_ids_on_a_line_each_is_followed() -> None:
    shown, today = ["judge ev_aaaaaaaa ev_bbbbbbbb same"], ["judge ev_cccccccc ev_dddddddd same", "see ev_eeeeeeee"]
    assert console.todays_ids(shown, today) == {"ev_aaaaaaaa": "ev_cccccccc", "ev_bbbbbbbb": "ev_dddddddd"}
