"""What is wrong with the data, said to a person: place, fault, remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LONGEST_MESSAGE = 700
# Ids and keys are short; comparing anything longer with every known word takes minutes.
LONGEST_WORD = 120


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place; line and column count from 1."""

    file: str
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {_cut(self.what)}; {_cut(self.remedy)}"


def _cut(words: str) -> str:
    """Words that quote a whole file's worth of text are no message."""
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST_MESSAGE else f"{one_line[: LONGEST_MESSAGE - 100]} … {one_line[-90:]}"


def closing(number: int) -> str:
    """The last line after errors."""
    return f"{number} {'error' if number == 1 else 'errors'}; nothing was written"


class DataError(Exception):
    """Raised when the data cannot be used; holds every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one, or None where nothing is near (difflib ratio of 0.6)."""
    found = difflib.get_close_matches(word, list(known), n=1) if len(word) <= LONGEST_WORD else []
    return found[0] if found else None


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy in words: the nearest known word, else the given advice."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise


def shown(path: Path, root: Path) -> str:
    """The path as an editor would click it: relative to the project where it lies inside it."""
    # A link is told by its own name, not by where it leads.
    whole = path.parent.resolve() / path.name if path.name else path.resolve()
    try:
        return whole.relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(path)
