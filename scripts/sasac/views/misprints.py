"""Printed wordings that are garbled, misleading or wrong: found in any words of a page, so that each can carry its mark."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasac import sentences
from sasac.link import Corpus, Entry
from sasac.views.parts import BAD_VERDICTS, verdicts


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
        self._known: dict[str, Misprint] = {}
        # Where a wording is both a term's and an organization's, the term explains it.
        for entry in sorted(corpus.entries.values(), key=lambda entry: entry.kind == "term"):
            for form, verdict in verdicts(entry).items():
                if verdict in BAD_VERDICTS:
                    for way in {form, form.replace(f" {sentences.JOINER} ", " ")}:
                        self.owners[way] = entry
                        self._known[way] = Misprint(way, verdict, entry.url)
        self._pattern = words_of(list(self._known))

    def of(self, words: str) -> list[Misprint]:
        """The wordings of this kind that some words hold, each once, in order."""
        if not self._pattern:
            return []
        return list(dict.fromkeys(self._known[match.group().casefold()] for match in self._pattern.finditer(words)))


def words_of(forms: list[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of these wordings as whole words, the longest first; None where there are none."""
    if not forms:
        return None
    return re.compile(r"(?<![\w-])(" + "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) + r")(?![\w-])", re.I)
