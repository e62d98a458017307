"""A checker for the part of JSON Schema that our own schema uses; anything else in a schema is an error here."""

import re
from typing import Any

_KNOWN = {
    "$schema", "title", "description", "$defs", "$ref", "type", "enum", "pattern", "minimum", "maximum", "items",
    "properties", "required", "additionalProperties", "anyOf",
}  # fmt: skip
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def problems(value: Any, schema: Any, root: Any = None, path: str = "$") -> list[str]:
    """What is wrong with ``value``, as ``path: sentence``; empty when it fits."""
    root = schema if root is None else root
    if schema is True:
        return []
    unknown = set(schema) - _KNOWN
    assert not unknown, f"the checker does not know {unknown} at {path}"
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, path)
    if "anyOf" in schema:
        tries = [problems(value, option, root, path) for option in schema["anyOf"]]
        return [] if any(not found for found in tries) else min(tries, key=len)
    found = _scalar(value, schema, path)
    if isinstance(value, dict) and not found:
        found += _object(value, schema, root, path)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found += problems(item, schema["items"], root, f"{path}[{number}]")
    return found


def _scalar(value: Any, schema: Any, path: str) -> list[str]:
    kinds = schema.get("type")
    if kinds is not None:
        kinds = [kinds] if isinstance(kinds, str) else kinds
        wrong_bool = isinstance(value, bool) and "boolean" not in kinds
        if wrong_bool or not isinstance(value, tuple(t for kind in kinds for t in _TYPES[kind])):
            return [f"{path}: {value!r} is not {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is not one of {schema['enum']}"]
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return [f"{path}: {value!r} does not match {schema['pattern']}"]
    if isinstance(value, int | float) and not (schema.get("minimum", value) <= value <= schema.get("maximum", value)):
        return [f"{path}: {value!r} is out of range"]
    return []


def _object(value: dict[str, Any], schema: Any, root: Any, path: str) -> list[str]:
    found = [f"{path}: {key} is missing" for key in schema.get("required", ()) if key not in value]
    for key, item in value.items():
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
        if inner is False:
            found.append(f"{path}: {key} is not in the schema")
        else:
            found += problems(item, inner, root, f"{path}.{key}")
    return found
