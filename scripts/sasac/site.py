"""Every page that records give, with its address; two pages at one address are an error."""

from __future__ import annotations

from sasac.link import PLACES, Corpus
from sasac.problems import DataError, Problem
from sasac.views import indexes, meeting, named, source
from sasac.views.page import Builder, SitePage

_MAKERS = {
    "meeting": meeting.page, "person": named.entity, "enterprise": named.entity, "body": named.entity, "theme": named.theme, "term": named.term,
    "source": source.page,
}


def pages(corpus: Corpus, builder: Builder | None = None) -> list[SitePage]:
    """All record pages and index pages.

    Raises DataError where two of them have one address.
    """
    builder = builder or Builder.of(corpus)
    found = [_MAKERS[kind](builder, entry) for kind in PLACES for entry in corpus.of_kind(kind)]
    found += indexes.pages(builder)
    seen: dict[str, SitePage] = {}
    clashes = []
    for page in found:
        other = seen.setdefault(page.url, page)
        if other is not page:
            clashes.append(Problem(page.file or page.url, 1, 1, f"the address /{page.url} is already that of {other.file or other.title}", "rename one"))
    if clashes:
        raise DataError(clashes)
    return found
