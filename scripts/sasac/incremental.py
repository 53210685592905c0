"""Builds again only what changed: while records are edited, the pages that a change can touch are made anew, and the rest is left alone.

What comes out is what a whole build would give, byte for byte; the tests compare the two after every kind of edit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sasac import affected, checks, export, search_index, site, texts, write
from sasac.affected import State
from sasac.link import link
from sasac.load import Read, load
from sasac.parse import Loaded
from sasac.problems import DataError
from sasac.publish import Publication, published
from sasac.shell import Shell
from sasac.texts import Texts
from sasac.views import indexes
from sasac.write import Views


@dataclass
class Shells:
    """What the site generator laid out: the shell of record pages, those of index pages, and those of hand-written pages with a view."""

    record: Shell
    index: dict[str, Shell] = field(default_factory=dict)
    views: Views = field(default_factory=dict)


@dataclass
class Rest:
    """Work that follows a change: pages that a reader may turn to next, and files that are only taken away or searched in."""

    soon: list[Callable[[], None]]
    late: list[Callable[[], None]]


class Editing:
    """A site that is being edited: its last sound publication, and the folder that it was written to."""

    def __init__(self, publication: Publication, shells: Shells, folder: Path) -> None:
        """Raises DataError where the records are no longer what was published."""
        self.publication = publication
        self.shells = shells
        self.folder = folder
        self._read: Read = {}
        self._texts: tuple[dict[str, Loaded], Texts] | None = None
        self.publication, self._state = self._now()

    def _now(self) -> tuple[Publication, State]:
        """The records as they are, checked, linked and ready to be laid out.

        Raises DataError with every problem where there is one.
        """
        project, edition = self.publication.project, self.publication.edition
        loading = load(project / "data", project, known=self._read)
        # A fingerprint that changes means a whole build; as long as no source record does, all are what they were.
        if self._texts is None or self._texts[0] != loading.records["sources"]:
            self._texts = loading.records["sources"], texts.read(loading, project / "data", project, texts.find_folder(project))
        at_hand = self._texts[1]
        problems = checks.run(loading, at_hand, project)
        if problems:
            raise DataError(problems)
        made = published(link(loading, at_hand), project, edition.site_url, edition.repository, before=self.publication)
        return made, State(loading, made.corpus, {name: [entry.id for entry in entries] for name, entries in made.builder.named_in_text.items()})

    def rebuild(self) -> Rest | None:
        """Write the pages that the records' changes can touch; the rest of the work, for whoever has time; None where a whole build is needed.

        Raises DataError with every problem where there is one; then nothing is written.
        """
        before = self.publication
        after, state = self._now()
        # Another address, edition or misprint shows on any page.
        if {plan.url for plan in after.plans} != {plan.url for plan in before.plans} or after.edition != before.edition or after.moves != before.moves:
            return None
        if after.builder.misprints.known != before.builder.misprints.known:
            return None
        names = affected.changed(self._state.loading, state.loading)
        touched = affected.pages(self._state, state, names)
        own = {identifier for _, identifier in names}
        first = [plan for plan in after.plans if plan.entry and plan.entry.id in own]
        then = [plan for plan in after.plans if plan.entry and plan.entry.id in touched and plan not in first]
        for plan in [*first, *then]:
            write.page(after, plan, self.shells.record, self.folder)
        # Nobody waits for the index pages; where there are others than before, their shells are still to be laid out.
        index = indexes.plans(after.builder)
        self.publication, self._state = after, state
        if {plan.url for plan in index} != {plan.url for plan in after.plans if not plan.entry}:
            return None
        after.plans = site.plan(after.builder, index)
        return self._rest(after)

    def _rest(self, after: Publication) -> Rest:
        """Index pages, views on hand-written pages, the files to take away, the search index: each shows of everything."""

        def index(url: str) -> Callable[[], None]:
            plan = next(plan for plan in after.plans if plan.url == url)
            return lambda: write.page(after, plan, self.shells.index[url], self.folder)

        def exports() -> None:
            for name, content in export.export(after.corpus, after.edition, after.project).items():
                write.put(self.folder, name, content)

        found = [index(plan.url) for plan in after.plans if not plan.entry]
        found += [partial(write.view, after, url, *named, self.folder) for url, named in self.shells.views.items()]
        return Rest(found, [exports, lambda: _search(after, self.folder)])


def _search(after: Publication, folder: Path) -> None:
    search_index.write(after.corpus, folder)
