"""The one place where MkDocs and the package meet: MkDocs lays out the hand-written pages and the shell, the package all else.

Runs unchanged under MkDocs 1.6 and properdocs. State is made anew in `on_config`, because a serving process keeps modules.
Record pages are not handed to MkDocs one by one: it lays out one shell for all of them (docs/about/speed.md says why).
"""

from __future__ import annotations

import gc
import json
import logging
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

from sasac import export, safe_html, write
from sasac.addresses import page_file
from sasac.build import PROGRESS, REPORT, WITHOUT
from sasac.checks import handwritten
from sasac.incremental import Editing, Shells
from sasac.problems import DataError
from sasac.publish import Publication, publish
from sasac.serving import Desk, LastGood
from sasac.shell import PARTS, Shell, mark
from sasac.views.page import Plan, SitePage

log = logging.getLogger("mkdocs.hooks.sasac")
# A page that is laid out and not written: its shell is that of every record page, and of the parts of index pages, which all lie as deep.
_RECORDS = Plan("folder/record/", "", "shell", lambda: SitePage("folder/record/", "", "", ""))


@dataclass
class Building:
    """One build: what the package publishes, and the shells that MkDocs has laid out, by address."""

    publication: Publication
    shells: dict[str, Shell] = field(default_factory=dict)
    # Hand-written pages with a view: its name, and what is around it.
    views: write.Views = field(default_factory=dict)
    # Known to MkDocs while it resolves links on hand-written pages, and not written by it.
    placeholders: list[File] = field(default_factory=list)


_state: dict[str, Building] = {}
# Kept across the builds of one serving process: only that shows drafts.
_serving: list[bool] = []
_serving_state: dict[str, LastGood] = {}


def _framed_alike(plan: Plan) -> bool:
    """Whether a page has the frame of all records: it lies as deep, and the navigation does not name it."""
    return plan.kind != "index" and plan.url.count("/") == _RECORDS.url.count("/")


