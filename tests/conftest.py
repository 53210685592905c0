"""What the tests share: the project, its linked corpus, the real site built once a worker, a browser, and copies to damage."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from sasac.export import export
from sasac.export.twins import twins
from sasac.link import ClaimEntry, Corpus, Entry
from sasac.publish import read
from sasac.views.cite import Edition

ROOT = Path(__file__).resolve().parent.parent
SASAC = Path(sys.executable).parent / "sasac"
PROGRESS = ("checking the records", "laying out", "indexing for search")
# The browser itself may not call home either.
BROWSER_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]

# Records name one another in circles: without a short name for each, a failing test would spell them out without end.
for kind in (Corpus, Entry, ClaimEntry):
    kind.__repr__ = lambda self: f"<{type(self).__name__} {getattr(self, 'key', getattr(self, 'id', ''))}>"  # type: ignore[method-assign]


@dataclass(frozen=True)
class Ran:
    """What a run of the command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The problems it printed: every line but those on progress and the closing count."""
        return [line for line in self.err.splitlines() if not line.startswith(PROGRESS) and not line.endswith("nothing was written")]


def sasac(*arguments: str | Path, sources: str | None = None) -> Ran:
    """Run the installed command as a reader would; `sources` sets where the source texts are (empty: nowhere)."""
    environment = os.environ | ({} if sources is None else {"SASAC_SOURCES": sources})
    done = subprocess.run([SASAC, *map(str, arguments)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the command remembers between runs stays among the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def corpus(project: Path) -> Corpus:
    """The project's data, checked and linked."""
    return read(project)


@dataclass(frozen=True)
class Built:
    """A built site and what the build said."""

    site: Path
    ran: Ran


@pytest.fixture(scope="session")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real site, built by the real command into a folder of its own."""
    site = tmp_path_factory.mktemp("built") / "site"
    ran = sasac("--project", project, "build", "--site", site)
    assert ran.code == 0, ran.err
    return Built(site, ran)


@pytest.fixture(scope="session")
def site(built: Built) -> Path:
    """Folder of the built site."""
    return built.site


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Address of the site's home folder on a local server; it lies below the server's root, as it may anywhere."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site.parent))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium as the distribution packages it; without one the tests fail."""
    spec = importlib.util.spec_from_file_location("find_browser", ROOT / "scripts" / "find_browser.py")
    assert spec and spec.loader
    finder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(finder)
    path = finder.find()
    if not path:
        pytest.fail("no Chromium found; run: bash scripts/setup.sh tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=BROWSER_ARGS)
        yield chromium
        chromium.close()


MakeCopy = Callable[[Path], Path]


@pytest.fixture(scope="session")
def make_copy(project: Path) -> MakeCopy:
    """Copies the project's data and hand-written pages into a folder below the given one; templates and scripts are linked."""

    def make(parent: Path) -> Path:
        copy = parent / f"copy-{len(list(parent.iterdir()))}"
        copy.mkdir()
        for name in ("data", "docs"):
            shutil.copytree(project / name, copy / name)
        shutil.copy(project / "mkdocs.yml", copy)
        for name in ("overrides", "scripts"):
            (copy / name).symlink_to(project / name)
        return copy

    return make


@pytest.fixture
def copy_of_project(make_copy: MakeCopy, tmp_path: Path) -> Callable[[], Path]:
    """Makes copies of the project that a test may damage."""
    return lambda: make_copy(tmp_path)


def add_redirects(copy: Path, rows: str) -> None:
    """Put rows of redirects before a copy's own, which stay: the addresses that they answer are on its list."""
    path = copy / "data" / "redirects.yaml"
    own = path.read_text(encoding="utf-8").removeprefix("redirects:").removeprefix(" []").lstrip("\n")
    path.write_text(f"redirects:\n{rows}{own}", encoding="utf-8")


@pytest.fixture(scope="session")
def edition(project: Path, corpus: Corpus) -> Edition:
    """What the site's configuration and the data say of the edition."""
    config = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), yaml.SafeLoader)
    version = (project / "data" / "VERSION").read_text(encoding="utf-8").strip()
    return Edition(config["site_url"], version, corpus.newest_day(), config["extra"]["repository"])


@pytest.fixture(scope="session")
def exported(project: Path, corpus: Corpus, edition: Edition) -> dict[str, bytes]:
    """Every file that people can take away: path below the site's root to content."""
    return export(corpus, edition, project)


@pytest.fixture(scope="session")
def taken_away(exported: dict[str, bytes], corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with those files and the twins of the record pages, as they lie on the site."""
    folder = tmp_path_factory.mktemp("taken-away")
    for name, content in [*exported.items(), *((name, text.encode()) for name, text in twins(corpus))]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
