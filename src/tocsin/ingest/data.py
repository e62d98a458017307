"""The intake's knowledge files: litter patterns, wire agencies, byline words
(``knowledge/data/ingest/*.yml``)."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.overlay import added, check_names, own_path, read_own
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import fold


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``knowledge/data/ingest/<name>``, with the user's file of that name added.

    Raises:
        KnowledgeError: a file is missing or damaged; names file and entry.
    """
    content = read_yaml(data_path("ingest", name))
    if not isinstance(content, dict):
        raise KnowledgeError(f"knowledge/data/ingest/{name} must be a mapping of lists; install Tocsin again.")
    check_names("ingest", (path.name for path in data_path("ingest").glob("*.yml")))
    mine = own_path("ingest", name)
    if mine is None:
        return content
    own = read_own(mine)
    if name == "litter.yml":
        check_litter(own, mine)
    joined = added(content, own, mine)
    assert isinstance(joined, dict)
    return joined


def check_litter(own: Any, path: Path) -> None:
    """Check the user's litter patterns; nothing of them may fail later, in the middle of a run.

    Raises:
        KnowledgeError: a rule or pattern is wrong; names file, rule and pattern.
    """
    if own is None:
        return
    if not isinstance(own, dict):
        raise KnowledgeError(f"{path}: it must hold `rules:` with a list of rules, as the packaged litter.yml does.")
    known = ("rules", "pointers", "box_headings", "form_fields")
    for key, value in own.items():
        if key not in known:
            raise KnowledgeError(f"{path}, {key}: there is no list of that name; known are {', '.join(known)}.")
        if key != "rules":
            _check_patterns(value, f"{path}, {key}")
    rules = own.get("rules") or []
    for number, rule in enumerate(rules if isinstance(rules, list) else [rules], 1):
        where = f"{path}, rule {number}"
        if not isinstance(rule, dict) or not isinstance(rule.get("reason"), str):
            raise KnowledgeError(f"{where}: it needs a `reason` in words and `lines` with patterns.")
        unknown = sorted(set(map(str, rule)) - {"reason", "words", "lines", "phrases"})
        if unknown:
            raise KnowledgeError(f"{where}: unknown key {', '.join(unknown)}; known are reason, words, lines, phrases.")
        if type(rule.get("words", 12)) is not int:
            raise KnowledgeError(f"{where}: `words` is {rule['words']!r}; it must be a number of words.")
        _check_patterns(rule.get("lines"), f"{where}, lines")
        _check_patterns(rule.get("phrases", []), f"{where}, phrases")


def _check_patterns(value: Any, where: str) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KnowledgeError(f"{where}: it must be a list of patterns, each in quotes.")
    for pattern in value:
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            raise KnowledgeError(f"{where}: {pattern!r} is no regular expression ({error}).") from error
        if compiled.match(""):
            raise KnowledgeError(f"{where}: {pattern!r} matches an empty line, so it would match anything; say more.")
        if fold(pattern) != pattern and not re.search(r"\\[A-Z]", pattern):
            raise KnowledgeError(
                f"{where}: {pattern!r} can match nothing: lines are compared in lower case and without accents. "
                f"Write {fold(pattern)!r}."
            )


def load_list(name: str, key: str) -> list[str]:
    """The list of strings under ``key`` in ``name``.

    Raises:
        KnowledgeError: there is no such list of strings.
    """
    value = load(name).get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KnowledgeError(f"knowledge/data/ingest/{name}: '{key}' must be a list of strings.")
    return value
