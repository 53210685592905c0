"""Index pages that stay usable at any size: past a bound an index leads to parts, by year or by first letter, and shows its newest rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sasac.dividing import Key, bound, parts
from sasac.views.page import Section, SitePage, kept
from sasac.views.parts import Link

# Rows that an index which leads to parts still shows itself.
NEWEST = 200

# Pictures and lists that stand beside an index's rows, not beside those of each part.
_AT_THE_HEAD = ("flows", "network", "matrix", "timeline", "renderings", "chinese")


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
