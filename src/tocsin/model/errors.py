"""The exception tree for code trouble. Trouble in the *data* is a ``Flag`` or a ``Refusal``, never an exception
that reaches the user."""


class TocsinError(Exception):
    """Base of all errors Tocsin raises on purpose.

    ``str(error)`` is a sentence for the user: what is wrong, where, and what to do.
    """

    code = "E000"


class UsageError(TocsinError):
    """The command or call was wrong (exit status 2)."""

    code = "E100"


class KnowledgeError(TocsinError):
    """A knowledge file is damaged or contradicts itself; the message names file and line or key."""

    code = "E200"


class StoreError(TocsinError):
    """The database cannot be opened, migrated or written."""

    code = "E300"


class ReadError(TocsinError):
    """An engine returned something that breaks its contract (a quote that is not in the text, say)."""

    code = "E400"
