"""Where the packaged sample articles are."""

from pathlib import Path

import tocsin
from tocsin.model.errors import TocsinError


def samples_path() -> Path:
    """The folder of sample articles: inside the installed package, or in the source tree.

    Raises:
        TocsinError: neither is there.
    """
    package = Path(tocsin.__file__).parent
    for folder in (package / "samples", package.parent.parent / "samples"):
        articles = folder / "articles"
        if articles.is_dir():
            return articles
    raise TocsinError("The sample articles are missing from this installation; install Tocsin again.")
