"""Readings of YAML files that are kept: a shortcut that never changes what is read."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.knowledge import parsed
from tocsin.knowledge.files import read_entries, read_yaml
from tocsin.model.errors import KnowledgeError


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "folder", lambda: tmp_path / "kept")


def test_the_second_reading_is_the_first(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text("- id: a\n  from: 2017-03-02\n- id: b\n  names: [x, {n: y}]\n", encoding="utf-8")
    first = read_entries(path)
    assert first == ([{"id": "a", "from": date(2017, 3, 2)}, {"id": "b", "names": ["x", {"n": "y"}]}], [1, 3])
    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert read_entries(path) == first
    assert parsed.recall(path, path.read_bytes()) == first


def test_an_edit_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text("a: 1\n", encoding="utf-8")
    assert read_yaml(path) == {"a": 1}
    path.write_text("a: 2\n", encoding="utf-8")
    assert read_yaml(path) == {"a": 2}


def test_what_json_would_change_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text("1: one\n2: two\n", encoding="utf-8")
    assert read_yaml(path) == {1: "one", 2: "two"}
    assert read_yaml(path) == {1: "one", 2: "two"}
    assert not (tmp_path / "kept").exists()


def test_a_damaged_or_unwritable_folder_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "kept").write_text("in the way", encoding="utf-8")
    assert read_yaml(path) == {"a": 1}
    (tmp_path / "kept").unlink()
    assert read_yaml(path) == {"a": 1}
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_text("{no json", encoding="utf-8")
    assert read_yaml(path) == {"a": 1}


def test_an_error_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text("a: 1\nb: [1\nc: 2\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"own\.yml is no valid YAML(.|\n)*line 3"):
        read_yaml(path)
