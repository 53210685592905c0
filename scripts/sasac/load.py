"""Reads the data folder: files to typed records, every fault collected with its place."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sasac import strict_yaml, walk
from sasac.editing import unfinished
from sasac.models import CLAIM_FOLDERS, FOLDERS, Model, schema_name
from sasac.models.base import SLUG
from sasac.problems import Problem, nearest, shown, suggest
from sasac.strict_yaml import Document

# A message a line: a file with more faults than this is of another kind altogether.
MOST_FAULTS = 200
HEADER = "# yaml-language-server: $schema=../schema/{}"
DRAFT_HEADER = "# yaml-language-server: $schema=../../schema/{}"
# Not records: made or read by their own modules. Drafts are read only on request.
OTHER_FOLDERS = ("schema", "fingerprints", "drafts")
LINKED = ("this is a link or a device, no file", "put the file itself here")
OTHER_FILES = ("redirects.yaml", "CHANGELOG.yaml", "addresses.txt", "README.md", "VERSION")


@dataclass
class Loaded:
    """One record file: its folder and id, where its values stand, and the typed record."""

    folder: str
    id: str
    file: str
    document: Document
    record: Any

    @cached_property
    def models(self) -> list[tuple[strict_yaml.Path, BaseModel]]:
        """Every model inside the record with its path; walked once, asked for by every check."""
        return walk.models(self.record)

    @property
    def draft(self) -> bool:
        """Whether the file lies in data/drafts/ and not among the published records."""
        return Path(self.file).parts[-3:-2] == ("drafts",)

    def problem(self, path: strict_yaml.Path, what: str, remedy: str, key: bool = False) -> Problem:
        """A problem at a value (or at its key) of this file."""
        line, column = self.document.key_place(path) if key else self.document.place(path)
        return Problem(self.file, line, column, what, remedy)


@dataclass
class Loading:
    """What a data folder holds, and what is wrong with it."""

    root: Path
    records: dict[str, dict[str, Loaded]] = field(default_factory=lambda: {folder: {} for folder in FOLDERS})
    problems: list[Problem] = field(default_factory=list)
    # Files that stand where they should but could not be read: they exist, so nothing that names them dangles.
    unread: set[tuple[str, str]] = field(default_factory=set)

    def holds(self, folder: str, identifier: str) -> bool:
        """Whether a record file of this id exists in a folder, readable or not."""
        return identifier in self.records[folder] or (folder, identifier) in self.unread

    def all(self) -> list[Loaded]:
        """Every loaded file, folder by folder, in order of id."""
        return [loaded for group in self.records.values() for _, loaded in sorted(group.items())]


def load(data: Path, project: Path | None = None, drafts: bool = False, without: Container[str] = ()) -> Loading:
    """Read every record under a data folder; problems are collected, never raised.

    With `drafts`, those under data/drafts/ too, but for the files named in `without`; a draft stands in for a record of the same id.
    """
    loading = Loading(data)
    project = project or data.parent
    for entry in sorted(data.iterdir()) if data.is_dir() else []:
        if entry.name.startswith(".") or entry.name in OTHER_FOLDERS or entry.name in OTHER_FILES:
            continue
        where = shown(entry, project)
        if _link(entry):
            loading.problems.append(Problem(where, 1, 1, *LINKED))
        elif not entry.is_dir():
            loading.problems.append(Problem(where, 1, 1, "a record outside the record folders", "move it into the folder of its type"))
        elif entry.name not in FOLDERS:
            remedy = suggest(entry.name, FOLDERS, f"use one of {', '.join(FOLDERS)}")
            loading.problems.append(Problem(where, 1, 1, f"'{entry.name}' is not a record folder", remedy))
        else:
            for path in sorted(entry.rglob("*")):
                if not path.name.startswith(".") and (_link(path) or not path.is_dir()):
                    _take(loading, entry.name, path, entry, project)
    for folder in FOLDERS if drafts else ():
        base = data / "drafts" / folder
        for path in sorted(base.glob("*")) if base.is_dir() else []:
            if not path.name.startswith(".") and (_link(path) or not path.is_dir()) and shown(path, project) not in without:
                _take(loading, folder, path, base, project, DRAFT_HEADER)
    if not any(loading.records.values()) and not loading.problems:
        loading.problems.append(Problem(shown(data, project), 1, 1, "the data folder holds no record", "point --data at the data folder"))
    return loading


def _take(loading: Loading, folder: str, path: Path, base: Path, project: Path, header: str = HEADER) -> None:
    file = shown(path, project)
    if _link(path) or not path.is_file():
        loading.problems.append(Problem(file, 1, 1, *LINKED))
        return
    if path.parent != base or path.suffix != ".yaml":
        remedy = f"name it {folder}/{path.stem}.yaml" if path.parent == base else f"move it to {folder}/"
        loading.problems.append(Problem(file, 1, 1, "not a record file of this folder", remedy))
        return
    if not re.fullmatch(SLUG, path.stem):
        remedy = "use lower-case letters, digits and single hyphens in the file's name"
        loading.problems.append(Problem(file, 1, 1, f"'{path.stem}' is not an id", remedy))
        return
    data, problems = contents(path, file)
    loaded = None
    if data is not None:
        loaded, problems = parse(data, folder, path.stem, file, header)
    loading.problems += problems
    if loaded:
        loading.records[folder][path.stem] = loaded
    else:
        loading.unread.add((folder, path.stem))
    # A file in the wrong folder is still the record that its first line says it is.
    named = _first_line(data or b"").rpartition("/schema/")[2]
    loading.unread |= {(other, path.stem) for other in FOLDERS if other != folder and schema_name(other) == named}


def _first_line(data: bytes) -> str:
    return data.partition(b"\n")[0].decode("utf-8", "replace")


def _link(path: Path) -> bool:
    """Whether a path is a link: what it leads to may lie outside the project, and may be another thing tomorrow."""
    return path.is_symlink()


def contents(path: Path, file: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file, or why there are none; a file that is too large is not read at all."""
    try:
        size = path.stat().st_size
        if size > strict_yaml.LARGEST_FILE:
            return None, [Problem(file, 1, 1, f"the file has {size} bytes", f"keep records under {strict_yaml.LARGEST_FILE} bytes")]
        return path.read_bytes(), []
    except OSError as error:
        return None, [Problem(file, 1, 1, f"the file cannot be read ({error.strerror})", "make it readable for the one who builds")]


