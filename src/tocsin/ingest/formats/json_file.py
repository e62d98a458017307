"""A ``.json`` file: one object, a list of objects, a messenger export, or JSON Lines under another name."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from tocsin.ingest.codes import refusal
from tocsin.ingest.formats import json_lines, messenger
from tocsin.ingest.formats.json_object import Parsed, object_to_found, parse
from tocsin.ingest.opening import Opened, read_whole
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.ingest.repair import decode
from tocsin.model.document import Refusal


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """The documents of a JSON file; items of a list count from 1."""
    source = opened.source
    data = read_whole(opened, options)
    if isinstance(data, Refusal):
        yield data
        return
    decoded = decode(data)
    if decoded is None:
        yield refusal("I106", source.name, source.name)
        return
    parsed = parse(decoded.text, source.name, source.name)
    if isinstance(parsed, Refusal):
        if decoded.text.lstrip().startswith("{") and "\n" in decoded.text.strip():
            stream = cast("io.BufferedReader", io.BufferedReader(io.BytesIO(data)))
            yield from json_lines.read(replace(opened, stream=stream), options)
        else:
            yield parsed if decoded.text.strip() else refusal("I102", source.name, source.name)
        return
    if messenger.is_export(parsed.value):
        yield from messenger.read(parsed.value, source, options)
        return
    if not isinstance(parsed.value, list):
        yield object_to_found(parsed, source.id, source.name, source.name, data, decoded.note)
        return
    if not parsed.value:
        yield refusal("I129", source.name, source.name, "the list is empty")
    for number, item in enumerate(parsed.value, start=1):
        name, where = f"{source.name}#{number}", f"{source.name}, item {number}"
        raw = json.dumps(item).encode("ascii")
        yield object_to_found(Parsed(item, parsed.twice), f"{source.id}#{number}", name, where, raw, decoded.note)
