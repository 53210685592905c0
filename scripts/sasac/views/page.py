"""What a page is before it is laid out: address, title, template, sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sasac import open_questions
from sasac.link import Corpus, Entry
from sasac.open_questions import Question
from sasac.views.claims import ClaimViews
from sasac.views.concordance import Concordance
from sasac.views.mentions import Mentions
from sasac.views.misprints import Misprints
from sasac.views.parts import Segment


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


@dataclass(frozen=True)
class Plan:
    """A page to come: its address, its kind, the file that it comes from, and how to make it."""

    url: str
    title: str
    kind: str
    make: Callable[[], SitePage]
    entry: Entry | None = None
    file: str | None = None


@dataclass
class Builder:
    """What the makers of pages share."""

    corpus: Corpus
    misprints: Misprints
    mentions: Mentions
    claims: ClaimViews
    concordance: Concordance
    # The own line of each record cut into runs, and records whose line names one, by the id of the one named: links that no field holds.
    lines: dict[str, list[Segment]]
    named_in_text: dict[str, list[Entry]]

    @cached_property
    def questions(self) -> list[Question]:
        """All open questions."""
        return open_questions.questions(self.corpus, self.corpus.newest_day())

    @classmethod
    def of(cls, corpus: Corpus) -> Builder:
        """A builder for a corpus."""
        misprints = Misprints(corpus)
        mentions = Mentions(corpus, misprints)
        entries = corpus.entries.values()
        lines = {entry.id: mentions.segments(getattr(entry.record, "text", ""), around(entry), entry.id) for entry in entries}
        named_in_text: dict[str, list[Entry]] = {}
        for entry in entries:
            for segment in lines[entry.id]:
                if segment.link:
                    named_in_text.setdefault(segment.link.url.split("/")[1], []).append(entry)
        return cls(corpus, misprints, mentions, ClaimViews(corpus, mentions), Concordance(corpus), lines, named_in_text)


def around(entry: Entry) -> list[str]:
    """Ids that a record's own line may mention: those its fields name, and those named beside it in claims."""
    record = entry.record
    named = [fact.record for fact in getattr(record, "facts", []) if fact.record]
    claims = [mention.claim.claim for mention in entry.mentions if mention.claim]
    beside = (item for claim in claims for item in [*getattr(claim, "entities", []), *getattr(claim, "terms", [])])
    return list(dict.fromkeys([*getattr(record, "see_also", []), *named, *beside]))


def kept(sections: list[Section]) -> list[Section]:
    """The sections that have something to show."""
    return [section for section in sections if section.data]
