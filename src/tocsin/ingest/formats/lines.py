"""Lines of a stream, decoded one by one and bounded in length, for JSON Lines and tables."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader

from tocsin.ingest.repair import bom_of, decode


@dataclass(frozen=True, slots=True)
class TextLine:
    """Line ``number`` (from 1) with its newline. ``text`` is ``None`` when it is longer than the limit or
    cannot be decoded; ``trouble`` then holds the refusal code. ``raw`` are its bytes (UTF-8 for other
    encodings)."""

    number: int
    text: str | None
    raw: bytes
    note: str | None = None
    trouble: str | None = None


def text_lines(stream: BufferedReader, limit: int) -> Iterator[TextLine]:
    """The lines of ``stream``; at most ``limit`` bytes of one are held in memory."""
    mark = bom_of(stream.peek(4)[:4])
    if mark is not None and mark[0] != "utf-8":
        yield from _wide_lines(stream, mark[0], limit)
        return
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if number == 1 and mark is not None:
            raw = raw[mark[1] :]
        if len(raw) > limit and not raw.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield TextLine(number, None, b"", trouble="I107")
            continue
        decoded = decode(raw) if not raw.isascii() else None
        if decoded is not None:
            yield TextLine(number, decoded.text, raw, decoded.note)
        elif raw.isascii():
            yield TextLine(number, raw.decode("ascii"), raw)
        else:
            yield TextLine(number, None, raw, trouble="I106")


def _wide_lines(stream: BufferedReader, encoding: str, limit: int) -> Iterator[TextLine]:
    """Lines of UTF-16 or UTF-32, whose newline bytes only a decoder can tell."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    number, pending, too_long = 0, "", False
    note = f"decoded as {encoding}"
    while True:
        block = stream.read(1 << 16)
        pending += decoder.decode(block, final=not block).removeprefix("\ufeff" if number == 0 else "")
        *complete, pending = pending.split("\n")
        if not block and (pending or too_long):
            complete, pending = [*complete, pending], ""
        for text in complete:
            number += 1
            if too_long or len(text) > limit:
                yield TextLine(number, None, b"", trouble="I107")
            else:
                yield TextLine(number, f"{text}\n", text.encode("utf-8", "surrogatepass"), note)
            too_long = False
        if len(pending) > limit:
            pending, too_long = "", True
        if not block:
            return
