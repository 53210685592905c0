"""From a project folder to everything that a site generator needs: pages, their bodies, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sasac import addresses_kept, checks, security, site, texts
from sasac.editing import drafts as showing
from sasac.export import export
from sasac.export.twins import twins
from sasac.link import Corpus, link
from sasac.load import load
from sasac.problems import DataError
from sasac.render import Renderer
from sasac.views import indexes
from sasac.views.cite import Edition, cite
from sasac.views.head import head
from sasac.views.page import Builder, Section, SitePage


@dataclass
class Publication:
    """A checked and linked corpus with its pages and files."""

    corpus: Corpus
    builder: Builder
    pages: list[SitePage]
    renderer: Renderer
    epoch: str
    edition: Edition
    files: dict[str, str | bytes] = field(default_factory=dict)

    def body(self, page: SitePage) -> str:
        """HTML of a page's content."""
        return self.renderer.body(page, cite(page, self.edition))

    def head(self, page: SitePage) -> str:
        """HTML of what stands in a page's head."""
        return self.renderer.fragment("views/head.html", page.url, head=head(page, self.corpus, self.edition), policy=self.renderer.policy)

    def view(self, name: str, url: str) -> str:
        """HTML of a view that a hand-written page shows.

        Raises KeyError where there is no such view.
        """
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "home": lambda: indexes.home(self.builder),
            "corrections": lambda: {"issues": self.edition.repository.rstrip("/") + "/issues/new" if self.edition.repository else ""},
        }
        return self.renderer.fragment(f"views/{name}.html", url, view=makers[name]())


def read(project: Path, drafts: bool = False) -> Corpus:
    """The project's data, checked and linked; with `drafts`, those drafts too that can be shown.

    Raises DataError with every problem where there is one.
    """
    if drafts and showing.files(project):
        found = showing.showable(project)
        if not found.errors:
            return link(found.loading, found.texts)
    data = project / "data"
    loading = load(data, project)
    at_hand = texts.read(loading, data, project, texts.find_folder(project))
    problems = checks.run(loading, at_hand, project)
    if problems:
        raise DataError(problems)
    return link(loading, at_hand)


def publish(project: Path, site_url: str = "", repository: str = "", exports: bool = True, drafts: bool = False) -> Publication:
    """Everything that the site shows; without `exports`, all but the files that people can take away; with `drafts`, what is not published yet.

    Raises DataError with every problem where there is one.
    """
    corpus = read(project, drafts)
    builder = Builder.of(corpus)
    pages = site.pages(corpus, builder)
    # Pages are dated by the newest day that the data speaks of, not by the clock: two builds are the same build.
    newest = corpus.newest_day()
    epoch = str(int(datetime.fromisoformat(newest).replace(tzinfo=UTC).timestamp()))
    problems = addresses_kept.check(corpus, pages, project / "data", project)
    moves, faults = addresses_kept.moves(project / "data", project)
    if problems or faults:
        raise DataError([*problems, *faults])
    _moved_claims(pages, moves)
    version = (project / "data" / "VERSION").read_text(encoding="utf-8").strip()
    publication = Publication(
        corpus, builder, pages, Renderer(project / "overrides", builder.misprints), epoch, Edition(site_url, version, newest, repository), dict(twins(corpus))
    )
    if exports:
        publication.files |= export(corpus, publication.edition, project)
    publication.files |= security.header_files(project / "overrides")
    for name, move in addresses_kept.gone_pages(moves).items():
        publication.files[name] = publication.renderer.fragment("views/moved.html", move.old, move=move, policy=publication.renderer.policy)
    return publication


def _moved_claims(pages: list[SitePage], moves: list[addresses_kept.Move]) -> None:
    """Anchors that moved or went keep a place on their page, with a word on what became of them."""
    for page in pages:
        moved = [(move.old.partition("#")[2], addresses_kept.final(move, moves)) for move in moves if "#" in move.old and move.old.startswith(page.url + "#")]
        if moved:
            page.sections.append(Section("moved", "Moved or withdrawn", "moved", moved))
