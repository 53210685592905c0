"""The one place where MkDocs and the package meet: hands MkDocs finished pages, and nothing else.

Runs unchanged under MkDocs 1.6 and properdocs. State is made anew in `on_config`, because a serving process keeps modules.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from sasac import search_index
from sasac.addresses import page_file
from sasac.build import PROGRESS, REPORT
from sasac.problems import DataError
from sasac.publish import Publication, publish
from sasac.serving import LastGood
from sasac.views.page import SitePage

log = logging.getLogger("mkdocs.hooks.sasac")
_state: dict[str, Any] = {}
# Kept across the builds of one serving process: only that shows drafts.
_serving: list[bool] = []
_serving_state: dict[str, LastGood] = {}


class RecordPage(Page):
    """A page whose body is laid out by the package instead of written in Markdown."""

    def __init__(self, page: SitePage, publication: Publication, file: File, config: MkDocsConfig) -> None:
        self.site_page = page
        self._publication = publication
        super().__init__(page.title, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read; what the theme asks of a page's front matter is given here."""
        self.markdown = ""
        self.meta = {"title": self.site_page.title, "description": self.site_page.description, "hide": ["navigation"]}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Body and table of contents."""
        self.content = self._publication.body(self.site_page)
        top = AnchorLink(self.site_page.title, "top", 1)
        top.children = [AnchorLink(section.title, section.id, 2) for section in self.site_page.sections]
        self.toc = TableOfContents([top])


def on_startup(command: str, **_: Any) -> None:
    """Note whether this process serves (drafts are shown) or builds (they never are)."""
    _serving[:] = [command == "serve"]


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Load, check and link the data; with any error there is no build."""
    _state.clear()
    project = Path(config.config_file_path or ".").resolve().parent
    try:
        _state["publication"] = publish(project, site_url=config.site_url or "", repository=config.extra.get("repository", ""), drafts=_serving == [True])
    except DataError as error:
        _report({"problems": [str(problem) for problem in error.problems]})
        raise PluginError(f"{error}\n{len(error.problems)} errors in the data; nothing was written") from None
    os.environ.setdefault("SOURCE_DATE_EPOCH", _state["publication"].epoch)
    return config


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Add a page for every record and index, and the files that go beside them."""
    publication: Publication = _state["publication"]
    _progress(f"laying out {len(publication.pages)} pages …")
    for page in publication.pages:
        name = page_file(page.url).removesuffix(".html") + ".md"
        if files.get_file_from_path(name):
            raise PluginError(f"docs/{name}: a page stands here that a record gives; rename one")
        in_nav = page.kind == "index"
        file = File.generated(config, name, content="", inclusion=InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV)
        files.append(file)
        file.url = page_file(page.url)
        RecordPage(page, publication, file, config)
    for name, content in publication.files.items():
        if files.get_file_from_path(name):
            raise PluginError(f"docs/{name}: a file stands here that the records give; rename one")
        files.append(File.generated(config, name, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
    for file in files.documentation_pages():
        # Addresses that end in index.html also work from a disk.
        file.url = file.dest_uri
    return files


def on_env(env: Any, config: MkDocsConfig, files: Files, **_: Any) -> Any:
    """Set the address to cite on every page before the site map is written from them."""
    # The page for lost readers is no page of the package's making.
    env.globals["policy"] = _state["publication"].renderer.policy
    for file in files.documentation_pages():
        if file.page:
            file.page.canonical_url = _state["publication"].edition.absolute(file.dest_uri.removesuffix("index.html"))
    return env


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """A hand-written page that declares a view gets it after its own words."""
    publication: Publication = _state["publication"]
    view = page.meta.get("view") if not isinstance(page, RecordPage) else None
    return html + publication.view(view, page.file.dest_uri.removesuffix("index.html")) if view else html


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Give the shell what stands in the page's head, escaped by the package."""
    publication: Publication = _state["publication"]
    if isinstance(page, RecordPage):
        site_page = page.site_page
    else:
        url = page.file.dest_uri.removesuffix("index.html")
        site_page = SitePage(url, str(page.meta.get("title", page.title)), "", str(page.meta.get("description", "")))
    context["head"] = publication.head(site_page)
    return context


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Index the finished site for search."""
    publication: Publication = _state["publication"]
    _progress("indexing for search …")
    search_index.write(publication.corpus, Path(config.site_dir))
    counts = Counter(page.kind for page in publication.pages)
    _report({"counts": {**counts, "claims": len(publication.corpus.claims)}})


def on_serve(server: Any, config: MkDocsConfig, builder: Any, **_: Any) -> Any:
    """A build that fails leaves the last good pages up, with what was wrong on top of them; the next good one takes it away."""
    last = _serving_state["last"] = LastGood(Path(config.site_dir))
    inject = server._inject_js_into_html

    def build() -> None:
        try:
            builder()
        except Exception as error:
            # The generator has told its own errors in the terminal and hides them behind a word of its own. Raised, any
            # would leave the server waiting for a build that succeeds.
            if not isinstance(error, Abort):
                log.error("%s", error)
            last.restore(str(error.__context__ or error))
        else:
            last.keep()

    server.builder = build
    server._inject_js_into_html = lambda content, epoch: last.page(inject(content, epoch))
    return server


def on_shutdown(**_: Any) -> None:
    """Leave nothing behind."""
    if "last" in _serving_state:
        _serving_state["last"].drop()


def _progress(words: str) -> None:
    """A word on what is being done, where `sasac build` listens."""
    if os.environ.get(REPORT):
        print(PROGRESS + words, flush=True)


def _report(told: dict[str, Any]) -> None:
    """Tell `sasac build`, which cannot see into this process, what became of the build."""
    if os.environ.get(REPORT):
        Path(os.environ[REPORT]).write_text(json.dumps(told), encoding="utf-8")
