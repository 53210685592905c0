"""The closed lists of words that records choose from."""

from __future__ import annotations

from typing import Literal, get_args

NOT_STATED = "not stated"
MARK = "not stated in the source"

Modality = Literal["done", "planned", "demanded", "expected", "recommended"]
StatementModality = Literal["asserted", "asked", "done", "planned", "demanded", "expected", "recommended"]
StatedKind = Literal["stated", "inferred"]
FactKind = Literal["stated", "inferred", "not stated"]
Basis = Literal["found", "inferred", "unchecked"]
Verdict = Literal["ok", "variant", "garbled", "misleading", "wrong"]
Deed = Literal["attended", "spoke", "chaired", "introduced", "asked", "answered", "organized", "reported"]
FigureStatus = Literal["achieved", "target", "planned", "expected", "counted"]
Change = Literal["level", "rise to", "rise by", "rise", "fall to", "fall by", "fall", "count", "share", "ordinal"]
TransferKind = Literal[
    "transfer of a subsidiary", "transfer of assets", "restructuring of one group by another", "integration of resources", "founding of companies",
    "pilot operation for others",
]
TransferStatus = Literal["done", "facilitated", "promoted", "under way", "planned"]
OrganizationKind = Literal[
    "enterprise", "government body", "party body", "research unit", "media outlet", "leading group", "group of enterprises",
    "group of people", "group of bodies",
]
TermKind = Literal["slogan", "formula", "numbered phrase", "quoted expression", "fixed term", "programme", "event", "proper name"]
HostKind = Literal["official", "publisher", "aggregator"]

# Fields a reader looks for: each record of a type says them, or says that they are not stated.
REQUIRED_FACTS: dict[str, tuple[str, ...]] = {
    "sources": ("title", "date published", "publisher", "author"),
    "meetings": ("name", "date held", "year", "organizer", "format", "venue", "chair", "date published"),
    "people": ("role",),
    "organizations": ("kind",),
}

FACT_FIELDS: dict[str, tuple[str, ...]] = {
    "sources": ("title", "date published", "publisher", "author", "original language", "extent"),
    "meetings": (
        "name", "date held", "year", "organizer", "format", "venue", "chair", "purpose", "date published", "number of attendees",
        "unnamed speakers", "duration", "topic",
    ),
    "people": ("role", "attendance", "identity"),
    "organizations": ("kind", "parent", "members", "identity", "leader", "deputy leader", "staff", "size"),
    "terms": ("identity", "members", "meaning", "same term", "date"),
    "tasks": ("period", "addressee", "deadline", "meaning", "completion", "growth rate", "amount", "identity"),
    "figures": ("period", "growth rate", "base", "value", "scope", "meaning", "names", "list", "baseline"),
    "statements": ("period", "meaning", "venue", "occasion", "identity"),
    "restructurings": ("deal value", "date", "completion", "legal form", "meaning", "names"),
    "questions": (),
    "themes": (),
}

EXTERNAL_FIELDS = (
    "Chinese", "official English", "short form", "common English", "office", "identity", "date held", "period", "address", "publisher",
    "kind of host", "kind of text", "verdict", "component", "meaning", "Wikidata", "LEI", "stock code", "note", "full transcript",
)
# A rendering is the only thing general knowledge may supply unchecked.
RENDERINGS = ("Chinese", "official English", "short form", "common English", "meaning", "verdict")
IDENTIFIERS = ("Wikidata", "LEI", "stock code")


def options(literal: object) -> tuple[str, ...]:
    """The words of a closed list."""
    return get_args(literal)
