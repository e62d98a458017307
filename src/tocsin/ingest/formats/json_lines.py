"""JSON Lines: one object a line, read line by line."""

from collections.abc import Iterator

from tocsin.ingest.codes import refusal
from tocsin.ingest.formats.json_object import object_to_found, parse
from tocsin.ingest.formats.lines import text_lines
from tocsin.ingest.opening import GZIP_TROUBLE, Opened, os_trouble
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.model.document import Refusal


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """A document or a refusal for each line that is not blank."""
    source = opened.source
    some = False
    try:
        for line in text_lines(opened.stream, options.max_bytes):
            name, where = f"{source.name}#{line.number}", f"{source.name}, line {line.number}"
            if line.text is None:
                some = True
                yield refusal(line.trouble or "I106", name, where)
            elif line.text.strip(" \t\r\n\f\v\x00"):
                some = True
                value = parse(line.text, name, where)
                if isinstance(value, Refusal):
                    yield value
                else:
                    own = f"{source.id}#{line.number}"
                    yield object_to_found(value, own, name, where, line.raw, line.note)
    except GZIP_TROUBLE as error:
        some = True
        yield refusal("I105", source.name, source.name, str(error))
    except OSError as error:
        some = True
        yield os_trouble(source, error)
    if not some:
        yield refusal("I102", source.name, source.name)
