"""While a site is served: the last good state is kept, and a build that fails is told in the page as well as in the terminal."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import tempfile
from html import escape
from pathlib import Path

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
