"""The canonical form of a record file: one way to write a record, so that a diff shows nothing but what changed.

Keys in the order of the models (a claim's own fields before its evidence), two spaces a level, a list's dash at its
parent's column, evidence and printed forms on one line, text in quotation marks only where YAML needs them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from sasac import strict_yaml
from sasac.load import DRAFT_HEADER
from sasac.models import FOLDERS, Claim, Evidence, Form, schema_name
from sasac.parse import HEADER

_ONE_LINE = (Evidence, Form)
_FLOW_MARKS = re.compile(r"[,\[\]{}]")
_FIRST = re.compile(r"[-?:](?:\s|$)|[,\[\]{}#&*!|>'\"%@`]|---|\.\.\.")


class NotCanonical(Exception):
    """Raised where a file cannot be brought into canonical form; says why, in words with a remedy."""


@cache
def keys(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Keys of a model in canonical order, each with the model of its values where it has one."""
    names = list(model.model_fields)
    if issubclass(model, Claim):
        # What a claim says comes before what it rests on and what it is filed under.
        parents = [parent for parent in model.__mro__[1:] if isinstance(parent, type) and issubclass(parent, Claim)]
        shared = [name for name in Claim.model_fields if name != "evidence"]
        filed = [name for name in (parents[0].model_fields if parents and parents[0] is not Claim else {}) if name not in Claim.model_fields]
        own = [name for name in names if name not in Claim.model_fields and name not in filed]
        names = [*shared, *own, "evidence", *filed]
    return {model.model_fields[name].alias or name: _model_in(model.model_fields[name].annotation) for name in names}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def scalar(value: str, flow: bool = False, key: bool = False) -> str:
    """A string as YAML 1.1 and 1.2 read it back unchanged, in quotation marks only where it needs them."""
    unsafe = (
        not value or value != value.strip() or _FIRST.match(value) or ": " in value or " #" in value or value.endswith(":")
        or (flow and _FLOW_MARKS.search(value)) or (key and ":" in value) or "\n" in value or _implicit(value)
    )
    if not unsafe:
        return value
    if '"' in value and "'" not in value and "\\" not in value and "\n" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _implicit(value: str) -> bool:
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return any(pattern.match(value) for _, pattern in [*resolvers.get(value[:1], []), *resolvers.get(None, [])])


def write(value: dict[str, Any], folder: str, draft: bool = False) -> str:
    """A record's plain values (dicts, lists and strings) as a canonical file."""
    header = (DRAFT_HEADER if draft else HEADER).format(schema_name(folder))
    return "\n".join([header, *_mapping(value, FOLDERS[folder], 0)]) + "\n"


def _ordered(value: dict[str, Any], model: type[BaseModel] | None) -> list[tuple[str, Any, type[BaseModel] | None]]:
    known = keys(model) if model else {}
    order = [key for key in known if key in value] + [key for key in value if key not in known]
    return [(key, value[key], known.get(key)) for key in order]


def _mapping(value: dict[str, Any], model: type[BaseModel] | None, indent: int) -> list[str]:
    lines = []
    for key, item, inner in _ordered(value, model):
        head = " " * indent + scalar(key, key=True) + ":"
        if isinstance(item, str):
            lines.append(f"{head} {scalar(item)}")
        elif isinstance(item, list) and item and any(isinstance(entry, dict | list) for entry in item):
            lines.append(head)
            lines += _list(item, inner, indent)
        elif isinstance(item, list):
            lines.append(f"{head} {_one_line(item, None)}")
        elif item and inner not in _ONE_LINE:
            lines.append(head)
            lines += _mapping(item, inner, indent + 2)
        else:
            lines.append(f"{head} {_one_line(item, inner)}")
    return lines


def _list(items: list[Any], model: type[BaseModel] | None, indent: int) -> list[str]:
    lines = []
    for item in items:
        if isinstance(item, dict) and item and model not in _ONE_LINE:
            first, *rest = _mapping(item, model, indent + 2)
            lines += [" " * indent + "- " + first[indent + 2 :], *rest]
        else:
            lines.append(" " * indent + "- " + (scalar(item) if isinstance(item, str) else _one_line(item, model)))
    return lines


def _one_line(value: Any, model: type[BaseModel] | None) -> str:
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, list):
        return "[" + ", ".join(_one_line(item, model) for item in value) + "]"
    return "{" + ", ".join(f"{scalar(key, flow=True, key=True)}: {_one_line(item, inner)}" for key, item, inner in _ordered(value, model)) + "}"


def comments(text: str) -> list[int]:
    """Lines that hold a comment, but for the header in the first."""
    masked = list(text)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            for at in range(token.start_mark.index, token.end_mark.index):
                if masked[at] != "\n":
                    masked[at] = " "
    return [number for number, line in enumerate("".join(masked).split("\n"), 1) if "#" in line and number > 1]


def canonical(text: str, folder: str, draft: bool = False, force: bool = False) -> str:
    """A record file's text in canonical form; the values read from both are the same.

    Raises NotCanonical for a file that is not strict YAML, and for one with comments (which would be lost) unless forced.
    """
    document, problems = strict_yaml.load(text.encode(), "record")
    if document is None or not isinstance(document.value, dict):
        raise NotCanonical(str(problems[0]).partition(": ")[2] if problems else "the file does not hold keys and values; begin with 'name: …'")
    held = comments(text)
    if held and not force:
        raise NotCanonical(f"line {held[0]} holds a comment, which would be lost; delete it, or use --force")
    fresh = write(document.value, folder, draft)
    again, _ = strict_yaml.load(fresh.encode(), "record")
    if again is None or again.value != document.value:
        raise NotCanonical("the canonical form would read differently; report this as a fault of sasac format")
    return fresh
