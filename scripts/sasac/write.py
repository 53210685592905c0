"""Writes into a site's folder what the package makes: pages in their shell, their twins, the search index, the files to take away.

Pages do not depend on one another, so each processor core lays out its share; the corpus is shared with them by forking.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sasac import cores, search_index
from sasac.addresses import page_file
from sasac.publish import Publication
from sasac.shell import Shell
from sasac.views.page import Plan

Pages = list[tuple[Plan, Shell]]
# Address of a hand-written page to the name of its view, and what is around it.
Views = dict[str, tuple[str, Shell]]
# So many pages are handed out at a time; fewer altogether are not worth a second process.
SHARE = 100


def page(publication: Publication, plan: Plan, shell: Shell, folder: Path) -> None:
    """One page in its shell, and its twin beside it."""
    put(folder, page_file(plan.url), shell.fill(publication.parts(publication.page(plan))).encode())
    twin = publication.twin(plan)
    if twin:
        put(folder, *twin)


def view(publication: Publication, url: str, name: str, shell: Shell, folder: Path) -> None:
    """A hand-written page with the view that it shows, in its shell."""
    put(folder, page_file(url), shell.fill({"view": publication.view(name, url)}).encode())


def put(folder: Path, name: str, content: bytes) -> None:
    """One file; the folder that it lies in is made where there is none."""
    target = f"{folder}/{name}"
    try:
        _write(target, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(target, content)


def _write(target: str, content: bytes) -> None:
    with open(target, "wb") as file:
        file.write(content)


def everything(publication: Publication, pages: Pages, views: Views, folder: Path, without: frozenset[str] = frozenset()) -> None:
    """The pages planned, each in its shell, the views on hand-written pages, the search index, the files to take away.

    `without` leaves out 'search' or 'exports'.

    Raises what a part raises: OSError where a file cannot be written, CalledProcessError where Pagefind fails.
    """
    # The corpus stays as it is: the collector need not look at it again, and the processes may share it.
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 50, 100)
    try:
        for _ in cores.each(jobs(publication, pages, views, folder, without)):
            pass
    finally:
        gc.unfreeze()


def jobs(publication: Publication, pages: Pages, views: Views, folder: Path, without: frozenset[str]) -> list[Callable[[], None]]:
    """The parts of the work, the longest first: an index page may be as long as a hundred others."""

    def exports() -> None:
        for name, content in publication.exports().items():
            put(folder, name, content)

    def several(share: Pages) -> Callable[[], None]:
        def write() -> None:
            for plan, shell in share:
                page(publication, plan, shell, folder)

        return write

    found: list[Callable[[], None]] = [partial(_index, publication, folder, language) for language in search_index.LANGUAGES] if "search" not in without else []
    found += [exports] if "exports" not in without else []
    records = [item for item in pages if item[0].entry]
    found += [partial(view, publication, url, *named, folder) for url, named in views.items()]
    found += [several([item]) for item in pages if not item[0].entry]
    return [*found, *(several(records[start : start + SHARE]) for start in range(0, len(records), SHARE))]


def _index(publication: Publication, folder: Path, language: str) -> None:
    search_index.write(publication.corpus, folder, [language])
