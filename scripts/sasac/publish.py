"""From a project folder to everything that a site generator needs: pages, their parts, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sasac import addresses_kept, checks, export, security, site, texts
from sasac.editing import drafts as showing
from sasac.export.twins import twin_file
from sasac.link import Corpus, link
from sasac.load import load
from sasac.problems import DataError
from sasac.render import Renderer
from sasac.site import Plan
from sasac.views import indexes
from sasac.views.cite import Edition, cite
from sasac.views.head import head
from sasac.views.page import Builder, Section, SitePage


@dataclass
class Publication:
    """A checked and linked corpus with its pages and files."""

    project: Path
    corpus: Corpus
    builder: Builder
    plans: list[Plan]
    moves: list[addresses_kept.Move]
    renderer: Renderer
    epoch: str
    edition: Edition
    # Small files that stand beside the pages.
    files: dict[str, str] = field(default_factory=dict)

    @cached_property
    def pages(self) -> list[SitePage]:
        """Every page, made and kept; a build makes them one by one instead."""
        return [self.page(plan) for plan in self.plans]

    def page(self, plan: Plan) -> SitePage:
        """One page, made."""
        page = plan.make()
        moved = _moved_claims(page, self.moves)
        return page if moved is None else SitePage(**{**vars(page), "sections": [*page.sections, moved]})

    def body(self, page: SitePage) -> str:
        """HTML of a page's content."""
        return self.renderer.body(page, cite(page, self.edition))

    def head(self, page: SitePage) -> str:
        """HTML of what stands in a page's head."""
        return self.renderer.fragment("views/head.html", page.url, head=head(page, self.corpus, self.edition), policy=self.renderer.policy)

    def parts(self, page: SitePage) -> dict[str, str]:
        """All that a page puts into its shell."""
        items = [{"title": section.title, "url": f"#{section.id}"} for section in page.sections]
        contents = {name: self.renderer.fragment(f"views/{name}.html", page.url, items=items) if items else "" for name in ("contents", "folded")}
        return {"head": self.head(page), "body": self.body(page), **contents}

    def view(self, name: str, url: str) -> str:
        """HTML of a view that a hand-written page shows.

        Raises KeyError where there is no such view.
        """
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "home": lambda: indexes.home(self.builder),
            "corrections": lambda: {"issues": self.edition.repository.rstrip("/") + "/issues/new" if self.edition.repository else ""},
        }
        return self.renderer.fragment(f"views/{name}.html", url, view=makers[name]())

    def twin(self, plan: Plan) -> tuple[str, bytes] | None:
        """Path and content of the machine twin of a record's page."""
        return twin_file(self.corpus, plan.entry) if plan.entry else None

    def exports(self) -> dict[str, bytes]:
        """Path and content of every file that people can take away."""
        return export.export(self.corpus, self.edition, self.project)


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


def publish(project: Path, site_url: str = "", repository: str = "", drafts: bool = False) -> Publication:
    """Everything that the site shows; with `drafts`, what is not published yet.

    Raises DataError with every problem where there is one.
    """
    return published(read(project, drafts), project, site_url, repository)


def published(corpus: Corpus, project: Path, site_url: str = "", repository: str = "", before: Publication | None = None) -> Publication:
    """Everything that the site shows of a corpus; with the publication `before` it, its index pages and templates stand in until they are made anew.

    Raises DataError where addresses clash, die or lead nowhere.
    """
    builder = Builder.of(corpus)
    plans = site.plan(builder, [plan for plan in before.plans if not plan.entry] if before else None)
    # Pages are dated by the newest day that the data speaks of, not by the clock: two builds are the same build.
    newest = corpus.newest_day()
    epoch = str(int(datetime.fromisoformat(newest).replace(tzinfo=UTC).timestamp()))
    problems = addresses_kept.check(corpus, plans, project / "data", project)
    moves, faults = addresses_kept.moves(project / "data", project)
    if problems or faults:
        raise DataError([*problems, *faults])
    version = (project / "data" / "VERSION").read_text(encoding="utf-8").strip()
    renderer = before.renderer.again(builder.misprints) if before else Renderer(project / "overrides", builder.misprints)
    publication = Publication(project, corpus, builder, plans, moves, renderer, epoch, Edition(site_url, version, newest, repository))
    publication.files |= security.header_files(project / "overrides")
    for name, move in addresses_kept.gone_pages(moves).items():
        publication.files[name] = renderer.fragment("views/moved.html", move.old, move=move, policy=renderer.policy)
    return publication


def _moved_claims(page: SitePage, moves: list[addresses_kept.Move]) -> Section | None:
    """Anchors that moved or went keep a place on their page, with a word on what became of them."""
    moved = [(move.old.partition("#")[2], addresses_kept.final(move, moves)) for move in moves if move.old.startswith(page.url + "#")]
    return Section("moved", "Moved or withdrawn", "moved", moved) if moved else None
