"""Years written or spoken in words: "nineteen ninety-six", "twenty ten", "two thousand (and) three"."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the scanner calls this module
    from tocsin.read.rules.times_scan import Scan

_PAIR = re.compile(r"nn(?:-?n|&n)?")


def join_spelled_years(scan: "Scan") -> None:
    """Replace the tokens of each year in words by one token ``Y``, in place; other number words stay."""
    position = 0
    while (match := _PAIR.search(scan.codes, position)) is not None:
        i = match.start()
        position = i + 1
        for j in range(match.end(), i + 1, -1):
            year = _year([scan.values[k] for k in range(i, j) if scan.codes[k] == "n"])
            if year is not None and scan.codes[j - 1] == "n" and scan.codes[j : j + 1] not in ("-", "u", "U", "n"):
                _replace(scan, i, j, year)
                break


def _year(parts: list[int]) -> int | None:
    """Of [19, 90, 6] 1996, of [20, 10] 2010, of [2, 1000, 3] 2003; ``None`` for other numbers."""
    if parts[:2] == [2, 1000] and len(parts) <= 3:
        tail = parts[2] if len(parts) == 3 else 0
        return 2000 + tail if tail < 100 else None
    if not 17 <= parts[0] <= 20 or not 2 <= len(parts) <= 3:
        return None
    tens, ones = parts[1], parts[2] if len(parts) == 3 else 0
    if not 10 <= tens <= 90 or ones > 9 or (ones and tens % 10) or (ones and tens == 10):
        return None
    return parts[0] * 100 + tens + ones


def _replace(scan: "Scan", i: int, j: int, year: int) -> None:
    scan.codes = f"{scan.codes[:i]}Y{scan.codes[j:]}"
    scan.values[i:j] = [year]
    scan.words[i:j] = [" ".join(scan.words[i:j])]
    scan.starts[i:j] = [scan.starts[i]]
    scan.ends[i:j] = [scan.ends[j - 1]]
