"""Finds known wordings in a text, whole words only: looked up by their first word, so that a thousand cost no more than ten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_HEAD = re.compile(r"(?<![\w-])(?:[\w-]+|[^\w\s-])")
_INSIDE = re.compile(r"[\w-]")


def folded(text: str) -> str:
    """The text in one case, letter for letter: `ß`, which would become two, stays as it is."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


class Wordings:
    """Wordings by their first word."""

    def __init__(self, wordings: Iterable[str] = ()) -> None:
        self.by_head: dict[str, list[str]] = {}
        for wording in sorted({folded(wording) for wording in wordings}):
            head = _HEAD.match(wording)
            if head:
                self.by_head.setdefault(head[0], []).append(wording)

    def add(self, others: Wordings) -> None:
        """Take in the wordings of others."""
        for head, wordings in others.by_head.items():
            self.by_head.setdefault(head, []).extend(wordings)

    def __iter__(self) -> Iterator[str]:
        for wordings in self.by_head.values():
            yield from wordings

    def __bool__(self) -> bool:
        return bool(self.by_head)


def find(text: str, *known: Wordings) -> Iterator[tuple[int, int, str]]:
    """Start, end and wording (in one case) of each place where a known wording stands, from left to right, without overlap.

    Where several begin at one place, the longest is taken.
    """
    low = folded(text)
    taken = 0
    for head in _HEAD.finditer(low):
        start = head.start()
        if start < taken:
            continue
        best = ""
        for wordings in known:
            for wording in wordings.by_head.get(head[0], ()):
                if len(wording) > len(best) and low.startswith(wording, start) and not _INSIDE.match(low, start + len(wording)):
                    best = wording
        if best:
            taken = start + len(best)
            yield start, taken, best