class PlannedPage(Page):
    """A page whose parts come from the package: MkDocs lays out what is around them."""

    def __init__(self, plan: Plan, file: File, config: MkDocsConfig) -> None:
        self.plan = plan
        super().__init__(plan.title, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read."""
        self.markdown = ""
        self.meta = {"title": self.plan.title}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """A place for the body."""
        self.content = mark("body")


def on_startup(command: str, **_: Any) -> None:
    """Note whether this process serves (drafts are shown) or builds (they never are)."""
    _serving[:] = [command == "serve"]


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Load, check and link the data; with any error there is no build."""
    _state.clear()
    # Nearly all that is made from here on is kept to the end: looking for what could be thrown away is in vain until pages are written.
    gc.disable()
    project = Path(config.config_file_path or ".").resolve().parent
    try:
        publication = publish(project, config.site_url or "", config.extra.get("repository", ""), drafts=_serving == [True])
    except DataError as error:
        _report({"problems": [str(problem) for problem in error.problems]})
        raise PluginError(f"{error}\n{len(error.problems)} errors in the data; nothing was written") from None
    _state["building"] = Building(publication)
    os.environ.setdefault("SOURCE_DATE_EPOCH", publication.epoch)
    return config


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Add the index pages, a page for the shell of records, and whatever hand-written pages link to."""
    building = _state["building"]
    publication = building.publication
    _progress(f"laying out {len(publication.plans)} pages …")
    cited = handwritten.cited(publication.project)
    # By where they are written, not by their names: x.md and x/index.md make one page. Nor by case, which some disks ignore.
    taken = {file.dest_uri.casefold(): file.src_uri for file in files if file.inclusion != InclusionLevel.EXCLUDED}
    pages = [page_file(plan.url) for plan in [*publication.plans, _RECORDS]]
    for name in [*pages, *(page.removesuffix("html") + "json" for page in pages), *publication.files, *export.names()]:
        if name.casefold() in taken:
            raise PluginError(f"docs/{taken[name.casefold()]}: a page or file stands here that the records give; rename one")
    for plan in [*publication.plans, _RECORDS]:
        name = page_file(plan.url).removesuffix(".html") + ".md"
        if plan is _RECORDS or not _framed_alike(plan) or (plan.entry and plan.entry.id in cited):
            file = File.generated(config, name, content="", inclusion=InclusionLevel.INCLUDED if plan.kind == "index" else InclusionLevel.NOT_IN_NAV)
            file.url = page_file(plan.url)
            PlannedPage(plan, file, config)
            files.append(file)
            building.placeholders += [file] if plan.entry else []
    for name in export.names():
        building.placeholders.append(File.generated(config, name, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        files.append(building.placeholders[-1])
    for file in files.documentation_pages():
        # Addresses that end in index.html also work from a disk.
        file.url = file.dest_uri
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files, **_: Any) -> Navigation:
    """Leave out the theme's own styles, scripts and pictures: no page asks for them, and they are a tenth of the site."""
    theirs = {str(Path(folder)) for folder in config.theme.dirs if folder != config.theme.custom_dir}
    for file in list(files):
        if file.src_dir and str(Path(file.src_dir)) in theirs:
            files.remove(file)
    return nav


def on_env(env: Any, config: MkDocsConfig, files: Files, **_: Any) -> Any:
    """Links on hand-written pages are resolved by now: from here on MkDocs has only what it is to lay out."""
    building = _state["building"]
    for file in building.placeholders:
        files.remove(file)
    publication = building.publication
    # The page for lost readers and the site map are no pages of the package's making.
    env.globals["policy"] = publication.renderer.policy
    written = (file.dest_uri.removesuffix("index.html") for file in files.documentation_pages())
    urls = {*(plan.url for plan in publication.plans), *written} - {_RECORDS.url}
    env.globals["addresses"] = sorted(publication.edition.absolute(url) for url in urls)
    env.globals["day"] = publication.edition.day
    return env


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """A hand-written page that declares a view gets it after its own words."""
    if isinstance(page, PlannedPage):
        return html
    faults = safe_html.faults(html)
    if faults:
        raise PluginError(f"docs/{page.file.src_uri}: the page holds {', '.join(faults)}; write Markdown, and links to http, https or mailto addresses")
    return html + mark("view") if page.meta.get("view") else html


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Give the shell what stands in the page's head, escaped by the package, or places for the parts of a planned page."""
    if isinstance(page, PlannedPage):
        context["marks"] = {part: mark(part) for part in PARTS}
        context["head"] = mark("head")
    else:
        url = page.file.dest_uri.removesuffix("index.html")
        site_page = SitePage(url, str(page.meta.get("title", page.title)), "", str(page.meta.get("description", "")))
        context["head"] = _state["building"].publication.head(site_page)
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Keep the shell of a page that the package fills in; MkDocs does not write an empty page."""
    building = _state["building"]
    if isinstance(page, PlannedPage):
        building.shells[page.plan.url] = Shell(output)
        return ""
    view, url = page.meta.get("view"), page.file.dest_uri.removesuffix("index.html")
    if not view:
        return output
    building.views[url] = view, Shell(output, ("view",))
    return ""


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Fill the shells in: pages, twins, the search index, the files to take away."""
    building = _state["building"]
    publication, folder = building.publication, Path(config.site_dir)
    without = frozenset(filter(None, os.environ.get(WITHOUT, "").split(",")))
    if "search" not in without:
        _progress("indexing for search …")
    for name, content in publication.files.items():
        write.put(folder, name, content.encode())
    building.shells |= {plan.url: building.shells[_RECORDS.url] for plan in publication.plans if _framed_alike(plan)}
    write.everything(publication, [(plan, building.shells[plan.url]) for plan in publication.plans], building.views, folder, without)
    counts = Counter(plan.kind for plan in publication.plans)
    _report({"counts": {**counts, "claims": len(publication.corpus.claims)}})


def on_serve(server: Any, config: MkDocsConfig, builder: Any, **_: Any) -> Any:
    """Build after a change only what it touches; a build that fails leaves the last good pages up, with what was wrong on top of them."""
    folder = Path(config.site_dir)
    project = Path(config.config_file_path or ".").resolve().parent
    last = _serving_state["last"] = LastGood(folder)
    inject = server._inject_js_into_html

    def editing() -> Editing:
        building = _state["building"]
        return Editing(building.publication, Shells(building.shells[_RECORDS.url], building.shells, building.views), folder)

    def reload() -> None:
        with server._epoch_cond:
            server._visible_epoch = server._wanted_epoch = server._wanted_epoch + 1
            server._epoch_cond.notify_all()

    desk = Desk(project, builder, editing, reload)

    def build() -> None:
        try:
            if desk.build():
                last.keep()
            last.problem = ""
        except DataError as error:
            log.error("%s", error)
            last.problem = str(error)
        except Exception as error:
            # The generator has told its own errors in the terminal and hides them behind a word of its own. Raised, any
            # would leave the server waiting for a build that succeeds.
            if not isinstance(error, Abort):
                log.error("%s", error)
            last.restore(str(error.__context__ or error))

    server.builder = build
    server._inject_js_into_html = lambda content, epoch: last.page(inject(content, epoch))
    _watch_at_once(server)
    return server


class _Changes(Observer):  # type: ignore[misc, valid-type]
    """Tells of changes as the system does, and of nothing else: a build that reads a file has not changed it."""

    def schedule(self, event_handler: Any, path: str, *, recursive: bool = False, **_: Any) -> Any:
        """Watch a folder."""
        kinds = [FileModifiedEvent, FileCreatedEvent, FileDeletedEvent, FileMovedEvent]
        return super().schedule(event_handler, path, recursive=recursive, event_filter=kinds)


def _watch_at_once(server: Any) -> None:
    """MkDocs asks every half second whether something changed; the system can tell at once."""
    paths = list(server._watched_paths)
    for path in paths:
        server.unwatch(path)
    server.observer = _Changes()
    server.build_delay = 0.03
    for path in paths:
        server.watch(path)


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
