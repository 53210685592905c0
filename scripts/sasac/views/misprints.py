"""Printed wordings that are garbled, misleading or wrong: found in any words of a page, so that each can carry its mark."""

from __future__ import annotations

from dataclasses import dataclass

from sasac import sentences
from sasac.link import Corpus, Entry
from sasac.views.parts import BAD_VERDICTS, verdicts
from sasac.wordings import Wordings, find, folded


@dataclass(frozen=True)
class Misprint:
    """A printed wording that misleads, the verdict on it, and the page that explains it."""

    form: str
    verdict: str
    url: str


class Misprints:
    """Knows every printed wording with such a verdict; made once for a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.owners: dict[str, Entry] = {}
        self.known: dict[str, Misprint] = {}
        # Where a wording is both a term's and an organization's, the term explains it.
        for entry in sorted(corpus.entries.values(), key=lambda entry: entry.kind == "term"):
            for form, verdict in verdicts(entry).items():
                if verdict in BAD_VERDICTS:
                    for way in {form, form.replace(f" {sentences.JOINER} ", " ")}:
                        self.owners[folded(way)] = entry
                        self.known[folded(way)] = Misprint(way, verdict, entry.url)
        self.wordings = Wordings(self.owners)
        self._seen: dict[str, list[Misprint]] = {}

    def of(self, words: str) -> list[Misprint]:
        """The wordings of this kind that some words hold, each once, in order."""
        if words not in self._seen:
            found = (self.known[wording] for _, _, wording in find(words, self.wordings)) if self.wordings else ()
            self._seen[words] = list(dict.fromkeys(found))
        return self._seen[words]
