"""What is unfinished in a record file: values that begin with TODO, and proposals of `sasac suggest` left standing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sasac.problems import Problem
from sasac.strict_yaml import Document, Path

TODO = "TODO"
PROPOSAL = "#?"
# Stands above evidence that a skeleton only fills in.
CHOOSE = f"{PROPOSAL} evidence: put the passage that shows it here, and delete this line"
# How every problem that is only unfinished work begins: a draft may have such, a published record may not.
OPEN = "still open: "
_PROPOSAL = re.compile(rf"^[ \t]*{re.escape(PROPOSAL)}", re.MULTILINE)
_TODO = re.compile(rf"{TODO}\b")
# A file without any of these waits for nobody. (An escape may spell one out, so a backslash is one of them.)
_MARKS = (TODO.encode(), PROPOSAL.encode(), b"-todo", b"\\")


def check(data: bytes, document: Document, file: str) -> list[Problem]:
    """Every value and comment of a file that waits for an editor."""
    found: list[Problem] = []
    if not any(mark in data for mark in _MARKS):
        return found
    for path, value in _texts(document.value, ()):
        if _TODO.match(value):
            words = value.removeprefix(TODO).strip(" :")
            key = next((str(part) for part in reversed(path) if isinstance(part, str)), "value")
            what = f"{OPEN}'{key}' is to be written" + (f" ({words[:80]})" if words else "")
            found.append(Problem(file, *document.place(path), what, "write it in your own words"))
        elif value.endswith("-todo") and path[-1:] == ("id",):
            found.append(Problem(file, *document.place(path), f"{OPEN}the id '{value}' stands in for another", "name what the entry is about"))
    text = data.decode("utf-8", "replace")
    for match in _PROPOSAL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.end() - match.start() - len(PROPOSAL) + 1
        found.append(Problem(file, line, column, f"{OPEN}a proposal stands here", "take it into a record or not, then delete the line"))
    return found


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*path, key))


def is_open(problem: Problem) -> bool:
    """Whether a problem is unfinished work and not a mistake."""
    return problem.what.startswith((OPEN, "nothing rests on "))
