"""The shell around a page: what pages share, laid out once by the site generator, and filled in for each page by the package."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What differs from page to page, in the order in which it stands in the shell.
PARTS = ("head", "contents", "folded", "body")
_MARK = re.compile(r"<!--sasac:([a-z]+)-->")


def mark(part: str) -> str:
    """What stands in a shell where a part of the page comes; no record can hold it, since `<` in data is escaped."""
    return f"<!--sasac:{part}-->"


class Shell:
    """A page's HTML with places for its parts."""

    def __init__(self, html: str, parts: tuple[str, ...] = PARTS) -> None:
        """Take a shell apart; raises ValueError where a part has no place in it, or two."""
        self._pieces = _MARK.split(html)
        if sorted(self._pieces[1::2]) != sorted(parts):
            raise ValueError(f"the shell has places for {', '.join(self._pieces[1::2]) or 'nothing'}; it needs one each for {', '.join(parts)}")

    def fill(self, parts: Mapping[str, str]) -> str:
        """The whole page."""
        return "".join(parts[piece] if at % 2 else piece for at, piece in enumerate(self._pieces))
