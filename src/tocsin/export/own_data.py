"""The YAML files of this room (``export/data``), read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def own_data(name: str) -> dict[str, Any]:
    """The mapping in ``export/data/<name>``."""
    text = files("tocsin.export").joinpath("data", name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
