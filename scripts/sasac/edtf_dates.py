"""Dates in EDTF (ISO 8601-2, Library of Congress levels 0 to 2): checking, first and last day, and words for readers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_PART = re.compile(r"^(\d{4}|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?$")


@lru_cache(maxsize=4096)
def problem(text: str) -> str | None:
    """What is wrong with an EDTF date, or None; days that no calendar has are wrong."""
    for part in text.split("/"):
        match = _PART.match(part)
        if not match:
            return f"'{text}' is not a date this reference reads"
        year, month, day = (None if piece in (None, "XXXX", "XX") else int(piece) for piece in match.groups())
        try:
            date(year or 2024, month or 1, day or 1)
        except ValueError:
            return f"'{part}' is a day that no calendar has"
    if text.count("/") > 1:
        return f"'{text}' has more than a start and an end"
    if "X" not in text:
        first, last = days(text)
        if first > last:
            return f"'{text}' ends before it begins"
    return None


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[date, date]:
    """First and last day that a date with a known year covers.

    Worked out here for the forms that this reference reads, because the `edtf` library takes 12 ms for each; the tests
    compare the two. Raises ValueError where the year is unspecified.
    """
    if "XXXX" in text:
        raise ValueError("no year is stated")
    start, _, end = text.partition("/")
    return _bounds(start)[0], _bounds(end or start)[1]


def _bounds(part: str) -> tuple[date, date]:
    """First and last day of one year, month or day."""
    year, month, day = _split(part)
    if month is None:
        return date(int(year or 0), 1, 1), date(int(year or 0), 12, 31)
    last = monthrange(int(year or 0), int(month))[1]
    return date(int(year or 0), int(month), int(day or 1)), date(int(year or 0), int(month), int(day or last))


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """The date as a reader would say it: `25–26 December 2023`, `16–17 July, year not stated`."""
    start, _, end = text.partition("/")
    first, last = _split(start), _split(end or start)
    if not end or start == end:
        return _one(*first)
    if first[:2] == last[:2] and first[2] and last[2]:
        return _one(first[0], first[1], f"{int(first[2])}–{int(last[2])}")
    if first[0] == last[0]:
        return f"{_one(None, first[1], first[2])} – {_one(*last)}"
    return f"{_one(*first)} – {_one(*last)}"


def _split(part: str) -> tuple[str | None, str | None, str | None]:
    year, month, day = ([*part.split("-"), "", ""])[:3]
    return year, (month if month not in ("", "XX") else None), (day if day not in ("", "XX") else None)


def _one(year: str | None, month: str | None, day: str | None) -> str:
    pieces = [day.lstrip("0") if day else "", _MONTHS[int(month) - 1] if month else ""]
    known = " ".join(piece for piece in pieces if piece)
    if year == "XXXX":
        return f"{known}, year not stated" if known else "year not stated"
    return " ".join(piece for piece in (known, year or "") if piece)
