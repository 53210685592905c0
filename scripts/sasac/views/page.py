"""What a page is before it is laid out: address, title, template, sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sasac.link import Corpus, Entry
from sasac.views.claims import ClaimViews
from sasac.views.concordance import Concordance
from sasac.views.mentions import Mentions


@dataclass(frozen=True)
class Section:
    """A part of a page with a heading; `part` names the macro that lays it out."""

    id: str
    title: str
    part: str
    data: Any
    note: str = ""


@dataclass
class SitePage:
    """A page of the site, ready for its template."""

    url: str
    title: str
    template: str
    description: str
    view: dict[str, Any] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    kind: str = "page"
    entry: Entry | None = None
    file: str | None = None


@dataclass
class Builder:
    """What the makers of pages share."""

    corpus: Corpus
    mentions: Mentions
    claims: ClaimViews
    concordance: Concordance

    @classmethod
    def of(cls, corpus: Corpus) -> Builder:
        """A builder for a corpus."""
        mentions = Mentions(corpus)
        return cls(corpus, mentions, ClaimViews(corpus, mentions), Concordance(corpus))


def kept(sections: list[Section]) -> list[Section]:
    """The sections that have something to show."""
    return [section for section in sections if section.data]
