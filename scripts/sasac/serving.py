"""While a site is served: what changed is built again, the last good state is kept, and a build that fails is told in the page too."""

from __future__ import annotations

import base64
import gc
import hashlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from html import escape
from pathlib import Path

from sasac.editing import drafts
from sasac.incremental import Editing, Rest

# Whatever shows on any page, and drafts, whose faults are told otherwise.
_BESIDES = ("docs", "overrides", "scripts", "mkdocs.yml", "data/drafts", "data/fingerprints", "data/VERSION", "data/CHANGELOG.yaml", "data/redirects.yaml")
# Seconds to wait for another change before index pages are made, and then before exports and search are, which take longest:
# who saves twice in a row waits for neither.
PAUSE, LONG_PAUSE = 1.0, 4.0
_BODY = re.compile(rb"<body[^>]*>")
# The one place of the policy that a served page may widen; as it stands, escaped, in the page.
_MARK = b"&#39;wasm-unsafe-eval&#39;"


class LastGood:
    """Keeps the files of the last build that succeeded, and what the one after it said."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.problem = ""
        self._kept = Path(tempfile.mkdtemp(prefix="sasac-last-good-"))
        self.keep()

    def keep(self) -> None:
        """The site as it stands is good."""
        self.problem = ""
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self.site, self._kept, copy_function=_linked)

    def restore(self, problem: str) -> None:
        """Put the last good files back after a build that failed, and remember why it did."""
        self.problem = problem
        shutil.rmtree(self.site, ignore_errors=True)
        shutil.copytree(self._kept, self.site, copy_function=_linked)

    def drop(self) -> None:
        """Forget everything."""
        shutil.rmtree(self._kept, ignore_errors=True)

    def page(self, html: bytes) -> bytes:
        """A page as it is served: its reload script allowed by hash, and on top of it why the last change is not in it."""
        scripts = re.findall(rb"<script>(.*?)</script>", html, re.DOTALL)
        for script in scripts[1:]:
            mark = b"&#39;sha256-" + base64.b64encode(hashlib.sha256(script).digest()) + b"&#39; "
            html = html.replace(_MARK, mark + _MARK, 1)
        if not self.problem:
            return html
        title = "The last change could not be built. This is the page before it."
        words = f'<div role="alert" class="build-failed"><p><strong>{title}</strong></p><pre>{escape(self.problem)}</pre></div>'
        return _BODY.sub(lambda match: match.group() + words.encode(), html, count=1)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Desk:
    """Builds after each change as little as will do: the pages that a record's change can touch, or everything."""

    def __init__(self, project: Path, whole: Callable[[], None], editing: Callable[[], Editing], done: Callable[[], None]) -> None:
        """`whole` builds everything, `editing` says what came of it, and `done` is called when everything is written that a change asked for."""
        self._project = project
        self._whole = whole
        self._begin = editing
        self._done = done
        self._editing = None if drafts.files(project) else editing()
        self._seen = _besides(project)
        # Set when a newer change comes.
        self._overtaken = threading.Event()
        self._finishing: threading.Thread | None = None

    def build(self) -> bool:
        """Build what changed; whether it was everything.

        Raises DataError or what the whole build raises; then the records' pages stay as they were.
        """
        # Whatever an older change left to be done gives way, and what could be thrown away is looked for when nobody waits.
        self._overtaken.set()
        self._overtaken = threading.Event()
        gc.disable()
        try:
            return self._build()
        finally:
            gc.enable()

    def _build(self) -> bool:
        now = _besides(self._project)
        rest = self._editing.rebuild() if self._editing and now == self._seen and not drafts.files(self._project) else None
        if rest is not None:
            self._finish(rest, self._overtaken)
            return False
        if self._finishing:
            self._finishing.join()
        # Should it fail, the next change builds everything again.
        self._editing = None
        self._whole()
        self._editing = None if drafts.files(self._project) else self._begin()
        self._seen = now
        return True

    def _finish(self, rest: Rest, overtaken: threading.Event) -> None:
        """Do the rest while the reader looks at the page; a newer change ends it early, and does its own."""
        before = self._finishing

        def work() -> None:
            if before:
                before.join()
            for pause, jobs in ((PAUSE, rest.soon), (LONG_PAUSE, rest.late)):
                overtaken.wait(pause)
                for job in jobs:
                    if overtaken.is_set():
                        return
                    job()
            self._done()

        self._finishing = threading.Thread(target=work, daemon=True)
        self._finishing.start()


def _besides(project: Path) -> dict[str, tuple[int, int]]:
    """Everything but records that a build reads, with the time of its last change and its size."""
    found = {}
    for name in _BESIDES:
        paths = [project / name, *(project / name).rglob("*")]
        for path in paths:
            if path.is_file() and "__pycache__" not in path.parts:
                stat = path.stat()
                found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found
