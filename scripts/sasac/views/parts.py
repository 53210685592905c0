"""The small pieces that every page is made of: links, evidence, facts, facts from outside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from sasac import edtf_dates
from sasac.addresses import sentence_words
from sasac.link import Corpus, Entry
from sasac.models import Evidence, External, Fact
from sasac.models.base import is_address
from sasac.models.vocabulary import MARK
from sasac.views.deep_links import deep_link

BAD_VERDICTS = ("garbled", "misleading", "wrong")
KIND_WORDS = {"stated": "stated in the source", "inferred": "our reading", "not stated": MARK}
TYPE_WORDS = {
    "meeting": "Meeting", "person": "Person", "enterprise": "Enterprise", "body": "Body or group", "theme": "Theme", "term": "Term",
    "source": "Source", "task": "Task", "figure": "Figure", "statement": "Statement", "restructuring": "Restructuring",
    "participant": "Participant", "agenda": "Agenda",
}


class Link(NamedTuple):
    """A link to something in the reference: its title, its address below the root, what it is."""

    title: str
    url: str
    kind: str


class Segment(NamedTuple):
    """A run of text, with the link it carries, and the verdict on a wording that misleads."""

    text: str
    link: Link | None = None
    verdict: str | None = None


@dataclass(frozen=True)
class EvidenceView:
    """One sentence that a claim rests on, with the fragments of it: how the place is called, and the ways to check it."""

    source: str
    sentence: str
    quotes: list[str]
    ledger: str
    publisher: str | None


@dataclass(frozen=True)
class FactView:
    """One field of a record with what the texts say of it."""

    label: str
    kind: str
    value: str
    link: Link | None
    reason: str | None
    evidence: list[EvidenceView]
    short: str = ""


@dataclass(frozen=True)
class ExternalView:
    """One fact from outside the texts."""

    label: str
    value: str
    basis: str
    address: str | None
    form: str | None
    notes: list[str]
    chinese: bool


@dataclass(frozen=True)
class OutsideGroup:
    """Facts from outside, kept together and apart from the rest."""

    facts: list[ExternalView] = field(default_factory=list)


def short_name(title: str) -> str:
    """The short form that a long name gives of itself in brackets at its end, else the name."""
    match = re.search(r"\(([A-Z][A-Za-z&]{1,9})\)$", title)
    return match[1] if match else title


def link_to(entry: Entry) -> Link:
    """The link to a record's page."""
    return Link(entry.title, entry.url, entry.kind)


def publisher_address(source: Entry) -> str | None:
    """Address at which a source was published (a fact from outside), if we have it."""
    found = (fact.address or fact.value for fact in source.record.external if fact.field == "address")
    return next((address for address in found if is_address(address)), None)


def evidence_views(corpus: Corpus, evidence: list[Evidence]) -> list[EvidenceView]:
    """Evidence for readers, in file order: fragments that follow one another in one sentence stand together."""
    found = []
    for (identifier, sentence), group in groupby(evidence, key=lambda item: (item.source, item.sentence)):
        source = corpus.entries[identifier]
        quotes = [item.quote for item in group]
        address = publisher_address(source)
        found.append(
            EvidenceView(
                source.title, sentence_words(sentence), quotes, f"{source.url}#{corpus.lead(identifier, sentence)}",
                deep_link(address, corpus.texts.fingerprints[identifier], sentence, quotes) if address else None,
            )
        )
    return found


def dated(field_name: str, value: str) -> str:
    """A value in reader's words: EDTF of date fields is spelt out."""
    if field_name in ("date held", "date published") and edtf_dates.problem(value) is None:
        return edtf_dates.words(value)
    return value


def fact_view(corpus: Corpus, fact: Fact) -> FactView:
    """A fact for readers."""
    record = corpus.entries.get(fact.record) if fact.record else None
    value = dated(fact.field, fact.value) if fact.value is not None else MARK
    link = link_to(record) if record else None
    return FactView(label(fact.field), fact.kind, value, link, fact.reason, evidence_views(corpus, fact.evidence), short_name(record.title) if record else "")


def label(field_name: str) -> str:
    """A field's name as a label."""
    return field_name[:1].upper() + field_name[1:]


def external_view(fact: External) -> ExternalView:
    """A fact from outside for readers."""
    notes = [
        *([f"drawn from: {fact.drawn_from}"] if fact.drawn_from else []),
        *([f"no address: {fact.no_address}"] if fact.no_address else []),
        *([fact.note] if fact.note else []),
    ]
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in fact.value)
    address = fact.address or (fact.value if fact.field == "address" and is_address(fact.value) else None)
    return ExternalView(label(fact.field), dated(fact.field, fact.value), fact.basis, address, fact.form, notes, chinese)


def external_views(facts: list[External]) -> list[ExternalView]:
    """Facts from outside for readers, in file order."""
    return [external_view(fact) for fact in facts]


def verdicts(entry: Entry) -> dict[str, str]:
    """Printed form (case folded) to the verdict on its wording."""
    forms = {form.form.casefold() for form in getattr(entry.record, "forms", [])}
    found: dict[str, str] = {}
    for fact in getattr(entry.record, "external", []):
        if fact.field == "verdict":
            for form in [fact.form.casefold()] if fact.form else forms:
                found[form] = fact.value
    return found
