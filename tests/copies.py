"""Copies of the project to damage line by line, and the source texts where they are at hand."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_CITED = re.compile(r"^\s*- (\{source: .*\})$")


def texts_folder(project: Path) -> Path | None:
    """Folder of the source texts: what SASAC_SOURCES names (empty: none), else ../shared/sources where it exists."""
    named = os.environ.get("SASAC_SOURCES")
    folder = project.parent / "shared" / "sources" if named is None else Path(named) if named else None
    return folder if folder and folder.is_dir() else None


@dataclass(frozen=True)
class Place:
    """A line of a file in a copy, counted from 1, and the words that a message about it must hold."""

    file: str
    line: int
    words: str = ""

    def begins(self, message: str) -> bool:
        """Whether a message of the command is about this place, in these words."""
        return message.startswith(f"{self.file}:{self.line}:") and self.words in message


class Lines:
    """One file of a copy as lines; each change is written at once."""

    def __init__(self, copy: Path, file: str) -> None:
        self.copy, self.file = copy, file
        self.lines = (copy / file).read_text(encoding="utf-8").split("\n")

    def find(self, start: str, after: int = 0) -> int:
        """Number of the first line from `after` + 1 on that, indented or not, begins so."""
        found = next((number for number, line in enumerate(self.lines[after:], after + 1) if line.lstrip().startswith(start)), None)
        assert found, f"no line of {self.file} begins with '{start}'"
        return found

    def change(self, line: int, old: str, new: str) -> int:
        """Replace a wording in a line; gives the line's number back."""
        assert self.lines[line - 1].count(old) == 1, f"{self.file}:{line} does not hold '{old}' once"
        self.lines[line - 1] = self.lines[line - 1].replace(old, new)
        return self._write(line)

    def put(self, line: int, *new: str) -> int:
        """Insert lines so that the first of them gets this number."""
        self.lines[line - 1 : line - 1] = new
        return self._write(line)

    def drop(self, first: int, last: int | None = None) -> int:
        """Remove lines, the last one too."""
        del self.lines[first - 1 : last or first]
        return self._write(first)

    def end_of_item(self, first: int) -> int:
        """Last line of the list item or block that begins on a line."""
        indent = len(self.lines[first - 1]) - len(self.lines[first - 1].lstrip())
        last = first
        while last < len(self.lines) and self.lines[last].strip() and len(self.lines[last]) - len(self.lines[last].lstrip()) > indent:
            last += 1
        return last

    def _write(self, line: int) -> int:
        (self.copy / self.file).write_text("\n".join(self.lines), encoding="utf-8")
        return line


@dataclass(frozen=True)
class Cited:
    """A line of a record that cites a source."""

    file: str
    line: int
    source: str
    sentence: str
    quote: str


def cited(copy: Path, wanted: Callable[[Cited], bool], folders: tuple[str, ...] = ("tasks", "figures", "statements")) -> Cited:
    """The first quote on record, in order of file and line, that fits."""
    for folder in folders:
        for path in sorted((copy / "data" / folder).glob("*.yaml")):
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                match = _CITED.match(line)
                held: dict[str, Any] = yaml.safe_load(match[1]) if match else {}
                if "quote" in held:
                    item = Cited(path.relative_to(copy).as_posix(), number, held["source"], held["sentence"], held["quote"])
                    if wanted(item):
                        return item
    raise AssertionError("no quote on record fits: this test changes nothing")


def recite(copy: Path, item: Cited, quote: str | None = None, sentence: str | None = None, source: str | None = None) -> Place:
    """Write a citing line anew with another quote, sentence or source."""
    wording = json.dumps(quote or item.quote, ensure_ascii=False)
    lines = Lines(copy, item.file)
    old = lines.lines[item.line - 1]
    lines.change(item.line, old, f"{old.partition('-')[0]}- {{source: {source or item.source}, sentence: {sentence or item.sentence}, quote: {wording}}}")
    return Place(item.file, item.line)
