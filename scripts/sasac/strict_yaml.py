"""YAML with nothing left to chance: every scalar a string, every value with its line and column.

Refused, with place and remedy: duplicate keys, anchors, aliases, tags, merge keys, several documents, and plain
scalars that YAML 1.1 would turn into something other than text (`NO`, `12:30`, `2023-05-24`, `22`, `~`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import yaml

from sasac.problems import Problem

LARGEST_FILE = 1_000_000
DEEPEST = 12
Path = tuple[str | int, ...]
_IMPLICIT = yaml.SafeLoader.yaml_implicit_resolvers
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Invisible or direction-changing characters can make a reader see other words than a machine does.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_PLAIN = bytes([10, *range(32, 127)])
# A letter of another script inside a Latin word looks like one of its own: what is read is then not what is found.
_ALIEN = "[\u0370-\u058f\u13a0-\u13ff\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
_LOOKALIKE = re.compile(f"(?<=[A-Za-z]){_ALIEN}|{_ALIEN}(?=[A-Za-z])")
_KINDS = {
    "bool": "a yes/no value",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "an empty value",
    "merge": "a merge key",
    "value": "a default key",
}


@dataclass
class Document:
    """One parsed file: plain dicts, lists and strings, and where each stands."""

    value: Any
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    # Paths of lists, mappings and texts inside the document that hold nothing.
    empty: list[Path] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def key_place(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the key that names the value at a path."""
        return self.keys.get(path) or self.place(path)


