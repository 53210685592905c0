"""Writes into a site's folder what the package makes: pages in their shell, their twins, the search index, the files to take away.

Pages do not depend on one another, so each processor core lays out its share; the corpus is shared with them by forking.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sasac import search_index
from sasac.addresses import page_file
from sasac.publish import Publication
from sasac.shell import Shell
from sasac.site import Plan

# So many pages are handed out at a time; fewer altogether are not worth a second process.
SHARE = 100
# Set before the processes fork, so that they have it without its being sent to them.
_work: list[Callable[[], None]] = []


def page(publication: Publication, plan: Plan, shell: Shell, folder: Path) -> None:
    """One page in its shell, and its twin beside it."""
    put(folder, page_file(plan.url), shell.fill(publication.parts(publication.page(plan))).encode())
    twin = publication.twin(plan)
    if twin:
        put(folder, *twin)


def put(folder: Path, name: str, content: bytes) -> None:
    """One file; the folder that it lies in is made where there is none."""
    target = folder / name
    try:
        target.write_bytes(content)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def everything(publication: Publication, plans: list[Plan], shell: Shell, folder: Path, without: frozenset[str] = frozenset()) -> None:
    """The pages planned, the search index and the files to take away; `without` leaves out 'search' or 'exports'.

    Raises what a part raises: OSError where a file cannot be written, CalledProcessError where Pagefind fails.
    """
    _work[:] = jobs(publication, plans, shell, folder, without)
    # The corpus stays as it is: the collector need not look at it again, and the processes may share it.
    gc.collect()
    gc.freeze()
    try:
        # A process with threads of its own must not be forked: a lock that one of them holds would never open.
        alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
        if alone and len(plans) > SHARE and (os.cpu_count() or 1) > 1:
            with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
                for _ in pool.map(_do, range(len(_work))):
                    pass
        else:
            for number in range(len(_work)):
                _do(number)
    finally:
        _work.clear()
        gc.unfreeze()


def jobs(publication: Publication, plans: list[Plan], shell: Shell, folder: Path, without: frozenset[str]) -> list[Callable[[], None]]:
    """The parts of the work, the longest first."""

    def index() -> None:
        search_index.write(publication.corpus, folder)

    def exports() -> None:
        for name, content in publication.exports().items():
            put(folder, name, content)

    def pages(share: list[Plan]) -> Callable[[], None]:
        def write() -> None:
            for plan in share:
                page(publication, plan, shell, folder)

        return write

    found = [job for name, job in (("search", index), ("exports", exports)) if name not in without]
    return [*found, *(pages(share) for share in _shares(plans))]


def _shares(plans: list[Plan]) -> Iterator[list[Plan]]:
    for start in range(0, len(plans), SHARE):
        yield plans[start : start + SHARE]


def _do(number: int) -> None:
    _work[number]()
