"""Open questions: those that people wrote, and those that follow from the data itself; one shape for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sasac.dividing import parts
from sasac.link import PLACES, ClaimEntry, Corpus, Entry
from sasac.models import Claim, Evidence, External, Fact
from sasac.models.vocabulary import NOT_STATED

PAGE = "questions/"
KINDS = {
    "not stated": "Not stated in the source",
    "identity": "Identities not settled",
    "rendering": "Renderings not checked",
    "two readings": "Passages with two readings",
    "list not found": "Lists whose members are not known",
}
# Kind of claim to the section of its meeting's page.
SECTIONS = {
    "task": "tasks", "figure": "figures", "statement": "statements", "restructuring": "restructurings", "participant": "participants", "agenda": "agenda",
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
    # The page that lists it: a part of the index where that is divided.
    page: str = PAGE


def questions(corpus: Corpus, as_of: str) -> list[Question]:
    """All open questions, written ones first within each kind."""
    written = [
        Question(
            loaded.id, loaded.record.kind, loaded.record.asked, loaded.record.text, loaded.record.about, loaded.record.where_we_looked, loaded.record.as_of,
            corpus.entries[loaded.record.about[0]].url, False,
        )
        for loaded in corpus.questions
    ]
    renderings: dict[str, str] = {}
    for question in written:
        if question.kind == "rendering":
            for identifier in question.about:
                renderings[identifier] = f"{renderings.get(identifier, '')} {question.asked} {question.text}"
    found = [*written, *_from_records(corpus, as_of, renderings), *_from_claims(corpus, as_of), *_from_fields(corpus, as_of)]
    order = list(KINDS)
    return _placed(corpus, sorted(found, key=lambda question: (order.index(question.kind), question.computed)))


def subject(corpus: Corpus, question: Question) -> str:
    """What a question is about, as the index of questions is divided: the year of a meeting, or a kind of record."""
    entry = corpus.entries[question.about[0]]
    return entry.record.date[:4] if entry.kind == "meeting" else PLACES[entry.kind]


def _placed(corpus: Corpus, found: list[Question]) -> list[Question]:
    """The same questions with the pages that list them; those that people wrote come first and never leave the index."""
    pieces = parts(sorted(found, key=lambda question: question.computed), lambda question: subject(corpus, question))
    pages = {question.id: f"{PAGE}{piece.name}/" for piece in pieces for question in piece.rows if question.computed}
    return [replace(question, page=pages[question.id]) if question.id in pages else question for question in found]


def _from_records(corpus: Corpus, as_of: str, renderings: dict[str, str]) -> Iterator[Question]:
    for entry in corpus.entries.values():
        for number, fact in enumerate(getattr(entry.record, "facts", []), 1):
            if fact.kind == NOT_STATED:
                yield _missing(corpus, entry, fact, f"open-{entry.id}-{number}", entry.title, entry.url, as_of)
        for number, fact in enumerate(getattr(entry.record, "external", []), 1):
            if isinstance(fact, External) and fact.basis == "unchecked" and fact.value not in renderings.get(entry.id, ""):
                text = f"{fact.field} “{fact.value}” is general knowledge that nobody has looked up."
                looked = "The project's list of outside facts, which marks it unchecked."
                asks = f"{entry.title}: is the {fact.field} right?"
                yield Question(f"open-{entry.id}-outside-{number}", "rendering", asks, text, [entry.id], looked, as_of, entry.url, True)


def _from_claims(corpus: Corpus, as_of: str) -> Iterator[Question]:
    for claim in corpus.claims.values():
        name = f"{claim.meeting.title}, {claim.id.replace('-', ' ')}"
        stem = f"open-{claim.meeting.id}-{claim.id}"
        for path, model in claim.models:
            if isinstance(model, Fact) and model.kind == NOT_STATED:
                yield _missing(corpus, claim.meeting, model, f"{stem}-{path[-1]}", name, claim.url, as_of)
            if isinstance(model, Claim) and model.other_reading:
                yield Question(
                    f"{stem}-reading", "two readings", f"{name}: which reading is right?", f"{model.text} Or: {model.other_reading}", [claim.meeting.id],
                    _places(corpus, model.evidence), as_of, claim.url, True,
                )


def _from_fields(corpus: Corpus, as_of: str) -> Iterator[Question]:
    """One question for each meeting, kind of claim and field that claims leave unsaid: the whole list would be longer than the reference."""
    unsaid: dict[tuple[str, str, str], list[ClaimEntry]] = {}
    for claim in corpus.claims.values():
        for field, value in claim.claim:
            if value == NOT_STATED:
                unsaid.setdefault((claim.meeting.id, claim.kind, field), []).append(claim)
    for (meeting, kind, field), claims in unsaid.items():
        entry, words = corpus.entries[meeting], field.replace("_", " ")
        which = f"one {kind}" if len(claims) == 1 else f"{len(claims)} {kind}s"
        text = f"The text does not say it for {', '.join(claim.id.partition('-')[2].replace('-', ' ') for claim in claims)}."
        looked = "; ".join(f"{source.title}, all sentences" for source in corpus.sources_of[meeting]) + "."
        yield Question(
            f"open-{meeting}-{kind}-{field.replace('_', '-')}", NOT_STATED, f"{entry.title}: {words} of {which}?", text, [meeting], looked, as_of,
            claims[0].url if len(claims) == 1 else f"{entry.url}#{SECTIONS[kind]}", True,
        )


def _missing(corpus: Corpus, entry: Entry, fact: Fact, identifier: str, name: str, url: str, as_of: str) -> Question:
    return Question(
        identifier, NOT_STATED, f"{name}: {fact.field}?", fact.reason or "The text does not say.", [entry.id], _places(corpus, fact.evidence), as_of, url, True
    )


def _places(corpus: Corpus, evidence: list[Evidence]) -> str:
    places = dict.fromkeys(f"{corpus.entries[item.source].title}, {item.sentence}" for item in evidence)
    return "; ".join(places) + "."
