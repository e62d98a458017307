"""Downloading GeoNames files for users with a connection: the only part of the gazetteer that uses the network, and
only when asked. Downloads go on where they stopped and are kept, so that an unchanged file is not fetched again.
"""

import http.client
import os
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pycountry

from tocsin.knowledge.gazetteer_imported import imported_path
from tocsin.model.errors import KnowledgeError, UsageError

BASE = "https://download.geonames.org/export/dump"
WHOLE = ("allCountries", "alternateNamesV2")  # files that are no country
TIMEOUT_S = 60.0
_BLOCK = 1 << 20
_TOLD_MB = 25


def base_address(given: str | None = None) -> str:
    """Where files are fetched from: ``given``, else ``TOCSIN_GEONAMES``, else GeoNames itself.

    Raises:
        UsageError: it is no http or https address.
    """
    base = given or os.environ.get("TOCSIN_GEONAMES") or BASE
    if urlsplit(base).scheme not in ("http", "https"):
        raise UsageError(
            f"{base!r} is no address of the form https://…; files on disk: `tocsin gazetteer import FILE`."
        )
    return base.rstrip("/")


def file_name(word: str) -> str:
    """Name of GeoNames' file for a country (ISO code of two or three letters, or its name) or for a whole file.

    Raises:
        UsageError: it is none.
    """
    for whole in WHOLE:
        if word.lower() == whole.lower():
            return f"{whole}.zip"
    code = word.upper()
    found = (
        pycountry.countries.get(alpha_2=code)
        or pycountry.countries.get(alpha_3=code)
        or pycountry.countries.get(name=word)
        or pycountry.countries.get(common_name=word)
    )
    if found is None and code not in ("XK", "XKX"):
        raise UsageError(f"{word!r} is no country (an ISO code such as ML or MLI), nor one of {', '.join(WHOLE)}.")
    return f"{found.alpha_2 if found is not None else 'XK'}.zip"


def fetch(
    words: Sequence[str], base: str | None = None, progress: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """Download the files of ``words`` (see ``file_name``) and return where they are, ready to be imported.

    Raises:
        UsageError: a word or the address is wrong; nothing was downloaded then.
        KnowledgeError: the server cannot be reached, lacks the file, broke off, or sent something else.
    """
    address, names = base_address(base), [file_name(word) for word in words]
    folder = imported_path().parent / "geonames"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnowledgeError(
            f"Cannot write to {folder}: {error.strerror}. Set TOCSIN_GAZETTEER to a folder."
        ) from error
    return [_one(f"{address}/{name}", folder / name, progress) for name in dict.fromkeys(names)]


def _one(url: str, path: Path, progress: Callable[[str], None]) -> Path:
    part, mark = path.with_suffix(".zip.part"), path.with_suffix(".zip.state")
    request = urllib.request.Request(url, headers=_headers(path, part, mark))
    progress(f"fetching {url}")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            _save(answer, part, mark, progress)
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_MODIFIED:
            progress(f"{path.name} has not changed since it was fetched")
            return path
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:  # the rest of a file that has changed since
            part.unlink(missing_ok=True)
            return _one(url, path, progress)
        raise KnowledgeError(f"{url} answered {error.code} ({error.reason}). Is the address right?") from error
    except (OSError, http.client.HTTPException) as error:
        raise KnowledgeError(
            f"{url} could not be fetched: {getattr(error, 'reason', None) or error}. Run the same command again to go "
            "on; or fetch the file on another machine and run `tocsin gazetteer import FILE`."
        ) from error
    _check(part, url)
    os.replace(part, path)
    return path


def _headers(path: Path, part: Path, mark: Path) -> dict[str, str]:
    """Ask for the rest of an interrupted download, or for a file only if it has changed."""
    state = mark.read_text(encoding="utf-8").strip() if mark.is_file() else ""
    headers = {"User-Agent": "tocsin"}
    if part.is_file() and state:
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": state}
    elif path.is_file() and state:
        headers["If-None-Match" if state.startswith(('"', "W/")) else "If-Modified-Since"] = state
    return headers


def _save(answer: http.client.HTTPResponse, part: Path, mark: Path, progress: Callable[[str], None]) -> None:
    """Write what comes; a download that breaks off leaves its part.

    Raises:
        OSError: it broke off.
    """
    rest = answer.status == http.client.PARTIAL_CONTENT
    mark.write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "", encoding="utf-8")
    wanted = answer.headers.get("Content-Length")
    got, told = 0, 0
    with part.open("ab" if rest else "wb") as stream:
        while block := answer.read(_BLOCK):
            stream.write(block)
            got += len(block)
            if got // 1_000_000 >= told + _TOLD_MB:
                told = got // 1_000_000
                progress(f"{part.stem}: {told} MB")
    if wanted is not None and got < int(wanted):
        raise OSError(f"the connection broke off after {got:,} of {int(wanted):,} bytes")


def _check(part: Path, url: str) -> None:
    if not zipfile.is_zipfile(part):
        part.unlink()
        raise KnowledgeError(f"{url} did not send a zip file. Is the address right, and no log-in page in between?")
