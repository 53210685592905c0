"""The concordance: a wording in its surroundings, out of the fragments on record."""

from __future__ import annotations

from dataclasses import dataclass

from sasac import sentences
from sasac.addresses import sentence_words
from sasac.link import Corpus, Entry
from sasac.models import Evidence, Form
from sasac.views.parts import Link, link_to
from sasac.walk import models


@dataclass(frozen=True)
class Context:
    """A wording in its surroundings: words before, the wording, words after, the place, and the sentence's gist."""

    before: str
    form: str
    after: str
    meeting: Link
    date: str
    place: str
    ledger: Link
    gist: str


class Concordance:
    """Contexts out of the fragments on record: the longest quote of a sentence that holds the wording, never more."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._quotes: dict[tuple[str, str], list[str]] = {}
        records = [*(claim.claim for claim in corpus.claims.values()), *(entry.record for entry in corpus.entries.values())]
        for record in records:
            for _, model in models(record):
                if isinstance(model, Evidence | Form):
                    wording = model.quote if isinstance(model, Evidence) else model.form
                    group = self._quotes.setdefault((model.source, corpus.lead(model.source, model.sentence)), [])
                    group += [part for part in sentences.parts(wording) if part not in group]

    def of(self, entry: Entry) -> list[Context]:
        """Contexts of a record's printed forms, in date order."""
        order = self._corpus.position
        found = []
        for form in entry.record.forms:
            source = self._corpus.entries[form.source]
            meeting = self._corpus.entries[source.record.meeting]
            lead = self._corpus.lead(form.source, form.sentence)
            before, printed, after = self._around(form.form, self._quotes.get((form.source, lead), []))
            ledger = Link(sentence_words(form.sentence), f"{source.url}#{lead}", "source")
            gist = self._corpus.ledgers[form.source][form.sentence].line.gist
            context = Context(before, printed, after, link_to(meeting), meeting.record.date[:10], sentence_words(form.sentence), ledger, gist)
            found.append((order[meeting.id], form.sentence, context))
        return [context for _, _, context in sorted(found, key=lambda item: (item[0], item[1]))]

    def longest(self, source: str, sentence: str) -> str | None:
        """The longest fragment on record of a sentence, for a deep link to the publisher's page; None where there is none."""
        quotes = self._quotes.get((source, sentence), [])
        return max(quotes, key=lambda quote: (len(quote), quote), default=None)

    @staticmethod
    def _around(form: str, quotes: list[str]) -> tuple[str, str, str]:
        for quote in sorted(quotes, key=lambda quote: (-len(quote), quote)):
            at = quote.find(form)
            if at >= 0:
                return quote[:at].strip(), form, quote[at + len(form) :].strip()
        return "", form, ""
