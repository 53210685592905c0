"""Lists that stay usable at any size: past a bound they are divided into parts, by year or by first letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Rows on one page, so many that it stays under 100 kB compressed; fewer where rows are heavy.
MOST_ROWS = 800
HEAVY_ROWS = {"meetings/": 500, "tasks/": 500, "figures/": 500, "statements/": 500, "restructurings/": 400, "concordance/": 400}

Key = Callable[[Any], str]


@dataclass(frozen=True)
class Part:
    """A piece of an index: the last step of its address, what it holds in words, its rows."""

    name: str
    title: str
    rows: list[Any]


def parts(rows: list[Any], key: Key, most: int = MOST_ROWS) -> list[Part]:
    """Rows grouped by key in their own order, a group past the bound cut into numbered pieces; none where all rows fit on one page."""
    if len(rows) <= most:
        return []
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    found = []
    for name, group in groups.items():
        pieces = [group[start : start + most] for start in range(0, len(group), most)]
        for number, piece in enumerate(pieces, 1):
            title = name.removeprefix("letter-").upper() if name.startswith("letter-") else name.capitalize()
            found.append(Part(name, title, piece) if number == 1 else Part(f"{name}-{number}", f"{title}, part {number}", piece))
    return found


def bound(url: str) -> int:
    """How many rows the index at an address shows at most."""
    return HEAVY_ROWS.get(url, MOST_ROWS)


def letter(title: str) -> str:
    """The first letter of a title as a piece of an address: `letter-a`; anything else is `other`."""
    first = unicodedata.normalize("NFKD", title)[:1].lower()
    return f"letter-{first}" if "a" <= first <= "z" else "other"
