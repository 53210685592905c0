"""Every page that the site has, with its address; two pages at one address are an error. A page is made only when it is asked for."""

from __future__ import annotations

from sasac.link import PLACES, Corpus, Entry
from sasac.problems import DataError, Problem
from sasac.views import indexes, meeting, named, source
from sasac.views.page import Builder, Plan, SitePage

_MAKERS = {
    "meeting": meeting.page, "person": named.entity, "enterprise": named.entity, "body": named.entity, "theme": named.theme, "term": named.term,
    "source": source.page,
}


def plan(builder: Builder, index: list[Plan] | None = None) -> list[Plan]:
    """All record pages and index pages; which index pages there are is found out here unless they are given.

    Raises DataError where two of them have one address.
    """
    found = [_record(builder, entry) for kind in PLACES for entry in builder.corpus.of_kind(kind)]
    found += indexes.plans(builder) if index is None else index
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