def load(data: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """Parse one YAML 1.1 file strictly; a document, or the problems that stop it being one."""
    text, problem = decode(data, file)
    if problem:
        return None, [problem]
    # Only an escape in quotation marks can bring in what the file's plain text may not hold.
    builder = _Builder(file, escapes="\\" in text)
    try:
        events = _LOADER(text)
        while not builder.stop and (event := events.get_event()) is not None:
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"this is not valid YAML ({error.problem or error.context})"
        builder.problems.append(Problem(file, line, column, what, "check indentation, colons and quotation marks here"))
    except yaml.YAMLError as error:
        builder.problems.append(Problem(file, 1, 1, f"this is not valid YAML ({error})", "write plain YAML text"))
    if builder.problems:
        # At the end of a file that lacks its last line feed the parser counts a line too many.
        last = text.count("\n") + 1
        return None, [problem if problem.line <= last else replace(problem, line=last, column=1) for problem in builder.problems]
    return builder.document, []


def decode(data: bytes, file: str) -> tuple[str, Problem | None]:
    """The bytes as text, or the first thing that makes them unfit: size, encoding, hidden characters, tabs."""

    def at(offset: int, what: str, remedy: str) -> tuple[str, Problem]:
        before = data[:offset].decode("utf-8", "replace")
        line = before.count("\n") + 1
        return "", Problem(file, line, len(before) - (before.rfind("\n") + 1) + 1, what, remedy)

    if len(data) > LARGEST_FILE:
        return at(0, f"the file has {len(data)} bytes", f"keep records under {LARGEST_FILE} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return at(error.start, f"byte 0x{data[error.start]:02x} is not valid UTF-8", "save the file as UTF-8")
    if not text.strip():
        return at(0, "the file is empty", "write the record, or delete the file")
    # Most files are of Latin letters alone, and these are known by a look: nothing is hidden among them, and none looks like another.
    plain = text.isascii() and not data.translate(None, _PLAIN)
    hidden = None if plain else _HIDDEN.search(text)
    if hidden:
        mark = hidden.group()
        name = "carriage return" if mark == "\r" else unicodedata.name(mark, "control character").lower()
        where = len(text[: hidden.start()].encode())
        return at(where, f"hidden character U+{ord(mark):04X} ({name})", "delete it; lines end with a plain line feed")
    tab = text.find("\t")
    if tab >= 0:
        return at(len(text[:tab].encode()), "a tab stands here", "indent with two spaces")
    deceives = None if plain else deceiving(text)
    if deceives:
        return at(len(text[: deceives[0]].encode()), *deceives[1:])
    return text, None


def deceiving(text: str) -> tuple[int, str, str] | None:
    """Where letters first look like others than they are, what they are, and what to write; None where none do."""
    alien = _LOOKALIKE.search(text)
    if alien:
        return alien.start(), f"U+{ord(alien.group()):04X} ({unicodedata.name(alien.group()).lower()}) stands in a Latin word", "type the Latin letter"
    if unicodedata.is_normalized("NFC", text):
        return None
    offset = 0
    for line in text.split("\n"):
        whole = unicodedata.normalize("NFC", line)
        if whole != line:
            where = next((index for index, (one, other) in enumerate(zip(line, whole, strict=False)) if one != other), len(whole))
            return offset + where, "a letter and its accent are two characters here (Unicode NFD)", "type it as one letter, or save the file in the form NFC"
        offset += len(line) + 1
    return None


class _Builder:
    """Builds a Document from parser events, keeping every problem it meets. A tenth of a whole build is spent here."""

    def __init__(self, file: str, escapes: bool) -> None:
        self.file = file
        self.escapes = escapes
        self.document = Document(None)
        self.problems: list[Problem] = []
        self.stop = False
        # The list or mapping that is open, its path, and in a mapping the key that waits for its value; then those around it.
        self._open: Any = None
        self._path: Path = ()
        self._key: str | None = None
        self._around: list[tuple[Any, Path]] = []
        self._documents = 0

    def _say(self, event: Any, what: str, remedy: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, what, remedy))

    def take(self, event: Any) -> None:
        """Handle one parser event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._begin(event, {} if kind is yaml.MappingStartEvent else [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            if not self._open and self._path:
                self.document.empty.append(self._path)
            self._open, self._path = self._around.pop()
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._say(event, "a second document starts here", "keep one record a file")
                self.stop = True
        elif kind is yaml.AliasEvent:
            self._say(event, f"alias '*{event.anchor}'", "write the value out; anchors and aliases are not used here")
            self.stop = True

    def _unfit(self, event: Any) -> None:
        hidden = _HIDDEN.search(event.value) or re.search("\t", event.value)
        if hidden:
            self._say(event, f"the value holds a hidden character U+{ord(hidden.group()):04X}", "write plain text on one line, without escapes")
        deceives = deceiving(event.value)
        if deceives:
            self._say(event, *deceives[1:])

    def _marked(self, event: Any) -> None:
        if event.anchor:
            self._say(event, f"anchor '&{event.anchor}'", "delete it; anchors and aliases are not used here")
        if event.tag:
            self._say(event, f"tag '{event.tag}'", "delete it; every value is plain text")

    def _scalar(self, event: Any) -> None:
        value, mark = event.value, event.start_mark
        if event.anchor or event.tag:
            self._marked(event)
        if self.escapes:
            self._unfit(event)
        is_key = self._key is None and type(self._open) is dict
        twice = is_key and value in self._open
        if twice:
            first = self.document.keys[(*self._path, value)][0]
            self._say(event, f"key '{value}' stands twice (first on line {first})", "keep one of the two")
        elif not event.style and event.implicit[0] and _otherwise(value):
            quoted = f'"{value}"' if value else '"…"'
            remedy = f"put it in quotation marks ({quoted})" if value else "write a value, or delete the key"
            self._say(event, f"YAML would read '{value}' as {_otherwise(value)}", remedy)
        if is_key:
            self.document.keys.setdefault((*self._path, value), (mark.line + 1, mark.column + 1))
            self._key = value
            return
        path = self._place(value, mark)
        if not value:
            self.document.empty.append(path)

    def _begin(self, event: Any, value: Any) -> None:
        if event.anchor or event.tag:
            self._marked(event)
        if self._key is None and type(self._open) is dict:
            self._say(event, "a key that is a list or mapping", "use a plain word as key")
            self.stop = True
            return
        path = self._place(value, event.start_mark)
        if len(path) > DEEPEST:
            self._say(event, f"values nested deeper than {DEEPEST} levels", "flatten the record")
            self.stop = True
        self._around.append((self._open, self._path))
        self._open, self._path = value, path

    def _place(self, value: Any, mark: Any) -> Path:
        path: Path = ()
        if type(self._open) is dict:
            assert self._key is not None
            path = (*self._path, self._key)
            self._open.setdefault(self._key, value)
            self._key = None
        elif self._open is not None:
            path = (*self._path, len(self._open))
            self._open.append(value)
        else:
            self.document.value = value
        self.document.places.setdefault(path, (mark.line + 1, mark.column + 1))
        return path


@lru_cache(10_000)
def _otherwise(value: str) -> str | None:
    """What YAML 1.1 would make of a plain scalar instead of text, in words; None where nothing."""
    for tag, pattern in [*_IMPLICIT.get(value[:1], []), *_IMPLICIT.get(None, [])]:
        if pattern.match(value):
            return _KINDS.get(tag.rpartition(":")[2], "not text")
    return None