def parse(data: bytes, folder: str, identifier: str, file: str, header: str = HEADER) -> tuple[Loaded | None, list[Problem]]:
    """One record file's bytes to a typed record, or the problems that stop it being one."""
    document, problems = strict_yaml.load(data, file)
    if document is None:
        return None, problems
    first = _first_line(data)
    expected = header.format(schema_name(folder))
    problems = [] if first == expected else [_header(first, expected, folder, file)]
    if any(problem.what.startswith("this file says") for problem in problems):
        return None, problems
    problems += unfinished.check(data, document, file)
    if not isinstance(document.value, dict):
        problems.append(Problem(file, *document.place(()), "the file does not hold keys and values", "begin with 'name: …'"))
        return None, problems
    problems += _empty(document, file)
    if not data.endswith(b"\n"):
        problems.append(Problem(file, data.count(b"\n") + 1, 1, "the file ends in the middle of a line", "if nothing is missing, end it with a line feed"))
    model = FOLDERS[folder]
    try:
        record = model.model_validate(document.value)
    except ValidationError as error:
        return None, problems + explain(error, document, model, file)
    return Loaded(folder, identifier, file, document, record), problems


def _empty(document: Document, file: str) -> list[Problem]:
    """A list or mapping with nothing in it is a key that somebody forgot to fill or to delete."""
    found: list[Problem] = []
    todo: list[tuple[strict_yaml.Path, Any]] = [((), document.value)]
    while todo:
        path, value = todo.pop()
        if not value and path:
            found.append(Problem(file, *document.place(path), f"'{path[-1]}' is empty", "write a value, or delete the key"))
        elif isinstance(value, dict | list):
            todo += [((*path, key), inner) for key, inner in (value.items() if isinstance(value, dict) else enumerate(value))]
    return found


