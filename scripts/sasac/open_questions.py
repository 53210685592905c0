"""Open questions: those that people wrote, and those that follow from the data itself; one shape for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sasac import walk
from sasac.link import Corpus, Entry
from sasac.models import Claim, Evidence, External, Fact
from sasac.models.vocabulary import NOT_STATED

KINDS = {
    "not stated": "Not stated in the source",
    "identity": "Identities not settled",
    "rendering": "Renderings not checked",
    "two readings": "Passages with two readings",
    "list not found": "Lists whose members are not known",
}


@dataclass(frozen=True)
class Question:
    """Something open: what is asked, what we know, where we looked, as of which day; `computed` where it follows from the data."""

    id: str
    kind: str
    asked: str
    text: str
    about: list[str]
    where_we_looked: str
    as_of: str
    url: str
    computed: bool


def questions(corpus: Corpus, as_of: str) -> list[Question]:
    """All open questions, written ones first within each kind."""
    written = [
        Question(
            loaded.id, loaded.record.kind, loaded.record.asked, loaded.record.text, loaded.record.about, loaded.record.where_we_looked, loaded.record.as_of,
            corpus.entries[loaded.record.about[0]].url, False,
        )
        for loaded in corpus.questions
    ]
    asked = {(question.kind, identifier) for question in written for identifier in question.about}
    found = [*written, *_from_records(corpus, as_of, asked), *_from_claims(corpus, as_of)]
    order = list(KINDS)
    return sorted(found, key=lambda question: (order.index(question.kind), question.computed))


def _from_records(corpus: Corpus, as_of: str, asked: set[tuple[str, str]]) -> Iterator[Question]:
    for entry in corpus.entries.values():
        for number, fact in enumerate(getattr(entry.record, "facts", []), 1):
            if fact.kind == NOT_STATED:
                yield _missing(corpus, entry, fact, f"open-{entry.id}-{number}", entry.title, entry.url, as_of)
        if ("rendering", entry.id) in asked:
            continue
        for number, fact in enumerate(getattr(entry.record, "external", []), 1):
            if isinstance(fact, External) and fact.basis == "unchecked":
                text = f"{fact.field} “{fact.value}” is general knowledge that nobody has looked up."
                looked = "The project's list of outside facts, which marks it unchecked."
                asks = f"{entry.title}: is the {fact.field} right?"
                yield Question(f"open-{entry.id}-outside-{number}", "rendering", asks, text, [entry.id], looked, as_of, entry.url, True)


def _from_claims(corpus: Corpus, as_of: str) -> Iterator[Question]:
    for claim in corpus.claims.values():
        name = f"{claim.meeting.title}, {claim.id.replace('-', ' ')}"
        stem = f"open-{claim.meeting.id}-{claim.id}"
        for path, model in walk.models(claim.claim):
            if isinstance(model, Fact) and model.kind == NOT_STATED:
                yield _missing(corpus, claim.meeting, model, f"{stem}-{path[-1]}", name, claim.url, as_of)
            if isinstance(model, Claim) and model.other_reading:
                yield Question(
                    f"{stem}-reading", "two readings", f"{name}: which reading is right?", f"{model.text} Or: {model.other_reading}", [claim.meeting.id],
                    _places(corpus, model.evidence), as_of, claim.url, True,
                )


def _missing(corpus: Corpus, entry: Entry, fact: Fact, identifier: str, name: str, url: str, as_of: str) -> Question:
    return Question(
        identifier, NOT_STATED, f"{name}: {fact.field}?", fact.reason or "The text does not say.", [entry.id], _places(corpus, fact.evidence), as_of, url, True
    )


def _places(corpus: Corpus, evidence: list[Evidence]) -> str:
    places = dict.fromkeys(f"{corpus.entries[item.source].title}, {item.sentence}" for item in evidence)
    return "; ".join(places) + "."
