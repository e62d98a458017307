"""Builders for intake tests: small PDFs, pages and shortcuts. Texts are invented."""

from collections.abc import Sequence
from pathlib import Path

from tocsin.ingest import IngestOptions, documents
from tocsin.model.document import Document, Refusal

REPORT = (
    "Gunmen on motorbikes attacked the market of Tamboura on Friday and killed four traders, the mayor said. "
    "Soldiers arrived two hours later and found burned stalls along the road to the river."
)
RAPPORT = (
    "Des hommes armés ont attaqué vendredi le marché de Tamboura et tué quatre commerçants, "
    "a déclaré le maire. "
    "Les soldats sont arrivés deux heures plus tard et ont trouvé des étals brûlés le long de la route."
)


def read(*inputs: str | Path, **options: object) -> list[Document | Refusal]:
    """All results for ``inputs``."""
    return list(documents([str(item) for item in inputs], IngestOptions(**options)))  # type: ignore[arg-type]


def one(*inputs: str | Path, **options: object) -> Document:
    """The one document of ``inputs``."""
    results = read(*inputs, **options)
    assert len(results) == 1, results
    assert isinstance(results[0], Document), results[0]
    return results[0]


def codes(results: Sequence[Document | Refusal]) -> list[str]:
    """The refusal codes among ``results``; ``"ok"`` for documents."""
    return [item.code if isinstance(item, Refusal) else "ok" for item in results]


def pdf(pages: Sequence[Sequence[str]], encrypted: bool = False) -> bytes:
    """A PDF with one line of text per item, in Courier; an empty page has no text."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    kids = []
    for lines in pages:
        moves = "".join(f"({_escape(line)}) Tj 0 -14 Td\n" for line in lines)
        stream = f"BT /F1 10 Tf 50 780 Td\n{moves}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    trailer = b"/Root 1 0 R"
    if encrypted:
        key = b"<" + b"41" * 32 + b">"
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (key, key))
        trailer += b" /Encrypt %d 0 R /ID [<0123> <0123>]" % len(objects)
    return _assemble(objects, trailer)


def _escape(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assemble(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def page(body: str, head: str = "") -> str:
    """A web page around ``body``, with a menu, a related box and a footer."""
    return (
        f"<!DOCTYPE html><html><head><title>Market attacked | The Karo Post</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f"<article><h1>Market attacked</h1>{body}</article>"
        "<footer>Copyright 2024 The Karo Post. All rights reserved.</footer></body></html>"
    )
