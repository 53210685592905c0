"""One record file: its bytes to a typed record, or to every fault in it, in words and with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sasac import strict_yaml, walk
from sasac.editing import unfinished
from sasac.models import FOLDERS, Model, schema_name
from sasac.problems import Problem, nearest
from sasac.strict_yaml import Document

# A message a line: a file with more faults than this is of another kind altogether.
MOST_FAULTS = 200
HEADER = "# yaml-language-server: $schema=../schema/{}"


@dataclass
class Loaded:
    """One record file: its folder and id, where its values stand, and the typed record."""

    folder: str
    id: str
    file: str
    document: Document
    record: Any
    # What the checks that look at nothing else said of it; a record that was read never changes.
    own_problems: list[Problem] | None = field(default=None, init=False, repr=False, compare=False)

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


def first_line(data: bytes) -> str:
    """The line that names the record's schema."""
    return data.partition(b"\n")[0].decode("utf-8", "replace")


def parse(data: bytes, folder: str, identifier: str, file: str, header: str = HEADER) -> tuple[Loaded | None, list[Problem]]:
    """One record file's bytes to a typed record, or the problems that stop it being one."""
    document, problems = read(data, folder, file, header)
    return (None, problems) if document is None else typed(document, folder, identifier, file, problems)


def typed(document: Document, folder: str, identifier: str, file: str, problems: list[Problem]) -> tuple[Loaded | None, list[Problem]]:
    """A file's values, and the problems that it has already, to a typed record, or all problems that stop it being one."""
    model = FOLDERS[folder]
    try:
        return Loaded(folder, identifier, file, document, model.model_validate(document.value)), problems
    except ValidationError as error:
        return None, problems + explain(error, document, model, file)


def read(data: bytes, folder: str, file: str, header: str = HEADER) -> tuple[Document | None, list[Problem]]:
    """One record file's bytes to its values with their places, where it holds keys and values; and every problem that shows before they are typed."""
    document, problems = strict_yaml.load(data, file)
    if document is None:
        return None, problems
    first = first_line(data)
    expected = header.format(schema_name(folder))
    problems = [] if first == expected else [_header(first, expected, folder, file)]
    if any(problem.what.startswith("this file says") for problem in problems):
        return None, problems
    problems += unfinished.check(data, document, file)
    if not isinstance(document.value, dict):
        problems.append(Problem(file, *document.place(()), "the file does not hold keys and values", "begin with 'name: …'"))
        return None, problems
    # A list or mapping with nothing in it is a key that somebody forgot to fill or to delete.
    for path in document.empty:
        problems.append(Problem(file, *document.place(path), f"'{path[-1]}' is empty", "write a value, or delete the key"))
    if not data.endswith(b"\n"):
        problems.append(Problem(file, data.count(b"\n") + 1, 1, "the file ends in the middle of a line", "if nothing is missing, end it with a line feed"))
    return document, problems


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
