"""The user's own knowledge files (``TOCSIN_KNOWLEDGE``) laid over the packaged ones.

Own files only ever add: words to lists, entries to mappings. A packaged value is never changed by them, because
nobody would see why two installations code one text differently; actors and publishers are replaced as a whole
by an entry of the same id or name.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tocsin.knowledge.files import overlay_path
from tocsin.model.errors import KnowledgeError


class _StrictLoader(yaml.SafeLoader):
    """As the safe loader, but a key that stands twice in one mapping is an error, not a lost entry."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice, in lines {seen[key]} and {line}; keep one",
                    key_node.start_mark,
                )  # fmt: skip
            seen[key] = line
        return super().construct_mapping(node, deep)


def own_path(*parts: str) -> Path | None:
    """The user's file of this name (``own_path("lexicon", "triggers.yml")``), ``None`` when there is none.

    Raises:
        KnowledgeError: ``TOCSIN_KNOWLEDGE`` names something that is not a folder.
    """
    folder = overlay_path()
    if folder is None:
        return None
    path = folder.joinpath(*parts)
    return path if path.is_file() else None


def read_own(path: Path) -> Any:
    """The content of one of the user's files.

    Raises:
        KnowledgeError: it cannot be read, is no YAML, or has a key twice; names file and line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8-sig"), _StrictLoader)
    except OSError as error:
        raise KnowledgeError(f"Your knowledge file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"Your knowledge file {path} is not in UTF-8; save it in that encoding.") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2024-13-40
        raise KnowledgeError(f"Your knowledge file {path} is no valid YAML: {_where(error)}.") from error


def _where(error: Exception) -> str:
    """Line and cause of a YAML error in one line."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1})" if mark is not None else problem


READ = ("actors", "boundaries", "gazetteer", "grades.yml", "ingest", "lexicon", "publishers.yml")
"""What the user's folder may hold."""


def check_folder() -> None:
    """Refuse what lies in the user's folder and would never be read.

    Raises:
        KnowledgeError: a YAML file or a folder with YAML files that is none of ``READ``.
    """
    over = overlay_path()
    for path in sorted(over.iterdir()) if over is not None else ():
        knowledge = path.suffix in (".yml", ".yaml") or (path.is_dir() and any(path.glob("*.y*ml")))
        if knowledge and path.name not in READ and not path.name.startswith("."):
            raise KnowledgeError(
                f"{path} would never be read: your knowledge folder may hold {', '.join(READ)}. Move or rename it."
            )


def check_names(folder: str, known: Iterable[str]) -> None:
    """Refuse files of the user's ``folder`` that nothing would ever read.

    Raises:
        KnowledgeError: a file there has another name than those ``known``.
    """
    over = overlay_path()
    if over is None or not (over / folder).is_dir():
        return
    names = sorted(known)
    for path in sorted((over / folder).iterdir()):
        if path.suffix in (".yml", ".yaml") and path.name not in names:
            raise KnowledgeError(
                f"Your knowledge file {path} would never be read: files in {folder}/ are called {', '.join(names)}. "
                "Rename it."
            )


def added(packaged: Any, own: Any, path: Path, key: str = "") -> Any:
    """``packaged`` with what ``own`` (the content of the user's file ``path``) adds to it.

    Mappings are joined key by key, lists are lengthened by what they lack, values must agree.

    Raises:
        KnowledgeError: a value contradicts the packaged one or is of another kind; names file and key.
    """
    if own is None:
        return packaged
    if isinstance(packaged, dict) and isinstance(own, dict):
        joined = dict(packaged)
        for name, value in own.items():
            inner = f"{key}.{name}" if key else str(name)
            joined[name] = added(joined[name], value, path, inner) if name in joined else value
        return joined
    if isinstance(packaged, list) and isinstance(own, list):
        return [*packaged, *(item for item in own if item not in packaged)]
    if packaged is None and isinstance(own, dict | list):
        return own
    place = f"{path}, {key}" if key else str(path)
    for kind, words in ((dict, "`key: value` lines"), (list, "a list, [a, b]")):
        if isinstance(packaged, kind):
            raise KnowledgeError(f"{place}: {own!r} stands where {words} must stand.")
    if packaged != own:
        raise KnowledgeError(
            f"{place}: the packaged value is {packaged!r}, yours is {own!r}. Own files add and do not change; "
            "leave the key out."
        )
    return packaged
