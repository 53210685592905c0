"""Counts Python calls while a project is read, checked, linked and laid out, by who calls what: the same on every machine, so that growth can be judged
without a clock, and a step that grows with pages times pages is named before it costs anything."""

from __future__ import annotations

import functools
import gc
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

from bench import corpus
from sasac.publish import publish

Counts = Counter[tuple[str, str]]
# Folders, below scripts/ and overrides/, whose code is judged.
_OURS = ("sasac/", "views/", "checks/", "export/", "editing/", "records/", "indexes/", "macros/")


def of(project: Path) -> Counts:
    """Calls, by caller and called, that `publish` and the layout of every page take."""
    counts: Counter[tuple[Any, Any]] = Counter()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            counts[frame.f_back.f_code if frame.f_back else None, frame.f_code] += 1
        elif event == "c_call":
            counts[frame.f_code, argument.__qualname__] += 1

    _forget()
    # When the collector runs, and calls what is to be told of it, is not ours to say.
    gc.disable()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        publication = publish(project)
        for page in publication.pages:
            publication.body(page)
    finally:
        sys.setprofile(before)
        gc.enable()
    found: Counts = Counter()
    for (caller, called), number in counts.items():
        found[_named(caller), _named(called)] += number
    return found


def _forget() -> None:
    """Empty what was kept of earlier rounds: else the first one pays for the next."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and str(kept.__module__).startswith("sasac"):
            kept.cache_clear()
    re.purge()


def _named(code: Any) -> str:
    if isinstance(code, str) or code is None:
        return code or ""
    return f"{'/'.join(Path(code.co_filename).parts[-2:])}:{code.co_qualname}"


def counted(sizes: tuple[int, int], seed: int = 1) -> tuple[Counts, Counts]:
    """Calls at two sizes, after a first round, on other records, for what is made once in a process."""
    with tempfile.TemporaryDirectory(prefix="sasac-bench-") as place:
        found = []
        for number, (pages, lot) in enumerate(((sizes[0], seed + 1), (sizes[0], seed), (sizes[1], seed))):
            folder = Path(place) / str(number)
            corpus.make(folder, pages, lot)
            found.append(of(folder))
    return found[1], found[2]


def faster_than_pages(small: Counts, large: Counts, most: float, least: int = 200) -> dict[tuple[str, str], tuple[int, int]]:
    """Calls out of our own code and templates, at least `least` at the larger size, that became more than `most` times as many."""
    return {
        (caller, called): (small[caller, called], number) for (caller, called), number in large.items()
        if caller.startswith(_OURS) and number >= least and number > most * small[caller, called]
    }
