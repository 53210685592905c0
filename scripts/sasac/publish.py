"""From a project folder to everything that a site generator needs: pages, their parts, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sasac import addresses_kept, checks, cores, export, security, site, texts
from sasac.editing import drafts as showing
from sasac.export.twins import twin_file
from sasac.link import Corpus, link
from sasac.load import Loading, load
from sasac.problems import DataError, Problem
from sasac.render import Renderer
from sasac.texts import Texts
from sasac.views import indexes
from sasac.views.cite import Edition, cite
from sasac.views.head import head
from sasac.views.page import Builder, Plan, Section, SitePage


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
    _contents: dict[tuple[tuple[str, str], ...], dict[str, str]] = field(default_factory=dict)

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
        return {"head": self.head(page), "body": self.body(page), **self.contents(tuple((section.title, f"#{section.id}") for section in page.sections))}

    def contents(self, sections: tuple[tuple[str, str], ...]) -> dict[str, str]:
        """HTML of the list of what is on a page, given titles and addresses, beside it and folded; laid out once for pages with the same sections."""
        if sections not in self._contents:
            items = [{"title": title, "url": url} for title, url in sections]
            self._contents[sections] = {
                name: self.renderer.fragment(f"views/{name}.html", "", items=items) if items else "" for name in ("contents", "folded")
            }
        return self._contents[sections]

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
    loading, at_hand, check = _loaded(project, drafts)
    problems = check()
    if problems:
        raise DataError(problems)
    return link(loading, at_hand)


def publish(project: Path, site_url: str = "", repository: str = "", drafts: bool = False) -> Publication:
    """Everything that the site shows; with `drafts`, what is not published yet. Checked by another process meanwhile, where there is a core for it.

    Raises DataError with every problem where there is one.
    """
    loading, at_hand, check = _loaded(project, drafts)
    with cores.beside(check) as problems:
        try:
            publication = published(link(loading, at_hand), project, site_url, repository)
            # Every claim stands on several pages: made here, they are there for all processes that lay pages out.
            publication.builder.claims.all(list(publication.corpus.claims.values()))
        except Exception:
            # What is linked while it is still being checked may be unsound, and then that is what is wrong.
            if problems():
                raise DataError(problems()) from None
            raise
        if problems():
            raise DataError(problems())
    return publication


def _loaded(project: Path, drafts: bool) -> tuple[Loading, Texts, Callable[[], list[Problem]]]:
    """The records, what their evidence is checked against, and the check that is still to be made of them."""
    if drafts and showing.files(project):
        found = showing.showable(project)
        if not found.errors:
            return found.loading, found.texts, list
    loading = load(project / "data", project)
    at_hand = texts.read(loading, project / "data", project, texts.find_folder(project))
    return loading, at_hand, partial(checks.run, loading, at_hand, project)


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
