"""Who words mean: the file of names of our own, the command, euphemisms, names out of their time."""

import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tocsin.cli.main import run
from tocsin.knowledge import load
from tocsin.pipeline.naming import actor_named
from tocsin.read.actor_phrases import actor_phrase, bare

ROOT = Path(__file__).parent.parent
FLOOR = 0.98  # share of names resolved rightly; 335 of 336 when it was set


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    sys.path.insert(0, str(ROOT / "bench"))
    spec = importlib.util.spec_from_file_location("actors_bench", ROOT / "bench" / "actors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["actors_bench"] = module
    spec.loader.exec_module(module)
    return module


def test_names_of_many_conflicts_and_years(bench: ModuleType) -> None:
    rows = bench.rows_of(ROOT / "corpus" / "names" / "resolutions.yml")
    assert len(rows) >= 250
    assert len({row.conflict for row in rows}) >= 30
    assert len({row.day.year for row in rows}) >= 15
    known = {actor.id for actor in load().actors.all()} | {bench.OPEN}
    assert [row.actor for row in rows if row.actor not in known] == []
    faults = [f"{row.words} {row.day}: {wrong}" for row in rows if (wrong := bench.wrong(row, bench.ask(row, load())))]
    assert len(faults) <= (1 - FLOOR) * len(rows), "\n".join(faults)


def test_a_row_of_the_file_that_nothing_would_read_is_refused(bench: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("Mali: {country: MLI, rows: [[GSIM, 2022-07-22, jnim, {nmae: JNIM}]]}")
    with pytest.raises(ValueError, match="has no day or an unknown key"):
        bench.rows_of(tmp_path / "x.yml")


def test_three_readings_of_one_name() -> None:
    found = actor_named("Katiba Macina", load(), day=date(2022, 6, 18), country="MLI")
    (best, *_) = found.ranked
    assert found.words == best.actor.as_reported == "Katiba Macina"
    assert (best.actor.name, best.inter) == ("Katiba Macina", 2)
    assert best.rolled_up == (("jnim", "JNIM: Group for Support of Islam and Muslims"),)


@pytest.mark.parametrize("words", ["the terrorists", "the bandits"])
def test_what_communiques_call_the_enemy_names_no_group(words: str) -> None:
    found = actor_named(words, load(), day=date(2022, 7, 22), country="MLI", beside=["JNIM"])
    assert found.ranked[0].actor.id == "unidentified-armed-group-mali"
    assert any("what communiques call any opponent" in reason for reason in found.reasons)
    (group,) = actor_named("the rebels", load(), day=date(2022, 7, 22), country="MLI", beside=["JNIM"]).ranked
    assert group.actor.id == "jnim"


def test_names_out_of_their_time_are_flagged_and_old_names_told() -> None:
    early = actor_named("JNIM", load(), day=date(2015, 6, 1), country="MLI")
    assert early.anachronisms == (
        "anachronism: JNIM: Group for Support of Islam and Muslims exists since 2017-03-02, the event is of 2015-06-01",
    )
    assert "ansar-dine" in [one.actor.id for one in early.ranked[1:]]
    old = actor_named("ISGS", load(), day=date(2023, 6, 1), country="NER")
    assert old.anachronisms == ()
    assert old.reasons == ("an old name: ISGS was used until 2022-03-20",)
    gone = actor_named("Wagner", load(), day=date(2018, 6, 1), country="MLI")
    assert gone.reasons == ("Wagner Group is not known to act in MLI on 2018-06-01",)


def test_articles() -> None:
    said = ["the army", "l'armée", "les rebelles", "lesotho army", "theatre group", "des hommes armés"]
    assert list(map(bare, said)) == ["army", "armée", "rebelles", "lesotho army", "theatre group", "hommes armés"]
    assert actor_phrase("les soldats maliens", "fr", load()).country == "MLI"
    assert actor_phrase("quelque chose", "fr", load()).candidates == ()


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["actors", "resolve", "the army", "--date", "2022-07-22", "--country", "Mali", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ambiguous"] is False
    assert (found["actors"][0]["name"], found["actors"][0]["inter"]) == ("Military Forces of Mali (2021-)", 1)
    assert run(["actors", "resolve", "FDS", "--date", "2019-01-01"]) == 1
    shown = capsys.readouterr().out
    assert "ambiguous: nothing decides" in shown
    assert "Military Forces of Burkina Faso (2015-2022) [military-burkina-faso]  State forces, inter code 1" in shown
    assert run(["actors", "resolve", "Northern Dawn Front"]) == 1
    assert "is not in the actor registry" in capsys.readouterr().err
