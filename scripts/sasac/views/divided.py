"""Index pages that stay usable at any size: past a bound an index leads to parts, by year or by first letter, and shows its newest rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sasac.dividing import Key, bound, parts
from sasac.views.page import Plan, Section, SitePage, kept
from sasac.views.parts import Link

# Rows that an index which leads to parts still shows itself.
NEWEST = 200


def divided(
    page: SitePage,
    items: list[Any],
    key: Key,
    row: Callable[[Any], Any] | None = None,
    *,
    beside: Mapping[str, Callable[[], Any]] | None = None,
    lay: Callable[[list[Any]], list[Section]] | None = None,
    most: int | None = None,
    newest: int = NEWEST,
) -> list[Plan]:
    """An index page as it is where its items fit on it; else with its first items and links to its parts, followed by a page for each part.

    `row` makes an item's row, and `beside` the pictures and lists that stand beside the rows of the index itself; both only when
    a page is made. `lay` makes sections of rows for pages that are made of sections; other pages find their rows in their view.
    """
    pieces = parts(items, key, most or bound(page.url))
    links = [Link(f"{part.title} ({len(part.rows)})", f"{page.url}{part.name}/", "index") for part in pieces]

    def plan(url: str, title: str, kind: str, some: list[Any]) -> Plan:
        def make() -> SitePage:
            whole = url == page.url
            rows = [row(item) for item in some] if row else some
            shown = {name: make() if whole else None for name, make in (beside or {}).items()}
            view = page.view | shown | {"rows": rows, "parts": links, "whole": None if whole else Link(page.title, page.url, "index")}
            return SitePage(url, title, page.template, page.description, view, kept(lay(rows)) if lay else [], kind)

        return Plan(url, title, kind, make)

    if not pieces:
        return [plan(page.url, page.title, page.kind, items)]
    first = plan(page.url, page.title, page.kind, items[:newest])
    return [first, *(plan(link.url, f"{page.title}: {part.title}", "part", part.rows) for part, link in zip(pieces, links, strict=True))]
