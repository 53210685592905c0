"""Every page that the site has, with its address; two pages at one address are an error. A record's page is laid out only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sasac.link import PLACES, Corpus, Entry
from sasac.problems import DataError, Problem
from sasac.views import indexes, meeting, named, source
from sasac.views.page import Builder, SitePage

_MAKERS = {
    "meeting": meeting.page, "person": named.entity, "enterprise": named.entity, "body": named.entity, "theme": named.theme, "term": named.term,
    "source": source.page,
}


@dataclass(frozen=True)
class Plan:
    """A page to come: its address, its kind, the file that it comes from, and how to make it."""

    url: str
    title: str
    kind: str
    make: Callable[[], SitePage]
    entry: Entry | None = None
    file: str | None = None


def index_pages(builder: Builder) -> list[Plan]:
    """All index pages, made."""
    return [Plan(page.url, page.title, page.kind, lambda page=page: page, page.entry, page.file) for page in indexes.pages(builder)]  # type: ignore[misc]


def plan(builder: Builder, index: list[Plan] | None = None) -> list[Plan]:
    """All record pages and index pages; the index pages are made here unless they are given.

    Raises DataError where two of them have one address.
    """
    found = [_record(builder, entry) for kind in PLACES for entry in builder.corpus.of_kind(kind)]
    found += index_pages(builder) if index is None else index
    seen: dict[str, Plan] = {}
    clashes = []
    for page in found:
        other = seen.setdefault(page.url, page)
        if other is not page:
            clashes.append(Problem(page.file or page.url, 1, 1, f"the address /{page.url} is already that of {other.file or other.title}", "rename one"))
    if clashes:
        raise DataError(clashes)
    return found


def _record(builder: Builder, entry: Entry) -> Plan:
    return Plan(entry.url, entry.title, entry.kind, lambda: _MAKERS[entry.kind](builder, entry), entry, entry.loaded.file)


def pages(corpus: Corpus, builder: Builder | None = None) -> list[SitePage]:
    """All record pages and index pages, made.

    Raises DataError where two of them have one address.
    """
    return [page.make() for page in plan(builder or Builder.of(corpus))]
