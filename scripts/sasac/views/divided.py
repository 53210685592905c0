"""Index pages that stay usable at any size: past a bound an index leads to parts, by year or by first letter, and shows its newest rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sasac.views.page import Section, SitePage, kept
from sasac.views.parts import Link

# Rows on one page, so many that it stays under 100 kB compressed; fewer where rows are heavy.
MOST_ROWS = 800
HEAVY_ROWS = {"meetings/": 500, "tasks/": 500, "figures/": 500, "statements/": 500, "restructurings/": 400, "concordance/": 400}
# Rows that an index which leads to parts still shows itself.
NEWEST = 200

# Pictures and lists that stand beside an index's rows, not beside those of each part.
_AT_THE_HEAD = ("network", "matrix", "timeline", "renderings", "chinese")

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
            title = name.replace("-", " ")
            found.append(Part(name, title, piece) if number == 1 else Part(f"{name}-{number}", f"{title}, part {number}", piece))
    return found


def divided(
    page: SitePage, rows: list[Any], key: Key, lay: Callable[[list[Any]], list[Section]] | None = None, most: int | None = None, newest: int = NEWEST,
) -> list[SitePage]:
    """An index page as it is where its rows fit on it; else with its first rows and links to its parts, followed by a page for each part.

    `lay` makes sections of rows for pages that are made of sections; other pages find their rows in their view.
    """
    pieces = parts(rows, key, most or bound(page.url))
    if not pieces:
        return [_with(page, page.url, page.title, rows, [], lay, page.kind)]
    links = [Link(f"{part.title} ({len(part.rows)})", f"{page.url}{part.name}/", "index") for part in pieces]
    first = _with(page, page.url, page.title, rows[:newest], links, lay, page.kind)
    return [first, *(_with(page, link.url, f"{page.title}: {part.title}", part.rows, links, lay, "part") for part, link in zip(pieces, links, strict=True))]


def _with(
    page: SitePage, url: str, title: str, rows: list[Any], links: list[Link], lay: Callable[[list[Any]], list[Section]] | None, kind: str,
) -> SitePage:
    whole = url == page.url
    shared = {name: value if whole or name not in _AT_THE_HEAD else None for name, value in page.view.items()}
    view = shared | {"rows": rows, "parts": links, "whole": None if whole else Link(page.title, page.url, "index")}
    return SitePage(url, title, page.template, page.description, view, kept(lay(rows)) if lay else [], kind)


def bound(url: str) -> int:
    """How many rows the index at an address shows at most."""
    return HEAVY_ROWS.get(url, MOST_ROWS)


def letter(title: str) -> str:
    """The first letter of a title as a piece of an address: `letter-a`; anything else is `other`."""
    first = unicodedata.normalize("NFKD", title)[:1].lower()
    return f"letter-{first}" if "a" <= first <= "z" else "other"
