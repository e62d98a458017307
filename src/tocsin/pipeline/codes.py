"""Refusal codes of the pipeline: a stable code, what it means, and the cure."""

from tocsin.model.codes import Code, table

FAILURES = frozenset({"P500", "P501", "P502", "P503", "E400"})
"""Refusals that are faults of the program, not of the input."""

NOTHING_THERE = frozenset({"I140", "I141", "I143", "I144", "I145", "I148"})
"""Refusals of inputs behind which there is nothing: a mistyped name, an empty folder."""

_TABLE = (
    ("L101", "the document is in a language the engine cannot read", "translate it, or use another engine"),
    (
        "P101",
        "two inputs of one run have the same id and different texts",
        "give each document an id of its own",
    ),
    (
        "P102",
        "the document was forgotten and is not coded again",
        "leave it out of the inputs; `tocsin code --again` codes it all the same",
    ),
    ("P500", "reading failed unexpectedly", "please report it; the other documents are not affected"),
    ("P501", "the process that read the document died", "give it more memory, or split the document"),
    ("P502", "an event could not be assembled", "please report it; the other events are not affected"),
    ("P503", "the events could not be built", "please report it; all documents are kept, the next run tries again"),
    ("E400", "the engine broke its contract", "please report it; the other documents are not affected"),
)

CODES: dict[str, Code] = table(_TABLE)
