"""Finds the names of records inside a line of text and makes links of them; marks wordings that mislead."""

from __future__ import annotations

from collections.abc import Iterable

from sasac import sentences
from sasac.link import Corpus, Entry
from sasac.views.misprints import Misprints
from sasac.views.parts import BAD_VERDICTS, Segment, link_to, verdicts
from sasac.wordings import Wordings, find, folded


class Mentions:
    """Knows every name of every record; made once for a corpus."""

    def __init__(self, corpus: Corpus, misprints: Misprints) -> None:
        self._corpus = corpus
        self._names = {entry.id: Wordings(self._names_of(entry)) for entry in corpus.entries.values()}
        self._verdicts = {entry.id: {folded(form): verdict for form, verdict in verdicts(entry).items()} for entry in corpus.entries.values()}
        self._misprints = misprints

    @staticmethod
    def _names_of(entry: Entry) -> list[str]:
        names = {sentences.plain(entry.title)} | {form.form for form in getattr(entry.record, "forms", [])}
        return [name for name in names if sentences.JOINER not in name and len(name) > 2]

    def segments(self, text: str, ids: Iterable[str], here: str = "") -> list[Segment]:
        """The text cut into runs: a link for the first mention of each given record, and of each wording that misleads (none to the page itself)."""
        owners: dict[str, str] = {}
        mine = Wordings()
        for identifier in ids:
            names = self._names.get(identifier)
            if names and identifier != here:
                mine.add(names)
                for name in names:
                    owners.setdefault(name, identifier)
        found: list[Segment] = []
        linked: set[str] = set()
        done = 0
        for start, end, form in find(text, mine, self._misprints.wordings):
            identifier = owners.get(form) or self._misprints.owners[form].id
            verdict = self._verdicts[identifier].get(form)
            misleads = verdict in BAD_VERDICTS
            if identifier == here or (form if misleads else identifier) in linked:
                continue
            linked |= {identifier, form}
            if start > done:
                found.append(Segment(text[done:start]))
            found.append(Segment(text[start:end], link_to(self._corpus.entries[identifier]), verdict if misleads else None))
            done = end
        if done < len(text):
            found.append(Segment(text[done:]))
        return found
