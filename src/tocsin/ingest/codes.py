"""The refusal codes of the intake: a stable code, what it means, and the cure. ``docs/inputs.md`` is tested
against it."""

from tocsin.model.codes import Code, table
from tocsin.model.document import Refusal

_TABLE = (
    ("I101", "the file is empty", "get the file again; it has no content"),
    ("I102", "the text holds nothing but white space", "get the text again; there is nothing to read in it"),
    ("I103", "the file is not text", "export the text from the program that made the file and give that"),
    ("I104", "the PDF is damaged or cut short", "download or export the PDF again"),
    ("I105", "the compressed file is damaged or cut short", "download or compress the file again"),
    ("I106", "the character encoding cannot be told", "save the file as UTF-8 and try again"),
    ("I107", "the input is larger than the limit", "split the file, or raise the size limit"),
    (
        "I108",
        "the PDF holds pictures of text but no text",
        "run text recognition (OCR) on it and give the result",
    ),
    ("I109", "the PDF is protected by a password", "save an unprotected copy and give that"),
    ("I110", "the web page holds no article text", "copy the article text into a text file"),
    ("I111", "nothing is left once page furniture is removed", "check that the article itself was saved"),
    ("I112", "the format is not read yet", "save it as text, HTML, PDF or CSV"),
    ("I113", "the page declares entities of its own", "save the page again without its DOCTYPE declarations"),
    ("I120", "the line is not valid JSON", "correct the line; the other lines are not affected"),
    ("I121", "the JSON value is not an object", 'write one object a line: {"id": …, "text": …}'),
    ("I122", "the text is missing", 'give the article in the field "text" (or "html")'),
    ("I123", "the text is not a string", "put the text in quotes as one JSON string"),
    ("I124", "the id cannot be used", "give the id as a string"),
    (
        "I125",
        "the publication date is wrong",
        "write the date as YYYY-MM-DD, or leave it out if it is unknown",
    ),
    ("I126", "the id stands twice with different texts", "give each text an id of its own"),
    ("I127", "the table has no text column", "name the column that holds the articles 'text'"),
    (
        "I128",
        "the row of the table is broken",
        "check quotes and separators of this row; other rows are not affected",
    ),
    ("I129", "the table has a header but no rows", "export the table again, with its rows"),
    (
        "I131",
        "the entry of the messenger export is odd",
        "correct or remove this entry; the others are not affected",
    ),
    (
        "I132",
        "the chat is neither a channel nor a group",
        "export the channel itself; private chats are not read, and no private person is stored",
    ),
    ("I140", "the input does not exist", "check the path"),
    (
        "I141",
        "no file matches the pattern",
        "check the pattern; put it in quotes so that the shell leaves it alone",
    ),
    ("I142", "the input may not be read", "grant read permission"),
    ("I143", "the link points to nothing", "restore the file the link points to, or remove the link"),
    (
        "I144",
        "the folder holds no file to read",
        "check the folder; files whose names start with a dot are skipped",
    ),
    ("I145", "the link leads back to a folder above it", "remove the link; the folder itself is read once"),
    ("I146", "the input is not a regular file", "give a file, a folder or - for standard input"),
    ("I147", "reading failed", "check the disk or the network drive, then try again"),
    ("I148", "addresses are not fetched", "save the page and give the file"),
    ("I150", "the parser gave up", "save the text as a plain text file and give that"),
)

CODES: dict[str, Code] = table(_TABLE)


def printable(name: str) -> str:
    """``name`` with everything that cannot be stored as UTF-8 or shown on one line written as an escape."""
    encoded = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in encoded)


def refusal(code: str, name: str, where: str, detail: str = "") -> Refusal:
    """The refusal of input ``name``: ``where: what is wrong (detail); cure.``

    Raises:
        KeyError: ``code`` is not in the table.
    """
    entry = CODES[code]
    more = f" ({printable(detail)})" if detail else ""
    return Refusal(printable(name), code, f"{printable(where)}: {entry.title}{more}; {entry.cure}.")
