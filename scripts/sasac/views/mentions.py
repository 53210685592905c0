"""Finds the names of records inside a line of text and makes links of them; marks wordings that mislead."""

from __future__ import annotations

from collections.abc import Iterable

from sasac import sentences
from sasac.link import Corpus, Entry
from sasac.views.misprints import Misprints, words_of
from sasac.views.parts import BAD_VERDICTS, Segment, link_to, verdicts


class Mentions:
    """Knows every name of every record; made once for a corpus."""

    def __init__(self, corpus: Corpus, misprints: Misprints) -> None:
        self._corpus = corpus
        self._names = {entry.id: self._names_of(entry) for entry in corpus.entries.values()}
        self._verdicts = {entry.id: verdicts(entry) for entry in corpus.entries.values()}
        self._misprints = {form: entry.id for form, entry in misprints.owners.items()}

    @staticmethod
    def _names_of(entry: Entry) -> list[str]:
        names = {sentences.plain(entry.title)} | {form.form for form in getattr(entry.record, "forms", [])}
        return [name for name in names if sentences.JOINER not in name and len(name) > 2]

    def segments(self, text: str, ids: Iterable[str], here: str = "") -> list[Segment]:
        """The text cut into runs: a link for the first mention of each given record, and of each wording that misleads (none to the page itself)."""
        owners: dict[str, str] = {}
        for identifier in ids:
            if identifier in self._names and identifier != here:
                for name in self._names[identifier]:
                    owners.setdefault(name.casefold(), identifier)
        for form, identifier in self._misprints.items():
            if identifier != here:
                owners.setdefault(form, identifier)
        pattern = words_of(list(owners))
        if not pattern:
            return [Segment(text)]
        found: list[Segment] = []
        linked: set[str] = set()
        start = 0
        for match in pattern.finditer(text):
            form = match.group().casefold()
            identifier = owners[form]
            verdict = self._verdicts[identifier].get(form)
            misleads = verdict in BAD_VERDICTS
            if (form if misleads else identifier) in linked:
                continue
            linked |= {identifier, form}
            if match.start() > start:
                found.append(Segment(text[start : match.start()]))
            found.append(Segment(match.group(), link_to(self._corpus.entries[identifier]), verdict if misleads else None))
            start = match.end()
        if start < len(text):
            found.append(Segment(text[start:]))
        return found
