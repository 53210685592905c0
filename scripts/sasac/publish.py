"""From a project folder to everything that a site generator needs: pages, their bodies, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sasac import checks, site, texts
from sasac.export.twins import twins
from sasac.link import Corpus, link
from sasac.load import load
from sasac.problems import DataError
from sasac.render import Renderer
from sasac.views import indexes
from sasac.views.cite import Edition, cite
from sasac.views.head import head
from sasac.views.page import Builder, SitePage


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
        return self.renderer.fragment("views/head.html", page.url, head=head(page, self.corpus, self.edition))

    def view(self, name: str, url: str) -> str:
        """HTML of a view that a hand-written page shows.

        Raises KeyError where there is no such view.
        """
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "home": lambda: indexes.home(self.builder),
            "corrections": lambda: {"issues": self.edition.repository.rstrip("/") + "/issues/new" if self.edition.repository else ""},
        }
        return self.renderer.fragment(f"views/{name}.html", url, view=makers[name]())


def read(project: Path) -> Corpus:
    """The project's data, checked and linked.

    Raises DataError with every problem where there is one.
    """
    data = project / "data"
    loading = load(data, project)
    at_hand = texts.read(loading, data, project, texts.find_folder(project))
    problems = checks.run(loading, at_hand, project)
    if problems:
        raise DataError(problems)
    return link(loading, at_hand)


def publish(project: Path, site_url: str = "", repository: str = "") -> Publication:
    """Everything that the site shows.

    Raises DataError with every problem where there is one.
    """
    corpus = read(project)
    builder = Builder.of(corpus)
    pages = site.pages(corpus, builder)
    # Pages are dated by the newest day that the data speaks of, not by the clock: two builds are the same build.
    newest = corpus.newest_day()
    epoch = str(int(datetime.fromisoformat(newest).replace(tzinfo=UTC).timestamp()))
    version = (project / "data" / "VERSION").read_text(encoding="utf-8").strip()
    return Publication(
        corpus, builder, pages, Renderer(project / "overrides"), epoch, Edition(site_url, version, newest, repository), dict(twins(corpus))
    )
