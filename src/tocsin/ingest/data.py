"""The intake's knowledge files: litter patterns, wire agencies, byline words
(``knowledge/data/ingest/*.yml``)."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.model.errors import KnowledgeError


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``knowledge/data/ingest/<name>``.

    Raises:
        KnowledgeError: the file is missing or is no mapping.
    """
    place = files("tocsin.knowledge").joinpath("data", "ingest", name)
    try:
        content = yaml.safe_load(place.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"knowledge/data/ingest/{name} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise KnowledgeError(f"knowledge/data/ingest/{name} must be a mapping of lists.")
    return content


def load_list(name: str, key: str) -> list[str]:
    """The list of strings under ``key`` in ``name``.

    Raises:
        KnowledgeError: there is no such list of strings.
    """
    value = load(name).get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KnowledgeError(f"knowledge/data/ingest/{name}: '{key}' must be a list of strings.")
    return value
