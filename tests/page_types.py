"""One page of each type, for the tests that look at pages in a browser."""

from __future__ import annotations

from sasac.link import PLACES, Corpus

RECORDS = tuple(PLACES)
INDEXES = (
    "meetings", "people", "enterprises", "bodies", "themes", "terms", "sources", "tasks", "figures", "statements", "restructurings", "questions",
    "wordings", "concordance", "search",
)
ABOUT = ("about/method",)
ALL = ("home", *RECORDS, *INDEXES, *ABOUT)


def address(page_type: str, corpus: Corpus) -> str:
    """Address, below the site's root, of the page of a type; of a record type the fullest record's."""
    if page_type == "home":
        return ""
    if page_type not in RECORDS:
        return f"{page_type}/"
    if page_type == "meeting":
        return max(corpus.meetings, key=lambda meeting: sum(map(len, corpus.by_meeting[meeting.id].values()))).url
    return max(corpus.of_kind(page_type), key=lambda entry: (len(entry.mentions), entry.id)).url