def _header(first: str, expected: str, folder: str, file: str) -> Problem:
    named = first.rpartition("/schema/")[2]
    for other in FOLDERS:
        if named == schema_name(other) and other != folder:
            what = f"this file says it is of the folder '{other}', but lies in '{folder}'"
            return Problem(file, 1, 1, what, f"move it to data/{other}/, or make line 1 '{expected}'")
    return Problem(file, 1, 1, "the first line does not name the record's schema", f"make it '{expected}'")


def explain(error: ValidationError, document: Document, model: type[Model], file: str) -> list[Problem]:
    """A typed model's complaints about a file, in words and with their places."""
    found = []
    items = error.errors(include_url=False)
    if len(items) > MOST_FAULTS:
        what = f"the file has {len(items)} faults; only the first {MOST_FAULTS} are told"
        found.append(Problem(file, 1, 1, what, "correct those and check again"))
        items = items[:MOST_FAULTS]
    unknown = [item["loc"] for item in items if item["type"] == "extra_forbidden"]
    for item in items:
        # A misspelt key is one mistake, though the key that was meant is then missing too.
        if item["type"] == "missing" and any(loc[:-1] == item["loc"][:-1] and nearest(str(loc[-1]), [str(item["loc"][-1])]) for loc in unknown):
            continue
        loc = tuple(part for part in item["loc"] if _real(part, document.value, item["loc"]))
        what, remedy, at_key = _words(item, loc, document, model)
        line, column = document.key_place(loc) if at_key else document.place(loc)
        found.append(Problem(file, line, column, what, remedy))
    return found


def _real(part: str | int, value: Any, loc: tuple[str | int, ...]) -> bool:
    # A union adds the name of its branch to the location; such names hold a bracket or are type names.
    return isinstance(part, int) or not ("[" in part or part in ("str", "constrained-str"))


def _words(item: Any, loc: tuple[str | int, ...], document: Document, model: type[Model]) -> tuple[str, str, bool]:
    kind, name = item["type"], str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        here = _inside(document.value, loc[:-1])
        unused = [key for key in known if key not in here]
        near = nearest(name, unused) or nearest(name, known)
        remedy = f"did you mean '{near}'?" if near else f"the keys here are {', '.join(known)}"
        return f"unknown key '{name}'", remedy, True
    if kind == "missing":
        return f"key '{name}' is missing", f"add '{name}: …'", False
    if kind == "literal_error":
        allowed = item["ctx"]["expected"]
        words = re.findall(r"'([^']*)'", allowed)
        near = nearest(str(item["input"]), words)
        return f"'{item['input']}' is not a word for '{name}'", f"did you mean '{near}'?" if near else f"use one of {allowed}", False
    if kind == "value_error":
        what, _, remedy = str(item["ctx"]["error"]).partition("; ")
        return what, remedy or "see the record's schema", False
    if kind in ("string_type", "list_type", "model_type", "dict_type"):
        wanted = {"string_type": "text", "list_type": "a list (lines that begin with '- ')"}.get(kind, "keys and values")
        return f"'{name}' holds {_called(item['input'])}", f"write {wanted}", False
    if kind == "string_pattern_mismatch":
        return f"'{str(item['input'])[:60]}' does not fit '{name}'", f"it must match {item['ctx']['pattern']}", False
    if kind in ("string_too_short", "too_short"):
        return f"'{name}' is empty", "write a value, or delete the key", False
    if kind == "too_long":
        return f"'{name}' holds more than {item['ctx']['max_length']} entries", "keep the most telling ones", False
    return f"'{name}': {item['msg']}", "see the record's schema", False


def _called(value: Any) -> str:
    return "a list" if isinstance(value, list) else "keys and values" if isinstance(value, dict) else "text"


def _inside(value: Any, loc: tuple[str | int, ...]) -> Any:
    for part in loc:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return {}
    return value


def _known_keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Keys that may stand at a place in a record."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        info = next((info for name, info in current.model_fields.items() if part in (name, info.alias)), None)
        inner = _model_in(info.annotation) if info else None
        if inner is None:
            return []
        current = inner
    return [info.alias or name for name, info in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found:
            return found
    return None


__all__ = ["CLAIM_FOLDERS", "DRAFT_HEADER", "HEADER", "Loaded", "Loading", "contents", "explain", "load", "parse"]
